//! Codes about what is written inside records, a file a topic.

pub mod caa;
pub mod keys;
pub mod mail;
pub mod services;
pub mod sizes;
pub mod spf;
pub mod text;

use crate::engine::diag::{Code, Label};

/// SPF records without TXT records.
pub static SPF_WITHOUT_TXT: Code = Code::warning("spf-without-txt", &["RFC 7208 §3.1"]);

/// Button: add `mailto:`.
pub static ADD_MAILTO: Label = Label { name: "add-mailto" };
/// Button: add the semicolon that is missing.
pub static ADD_SEMICOLON: Label = Label { name: "add-semicolon" };
/// Button: add the space that is missing.
pub static ADD_SPACE: Label = Label { name: "add-space" };
/// Button: small letters.
pub static LOWER_CASE: Label = Label { name: "write-lower-case" };
/// Button: put the text in quotes.
pub static QUOTE_TEXT: Label = Label { name: "quote-text" };
/// Button: take the backslashes out.
pub static REMOVE_BACKSLASH: Label = Label { name: "remove-backslash" };
/// Button: take a piece of the text out.
pub static REMOVE_TERM: Label = Label { name: "remove-term" };
/// Button: straight quotes.
pub static STRAIGHT_QUOTES: Label = Label { name: "straight-quotes" };
/// Button: the domain alone.
pub static WRITE_DOMAIN: Label = Label { name: "write-domain" };
/// Button: a colon for the equals sign.
pub static WRITE_COLON: Label = Label { name: "write-colon" };
