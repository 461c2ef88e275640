//! Labels that begin `xn--` are A-labels: they stand for a name in another script (RFC 5890 §2.3.2.1).

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Part, Place, first};
use crate::engine::diag::{Diagnostic, Diagnostics};

pub(super) fn check(place: &Place<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let own = place.node.owner.label_count().saturating_sub(context.zone.apex().label_count());
    let broken = place.node.owner.labels().take(own).find(|label| is_broken(label));
    let (Some(label), Some(record)) = (broken, place.node.sets.first().and_then(first)) else { return };
    diagnostics.push(
        Diagnostic::new(&codes::IDN_BROKEN, context.part(record.at, Part::Owner))
            .arg("owner", place.node.owner.to_string())
            .arg("label", String::from_utf8_lossy(label).into_owned()),
    );
}

fn is_broken(label: &[u8]) -> bool {
    let is_a_label = label.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case(b"xn--"));
    is_a_label && std::str::from_utf8(label).map_or(true, |label| idna::domain_to_unicode(label).1.is_err())
}
