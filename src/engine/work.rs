//! Work that can be done at the same time. The engine has no threads: it says what does not depend on one another, and a
//! host that has threads may spread it. Results never depend on how.

/// One piece of work.
pub type Job<'j> = Box<dyn FnOnce() + Send + 'j>;

/// Whoever does the work.
pub trait Workers: Sync {
    /// How many pieces are done at the same time; at least 1.
    fn count(&self) -> usize;

    /// Does all of them, in any order, and returns when they are done.
    fn run(&self, jobs: Vec<Job<'_>>);
}

/// Does one piece after the other.
#[derive(Clone, Copy, Debug, Default)]
pub struct Alone;

impl Workers for Alone {
    fn count(&self) -> usize {
        1
    }

    fn run(&self, jobs: Vec<Job<'_>>) {
        jobs.into_iter().for_each(|job| job());
    }
}

/// What `work` makes of each item, in the order of the items.
pub fn each<T: Send, R: Send>(workers: &dyn Workers, items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    if workers.count() == 1 || items.len() == 1 {
        return items.into_iter().map(work).collect();
    }
    let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
    let work = &work;
    let pairs = items.into_iter().zip(&mut results);
    workers.run(pairs.map(|(item, result)| Box::new(move || *result = Some(work(item))) as Job<'_>).collect());
    results.into_iter().flatten().collect()
}

/// So many workers, who do the last piece first: what depends on the order shows.
#[cfg(test)]
pub(crate) struct Backwards(pub(crate) usize);

#[cfg(test)]
impl Workers for Backwards {
    fn count(&self) -> usize {
        self.0
    }

    fn run(&self, jobs: Vec<Job<'_>>) {
        jobs.into_iter().rev().for_each(|job| job());
    }
}
