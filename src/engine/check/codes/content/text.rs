//! Codes about texts, whatever they are for.

use crate::engine::diag::Code;

/// A semicolon that begins a comment inside a policy.
pub static COMMENT: Code = Code::warning("text-comment", &["RFC 1035 §5.1"]);
/// Octets in a policy that no policy has.
pub static NON_ASCII: Code = Code::warning("text-non-ascii", &["RFC 7208 §3", "RFC 6376 §3.6.1"]);
/// Single quotes around a text.
pub static SINGLE_QUOTES: Code = Code::warning("text-single-quotes", &["RFC 1035 §5.1"]);
/// Quotes of typography around a text.
pub static TYPOGRAPHIC_QUOTES: Code = Code::warning("text-typographic-quotes", &["RFC 1035 §5.1"]);
/// A policy whose words stand without quotes.
pub static UNQUOTED: Code = Code::warning("text-unquoted", &["RFC 1035 §5.1"]);
/// A text whose words stand without quotes.
pub static WORDS: Code = Code::info("text-words", &["RFC 1035 §5.1"]);
