//! Codes about what is written inside records.

use crate::engine::diag::Code;

/// SPF records without TXT records.
pub static SPF_WITHOUT_TXT: Code = Code::warning("spf-without-txt", &["RFC 7208 §3.1"]);
