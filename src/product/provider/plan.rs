//! The plan: what the provider has, what it should have, and what is done about the difference.

use super::Phrase;
use crate::engine::diag::Label;

/// The steps in the order in which they are taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Keys, peers, zone, link, serial.
    pub steps: Vec<Step>,
}

impl Plan {
    /// How many steps change something.
    #[must_use]
    pub fn changes(&self) -> usize {
        self.steps.iter().filter(|s| s.action != Action::Keep).count()
    }

    /// Whether the provider has all that it should have.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes() == 0
    }
}

/// One object, before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which kind of object.
    pub object: Object,
    /// Its id at the provider, once known.
    pub id: Option<String>,
    /// What is there; none when nothing is.
    pub had: Option<Shape>,
    /// What should be there.
    pub should: Shape,
    /// What is done.
    pub action: Action,
    /// How far it is.
    pub state: StepState,
    /// How many other peers use the key that is changed: they change with it.
    pub shared_with: usize,
}

/// Kinds of object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object {
    /// A TSIG key.
    Key,
    /// A primary.
    Peer,
    /// The zone.
    Zone,
    /// The zone's `incoming` configuration.
    Link,
    /// The zone's content, by its serial.
    Serial,
}

static OBJECT_KEY: Label = Label { name: "object-key" };
static OBJECT_PEER: Label = Label { name: "object-peer" };
static OBJECT_ZONE: Label = Label { name: "object-zone" };
static OBJECT_LINK: Label = Label { name: "object-link" };
static OBJECT_SERIAL: Label = Label { name: "object-serial" };

impl Object {
    /// What it is called.
    #[must_use]
    pub fn said(self) -> Phrase {
        Phrase::new(match self {
            Self::Key => &OBJECT_KEY,
            Self::Peer => &OBJECT_PEER,
            Self::Zone => &OBJECT_ZONE,
            Self::Link => &OBJECT_LINK,
            Self::Serial => &OBJECT_SERIAL,
        })
    }
}

/// What is done about an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Nothing: it is as it should be.
    Keep,
    /// It is made.
    Create,
    /// It is there and is changed.
    Change,
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Not begun.
    Waiting,
    /// Its call is out.
    Running,
    /// As it should be.
    Done,
    /// Its call failed, or was not answered.
    Failed,
}

/// What an object is, as far as the plan compares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A key. Whether secrets are equal is compared, never shown.
    Key {
        /// Its name.
        name: String,
        /// Its algorithm.
        algorithm: String,
    },
    /// A peer.
    Peer {
        /// Address and port: `192.0.2.53:53`, `[2001:db8::53]:53`.
        address: String,
        /// IXFR besides AXFR.
        ixfr: bool,
        /// The key's name, or its id when it is none of ours.
        key: Option<String>,
    },
    /// A zone.
    Zone {
        /// `secondary` and so on.
        kind: String,
        /// Its name servers, once known.
        name_servers: Vec<String>,
    },
    /// A link.
    Link {
        /// How many peers.
        peers: usize,
        /// Seconds.
        refresh_s: u32,
    },
    /// A serial; none for "any".
    Serial(Option<u32>),
}

static SHAPE_KEY: Label = Label { name: "shape-key" };
static SHAPE_PEER_AXFR: Label = Label { name: "shape-peer-axfr" };
static SHAPE_PEER_AXFR_SIGNED: Label = Label { name: "shape-peer-axfr-signed" };
static SHAPE_PEER_IXFR: Label = Label { name: "shape-peer-ixfr" };
static SHAPE_PEER_IXFR_SIGNED: Label = Label { name: "shape-peer-ixfr-signed" };
static SHAPE_ZONE: Label = Label { name: "shape-zone" };
static SHAPE_ZONE_SERVERS: Label = Label { name: "shape-zone-servers" };
static SHAPE_LINK: Label = Label { name: "shape-link" };
static SHAPE_SERIAL: Label = Label { name: "shape-serial" };
static SHAPE_SERIAL_ANY: Label = Label { name: "shape-serial-any" };

impl Shape {
    /// In words: "192.0.2.53:53, IXFR".
    #[must_use]
    pub fn said(&self) -> Phrase {
        match self {
            Self::Key { name, algorithm } => {
                Phrase::new(&SHAPE_KEY).with("name", name.as_str()).with("algorithm", algorithm.as_str())
            }
            Self::Peer { address, ixfr, key } => {
                let label = match (ixfr, key) {
                    (false, None) => &SHAPE_PEER_AXFR,
                    (false, Some(_)) => &SHAPE_PEER_AXFR_SIGNED,
                    (true, None) => &SHAPE_PEER_IXFR,
                    (true, Some(_)) => &SHAPE_PEER_IXFR_SIGNED,
                };
                let phrase = Phrase::new(label).with("address", address.as_str());
                match key {
                    Some(key) => phrase.with("key", key.as_str()),
                    None => phrase,
                }
            }
            Self::Zone { kind, name_servers } if name_servers.is_empty() => {
                Phrase::new(&SHAPE_ZONE).with("kind", kind.as_str())
            }
            Self::Zone { kind, name_servers } => {
                Phrase::new(&SHAPE_ZONE_SERVERS).with("kind", kind.as_str()).with("servers", name_servers.join(", "))
            }
            Self::Link { peers, refresh_s } => {
                Phrase::new(&SHAPE_LINK).with("peers", *peers).with("seconds", *refresh_s)
            }
            Self::Serial(Some(serial)) => Phrase::new(&SHAPE_SERIAL).with("serial", *serial),
            Self::Serial(None) => Phrase::new(&SHAPE_SERIAL_ANY),
        }
    }
}
