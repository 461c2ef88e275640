//! A record of a zone as the provider lists it: `/zones/{z}/dns_records`.

use serde::{Deserialize, Serialize};

/// One record. Those of a secondary zone are read-only and not proxied.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DnsRecord {
    /// 32 hex digits.
    #[serde(default)]
    pub id: String,
    /// The owner, without the final dot.
    #[serde(default)]
    pub name: String,
    /// The type's mnemonic.
    #[serde(rename = "type", default)]
    pub kind: String,
    /// RDATA in presentation form.
    #[serde(default)]
    pub content: String,
    /// Of MX, SRV and URI, where `content` begins behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<u16>,
    /// The components of types that the provider splits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<serde_json::Map<String, serde_json::Value>>,
    /// Seconds.
    #[serde(default)]
    pub ttl: u32,
    /// Whether it may be proxied.
    #[serde(default)]
    pub proxiable: bool,
    /// Whether it is.
    #[serde(default)]
    pub proxied: bool,
    /// A person's note.
    #[serde(default)]
    pub comment: Option<String>,
    /// A person's tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Where it came from.
    #[serde(default)]
    pub meta: RecordMeta,
    /// RFC 3339.
    #[serde(default)]
    pub created_on: String,
    /// RFC 3339.
    #[serde(default)]
    pub modified_on: String,
}

/// Where a record came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordMeta {
    /// Whether the provider made it by itself.
    #[serde(default)]
    pub auto_added: bool,
    /// `primary` for a transferred one.
    #[serde(default)]
    pub source: String,
}
