//! One zone: its session behind a lock, and the doing of what the session says.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::super::catalogs::Word;
use super::super::clock;
use super::super::store::{Fault, Fence};
use super::current::Current;
use super::early::{Early, Written};
use super::link::Link;
use super::past::Past;
use super::stored::{Next, Restored, Stored};
use super::tell::Told;
use super::{Deputy, Shared, Status};
use crate::engine::answer::{self, Access};
use crate::engine::diag::{Args, Code, Severity, english};
use crate::engine::dns::Name;
use crate::engine::limits::ZoneLimits;
use crate::engine::tsig::Key;
use crate::engine::xfr::{
    Close, LinkId, Persisted, Session, SessionInput, SessionOutput, SessionTimer, StoreFault, Ticket, Waiting, codes,
};
use crate::engine::zone::{Change, Snapshot, Versions};

/// Something that happened to a zone.
#[derive(Clone, Debug)]
pub struct ZoneEvent {
    /// Its number: rising, over restarts too.
    pub seq: u64,
    /// The zone.
    pub zone: Name,
    /// When, in seconds since 1970.
    pub at_s: u64,
    /// What.
    pub code: &'static Code,
    /// Its values.
    pub args: Args,
}

pub(in crate::roles::server) struct Zone {
    fence: Fence,
    state: Mutex<State>,
    /// Those of its primaries and its clients.
    keys: Mutex<Vec<Arc<Key>>>,
    told: Told,
    deputy: Mutex<Deputy>,
    served: Current,
    /// When a primary last confirmed or brought the content since this process began, in microseconds since 1970; 0 for
    /// never.
    checked_us: AtomicU64,
    /// When the content expires, in seconds since 1970; 0 when there never was any. Apart from the state for the same
    /// reason.
    expires_s: AtomicU64,
    /// Whether new versions are a catalog's.
    is_catalog: AtomicBool,
}

struct State {
    session: Session,
    links: HashMap<LinkId, Link>,
    /// The number under which a timer was last armed; an entry of the heap with another one is stale.
    armed: HashMap<SessionTimer, u64>,
    stored: Stored,
    /// The version that the store holds, while it is served or about to be: the next one is written as a change of it.
    base: Option<Snapshot>,
    /// What led to it, until it is served.
    change: Option<Arc<Change>>,
    /// The history of the restored version, until that is served.
    restored: Option<Versions>,
    /// What the transfer under way brings, where it may be written before it is whole.
    early: Option<Early>,
    past: Past,
}

/// What the store has of a zone, as far as it is known.
struct Held {
    stored: Stored,
    base: Option<Snapshot>,
}

impl Zone {
    pub(super) fn new(
        session: Session,
        fence: Fence,
        stored: Stored,
        restored: Option<Restored>,
        access: Arc<Access>,
        deputy: Deputy,
        past: Past,
    ) -> Self {
        let (base, restored, stored) = match restored {
            Some(Restored { snapshot, history, stored }) => (Some(snapshot), Some(history), stored),
            None => (None, None, stored),
        };
        let state = State {
            session,
            links: HashMap::new(),
            armed: HashMap::new(),
            stored,
            base,
            change: None,
            restored,
            early: None,
            past,
        };
        let keys = Mutex::default();
        let history = Arc::new(Versions::new(&ZoneLimits::default()));
        Self {
            fence,
            state: Mutex::new(state),
            keys,
            told: Told::default(),
            deputy: Mutex::new(deputy),
            served: Current::new(access, history),
            checked_us: AtomicU64::new(0),
            expires_s: AtomicU64::new(0),
            is_catalog: AtomicBool::new(false),
        }
    }

    pub(super) const fn fence(&self) -> &Fence {
        &self.fence
    }

    pub(super) fn expires_s(&self) -> Option<u64> {
        Some(self.expires_s.load(Ordering::Relaxed)).filter(|at| *at > 0)
    }

    /// Somebody has transferred it.
    pub(super) fn given(self: &Arc<Self>, shared: &Arc<Shared>) {
        let mut state = self.state();
        state.past.given_us = clock::wall_us();
        let (now, past) = (state.session.secondary().persisted(), state.past.text());
        drop(state);
        self.note(shared, now, past);
    }

    pub(in crate::roles::server) fn served(&self) -> answer::Zone {
        self.served.get()
    }

    pub(super) fn deputy(&self) -> Deputy {
        self.deputy.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn set_access(&self, access: Arc<Access>, deputy: Deputy) {
        *self.deputy.lock().unwrap_or_else(PoisonError::into_inner) = deputy;
        self.served.set_access(access);
    }

    pub(super) const fn told(&self) -> &Told {
        &self.told
    }

    /// Whether it is a catalog from now on; one that becomes one is read as it is.
    pub(super) fn set_catalog(&self, shared: &Shared, is_catalog: bool) {
        let before = self.is_catalog.swap(is_catalog, Ordering::Relaxed);
        if is_catalog && !before {
            self.tell_catalog(shared, self.served().content);
        }
    }

    fn tell_catalog(&self, shared: &Shared, version: Option<Snapshot>) {
        // RFC 9432 §5.1: one that expired leaves its members as they are.
        if let Some(version) = version.filter(|_| self.is_catalog.load(Ordering::Relaxed)) {
            shared.tell_catalogs(Word::Version(self.fence.zone.clone(), version));
        }
    }

    /// Gives back the ones before.
    pub(super) fn set_keys(&self, keys: Vec<Arc<Key>>) -> Vec<Arc<Key>> {
        std::mem::replace(&mut self.keys.lock().unwrap_or_else(PoisonError::into_inner), keys)
    }

    pub(super) fn status(&self) -> Status {
        let state = self.state();
        let secondary = state.session.secondary();
        let Persisted { version, confirmed_s, expired, .. } = secondary.persisted();
        Status {
            serial: version.map(|v| v.serial),
            confirmed_at_s: version.map(|_| confirmed_s),
            checked_at_us: version.map(|_| match self.checked_us.load(Ordering::Relaxed) {
                0 => confirmed_s.saturating_mul(1_000_000),
                at => at,
            }),
            given_at_us: Some(state.past.given_us).filter(|at| *at > 0),
            expires_at_s: secondary.expires_at_s(),
            next_check_at_s: secondary.next_check_s(),
            next_reason: secondary.next_reason(),
            waiting: state.session.waiting().cloned(),
            expired,
            busy: !secondary.is_idle(),
            progress: state.session.progress(),
            failures: state.past.failures.iter().cloned().collect(),
            counts: state.past.counts,
        }
    }

    pub(super) fn waiting(&self) -> Option<Waiting> {
        self.state().session.waiting().cloned()
    }

    /// Gives the session an input and does what it says.
    pub(super) fn step(self: &Arc<Self>, shared: &Arc<Shared>, input: SessionInput<'_>) {
        let mut state = self.state();
        let mut outputs = Vec::new();
        let now = clock::now();
        let trace = shared.trace.get();
        if let Some(trace) = trace {
            trace.given(state.session.apex(), now, &input);
        }
        state.session.step(now, input, &mut outputs);
        if let Some(trace) = trace {
            trace.said(&mut state.session, now, &outputs);
        }
        self.expires_s.store(state.session.secondary().expires_at_s().unwrap_or(0), Ordering::Relaxed);
        for output in outputs {
            self.act(shared, &mut state, output);
        }
        // A version that is to be stored was asked for above, in the step that its last message caused.
        if let Some(early) = &state.early {
            drop(early.take());
        }
    }

    /// An armed timer came due; one that was moved or disarmed since changes nothing.
    pub(super) fn timer(self: &Arc<Self>, shared: &Arc<Shared>, timer: SessionTimer, number: u64) {
        let mut state = self.state();
        if state.armed.get(&timer) != Some(&number) {
            return;
        }
        state.armed.remove(&timer);
        drop(state);
        self.step(shared, SessionInput::Timer(timer));
    }

    /// A link ended by itself.
    pub(super) fn closed(self: &Arc<Self>, shared: &Arc<Shared>, link: LinkId, why: Close) {
        self.state().links.remove(&link);
        self.step(shared, SessionInput::Closed(link, why));
    }

    fn act(self: &Arc<Self>, shared: &Arc<Shared>, state: &mut State, output: SessionOutput) {
        match output {
            SessionOutput::Connect(connect) => {
                let id = connect.link;
                // What is held is changed by most transfers, and seldom replaced.
                let is_first = state.stored.serial.is_none() && !state.stored.doubtful;
                state.early = is_first.then(|| state.early.as_ref().map_or_else(Early::default, Early::next));
                if let Some(early) = &state.early {
                    state.session.tap(|| early.tap(shared, self.fence.clone()));
                }
                state.links.insert(id, Link::open(shared, self, connect));
            }
            SessionOutput::Send(link, message) => {
                if let Some(link) = state.links.get(&link) {
                    link.send(message);
                }
            }
            SessionOutput::Close(link) => {
                state.links.remove(&link);
            }
            SessionOutput::Release(link) => {
                if let Some(link) = state.links.remove(&link) {
                    link.release(shared);
                }
            }
            SessionOutput::Arm(timer, at_ms) => {
                let number = shared.timers.arm(shared, self, timer, at_ms);
                state.armed.insert(timer, number);
            }
            SessionOutput::Disarm(timer) => {
                state.armed.remove(&timer);
            }
            SessionOutput::Store(ticket, snapshot, then) => self.store(shared, state, ticket, snapshot, then),
            SessionOutput::Note(now) => self.note(shared, now, state.past.text()),
            SessionOutput::Serve(snapshot) => {
                self.serve(state, snapshot.clone());
                self.tell_catalog(shared, snapshot.clone());
                if let Some(version) = snapshot {
                    self.told.begin(shared, self, &version);
                }
            }
            SessionOutput::Event(code, args) => {
                if *code == codes::XFR_CURRENT || *code == codes::XFR_SERVED {
                    self.checked_us.store(clock::wall_us(), Ordering::Relaxed);
                }
                self.tell(shared, state, code, args);
            }
        }
    }

    /// Something happened that the session knows nothing of.
    pub(super) fn say(&self, shared: &Shared, code: &'static Code, args: Args) {
        self.tell(shared, &mut self.state(), code, args);
    }

    fn tell(&self, shared: &Shared, state: &mut State, code: &'static Code, args: Args) {
        state.past.hear(&self.publish(shared, code, args));
    }

    /// Answers from this version from now on. What led to it is found before readers are kept out.
    fn serve(&self, state: &mut State, snapshot: Option<Snapshot>) {
        let mut history = self.served().history.as_ref().clone();
        let (restored, change) = (state.restored.take(), state.change.take());
        match &snapshot {
            Some(version) => {
                version.prepare();
                match (restored, change) {
                    (Some(restored), _) if restored.latest().and_then(Snapshot::serial) == version.serial() => {
                        history = restored;
                    }
                    (_, Some(change)) => history.follow(version.clone(), change),
                    (_, None) => history.push(version.clone()),
                }
            }
            None => {
                history.clear();
                state.base = None;
            }
        }
        self.served.serve(snapshot, Arc::new(history));
    }

    /// Makes a version durable, then says so to the session.
    fn store(
        self: &Arc<Self>,
        shared: &Arc<Shared>,
        state: &State,
        ticket: Ticket,
        snapshot: Snapshot,
        then: Persisted,
    ) {
        let runtime = &shared.runtime;
        let held = Held { stored: state.stored.clone(), base: state.base.clone() };
        let early = state.early.as_ref().and_then(Early::take);
        let (zone, shared) = (Arc::clone(self), Arc::clone(shared));
        runtime.spawn(async move {
            let result = zone.commit(&shared, held, early, snapshot, then).await.map_err(|words| StoreFault { words });
            zone.step(&shared, SessionInput::Stored(ticket, result));
        });
    }

    /// Writes a version to the store, and remembers what that now holds.
    async fn commit(
        &self,
        shared: &Shared,
        Held { stored, base }: Held,
        early: Option<Written>,
        snapshot: Snapshot,
        then: Persisted,
    ) -> Result<(), String> {
        let zone = self.fence.zone.clone();
        let stored = if stored.doubtful {
            let kept = shared.store.content(zone).await.map_err(|fault| fault.to_string())?;
            Stored::of(kept.map(|kept| kept.serial()))
        } else {
            stored
        };
        let (from, version) = (stored.serial, snapshot.clone());
        let first = match (early, snapshot.serial()) {
            (Some(early), Some(serial)) if from.is_none() => early.content(serial).await,
            _ => None,
        };
        // A million records take a while to write down; queries go on meanwhile.
        let whole = || {
            let (stored, base, snapshot) = (stored.clone(), base.clone(), snapshot.clone());
            tokio::task::spawn_blocking(move || stored.next(base.as_ref(), &snapshot))
        };
        let (fence, is_early) = (&self.fence, first.is_some());
        let commit = |next: Next| async move {
            let done = shared.store.commit_version(fence.clone(), from, next.version, then).await;
            (next.stored, next.change, done)
        };
        let next = match first {
            Some((content, octets)) => Some(Stored::first(content, octets)),
            None => whole().await.map_err(|failed| failed.to_string())?,
        };
        let lacks_soa = || "the version has no SOA".to_owned();
        let (mut stored, mut change, mut done) = commit(next.ok_or_else(lacks_soa)?).await;
        if is_early && done == Err(Fault::Conflict) {
            // What was written beforehand is not there as it was left.
            let next = whole().await.map_err(|failed| failed.to_string())?;
            (stored, change, done) = commit(next.ok_or_else(lacks_soa)?).await;
        } else if is_early && done.is_err() {
            // On a full disk it would be in the way of every zone.
            let _ = shared.store.stage(fence.clone(), 0, Vec::new()).await;
        }
        let mut state = self.state();
        match &done {
            Ok(()) => (state.stored, state.base, state.change) = (stored, Some(version), change),
            // Somebody else writes this zone now.
            Err(Fault::Fenced) => {}
            Err(_) => state.stored.doubtful = true,
        }
        done.map_err(|fault| fault.to_string())
    }

    /// Keeps timers and what is told of the past. A failure is logged and no more: the next note or version brings them too.
    fn note(self: &Arc<Self>, shared: &Arc<Shared>, now: Persisted, past: String) {
        let (zone, store) = (Arc::clone(self), Arc::clone(&shared.store));
        shared.runtime.spawn(async move {
            if let Err(fault) = store.note(zone.fence.clone(), now, Some(past)).await {
                tracing::warn!(zone = %zone.fence.zone, %fault, "cannot note the zone's timers");
            }
        });
    }

    /// To the log and to whoever listens.
    pub(super) fn publish(&self, shared: &Shared, code: &'static Code, args: Args) -> ZoneEvent {
        let zone = &self.fence.zone;
        let text = english::message(code, &args);
        // A failure's words need not name them.
        let of = |name| args.get("transport").and(args.get(name)).map(tracing::field::display);
        let (peer, transport) = (of("peer"), of("transport"));
        match code.severity {
            Severity::Error => tracing::error!(%zone, code = code.name, peer, transport, "{text}"),
            Severity::Warning => tracing::warn!(%zone, code = code.name, peer, transport, "{text}"),
            Severity::Info => tracing::info!(%zone, code = code.name, peer, transport, "{text}"),
        }
        shared.journal.add(zone, code, args)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic in the engine is a bug, but one zone's; its lock is taken over rather than passed on to every caller.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
