//! One request to the provider and its answer, as a driver sends and receives them.

use std::fmt;

use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::Phrase;
use super::model::{Link, NewZone, Peer, Secret, Tsig};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Read.
    Get,
    /// Make, or act.
    Post,
    /// Replace.
    Put,
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
    /// The link of peers to a zone.
    Link(Link),
}

impl Body {
    /// The JSON to send; none when the body is empty. It may hold a secret: hand it to the connection and to nothing
    /// else; [`Self::masked`] is for people.
    #[must_use]
    pub fn to_json(&self) -> Option<Zeroizing<String>> {
        let text = match self {
            Self::None => return None,
            Self::Tsig(tsig) => serde_json::to_string(tsig),
            Self::NewPeer(peer) => serde_json::to_string(peer),
            Self::Peer(peer) => whole(peer).and_then(|value| serde_json::to_string(&value)),
            Self::Zone(zone) => serde_json::to_string(zone),
            Self::Link(link) => serde_json::to_string(link),
        };
        // Structs with text keys and no maps always serialise.
        text.ok().map(Zeroizing::new)
    }

    /// The same JSON, indented, a mask in place of the secret.
    #[must_use]
    pub fn masked(&self) -> Option<String> {
        let value = match self {
            Self::None => return None,
            Self::Tsig(tsig) => Ok(json!({ "name": tsig.name, "algo": tsig.algo, "secret": Secret::MASK })),
            Self::NewPeer(peer) => serde_json::to_value(peer),
            Self::Peer(peer) => whole(peer),
            Self::Zone(zone) => serde_json::to_value(zone),
            Self::Link(link) => serde_json::to_value(link),
        };
        value.ok().as_ref().and_then(|v: &Value| serde_json::to_string_pretty(v).ok())
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
