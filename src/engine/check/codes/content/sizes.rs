//! Codes about types and sizes that a receiver or a message does not take.

use crate::engine::diag::Code;

/// More types of one name than BIND takes.
pub static NODE_TYPES_MANY: Code = Code::warning("node-types-many", &[]);
/// A record that the provider does not take.
pub static PROVIDER_RECORD_SIZE: Code = Code::warning("provider-record-size", &[]);
/// An RRset that the provider does not take.
pub static PROVIDER_SET_SIZE: Code = Code::warning("provider-set-size", &[]);
/// A type that the provider does not list.
pub static PROVIDER_TYPE: Code = Code::info("provider-type", &[]);
/// An RRset that does not fit into a datagram.
pub static SET_OVER_DATAGRAM: Code = Code::info("set-over-datagram", &["RFC 6891 §6.2.5", "RFC 9715 §3"]);
/// More records of one name and type than BIND takes.
pub static SET_RECORDS_MANY: Code = Code::warning("set-records-many", &[]);
/// An RRset that fits into no message.
pub static SET_TOO_LARGE: Code = Code::error("set-too-large", &["RFC 1035 §4.2.2", "RFC 2181 §5"]);
/// A type for private use.
pub static TYPE_PRIVATE: Code = Code::info("type-private", &["RFC 6895 §3.1"]);
/// A type that is not assigned.
pub static TYPE_UNASSIGNED: Code = Code::info("type-unassigned", &["RFC 6895 §3.1"]);
