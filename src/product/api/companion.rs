//! `/companion/v1`: what the page asks of the companion, and the events that come back (contracts.md §2).
//!
//! Absent things are absent keys, never null. Secrets go one way: into a request, never into an event.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

pub use crate::product::project::outcome::{
    Cause, Done, Failed, Kind, Likelihood, Progress, Started, Step, StepId, StepState, Transport, What, Words, texts,
};

/// The version of these shapes; the `v` of every message.
pub const VERSION: u8 = 1;

/// Body of `POST /companion/v1/probe` and `POST /companion/v1/transfer`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// [`VERSION`].
    pub v: u8,
    /// The zone's apex; the final dot may be missing.
    pub zone: String,
    /// Whom to ask.
    pub peer: Peer,
    /// The key to sign with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tsig: Option<Tsig>,
    /// What to ask for.
    #[serde(default)]
    pub kind: Kind,
    /// The serial held, for an IXFR.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<u32>,
}

/// A primary's address.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Peer {
    /// IPv4 or IPv6 address.
    pub ip: String,
    /// Port, usually 53.
    pub port: u16,
    /// TCP, or TLS (RFC 9103).
    #[serde(default)]
    pub transport: Transport,
    /// The name that the peer's certificate must bear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls_name: Option<String>,
    /// Instead: base64 of SHA-256 over a key (SPKI), one of which the peer must have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tls_pins: Vec<String>,
    /// The local address to ask from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A TSIG key on its way to the companion. Wiped on drop; `Debug` shows the name only.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Tsig {
    /// The key's name.
    pub name: String,
    /// Algorithm in any spelling.
    pub algorithm: String,
    /// Base64.
    pub secret: String,
}

impl Drop for Tsig {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

impl fmt::Debug for Tsig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tsig({} {})", self.name, self.algorithm)
    }
}

/// One event of a probe or transfer: the `data:` of a server-sent event, or the only JSON body.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Event {
    /// [`VERSION`].
    pub v: u8,
    /// From 1, without gaps.
    pub seq: u64,
    /// RFC 3339.
    pub at: String,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
}

/// The body of an error before a stream begins.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct ErrorBody {
    /// [`VERSION`].
    pub v: u8,
    /// What is wrong.
    pub error: ErrorDetail,
}

/// What is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct ErrorDetail {
    /// Stable name.
    pub code: String,
    /// One sentence.
    pub message: String,
    /// JSON pointer to the offending field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
}

/// Answer of `GET /companion/v1/clock`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Clock {
    /// [`VERSION`].
    pub v: u8,
    /// RFC 3339.
    pub at: String,
    /// The build that answers; the page shows it beside its own.
    pub build: String,
    /// Where this machine answers DNS queries: `127.0.0.1:5300`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dns: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_one_flat_object_without_nulls() {
        let progress = Progress { records: 3, bytes: 120, messages: 1, total: None };
        let event = Event { v: VERSION, seq: 2, at: "2026-01-01T00:00:00Z".into(), what: What::Progress(progress) };
        let json = serde_json::to_string(&event).unwrap();
        assert_eq!(
            json,
            r#"{"v":1,"seq":2,"at":"2026-01-01T00:00:00Z","type":"progress","records":3,"bytes":120,"messages":1}"#
        );
        assert_eq!(serde_json::from_str::<Event>(&json).unwrap(), event);
    }

    #[test]
    fn debug_of_a_key_has_no_secret() {
        let key = Tsig { name: "k.".into(), algorithm: "hmac-sha256".into(), secret: "c2VjcmV0".into() };
        assert!(!format!("{key:?}").contains("c2VjcmV0"));
    }
}
