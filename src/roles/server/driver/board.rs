//! The zones by name, and what is told of each.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::past::{Counts, Failed};
use super::zone::Zone;
use crate::engine::answer;
use crate::engine::dns::name::MAX_NAME;
use crate::engine::dns::{NameRef, Serial};
use crate::engine::xfr::{Progress, Waiting};

/// The running zones.
#[derive(Default)]
pub struct Zones(RwLock<Map>);

/// By name, in lower case and wire form: a name's end is its ancestor's key.
type Map = HashMap<Box<[u8]>, Arc<Zone>>;

/// The zones at one moment. While it is held zones neither come nor go, and whoever waits for that keeps others from
/// looking: nothing else may be asked of them meanwhile.
pub(in crate::roles::server) struct Held<'z>(RwLockReadGuard<'z, Map>);

impl Zones {
    pub(in crate::roles::server) fn hold(&self) -> Held<'_> {
        Held(self.read())
    }

    pub(super) fn get(&self, zone: NameRef<'_>) -> Option<Arc<Zone>> {
        let mut key = [0; MAX_NAME];
        self.read().get(lower(zone, &mut key)).cloned()
    }

    /// Gives back the one that it replaces.
    pub(super) fn insert(&self, zone: Arc<Zone>) -> Option<Arc<Zone>> {
        let key = key_of(zone.fence().zone.as_ref());
        self.write().insert(key, zone)
    }

    pub(super) fn remove(&self, zone: NameRef<'_>) -> Option<Arc<Zone>> {
        self.write().remove(&key_of(zone))
    }

    /// Removes this one, not another of its name. False: it is not there.
    pub(super) fn remove_this(&self, zone: &Arc<Zone>) -> bool {
        let (key, mut zones) = (key_of(zone.fence().zone.as_ref()), self.write());
        let there = zones.get(&key).is_some_and(|other| Arc::ptr_eq(other, zone));
        there && zones.remove(&key).is_some()
    }

    pub(super) fn all(&self) -> Vec<Arc<Zone>> {
        self.read().values().cloned().collect()
    }

    // A panic while the lock was held cannot leave the map half changed.
    fn read(&self) -> RwLockReadGuard<'_, Map> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Map> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held<'_> {
    fn get(&self, zone: NameRef<'_>) -> Option<&Arc<Zone>> {
        let mut key = [0; MAX_NAME];
        self.0.get(lower(zone, &mut key))
    }
}

impl answer::Zones for Held<'_> {
    fn zone(&self, apex: NameRef<'_>) -> Option<answer::Zone> {
        self.get(apex).map(|zone| zone.served())
    }

    fn enclosing<'n>(&self, name: NameRef<'n>) -> Option<(NameRef<'n>, answer::Zone)> {
        let mut key = [0; MAX_NAME];
        let key = lower(name, &mut key);
        let at = |apex: &NameRef<'n>| {
            let end = key.len() - apex.wire().len();
            self.0.get(key.get(end..)?)
        };
        std::iter::successors(Some(name), |n| n.parent()).find_map(|apex| Some((apex, at(&apex)?.served())))
    }

    fn expires_s(&self, apex: NameRef<'_>) -> Option<u64> {
        self.get(apex)?.expires_s()
    }
}

/// The name's key, in `out`.
fn lower<'k>(name: NameRef<'_>, out: &'k mut [u8; MAX_NAME]) -> &'k [u8] {
    let wire = name.wire();
    // Length octets end at 63, below the capitals, which begin at 65. A name has 255 octets at most (RFC 1035 §2.3.4).
    let Some(key) = out.get_mut(..wire.len()) else { return &[] };
    key.copy_from_slice(wire);
    key.make_ascii_lowercase();
    key
}

fn key_of(name: NameRef<'_>) -> Box<[u8]> {
    lower(name, &mut [0; MAX_NAME]).into()
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
    /// When it was last transferred from here, whole or as differences, in microseconds since 1970; none before the first
    /// time.
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
