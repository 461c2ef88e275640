//! A store in memory that fails or stops at a chosen call, for tests of everything above the trait.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::{
    Answer, Audit, Claimed, Fault, Fence, Kept, Kind, Object, Owner, Page, Query, Step, Store, Version, Write, journal,
};
use crate::engine::dns::{Name, Serial};
use crate::engine::xfr::Persisted;

/// What happens at the chosen call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mishap {
    /// The call does nothing and says so; later calls work.
    Fail,
    /// The call is done, but its answer never comes, nor any later one: the process died behind the commit.
    Stop,
}

#[derive(Default)]
pub(crate) struct Memory {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    zones: BTreeMap<Name, Zone>,
    objects: BTreeMap<(Kind, String), Object>,
    audit: Vec<Audit>,
    epoch: u64,
    calls: u64,
    mishap: Option<(u64, Mishap)>,
    stopped: bool,
    stages: u64,
}

#[derive(Default)]
struct Zone {
    epoch: u64,
    kept: Option<Kept>,
    staged: Vec<Vec<u8>>,
    /// Those behind the whole are [`Kept::since`] too.
    journal: Vec<Step>,
    persisted: Persisted,
    memory: String,
}

impl Memory {
    /// Lets `mishap` happen at the call of this number from now; 0 is the next.
    pub(crate) fn at_call(&self, call: u64, mishap: Mishap) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.mishap = Some((state.calls + call, mishap));
    }

    /// Whether the mishap of that name has happened.
    pub(crate) fn is_stopped(&self) -> bool {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).stopped
    }

    /// How often chunks came beforehand.
    pub(crate) fn stages(&self) -> u64 {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).stages
    }

    /// The chunks of a version that may come, of all zones.
    pub(crate) fn staged(&self) -> Vec<Vec<u8>> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.zones.values().flat_map(|zone| zone.staged.clone()).collect()
    }

    /// How many calls there were.
    pub(crate) fn calls(&self) -> u64 {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).calls
    }

    /// What a restart finds: the same state without the mishap.
    pub(crate) fn restarted(&self) -> Self {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = State {
            zones: std::mem::take(&mut state.zones),
            objects: std::mem::take(&mut state.objects),
            audit: std::mem::take(&mut state.audit),
            epoch: state.epoch,
            ..State::default()
        };
        Self { state: Mutex::new(kept) }
    }

    fn call<T: Send + 'static>(&self, work: impl FnOnce(&mut State) -> Result<T, Fault>) -> Answer<'_, T> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let call = state.calls;
        state.calls += 1;
        let mishap = state.mishap.filter(|(at, _)| *at == call).map(|(_, m)| m);
        if mishap == Some(Mishap::Fail) {
            return Box::pin(async { Err(Fault::Unavailable("no space left on device".to_owned())) });
        }
        if state.stopped {
            return Box::pin(std::future::pending());
        }
        let done = work(&mut state);
        if mishap == Some(Mishap::Stop) {
            state.stopped = true;
            return Box::pin(std::future::pending());
        }
        Box::pin(async { done })
    }
}

impl State {
    fn held(&mut self, fence: &Fence) -> Result<&mut Zone, Fault> {
        self.zones.get_mut(&fence.zone).filter(|z| z.epoch == fence.epoch).ok_or(Fault::Fenced)
    }
}

impl Store for Memory {
    fn claim(&self, _: Owner, zones: Vec<Name>, _: u64) -> Answer<'_, Vec<Claimed>> {
        self.call(|state| {
            let claim = |zone: Name| {
                state.epoch += 1;
                let row = state.zones.entry(zone.clone()).or_default();
                row.epoch = state.epoch;
                row.staged.clear();
                Claimed {
                    fence: Fence { zone, epoch: row.epoch },
                    persisted: row.persisted,
                    memory: row.memory.clone(),
                }
            };
            Ok(zones.into_iter().map(claim).collect())
        })
    }

    fn content(&self, zone: Name) -> Answer<'_, Option<Kept>> {
        self.call(|state| Ok(state.zones.get(&zone).and_then(|z| z.kept.clone())))
    }

    fn journal(&self, zone: Name, from: Option<Serial>) -> Answer<'_, Vec<Step>> {
        self.call(move |state| {
            let steps = state.zones.get(&zone).map(|z| z.journal.clone()).unwrap_or_default();
            Ok(journal::from(steps, from))
        })
    }

    fn stage(&self, fence: Fence, first: u32, mut chunks: Vec<Vec<u8>>) -> Answer<'_, ()> {
        self.call(move |state| {
            state.stages += 1;
            let zone = state.held(&fence)?;
            if zone.kept.is_some() || first > 0 && first as usize != zone.staged.len() {
                return Err(Fault::Conflict);
            }
            zone.staged.truncate(first as usize);
            zone.staged.append(&mut chunks);
            Ok(())
        })
    }

    fn commit_version(
        &self,
        fence: Fence,
        from: Option<Serial>,
        mut version: Version,
        then: Persisted,
    ) -> Answer<'_, ()> {
        self.call(move |state| {
            let zone = state.held(&fence)?;
            if zone.kept.as_ref().map(Kept::serial) != from {
                return Err(Fault::Conflict);
            }
            journal::fits(from, &version, &then)?;
            if let Version::Whole(whole, _) = &mut version {
                let mut staged = std::mem::take(&mut zone.staged);
                if whole.staged > 0 {
                    if from.is_some() || staged.len() != whole.staged as usize {
                        return Err(Fault::Conflict);
                    }
                    staged.append(&mut whole.chunks);
                    (whole.chunks, whole.staged) = (staged, 0);
                }
            }
            let step = version.step().cloned();
            match (version, &mut zone.kept) {
                (Version::Whole(whole, _), kept) => *kept = Some(Kept { whole, since: Vec::new() }),
                (Version::Step(step), Some(kept)) => kept.since.push(step),
                (Version::Step(_), None) => return Err(Fault::Conflict),
            }
            match step {
                Some(step) => zone.journal.push(step),
                None => zone.journal.clear(),
            }
            let sizes: Vec<_> = zone.journal.iter().map(|step| step.octets.len()).collect();
            let needed = zone.kept.as_ref().map_or(0, |kept| kept.since.len());
            zone.journal.drain(..journal::surplus(&sizes, needed));
            zone.persisted = then;
            Ok(())
        })
    }

    fn note(&self, fence: Fence, now: Persisted, memory: Option<String>) -> Answer<'_, ()> {
        self.call(|state| {
            let zone = state.held(&fence)?;
            zone.persisted = Persisted { version: zone.persisted.version, ..now };
            zone.memory = memory.unwrap_or_else(|| std::mem::take(&mut zone.memory));
            Ok(())
        })
    }

    fn remove_zone(&self, fence: Fence) -> Answer<'_, ()> {
        self.call(|state| {
            state.held(&fence)?;
            state.zones.remove(&fence.zone);
            Ok(())
        })
    }

    fn objects(&self, kind: Kind) -> Answer<'_, Vec<Object>> {
        self.call(|state| Ok(state.objects.values().filter(|o| o.kind == kind).cloned().collect()))
    }

    fn object(&self, kind: Kind, id: String) -> Answer<'_, Option<Object>> {
        self.call(move |state| Ok(state.objects.get(&(kind, id)).cloned()))
    }

    fn query(&self, query: Query) -> Answer<'_, Page> {
        self.call(move |state| {
            let mut objects: Vec<Object> = state.objects.values().filter(|o| query.admits(o)).cloned().collect();
            objects.sort_by_cached_key(|o| (query.order.of(o), o.name(), o.id.clone()));
            if query.descending {
                objects.reverse();
            }
            let total = objects.len() as u64;
            let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
            let objects = objects.into_iter().skip(number(query.skip)).take(number(query.limit)).collect();
            Ok(Page { objects, total })
        })
    }

    fn referring(&self, kind: Kind, id: String) -> Answer<'_, Vec<Object>> {
        self.call(move |state| {
            let refers = |o: &&Object| o.references().contains(&(kind, id.as_str()));
            Ok(state.objects.values().filter(refers).cloned().collect())
        })
    }

    fn accounts(&self) -> Answer<'_, Vec<String>> {
        self.call(|state| {
            let accounts: BTreeSet<_> = state.objects.values().map(|o| o.account.clone()).collect();
            Ok(accounts.into_iter().filter(|account| !account.is_empty()).collect())
        })
    }

    fn write_objects(&self, writes: Vec<Write>, audit: Audit) -> Answer<'_, Vec<u64>> {
        self.call(|state| {
            let mut objects = state.objects.clone();
            let mut revisions = Vec::new();
            for write in writes {
                let (kind, id, expected) = match &write {
                    Write::Put { object, expected } => (object.kind, object.id.clone(), *expected),
                    Write::Delete { kind, id, expected } => (*kind, id.clone(), Some(*expected)),
                };
                if objects.get(&(kind, id.clone())).map(|o| o.revision) != expected {
                    return Err(Fault::Conflict);
                }
                let revision = match write {
                    Write::Put { object, .. } => {
                        let revision = expected.unwrap_or_default() + 1;
                        objects.insert((kind, id), Object { revision, ..object });
                        revision
                    }
                    Write::Delete { .. } => {
                        objects.remove(&(kind, id));
                        0
                    }
                };
                revisions.push(revision);
            }
            state.objects = objects;
            state.audit.push(audit);
            Ok(revisions)
        })
    }
}
