//! Codes about values of the SOA.

use crate::engine::diag::Code;

/// EXPIRE longer than half a year.
pub static SOA_EXPIRE_LONG: Code = Code::info("soa-expire-long", &["RFC 1912 §2.2"]);
/// EXPIRE below a week.
pub static SOA_EXPIRE_LOW: Code = Code::info("soa-expire-low", &["RFC 1912 §2.2"]);
/// EXPIRE without room for a second try.
pub static SOA_EXPIRE_MARGIN: Code = Code::info("soa-expire-margin", &["RFC 1912 §2.2"]);
/// Negative answers kept for more than a day.
pub static SOA_MINIMUM_LONG: Code = Code::info("soa-minimum-long", &["RFC 2308 §5"]);
/// Negative answers hardly kept.
pub static SOA_MINIMUM_SHORT: Code = Code::info("soa-minimum-short", &["RFC 2308 §5"]);
/// An MNAME that is an address.
pub static SOA_MNAME_ADDRESS: Code = Code::warning("soa-mname-address", &["RFC 1035 §3.3.13"]);
/// An MNAME that is an alias.
pub static SOA_MNAME_ALIAS: Code = Code::warning("soa-mname-alias", &["RFC 1912 §2.4", "RFC 2181 §10.3"]);
/// An MNAME that is no host name.
pub static SOA_MNAME_HOST_NAME: Code = Code::warning("soa-mname-host-name", &["RFC 952", "RFC 1123 §2.1"]);
/// An MNAME without address.
pub static SOA_MNAME_MISSING: Code = Code::info("soa-mname-missing", &["RFC 1035 §3.3.13"]);
/// An MNAME that is none of the NS.
pub static SOA_MNAME_NOT_NS: Code = Code::info("soa-mname-not-ns", &["RFC 1996 §3.3", "RFC 2136 §4.3"]);
/// The root as MNAME.
pub static SOA_MNAME_ROOT: Code = Code::info("soa-mname-root", &["RFC 1035 §3.3.13"]);
/// REFRESH above a day.
pub static SOA_REFRESH_LONG: Code = Code::info("soa-refresh-long", &["RFC 1912 §2.2"]);
/// REFRESH below twenty minutes.
pub static SOA_REFRESH_SHORT: Code = Code::info("soa-refresh-short", &["RFC 1912 §2.2"]);
/// RETRY below three minutes.
pub static SOA_RETRY_SHORT: Code = Code::info("soa-retry-short", &["RFC 1912 §2.2"]);
/// A mailbox without domain.
pub static SOA_RNAME_INCOMPLETE: Code = Code::info("soa-rname-incomplete", &["RFC 1035 §3.3.13"]);
/// A mailbox whose domain takes no mail.
pub static SOA_RNAME_NO_MAIL: Code = Code::info("soa-rname-no-mail", &["RFC 1035 §3.3.13", "RFC 5321 §5.1"]);
/// A serial that is nearly a date.
pub static SOA_SERIAL_DATE: Code = Code::info("soa-serial-date", &["RFC 1912 §2.2"]);
/// A serial with a date in the future.
pub static SOA_SERIAL_FUTURE: Code = Code::info("soa-serial-future", &["RFC 1912 §2.2", "RFC 1982 §3.2"]);
