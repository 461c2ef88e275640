//! What a rehearsal says besides what its machines say. English: `diag/english/rehearse.rs`.

use crate::engine::diag::Code;

// One a line, sorted; the first block is what is wrong with a scenario, the second what happens in one, the third the
// faults that begin.

pub(super) static CHANGE: Code = Code::error("rehearse-change", &[]);
pub(super) static KEY: Code = Code::error("rehearse-key", &[]);
pub(super) static LACKS: Code = Code::error("rehearse-lacks", &[]);
pub(super) static LIMIT: Code = Code::error("rehearse-limit", &[]);
pub(super) static NAME: Code = Code::error("rehearse-name", &[]);
pub(super) static NO_SOA: Code = Code::error("rehearse-no-soa", &[]);
pub(super) static PRIMARY: Code = Code::error("rehearse-primary", &[]);
pub(super) static RCODE: Code = Code::error("rehearse-rcode", &[]);
pub(super) static SYNTAX: Code = Code::error("rehearse-syntax", &[]);
pub(super) static TEXT: Code = Code::error("rehearse-text", &[]);
pub(super) static VERSION: Code = Code::error("rehearse-version", &[]);

pub(super) static BACK: Code = Code::info("rehearse-back", &[]);
pub(super) static CONNECTION: Code = Code::info("rehearse-connection", &[]);
pub(super) static DATAGRAM_LOST: Code = Code::warning("rehearse-datagram-lost", &[]);
pub(super) static DATAGRAMS: Code = Code::info("rehearse-datagrams", &[]);
pub(super) static FAULT_OVER: Code = Code::info("rehearse-fault-over", &[]);
pub(super) static KILLED: Code = Code::warning("rehearse-killed", &[]);
pub(super) static NOTIFIED: Code = Code::info("rehearse-notified", &["RFC 1996 §3.6"]);
pub(super) static NOTIFY_ANSWERED: Code = Code::info("rehearse-notify-answered", &["RFC 1996 §4.7"]);
pub(super) static NOTIFY_GIVEN_UP: Code = Code::warning("rehearse-notify-given-up", &["RFC 1996 §3.6"]);
pub(super) static NOTIFY_LOST: Code = Code::warning("rehearse-notify-lost", &["RFC 1996 §3.6"]);
pub(super) static ORDERED_REFRESH: Code = Code::info("rehearse-ordered-refresh", &[]);
pub(super) static ORDERED_RETRANSFER: Code = Code::info("rehearse-ordered-retransfer", &[]);
pub(super) static PUBLISHED: Code = Code::info("rehearse-published", &[]);
pub(super) static PUBLISHED_FIRST: Code = Code::info("rehearse-published-first", &[]);
pub(super) static STOPPED: Code = Code::warning("rehearse-stopped", &[]);
pub(super) static STORED: Code = Code::info("rehearse-stored", &[]);

pub(super) static FAULT_AFTER_END: Code = Code::warning("rehearse-fault-after-end", &[]);
pub(super) static FAULT_CUT: Code = Code::warning("rehearse-fault-cut", &[]);
pub(super) static FAULT_DELAY: Code = Code::warning("rehearse-fault-delay", &[]);
pub(super) static FAULT_DISK_FULL: Code = Code::warning("rehearse-fault-disk-full", &[]);
pub(super) static FAULT_DOWN: Code = Code::warning("rehearse-fault-down", &[]);
pub(super) static FAULT_FIRST_NOT_SOA: Code = Code::warning("rehearse-fault-first-not-soa", &[]);
pub(super) static FAULT_IXFR_EMPTY: Code = Code::warning("rehearse-fault-ixfr-empty", &[]);
pub(super) static FAULT_IXFR_GAP: Code = Code::warning("rehearse-fault-ixfr-gap", &[]);
pub(super) static FAULT_IXFR_MISSING: Code = Code::warning("rehearse-fault-ixfr-missing", &[]);
pub(super) static FAULT_IXFR_REDUNDANT: Code = Code::warning("rehearse-fault-ixfr-redundant", &[]);
pub(super) static FAULT_IXFR_SOA_ALONE: Code = Code::warning("rehearse-fault-ixfr-soa-alone", &[]);
pub(super) static FAULT_IXFR_WHOLE: Code = Code::warning("rehearse-fault-ixfr-whole", &[]);
pub(super) static FAULT_IXFR_WRONG_END: Code = Code::warning("rehearse-fault-ixfr-wrong-end", &[]);
pub(super) static FAULT_IXFR_WRONG_START: Code = Code::warning("rehearse-fault-ixfr-wrong-start", &[]);
pub(super) static FAULT_KEY_UNKNOWN: Code = Code::warning("rehearse-fault-key-unknown", &[]);
pub(super) static FAULT_LOSS: Code = Code::warning("rehearse-fault-loss", &[]);
pub(super) static FAULT_NOTIFY_LOST: Code = Code::warning("rehearse-fault-notify-lost", &[]);
pub(super) static FAULT_NOT_AUTHORITATIVE: Code = Code::warning("rehearse-fault-not-authoritative", &[]);
pub(super) static FAULT_NOT_LOADED: Code = Code::warning("rehearse-fault-not-loaded", &[]);
pub(super) static FAULT_ONE_RECORD_A_MESSAGE: Code = Code::warning("rehearse-fault-one-record-a-message", &[]);
pub(super) static FAULT_OUR_CLOCK: Code = Code::warning("rehearse-fault-our-clock", &[]);
pub(super) static FAULT_OUT_OF_ZONE: Code = Code::warning("rehearse-fault-out-of-zone", &[]);
pub(super) static FAULT_PRIMARY_CLOCK: Code = Code::warning("rehearse-fault-primary-clock", &[]);
pub(super) static FAULT_RCODE: Code = Code::warning("rehearse-fault-rcode", &[]);
pub(super) static FAULT_RESET: Code = Code::warning("rehearse-fault-reset", &[]);
pub(super) static FAULT_SERIAL_MOVES: Code = Code::warning("rehearse-fault-serial-moves", &[]);
pub(super) static FAULT_SILENT: Code = Code::warning("rehearse-fault-silent", &[]);
pub(super) static FAULT_STALL: Code = Code::warning("rehearse-fault-stall", &[]);
pub(super) static FAULT_TRANSFER_REFUSED: Code = Code::warning("rehearse-fault-transfer-refused", &[]);
pub(super) static FAULT_UDP_LOST: Code = Code::warning("rehearse-fault-udp-lost", &[]);
pub(super) static FAULT_UNREACHABLE: Code = Code::warning("rehearse-fault-unreachable", &[]);
pub(super) static FAULT_UNSIGNED: Code = Code::warning("rehearse-fault-unsigned", &[]);
pub(super) static FAULT_WRONG_ALGORITHM: Code = Code::warning("rehearse-fault-wrong-algorithm", &[]);
pub(super) static FAULT_WRONG_SECRET: Code = Code::warning("rehearse-fault-wrong-secret", &[]);
pub(super) static FAULT_ZONE_ABSENT: Code = Code::warning("rehearse-fault-zone-absent", &[]);
