//! Owner names as they were meant: host names, A-labels, final dots, no leftovers of mail addresses or of other
//! character sets.

use crate::engine::check::codes::{self, names};
use crate::engine::check::context::{Context, Part, Place};
use crate::engine::check::target::{labels_of, octets, own_part, without_origin_twice};
use crate::engine::diag::{Args, Code, Diagnostic, Diagnostics, Fix, Span};
use crate::engine::dns::{NameRef, RecordType};

use super::targets::fixed;

/// Types whose owners are host names.
const HOST_TYPES: [RecordType; 3] = [RecordType::A, RecordType::AAAA, RecordType::MX];

pub(super) fn check(place: &Place<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let (owner, apex) = (place.node.owner, context.zone.apex());
    let Some(part) = own_part(owner, apex) else { return };
    // Nearly all names end here.
    let repeats = part.len() + 1 >= apex.wire().len() && apex.label_count() > 1;
    if !repeats && (place.is_simple || labels_of(part).all(is_plain)) {
        return;
    }
    let labels = || labels_of(part);
    let Some(at) = place.node.sets.iter().flat_map(|set| set.records()).map(|record| record.at).min() else { return };
    let finding =
        |code: &'static Code| Diagnostic::new(code, context.part(at, Part::Owner)).arg("owner", owner.to_string());
    // RFC 1035 §5.1: a name without a final dot is completed by the origin.
    if let Some(meant) = Some(owner).filter(|_| repeats).and_then(|owner| without_origin_twice(owner, apex)) {
        let edit = context.rewrite_owner(at, |text| (!text.ends_with('.')).then(|| format!("{text}.")));
        // Where that owner has records of its own, a person decides which are right.
        let edit = edit.filter(|_| context.zone.node(meant.as_ref()).next().is_none());
        let finding = finding(&names::OWNER_ORIGIN_TWICE).arg("meant", meant.to_string());
        diagnostics.push(fixed(finding, &codes::ADD_FINAL_DOT, edit));
        return;
    }
    // One finding a name: the first label that is odd says how.
    let mut labels = labels().zip(labels().skip(1).map(Some).chain([None]));
    let Some((label, code)) = labels.find_map(|(label, next)| Some((label, odd(label, next)?))) else { return };
    // That the label is none of a host name is said where it has an address.
    if code.name == names::OWNER_DOT.name && HOST_TYPES.iter().any(|rtype| place.node.has(*rtype)) {
        return;
    }
    let shown = String::from_utf8_lossy(label).into_owned();
    let finding = finding(code).arg("label", shown.clone());
    diagnostics.push(match code.name {
        "idn-raw" => encoded(finding, owner, label, at, context),
        "idn-mixed-scripts" => finding.arg("unicode", idna::domain_to_unicode(&shown).0),
        "idn-not-canonical" => {
            let (unicode, meant) = meant(&shown).unwrap_or_default();
            finding.arg("unicode", unicode).arg("meant", meant)
        }
        "owner-space" | "owner-at-sign" => match written(place, context) {
            Some(written) => finding.arg("written", written),
            None => finding,
        },
        _ => finding,
    });
}

/// How an odd octet of an owner is written, where that makes a difference to name servers: as it is behind a backslash
/// (RFC 1035 §5.1), or all of them in digits. None when one record of the name has it bare or in quotes, or none states it.
fn written(place: &Place<'_>, context: &Context<'_>) -> Option<&'static str> {
    let is_odd = |octet: &u8| matches!(octet, b'@' | b' ' | b'\t');
    let (mut escaped, mut digits) = (false, false);
    for record in place.node.sets.iter().flat_map(|set| set.records()) {
        let Some(stated) = context.fields(record.at, |fields| fields.owner).flatten() else { continue };
        let text = context.text(stated);
        let mut rest = text.iter();
        while let Some(octet) = rest.next() {
            match octet {
                b'\\' => match rest.next() {
                    Some(octet) if octet.is_ascii_digit() => digits = true,
                    Some(octet) => escaped |= is_odd(octet),
                    None => {}
                },
                b'"' => return None,
                octet if is_odd(octet) => return None,
                _ => {}
            }
        }
    }
    match (escaped, digits) {
        (true, _) => Some("escaped"),
        (false, true) => Some("digits"),
        (false, false) => None,
    }
}

/// Octets about which there is nothing odd.
static PLAIN: [bool; 256] = octets(b"-_*/");

/// Whether there is nothing odd about a label.
fn is_plain(label: &[u8]) -> bool {
    label.iter().all(|octet| PLAIN.get(usize::from(*octet)) == Some(&true)) && !has_prefix_hyphens(label)
}

/// RFC 5891 §4.2.3.1: hyphens in third and fourth place mark labels with a prefix, A-labels among them.
fn has_prefix_hyphens(label: &[u8]) -> bool {
    label.get(2..4) == Some(b"--")
}

/// What is odd about a label, given the label behind it.
fn odd(label: &[u8], next: Option<&[u8]>) -> Option<&'static Code> {
    if has_prefix_hyphens(label) {
        let is_a_label = label.get(..2).is_some_and(|prefix| prefix.eq_ignore_ascii_case(b"xn"));
        return if is_a_label { a_label(label) } else { Some(&names::LABEL_HYPHENS) };
    }
    if !label.is_ascii() {
        return Some(if std::str::from_utf8(label).is_ok() { &names::IDN_RAW } else { &names::OWNER_OCTETS });
    }
    if label.contains(&b'@') {
        return Some(&names::OWNER_AT_SIGN);
    }
    // RFC 6763 §4.1.1: the names of services are sentences.
    let is_instance =
        next.is_some_and(|next| next.starts_with(b"_")) || label.starts_with(b"_") || next == Some(b"_udp");
    if is_instance {
        return None;
    }
    if label.iter().any(|octet| octet.is_ascii_control() || *octet == b' ') {
        return Some(&names::OWNER_SPACE);
    }
    label.contains(&b'.').then_some(&names::OWNER_DOT)
}

/// RFC 5891 §5.4: an A-label decodes, and its decoded form encodes to it again.
fn a_label(label: &[u8]) -> Option<&'static Code> {
    let Ok(text) = std::str::from_utf8(label) else { return Some(&codes::IDN_BROKEN) };
    let (unicode, valid) = idna::domain_to_unicode(text);
    if valid.is_err() {
        return Some(recoded(text));
    }
    mixes_scripts(&unicode).then_some(&names::IDN_MIXED_SCRIPTS)
}

/// A label that IDNA refuses: what it decodes to may have another, right encoding.
fn recoded(text: &str) -> &'static Code {
    let other = meant(text).is_some_and(|(_, again)| !again.eq_ignore_ascii_case(text));
    if other { &names::IDN_NOT_CANONICAL } else { &codes::IDN_BROKEN }
}

/// What an A-label decodes to without further questions (RFC 3492), and how programs encode that.
fn meant(text: &str) -> Option<(String, String)> {
    let unicode = idna::punycode::decode_to_string(text.get(4..)?)?;
    let again = idna::domain_to_ascii(&unicode).ok()?;
    Some((unicode, again))
}

/// Latin beside Greek or Cyrillic: the scripts whose letters look alike.
fn mixes_scripts(unicode: &str) -> bool {
    let is_latin = |c: char| c.is_ascii_alphabetic() || ('\u{c0}'..='\u{24f}').contains(&c);
    let is_other = |c: char| ('\u{370}'..='\u{3ff}').contains(&c) || ('\u{400}'..='\u{52f}').contains(&c);
    unicode.chars().any(is_latin) && unicode.chars().any(is_other)
}

/// The finding with the edit that writes all labels of the owner encoded.
fn encoded(finding: Diagnostic, owner: NameRef<'_>, label: &[u8], at: Span, context: &Context<'_>) -> Diagnostic {
    let raw = std::str::from_utf8(label).unwrap_or_default();
    let edit = idna::domain_to_ascii(raw).ok().and_then(|ascii| {
        // Escapes would have to be read again; who wrote raw letters wrote none.
        context
            .rewrite_owner(at, |text| (text.contains(raw) && !text.contains('\\')).then(|| text.replace(raw, &ascii)))
    });
    let again = owner.labels().filter(|label| !label.is_ascii()).nth(1).is_some();
    // Where the same record points to the name, too, one edit would part the two.
    let twice = memchr::memmem::find_iter(&context.text(at), label).nth(1).is_some();
    match edit.filter(|_| !again && !twice) {
        Some(edit) => finding.fix(Fix { title: &codes::ENCODE_LABEL, args: Args::new(), edits: vec![edit] }),
        None => finding,
    }
}
