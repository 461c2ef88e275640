//! Types that were given up or never left their experiment, and NULL, which has no place in a zone.

use crate::engine::check::codes::names as codes;
use crate::engine::check::context::{Context, Part, Place, first};
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::dns::RecordType;
use crate::engine::zone::RRset;

use super::SetRule;

/// Given up: MD and MF (RFC 973), WKS (RFC 1123 §2.2), NSAP-PTR (RFC 1706), SIG and NXT (RFC 3755), GPOS (RFC 1876),
/// A6 (RFC 6563), DLV (RFC 8749). Experiments: MB, MG, MR, MINFO (RFC 1035 §3.3), EID, NIMLOC, ATMA, SINK.
pub(super) static SETS: &[(RecordType, SetRule)] = &[
    (RecordType(3), obsolete),
    (RecordType(4), obsolete),
    (RecordType(7), experimental),
    (RecordType(8), experimental),
    (RecordType(9), experimental),
    (RecordType(10), null),
    (RecordType(11), obsolete),
    (RecordType(14), experimental),
    (RecordType(23), obsolete),
    (RecordType(24), obsolete),
    (RecordType(27), obsolete),
    (RecordType(30), obsolete),
    (RecordType(31), experimental),
    (RecordType(32), experimental),
    (RecordType(34), experimental),
    (RecordType(38), obsolete),
    (RecordType(40), experimental),
    (RecordType(32_769), obsolete),
];

fn obsolete(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    say(&codes::TYPE_OBSOLETE, place, set, context, diagnostics);
}

fn experimental(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    say(&codes::TYPE_EXPERIMENTAL, place, set, context, diagnostics);
}

fn null(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    say(&codes::TYPE_NULL, place, set, context, diagnostics);
}

fn say(
    code: &'static crate::engine::diag::Code,
    place: &Place<'_>,
    set: &RRset<'_>,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(record) = first(set) else { return };
    diagnostics.push(
        Diagnostic::new(code, context.part(record.at, Part::Type))
            .arg("owner", place.node.owner.to_string())
            .arg("type", set.rtype().to_string()),
    );
}
