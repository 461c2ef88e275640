//! A zone's first version on its way: its records go to the store while they come, so that little is left to be written
//! once the last is there. They count for nothing until the version is committed, and are forgotten where it never is.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::{Mutex as Turns, mpsc};
use tokio::task::JoinHandle;

use super::super::store::content::ContentWriter;
use super::super::store::{Content, Fault, Fence, Store};
use super::Shared;
use crate::engine::diag::Span;
use crate::engine::dns::{NameRef, RecordSink, RecordType, Serial};
use crate::engine::xfr::Tap;

/// Octets that are written at once, at least: a sync to disk each, which takes as long as writing some megabytes. A smaller
/// zone is written with its commit.
const BATCH: usize = if cfg!(test) { 64 << 10 } else { 2 << 20 };

/// Batches that may wait to be written: a slow disk gets fewer and larger ones.
const WAITING: usize = 2;

/// Octets that may stand here while the disk is busy; with more, the version is written whole once it is there.
const HELD: usize = if cfg!(test) { 1 << 20 } else { 64 << 20 };

type Chunks = Vec<Vec<u8>>;

/// Where a transfer leaves what came of it.
#[derive(Clone, Default)]
pub(super) struct Early {
    written: Arc<Mutex<Option<Written>>>,
    turns: Arc<Turns<()>>,
}

/// All records of a version, part of them in the store.
pub(super) struct Written {
    rest: ContentWriter,
    writing: Option<Writing>,
}

/// What writes batches, one after the other. Dropped before it is [`Writing::done`], it has them forgotten.
struct Writing {
    batches: mpsc::UnboundedSender<Chunks>,
    waiting: Arc<AtomicUsize>,
    is_dropped: Arc<AtomicBool>,
    /// How many chunks the store has, once no more batches come.
    staged: Option<JoinHandle<Result<u32, Fault>>>,
}

impl Early {
    /// For the next transfer of the same zone, whose first batch waits for the last of this one.
    pub(super) fn next(&self) -> Self {
        Self { written: Arc::default(), turns: Arc::clone(&self.turns) }
    }

    /// What collects the records of one transfer.
    pub(super) fn tap(&self, shared: &Shared, fence: Fence) -> Box<dyn Tap> {
        let (runtime, store) = (shared.runtime.clone(), Arc::clone(&shared.store));
        let (to, writer, writing, is_late) = (self.clone(), ContentWriter::default(), None, false);
        Box::new(Collector { to, runtime, store, fence, writer, writing, is_late })
    }

    /// What a transfer brought that came to its end; once.
    pub(super) fn take(&self) -> Option<Written> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Written {
    /// The version to commit, and its octets; none when something could not be written.
    pub(super) async fn content(self, serial: Serial) -> Option<(Content, usize)> {
        let staged = match self.writing {
            Some(writing) => writing.done().await?,
            None => 0,
        };
        let octets = self.rest.octets();
        Some((Content { staged, ..self.rest.finish(serial) }, octets))
    }
}

/// The records of one transfer on their way.
struct Collector {
    to: Early,
    runtime: Handle,
    store: Arc<dyn Store>,
    fence: Fence,
    writer: ContentWriter,
    writing: Option<Writing>,
    /// The disk does not follow, or does not take them: nothing is written beforehand.
    is_late: bool,
}

impl Collector {
    fn write(&mut self) {
        let writing =
            self.writing.get_or_insert_with(|| Writing::begin(&self.runtime, &self.store, &self.fence, &self.to.turns));
        if writing.has_failed() || self.writer.closed() >= HELD {
            (self.writer, self.writing, self.is_late) = (ContentWriter::default(), None, true);
        } else if writing.waiting.load(Ordering::Relaxed) < WAITING {
            writing.send(self.writer.take_closed());
        }
    }
}

impl RecordSink for Collector {
    fn record(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8], at: Span) {
        if self.is_late {
            return;
        }
        self.writer.record(owner, rtype, ttl, rdata, at);
        if self.writer.closed() >= BATCH {
            self.write();
        }
    }
}

impl Tap for Collector {
    fn end(&mut self) {
        if self.is_late {
            return;
        }
        if let Some(writing) = &self.writing {
            // Written while the version is made.
            writing.send(self.writer.take_closed());
        }
        let (rest, writing) = (std::mem::take(&mut self.writer), self.writing.take());
        *self.to.written.lock().unwrap_or_else(PoisonError::into_inner) = Some(Written { rest, writing });
    }
}

impl Writing {
    fn begin(runtime: &Handle, store: &Arc<dyn Store>, fence: &Fence, turns: &Arc<Turns<()>>) -> Self {
        let (batches, mut coming) = mpsc::unbounded_channel::<Chunks>();
        let (waiting, is_dropped) = (Arc::<AtomicUsize>::default(), Arc::<AtomicBool>::default());
        let (store, fence, turns) = (Arc::clone(store), fence.clone(), Arc::clone(turns));
        let (done, dropped) = (Arc::clone(&waiting), Arc::clone(&is_dropped));
        let staged = runtime.spawn(async move {
            // The transfer before this one may still be at it.
            let _turn = turns.lock().await;
            let mut staged = 0;
            let mut result = Ok(());
            while let Some(chunks) = coming.recv().await {
                if dropped.load(Ordering::Acquire) {
                    break;
                }
                let count = u32::try_from(chunks.len()).unwrap_or(u32::MAX);
                result = store.stage(fence.clone(), staged, chunks).await;
                if result.is_err() {
                    break;
                }
                staged = staged.saturating_add(count);
                done.fetch_sub(1, Ordering::Relaxed);
            }
            // Whoever comes too late to write anything has nothing to take out.
            if result.is_err() || staged > 0 && dropped.load(Ordering::Acquire) {
                // On a full disk they would be in the way of every zone. What cannot be taken out now is taken out by the
                // next transfer, or when the zone is claimed again.
                let _ = store.stage(fence, 0, Vec::new()).await;
                staged = 0;
            }
            result.map(|()| staged)
        });
        Self { batches, waiting, is_dropped, staged: Some(staged) }
    }

    fn send(&self, chunks: Chunks) {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        // Nobody takes them once a write failed; then the version is written whole.
        let _ = self.batches.send(chunks);
    }

    fn has_failed(&self) -> bool {
        self.staged.as_ref().is_some_and(JoinHandle::is_finished)
    }

    /// How many chunks the store has of it; none when something could not be written.
    async fn done(mut self) -> Option<u32> {
        let staged = self.staged.take()?;
        // No more batches come, which is no reason to forget those that came.
        let (end, _) = mpsc::unbounded_channel();
        drop(std::mem::replace(&mut self.batches, end));
        staged.await.ok()?.ok()
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if self.staged.is_some() {
            self.is_dropped.store(true, Ordering::Release);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::store::memory::Memory;
    use super::*;
    use crate::engine::dns::Name;

    async fn zone(store: &Arc<dyn Store>) -> Fence {
        let name = Name::parse(b"example.", None).unwrap();
        let mut claimed = store.claim(String::new(), vec![name], 0).await.unwrap();
        claimed.remove(0).fence
    }

    fn chunks(of: u8, count: usize) -> Chunks {
        vec![vec![of]; count]
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_a_transfer_left_that_ended_early_is_forgotten() {
        let memory = Arc::new(Memory::default());
        let store: Arc<dyn Store> = Arc::<Memory>::clone(&memory);
        let (fence, turns) = (zone(&store).await, Arc::default());
        let writing = Writing::begin(&Handle::current(), &store, &fence, &turns);
        writing.send(chunks(1, 3));
        while memory.staged().is_empty() {
            tokio::task::yield_now().await;
        }
        drop(writing);
        let _turn = turns.lock().await;
        assert_eq!(memory.staged(), Chunks::new());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_next_transfer_is_not_mixed_with_the_one_before() {
        let memory = Arc::new(Memory::default());
        let store: Arc<dyn Store> = Arc::<Memory>::clone(&memory);
        let (fence, turns) = (zone(&store).await, Arc::default());
        for round in 0..200 {
            let before = Writing::begin(&Handle::current(), &store, &fence, &turns);
            (0..round % 5).for_each(|_| before.send(chunks(1, 2)));
            if round % 3 == 0 {
                tokio::task::yield_now().await;
            }
            drop(before);
            let next = Writing::begin(&Handle::current(), &store, &fence, &turns);
            (0..3).for_each(|_| next.send(chunks(2, 2)));
            assert_eq!(next.done().await, Some(6));
            assert_eq!(memory.staged(), chunks(2, 6), "round {round}");
        }
    }
}
