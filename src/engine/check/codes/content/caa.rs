//! Codes about CAA records.

use crate::engine::diag::Code;

/// An accounturi that is no URI.
pub static ACCOUNT: Code = Code::warning("caa-account", &["RFC 8657 §3"]);
/// A critical property that no authority knows.
pub static CRITICAL_UNKNOWN: Code = Code::warning("caa-critical-unknown", &["RFC 8659 §4.1"]);
/// Flags that mean nothing.
pub static FLAGS: Code = Code::info("caa-flags", &["RFC 8659 §4.1"]);
/// An iodef that is no URL to send to.
pub static IODEF: Code = Code::warning("caa-iodef", &["RFC 8659 §4.4"]);
/// An issuer that is no domain.
pub static ISSUE_VALUE: Code = Code::warning("caa-issue-value", &["RFC 8659 §4.2"]);
/// issuewild without issue.
pub static ISSUEWILD_ALONE: Code = Code::info("caa-issuewild-alone", &["RFC 8659 §4.3"]);
/// validationmethods that are no list of labels.
pub static METHODS: Code = Code::warning("caa-methods", &["RFC 8657 §4"]);
/// ";" beside an issuer.
pub static NONE_BESIDE: Code = Code::info("caa-none-beside", &["RFC 8659 §4.2"]);
/// Parameters that are not tag=value.
pub static PARAMETERS: Code = Code::warning("caa-parameters", &["RFC 8659 §4.2"]);
/// A tag with capitals.
pub static TAG_CASE: Code = Code::warning("caa-tag-case", &["RFC 8659 §4.1"]);
/// A property that nobody defines.
pub static TAG_UNKNOWN: Code = Code::info("caa-tag-unknown", &["RFC 8659 §4.1"]);
