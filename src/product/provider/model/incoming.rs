//! What makes a zone a secondary: `/zones/{z}/secondary_dns/incoming`, at most one a zone.

use serde::{Deserialize, Deserializer, Serialize};

use super::number;

/// The request: which peers, how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The zone's name, with its final dot.
    pub name: String,
    /// Ids of peers, at most 30; none unlinks.
    pub peers: Vec<String>,
    /// Seconds between two looks at the primary's serial, at least 300.
    #[serde(deserialize_with = "number::deserialize")]
    pub auto_refresh_seconds: u32,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incoming {
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
    /// Seconds.
    #[serde(default, deserialize_with = "number::deserialize")]
    pub auto_refresh_seconds: u32,
    /// 0 before the first transfer.
    #[serde(default, deserialize_with = "number::deserialize")]
    pub soa_serial: u32,
    /// RFC 3339.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "String::is_empty")]
    pub created_time: String,
    /// RFC 3339: the last look at the primary's serial.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "String::is_empty")]
    pub checked_time: String,
    /// RFC 3339.
    #[serde(default, deserialize_with = "null_is_empty", skip_serializing_if = "String::is_empty")]
    pub modified_time: String,
}

impl Incoming {
    /// The peers, wherever the answer put them.
    #[must_use]
    pub fn linked(&self) -> &[String] {
        if self.peers.is_empty() { &self.primaries } else { &self.peers }
    }

    /// Whether the zone is refreshed from these peers, in any order, and as often.
    #[must_use]
    pub fn refreshes_like(&self, peers: &[String], seconds: u32) -> bool {
        let linked = self.linked();
        self.auto_refresh_seconds == seconds
            && linked.len() == peers.len()
            && peers.iter().all(|id| linked.contains(id))
    }
}

/// `null` for "none".
pub(super) fn null_is_empty<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}
