//! The plan: what the provider has, what it should have, and what is done about the difference.

use serde::{Deserialize, Serialize};

use super::Phrase;
use super::fields::Difference;
use crate::engine::diag::Label;

/// The steps in the order in which they are taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Keys, peers, ACLs, zone, settings, link, DNSSEC, serial, outgoing, retired keys.
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

    /// Other zones that the plan would change, without repetition: nothing is applied until a person agrees.
    #[must_use]
    pub fn shared(&self) -> Vec<&str> {
        let mut zones: Vec<_> = self.steps.iter().flat_map(|s| &s.shared).map(String::as_str).collect();
        zones.sort_unstable();
        zones.dedup();
        zones
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
    /// How many other zones use the object that is changed or removed: it changes for them, too.
    pub shared_with: usize,
    /// Their names.
    pub shared: Vec<String>,
    /// The fields that differ.
    pub differences: Vec<Difference>,
    /// What to know before this step is taken.
    pub notes: Vec<Phrase>,
    /// Which of the wish's objects it is about.
    pub(super) part: Part,
}

/// Which of the wish's objects a step is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The key of that index.
    Key(usize),
    /// The peer of that index among all: primaries, then secondaries.
    Peer(usize),
    /// The ACL of that index.
    Acl(usize),
    /// The key to retire of that index.
    Retired(usize),
    /// There is one a zone.
    Only,
}

/// Kinds of object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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
    /// A range of addresses of the account.
    Acl,
    /// Whether names may be proxied, whether apex NS are served.
    Settings,
    /// Who signs the zone.
    Dnssec,
    /// The zone's `outgoing` configuration.
    Outgoing,
    /// Whether the provider sends the zone out.
    Enabled,
    /// The provider's look at the delegation.
    Activation,
}

static OBJECT_KEY: Label = Label { name: "object-key" };
static OBJECT_PEER: Label = Label { name: "object-peer" };
static OBJECT_ZONE: Label = Label { name: "object-zone" };
static OBJECT_LINK: Label = Label { name: "object-link" };
static OBJECT_SERIAL: Label = Label { name: "object-serial" };
static OBJECT_ACL: Label = Label { name: "object-acl" };
static OBJECT_SETTINGS: Label = Label { name: "object-settings" };
static OBJECT_DNSSEC: Label = Label { name: "object-dnssec" };
static OBJECT_OUTGOING: Label = Label { name: "object-outgoing" };
static OBJECT_ENABLED: Label = Label { name: "object-enabled" };
static OBJECT_ACTIVATION: Label = Label { name: "object-activation" };

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
            Self::Acl => &OBJECT_ACL,
            Self::Settings => &OBJECT_SETTINGS,
            Self::Dnssec => &OBJECT_DNSSEC,
            Self::Outgoing => &OBJECT_OUTGOING,
            Self::Enabled => &OBJECT_ENABLED,
            Self::Activation => &OBJECT_ACTIVATION,
        })
    }
}

/// What is done about an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Nothing: it is as it should be.
    Keep,
    /// It is made.
    Create,
    /// It is there and is changed.
    Change,
    /// It is there and is removed.
    Remove,
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
    /// An ACL.
    Acl {
        /// What it is called.
        name: String,
        /// CIDR.
        range: String,
    },
    /// Settings or DNSSEC: `secondary_overrides on`.
    Switches(String),
    /// Secondaries, by how many.
    Outgoing {
        /// How many peers.
        peers: usize,
    },
    /// Outgoing transfers, on or off.
    Enabled(bool),
    /// The zone's status.
    Status(String),
    /// Nothing.
    Absent,
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
static SHAPE_ACL: Label = Label { name: "shape-acl" };
static SHAPE_WORDS: Label = Label { name: "shape-words" };
static SHAPE_OUTGOING: Label = Label { name: "shape-outgoing" };
static SHAPE_ON: Label = Label { name: "shape-on" };
static SHAPE_OFF: Label = Label { name: "shape-off" };
static SHAPE_ABSENT: Label = Label { name: "shape-absent" };

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
            Self::Acl { name, range } => {
                Phrase::new(&SHAPE_ACL).with("name", name.as_str()).with("range", range.as_str())
            }
            Self::Switches(words) | Self::Status(words) => Phrase::new(&SHAPE_WORDS).with("words", words.as_str()),
            Self::Outgoing { peers } => Phrase::new(&SHAPE_OUTGOING).with("peers", *peers),
            Self::Enabled(true) => Phrase::new(&SHAPE_ON),
            Self::Enabled(false) => Phrase::new(&SHAPE_OFF),
            Self::Absent => Phrase::new(&SHAPE_ABSENT),
        }
    }
}
