//! One request to the provider and its answer, as a driver sends and receives them.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::Phrase;
use super::model::{Acl, DnsSettingsChange, DnssecChange, Link, NewZone, OutgoingLink, Peer, Secret, Tsig};

/// One request. The driver puts the provider's base URL (up to `/client/v4`) before `path` and adds the token.
#[derive(Clone, Debug)]
pub struct Call {
    /// Counts from 1 within a run.
    pub number: u32,
    /// The HTTP method.
    pub method: Method,
    /// Path and query, below `/client/v4`.
    pub path: String,
    /// What is sent.
    pub body: Body,
    /// Whether it changes anything.
    pub effect: Effect,
    /// Whether what it changes can be put back by another call.
    pub reversible: bool,
    /// What it is for.
    pub why: Phrase,
    /// How long the driver waits before it sends, in milliseconds.
    pub delay_ms: u64,
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Read.
    Get,
    /// Make, or act.
    Post,
    /// Replace.
    Put,
    /// Change a part.
    Patch,
    /// Remove.
    Delete,
}

impl Method {
    /// As HTTP writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether a call changes anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It does not.
    Read,
    /// It does.
    Write,
}

/// What a call sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
    None,
    /// A key, its secret included.
    Tsig(Tsig),
    /// A peer to make.
    NewPeer(Peer),
    /// A peer as it should be. No key is said as `null`: a PUT keeps what it leaves out.
    Peer(Peer),
    /// A new zone.
    Zone(NewZone),
    /// Another type for a zone that is there.
    ZoneType(String),
    /// The link of primaries to a zone.
    Link(Link),
    /// The link of secondaries to a zone.
    Outgoing(OutgoingLink),
    /// An address range.
    Acl(Acl),
    /// A zone's settings, in part.
    Settings(DnsSettingsChange),
    /// Who signs.
    Dnssec(DnssecChange),
    /// An empty object, for what is only done.
    Empty,
}

impl Body {
    /// The JSON to send; none when the body is empty. It may hold a secret: hand it to the connection and to nothing
    /// else; [`Self::masked`] is for people.
    #[must_use]
    pub fn to_json(&self) -> Option<Zeroizing<String>> {
        let text = match self {
            Self::Tsig(tsig) => serde_json::to_string(tsig),
            _ => serde_json::to_string(&self.open()?),
        };
        // Structs with text keys and no maps always serialise.
        text.ok().map(Zeroizing::new)
    }

    /// The same JSON, indented, a mask in place of the secret.
    #[must_use]
    pub fn masked(&self) -> Option<String> {
        let value = match self {
            Self::Tsig(tsig) => json!({ "name": tsig.name, "algo": tsig.algo, "secret": Secret::MASK }),
            _ => self.open()?,
        };
        serde_json::to_string_pretty(&value).ok()
    }

    /// What holds no secret, as JSON.
    fn open(&self) -> Option<Value> {
        let value = match self {
            Self::None | Self::Tsig(_) => return None,
            Self::NewPeer(peer) => serde_json::to_value(peer),
            Self::Peer(peer) => whole(peer),
            Self::Zone(zone) => serde_json::to_value(zone),
            Self::ZoneType(kind) => Ok(json!({ "type": kind })),
            Self::Link(link) => serde_json::to_value(link),
            Self::Outgoing(link) => serde_json::to_value(link),
            Self::Acl(acl) => serde_json::to_value(acl),
            Self::Settings(settings) => serde_json::to_value(settings),
            Self::Dnssec(dnssec) => serde_json::to_value(dnssec),
            Self::Empty => Ok(json!({})),
        };
        value.ok()
    }
}

/// The peer with all that a PUT could keep.
fn whole(peer: &Peer) -> serde_json::Result<Value> {
    let mut value = serde_json::to_value(peer)?;
    if let (None, Some(fields)) = (peer.key(), value.as_object_mut()) {
        fields.insert("tsig_id".to_owned(), Value::Null);
    }
    Ok(value)
}

/// What came back.
#[derive(Clone, Debug, Default)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The body as received.
    pub body: Vec<u8>,
    /// The `retry-after` header in seconds, if there was one.
    pub retry_after_s: Option<u32>,
}
