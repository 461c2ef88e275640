//! A zone's first version on its way: its records go to the store while they come, so that little is left to be written
//! once the last is there. They count for nothing until the version is committed.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::mpsc;
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

type Chunks = Vec<Vec<u8>>;

/// Where a transfer leaves what came of it.
#[derive(Clone, Default)]
pub(super) struct Early(Arc<Mutex<Option<Written>>>);

/// All records of a version, part of them in the store.
pub(super) struct Written {
    rest: ContentWriter,
    writing: Option<Writing>,
}

/// What writes batches, one after the other.
struct Writing {
    batches: mpsc::UnboundedSender<Chunks>,
    waiting: Arc<AtomicUsize>,
    /// How many chunks the store has, once no more batches come.
    staged: JoinHandle<Result<u32, Fault>>,
}

impl Early {
    /// What collects the records of one transfer.
    pub(super) fn tap(&self, shared: &Shared, fence: Fence) -> Box<dyn Tap> {
        let (runtime, store) = (shared.runtime.clone(), Arc::clone(&shared.store));
        Box::new(Collector { to: self.clone(), runtime, store, fence, writer: ContentWriter::default(), writing: None })
    }

    /// What a transfer brought that came to its end; once.
    pub(super) fn take(&self) -> Option<Written> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Written {
    /// The version to commit, and its octets; none when something could not be written.
    pub(super) async fn content(self, serial: Serial) -> Option<(Content, usize)> {
        let staged = match self.writing {
            Some(Writing { batches, staged, .. }) => {
                drop(batches);
                staged.await.ok()?.ok()?
            }
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
}

impl Collector {
    fn write(&mut self) {
        let writing = self.writing.get_or_insert_with(|| Writing::begin(&self.runtime, &self.store, &self.fence));
        if writing.waiting.fetch_add(1, Ordering::Relaxed) < WAITING {
            // Nobody takes them once a write failed; then the version is written whole.
            let _ = writing.batches.send(self.writer.take_closed());
        } else {
            writing.waiting.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

impl RecordSink for Collector {
    fn record(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8], at: Span) {
        self.writer.record(owner, rtype, ttl, rdata, at);
        if self.writer.closed() >= BATCH {
            self.write();
        }
    }
}

impl Tap for Collector {
    fn end(&mut self) {
        if let Some(writing) = &self.writing {
            // Written while the version is made.
            let _ = writing.batches.send(self.writer.take_closed());
        }
        let (rest, writing) = (std::mem::take(&mut self.writer), self.writing.take());
        *self.to.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Written { rest, writing });
    }
}

impl Writing {
    fn begin(runtime: &Handle, store: &Arc<dyn Store>, fence: &Fence) -> Self {
        let (batches, mut coming) = mpsc::unbounded_channel::<Chunks>();
        let waiting = Arc::<AtomicUsize>::default();
        let (store, fence, done) = (Arc::clone(store), fence.clone(), Arc::clone(&waiting));
        let staged = runtime.spawn(async move {
            let mut staged = 0;
            while let Some(chunks) = coming.recv().await {
                let count = u32::try_from(chunks.len()).unwrap_or(u32::MAX);
                store.stage(fence.clone(), staged, chunks).await?;
                staged = staged.saturating_add(count);
                done.fetch_sub(1, Ordering::Relaxed);
            }
            Ok(staged)
        });
        Self { batches, waiting, staged }
    }
}
