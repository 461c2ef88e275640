//! What this room can say. Sorted by name.

#![expect(missing_docs, reason = "the texts in diag::english::dns say it")]

use super::NameFault;
use crate::engine::diag::{Code, Diagnostic, Label, Span};

pub static BASE32_MALFORMED: Code = Code::error("base32-malformed", &["RFC 4648 §7"]);
pub static BASE64_MALFORMED: Code = Code::error("base64-malformed", &["RFC 4648 §4"]);
pub static CAA_TAG: Code = Code::error("caa-tag", &["RFC 8659 §4.1"]);
pub static DATA_EMPTY: Code = Code::error("data-empty", &[]);
pub static DIGEST_LENGTH: Code = Code::error("digest-length", &[]);
pub static FIELD_EXTRA: Code = Code::error("field-extra", &[]);
pub static FIELD_FORM: Code = Code::error("field-form", &[]);
pub static FIELD_MISSING: Code = Code::error("field-missing", &[]);
pub static FIELD_QUOTED: Code = Code::error("field-quoted", &["RFC 1035 §5.1"]);
pub static FIELD_WIRE: Code = Code::error("field-wire", &[]);
pub static GENERIC_NAMES: Code = Code::info("generic-names", &["RFC 3597 §5"]);
pub static HASH_LENGTH: Code = Code::error("hash-length", &["RFC 5155 §3"]);
pub static HEX_MALFORMED: Code = Code::error("hex-malformed", &["RFC 4648 §8"]);
pub static HEX_ODD: Code = Code::error("hex-odd", &["RFC 4648 §8"]);
pub static HEX_SPLIT: Code = Code::warning("hex-split", &["RFC 4648 §8"]);
pub static IPV4_FOR_IPV6: Code = Code::error("ipv4-for-ipv6", &["RFC 3596 §2.1"]);
pub static IPV4_LEADING_ZERO: Code = Code::error("ipv4-leading-zero", &["RFC 1035 §3.4.1"]);
pub static IPV4_MALFORMED: Code = Code::error("ipv4-malformed", &["RFC 1035 §3.4.1"]);
pub static IPV4_OCTET_RANGE: Code = Code::error("ipv4-octet-range", &["RFC 1035 §3.4.1"]);
pub static IPV4_OCTETS: Code = Code::error("ipv4-octets", &["RFC 1035 §3.4.1"]);
pub static IPV6_FOR_IPV4: Code = Code::error("ipv6-for-ipv4", &["RFC 1035 §3.4.1"]);
pub static IPV6_MALFORMED: Code = Code::error("ipv6-malformed", &["RFC 4291 §2.2"]);
pub static LABEL_TOO_LONG: Code = Code::error("label-too-long", &["RFC 1035 §2.3.4"]);
pub static LOC_ALTITUDE: Code = Code::error("loc-altitude", &["RFC 1876 §3"]);
pub static LOC_ANGLE: Code = Code::error("loc-angle", &["RFC 1876 §3"]);
pub static LOC_SIZE: Code = Code::error("loc-size", &["RFC 1876 §3"]);
pub static LOC_WIRE: Code = Code::error("loc-wire", &["RFC 1876 §2"]);
pub static MNEMONIC_UNKNOWN: Code = Code::error("mnemonic-unknown", &[]);
pub static NAME_BAD_ESCAPE: Code = Code::error("name-bad-escape", &["RFC 1035 §5.1"]);
pub static NAME_COMPRESSED: Code = Code::error("name-compressed", &["RFC 3597 §4"]);
pub static NAME_EMPTY: Code = Code::error("name-empty", &["RFC 1035 §5.1"]);
pub static NAME_EMPTY_LABEL: Code = Code::error("name-empty-label", &["RFC 1035 §3.1"]);
pub static NAME_LABEL_TYPE: Code = Code::error("name-label-type", &["RFC 6891 §5"]);
pub static NAME_NO_ORIGIN: Code = Code::error("name-no-origin", &["RFC 1035 §5.1"]);
pub static NAME_POINTER_AHEAD: Code = Code::error("name-pointer-ahead", &["RFC 1035 §4.1.4"]);
pub static NAME_POINTER_HEADER: Code = Code::error("name-pointer-header", &["RFC 1035 §4.1.4"]);
pub static NAME_POINTERS: Code = Code::error("name-pointers", &["RFC 1035 §4.1.4"]);
pub static NAME_TOO_LONG: Code = Code::error("name-too-long", &["RFC 1035 §2.3.4"]);
pub static NAME_TOO_LONG_WIRE: Code = Code::error("name-too-long-wire", &["RFC 1035 §2.3.4"]);
/// A sign in a name that Knot takes behind a backslash alone.
pub static NAME_UNESCAPED: Code = Code::info("name-unescaped", &["RFC 1035 §5.1"]);
pub static NUMBER_MALFORMED: Code = Code::error("number-malformed", &[]);
pub static NUMBER_TOO_LARGE: Code = Code::error("number-too-large", &[]);
pub static OPT_MISPLACED: Code = Code::error("opt-misplaced", &["RFC 6891 §6.1.1"]);
pub static OPT_TWICE: Code = Code::error("opt-twice", &["RFC 6891 §6.1.1"]);
pub static RDATA_GENERIC_LENGTH: Code = Code::error("rdata-generic-length", &["RFC 3597 §5"]);
pub static RDATA_TOO_LONG: Code = Code::error("rdata-too-long", &["RFC 1035 §3.2.1"]);
pub static RDATA_TRAILING: Code = Code::error("rdata-trailing", &[]);
pub static STRING_BAD_ESCAPE: Code = Code::error("string-bad-escape", &["RFC 1035 §5.1"]);
pub static STRING_TOO_LONG: Code = Code::error("string-too-long", &["RFC 1035 §3.3"]);
pub static SVCB_ALPN: Code = Code::error("svcb-alpn", &["RFC 9460 §7.1.1"]);
pub static SVCB_ALPN_MISSING: Code = Code::error("svcb-alpn-missing", &["RFC 9460 §7.1.1"]);
pub static SVCB_DOCPATH: Code = Code::error("svcb-docpath", &["RFC 9953 §3.2"]);
pub static SVCB_DOHPATH: Code = Code::error("svcb-dohpath", &["RFC 9461 §5"]);
pub static SVCB_DUPLICATE: Code = Code::error("svcb-duplicate", &["RFC 9460 §2.1"]);
pub static SVCB_ECH: Code = Code::error("svcb-ech", &["RFC 9848 §3"]);
pub static SVCB_GROUPS: Code = Code::error("svcb-groups", &[]);
pub static SVCB_IPV4HINT: Code = Code::error("svcb-ipv4hint", &["RFC 9460 §7.3"]);
pub static SVCB_IPV6HINT: Code = Code::error("svcb-ipv6hint", &["RFC 9460 §7.3"]);
pub static SVCB_KEY: Code = Code::error("svcb-key", &["RFC 9460 §14.3.2"]);
pub static SVCB_MANDATORY: Code = Code::error("svcb-mandatory", &["RFC 9460 §8"]);
pub static SVCB_MANDATORY_MISSING: Code = Code::error("svcb-mandatory-missing", &["RFC 9460 §8"]);
pub static SVCB_NO_VALUE: Code = Code::error("svcb-no-value", &["RFC 9460 §2.1"]);
pub static SVCB_ORDER: Code = Code::error("svcb-order", &["RFC 9460 §2.2"]);
pub static SVCB_PORT: Code = Code::error("svcb-port", &["RFC 9460 §7.2"]);
pub static SVCB_QUOTES: Code = Code::error("svcb-quotes", &["RFC 9460 §2.1"]);
pub static SVCB_VALUE_MISSING: Code = Code::error("svcb-value-missing", &["RFC 9460 §7"]);
pub static SVCB_WIRE: Code = Code::error("svcb-wire", &["RFC 9460 §7"]);
pub static TIME_MALFORMED: Code = Code::error("time-malformed", &["RFC 4034 §3.2"]);
pub static TSIG_MISPLACED: Code = Code::error("tsig-misplaced", &["RFC 8945 §5.1"]);
pub static TYPE_BITMAP: Code = Code::error("type-bitmap", &["RFC 4034 §4.1.2"]);
pub static TYPE_NOT_DATA: Code = Code::error("type-not-data", &["RFC 6895 §3.1"]);
pub static TYPE_UNKNOWN: Code = Code::error("type-unknown", &[]);
pub static TYPE_UNKNOWN_RDATA: Code = Code::error("type-unknown-rdata", &["RFC 3597 §5"]);
pub static WIRE_SHORT: Code = Code::error("wire-short", &["RFC 1035 §4.1"]);
pub static WIRE_TRAILING: Code = Code::error("wire-trailing", &["RFC 1035 §4.1"]);

/// On the button that changes a record's type.
pub static CHANGE_TYPE: Label = Label { name: "change-type" };
/// On the button that cuts a long string into several.
pub static SPLIT_STRING: Label = Label { name: "split-string" };
/// On the button that puts backslashes into a name.
pub static ESCAPE_SIGNS: Label = Label { name: "escape-signs" };
/// On the button that takes quotes away.
pub static REMOVE_QUOTES: Label = Label { name: "remove-quotes" };

/// What is to say about `text`, at `span`, that is no name.
#[must_use]
pub fn name_fault(fault: NameFault, text: &[u8], span: Span) -> Diagnostic {
    let code = match fault {
        NameFault::Empty => &NAME_EMPTY,
        NameFault::EmptyLabel => &NAME_EMPTY_LABEL,
        NameFault::LabelTooLong(_) => &LABEL_TOO_LONG,
        NameFault::TooLong | NameFault::Malformed => &NAME_TOO_LONG,
        NameFault::BadEscape => &NAME_BAD_ESCAPE,
        NameFault::NoOrigin => &NAME_NO_ORIGIN,
    };
    let diagnostic = Diagnostic::new(code, span).arg("value", shown(text));
    match fault {
        NameFault::LabelTooLong(count) => diagnostic.arg("count", count),
        _ => diagnostic,
    }
}

/// Input as a message quotes it: at most 60 characters, what is not UTF-8 replaced.
#[must_use]
pub fn shown(text: &[u8]) -> String {
    const MOST: usize = 60;
    let text = String::from_utf8_lossy(text);
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.into_owned(),
    }
}
