//! DNSSEC's records in a zone that is not signed.

use crate::engine::check::codes::dnssec as codes;
use crate::engine::check::context::{Context, Place, first};
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::dns::RecordType;
use crate::engine::zone::RRset;

/// Signatures, NSEC and NSEC3 while the apex is not signed: said once a type, at the first.
pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let (standing, owner) = (context.dnssec(), place.node.owner);
    let Some(record) = first(set).filter(|_| !standing.is_signed && context.is_first_of(set.rtype(), owner)) else {
        return;
    };
    // RFC 4035 §2.2: once a zone has keys, all of it is signed.
    let code = match set.rtype() {
        RecordType::RRSIG if standing.keys.is_empty() => &codes::UNSIGNED_RRSIG,
        RecordType::RRSIG => &codes::ZONE_PARTLY_SIGNED,
        _ => &codes::UNSIGNED_NSEC,
    };
    diagnostics.push(
        Diagnostic::new(code, record.at)
            .arg("owner", owner.to_string())
            .arg("type", set.rtype().to_string())
            .arg("zone", context.zone.apex().to_string()),
    );
}
