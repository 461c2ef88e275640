//! Names with addresses or mail servers are host names: letters, digits, hyphens (RFC 952, RFC 1123 §2.1).

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Part, Place, first};
use crate::engine::check::target::{is_host_label, labels_of, own_part};
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::dns::RecordType;
use crate::engine::zone::RRset;

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    // Nearly all names end here.
    if place.is_simple {
        return;
    }
    // Said once of a name with several of these types.
    let said = match set.rtype() {
        RecordType::A => false,
        RecordType::MX => place.node.has(RecordType::A) || place.node.has(RecordType::AAAA),
        _ => place.node.has(RecordType::A),
    };
    if said {
        return;
    }
    let Some(part) = own_part(place.node.owner, context.zone.apex()) else { return };
    // A wildcard is a rule of its own.
    let mut labels = labels_of(part).filter(|label| *label != b"*");
    let Some(label) = labels.find(|label| !is_host_label(label)) else { return };
    // What is no text, or no name at all, has a rule of its own; names below these labels are no hosts' (RFC 7208 §8.1;
    // Active Directory).
    let is_told = !label.is_ascii() || label.contains(&b'@') || label.contains(&b' ');
    let is_exempt = |label: &[u8]| [&b"_spf"[..], b"_spf_rate", b"_spf_verify", b"_msdcs", b"_er"].contains(&label);
    if is_told || (set.rtype() != RecordType::MX && place.node.owner.labels().any(is_exempt)) {
        return;
    }
    let Some(record) = first(set) else { return };
    diagnostics.offer(&codes::HOST_NAME, record.at, || {
        Diagnostic::new(&codes::HOST_NAME, context.part(record.at, Part::Owner))
            .arg("owner", place.node.owner.to_string())
            .arg("label", String::from_utf8_lossy(label).into_owned())
    });
}
