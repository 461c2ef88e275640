//! One heap of timers for all zones, and the task that waits for the first of them.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tokio::sync::Notify;
use tokio::task::AbortHandle;

use super::super::clock;
use super::Shared;
use super::zone::Zone;
use crate::engine::xfr::SessionTimer;

/// The heap. A timer that was moved or disarmed stays in it until its time and is then found stale by its number.
pub(super) struct Timers {
    heap: Arc<Heap>,
    task: AbortHandle,
}

#[derive(Default)]
struct Heap {
    entries: Mutex<Entries>,
    /// Told when the first entry changed.
    sooner: Notify,
}

#[derive(Default)]
struct Entries {
    heap: BinaryHeap<Reverse<Entry>>,
    numbers: u64,
}

struct Entry {
    at_ms: u64,
    number: u64,
    timer: SessionTimer,
    zone: Weak<Zone>,
    shared: Weak<Shared>,
}

impl Timers {
    /// Starts the task on the current runtime.
    pub(super) fn start() -> Self {
        let heap = Arc::new(Heap::default());
        let task = tokio::spawn(run(Arc::clone(&heap))).abort_handle();
        Self { heap, task }
    }

    /// Arms a timer and gives the number under which it is live.
    pub(super) fn arm(&self, shared: &Arc<Shared>, zone: &Arc<Zone>, timer: SessionTimer, at_ms: u64) -> u64 {
        let mut entries = self.heap.entries();
        entries.numbers += 1;
        let number = entries.numbers;
        let first = entries.heap.peek().is_none_or(|Reverse(first)| at_ms < first.at_ms);
        let (zone, shared) = (Arc::downgrade(zone), Arc::downgrade(shared));
        entries.heap.push(Reverse(Entry { at_ms, number, timer, zone, shared }));
        drop(entries);
        if first {
            self.heap.sooner.notify_one();
        }
        number
    }
}

impl Drop for Timers {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Heap {
    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the entries whose time has come; gives the time of the first that remains.
    fn due(&self, now_ms: u64, due: &mut Vec<Entry>) -> Option<u64> {
        let mut entries = self.entries();
        while let Some(Reverse(first)) = entries.heap.peek() {
            if first.at_ms > now_ms {
                return Some(first.at_ms);
            }
            due.extend(entries.heap.pop().map(|Reverse(entry)| entry));
        }
        None
    }
}

async fn run(heap: Arc<Heap>) {
    let mut due = Vec::new();
    loop {
        let next = heap.due(clock::mono_ms(), &mut due);
        for Entry { number, timer, zone, shared, .. } in due.drain(..) {
            if let (Some(zone), Some(shared)) = (zone.upgrade(), shared.upgrade()) {
                zone.timer(&shared, timer, number);
            }
        }
        let sooner = heap.sooner.notified();
        match next {
            Some(at_ms) => {
                let _ = tokio::time::timeout_at(clock::instant(at_ms).into(), sooner).await;
            }
            None => sooner.await,
        }
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Entry {}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.at_ms, self.number).cmp(&(other.at_ms, other.number))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
