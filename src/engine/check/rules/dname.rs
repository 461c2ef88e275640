//! A DNAME stands once, beside no delegation, and with nothing below it.

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Place, first, last};
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::dns::RecordType;
use crate::engine::zone::RRset;

pub(super) fn check(place: &Place<'_>, dname: &RRset<'_>, _: &Context<'_>, diagnostics: &mut Diagnostics) {
    let (Some(newest), Some(oldest)) = (last(dname), first(dname)) else { return };
    let owner = || place.node.owner.to_string();
    if dname.len() > 1 {
        // RFC 6672 §2.4: a singleton type.
        diagnostics.push(
            Diagnostic::new(&codes::DNAME_SEVERAL, newest.at)
                .arg("owner", owner())
                .arg("count", dname.len())
                .related(oldest.at, &codes::FIRST_HERE),
        );
    }
    // RFC 6672 §2.3: beside NS only at the apex.
    if let Some(ns) = place.node.get(RecordType::NS).filter(|_| !place.is_apex).and_then(last) {
        let (at, related) = if ns.at >= newest.at { (ns.at, newest.at) } else { (newest.at, ns.at) };
        diagnostics.push(
            Diagnostic::new(&codes::DNAME_WITH_NS, at).arg("owner", owner()).related(related, &codes::OTHER_HERE),
        );
    }
}

/// RFC 6672 §2.4: no data below a DNAME.
pub(super) fn below(place: &Place<'_>, _: &Context<'_>, diagnostics: &mut Diagnostics) {
    let Some(cut) = place.cut.filter(|cut| cut.rtype == RecordType::DNAME) else { return };
    let at = place.node.sets.iter().filter_map(first).map(|r| r.at).min().unwrap_or(Span::NONE);
    diagnostics.push(
        Diagnostic::new(&codes::DNAME_DATA_BELOW, at)
            .arg("owner", place.node.owner.to_string())
            .arg("dname", cut.owner.to_string())
            .related(cut.at, &codes::CUT_HERE),
    );
}
