//! What makes this provider the primary of a zone: `/zones/{z}/secondary_dns/outgoing`, at most one a zone.

use serde::{Deserialize, Serialize};

use super::incoming::null_is_empty;
use super::number;

/// The request: which peers are told and may transfer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutgoingLink {
    /// The zone's name, with its final dot.
    pub name: String,
    /// Ids of peers, at most 30.
    pub peers: Vec<String>,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// The zone's id.
    #[serde(default)]
    pub id: String,
    /// The zone's name, with its final dot.
    #[serde(default)]
    pub name: String,
    /// Ids of peers.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub peers: Vec<String>,
    /// A copy of `peers`, left from the API's previous generation; real answers carry it.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub primaries: Vec<String>,
    /// 0 before there is content.
    #[serde(default, deserialize_with = "number::deserialize")]
    pub soa_serial: u32,
    /// RFC 3339.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "String::is_empty")]
    pub created_time: String,
    /// RFC 3339: when a peer last asked for the serial.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "String::is_empty")]
    pub checked_time: String,
    /// RFC 3339: when a peer last took the zone.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "String::is_empty")]
    pub last_transferred_time: String,
}

impl Outgoing {
    /// The peers, wherever the answer put them.
    #[must_use]
    pub fn linked(&self) -> &[String] {
        if self.peers.is_empty() { &self.primaries } else { &self.peers }
    }
}

/// What `enable`, `disable` and `status` answer with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OutgoingStatus {
    /// Peers are told and may transfer.
    Enabled,
    /// They are not, and may not.
    Disabled,
}
