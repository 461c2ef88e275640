//! What happened to the zones lately: for those who listen, and for those who come back to listen.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::broadcast;

use super::super::clock;
use super::ZoneEvent;
use crate::engine::diag::{Args, Code, Severity};
use crate::engine::dns::Name;

/// Events remembered, of all zones together: some ten of each of a thousand zones, a few megabytes.
const KEPT: usize = 10_000;

/// Events kept for a listener that falls behind; what it misses it finds among [`KEPT`].
const WAITING: usize = 1_024;

/// The events, in their order.
pub(super) struct Journal {
    ring: Mutex<Ring>,
    listeners: broadcast::Sender<ZoneEvent>,
}

struct Ring {
    events: VecDeque<ZoneEvent>,
    last: u64,
    tally: HashMap<Tally, u64>,
}

/// What is counted together. There are as many as codes, and for failures primaries; never as many as zones.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tally {
    /// What happened.
    pub code: &'static Code,
    /// The primary, of a failure.
    pub peer: Option<String>,
    /// `udp`, `tcp` or `tls`, of a failure.
    pub transport: Option<String>,
}

impl Journal {
    pub(super) fn new() -> Self {
        let (listeners, _) = broadcast::channel(WAITING);
        // Numbers rise over restarts, so that a client may name one of a former process. A million a second would have
        // to happen to catch up with the clock; in JSON they stay exact until the year 2240.
        let last = clock::wall_s() << 20;
        Self { ring: Mutex::new(Ring { events: VecDeque::new(), last, tally: HashMap::new() }), listeners }
    }

    /// Remembers an event and tells the listeners.
    pub(super) fn add(&self, zone: &Name, code: &'static Code, args: Args) -> ZoneEvent {
        let mut ring = self.ring();
        ring.last += 1;
        let of_failure = |name| args.get(name).filter(|_| code.severity == Severity::Error).map(ToString::to_string);
        *ring.tally.entry(Tally { code, peer: of_failure("peer"), transport: of_failure("transport") }).or_default() +=
            1;
        let event = ZoneEvent { seq: ring.last, zone: zone.clone(), at_s: clock::wall_s(), code, args };
        if ring.events.len() >= KEPT {
            ring.events.pop_front();
        }
        ring.events.push_back(event.clone());
        // Under the lock, so that listeners hear in order; nobody listening is fine.
        let _ = self.listeners.send(event.clone());
        event
    }

    /// What happens from now on.
    pub(super) fn listen(&self) -> broadcast::Receiver<ZoneEvent> {
        self.listeners.subscribe()
    }

    /// What is remembered of a zone behind `after`, and what happens from then on, without a gap.
    pub(super) fn since(&self, zone: &Name, after: u64) -> (Vec<ZoneEvent>, broadcast::Receiver<ZoneEvent>) {
        let ring = self.ring();
        let known = ring.events.iter().filter(|event| event.seq > after && event.zone == *zone).cloned().collect();
        (known, self.listeners.subscribe())
    }

    /// How often what happened since the start.
    pub(super) fn tally(&self) -> Vec<(Tally, u64)> {
        self.ring().tally.iter().map(|(what, count)| (what.clone(), *count)).collect()
    }

    // An event is added whole or not at all.
    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::xfr::codes;

    #[test]
    fn what_was_missed_is_found_by_number_and_the_oldest_give_way() {
        let journal = Journal::new();
        let [a, b] = ["a.", "b."].map(|name| Name::absolute(name).unwrap());
        let add = |zone| journal.add(zone, &codes::XFR_BUSY, Args::new()).seq;
        let (first, other, second) = (add(&a), add(&b), add(&a));
        assert!(first < other && other < second);
        let seqs = |zone, after| journal.since(zone, after).0.iter().map(|e| e.seq).collect::<Vec<_>>();
        assert_eq!(seqs(&a, 0), [first, second]);
        assert_eq!(seqs(&a, first), [second]);
        assert!(seqs(&a, second).is_empty());
        let (_, mut live) = journal.since(&a, second);
        let third = add(&a);
        assert_eq!(live.try_recv().unwrap().seq, third);
        for _ in 0..KEPT {
            add(&b);
        }
        assert!(seqs(&a, 0).is_empty());
    }
}
