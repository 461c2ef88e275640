//! What a zone is served with: `/zones/{z}/dns_settings`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::number;

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DnsSettings {
    /// Every CNAME is answered with the addresses behind it.
    #[serde(default)]
    pub flatten_all_cnames: bool,
    /// Deprecated by the provider.
    #[serde(default)]
    pub foundation_dns: bool,
    /// Settings of an internal zone; empty otherwise.
    #[serde(default)]
    pub internal_dns: Map<String, Value>,
    /// The apex NS records of other providers are served too.
    #[serde(default)]
    pub multi_provider: bool,
    /// Which name servers serve the zone.
    #[serde(default)]
    pub nameservers: NameServers,
    /// Seconds, 30 to 86,400.
    #[serde(default, deserialize_with = "number::deserialize")]
    pub ns_ttl: u32,
    /// A secondary zone may be overridden by proxied records.
    #[serde(default)]
    pub secondary_overrides: bool,
    /// The SOA of a zone that the provider is primary of.
    #[serde(default)]
    pub soa: SoaSettings,
    /// `standard`, `cdn_only` or `dns_only`.
    #[serde(default)]
    pub zone_mode: String,
}

/// The PATCH, as far as secondary DNS touches the settings: what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DnsSettingsChange {
    /// See [`DnsSettings::secondary_overrides`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secondary_overrides: Option<bool>,
    /// See [`DnsSettings::multi_provider`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub multi_provider: Option<bool>,
}

/// Which name servers serve a zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameServers {
    /// `cloudflare.standard` and others.
    #[serde(rename = "type", default)]
    pub kind: String,
}

/// The SOA's fields as the provider writes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoaSettings {
    /// A host name without final dot; none for the provider's own.
    #[serde(default)]
    pub mname: Option<String>,
    /// A mailbox as a domain name.
    #[serde(default)]
    pub rname: String,
    /// Seconds.
    #[serde(default, deserialize_with = "number::deserialize")]
    pub refresh: u32,
    /// Seconds.
    #[serde(default, deserialize_with = "number::deserialize")]
    pub retry: u32,
    /// Seconds.
    #[serde(default, deserialize_with = "number::deserialize")]
    pub expire: u32,
    /// Seconds.
    #[serde(default, deserialize_with = "number::deserialize")]
    pub min_ttl: u32,
    /// Seconds.
    #[serde(default, deserialize_with = "number::deserialize")]
    pub ttl: u32,
}

impl Default for DnsSettings {
    /// What the provider shows for a zone that nobody changed.
    fn default() -> Self {
        Self {
            flatten_all_cnames: false,
            foundation_dns: false,
            internal_dns: Map::new(),
            multi_provider: false,
            nameservers: NameServers::default(),
            ns_ttl: 86_400,
            secondary_overrides: false,
            soa: SoaSettings::default(),
            zone_mode: "standard".to_owned(),
        }
    }
}

impl Default for NameServers {
    fn default() -> Self {
        Self { kind: "cloudflare.standard".to_owned() }
    }
}

impl Default for SoaSettings {
    fn default() -> Self {
        Self {
            mname: None,
            rname: "dns.cloudflare.com".to_owned(),
            refresh: 10_000,
            retry: 2_400,
            expire: 604_800,
            min_ttl: 1_800,
            ttl: 3_600,
        }
    }
}
