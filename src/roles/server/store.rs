//! What outlives the process: zones with their content and timers, and the provider's objects.
//!
//! A version is stored whole or as the change since the one before, so that a small change of a large zone is a small
//! write; the latest changes stay as the journal that others' IXFR is answered from ([`ZoneLimits`]).
//!
//! Each method is one whole transaction; when its answer has arrived, the write has reached the disk. No SQL leaks. A
//! write to a zone carries the [`Fence`] that [`Store::claim`] gave: once somebody else has claimed the zone, or it was
//! removed and made again, the write is refused.

pub mod content;
mod journal;
mod object;
mod query;
pub mod sqlite;
mod step;

#[cfg(test)]
mod contract;
#[cfg(test)]
pub(super) mod memory;

use std::fmt;
use std::future::Future;
use std::pin::Pin;

pub use content::{Content, Damage};
pub use object::{Audit, Kind, Object, Write};
pub use query::{Field, Filter, Page, Query, Test};
pub use step::Step;

use crate::engine::dns::{Name, Serial};
#[cfg(doc)]
use crate::engine::limits::ZoneLimits;
use crate::engine::xfr::Persisted;

/// What a method gives: a future that owns what it needs of the store.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Fault>> + Send + 'a>>;

/// Durable state behind transactions.
pub trait Store: Send + Sync {
    /// Takes zones, all or none: makes rows where there are none, raises their epochs so that earlier holders are fenced
    /// off, and returns what is kept of each, in the order asked for. `owner` and `now_s` (seconds since 1970) stay with
    /// the rows, so that of several servers on one store each knows whose a zone is.
    fn claim(&self, owner: Owner, zones: Vec<Name>, now_s: u64) -> Answer<'_, Vec<Claimed>>;

    /// What is kept of zones, each under the right of its last claim; none of those that were never claimed. For a start
    /// while nothing can be written: what is held can be served, and is written on once there is room.
    fn resume(&self, _zones: Vec<Name>) -> Answer<'_, Vec<Option<Claimed>>> {
        Box::pin(async { Err(Fault::Unavailable("this store cannot be read without a claim".to_owned())) })
    }

    /// Why nothing can be written, in the words of the last write, if that failed.
    fn trouble(&self) -> Option<String> {
        None
    }

    /// What the zone's current version is made of; none before the first transfer.
    fn content(&self, zone: Name) -> Answer<'_, Option<Kept>>;

    /// The changes from the version with serial `from`, or from the oldest that is kept, to the current one, oldest
    /// first. Empty when the journal does not go back so far.
    fn journal(&self, zone: Name, from: Option<Serial>) -> Answer<'_, Vec<Step>>;

    /// Puts chunks of a first version that is still on its way beside a zone that has none, from the one numbered `first`
    /// on; 0 forgets those from before, as a claim does, and any other must follow the last. They count for nothing until a
    /// version is committed whose first chunks they are ([`Content::staged`]). A zone that has a version takes none: [`Fault::Conflict`].
    fn stage(&self, _fence: Fence, _first: u32, _chunks: Vec<Vec<u8>>) -> Answer<'_, ()> {
        Box::pin(async { Err(Fault::Unavailable("this store takes versions whole".to_owned())) })
    }

    /// Replaces the zone's version and what the secondary remembers, together. `from` is the serial that the new version
    /// follows; another one in the store is [`Fault::Conflict`], as is a change that does not begin there.
    fn commit_version(&self, fence: Fence, from: Option<Serial>, version: Version, then: Persisted) -> Answer<'_, ()>;

    /// Keeps what the secondary remembers of time. The version stays the committed one, whatever `now` says of it. With
    /// `memory`, what the zone tells of its past becomes that text.
    fn note(&self, fence: Fence, now: Persisted, memory: Option<String>) -> Answer<'_, ()>;

    /// Forgets the zone: content, timers, row.
    fn remove_zone(&self, fence: Fence) -> Answer<'_, ()>;

    /// All objects of a kind, ordered by id.
    fn objects(&self, kind: Kind) -> Answer<'_, Vec<Object>>;

    /// One object; none if there is none of that id.
    fn object(&self, kind: Kind, id: String) -> Answer<'_, Option<Object>>;

    /// A page of objects, and how many there are on all pages.
    fn query(&self, query: Query) -> Answer<'_, Page>;

    /// The objects that refer to this one (see [`Object::references`]), by kind and id.
    fn referring(&self, kind: Kind, id: String) -> Answer<'_, Vec<Object>>;

    /// The accounts that have objects, in order.
    fn accounts(&self) -> Answer<'_, Vec<String>>;

    /// Writes objects, all or none, with one line for the audit. Gives the new revisions, 0 for a removed object.
    fn write_objects(&self, writes: Vec<Write>, audit: Audit) -> Answer<'_, Vec<u64>>;
}

/// Whose a zone is: a word that names one running server.
pub type Owner = String;

/// A version to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Version {
    /// All its records, and the change that led to it if that is to stay in the journal. Without one the journal begins
    /// anew: who names an older serial may hold other content.
    Whole(Content, Option<Step>),
    /// The change alone: the records before it stay, and are read together with it.
    Step(Step),
}

impl Version {
    /// Its serial.
    #[must_use]
    pub const fn serial(&self) -> Serial {
        match self {
            Self::Whole(content, _) => content.serial,
            Self::Step(step) => step.to,
        }
    }

    /// The change that led to it.
    #[must_use]
    pub const fn step(&self) -> Option<&Step> {
        match self {
            Self::Whole(_, step) => step.as_ref(),
            Self::Step(step) => Some(step),
        }
    }
}

/// A version as it is kept: the last one that was stored whole, and the changes since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// All records of a version.
    pub whole: Content,
    /// What happened to it since, oldest first.
    pub since: Vec<Step>,
}

impl Kept {
    /// The serial of the current version.
    #[must_use]
    pub fn serial(&self) -> Serial {
        self.since.last().map_or(self.whole.serial, |step| step.to)
    }
}

/// The right to write a zone: valid until the next claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// The zone's apex.
    pub zone: Name,
    /// Unique over all claims of all zones, and rising: a zone that was removed and made again has another.
    pub epoch: u64,
}

/// What a claim returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// The right to write.
    pub fence: Fence,
    /// Version and timers as last written; the default before that.
    pub persisted: Persisted,
    /// What the zone tells of its past, as last noted; empty before that.
    pub memory: String,
}

/// Why the store did not do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The object's revision, or the zone's serial, is not the expected one.
    Conflict,
    /// The zone belongs to a later claim.
    Fenced,
    /// What is kept does not decode, or its digest differs.
    Damaged(Damage),
    /// The database was written by a later version of this program.
    TooNew {
        /// Its schema version.
        found: u32,
        /// The newest that this program knows.
        known: u32,
    },
    /// The database or the disk failed, in its own words.
    Unavailable(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Conflict => f.write_str("somebody else changed it first"),
            Self::Fenced => f.write_str("the zone was claimed anew since"),
            Self::Damaged(damage) => write!(f, "the stored zone is damaged: {damage}"),
            Self::TooNew { found, known } => write!(
                f,
                "the database has schema version {found}, this program knows up to {known}: use the newer program, or the copy \
                 made before the upgrade"
            ),
            Self::Unavailable(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Fault {}
