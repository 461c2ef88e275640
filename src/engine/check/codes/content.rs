//! Codes about what is written inside records, a file a topic.

pub mod spf;

use crate::engine::diag::{Code, Label};

/// SPF records without TXT records.
pub static SPF_WITHOUT_TXT: Code = Code::warning("spf-without-txt", &["RFC 7208 §3.1"]);

/// Button: a colon for the equals sign.
pub static WRITE_COLON: Label = Label { name: "write-colon" };
/// Button: take a piece of the text out.
pub static REMOVE_TERM: Label = Label { name: "remove-term" };
/// Button: add the space that is missing.
pub static ADD_SPACE: Label = Label { name: "add-space" };
