//! Takes back what a [`Record`] says was done: exactly those calls, in reverse, each only where the object still is as
//! it was left.
//!
//! Sans-I/O like [`super::Run`]. Each object is read first. What somebody has changed since, what another zone uses by
//! now and what is delegated to is left alone and said. Unfinished entries are recognised by a dry run that resumes the
//! record; what stays unknown after that is left alone, too.

use std::collections::VecDeque;

use super::call::{Body, Call, Effect, Method, Response};
use super::failure::{self, Failure};
use super::fields::Fields;
use super::model::{Acl, DnsSettings, Dnssec, Incoming, Outgoing, Peer, Tsig, Zone};
use super::record::{Change, Entry, EntryState, Record};
use super::retry::{self, Heard, Verdict};
use super::run::{USES, object, page_of, result};
use super::{Kind, Made, Object, Phrase, State};
use crate::engine::diag::Label;

static CALL_UNDO_LOOK: Label = Label { name: "call-undo-look" };
static CALL_UNDO_USES: Label = Label { name: "call-undo-uses" };
static ANSWER_UNDO_GONE: Label = Label { name: "answer-undo-gone" };
static ANSWER_UNDO_SAME: Label = Label { name: "answer-undo-same" };
static ANSWER_UNDO_DONE: Label = Label { name: "answer-undo-done" };
static ANSWER_UNDO_FAILED: Label = Label { name: "answer-undo-failed" };
static ANSWER_UNDO_LEFT: Label = Label { name: "answer-undo-left" };
static ANSWER_UNDO_AGAIN: Label = Label { name: "answer-undo-again" };
static LEFT_CHANGED: Label = Label { name: "left-changed" };
static LEFT_GONE: Label = Label { name: "left-gone" };
static LEFT_USED: Label = Label { name: "left-used" };
static LEFT_USES_UNKNOWN: Label = Label { name: "left-uses-unknown" };
static LEFT_SECRET_LOST: Label = Label { name: "left-secret-lost" };
static LEFT_SECRET_UNKNOWN: Label = Label { name: "left-secret-unknown" };
static LEFT_DELEGATED: Label = Label { name: "left-delegated" };
static LEFT_PARTS: Label = Label { name: "left-parts" };
static LEFT_UNKNOWN: Label = Label { name: "left-unknown" };

/// An object that was left as it is, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Which kind.
    pub object: Object,
    /// Where it is, below `/client/v4`.
    pub path: String,
    /// Why.
    pub why: Phrase,
}

/// The machine; see the module.
#[derive(Clone, Debug)]
pub struct Undo {
    record: Record,
    keys: Vec<Tsig>,
    provider: Kind,
    state: State,
    /// Entries to come, the next one last.
    todo: Vec<usize>,
    at: Option<usize>,
    queue: VecDeque<Ask>,
    out: Option<(Ask, Call, u32)>,
    number: u32,
    peers: Vec<Peer>,
    zones: Vec<Zone>,
    /// Zone id, zone name, peers; none before it was asked.
    uses: Option<Vec<(String, String, Vec<String>)>>,
    /// The key as it was read last.
    key: Option<Tsig>,
    /// What was made again has another id.
    moved: Vec<(String, String)>,
    /// Keys whose secrets were put back.
    restored: Vec<Tsig>,
    made: Vec<Made>,
    left: Vec<Left>,
    failure: Option<Box<Failure>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ask {
    Read,
    Peers(u32),
    Zones(u32),
    UsesIn(usize),
    UsesOut(usize),
    Write,
}

impl Undo {
    /// Takes `record` back. `keys` are the wanted keys with their secrets: a key of ours is told by its secret, which the
    /// record does not hold.
    #[must_use]
    pub fn new(record: Record, keys: Vec<Tsig>, provider: Kind) -> Self {
        let todo = (0..).zip(&record.entries).filter(|(_, e)| e.is_to_undo()).map(|(at, _)| at).collect();
        Self {
            record,
            keys,
            provider,
            state: State::Applying,
            todo,
            at: None,
            queue: VecDeque::new(),
            out: None,
            number: 0,
            peers: Vec::new(),
            zones: Vec::new(),
            uses: None,
            key: None,
            moved: Vec::new(),
            restored: Vec::new(),
            made: Vec::new(),
            left: Vec::new(),
            failure: None,
        }
    }

    /// The call to make now; the same one until it is answered, none when all is through.
    #[expect(clippy::should_implement_trait, reason = "not an iterator: each call waits for its answer")]
    pub fn next(&mut self) -> Option<Call> {
        while self.out.is_none() && !matches!(self.state, State::Failed | State::Stopped) {
            if let Some(ask) = self.queue.pop_front() {
                let call = self.call(ask)?;
                self.number = call.number;
                self.out = Some((ask, call, 1));
                break;
            }
            let Some(at) = self.todo.pop() else {
                self.state = State::Done;
                break;
            };
            self.at = Some(at);
            self.begin(at);
        }
        self.out.as_ref().map(|(_, call, _)| call.clone())
    }

    /// Takes the answer to the call that is out.
    pub fn answer(&mut self, response: &Response) {
        let Some((ask, call, attempt)) = self.out.take() else { return };
        match retry::judge(call.method, Heard::Answer(response), attempt) {
            Verdict::Again(wait_ms) => return self.again(ask, call, attempt, Some(response.status), wait_ms),
            Verdict::Doubt => return self.doubted(&call, Some(response.status), "no clear answer"),
            Verdict::Take | Verdict::GiveUp => {}
        }
        let outcome = self.heard(ask, &call, response);
        self.settle(&call, Some(response.status), outcome);
    }

    /// The call that is out got no answer. `reason` is the driver's.
    pub fn unanswered(&mut self, reason: &str) {
        self.silent(Heard::Lost, reason);
    }

    /// The call that is out never left.
    pub fn unsent(&mut self, reason: &str) {
        self.silent(Heard::Unsent, reason);
    }

    /// Sends no further call.
    pub fn stop(&mut self) {
        if !matches!(self.state, State::Done | State::Failed) {
            self.state = State::Stopped;
        }
    }

    /// Where it is.
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// The calls made so far, in order.
    #[must_use]
    pub fn made(&self) -> &[Made] {
        &self.made
    }

    /// The record, with what was taken back marked.
    #[must_use]
    pub const fn record(&self) -> &Record {
        &self.record
    }

    /// What was left alone.
    #[must_use]
    pub fn left(&self) -> &[Left] {
        &self.left
    }

    /// Why it stopped.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        self.failure.as_deref()
    }

    fn entry(&self) -> Option<&Entry> {
        self.record.entries.get(self.at?)
    }

    fn begin(&mut self, at: usize) {
        let Some(entry) = self.record.entries.get(at) else { return };
        let collection = matches!(entry.object, Object::Key | Object::Peer | Object::Acl | Object::Zone);
        if collection && entry.id.is_empty() {
            return self.leave(Phrase::new(&LEFT_UNKNOWN));
        }
        // With the zone would go what somebody has changed in it.
        let inside = format!("{}/", entry.path);
        if entry.object == Object::Zone && self.left.iter().any(|l| l.path.starts_with(&inside)) {
            return self.leave(Phrase::new(&LEFT_PARTS));
        }
        let made_by_us = |e: &Entry| e.id == entry.id && e.change == Change::Created && e.is_to_undo();
        let lost = entry.secret_replaced && entry.held.is_none();
        if lost && self.record.entries.iter().take(at).any(made_by_us) {
            // The key itself goes in a moment.
            return self.record.change(at, |e| e.state = EntryState::Undone);
        }
        if lost {
            return self.leave(Phrase::new(&LEFT_SECRET_LOST));
        }
        self.queue.push_back(Ask::Read);
    }

    fn call(&self, ask: Ask) -> Option<Call> {
        let entry = self.entry()?;
        let account = entry.path.strip_prefix("/accounts/").and_then(|rest| rest.split('/').next()).unwrap_or_default();
        let (path, label) = match ask {
            Ask::Write => return Some(Call { number: self.number + 1, ..self.write(entry)? }),
            Ask::Read => (entry.path.clone(), &CALL_UNDO_LOOK),
            Ask::Peers(page) => {
                let query = if page == 1 { String::new() } else { format!("?page={page}") };
                (format!("/accounts/{account}/secondary_dns/peers{query}"), &CALL_UNDO_USES)
            }
            Ask::Zones(page) => (format!("/zones?account.id={account}&per_page=50&page={page}"), &CALL_UNDO_USES),
            Ask::UsesIn(i) => (self.other_zone(i, "incoming"), &CALL_UNDO_USES),
            Ask::UsesOut(i) => (self.other_zone(i, "outgoing"), &CALL_UNDO_USES),
        };
        Some(Call {
            number: self.number + 1,
            method: Method::Get,
            path,
            body: Body::None,
            effect: Effect::Read,
            reversible: true,
            why: Phrase::new(label),
            delay_ms: 0,
        })
    }

    fn other_zone(&self, i: usize, direction: &str) -> String {
        let id = self.zones.get(i).map_or("", |z| z.id.as_str());
        format!("/zones/{id}/secondary_dns/{direction}")
    }

    fn write(&self, entry: &Entry) -> Option<Call> {
        // A key whose secret was not replaced is put back with the one it has.
        let held = entry.held.clone().or_else(|| self.key.as_ref().map(|k| k.secret.clone()));
        let mut call = Entry { held, ..entry.clone() }.undo()?;
        if let Body::Peer(peer) = &mut call.body
            && let Some((_, new)) = self.moved.iter().find(|(old, _)| peer.key() == Some(old))
        {
            peer.tsig_id = Some(new.clone());
        }
        Some(call)
    }

    fn heard(&mut self, ask: Ask, call: &Call, response: &Response) -> Result<Phrase, Box<Failure>> {
        match ask {
            Ask::Read => self.read(call, response),
            Ask::Write => self.written(call, response),
            Ask::Peers(page) => {
                let new: Vec<Peer> = page_of(page, call, response)?;
                let count = self.peers.len();
                let known: Vec<String> = self.peers.iter().map(|p| p.id.clone()).collect();
                self.peers.extend(new.into_iter().filter(|p| !known.contains(&p.id)));
                if self.peers.len() > count {
                    self.queue.push_front(Ask::Peers(page + 1));
                    return Ok(Phrase::new(&ANSWER_UNDO_SAME));
                }
                let id = self.entry().map_or("", |e| e.id.as_str());
                let users = self.peers.iter().filter(|p| p.key() == Some(id)).map(|p| p.name.clone());
                let users: Vec<String> = users.collect();
                Ok(self.delete_unless_used(&users))
            }
            Ask::Zones(page) => {
                let new: Vec<Zone> = page_of(page, call, response)?;
                let count = self.zones.len();
                let known: Vec<String> = self.zones.iter().map(|z| z.id.clone()).collect();
                self.zones.extend(new.into_iter().filter(|z| !known.contains(&z.id)));
                if self.zones.len() > USES {
                    return Ok(self.left_alone(Phrase::new(&LEFT_USES_UNKNOWN)));
                }
                if self.zones.len() > count {
                    self.queue.push_front(Ask::Zones(page + 1));
                    return Ok(Phrase::new(&ANSWER_UNDO_SAME));
                }
                self.uses = Some(Vec::new());
                self.queue.extend((0..self.zones.len()).flat_map(|i| [Ask::UsesIn(i), Ask::UsesOut(i)]));
                Ok(self.used_by_zones())
            }
            Ask::UsesIn(i) | Ask::UsesOut(i) => {
                // No such configuration, or an account without outgoing transfers.
                if !matches!(response.status, 404 | 401) {
                    let link: Outgoing = object(call, response)?;
                    let zone = self.zones.get(i).map(|z| (z.id.clone(), z.name.clone())).unwrap_or_default();
                    if let Some(uses) = &mut self.uses {
                        uses.push((zone.0, zone.1, link.linked().to_vec()));
                    }
                }
                Ok(self.used_by_zones())
            }
        }
    }

    /// Once all zones were asked: is the peer linked to one?
    fn used_by_zones(&mut self) -> Phrase {
        if !self.queue.is_empty() {
            return Phrase::new(&ANSWER_UNDO_SAME);
        }
        let id = self.entry().map_or("", |e| e.id.as_str());
        let uses = self.uses.iter().flatten().filter(|(_, _, peers)| peers.iter().any(|p| p == id));
        let mut users: Vec<String> = uses.map(|(_, name, _)| name.clone()).collect();
        users.dedup();
        self.delete_unless_used(&users)
    }

    fn delete_unless_used(&mut self, users: &[String]) -> Phrase {
        if users.is_empty() {
            self.queue.push_back(Ask::Write);
            return Phrase::new(&ANSWER_UNDO_SAME);
        }
        self.left_alone(Phrase::new(&LEFT_USED).with("users", users.join(", ")))
    }

    fn left_alone(&mut self, why: Phrase) -> Phrase {
        self.queue.clear();
        self.leave(why);
        Phrase::new(&ANSWER_UNDO_LEFT)
    }

    fn leave(&mut self, why: Phrase) {
        if let Some(entry) = self.entry() {
            let (object, path) = (entry.object, entry.path.clone());
            self.left.push(Left { object, path, why });
        }
    }

    /// Is the object as it was left?
    fn read(&mut self, call: &Call, response: &Response) -> Result<Phrase, Box<Failure>> {
        let Some(entry) = self.entry().cloned() else { return Ok(Phrase::new(&ANSWER_UNDO_GONE)) };
        self.key = None;
        let gone = response.status == 404;
        match (&entry.change, gone) {
            (Change::Created, true) => {
                self.mark();
                return Ok(Phrase::new(&ANSWER_UNDO_GONE));
            }
            (Change::Changed(_), true) => return Ok(self.left_alone(Phrase::new(&LEFT_GONE))),
            (Change::Removed(_), true) => {
                self.queue.push_back(Ask::Write);
                return Ok(Phrase::new(&ANSWER_UNDO_GONE));
            }
            (Change::Removed(_), false) if (200..300).contains(&response.status) => {
                // Somebody has made it again.
                self.mark();
                return Ok(Phrase::new(&ANSWER_UNDO_SAME));
            }
            _ => {}
        }
        let there = self.fields(&entry, call, response)?;
        if let Change::Changed(before) = &entry.change
            && entry.state == EntryState::Intended
            && before.agree(&there)
            && !entry.secret_replaced
        {
            self.mark();
            return Ok(Phrase::new(&ANSWER_UNDO_SAME));
        }
        let as_left = [&entry.after, &entry.part_way].into_iter().flatten().any(|f| f.agree(&there));
        if !as_left {
            return Ok(self.left_alone(Phrase::new(&LEFT_CHANGED)));
        }
        if let Some(key) = &self.key {
            let restored = self.restored.iter().any(|k| k.id == entry.id && k.secret == key.secret);
            let known = self.keys.iter().any(|k| k.is_named(&key.name));
            let label = match () {
                () if restored || self.keys.iter().any(|k| k.is_named(&key.name) && k.secret == key.secret) => None,
                () if known => Some(&LEFT_CHANGED),
                () => Some(&LEFT_SECRET_UNKNOWN),
            };
            if let Some(label) = label {
                return Ok(self.left_alone(Phrase::new(label)));
            }
        }
        match (&entry.change, entry.object) {
            (Change::Created, Object::Key) => {
                self.peers.clear();
                self.queue.push_back(Ask::Peers(1));
            }
            (Change::Created, Object::Peer) if self.uses.is_some() => return Ok(self.used_by_zones()),
            (Change::Created, Object::Peer) => self.queue.push_back(Ask::Zones(1)),
            (Change::Created, Object::Zone) if self.is_delegated(response) => {
                return Ok(self.left_alone(Phrase::new(&LEFT_DELEGATED)));
            }
            _ => self.queue.push_back(Ask::Write),
        }
        Ok(Phrase::new(&ANSWER_UNDO_SAME))
    }

    /// A zone that the provider found delegated to itself would be without answers.
    fn is_delegated(&self, response: &Response) -> bool {
        let zone = serde_json::from_slice::<super::model::Envelope<Zone>>(&response.body).ok().and_then(|e| e.result);
        self.provider == Kind::Cloudflare && zone.is_some_and(|z| z.status == "active")
    }

    fn fields(&mut self, entry: &Entry, call: &Call, response: &Response) -> Result<Fields, Box<Failure>> {
        Ok(match entry.object {
            Object::Key => {
                let key: Tsig = object(call, response)?;
                let fields = Fields::from(&key);
                self.key = Some(key);
                fields
            }
            Object::Peer => Fields::from(&object::<Peer>(call, response)?),
            Object::Acl => Fields::from(&object::<Acl>(call, response)?),
            Object::Zone => Fields::from(&object::<Zone>(call, response)?),
            Object::Link => Fields::from(&object::<Incoming>(call, response)?),
            Object::Outgoing => Fields::from(&object::<Outgoing>(call, response)?),
            Object::Settings => Fields::from(&object::<DnsSettings>(call, response)?),
            Object::Dnssec => Fields::from(&object::<Dnssec>(call, response)?),
            Object::Enabled => {
                let status: Option<String> = result(call, response)?;
                Fields::Enabled { enabled: status.as_deref() == Some("Enabled") }
            }
            Object::Serial | Object::Activation => Fields::Act,
        })
    }

    fn written(&mut self, call: &Call, response: &Response) -> Result<Phrase, Box<Failure>> {
        let gone = call.method == Method::Delete && response.status == 404;
        if let Body::Tsig(sent) = &call.body {
            let key: Tsig = object(call, response)?;
            let old = self.entry().map(|e| e.id.clone()).unwrap_or_default();
            self.restored.push(Tsig { id: old.clone(), ..sent.clone() });
            if call.method == Method::Post {
                self.restored.push(Tsig { id: key.id.clone(), ..sent.clone() });
                self.moved.push((old, key.id));
            }
        } else if !gone {
            result::<serde_json::Value>(call, response)?;
        }
        let zone = self.entry().filter(|e| matches!(e.object, Object::Link | Object::Outgoing | Object::Zone));
        if let Some(id) = zone.map(|e| e.id.clone()) {
            // It links what it linked before, so the next peer has to be asked for anew.
            let restored = self.entry().is_some_and(|e| matches!(e.change, Change::Changed(_)));
            if restored {
                self.uses = None;
                self.zones.clear();
            }
            self.uses.iter_mut().for_each(|uses| uses.retain(|(zone, ..)| *zone != id));
        }
        self.mark();
        Ok(Phrase::new(&ANSWER_UNDO_DONE))
    }

    fn mark(&mut self) {
        if let Some(at) = self.at {
            self.record.change(at, |e| e.state = EntryState::Undone);
        }
    }

    fn again(&mut self, ask: Ask, mut call: Call, attempt: u32, status: Option<u16>, wait_ms: u64) {
        let answer = Phrase::new(&ANSWER_UNDO_AGAIN).with("seconds", wait_ms.div_ceil(1_000));
        self.note(&call, status, answer);
        self.number += 1;
        (call.number, call.delay_ms) = (self.number, wait_ms);
        self.out = Some((ask, call, attempt + 1));
    }

    fn silent(&mut self, heard: Heard<'_>, reason: &str) {
        let Some((ask, call, attempt)) = self.out.take() else { return };
        match retry::judge(call.method, heard, attempt) {
            Verdict::Again(wait_ms) => self.again(ask, call, attempt, None, wait_ms),
            Verdict::Doubt => self.doubted(&call, None, reason),
            Verdict::Take | Verdict::GiveUp => {
                let failure = Failure::new(&failure::PROVIDER_UNANSWERED, &call, None).arg("reason", reason);
                self.settle(&call, None, Err(failure));
            }
        }
    }

    /// A switch that may have been turned is read again; a key that may have been made again is for a person to decide.
    fn doubted(&mut self, call: &Call, status: Option<u16>, reason: &str) {
        if self.entry().is_some_and(|e| e.object == Object::Enabled) {
            self.note(call, status, Phrase::new(&ANSWER_UNDO_FAILED));
            self.queue.push_front(Ask::Read);
            if let Some(at) = self.at {
                self.record.change(at, |e| e.state = EntryState::Intended);
            }
            return;
        }
        let failure = Failure::new(&failure::PROVIDER_UNANSWERED, call, None).arg("reason", reason);
        self.settle(call, status, Err(failure));
    }

    fn settle(&mut self, call: &Call, status: Option<u16>, outcome: Result<Phrase, Box<Failure>>) {
        let answer = match outcome {
            Ok(phrase) => phrase,
            Err(mut failure) => {
                failure.mask(self.keys.iter().chain(&self.key).map(|k| &k.secret));
                self.queue.clear();
                self.state = State::Failed;
                self.failure = Some(failure);
                Phrase::new(&ANSWER_UNDO_FAILED)
            }
        };
        self.note(call, status, answer);
    }

    fn note(&mut self, call: &Call, status: Option<u16>, answer: Phrase) {
        let (number, method, path, why) = (call.number, call.method, call.path.clone(), call.why.clone());
        self.made.push(Made { number, method, path, why, status, answer });
    }
}
