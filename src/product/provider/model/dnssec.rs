//! How a zone is signed: `/zones/{z}/dnssec`.

use serde::{Deserialize, Serialize};

use super::number;

/// The answer. What only a zone signed by the provider has is `null` otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dnssec {
    /// `active`, `pending`, `disabled`, `pending-disabled` or `error`.
    #[serde(default)]
    pub status: String,
    /// Another provider signs besides (RFC 8901 model 2).
    #[serde(default)]
    pub dnssec_multi_signer: bool,
    /// The primary's signatures are served.
    #[serde(default)]
    pub dnssec_presigned: bool,
    /// With [`Self::dnssec_presigned`]: the zone has NSEC3.
    #[serde(default)]
    pub dnssec_use_nsec3: bool,
    /// The algorithm's number, as text.
    #[serde(default)]
    pub algorithm: Option<String>,
    /// Of the DS, in hex.
    #[serde(default)]
    pub digest: Option<String>,
    /// The mnemonic: `SHA256`.
    #[serde(default)]
    pub digest_algorithm: Option<String>,
    /// The digest type's number, as text.
    #[serde(default)]
    pub digest_type: Option<String>,
    /// The DS record as text.
    #[serde(default)]
    pub ds: Option<String>,
    /// Of the DNSKEY.
    #[serde(default, deserialize_with = "number::deserialize_option")]
    pub flags: Option<u16>,
    /// Of the DNSKEY.
    #[serde(default, deserialize_with = "number::deserialize_option")]
    pub key_tag: Option<u16>,
    /// The mnemonic: `ECDSAP256SHA256`.
    #[serde(default)]
    pub key_type: Option<String>,
    /// Base64.
    #[serde(default)]
    pub public_key: Option<String>,
    /// RFC 3339.
    #[serde(default)]
    pub modified_on: Option<String>,
}

impl Dnssec {
    /// Whether the provider signs, or is about to: `pending` waits for the parent's DS.
    #[must_use]
    pub fn is_active(&self) -> bool {
        matches!(self.status.as_str(), "active" | "pending")
    }
}

/// The PATCH: what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DnssecChange {
    /// `active` or `disabled`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// See [`Dnssec::dnssec_multi_signer`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dnssec_multi_signer: Option<bool>,
    /// See [`Dnssec::dnssec_presigned`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dnssec_presigned: Option<bool>,
    /// See [`Dnssec::dnssec_use_nsec3`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dnssec_use_nsec3: Option<bool>,
}
