//! Times the stages of a check on one zone file, for profiles: `cargo run --release --example stages -- ZONE [ORIGIN [STAGE
//! [ROUNDS]]]`.
//!
//! Stages: `parse` (text to records, kept nowhere), `runs` (and sorted block by block), `build` (and merged into pages), `check`
//! (and judged by all rules), `check2` (the same on two threads). `report FILE...` times nothing and prints all that a check of each file finds and
//! holds, on one thread and on two: what must not change when the rest becomes faster.

#![expect(clippy::disallowed_methods, reason = "a clock is what a bench is for")]
#![expect(clippy::print_stdout, clippy::expect_used, reason = "a program for developers")]

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Instant;

use understudy::engine::check::{self, Options};
use understudy::engine::diag::{Diagnostics, Span};
use understudy::engine::dns::{Name, NameRef, RecordSink, RecordType};
use understudy::engine::limits::ZoneLimits;
use understudy::engine::work::{Job, Workers};
use understudy::engine::zone::Builder;
use understudy::engine::zone::digest::simple_sha384;
use understudy::engine::zonefile::{self, Refusal, Sources, parse};

/// Keeps nothing but a count.
#[derive(Default)]
struct Nowhere(u64);

impl RecordSink for Nowhere {
    fn record(&mut self, _: NameRef<'_>, _: RecordType, _: u32, _: &[u8], _: Span) {
        self.0 += 1;
    }
}

/// Threads that share what is to be done.
struct Threads(usize);

impl Workers for Threads {
    fn count(&self) -> usize {
        self.0
    }

    fn run(&self, jobs: Vec<Job<'_>>) {
        let queue = Mutex::new(jobs.into_iter());
        let next = || queue.lock().expect("no panic").next();
        let work = || {
            while let Some(job) = next() {
                job();
            }
        };
        thread::scope(|scope| {
            for _ in 1..self.0 {
                scope.spawn(work);
            }
            work();
        });
    }
}

/// Nanoseconds that this thread has had a core, as Linux counts them; 0 elsewhere. Unlike the clock's time it does not grow
/// while others have the core.
fn busy_ns() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or(0)
}

/// Prints what a file's check gives; the zone's name is what the text says, then two others.
fn report(path: &str) {
    let bytes = Arc::new(std::fs::read(path).expect("a readable file"));
    for origin in [None, Some("example"), Some("example.com")] {
        let origin = origin.map(|name| Name::absolute(name).expect("a name"));
        let check = |workers: usize| {
            let sources = Sources::new("zone", Arc::clone(&bytes));
            let options = Options { origin: origin.clone(), at: Some(1_764_000_000), ..Options::default() };
            let refuse = &mut |_: &_, _: &mut _| Err(Refusal::Missing(String::new()));
            let report = check::text_with(sources, options, &Threads(workers), refuse);
            let digest = report.snapshot.as_ref().map(simple_sha384);
            let held = format!("{:?} {} records, {} RRsets", report.origin, report.records(), report.rrsets());
            let found: Vec<_> = report.diagnostics.kept().iter().map(|finding| format!("{finding:?}\n")).collect();
            format!("{held}, {digest:?}, {:?}\n{}", report.diagnostics.counts(), found.concat())
        };
        let (one, two) = (check(1), check(2));
        assert_eq!(one, two, "{path}: threads change the report");
        print!("{path}: {one}");
    }
}

fn main() {
    let mut args = std::env::args().skip(1);
    let Some(path) = args.next() else { return };
    if path == "report" {
        return args.for_each(|path| report(&path));
    }
    let origin = Name::absolute(&args.next().unwrap_or_else(|| "example".to_owned())).expect("a name");
    let stage = args.next().unwrap_or_else(|| "check".to_owned());
    let rounds = args.next().and_then(|rounds| rounds.parse().ok()).unwrap_or(3);
    let bytes = std::fs::read(&path).expect("a readable file");
    let sources = Sources::new(path, bytes);
    let options = || zonefile::Options { origin: Some(origin.clone()), ..zonefile::Options::default() };
    let refuse = &mut |_: &_, _: &mut _| Err(Refusal::Missing(String::new()));
    for _ in 0..rounds {
        let (started, busy) = (Instant::now(), busy_ns());
        let mut diags = Diagnostics::new(1_000);
        let count = match stage.as_str() {
            "parse" => {
                let mut sink = Nowhere::default();
                parse(&mut sources.clone(), options(), &mut sink, &mut diags, refuse);
                sink.0
            }
            "runs" => {
                let mut sink = Builder::new(ZoneLimits::default());
                parse(&mut sources.clone(), options(), &mut sink, &mut diags, refuse);
                sink.len() as u64
            }
            "build" => {
                let mut sink = Builder::new(ZoneLimits::default());
                parse(&mut sources.clone(), options(), &mut sink, &mut diags, refuse);
                sink.finish(origin.as_ref()).snapshot.len() as u64
            }
            _ => {
                let workers = Threads(if stage == "check2" { 2 } else { 1 });
                let options = Options { origin: Some(origin.clone()), at: Some(1_764_000_000), ..Options::default() };
                let report = check::text_with(sources.clone(), options, &workers, refuse);
                report.records() as u64
            }
        };
        let busy = (busy_ns() - busy) / 1_000_000;
        println!("{stage}: {count} records, {} ms, {busy} ms of CPU", started.elapsed().as_millis());
    }
}
