//! What the worker finds between two documents: the difference by RRset, and the transfers that would carry the new one.

use serde::{Deserialize, Serialize};

use super::difference::Difference;

/// Two versions compared.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Compared {
    /// The difference; of many RRsets the first ones.
    pub difference: Difference,
    /// How many RRsets differ, of each kind.
    pub counts: Kinds,
    /// The answer to an IXFR from the old serial; absent when there is none to ask for, since the serial is not raised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ixfr: Option<Transfer>,
    /// The whole new version.
    pub axfr: Transfer,
}

/// RRsets that differ, of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Kinds {
    /// New ones.
    pub added: u64,
    /// With other records.
    pub changed: u64,
    /// Gone ones.
    pub removed: u64,
    /// With another TTL alone.
    pub ttl: u64,
    /// With other capitals in names alone.
    pub case: u64,
}

/// A transfer as it would be sent, unsigned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Transfer {
    /// Messages.
    pub messages: u64,
    /// Octets with the two of each message's length (RFC 1035 §4.2.2).
    pub octets: u64,
    /// Records in the answers.
    pub records: u64,
    /// Whether an IXFR was answered with the whole zone (RFC 1995 §4).
    pub whole: bool,
    /// The first messages.
    pub first: Vec<Sent>,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Sent {
    /// Its octets, without the length before it.
    pub octets: u64,
    /// Its records.
    pub records: u64,
    /// The first of them, in their order.
    pub lines: Vec<Line>,
}

/// One record of a message, and what it does.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Line {
    /// What it does in a difference sequence.
    pub role: Role,
    /// The record as text.
    pub text: String,
}

/// What a record of an answer does (RFC 1995 §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The newest SOA, first and last.
    Frame,
    /// The old SOA: deletions follow.
    From,
    /// A record to take away.
    Delete,
    /// The new SOA: additions follow.
    To,
    /// A record to add, or one of the whole zone.
    Add,
}
