//! The current version of a zone and how it came about: what an incremental transfer, a difference or a step back starts
//! from.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::engine::dns::Serial;
use crate::engine::limits::ZoneLimits;

use super::{Change, Snapshot};

/// The latest version and the changes that led to it, oldest first; the oldest give way. Serials rise from each to the
/// next (RFC 1982), so that each names one content.
#[derive(Clone, Debug)]
pub struct Versions {
    latest: Option<Snapshot>,
    journal: VecDeque<Arc<Change>>,
    octets: usize,
    limits: ZoneLimits,
}

impl Versions {
    /// None yet; keeps as much as the limits say, at least the latest version.
    #[must_use]
    pub fn new(limits: &ZoneLimits) -> Self {
        Self { latest: None, journal: VecDeque::new(), octets: 0, limits: *limits }
    }

    /// After a restart: the latest version and what is known of how it came about, oldest first. Where the chain of
    /// changes is broken, what was before is left out.
    #[must_use]
    pub fn resumed(limits: &ZoneLimits, latest: Snapshot, changes: impl IntoIterator<Item = Change>) -> Self {
        let mut versions = Self::new(limits);
        let mut last = None;
        for change in changes {
            if change.from() != last {
                versions.forget();
            }
            last = change.to();
            versions.keep(Arc::new(change));
        }
        if last != latest.serial() {
            versions.forget();
        }
        versions.latest = Some(latest);
        versions
    }

    /// The change that leads from a version to one whose serial follows (RFC 1982); none to any other.
    #[must_use]
    pub fn step(old: &Snapshot, new: &Snapshot) -> Option<Change> {
        let follows = old.serial()?.is_before(new.serial()?);
        if follows { Change::between(old, new) } else { None }
    }

    /// Installs a version that this change made of the latest, which spares looking for it.
    pub fn follow(&mut self, version: Snapshot, change: Arc<Change>) {
        let (from, to) = (self.latest.as_ref().and_then(Snapshot::serial), version.serial());
        let rises = from.zip(to).is_some_and(|(from, to)| from.is_before(to));
        if !rises || change.from() != from || change.to() != to {
            return self.push(version);
        }
        self.latest = Some(version);
        self.keep(change);
    }

    /// Installs a version. One whose serial does not follow the latest's makes what was before unreachable: a client
    /// that names one of those serials may hold other content.
    pub fn push(&mut self, version: Snapshot) {
        let change = self.latest.as_ref().and_then(|latest| Self::step(latest, &version));
        self.latest = Some(version);
        match change {
            Some(change) => self.keep(Arc::new(change)),
            None => self.forget(),
        }
    }

    fn keep(&mut self, change: Arc<Change>) {
        self.octets += change.octets();
        self.journal.push_back(change);
        while self.journal.len() >= self.limits.versions.max(1) || self.octets > self.limits.journal {
            let Some(oldest) = self.journal.pop_front() else { break };
            self.octets -= oldest.octets();
        }
    }

    /// Forgets all: the zone is served no more.
    pub fn clear(&mut self) {
        self.latest = None;
        self.forget();
    }

    fn forget(&mut self) {
        self.journal.clear();
        self.octets = 0;
    }

    /// The current version.
    #[must_use]
    pub const fn latest(&self) -> Option<&Snapshot> {
        self.latest.as_ref()
    }

    /// The change that led to the current version from the one before.
    #[must_use]
    pub fn last_change(&self) -> Option<&Arc<Change>> {
        self.journal.back()
    }

    /// The version with this serial, made anew from the latest unless it is that.
    #[must_use]
    pub fn get(&self, serial: Serial) -> Option<Snapshot> {
        let mut version = self.latest.clone()?;
        for change in self.journal.iter().rev() {
            if version.serial() == Some(serial) {
                break;
            }
            version = change.reversed().apply(&version).ok()?;
        }
        Some(version).filter(|version| version.serial() == Some(serial))
    }

    /// The changes that lead from a serial to the current version, one a version (RFC 1995 §4). None when the journal
    /// does not go back so far.
    #[must_use]
    pub fn since(&self, serial: Serial) -> Option<Vec<Arc<Change>>> {
        if self.latest.as_ref()?.serial() == Some(serial) {
            return Some(Vec::new());
        }
        let start = self.journal.iter().position(|change| change.from() == Some(serial))?;
        Some(self.journal.iter().skip(start).cloned().collect())
    }
}
