//! How the zones of a running server stand: `/companion/v1/zones` and what is below it.
//!
//! Absent things are absent keys, never null. Times are RFC 3339.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::difference::Difference;

/// Answer of `GET /companion/v1/zones`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct ZoneList {
    /// [`super::companion::VERSION`].
    pub v: u8,
    /// In the order of their names.
    pub zones: Vec<ZoneState>,
    /// Why nothing can be stored at present; zones are then served as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store_fault: Option<String>,
}

/// Answer of `GET /companion/v1/zones/{zone}`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct ZoneBody {
    /// [`super::companion::VERSION`].
    pub v: u8,
    /// The zone.
    #[serde(flatten)]
    pub state: ZoneState,
}

/// How one zone stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct ZoneState {
    /// Its name, with its final dot.
    pub zone: String,
    /// The id of the provider's object; none for a zone of the configuration file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The provider's type; `secondary` for a zone of the configuration file.
    #[serde(default, rename = "type")]
    pub kind: String,
    /// How it runs; none for one that does not.
    #[serde(default, flatten, skip_serializing_if = "Option::is_none")]
    pub running: Option<Running>,
}

/// How a running zone stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Running {
    /// The serial held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<u32>,
    /// The records served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<u64>,
    /// When a primary last confirmed or brought it: the last success.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<String>,
    /// When it is served no more unless a primary confirms it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    /// Whether it expired and is answered with SERVFAIL.
    pub expired: bool,
    /// Whether a primary is being asked or a version stored at this moment.
    pub busy: bool,
    /// When a primary is asked next.
    pub next_check: String,
    /// Why that check will be made: `refresh`, `retry`, `notify`, `asked`, `configured`, `start`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_reason: Option<String>,
    /// How far a transfer under way has come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<Moved>,
    /// The last failure, until a primary confirms or brings a version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Happened>,
    /// The failures since the last success, the latest first, at most eight.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<Happened>,
    /// How often what happened since the zone was first configured, over restarts.
    #[serde(default)]
    pub counts: Counts,
    /// A version that waits for approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Held>,
}

/// How often what happened to a zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Counts {
    /// Checks that found nothing newer.
    pub current: u64,
    /// Versions that were served.
    pub versions: u64,
    /// Checks in which no primary could be used.
    pub failed: u64,
}

/// What a transfer has moved.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Moved {
    /// Records.
    pub records: u64,
    /// Octets.
    pub bytes: u64,
    /// Messages.
    pub messages: u64,
}

/// Body of `POST /companion/v1/zones/{zone}/approve` and `reject`; both keys may be missing, and the body too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// [`super::companion::VERSION`].
    #[serde(default)]
    pub v: Option<u8>,
    /// The serial that was looked at: another one is left alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<u32>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Happened {
    /// When.
    pub at: String,
    /// Its stable name.
    pub code: String,
    /// In words.
    pub message: String,
    /// What `message` was filled with, for other languages.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
    /// The primary it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peer: Option<String>,
    /// What carried the messages: `udp`, `tcp` or `tls`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transport: Option<String>,
}

/// A version that waits for approval.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Held {
    /// Its serial.
    pub serial: u32,
    /// Its records.
    pub records: u64,
    /// Since when.
    pub since: String,
    /// Why it is not served.
    pub reasons: Vec<Happened>,
}

/// The `data:` of an event of `/companion/v1/zones/{zone}/events`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct ZoneEvent {
    /// [`super::companion::VERSION`].
    pub v: u8,
    /// Rising, over restarts too: what `Last-Event-ID` takes up. Other zones' events have numbers in between.
    pub seq: u64,
    /// `status` or `event`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The zone, with its final dot.
    pub zone: String,
    /// `error`, `warning` or `info`, of an event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<String>,
    /// What happened, of an event.
    #[serde(default, flatten, skip_serializing_if = "Option::is_none")]
    pub happened: Option<Happened>,
    /// How the zone stands, of a status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<ZoneState>,
}

/// Answer of `GET /companion/v1/zones/{zone}/events` without `Accept: text/event-stream`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct ZoneEvents {
    /// [`super::companion::VERSION`].
    pub v: u8,
    /// The zone, with its final dot.
    pub zone: String,
    /// What is remembered, the oldest first.
    pub events: Vec<ZoneEvent>,
}

/// Answer of `GET /companion/v1/zones/{zone}/difference`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct ZoneDifference {
    /// [`super::companion::VERSION`].
    pub v: u8,
    /// The zone, with its final dot.
    pub zone: String,
    /// True: from what is served to what waits for approval. False: from the version before to what is served.
    pub waiting: bool,
    /// None before there are two versions, and when the first waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<Difference>,
}
