//! The zones by name, and what is told of each.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::past::{Counts, Failed};
use super::zone::Zone;
use crate::engine::answer;
use crate::engine::dns::{Name, NameRef, Serial};
use crate::engine::xfr::{Progress, Waiting};

/// The running zones.
#[derive(Default)]
pub struct Zones(RwLock<HashMap<Name, Arc<Zone>>>);

impl Zones {
    pub(super) fn get(&self, zone: NameRef<'_>) -> Option<Arc<Zone>> {
        self.read().get(&zone.to_owned()).cloned()
    }

    /// Gives back the one that it replaces.
    pub(super) fn insert(&self, zone: Arc<Zone>) -> Option<Arc<Zone>> {
        let name = zone.fence().zone.clone();
        self.write().insert(name, zone)
    }

    pub(super) fn remove(&self, zone: NameRef<'_>) -> Option<Arc<Zone>> {
        self.write().remove(&zone.to_owned())
    }

    /// Removes this one, not another of its name. False: it is not there.
    pub(super) fn remove_this(&self, zone: &Arc<Zone>) -> bool {
        let mut zones = self.write();
        let there = zones.get(&zone.fence().zone).is_some_and(|other| Arc::ptr_eq(other, zone));
        there && zones.remove(&zone.fence().zone).is_some()
    }

    pub(super) fn all(&self) -> Vec<Arc<Zone>> {
        self.read().values().cloned().collect()
    }

    // A panic while the lock was held cannot leave the map half changed.
    fn read(&self) -> RwLockReadGuard<'_, HashMap<Name, Arc<Zone>>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, HashMap<Name, Arc<Zone>>> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl answer::Zones for Zones {
    fn zone(&self, apex: NameRef<'_>) -> Option<answer::Zone> {
        self.get(apex).map(|zone| zone.served())
    }

    fn expires_s(&self, apex: NameRef<'_>) -> Option<u64> {
        self.get(apex)?.expires_s()
    }
}

/// How a zone stands.
#[derive(Clone, Debug)]
pub struct Status {
    /// The serial held; none before the first transfer.
    pub serial: Option<Serial>,
    /// When a primary last confirmed or delivered the content, in seconds since 1970; none before the first transfer.
    pub confirmed_at_s: Option<u64>,
    /// When a primary last answered with this version or brought it, in microseconds since 1970; never before
    /// [`Self::confirmed_at_s`], which the primary's own age may set back (RFC 7314).
    pub checked_at_us: Option<u64>,
    /// When it was last transferred from here since this process began, in microseconds since 1970.
    pub given_at_us: Option<u64>,
    /// When it expires unless it is confirmed, in seconds since 1970; none before the first transfer.
    pub expires_at_s: Option<u64>,
    /// When the next check is due, in seconds since 1970.
    pub next_check_at_s: u64,
    /// Why that check will be made: `refresh`, `retry`, `notify` and so on; none while one is under way.
    pub next_reason: Option<&'static str>,
    /// Whether the content expired and is not served.
    pub expired: bool,
    /// Whether a primary is being asked or content is being stored.
    pub busy: bool,
    /// How far the transfer under way has come.
    pub progress: Option<Progress>,
    /// The version that waits for approval.
    pub waiting: Option<Waiting>,
    /// What went wrong since content was last served or confirmed, the latest first, at most eight.
    pub failures: Vec<Failed>,
    /// How often what happened since the zone was first configured.
    pub counts: Counts,
}
