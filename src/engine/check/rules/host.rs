//! Names with addresses are host names: letters, digits, hyphens (RFC 952, RFC 1123 §2.1).

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Part, Place, first};
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::dns::RecordType;
use crate::engine::zone::RRset;

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    // Said once of a name with addresses of both kinds.
    if set.rtype() == RecordType::AAAA && place.node.has(RecordType::A) {
        return;
    }
    let own = place.node.owner.label_count().saturating_sub(context.zone.apex().label_count());
    // A wildcard is a rule of its own.
    let mut labels = place.node.owner.labels().take(own).filter(|label| *label != b"*");
    let (Some(label), Some(record)) = (labels.find(|label| !is_host_label(label)), first(set)) else { return };
    diagnostics.push(
        Diagnostic::new(&codes::HOST_NAME, context.part(record.at, Part::Owner))
            .arg("owner", place.node.owner.to_string())
            .arg("label", String::from_utf8_lossy(label).into_owned()),
    );
}

fn is_host_label(label: &[u8]) -> bool {
    let inner = |octet: &u8| octet.is_ascii_alphanumeric() || *octet == b'-';
    label.iter().all(inner) && !label.starts_with(b"-") && !label.ends_with(b"-")
}
