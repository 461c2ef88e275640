//! The last versions of a zone: what a difference, an incremental transfer or a step back can start from.

use std::collections::VecDeque;

use crate::engine::dns::Serial;
use crate::engine::limits::ZoneLimits;

use super::{Change, Snapshot};

/// Versions in the order they were installed, oldest first; the oldest gives way.
#[derive(Clone, Debug)]
pub struct Versions {
    kept: VecDeque<Snapshot>,
    limit: usize,
}

impl Versions {
    /// None yet; keeps as many as the limits say, at least one.
    #[must_use]
    pub fn new(limits: &ZoneLimits) -> Self {
        Self { kept: VecDeque::new(), limit: limits.versions.max(1) }
    }

    /// Installs a version.
    pub fn push(&mut self, version: Snapshot) {
        if self.kept.len() == self.limit {
            self.kept.pop_front();
        }
        self.kept.push_back(version);
    }

    /// The current version.
    #[must_use]
    pub fn latest(&self) -> Option<&Snapshot> {
        self.kept.back()
    }

    /// The version with this serial; the later one if two had it.
    #[must_use]
    pub fn get(&self, serial: Serial) -> Option<&Snapshot> {
        self.kept.iter().rev().find(|version| version.serial() == Some(serial))
    }

    /// All of them, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Snapshot> {
        self.kept.iter()
    }

    /// The changes that lead from a serial to the current version, one a version (RFC 1995 §4). None when that version
    /// is not kept.
    #[must_use]
    pub fn since(&self, serial: Serial) -> Option<Vec<Change>> {
        let start = self.kept.iter().rposition(|version| version.serial() == Some(serial))?;
        let steps = self.kept.iter().skip(start).zip(self.kept.iter().skip(start + 1));
        steps.map(|(old, new)| Change::between(old, new)).collect()
    }
}
