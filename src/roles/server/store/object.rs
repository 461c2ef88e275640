//! The provider's objects as the store sees them: a kind, an id, a JSON body, a revision.

use serde_json::Value;

/// What an object is; one id space each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A zone's link to its primaries.
    Incoming,
    /// A primary.
    Peer,
    /// A TSIG key. Its body holds the secret: the database file is readable by its owner only.
    Tsig,
    /// A zone.
    Zone,
}

impl Kind {
    /// The word it is stored under.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Incoming => "incoming",
            Self::Peer => "peer",
            Self::Tsig => "tsig",
            Self::Zone => "zone",
        }
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
    /// The object's own fields.
    pub body: Value,
}

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
