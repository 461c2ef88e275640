//! An access rule of an account: `/accounts/{a}/secondary_dns/acls`. Names further senders of NOTIFY.

use serde::{Deserialize, Serialize};

/// A range of addresses. Host bits may be set: the documented example has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acl {
    /// Given by the provider; empty in a request.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// What a person calls it.
    pub name: String,
    /// CIDR, no wider than /24 (IPv4) or /64 (IPv6).
    pub ip_range: String,
    /// RFC 3339; given by the provider.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub created_time: String,
    /// RFC 3339; given by the provider.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub modified_time: String,
}
