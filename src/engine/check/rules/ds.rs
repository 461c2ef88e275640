//! A DS belongs to a delegation, in the parent's zone.

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Part, Place, first};
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::dns::RecordType;
use crate::engine::zone::RRset;

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let Some(ds) = first(set) else { return };
    // RFC 4035 §2.4: a DS at the apex belongs into the parent's zone; elsewhere it needs NS beside it.
    let code = match (place.is_apex, place.node.has(RecordType::NS)) {
        (true, _) => &codes::DS_AT_APEX,
        (false, false) => &codes::DS_WITHOUT_NS,
        (false, true) => return,
    };
    let at = context.part(ds.at, Part::Type);
    diagnostics.push(Diagnostic::new(code, at).arg("owner", place.node.owner.to_string()));
}
