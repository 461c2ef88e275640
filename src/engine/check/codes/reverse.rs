//! Codes about names of addresses.

use crate::engine::diag::Code;

/// A PTR named like an address outside the reverse tree.
pub static PTR_OUTSIDE_REVERSE: Code = Code::warning("ptr-outside-reverse", &["RFC 1035 §3.5"]);
/// Several names of one address.
pub static PTR_SEVERAL: Code = Code::info("ptr-several", &["RFC 2181 §10.2"]);
/// A PTR that points into the reverse tree.
pub static PTR_TARGET_REVERSE: Code = Code::warning("ptr-target-reverse", &["RFC 1035 §3.5", "RFC 1035 §5.1"]);
/// A reverse name with too many labels.
pub static REVERSE_OWNER_DEPTH: Code = Code::warning("reverse-owner-depth", &["RFC 1035 §3.5", "RFC 3596 §2.5"]);
/// A reverse name that is no address.
pub static REVERSE_OWNER_FORM: Code = Code::warning("reverse-owner-form", &["RFC 1035 §3.5", "RFC 3596 §2.5"]);
/// A reverse name with too few labels.
pub static REVERSE_OWNER_SHORT: Code = Code::info("reverse-owner-short", &["RFC 1035 §3.5", "RFC 3596 §2.5"]);
