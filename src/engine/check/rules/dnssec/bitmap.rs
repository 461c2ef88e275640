//! Which types the NSEC or NSEC3 of a name lists.

use crate::engine::check::context::Place;
use crate::engine::diag::{Code, Diagnostic, Span};
use crate::engine::dns::RecordType;
use crate::engine::dnssec::TypeBitmap;

/// Whether the node delegates its name to another zone.
pub(super) fn is_delegation(place: &Place<'_>) -> bool {
    !place.is_apex && place.node.has(RecordType::NS) && !place.node.has(RecordType::SOA)
}

/// Whether the node is one of NSEC3's own: nothing but NSEC3 and signatures.
pub(super) fn is_hash(place: &Place<'_>) -> bool {
    let own = |rtype| matches!(rtype, RecordType::NSEC3 | RecordType::RRSIG);
    place.node.has(RecordType::NSEC3) && place.node.sets.types().all(own)
}

/// The types that a bitmap of the node lists, ascending (RFC 4035 §2.3, RFC 5155 §7.1).
fn listed(place: &Place<'_>, with_nsec: bool) -> Vec<RecordType> {
    let present = place.node.sets.types();
    let mut types: Vec<_> = if is_delegation(place) {
        present.filter(|rtype| matches!(*rtype, RecordType::NS | RecordType::DS)).collect()
    } else {
        let own = |rtype: &RecordType| matches!(*rtype, RecordType::RRSIG | RecordType::NSEC | RecordType::NSEC3);
        present.filter(|rtype| !own(rtype)).collect()
    };
    if with_nsec {
        types.push(RecordType::NSEC);
    }
    // What is authoritative is signed; at a delegation DS and NSEC are.
    if types.iter().any(|rtype| *rtype != RecordType::NS || !is_delegation(place)) {
        types.push(RecordType::RRSIG);
    }
    types.sort_unstable();
    types
}

/// The finding about a bitmap that does not list what the node has; none when it does.
pub(super) fn compare(
    code: &'static Code,
    at: Span,
    place: &Place<'_>,
    bitmap: TypeBitmap<'_>,
    with_nsec: bool,
) -> Option<Diagnostic> {
    let expected = listed(place, with_nsec);
    if bitmap.types().eq(expected.iter().copied()) {
        return None;
    }
    let found: Vec<_> = bitmap.types().collect();
    Some(differ(code, at, place, &expected, &found))
}

fn differ(
    code: &'static Code,
    at: Span,
    place: &Place<'_>,
    expected: &[RecordType],
    found: &[RecordType],
) -> Diagnostic {
    let without = |these: &[RecordType], those: &[RecordType]| {
        let left: Vec<_> = these.iter().filter(|rtype| !those.contains(rtype)).map(ToString::to_string).collect();
        if left.is_empty() { "none".to_owned() } else { left.join(" ") }
    };
    Diagnostic::new(code, at)
        .arg("owner", place.node.owner.to_string())
        .arg("missing", without(expected, found))
        .arg("surplus", without(found, expected))
}
