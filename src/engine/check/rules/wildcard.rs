//! A `*` is a wildcard as the first label only (RFC 4592 §2.1.1).

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Part, Place, first};
use crate::engine::diag::{Diagnostic, Diagnostics};

pub(super) fn check(place: &Place<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    // Nearly no name has one.
    if place.is_simple || !place.node.owner.wire().contains(&b'*') {
        return;
    }
    let own = place.node.owner.label_count().saturating_sub(context.zone.apex().label_count());
    let inner = place.node.owner.labels().take(own).skip(1).any(|label| label == b"*");
    let (true, Some(record)) = (inner, place.node.sets.iter().next().as_ref().and_then(first)) else { return };
    let at = context.part(record.at, Part::Owner);
    diagnostics.push(Diagnostic::new(&codes::WILDCARD_INNER, at).arg("owner", place.node.owner.to_string()));
}
