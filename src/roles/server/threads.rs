//! As many threads as there are cores to do the engine's work.

use std::num::NonZero;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread;

use crate::engine::work::{Job, Workers};

/// Threads that share what is to be done.
#[derive(Debug)]
pub struct Threads(usize);

/// The ones of zones, wherever a version is made.
static CORES: LazyLock<Threads> = LazyLock::new(Threads::available);

impl Threads {
    /// One a core that this process may use.
    #[must_use]
    pub fn available() -> Self {
        Self(thread::available_parallelism().map_or(1, NonZero::get))
    }

    /// The same, looked at once.
    #[must_use]
    pub fn cores() -> &'static Self {
        &CORES
    }
}

impl Workers for Threads {
    fn count(&self) -> usize {
        self.0
    }

    fn run(&self, jobs: Vec<Job<'_>>) {
        let others = self.0.min(jobs.len()).saturating_sub(1);
        let queue = Mutex::new(jobs.into_iter());
        let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
        let work = || {
            while let Some(job) = next() {
                job();
            }
        };
        thread::scope(|scope| {
            for _ in 0..others {
                scope.spawn(work);
            }
            work();
        });
    }
}
