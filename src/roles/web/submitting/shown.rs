//! What the step shows of a run.

use super::super::text::said;
use crate::engine::diag::Diagnostic;
use crate::product::project::Applied;
use crate::product::provider::{Ahead, Method, Phrase, Plan, Record, State};

/// One call as the table shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// From 1.
    pub number: u32,
    /// The HTTP method.
    pub method: Method,
    /// Path and query.
    pub path: String,
    /// What it is for.
    pub why: Phrase,
    /// What came back; absent while it is out.
    pub answer: Option<Answer>,
    /// Whether it failed.
    pub failed: bool,
    /// Milliseconds until the answer.
    pub ms: Option<u32>,
}

/// What came back from a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// HTTP status; absent when none came.
    pub status: Option<u16>,
    /// What it amounts to.
    pub what: Phrase,
}

impl Answer {
    /// As the table shows it.
    pub(crate) fn words(&self) -> String {
        let what = said::phrase(&self.what);
        self.status.map_or_else(|| what.clone(), |status| format!("{status}, {what}"))
    }
}

/// Why a run stopped, or could not begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// What happened, and what to do.
    Words((String, String)),
    /// A call failed.
    Fault(Diagnostic),
}

impl Trouble {
    /// What happened, and what to do.
    pub(crate) fn words(&self) -> (String, String) {
        match self {
            Self::Words(words) => words.clone(),
            Self::Fault(d) => (said::message(d.code, &d.args), said::why(d.code, &d.args)),
        }
    }
}

/// How an undo went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Undo {
    /// Under way.
    Running,
    /// All taken back.
    Done,
    /// What could be is taken back; this is no longer as it was left, and stays.
    Left(String),
    /// Stopped, and why.
    Failed(String),
}

/// Everything the step shows of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shown {
    /// Where the run is; absent before any.
    pub state: Option<State>,
    /// Whether it only looks.
    pub dry: bool,
    /// Calls made, and the one that is out.
    pub lines: Vec<Line>,
    /// Calls to come.
    pub ahead: Vec<Ahead>,
    /// What there is and what should be.
    pub plan: Option<Plan>,
    /// What is wrong or worth knowing before any call.
    pub findings: Vec<Diagnostic>,
    /// Why the run stopped.
    pub failure: Option<Trouble>,
    /// What was done, for the undo.
    pub record: Record,
    /// The page went away in the middle of the run that made the record.
    pub interrupted: bool,
    /// The browser does not keep the record: a reload forgets it.
    pub unkept: bool,
    /// The zone's name servers, once the provider told.
    pub servers: Vec<String>,
    /// The relay is not there.
    pub relay_missing: bool,
    /// The undo.
    pub undo: Option<Undo>,
}

impl Shown {
    /// What an earlier visit left.
    pub(super) fn restored(applied: Applied) -> Self {
        let interrupted = applied.is_interrupted();
        let record = if applied.matters() { applied.record } else { Record::default() };
        Self { record, interrupted, ..Self::default() }
    }

    /// Whether calls are being made.
    pub(crate) fn running(&self) -> bool {
        let run = matches!(self.state, Some(State::Looking | State::Applying | State::Awaiting));
        run || self.undo == Some(Undo::Running)
    }

    /// What is left when nothing can be begun: the record.
    pub(super) fn record_only(&self) -> Self {
        Self { record: self.record.clone(), interrupted: self.interrupted, ..Self::default() }
    }
}
