//! A peer of an account: `/accounts/{a}/secondary_dns/peers`. For a secondary zone it is a primary to transfer from.

use serde::{Deserialize, Serialize};

use super::number;

/// A peer. What is not set comes back as `""`, `0` and `false`, and `tsig_id` not at all. Names are not unique.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peer {
    /// Given by the provider; empty in a request.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// What a person calls it.
    #[serde(default)]
    pub name: String,
    /// One IPv4 or IPv6 address, or empty.
    #[serde(default)]
    pub ip: String,
    /// 0 when not set.
    #[serde(default, deserialize_with = "number::deserialize")]
    pub port: u16,
    /// IXFR besides AXFR; `false` is AXFR only.
    #[serde(default)]
    pub ixfr_enable: bool,
    /// The key's id; one key a peer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tsig_id: Option<String>,
}

impl Peer {
    /// The key's id; an empty text is none.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.tsig_id.as_deref().filter(|id| !id.is_empty())
    }

    /// Whether all that a transfer depends on is equal: address, port, transfer type, key. Ids and names do not count.
    #[must_use]
    pub fn transfers_like(&self, other: &Self) -> bool {
        self.is_at(&other.ip, other.port) && self.ixfr_enable == other.ixfr_enable && self.key() == other.key()
    }

    /// Whether this is the peer at that address and port.
    #[must_use]
    pub fn is_at(&self, ip: &str, port: u16) -> bool {
        let same_ip = match (self.ip.parse::<std::net::IpAddr>(), ip.parse::<std::net::IpAddr>()) {
            (Ok(a), Ok(b)) => a == b,
            _ => self.ip == ip,
        };
        same_ip && self.port == port
    }
}
