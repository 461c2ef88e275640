//! From what a person wants to what the provider has: look, plan, apply, and wait for the serial.
//!
//! Sans-I/O: `while let Some(call) = run.next() { run.answer(send(call)) }`. The first calls only look; then the plan
//! stands; in [`Mode::Apply`] the calls of its steps follow, each object is compared with its echo, and at last the
//! serial is awaited. The run stops at the first failure and keeps a [`Record`] of what it means to do and has done:
//! keep it after [`Run::next`], before the call is sent, and after the answer. Running again looks again, so that it
//! continues where the last run stopped, and changes nothing when all is as it should be.

mod apply;
mod doubt;
mod look;
mod outlook;
mod planner;

use std::collections::VecDeque;

use super::call::{Body, Call, Effect, Method, Response};
use super::failure::{self, Failure};
use super::model::{Acl, DnsSettings, Dnssec, Envelope, Incoming, Outgoing, Peer, Secret, Tsig, Zone};
use super::plan::{Action, Object, Part, Plan, StepState};
use super::record::Record;
use super::retry::{self, Heard, Verdict};
use super::rules;
use super::{Date, Desired, Phrase};
use crate::engine::diag::{Diagnostic, Severity};

pub(super) use look::{USES, page_of};
pub use outlook::Ahead;

/// Whether a run may change anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Look and plan only.
    DryRun,
    /// Look, plan, and do it.
    Apply,
}

/// Where a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Finding out what the provider has.
    Looking,
    /// Doing what the plan says.
    Applying,
    /// Everything is made; the serial has not arrived yet.
    Awaiting,
    /// Ended: a dry run with its plan, an applied run with everything as it should be.
    Done,
    /// Stopped at a failure.
    Failed,
    /// Stopped by whoever drives it, with what was done until then.
    Stopped,
}

/// A call that was made and what came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its number.
    pub number: u32,
    /// The HTTP method.
    pub method: Method,
    /// Path and query, below `/client/v4`.
    pub path: String,
    /// What it was for.
    pub why: Phrase,
    /// The HTTP status; none when there was no answer.
    pub status: Option<u16>,
    /// What the answer said, in short.
    pub answer: Phrase,
}

/// The machine; see the module.
#[derive(Clone, Debug)]
pub struct Run {
    want: Desired,
    mode: Mode,
    state: State,
    found: Found,
    /// The link as the looks found it; `found` follows what the run does to it.
    before: Option<Incoming>,
    plan: Option<Plan>,
    queue: VecDeque<Ask>,
    out: Option<Out>,
    /// The step whose POST may have been done: the list is read again.
    doubt: Option<usize>,
    number: u32,
    polls: u32,
    made: Vec<Made>,
    record: Record,
    /// The entry of the call that is out.
    entry: Option<usize>,
    /// Whether the looks have gone through other zones, too.
    scanned: bool,
    /// A person has agreed to what the plan changes for other zones.
    consents: bool,
    failure: Option<Box<Failure>>,
}

/// The call that is out.
#[derive(Clone, Debug)]
struct Out {
    ask: Ask,
    call: Call,
    /// From 1.
    attempt: u32,
}

/// What the looks have shown.
#[derive(Clone, Debug, Default)]
struct Found {
    keys: Vec<Tsig>,
    peers: Vec<Peer>,
    acls: Vec<Acl>,
    zone: Option<Zone>,
    link: Option<Incoming>,
    outgoing: Option<Outgoing>,
    enabled: Option<bool>,
    dnssec: Option<Dnssec>,
    settings: Option<DnsSettings>,
    /// The account's other zones, once they were looked at.
    zones: Vec<Zone>,
    /// What they are linked to.
    uses: Vec<Use>,
}

/// What another zone is linked to.
#[derive(Clone, Debug)]
struct Use {
    zone: String,
    peers: Vec<String>,
}

/// What a call is about: which question, or which step of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ask {
    Token,
    AccountToken,
    Keys(u32),
    Peers(u32),
    Acls(u32),
    ZoneById,
    ZoneByName,
    Link,
    Outgoing,
    Enabled,
    Dnssec,
    Settings,
    /// The account's zones, by page.
    Zones(u32),
    /// What the other zone of that index transfers from.
    UsesIn(usize),
    /// Whom it is sent to.
    UsesOut(usize),
    /// The write of the plan's step.
    Step(usize),
    /// The PUT that follows when a new peer came back without all of its fields.
    Fill(usize),
    /// Has the serial of this step arrived?
    Serial(usize),
}

/// Stands for the id of a key that is yet to be made.
const NEW_KEY: &str = "{key}";
/// Stands for the id of a peer that is yet to be made.
const NEW_PEER: &str = "{peer}";

/// How often the serial is asked for before the run gives up: with the waits of [`poll_delay_ms`] about 90 seconds,
/// several times what a first transfer of an ordinary zone takes.
const POLLS: u32 = 24;

/// The wait before each look at the serial: short at first, since small zones arrive at once.
const fn poll_delay_ms(poll: u32) -> u64 {
    match poll {
        0 => 300,
        1 => 700,
        2 => 1_500,
        3 => 2_500,
        _ => 4_000,
    }
}

impl Run {
    /// A run for `want`, on the day `today`.
    ///
    /// # Errors
    /// The findings, when one of them is an error: then no call makes sense.
    pub fn new(want: Desired, mode: Mode, today: Date) -> Result<Self, Vec<Diagnostic>> {
        let findings = rules::check(&want, today);
        if findings.iter().any(|d| d.severity == Severity::Error) {
            return Err(findings);
        }
        let queue = look::questions(&want);
        Ok(Self {
            want,
            mode,
            state: State::Looking,
            found: Found::default(),
            before: None,
            plan: None,
            queue,
            out: None,
            doubt: None,
            number: 0,
            polls: 0,
            made: Vec::new(),
            record: Record::default(),
            entry: None,
            scanned: false,
            consents: false,
            failure: None,
        })
    }

    /// The same with the record of earlier runs: what they left unfinished is recognised, and what they made is known
    /// whatever it is called now.
    #[must_use]
    pub fn resuming(self, record: Record) -> Self {
        Self { record, ..self }
    }

    /// The same with a person's agreement to what the plan changes for other zones ([`Plan::shared`]).
    #[must_use]
    pub fn consenting(self) -> Self {
        Self { consents: true, ..self }
    }

    /// The call to make now; the same one until it is answered, none when the run has ended.
    #[expect(clippy::should_implement_trait, reason = "not an iterator: each call waits for its answer")]
    pub fn next(&mut self) -> Option<Call> {
        if self.state == State::Stopped {
            return None;
        }
        if self.out.is_none() {
            let ask = self.queue.pop_front()?;
            let call = self.call(ask);
            self.number = call.number;
            self.mark(ask, StepState::Running);
            self.intend(ask, &call);
            self.out = Some(Out { ask, call, attempt: 1 });
        }
        self.out.as_ref().map(|out| out.call.clone())
    }

    /// Takes the answer to the call that is out; without one, nothing happens.
    pub fn answer(&mut self, response: &Response) {
        let Some(out) = self.out.take() else { return };
        match retry::judge(out.call.method, Heard::Answer(response), out.attempt) {
            Verdict::Again(wait_ms) => return self.again(out, Some(response.status), wait_ms),
            Verdict::Doubt => return self.doubted(out, Some(response), "no clear answer"),
            Verdict::Take | Verdict::GiveUp => {}
        }
        let Out { ask, call, .. } = out;
        let stopped = self.state == State::Stopped;
        let outcome = match ask {
            Ask::Step(_) | Ask::Fill(_) | Ask::Serial(_) => self.applied(ask, &call, response),
            _ => self.looked(ask, &call, response),
        };
        if stopped {
            self.state = State::Stopped;
        }
        self.settle(ask, call, Some(response.status), outcome);
    }

    /// The call that is out got no answer: the connection was lost, or time ran out. `reason` is the driver's.
    pub fn unanswered(&mut self, reason: &str) {
        let Some(out) = self.out.take() else { return };
        match retry::judge(out.call.method, Heard::Lost, out.attempt) {
            Verdict::Again(wait_ms) => self.again(out, None, wait_ms),
            Verdict::Doubt => self.doubted(out, None, reason),
            Verdict::Take | Verdict::GiveUp => self.unreached(out, reason),
        }
    }

    /// The call that is out never left: the connection was refused, or the name has no address.
    pub fn unsent(&mut self, reason: &str) {
        let Some(out) = self.out.take() else { return };
        match retry::judge(out.call.method, Heard::Unsent, out.attempt) {
            Verdict::Again(wait_ms) => self.again(out, None, wait_ms),
            _ => {
                self.unintend();
                let failure = Failure::new(&failure::PROVIDER_UNREACHABLE, &out.call, None).arg("reason", reason);
                self.settle(out.ask, out.call, None, Err(failure));
            }
        }
    }

    fn unreached(&mut self, out: Out, reason: &str) {
        let code = match out.call.effect {
            Effect::Read => &failure::PROVIDER_UNREACHABLE,
            Effect::Write => &failure::PROVIDER_UNANSWERED,
        };
        let failure = Failure::new(code, &out.call, None).arg("reason", reason);
        self.settle(out.ask, out.call, None, Err(failure));
    }

    /// Sends the call once more, after a wait.
    fn again(&mut self, mut out: Out, status: Option<u16>, wait_ms: u64) {
        let answer = Phrase::new(&look::ANSWER_AGAIN).with("seconds", wait_ms.div_ceil(1_000));
        self.note(out.call.clone(), status, answer);
        if self.state == State::Stopped {
            return self.halt();
        }
        self.number += 1;
        (out.call.number, out.call.delay_ms, out.attempt) = (self.number, wait_ms, out.attempt + 1);
        self.out = Some(out);
    }

    /// What follows from an answer: the next call, the end, or a failure.
    fn settle(&mut self, ask: Ask, call: Call, status: Option<u16>, outcome: Result<Phrase, Box<Failure>>) {
        let stopped = self.state == State::Stopped;
        let outcome = outcome.and_then(|phrase| self.judged(ask, &call).map(|()| phrase));
        let answer = match outcome {
            Ok(phrase) => phrase,
            Err(failure) => {
                self.fail(ask, failure);
                Phrase::new(if status.is_some() { &look::ANSWER_REFUSED } else { &look::ANSWER_NONE })
            }
        };
        self.note(call, status, answer);
        if self.failure.is_some() {
            return;
        }
        if stopped {
            self.halt();
        } else if self.queue.is_empty() {
            self.advance();
        }
    }

    /// Sends no further call; a run that has ended stays as it ended. A call that is out should still be answered, so
    /// that the record is complete.
    pub fn stop(&mut self) {
        if !matches!(self.state, State::Done | State::Failed) {
            self.halt();
        }
    }

    /// Where the run is.
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// What was found and what is to be done; none before the looks are over.
    #[must_use]
    pub const fn plan(&self) -> Option<&Plan> {
        self.plan.as_ref()
    }

    /// The calls made so far, in order.
    #[must_use]
    pub fn made(&self) -> &[Made] {
        &self.made
    }

    /// What was meant and done, with ids: enough to undo it.
    #[must_use]
    pub const fn record(&self) -> &Record {
        &self.record
    }

    /// Why it stopped.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        self.failure.as_deref()
    }

    /// The zone at the provider, with its name servers, once known.
    #[must_use]
    pub const fn zone(&self) -> Option<&Zone> {
        self.found.zone.as_ref()
    }

    /// The zone's configuration as last read, with its serial.
    #[must_use]
    pub const fn link(&self) -> Option<&Incoming> {
        self.found.link.as_ref()
    }

    /// The looks, or the steps, are through: what now?
    fn advance(&mut self) {
        if self.plan.is_some() {
            self.state = State::Done;
            return;
        }
        if let Err(failure) = self.recognise() {
            return self.refuse(failure);
        }
        let plan = planner::plan(&self.want, &self.found, &self.record);
        let touches_shared = |s: &super::Step| {
            let kind = matches!(s.object, Object::Key | Object::Peer | Object::Acl);
            kind && matches!(s.action, Action::Change | Action::Remove)
        };
        if !self.scanned && plan.steps.iter().any(touches_shared) {
            self.scanned = true;
            self.queue.push_back(Ask::Zones(1));
            return;
        }
        let shared = plan.shared().join(", ");
        let writes = self.mode == Mode::Apply && !plan.is_empty();
        self.state = if writes { State::Applying } else { State::Done };
        if writes {
            self.queue = apply::writes(&plan);
        }
        self.plan = Some(plan);
        if writes && !shared.is_empty() && !self.consents {
            let call = self.read(String::new(), Phrase::new(&look::ANSWER_NOTHING));
            self.refuse(Failure::new(&failure::PLAN_CHANGES_OTHERS, &call, None).arg("zones", shared));
        }
    }

    /// Stops before a call.
    fn refuse(&mut self, failure: Box<Failure>) {
        self.queue.clear();
        self.state = State::Failed;
        self.failure = Some(failure);
    }

    /// Stopped, whatever the last answer has asked for.
    fn halt(&mut self) {
        self.state = State::Stopped;
        self.queue.clear();
        if self.out.is_some() {
            return;
        }
        // What waits for a call that is never made is not running.
        let steps = self.plan.iter_mut().flat_map(|plan| &mut plan.steps);
        for step in steps.filter(|step| step.state == StepState::Running) {
            step.state = StepState::Waiting;
        }
    }

    fn note(&mut self, call: Call, status: Option<u16>, answer: Phrase) {
        let Call { number, method, path, why, .. } = call;
        self.made.push(Made { number, method, path, why, status, answer });
    }

    fn fail(&mut self, ask: Ask, mut failure: Box<Failure>) {
        // A provider that echoes the request in its error must not make the secret readable.
        failure.mask(self.want.keys.iter().chain(&self.found.keys).map(|k| &k.secret));
        self.mark(ask, StepState::Failed);
        self.queue.clear();
        self.state = State::Failed;
        self.failure = Some(failure);
    }

    fn mark(&mut self, ask: Ask, state: StepState) {
        if let (Ask::Step(i) | Ask::Fill(i) | Ask::Serial(i), Some(plan)) = (ask, self.plan.as_mut())
            && let Some(step) = plan.steps.get_mut(i)
        {
            step.state = state;
        }
    }

    fn read(&self, path: String, why: Phrase) -> Call {
        let (method, effect) = (Method::Get, Effect::Read);
        Call { number: self.number + 1, method, path, body: Body::None, effect, reversible: true, why, delay_ms: 0 }
    }

    fn account(&self, rest: &str) -> String {
        format!("/accounts/{}/{rest}", self.want.account_id)
    }

    /// The id of the plan's step about `part`, once known.
    fn id_of(&self, part: Part) -> Option<&str> {
        self.plan.iter().flat_map(|p| &p.steps).find(|s| s.part == part)?.id.as_deref()
    }
}

/// The result of a success; a failure otherwise.
pub(super) fn result<T: serde::de::DeserializeOwned>(
    call: &Call,
    response: &Response,
) -> Result<Option<T>, Box<Failure>> {
    if !(200..300).contains(&response.status) {
        return Err(Failure::answered(call, response));
    }
    match serde_json::from_slice::<Envelope<T>>(&response.body) {
        Ok(envelope) if envelope.success => Ok(envelope.result),
        Ok(_) => Err(Failure::answered(call, response)),
        Err(error) => {
            // serde_json quotes values of the wrong type; a secret is text where text is expected, so never quoted.
            Err(Failure::new(&failure::PROVIDER_UNREADABLE, call, Some(response)).arg("reason", error.to_string()))
        }
    }
}

/// The result of a success that must have one.
pub(super) fn object<T: serde::de::DeserializeOwned>(call: &Call, response: &Response) -> Result<T, Box<Failure>> {
    result(call, response)?.ok_or_else(|| {
        Failure::new(&failure::PROVIDER_UNREADABLE, call, Some(response)).arg("reason", "the result is null")
    })
}
