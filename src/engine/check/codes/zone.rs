//! Codes about the zone as a whole.

use crate::engine::diag::Code;

/// An apex with address but without MX.
pub static APEX_MX_MISSING: Code = Code::info("apex-mx-missing", &["RFC 5321 §5.1", "RFC 7505 §3"]);
/// A member with several names.
pub static CATALOG_MEMBER_SEVERAL: Code = Code::warning("catalog-member-several", &["RFC 9432 §4.1"]);
/// A zone that is a member twice.
pub static CATALOG_MEMBER_TWICE: Code = Code::warning("catalog-member-twice", &["RFC 9432 §4.1", "RFC 9432 §5.1"]);
/// A catalog without a version that is known.
pub static CATALOG_VERSION: Code = Code::warning("catalog-version", &["RFC 9432 §4.2.1"]);
/// An agent for error reports that never says yes.
pub static REPORT_TXT_MISSING: Code = Code::info("report-txt-missing", &["RFC 9567 §6.3"]);
/// A trigger of a policy zone that is no network.
pub static RPZ_ADDRESS: Code = Code::warning("rpz-address", &[]);
/// Nothing but SOA and NS.
pub static ZONE_BARE: Code = Code::info("zone-bare", &["RFC 1034 §4.2.1"]);
