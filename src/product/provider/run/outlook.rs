//! What a run has yet to send, for people who want to know before it happens.

use super::super::Phrase;
use super::super::plan::{Object, StepState};
use super::{Ask, Call, Method, Mode, Run, State, apply};

/// A call still to come. Ids that are not known yet read `{key}`, `{peer}`, `{zone}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ahead {
    /// The HTTP method.
    pub method: Method,
    /// Path and query, below `/client/v4`.
    pub path: String,
    /// What it is for.
    pub why: Phrase,
    /// The JSON it will send, secrets masked.
    pub body: Option<String>,
}

impl Run {
    /// The calls still to come, the one that is out not counted: the looks that remain, or the rest of the plan. After a
    /// dry run, those that applying would make; after a failure or a stop, none.
    #[must_use]
    pub fn ahead(&self) -> Vec<Ahead> {
        let planned = match (&self.plan, self.state) {
            (_, State::Failed | State::Stopped) => return Vec::new(),
            (Some(plan), State::Done) if self.mode == Mode::DryRun => apply::writes(plan),
            _ => self.queue.clone(),
        };
        let mut calls: Vec<Call> = planned.iter().map(|&ask| self.call(ask)).collect();
        // The serial is asked for once its transfer is begun; one look stands for all.
        let steps = self.plan.iter().flat_map(|p| &p.steps);
        let serial = (0..).zip(steps).find(|(_, s)| s.object == Object::Serial && s.state == StepState::Waiting);
        if let Some((i, _)) = serial
            && let Some(at) = planned.iter().position(|ask| *ask == Ask::Step(i))
        {
            calls.insert(at + 1, self.poll(i));
        }
        calls.into_iter().map(ahead).collect()
    }
}

fn ahead(call: Call) -> Ahead {
    let body = call.body.masked();
    Ahead { method: call.method, path: call.path, why: call.why, body }
}
