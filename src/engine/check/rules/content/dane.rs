//! Certificates and keys in the DNS: TLSA (RFC 6698, RFC 7672), SMIMEA (RFC 8162), OPENPGPKEY (RFC 7929).

use crate::engine::check::codes::content::keys as codes;
use crate::engine::check::context::{Context, Part, Place, first};
use crate::engine::diag::{Code, Diagnostic, Diagnostics};
use crate::engine::dns::NameRef;
use crate::engine::zone::{Datum, RRset};

/// Hexadecimal digits of the local part's hash (RFC 7929 §3, RFC 8162 §3).
const HASH_DIGITS: usize = 56;

pub(super) fn tlsa(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let owner = place.node.owner;
    if !is_service(owner) {
        misnamed(&codes::TLSA_OWNER, place, set, context, diagnostics);
    }
    // RFC 7672 §3.1.3: clients of SMTP do not look at the authorities that usages 0 and 1 rest on.
    let is_mail = owner.labels().next() == Some(b"_25");
    for record in set.records() {
        if let (true, Some(usage @ (0 | 1))) = (is_mail, record.rdata.first()) {
            diagnostics.offer(&codes::TLSA_MAIL_USAGE, record.at, || {
                Diagnostic::new(&codes::TLSA_MAIL_USAGE, context.part(record.at, Part::Rdata(0)))
                    .arg("owner", owner.to_string())
                    .arg("value", *usage)
            });
        }
        fields(place, set, record, context, diagnostics);
    }
}

pub(super) fn smimea(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    if !is_mailbox(place.node.owner, b"_smimecert") {
        misnamed(&codes::SMIMEA_OWNER, place, set, context, diagnostics);
    }
    for record in set.records() {
        fields(place, set, record, context, diagnostics);
    }
}

pub(super) fn openpgpkey(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    if !is_mailbox(place.node.owner, b"_openpgpkey") {
        misnamed(&codes::OPENPGPKEY_OWNER, place, set, context, diagnostics);
    }
    // RFC 9580 §4.2: a public key packet has the tag 6, in the old or the new form of headers.
    let is_key = |rdata: &[u8]| rdata.first().is_some_and(|octet| octet & 0xfc == 0x98 || *octet == 0xc6);
    for record in set.records().filter(|record| !is_key(record.rdata)) {
        diagnostics.offer(&codes::OPENPGPKEY_DATA, record.at, || {
            Diagnostic::new(&codes::OPENPGPKEY_DATA, context.part(record.at, Part::Rdata(0)))
                .arg("owner", place.node.owner.to_string())
        });
    }
}

fn misnamed(
    code: &'static Code,
    place: &Place<'_>,
    set: &RRset<'_>,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) {
    if let Some(record) = first(set) {
        let at = context.part(record.at, Part::Owner);
        diagnostics.push(Diagnostic::new(code, at).arg("owner", place.node.owner.to_string()));
    }
}

/// RFC 6698 §3: `_port._protocol` in front; a wildcard may stand for the port.
fn is_service(owner: NameRef<'_>) -> bool {
    let mut labels = owner.labels();
    let (Some(port), Some(protocol)) = (labels.next(), labels.next()) else { return false };
    let number = port.strip_prefix(b"_").and_then(|digits| std::str::from_utf8(digits).ok()?.parse::<u16>().ok());
    let known = [&b"_tcp"[..], b"_udp", b"_sctp", b"_dccp"];
    (port == b"*" || number.is_some()) && known.iter().any(|known| protocol.eq_ignore_ascii_case(known))
}

/// A hash, then the label of the type; a wildcard may stand for the hash.
fn is_mailbox(owner: NameRef<'_>, label: &[u8]) -> bool {
    let mut labels = owner.labels();
    let (Some(hash), Some(second)) = (labels.next(), labels.next()) else { return false };
    let is_hash = hash.len() == HASH_DIGITS && hash.iter().all(u8::is_ascii_hexdigit);
    (is_hash || hash == b"*") && second.eq_ignore_ascii_case(label)
}

/// Usage, selector, matching type, data (RFC 6698 §2.1).
fn fields(place: &Place<'_>, set: &RRset<'_>, record: Datum<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let [usage, selector, matching, data @ ..] = record.rdata else { return };
    let mut say = |code: &'static Code, word: usize, more: &dyn Fn(Diagnostic) -> Diagnostic| {
        diagnostics.offer(code, record.at, || {
            let finding = Diagnostic::new(code, context.part(record.at, Part::Rdata(word)));
            more(finding.arg("owner", place.node.owner.to_string()).arg("type", set.rtype().to_string()))
        });
    };
    let known = [(*usage, 3, "certificate usage"), (*selector, 1, "selector"), (*matching, 2, "matching type")];
    for (word, (value, most, field)) in known.into_iter().enumerate() {
        // RFC 6698 §7: 255 is for private use.
        if value > most && value != u8::MAX {
            return say(&codes::DANE_PARAMETER, word, &|finding| finding.arg("value", value).arg("field", field));
        }
    }
    let expected = match matching {
        1 => 32,
        2 => 64,
        // Certificates and keys are sequences of DER.
        0 if data.first() != Some(&0x30) => return say(&codes::DANE_CERTIFICATE, 3, &|finding| finding),
        _ => return,
    };
    if data.len() != expected {
        say(&codes::DANE_DIGEST_LENGTH, 3, &|finding| {
            finding.arg("value", *matching).arg("count", data.len()).arg("expected", expected)
        });
    }
}
