//! Codes about name servers of the zone and of delegations.

use crate::engine::diag::Code;

/// Two name servers with one address.
pub static APEX_NS_ADDRESS_SHARED: Code = Code::warning("apex-ns-address-shared", &["RFC 2182 §3.1", "RFC 1034 §4.1"]);
/// A name server whose address TTLs differ.
pub static APEX_NS_ADDRESS_TTLS: Code = Code::info("apex-ns-address-ttls", &["RFC 2181 §5.2"]);
/// IPv4 content without IPv4 server.
pub static APEX_NS_NO_IPV4: Code = Code::info("apex-ns-no-ipv4", &["RFC 3901 §4"]);
/// IPv6 content without IPv6 server.
pub static APEX_NS_NO_IPV6: Code = Code::info("apex-ns-no-ipv6", &["RFC 3901 §4"]);
/// All name servers in one network.
pub static APEX_NS_ONE_NETWORK: Code = Code::info("apex-ns-one-network", &["RFC 2182 §3.1"]);
/// An NS target of the apex below a DNAME.
pub static APEX_NS_TARGET_REDIRECTED: Code =
    Code::warning("apex-ns-target-redirected", &["RFC 6672 §2.4", "RFC 2181 §10.3"]);
/// NS records with a low TTL.
pub static APEX_NS_TTL_LOW: Code = Code::info("apex-ns-ttl-low", &["RFC 1912 §2.2"]);
/// A delegation to one name server.
pub static DELEGATION_NS_SINGLE: Code = Code::info("delegation-ns-single", &["RFC 1034 §4.1", "RFC 2182 §5"]);
/// NS records at a wildcard.
pub static NS_AT_WILDCARD: Code = Code::warning("ns-at-wildcard", &["RFC 4592 §4.2"]);
/// The root as name server.
pub static NS_TARGET_ROOT: Code = Code::warning("ns-target-root", &["RFC 1035 §3.3.11"]);
/// A name server found by a wildcard.
pub static NS_TARGET_WILDCARD: Code = Code::info("ns-target-wildcard", &["RFC 4592 §4.2"]);
/// A referral above 512 octets.
pub static REFERRAL_LARGE: Code = Code::info("referral-large", &["RFC 1035 §4.2.1", "RFC 9471 §2"]);
