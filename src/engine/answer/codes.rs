//! What answering says. English: `diag/english/answer.rs`.

#![expect(missing_docs, reason = "each code has its text in the catalogue")]

use crate::engine::diag::Code;

pub static ANSWER_CHANGES: Code = Code::info("answer-changes", &["RFC 1995 §4"]);
pub static ANSWER_NOTIFY_REFUSED: Code = Code::warning("answer-notify-refused", &["RFC 1996 §3.10"]);
pub static ANSWER_TRANSFER: Code = Code::info("answer-transfer", &["RFC 5936 §2.2"]);
pub static ANSWER_TRANSFER_REFUSED: Code = Code::warning("answer-transfer-refused", &["RFC 5936 §5"]);
