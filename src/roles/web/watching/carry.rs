//! What one round's comparison of content says about a later round. Pure.

use crate::product::api::nameservers::{Address, Report};

/// The primary's serial and each address's: when none has moved, what was compared still stands.
pub(super) fn serials_of(report: &Report) -> Vec<Option<u32>> {
    let primary = report.primary.as_ref().and_then(|p| p.serial);
    let addresses = report.servers.iter().flat_map(|s| s.addresses.iter().flatten());
    std::iter::once(primary).chain(addresses.map(|a| a.serial)).collect()
}

/// What was compared at the same serials stands until it is compared again.
pub(super) fn carry(before: &Report, report: &mut Report) {
    let serial = |r: &Report| r.primary.as_ref().and_then(|p| p.serial);
    if serial(before) != serial(report) {
        return;
    }
    if let (Some(old), Some(new)) = (&before.primary, &mut report.primary) {
        new.rrsets = new.rrsets.or(old.rrsets);
    }
    let known: Vec<&Address> = before.servers.iter().flat_map(|s| s.addresses.iter().flatten()).collect();
    for address in report.servers.iter_mut().flat_map(|s| s.addresses.iter_mut().flatten()) {
        let same = |old: &&&Address| old.address == address.address && old.serial == address.serial;
        if let (None, Some(old)) = (&address.content, known.iter().find(same)) {
            address.content.clone_from(&old.content);
        }
    }
}
