//! The plan and its calls as a context that lives as long as the page: a run goes on whichever step is shown.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_net::http;
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::desired::desired;
use super::io::companion::{Client, use_client};
use super::state::{Project, use_project};
use crate::engine::diag::Diagnostic;
use crate::product::project::{Action, ProviderKind, Submission};
use crate::product::provider::{Ahead, Call, Method, Mode, Phrase, Plan, Record, Response, Run, State};

/// One call as the table shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// From 1.
    pub number: u32,
    /// The HTTP method.
    pub method: Method,
    /// Path and query.
    pub path: String,
    /// What it is for.
    pub why: String,
    /// What came back; absent while it is out.
    pub answer: Option<String>,
    /// Whether it failed.
    pub failed: bool,
    /// Milliseconds until the answer.
    pub ms: Option<u32>,
}

/// How an undo went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undo {
    /// Under way.
    Running,
    /// All taken back.
    Done,
    /// Stopped, and why.
    Failed(String),
}

/// Everything the step shows of a run.
#[derive(Clone, Debug, Default)]
pub struct Shown {
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
    /// Why the run stopped: what happened, what to do.
    pub failure: Option<(String, String)>,
    /// What was done, for the undo.
    pub record: Record,
    /// The zone's name servers, once the provider told.
    pub servers: Vec<String>,
    /// The relay is not there.
    pub relay_missing: bool,
    /// The undo.
    pub undo: Option<Undo>,
}

impl Shown {
    /// Whether calls are being made.
    pub fn running(&self) -> bool {
        let run = matches!(self.state, Some(State::Looking | State::Applying | State::Awaiting));
        run || self.undo == Some(Undo::Running)
    }
}

/// The context.
#[derive(Clone)]
pub struct Submitting {
    /// What is shown.
    pub shown: Rc<Shown>,
    /// Looks, and does what the plan says if asked to.
    pub start: Callback<Mode>,
    /// Takes back what was done.
    pub undo: Callback<()>,
    /// No call after the one that is out.
    pub stop: Callback<()>,
}

impl PartialEq for Submitting {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.shown, &other.shown) && self.start == other.start
    }
}

/// The page's run.
#[hook]
#[expect(clippy::expect_used, reason = "app.rs wraps every component in the context; without it nothing can be sent")]
pub fn use_submitting() -> Submitting {
    use_context::<Submitting>().expect("the run's context")
}

/// Properties of [`Submits`].
#[derive(Clone, PartialEq, Properties)]
pub struct SubmitsProperties {
    /// Whoever reads the context.
    pub children: Html,
}

/// Provides [`Submitting`].
#[component]
pub fn Submits(props: &SubmitsProperties) -> Html {
    let project = use_project();
    let client = use_client();
    let check = super::check::use_check();
    let shown = use_state(|| Rc::new(Shown::default()));
    let stop = use_memo((), |()| Cell::new(false));
    {
        // Another question was typed: the old plan no longer answers it.
        let shown = shown.clone();
        let stale = project.submission == Submission::Idle
            && shown.state.is_some()
            && !shown.running()
            && shown.record.entries.is_empty();
        use_effect_with(stale, move |&stale| {
            if stale {
                shown.set(Rc::new(Shown::default()));
            }
        });
    }
    let start = {
        let (project, client, shown, stop) = (project.clone(), client.clone(), shown.clone(), stop.clone());
        let last = check.last_origin.clone();
        Callback::from(move |mode| {
            stop.set(false);
            let show = Show { project: project.clone(), shown: shown.clone() };
            let run = desired(&project, &last).map_err(|lack| (lack.words(), String::new()));
            match run.map(|want| Run::new(want, mode, super::steps::today())) {
                Ok(Ok(run)) => spawn_local(drive(run, mode, client.clone(), show, stop.clone())),
                Ok(Err(findings)) => show.set(Shown { findings, ..Shown::default() }, Submission::Idle),
                Err(failure) => show.set(Shown { failure: Some(failure), ..Shown::default() }, Submission::Idle),
            }
        })
    };
    let undo = {
        let (project, client, shown) = (project.clone(), client, shown.clone());
        Callback::from(move |()| {
            let show = Show { project: project.clone(), shown: shown.clone() };
            spawn_local(take_back((**shown).clone(), client.clone(), show));
        })
    };
    let context = Submitting { shown: (*shown).clone(), start, undo, stop: Callback::from(move |()| stop.set(true)) };
    html! { <ContextProvider<Submitting> {context}>{ props.children.clone() }</ContextProvider<Submitting>> }
}

#[derive(Clone)]
struct Show {
    project: Project,
    shown: UseStateHandle<Rc<Shown>>,
}

impl Show {
    fn set(&self, shown: Shown, submission: Submission) {
        self.shown.set(Rc::new(shown));
        self.project.dispatch(Action::Submission(submission));
    }
}

async fn drive(run: Run, mode: Mode, client: Client, show: Show, stop: Rc<Cell<bool>>) {
    let run = RefCell::new(run);
    let times = RefCell::new(Vec::<u32>::new());
    let local = show.project.draft.provider == ProviderKind::Local;
    let mut relay_missing = false;
    loop {
        if stop.get() {
            run.borrow_mut().stop();
        }
        let Some(call) = run.borrow_mut().next() else { break };
        publish(&run.borrow(), mode, &times.borrow(), Some(&call), relay_missing, &show);
        let (response, ms) = send(&client, &call).await;
        times.borrow_mut().push(ms);
        match response {
            Ok(response) => {
                // The relay answers in the provider's envelope, always; anything else at 404 is another program.
                relay_missing |= !local && response.status == 404 && !response.body.starts_with(b"{");
                run.borrow_mut().answer(&response);
            }
            Err(reason) => run.borrow_mut().unanswered(&reason),
        }
    }
    publish(&run.borrow(), mode, &times.borrow(), None, relay_missing, &show);
}

/// Sends a call; the answer and the milliseconds it took.
async fn send(client: &Client, call: &Call) -> (Result<Response, String>, u32) {
    if let Ok(delay @ 1..) = u32::try_from(call.delay_ms) {
        TimeoutFuture::new(delay).await;
    }
    let method = match call.method {
        Method::Get => http::Method::GET,
        Method::Post => http::Method::POST,
        Method::Put => http::Method::PUT,
        Method::Delete => http::Method::DELETE,
    };
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

fn publish(run: &Run, mode: Mode, times: &[u32], out: Option<&Call>, relay_missing: bool, show: &Show) {
    let failed_call = run.failure().map(|failure| failure.call);
    let mut lines: Vec<Line> = run
        .made()
        .iter()
        .zip(times)
        .map(|(made, ms)| Line {
            number: made.number,
            method: made.method,
            path: made.path.clone(),
            why: made.why.english(),
            answer: Some(said(made.status, &made.answer)),
            failed: failed_call == Some(made.number),
            ms: Some(*ms),
        })
        .collect();
    if let Some(call) = out {
        let (path, why) = (call.path.clone(), call.why.english());
        lines.push(Line { number: call.number, method: call.method, path, why, answer: None, failed: false, ms: None });
    }
    let ahead = run.ahead();
    let submission = match (run.state(), mode) {
        (State::Failed, _) => Submission::Failed {
            call: failed_call.map_or(0, |n| n as usize),
            message: run.failure().map(|f| f.message()).unwrap_or_default(),
        },
        (State::Done, Mode::DryRun) => Submission::Planned { changes: run.plan().map_or(0, Plan::changes) },
        (State::Done, Mode::Apply) => {
            Submission::Applied { serial: run.link().map(|link| link.soa_serial).filter(|&s| s > 0) }
        }
        (State::Looking | State::Applying | State::Awaiting, _) => {
            Submission::Applying { done: run.made().len(), total: lines.len() + ahead.len() }
        }
    };
    let shown = Shown {
        state: Some(run.state()),
        dry: mode == Mode::DryRun,
        lines,
        ahead,
        plan: run.plan().cloned(),
        findings: Vec::new(),
        failure: run.failure().map(|failure| (failure.message(), failure.why())),
        record: run.record().clone(),
        servers: run.zone().map(|zone| zone.name_servers.clone()).unwrap_or_default(),
        relay_missing,
        undo: None,
    };
    show.set(shown, submission);
}

fn said(status: Option<u16>, answer: &Phrase) -> String {
    status.map_or_else(|| answer.english(), |status| format!("{status}, {}", answer.english()))
}

/// Sends the calls that undo a run, last one first, and stops at the first that fails.
async fn take_back(mut shown: Shown, client: Client, show: Show) {
    shown.undo = Some(Undo::Running);
    shown.ahead.clear();
    let first = shown.lines.last().map_or(1, |line| line.number + 1);
    let kept = show.project.submission.clone();
    for (call, number) in shown.record.undo().into_iter().zip(first..) {
        let (path, why) = (call.path.clone(), call.why.english());
        shown.lines.push(Line { number, method: call.method, path, why, answer: None, failed: false, ms: None });
        show.set(shown.clone(), kept.clone());
        let (response, ms) = send(&client, &call).await;
        let (answer, done) = match response {
            Ok(response) => (response.status.to_string(), (200..300).contains(&response.status)),
            Err(reason) => (reason, false),
        };
        if let Some(line) = shown.lines.last_mut() {
            (line.answer, line.failed, line.ms) = (Some(answer.clone()), !done, Some(ms));
        }
        if !done {
            shown.undo = Some(Undo::Failed(answer));
            return show.set(shown, kept);
        }
        // What is taken back need not be taken back again.
        shown.record.entries.pop();
    }
    shown.undo = Some(Undo::Done);
    shown.plan = None;
    show.set(shown, Submission::Idle);
}
