//! Makes a run's calls, one after the other, and shows each.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_net::http;
use gloo_timers::future::TimeoutFuture;
use yew::prelude::*;

use super::super::io::companion::Client;
use super::super::kept;
use super::super::state::Project;
use super::super::text::{said, t};
use super::{Answer, Line, Shown, Trouble, Undo};
use crate::product::project::{Action, Applied, ProviderKind, Submission};
use crate::product::provider::{Call, Left, Made, Mode, Plan, Record, Response, Run, State, Undo as Machine};

/// Where a run's state goes.
pub(super) struct Show {
    /// For the mark and the summary.
    pub project: Project,
    /// For the step.
    pub shown: UseStateHandle<Rc<Shown>>,
    /// For a reload.
    pub keep: Keep,
    /// The project that is open now; a run of another one goes on unseen.
    pub open: Rc<RefCell<Rc<str>>>,
}

impl Show {
    /// Shows it.
    pub(super) fn set(&self, shown: Shown, submission: Submission) {
        if *self.open.borrow() == self.keep.id {
            self.shown.set(Rc::new(Shown { unkept: self.keep.refused.get(), ..shown }));
            self.project.dispatch(Action::Submission(submission));
        }
    }
}

/// Where the record goes, before each call and after its answer.
pub(super) struct Keep {
    id: Rc<str>,
    /// Whether the run before came to its end.
    ended: bool,
    revision: Cell<Option<u64>>,
    refused: Cell<bool>,
}

impl Keep {
    /// For the project `id`, of which `shown` is known.
    pub(super) fn new(id: Rc<str>, shown: &Shown) -> Self {
        Self { id, ended: !shown.interrupted, revision: Cell::new(None), refused: Cell::new(false) }
    }

    fn keep(&self, record: &Record, ended: bool) {
        if self.revision.replace(Some(record.revision())) != Some(record.revision()) || ended {
            let took = kept::write_applied(&self.id, &Applied { record: record.clone(), ended });
            self.refused.set(!took);
        }
    }
}

/// Makes the calls of `run` until it ends or is stopped.
pub(super) async fn drive(run: Run, mode: Mode, client: Client, show: &Show, stop: Rc<Cell<bool>>) -> Run {
    let mut run = run;
    let mut times = Vec::<u32>::new();
    let local = show.project.draft.provider == ProviderKind::Local;
    let mut relay_missing = false;
    // A look finishes nothing; it only learns more.
    let under_way = if mode == Mode::Apply { false } else { show.keep.ended };
    loop {
        if stop.get() {
            run.stop();
        }
        let Some(call) = run.next() else { break };
        show.keep.keep(run.record(), under_way);
        publish(&run, mode, &times, Some(&call), relay_missing, show);
        let (response, ms) = send(&client, &call).await;
        times.push(ms);
        match response {
            Ok(response) => {
                // The relay answers in the provider's envelope, always; anything else at 404 is another program.
                relay_missing |= !local && response.status == 404 && !response.body.starts_with(b"{");
                run.answer(&response);
            }
            Err(reason) => run.unanswered(&reason),
        }
        show.keep.keep(run.record(), under_way);
    }
    show.keep.keep(run.record(), mode == Mode::Apply || show.keep.ended);
    publish(&run, mode, &times, None, relay_missing, show);
    run
}

/// Sends a call; the answer and the milliseconds it took.
async fn send(client: &Client, call: &Call) -> (Result<Response, String>, u32) {
    if let Ok(delay @ 1..) = u32::try_from(call.delay_ms) {
        TimeoutFuture::new(delay).await;
    }
    let method = http::Method::from_bytes(call.method.as_str().as_bytes()).unwrap_or_default();
    let began = js_sys::Date::now();
    let body = call.body.to_json();
    let answer = client.provider(method, &call.path, body.as_ref().map(|text| text.as_str())).await;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "milliseconds of one request fit")]
    let ms = (js_sys::Date::now() - began) as u32;
    let response = answer.map(|answer| Response {
        status: answer.status,
        body: answer.body.into_bytes(),
        retry_after_s: answer.retry_after_s,
    });
    (response.map_err(|fault| fault.words()), ms)
}

/// The calls made, each with its milliseconds, and the one that is out.
fn lines(made: &[Made], times: &[u32], failed: Option<u32>, out: Option<&Call>) -> Vec<Line> {
    let answered = made.iter().zip(times).map(|(made, ms)| Line {
        number: made.number,
        method: made.method,
        path: made.path.clone(),
        why: made.why.clone(),
        answer: Some(Answer { status: made.status, what: made.answer.clone() }),
        failed: failed == Some(made.number),
        ms: Some(*ms),
    });
    let waiting = out.map(|call| Line {
        number: call.number,
        method: call.method,
        path: call.path.clone(),
        why: call.why.clone(),
        answer: None,
        failed: false,
        ms: None,
    });
    answered.chain(waiting).collect()
}

fn publish(run: &Run, mode: Mode, times: &[u32], out: Option<&Call>, relay_missing: bool, show: &Show) {
    let failed_call = run.failure().map(|failure| failure.call);
    let lines = lines(run.made(), times, failed_call, out);
    let ahead = run.ahead();
    let submission = match (run.state(), mode) {
        (State::Failed, _) => Submission::Failed {
            call: failed_call.map_or(0, |n| n as usize),
            message: run.failure().map(|f| f.message()).unwrap_or_default(),
        },
        (State::Stopped, _) => Submission::Stopped { call: run.made().len() },
        (State::Done, Mode::DryRun) => Submission::Planned { changes: run.plan().map_or(0, Plan::changes) },
        (State::Done, Mode::Apply) => {
            Submission::Applied { serial: run.link().map(|link| link.soa_serial).filter(|&s| s > 0) }
        }
        (State::Looking | State::Applying | State::Awaiting, mode) => {
            let (done, total) = (run.made().len(), lines.len() + ahead.len());
            match mode {
                Mode::DryRun => Submission::Looking { done, total },
                Mode::Apply => Submission::Applying { done, total },
            }
        }
    };
    let shown = Shown {
        state: Some(run.state()),
        dry: mode == Mode::DryRun,
        lines,
        ahead,
        plan: run.plan().cloned(),
        findings: Vec::new(),
        failure: run.failure().map(|failure| Trouble::Fault(failure.diagnostic.clone())),
        record: run.record().clone(),
        interrupted: mode == Mode::DryRun && !show.keep.ended && !run.record().is_empty(),
        unkept: false,
        servers: run.zone().map(|zone| zone.name_servers.clone()).unwrap_or_default(),
        relay_missing,
        undo: None,
    };
    show.set(shown, submission);
}

/// Takes back what a run did, last thing first: each object is looked at, and what is no longer as it was left stays.
pub(super) async fn take_back(mut machine: Machine, shown: Shown, client: Client, show: &Show, stop: Rc<Cell<bool>>) {
    let (before, submission) = (shown.lines.clone(), show.project.submission.clone());
    let first = before.last().map_or(0, |line| line.number);
    let mut times = Vec::new();
    let view = |machine: &Machine, times: &[u32], out: Option<&Call>, how: Undo| {
        let later = lines(machine.made(), times, machine.failure().map(|failure| failure.call), out);
        let later = later.into_iter().map(|line| Line { number: line.number + first, ..line });
        let lines = before.iter().cloned().chain(later).collect();
        Shown {
            lines,
            ahead: Vec::new(),
            record: machine.record().clone(),
            undo: Some(how),
            interrupted: false,
            ..shown.clone()
        }
    };
    loop {
        if stop.get() {
            machine.stop();
        }
        let Some(call) = machine.next() else { break };
        show.keep.keep(machine.record(), false);
        show.set(view(&machine, &times, Some(&call), Undo::Running), submission.clone());
        let (response, ms) = send(&client, &call).await;
        times.push(ms);
        match response {
            Ok(response) => machine.answer(&response),
            Err(reason) => machine.unanswered(&reason),
        }
        show.keep.keep(machine.record(), false);
    }
    show.keep.keep(machine.record(), true);
    let left =
        |left: &Left| format!("{} {}: {}", said::phrase(&left.object.said()), left.path, said::phrase(&left.why));
    match (machine.failure(), machine.left()) {
        _ if machine.state() == State::Stopped => {
            show.set(view(&machine, &times, None, Undo::Failed(t().submit.undo_stopped.to_owned())), submission);
        }
        (Some(failure), _) => show.set(
            view(
                &machine,
                &times,
                None,
                Undo::Failed(said::message(failure.diagnostic.code, &failure.diagnostic.args)),
            ),
            submission,
        ),
        (None, []) => show.set(Shown { plan: None, ..view(&machine, &times, None, Undo::Done) }, Submission::Idle),
        (None, some) => {
            let why = some.iter().map(left).collect::<Vec<_>>().join("; ");
            show.set(Shown { plan: None, ..view(&machine, &times, None, Undo::Left(why)) }, Submission::Idle);
        }
    }
}
