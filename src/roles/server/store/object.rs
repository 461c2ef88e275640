//! The provider's objects as the store sees them: a kind, an id, a JSON body, a revision.

use serde_json::Value;
use zeroize::Zeroizing;

/// What an object is; one id space each. Those of a zone have the zone's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A range of addresses that may send NOTIFY and transfer.
    Acl,
    /// How a zone is signed.
    Dnssec,
    /// A zone's link to its primaries.
    Incoming,
    /// A zone that a catalog zone brought; its id is the zone's name.
    Member,
    /// A zone's link to its secondaries.
    Outgoing,
    /// A primary or a secondary.
    Peer,
    /// A zone's policy; its id is the zone's name.
    Policy,
    /// What a zone is served with.
    Settings,
    /// A TSIG key. Its secret is kept in a column of its own: the database file is readable by its owner only.
    Tsig,
    /// A zone.
    Zone,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Acl,
        Self::Dnssec,
        Self::Incoming,
        Self::Member,
        Self::Outgoing,
        Self::Peer,
        Self::Policy,
        Self::Settings,
        Self::Tsig,
        Self::Zone,
    ];

    /// The word it is stored under.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Acl => "acl",
            Self::Dnssec => "dnssec",
            Self::Incoming => "incoming",
            Self::Member => "member",
            Self::Outgoing => "outgoing",
            Self::Peer => "peer",
            Self::Policy => "policy",
            Self::Settings => "settings",
            Self::Tsig => "tsig",
            Self::Zone => "zone",
        }
    }

    /// The kind of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// One object. No `Debug`: a body may hold a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Object {
    /// What it is.
    pub kind: Kind,
    /// Its id, unique within the kind.
    pub id: String,
    /// The account it belongs to; empty for objects of a zone.
    pub account: String,
    /// Counts its writes, from 1. Ignored when written: the store counts.
    pub revision: u64,
    /// The object's own fields, a secret among them.
    pub body: Value,
}

impl Object {
    /// What it is found and ordered by: its name in lower case, without a final dot.
    #[must_use]
    pub fn name(&self) -> String {
        let name = self.body.get("name").and_then(Value::as_str).unwrap_or_default();
        name.trim_end_matches('.').to_lowercase()
    }

    /// The objects that it cannot do without: a peer's key, a link's peers.
    #[must_use]
    pub fn references(&self) -> Vec<(Kind, &str)> {
        let text = |value: &'_ Value| value.as_str().is_some_and(|id| !id.is_empty());
        match self.kind {
            Kind::Peer => {
                let key = self.body.get("tsig_id").filter(|v| text(v)).and_then(Value::as_str);
                key.map(|id| (Kind::Tsig, id)).into_iter().collect()
            }
            Kind::Incoming | Kind::Outgoing => {
                let peers = self.body.get("peers").and_then(Value::as_array);
                peers.into_iter().flatten().filter_map(Value::as_str).map(|id| (Kind::Peer, id)).collect()
            }
            Kind::Acl | Kind::Dnssec | Kind::Member | Kind::Policy | Kind::Settings | Kind::Tsig | Kind::Zone => {
                Vec::new()
            }
        }
    }

    /// The body as it is kept, and the secret that is kept beside it.
    pub(super) fn parted(&self) -> (Value, Option<Zeroizing<String>>) {
        let mut body = self.body.clone();
        let secret = match self.kind {
            Kind::Tsig => body.as_object_mut().and_then(|fields| fields.remove(SECRET)),
            _ => None,
        };
        let secret = secret.and_then(|s| s.as_str().map(|s| Zeroizing::new(s.to_owned())));
        (body, secret)
    }

    /// Puts the secret back where [`Self::parted`] took it from.
    pub(super) fn rejoined(mut self, secret: Option<String>) -> Self {
        if let (Some(secret), Some(fields)) = (secret, self.body.as_object_mut()) {
            fields.insert(SECRET.to_owned(), Value::String(secret));
        }
        self
    }
}

/// The field of a body that is kept apart.
const SECRET: &str = "secret";

/// One write of [`super::Store::write_objects`].
#[derive(Clone)]
pub enum Write {
    /// Stores an object. `expected` is the revision that it replaces, none for an object that must not exist yet.
    Put {
        /// The object.
        object: Object,
        /// The revision it replaces.
        expected: Option<u64>,
    },
    /// Removes an object.
    Delete {
        /// Its kind.
        kind: Kind,
        /// Its id.
        id: String,
        /// The revision it must have.
        expected: u64,
    },
}

/// One line of the record of who changed what. Holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// When, in seconds since 1970.
    pub at_s: u64,
    /// What was done, in the words of the interface it was done through: `POST /accounts/…/tsigs`.
    pub action: String,
}
