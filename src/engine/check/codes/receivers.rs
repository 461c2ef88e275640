//! What receivers make of what they do not refuse: phrases, and findings that are about one of them alone.

use crate::engine::diag::{Code, Label};

/// A mnemonic that BIND does not know.
pub static MNEMONIC_BIND: Code = Code::info("mnemonic-bind", &["RFC 3597 §5"]);
/// A mnemonic that Knot does not know.
pub static MNEMONIC_KNOT: Code = Code::info("mnemonic-knot", &["RFC 3597 §5"]);
/// A mnemonic that NSD does not know.
pub static MNEMONIC_NSD: Code = Code::info("mnemonic-nsd", &["RFC 3597 §5"]);
/// A mnemonic that PowerDNS does not know.
pub static MNEMONIC_POWERDNS: Code = Code::info("mnemonic-powerdns", &["RFC 3597 §5"]);
/// A name without a final dot that PowerDNS does not complete.
pub static NAME_NOT_COMPLETED: Code = Code::info("name-not-completed", &["RFC 1035 §5.1"]);
/// A parameter of SVCB by a name that is too new.
pub static SVCB_KEY_NAME: Code = Code::info("svcb-key-name", &["RFC 9460 §2.1"]);
/// Octets in a string as they are that are not printable ASCII.
pub static TEXT_RAW_OCTETS: Code = Code::info("text-raw-octets", &["RFC 1035 §5.1"]);
/// The target of a URI record without quotes.
pub static URI_UNQUOTED: Code = Code::info("uri-unquoted", &["RFC 7553 §4.4"]);

/// Has the text behind the first line end.
pub static BEGINS_LATE: Label = Label { name: "begins-late" };
/// Has the text up to a NUL octet.
pub static ENDS_AT_NUL: Label = Label { name: "ends-at-nul" };
/// Button: three digits for each octet.
pub static ESCAPE_OCTETS: Label = Label { name: "escape-octets" };
/// Button: the form of unknown types.
pub static WRITE_GENERIC: Label = Label { name: "write-generic" };
/// Has text that it cannot answer with.
pub static KEEPS_TEXT: Label = Label { name: "keeps-text" };
/// Has no such record.
pub static LEAVES_OUT: Label = Label { name: "leaves-out" };
/// Has a record where none can be read.
pub static LOADS_ANYWAY: Label = Label { name: "loads-anyway" };
/// Has another name.
pub static READS_OTHER_NAME: Label = Label { name: "reads-other-name" };
/// Has several strings.
pub static SPLITS_STRING: Label = Label { name: "splits-string" };
/// Has 3,600 seconds.
pub static TAKES_AN_HOUR: Label = Label { name: "takes-an-hour" };
/// Completes no name.
pub static TAKES_AS_ABSOLUTE: Label = Label { name: "takes-as-absolute" };
/// Has the octet as a part of the word.
pub static TAKES_AS_LETTER: Label = Label { name: "takes-as-letter" };
/// Has the first record's TTL.
pub static TAKES_FIRST_TTL: Label = Label { name: "takes-first-ttl" };
/// Has the last record's TTL.
pub static TAKES_LAST_TTL: Label = Label { name: "takes-last-ttl" };
/// Has a TTL of one number and one unit.
pub static TAKES_ONE_UNIT: Label = Label { name: "takes-one-unit" };
/// Has the TTL that the signature signs.
pub static TAKES_SIGNED_TTL: Label = Label { name: "takes-signed-ttl" };
/// Has TTL 0.
pub static TAKES_ZERO_TTL: Label = Label { name: "takes-zero-ttl" };
/// Has the number modulo a power of two.
pub static WRAPS_NUMBER: Label = Label { name: "wraps-number" };
