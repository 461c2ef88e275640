//! What `tsig` can say: of messages (`tsig-…`) and of keys as text (`key-…`).

use crate::engine::diag::Code;

const ANSWER: &[&str] = &["RFC 8945 §5.3"];
const ERRORS: &[&str] = &["RFC 8945 §5.2"];
const RECORD: &[&str] = &["RFC 8945 §4.2"];
const SEQUENCE: &[&str] = &["RFC 8945 §5.3.1"];
const TRUNCATION: &[&str] = &["RFC 8945 §5.2.2.1"];

pub(super) static BAD_SIGNATURE: Code = Code::error("tsig-bad-signature", &["RFC 8945 §5.2.2"]);
pub(super) static BAD_SIGNATURE_LATER: Code = Code::error("tsig-bad-signature-later", SEQUENCE);
pub(super) static BAD_TIME: Code = Code::error("tsig-bad-time", &["RFC 8945 §5.2.3"]);
pub(super) static BAD_TRUNCATION: Code = Code::error("tsig-bad-truncation", &["RFC 8945 §5.2.4"]);
pub(super) static CLASS_OR_TTL: Code = Code::error("tsig-class-or-ttl", RECORD);
pub(super) static LAST_UNSIGNED: Code = Code::error("tsig-last-unsigned", SEQUENCE);
pub(super) static MAC_SIZE: Code = Code::error("tsig-mac-size", TRUNCATION);
pub(super) static MALFORMED: Code = Code::error("tsig-malformed", RECORD);
pub(super) static PEER_BADKEY: Code = Code::error("tsig-peer-badkey", ERRORS);
pub(super) static PEER_BADSIG: Code = Code::error("tsig-peer-badsig", ERRORS);
pub(super) static PEER_BADTIME: Code = Code::error("tsig-peer-badtime", ERRORS);
pub(super) static PEER_BADTIME_UNTOLD: Code = Code::error("tsig-peer-badtime-untold", ERRORS);
pub(super) static PEER_BADTRUNC: Code = Code::error("tsig-peer-badtrunc", ERRORS);
pub(super) static PEER_OTHER: Code = Code::error("tsig-peer-other", ERRORS);
pub(super) static UNKNOWN_ALGORITHM: Code = Code::error("tsig-unknown-algorithm", &["RFC 8945 §5.2.1"]);
pub(super) static UNKNOWN_KEY: Code = Code::error("tsig-unknown-key", &["RFC 8945 §5.2.1"]);
pub(super) static UNSIGNED: Code = Code::error("tsig-unsigned", ANSWER);
pub(super) static UNSIGNED_RUN: Code = Code::error("tsig-unsigned-run", SEQUENCE);
pub(super) static WRONG_ALGORITHM: Code = Code::error("tsig-wrong-algorithm", ANSWER);
pub(super) static WRONG_KEY: Code = Code::error("tsig-wrong-key", ANSWER);
