//! Codes about owner names and TTLs.

use crate::engine::diag::Code;

/// Letters of several scripts in one label.
pub static IDN_MIXED_SCRIPTS: Code = Code::info("idn-mixed-scripts", &["RFC 5890 §4.4"]);
/// A label encoded otherwise than clients encode it.
pub static IDN_NOT_CANONICAL: Code = Code::warning("idn-not-canonical", &["RFC 5891 §5.4", "RFC 5890 §2.3.2.1"]);
/// A label that was not encoded.
pub static IDN_RAW: Code = Code::warning("idn-raw", &["RFC 5890 §2.3.1", "RFC 5891 §4.4"]);
/// Hyphens where prefixes have them.
pub static LABEL_HYPHENS: Code = Code::info("label-hyphens", &["RFC 5891 §4.2.3.1"]);
/// An at sign in an owner.
pub static OWNER_AT_SIGN: Code = Code::warning("owner-at-sign", &["RFC 1035 §8"]);
/// A dot inside a label.
pub static OWNER_DOT: Code = Code::info("owner-dot", &["RFC 1035 §5.1"]);
/// Octets that are no text.
pub static OWNER_OCTETS: Code = Code::warning("owner-octets", &["RFC 1123 §2.1", "RFC 2181 §11"]);
/// An owner with the origin behind it twice.
pub static OWNER_ORIGIN_TWICE: Code = Code::warning("owner-origin-twice", &["RFC 1035 §5.1"]);
/// Blanks or control characters in an owner.
pub static OWNER_SPACE: Code = Code::warning("owner-space", &["RFC 1123 §2.1"]);
/// A TTL above a week.
pub static TTL_LONG: Code = Code::info("ttl-long", &["RFC 8767 §4", "RFC 1912 §2.2"]);
/// TTL 0.
pub static TTL_ZERO: Code = Code::info("ttl-zero", &["RFC 1034 §3.6", "RFC 1912 §2.2"]);
/// A type that was an experiment.
pub static TYPE_EXPERIMENTAL: Code = Code::warning("type-experimental", &["RFC 1035 §3.3", "RFC 6895 §3.1"]);
/// NULL in a zone.
pub static TYPE_NULL: Code = Code::warning("type-null", &["RFC 1035 §3.3.10"]);
/// A type that was given up.
pub static TYPE_OBSOLETE: Code = Code::warning("type-obsolete", &["RFC 6895 §3.1"]);
