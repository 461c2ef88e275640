//! The worker's protocol without the browser: messages come in, jobs run in slices, replies go out.
//!
//! Every job gets exactly one result or failure. A job for a newer revision ends those of older ones of the same
//! document; a cancelled job ends before its next slice.

use std::collections::{BTreeMap, VecDeque};

use super::check::Checking;
use super::compare::Comparing;
use super::document::{Checked, Document, TextFault};
use super::explain::explain;
use super::names;
use super::play;
use super::rows::{Filter, Windowing};
use super::walk::{self, Finding};
use super::warming::{Warming, Warmth};
use crate::product::api::article::Understood;
use crate::product::api::worker::{Answer, DocId, Job, JobId, Reply, Request, Rev, Text};
use crate::product::provider::article;

/// Milliseconds of one slice; a step may add a few (design.md §3: at most 30).
const SLICE_MS: f64 = 20.0;
/// Milliseconds between two messages about progress, at least: more than a person sees, few enough to cost nothing.
const TELL_MS: f64 = 50.0;

/// A file that is being read.
pub(super) trait Chunks {
    /// Its bytes.
    fn len(&self) -> u64;
    /// Appends what has come of it by now, in order; false when nothing has. Whoever reads wakes the desk when more comes.
    fn take(&mut self, into: &mut Vec<u8>) -> Result<bool, ()>;
}

/// What a step of a job came to.
pub(super) enum Progress {
    /// More steps are needed.
    Going { done: u64, total: u64 },
    /// What is needed for the next one has not come yet.
    Waiting,
    /// The answer.
    Done(Answer),
    /// None: a code of [`Reply::Failed`].
    Failed(&'static str),
}

/// All documents and jobs.
#[derive(Default)]
pub(super) struct Desk {
    documents: BTreeMap<DocId, Document>,
    queue: VecDeque<Queued>,
    current: Option<(Queued, Running)>,
    /// What is done while nobody asks for anything.
    warming: Option<Warming>,
    /// When progress was told last.
    told_ms: f64,
}

/// A job that waits.
struct Queued {
    id: JobId,
    doc: DocId,
    rev: Rev,
    job: Job,
    file: Option<Box<dyn Chunks>>,
}

/// A job that runs.
enum Running {
    Check(Box<Checking>),
    Rows(Windowing),
    Find(Finding),
    Compare(Box<Comparing>),
    /// Done in one step.
    Once,
}

impl Desk {
    /// Takes a message. True when there is work to do.
    pub(super) fn hear(&mut self, request: Request, file: Option<Box<dyn Chunks>>, out: &mut Vec<Reply>) -> bool {
        match request {
            Request::Job { id, doc, rev, job } => self.accept(Queued { id, doc, rev, job, file }, out),
            Request::Cancel { id } => self.end(|job| job.id == id, "cancelled", out),
            Request::Supply { doc, path, text } => self.documents.entry(doc).or_default().supply(path, text),
            Request::Close { doc } => {
                self.end(|job| job.doc == doc, "cancelled", out);
                self.documents.remove(&doc);
            }
        }
        self.current.is_some() || !self.queue.is_empty()
    }

    /// Works for one slice. True when there is more to do.
    pub(super) fn work(&mut self, now_ms: &dyn Fn() -> f64, out: &mut Vec<Reply>) -> bool {
        let started = now_ms();
        let (mut reached, mut waits) = (None, false);
        while self.current.is_some() || self.start(now_ms()) {
            let Some((queued, running)) = &mut self.current else { break };
            let progress = alone(&queued.job).unwrap_or_else(|| match self.documents.get_mut(&queued.doc) {
                Some(document) => running.step(queued, document, now_ms()),
                None => Progress::Failed("unknown-document"),
            });
            match progress {
                Progress::Going { done, total } => reached = Some(Reply::Progress { id: queued.id, done, total }),
                Progress::Waiting => {
                    waits = true;
                    break;
                }
                Progress::Done(result) => {
                    out.push(Reply::Result { id: queued.id, doc: queued.doc, rev: queued.rev, result });
                    (self.current, reached) = (None, None);
                }
                Progress::Failed(code) => {
                    out.push(failed(queued.id, code));
                    (self.current, reached) = (None, None);
                }
            }
            if now_ms() - started >= SLICE_MS {
                break;
            }
        }
        if reached.is_some() && started - self.told_ms >= TELL_MS {
            self.told_ms = started;
            out.extend(reached);
        }
        let is_idle = self.current.is_none() && self.queue.is_empty();
        if let Some(warming) = self.warming.as_mut().filter(|_| is_idle) {
            match warming.step(started) {
                Warmth::Rising => {}
                Warmth::Waiting => waits = true,
                Warmth::Reached => self.warming = None,
            }
        }
        !waits && (!is_idle || self.warming.is_some())
    }

    /// From now on a slice without a job warms the worker up, for a while. `file` makes one of a text.
    pub(super) fn warm_up(&mut self, file: &dyn Fn(&str) -> Option<Box<dyn Chunks>>) {
        self.warming = Some(Warming::new(file));
    }

    /// A check brings its text along: it is taken over at once, so that the next message's changes find it.
    fn accept(&mut self, mut queued: Queued, out: &mut Vec<Reply>) {
        let Queued { id, doc, rev, .. } = queued;
        if let Job::Check { text, .. } = &mut queued.job {
            let newest = self.documents.get(&doc).map(Document::rev);
            if newest.is_some_and(|newest| newest > rev) {
                return out.push(failed(id, "superseded"));
            }
            let taken = match (std::mem::replace(text, Text::Same { base: rev }), &queued.file) {
                (Text::File { .. }, None) => Err(TextFault::FileUnreadable),
                (text, _) => Document::take(self.documents.entry(doc).or_default(), rev, text),
            };
            if let Err(fault) = taken {
                return out.push(failed(id, fault.code()));
            }
            self.end(|job| job.doc == doc && job.rev < rev, "superseded", out);
        } else if matches!(queued.job, Job::Play { .. } | Job::Scenarios | Job::Article { .. } | Job::Name { .. }) {
            self.end(|job| job.doc == doc && job.rev < rev, "superseded", out);
        } else if self.documents.get(&doc).is_none_or(Document::is_new) {
            return out.push(failed(id, "unknown-document"));
        } else if self.documents.get(&doc).is_some_and(|document| document.rev() != rev) {
            return out.push(failed(id, "superseded"));
        }
        self.queue.push_back(queued);
    }

    /// Ends the jobs that `which` names, waiting or running.
    fn end(&mut self, which: impl Fn(&Queued) -> bool, code: &str, out: &mut Vec<Reply>) {
        if self.current.as_ref().is_some_and(|(queued, _)| which(queued))
            && let Some((queued, _)) = self.current.take()
        {
            out.push(failed(queued.id, code));
        }
        self.queue.retain(|queued| {
            let ended = which(queued);
            if ended {
                out.push(failed(queued.id, code));
            }
            !ended
        });
    }

    fn start(&mut self, now_ms: f64) -> bool {
        let Some(mut queued) = self.queue.pop_front() else { return false };
        let file = queued.file.take();
        let running = match &queued.job {
            Job::Check { origin, at_s, .. } => Running::Check(Box::new(Checking::new(origin, *at_s, file, now_ms))),
            Job::Rows { rtype, search, part, start, count } => {
                let filter = Filter { rtype: rtype.clone(), search: search.clone(), part: *part };
                Running::Rows(Windowing::new(filter, *start, *count))
            }
            Job::Compare { with } => Running::Compare(Box::new(Comparing::new(self.documents.get(with)))),
            Job::Find { line } => Running::Find(Finding::new(*line)),
            Job::Explain { .. }
            | Job::Print { .. }
            | Job::Report { .. }
            | Job::ApplyFixes { .. }
            | Job::Lines { .. }
            | Job::Play { .. }
            | Job::Article { .. }
            | Job::Name { .. }
            | Job::Scenarios => Running::Once,
        };
        self.current = Some((queued, running));
        true
    }
}

impl Running {
    fn step(&mut self, queued: &Queued, document: &mut Document, now_ms: f64) -> Progress {
        let looks = matches!(queued.job, Job::Rows { .. } | Job::Find { .. } | Job::Explain { .. } | Job::Print { .. });
        if let Some(going) = document.checked.as_mut().filter(|_| looks).and_then(Checked::reach) {
            return going;
        }
        match self {
            Self::Check(checking) => checking.step(document, now_ms),
            Self::Rows(windowing) => windowing.step(document),
            Self::Compare(comparing) => comparing.step(document),
            Self::Find(finding) => finding.step(document),
            Self::Once => once(&queued.job, document),
        }
    }
}

// Apart, as every job's steps are: what runs in each slice is then short, and a browser soon has it compiled well.
#[inline(never)]
fn once(job: &Job, document: &mut Document) -> Progress {
    match job {
        Job::Explain { key } => explain(document, *key),
        Job::ApplyFixes { findings } => document.fixes(findings),
        Job::Lines { start, count } => document.lines(*start, *count),
        Job::Print { start, count } => walk::print(document, *start, *count),
        Job::Report { format, name } => document.report(*format, name),
        Job::Check { .. }
        | Job::Rows { .. }
        | Job::Find { .. }
        | Job::Compare { .. }
        | Job::Play { .. }
        | Job::Article { .. }
        | Job::Name { .. }
        | Job::Scenarios => Progress::Failed("nothing-checked"),
    }
}

/// Does a job that needs no document; none if it needs one.
#[inline(never)]
fn alone(job: &Job) -> Option<Progress> {
    match job {
        Job::Play { text, change } => Some(play::play(text, change.as_ref())),
        Job::Scenarios => Some(play::scenarios()),
        Job::Name { text } => Some(Progress::Done(names::both(text))),
        Job::Article { text } => {
            let found = article::read(text).map(|article| Understood::of(&article));
            Some(Progress::Done(Answer::Article { found }))
        }
        _ => None,
    }
}

fn failed(id: JobId, code: &str) -> Reply {
    Reply::Failed { id, code: code.to_owned(), args: BTreeMap::new() }
}

#[cfg(test)]
#[path = "desk_tests.rs"]
mod tests;
