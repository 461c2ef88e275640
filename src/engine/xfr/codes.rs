//! What transfers and secondaries say. English: `diag/english/xfr.rs`.

#![expect(missing_docs, reason = "each code has its text in the catalogue")]

use crate::engine::diag::Code;

// One a line, sorted; the first block is what went wrong, the second what a secondary did and why.

pub static XFR_ABORTED: Code = Code::info("xfr-aborted", &[]);
pub static XFR_AFTER_END: Code = Code::error("xfr-after-end", &["RFC 5936 §2.2"]);
pub static XFR_CHANGE_MISFIT: Code = Code::error("xfr-change-misfit", &["RFC 1995 §4"]);
pub static XFR_CHANGE_MISSING: Code = Code::error("xfr-change-missing", &["RFC 1995 §4"]);
pub static XFR_CLOSED: Code = Code::error("xfr-closed", &[]);
pub static XFR_CONNECTION: Code = Code::error("xfr-connection", &[]);
pub static XFR_CONNECTION_REFUSED: Code = Code::error("xfr-connection-refused", &[]);
pub static XFR_CONNECT_TIMEOUT: Code = Code::error("xfr-connect-timeout", &[]);
pub static XFR_CUT: Code = Code::error("xfr-cut", &["RFC 5936 §2.2"]);
pub static XFR_DATAGRAM: Code = Code::error("xfr-datagram", &["RFC 1995 §2"]);
pub static XFR_EMPTY_ANSWER: Code = Code::error("xfr-empty-answer", &["RFC 5936 §2.2"]);
pub static XFR_FIRST_NOT_SOA: Code = Code::error("xfr-first-not-soa", &["RFC 5936 §2.2"]);
pub static XFR_INCREMENTAL: Code = Code::error("xfr-incremental", &["RFC 1995 §4"]);
pub static XFR_IXFR_END: Code = Code::error("xfr-ixfr-end", &["RFC 1995 §4"]);
pub static XFR_IXFR_GAP: Code = Code::error("xfr-ixfr-gap", &["RFC 1995 §4"]);
pub static XFR_IXFR_START: Code = Code::error("xfr-ixfr-start", &["RFC 1995 §4"]);
pub static XFR_LIMIT_BYTES: Code = Code::error("xfr-limit-bytes", &[]);
pub static XFR_LIMIT_CHANGES: Code = Code::error("xfr-limit-changes", &[]);
pub static XFR_LIMIT_DIFFERENCES: Code = Code::error("xfr-limit-differences", &[]);
pub static XFR_LIMIT_EMPTY: Code = Code::error("xfr-limit-empty", &[]);
pub static XFR_LIMIT_MESSAGES: Code = Code::error("xfr-limit-messages", &[]);
pub static XFR_LIMIT_RECORDS: Code = Code::error("xfr-limit-records", &[]);
pub static XFR_LIMIT_TIME: Code = Code::error("xfr-limit-time", &[]);
pub static XFR_MALFORMED: Code = Code::error("xfr-malformed", &["RFC 1035 §4.1"]);
pub static XFR_META_TYPE: Code = Code::error("xfr-meta-type", &["RFC 6895 §3.1"]);
pub static XFR_NOT_AUTHORITATIVE: Code = Code::error("xfr-not-authoritative", &["RFC 1034 §4.3.5"]);
pub static XFR_NOT_A_RESPONSE: Code = Code::error("xfr-not-a-response", &["RFC 5936 §2.2.1"]);
pub static XFR_NO_NS: Code = Code::error("xfr-no-ns", &["RFC 1034 §4.2.1"]);
pub static XFR_NO_SOA: Code = Code::error("xfr-no-soa", &["RFC 1034 §4.3.5"]);
pub static XFR_RCODE: Code = Code::error("xfr-rcode", &["RFC 5936 §2.2.1"]);
pub static XFR_RDATA: Code = Code::error("xfr-rdata", &["RFC 1035 §4.1.3"]);
pub static XFR_RESET: Code = Code::error("xfr-reset", &[]);
pub static XFR_SOA_BELOW: Code = Code::error("xfr-soa-below", &["RFC 1035 §5.2"]);
pub static XFR_SOA_CHANGED: Code = Code::error("xfr-soa-changed", &["RFC 5936 §2.2"]);
pub static XFR_TIMEOUT: Code = Code::error("xfr-timeout", &[]);
pub static XFR_TLS: Code = Code::error("xfr-tls", &["RFC 9103 §9.3"]);
pub static XFR_TRUNCATED: Code = Code::error("xfr-truncated", &["RFC 5936 §2.2.1"]);
pub static XFR_UNREACHABLE: Code = Code::error("xfr-unreachable", &[]);
pub static XFR_WRONG_CLASS: Code = Code::error("xfr-wrong-class", &["RFC 5936 §2.2"]);
pub static XFR_WRONG_ID: Code = Code::error("xfr-wrong-id", &["RFC 5936 §2.2.1"]);
pub static XFR_WRONG_OPCODE: Code = Code::error("xfr-wrong-opcode", &["RFC 5936 §2.2.1"]);
pub static XFR_WRONG_QUESTION: Code = Code::error("xfr-wrong-question", &["RFC 5936 §2.2.2"]);

pub static XFR_AFTER_EXPIRY: Code = Code::info("xfr-after-expiry", &["RFC 1034 §4.3.5"]);
pub static XFR_BEGIN: Code = Code::info("xfr-begin", &[]);
pub static XFR_BUSY: Code = Code::info("xfr-busy", &[]);
pub static XFR_CHANGES: Code = Code::info("xfr-changes", &["RFC 1995 §4"]);
pub static XFR_CHECK_ASKED: Code = Code::info("xfr-check-asked", &[]);
pub static XFR_CHECK_CONFIGURED: Code = Code::info("xfr-check-configured", &[]);
pub static XFR_CHECK_NOTIFY: Code = Code::info("xfr-check-notify", &["RFC 1996 §3.7"]);
pub static XFR_CHECK_REFRESH: Code = Code::info("xfr-check-refresh", &["RFC 1034 §4.3.5"]);
pub static XFR_CHECK_RETRY: Code = Code::info("xfr-check-retry", &["RFC 1034 §4.3.5"]);
pub static XFR_CHECK_START: Code = Code::info("xfr-check-start", &[]);
pub static XFR_CONFIGURED: Code = Code::info("xfr-configured", &[]);
pub static XFR_CURRENT: Code = Code::info("xfr-current", &["RFC 1034 §4.3.5"]);
pub static XFR_EXPIRED: Code = Code::error("xfr-expired", &["RFC 1034 §4.3.5"]);
pub static XFR_FALL_BACK: Code = Code::info("xfr-fall-back", &["RFC 1995 §4"]);
pub static XFR_FIRST: Code = Code::info("xfr-first", &[]);
pub static XFR_NEWER: Code = Code::info("xfr-newer", &["RFC 1982 §3.2"]);
pub static XFR_NEXT_PRIMARY: Code = Code::info("xfr-next-primary", &[]);
pub static XFR_NOTIFY: Code = Code::info("xfr-notify", &["RFC 1996 §3.7"]);
pub static XFR_NOTIFY_AHEAD: Code = Code::warning("xfr-notify-ahead", &["RFC 1996 §3.7"]);
pub static XFR_NOTIFY_BROKEN: Code = Code::warning("xfr-notify-broken", &["RFC 1996 §3.7"]);
pub static XFR_NOTIFY_CURRENT: Code = Code::info("xfr-notify-current", &["RFC 1996 §3.7"]);
pub static XFR_NOTIFY_LATER: Code = Code::info("xfr-notify-later", &["RFC 1996 §4.4"]);
pub static XFR_NOTIFY_RECHECK: Code = Code::info("xfr-notify-recheck", &["RFC 1996 §3.7"]);
pub static XFR_NOTIFY_UNKNOWN: Code = Code::warning("xfr-notify-unknown", &["RFC 1996 §3.10"]);
pub static XFR_NO_PRIMARIES: Code = Code::warning("xfr-no-primaries", &[]);
pub static XFR_OLDER: Code = Code::warning("xfr-older", &["RFC 1982 §3.2"]);
pub static XFR_OUT_OF_ZONE: Code = Code::warning("xfr-out-of-zone", &["RFC 5936 §2.2"]);
pub static XFR_RECEIVED: Code = Code::info("xfr-received", &[]);
pub static XFR_REDUNDANT: Code = Code::info("xfr-redundant", &["RFC 1995 §4"]);
pub static XFR_RESTORED: Code = Code::info("xfr-restored", &[]);
pub static XFR_RETRANSFER_FOLLOWS: Code = Code::info("xfr-retransfer-follows", &[]);
pub static XFR_RETRANSFER_JOINED: Code = Code::info("xfr-retransfer-joined", &[]);
pub static XFR_ROUND_FAILED: Code = Code::warning("xfr-round-failed", &["RFC 1034 §4.3.5"]);
pub static XFR_SERIAL_UNDEFINED: Code = Code::warning("xfr-serial-undefined", &["RFC 1982 §3.2"]);
pub static XFR_SERVED: Code = Code::info("xfr-served", &[]);
pub static XFR_STORE_FAILED: Code = Code::error("xfr-store-failed", &[]);
pub static XFR_WHOLE: Code = Code::info("xfr-whole", &["RFC 1995 §4"]);
