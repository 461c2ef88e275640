//! Codes about hosts that records point to.

use crate::engine::diag::Code;

/// A mail server listed twice.
pub static MX_HOST_TWICE: Code = Code::info("mx-host-twice", &["RFC 5321 §5.1"]);
/// A null MX beside other MX.
pub static MX_NULL_BESIDE_OTHERS: Code = Code::warning("mx-null-beside-others", &["RFC 7505 §3"]);
/// A null MX with a preference.
pub static MX_NULL_PREFERENCE: Code = Code::info("mx-null-preference", &["RFC 7505 §3"]);
/// A NAPTR with both ways to go on.
pub static NAPTR_REGEXP_AND_REPLACEMENT: Code = Code::warning("naptr-regexp-and-replacement", &["RFC 3403 §4.1"]);
/// A NAPTR to nowhere.
pub static NAPTR_TARGET_MISSING: Code = Code::warning("naptr-target-missing", &["RFC 3403 §4.1"]);
/// An RP without its text.
pub static RP_TXT_MISSING: Code = Code::warning("rp-txt-missing", &["RFC 1183 §2.2"]);
/// A refused service beside an offered one.
pub static SRV_NULL_BESIDE_OTHERS: Code = Code::warning("srv-null-beside-others", &["RFC 2782"]);
/// An SRV at a name without service and protocol.
pub static SRV_OWNER: Code = Code::warning("srv-owner", &["RFC 2782"]);
/// An SRV with port 0.
pub static SRV_PORT_ZERO: Code = Code::info("srv-port-zero", &["RFC 2782"]);
/// A target with a final dot too many.
pub static SURPLUS_FINAL_DOT: Code = Code::warning("surplus-final-dot", &["RFC 1035 §5.1"]);
/// A target that is no host name.
pub static TARGET_HOST_NAME: Code = Code::warning("target-host-name", &["RFC 952", "RFC 1123 §2.1"]);
/// A target that is localhost.
pub static TARGET_LOCALHOST: Code = Code::warning("target-localhost", &["RFC 6761 §6.3"]);
/// A target below a DNAME.
pub static TARGET_REDIRECTED: Code = Code::warning("target-redirected", &["RFC 6672 §2.4", "RFC 2181 §10.3"]);
/// A target of one label.
pub static TARGET_SINGLE_LABEL: Code = Code::info("target-single-label", &[]);
