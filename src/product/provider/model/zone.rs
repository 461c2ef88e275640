//! A zone: `/zones`. Its name has no final dot here, unlike everywhere else in this API.

use serde::{Deserialize, Serialize};

/// The request that makes one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewZone {
    /// Asked of *this machine* only, so that a rehearsal can use the identifiers of the real thing; Cloudflare gives
    /// its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Without the final dot.
    pub name: String,
    /// Whose it is.
    #[serde(default)]
    pub account: Account,
    /// `secondary`; the provider's default is `full`.
    #[serde(rename = "type", default)]
    pub kind: String,
}

/// An account, by its id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// 32 hex digits.
    #[serde(default)]
    pub id: String,
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Who owns a zone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// 32 hex digits, if any.
    #[serde(default)]
    pub id: Option<String>,
    /// `user` or `organization`.
    #[serde(rename = "type", default)]
    pub kind: Option<String>,
    /// What a person calls it.
    #[serde(default)]
    pub name: Option<String>,
}

/// A zone as answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// 32 hex digits.
    #[serde(default)]
    pub id: String,
    /// Without the final dot.
    #[serde(default)]
    pub name: String,
    /// `full`, `partial`, `secondary` or `internal`.
    #[serde(rename = "type", default)]
    pub kind: String,
    /// `initializing`, `pending`, `active` or `moved`.
    #[serde(default)]
    pub status: String,
    /// Whether the provider only answers DNS for it.
    #[serde(default)]
    pub paused: bool,
    /// Seconds left of development mode; 0 here.
    #[serde(default)]
    pub development_mode: i64,
    /// The name servers assigned to it.
    #[serde(default)]
    pub name_servers: Vec<String>,
    /// Those it had before, if known.
    #[serde(default)]
    pub original_name_servers: Option<Vec<String>>,
    /// The registrar at that time, if known.
    #[serde(default)]
    pub original_registrar: Option<String>,
    /// The provider at that time, if known.
    #[serde(default)]
    pub original_dnshost: Option<String>,
    /// RFC 3339.
    #[serde(default)]
    pub created_on: String,
    /// RFC 3339.
    #[serde(default)]
    pub modified_on: String,
    /// RFC 3339; none while pending.
    #[serde(default)]
    pub activated_on: Option<String>,
    /// Whose it is.
    #[serde(default)]
    pub account: Account,
    /// Who made it.
    #[serde(default)]
    pub owner: Owner,
    /// Deprecated by the provider; clients still read it.
    #[serde(default)]
    pub permissions: Vec<String>,
    /// Name servers under the zone's own name, if any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vanity_name_servers: Vec<String>,
    /// What the provider tells besides.
    #[serde(default)]
    pub meta: Meta,
    /// Deprecated by the provider; clients still read it.
    #[serde(default)]
    pub plan: Plan,
}

/// What the provider tells of a zone besides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Only DNS is answered for it.
    #[serde(default)]
    pub dns_only: bool,
}

/// What was ordered for a zone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// 32 hex digits.
    #[serde(default)]
    pub id: String,
    /// What a person calls it.
    #[serde(default)]
    pub name: String,
    /// `enterprise` and others.
    #[serde(default)]
    pub legacy_id: String,
}

/// The answer to `GET /user/tokens/verify`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenStatus {
    /// The token's identifier, not the token.
    #[serde(default)]
    pub id: String,
    /// `active`, `disabled` or `expired`.
    #[serde(default)]
    pub status: String,
}
