//! What this room can say. Sorted by name.

use super::NameFault;
use crate::engine::diag::{Code, Diagnostic, Label, Span};

macro_rules! errors {
    ($($ident:ident = $name:literal $(, $rfc:literal)*;)*) => {$(
        #[doc = concat!("`", $name, "`")]
        pub static $ident: Code = Code::error($name, &[$($rfc),*]);
    )*};
}

errors! {
    BASE32_MALFORMED = "base32-malformed", "RFC 4648 §7";
    BASE64_MALFORMED = "base64-malformed", "RFC 4648 §4";
    CAA_TAG = "caa-tag", "RFC 8659 §4.1";
    DATA_EMPTY = "data-empty";
    DIGEST_LENGTH = "digest-length";
    FIELD_EXTRA = "field-extra";
    FIELD_MISSING = "field-missing";
    FIELD_QUOTED = "field-quoted", "RFC 1035 §5.1";
    HEX_MALFORMED = "hex-malformed", "RFC 4648 §8";
    HEX_ODD = "hex-odd", "RFC 4648 §8";
    IPV4_FOR_IPV6 = "ipv4-for-ipv6", "RFC 3596 §2.1";
    IPV4_LEADING_ZERO = "ipv4-leading-zero", "RFC 1035 §3.4.1";
    IPV4_MALFORMED = "ipv4-malformed", "RFC 1035 §3.4.1";
    IPV4_OCTET_RANGE = "ipv4-octet-range", "RFC 1035 §3.4.1";
    IPV4_OCTETS = "ipv4-octets", "RFC 1035 §3.4.1";
    IPV6_FOR_IPV4 = "ipv6-for-ipv4", "RFC 1035 §3.4.1";
    IPV6_MALFORMED = "ipv6-malformed", "RFC 4291 §2.2";
    LABEL_TOO_LONG = "label-too-long", "RFC 1035 §2.3.4";
    LOC_ALTITUDE = "loc-altitude", "RFC 1876 §3";
    LOC_ANGLE = "loc-angle", "RFC 1876 §3";
    LOC_SIZE = "loc-size", "RFC 1876 §3";
    LOC_WIRE = "loc-wire", "RFC 1876 §2";
    MNEMONIC_UNKNOWN = "mnemonic-unknown";
    NAME_BAD_ESCAPE = "name-bad-escape", "RFC 1035 §5.1";
    NAME_COMPRESSED = "name-compressed", "RFC 3597 §4";
    NAME_EMPTY = "name-empty", "RFC 1035 §5.1";
    NAME_EMPTY_LABEL = "name-empty-label", "RFC 1035 §3.1";
    NAME_LABEL_TYPE = "name-label-type", "RFC 6891 §5";
    NAME_NO_ORIGIN = "name-no-origin", "RFC 1035 §5.1";
    NAME_POINTER_AHEAD = "name-pointer-ahead", "RFC 1035 §4.1.4";
    NAME_POINTERS = "name-pointers", "RFC 1035 §4.1.4";
    NAME_TOO_LONG = "name-too-long", "RFC 1035 §2.3.4";
    NAME_TOO_LONG_WIRE = "name-too-long-wire", "RFC 1035 §2.3.4";
    NUMBER_MALFORMED = "number-malformed";
    NUMBER_TOO_LARGE = "number-too-large";
    OPT_MISPLACED = "opt-misplaced", "RFC 6891 §6.1.1";
    OPT_TWICE = "opt-twice", "RFC 6891 §6.1.1";
    RDATA_GENERIC_LENGTH = "rdata-generic-length", "RFC 3597 §5";
    RDATA_TOO_LONG = "rdata-too-long", "RFC 1035 §3.2.1";
    RDATA_TRAILING = "rdata-trailing";
    STRING_BAD_ESCAPE = "string-bad-escape", "RFC 1035 §5.1";
    STRING_TOO_LONG = "string-too-long", "RFC 1035 §3.3";
    SVCB_ALPN = "svcb-alpn", "RFC 9460 §7.1.1";
    SVCB_ALPN_MISSING = "svcb-alpn-missing", "RFC 9460 §7.1.1";
    SVCB_DOHPATH = "svcb-dohpath", "RFC 9461 §5";
    SVCB_DUPLICATE = "svcb-duplicate", "RFC 9460 §2.1";
    SVCB_ECH = "svcb-ech", "RFC 9848 §3";
    SVCB_IPV4HINT = "svcb-ipv4hint", "RFC 9460 §7.3";
    SVCB_IPV6HINT = "svcb-ipv6hint", "RFC 9460 §7.3";
    SVCB_KEY = "svcb-key", "RFC 9460 §14.3.2";
    SVCB_MANDATORY = "svcb-mandatory", "RFC 9460 §8";
    SVCB_MANDATORY_MISSING = "svcb-mandatory-missing", "RFC 9460 §8";
    SVCB_NO_VALUE = "svcb-no-value", "RFC 9460 §2.1";
    SVCB_ORDER = "svcb-order", "RFC 9460 §2.2";
    SVCB_PORT = "svcb-port", "RFC 9460 §7.2";
    SVCB_VALUE_MISSING = "svcb-value-missing", "RFC 9460 §7";
    SVCB_WIRE = "svcb-wire", "RFC 9460 §7";
    TIME_MALFORMED = "time-malformed", "RFC 4034 §3.2";
    TSIG_MISPLACED = "tsig-misplaced", "RFC 8945 §5.1";
    TYPE_BITMAP = "type-bitmap", "RFC 4034 §4.1.2";
    TYPE_NOT_DATA = "type-not-data", "RFC 6895 §3.1";
    TYPE_UNKNOWN = "type-unknown";
    TYPE_UNKNOWN_RDATA = "type-unknown-rdata", "RFC 3597 §5";
    WIRE_SHORT = "wire-short", "RFC 1035 §4.1";
    WIRE_TRAILING = "wire-trailing", "RFC 1035 §4.1";
}

/// On the button that changes a record's type.
pub static CHANGE_TYPE: Label = Label { name: "change-type" };
/// On the button that cuts a long string into several.
pub static SPLIT_STRING: Label = Label { name: "split-string" };
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
