//! The second half of a run: the calls that write, and the wait for the serial.

use std::collections::VecDeque;

use super::super::desired::{Kind, ZoneChoice};
use super::super::model::{Account, Incoming, Link, NewZone, Peer, Tsig, Zone};
use super::super::plan::{Action, Object, Plan, Step, StepState};
use super::super::record::{Change, Entry};
use super::super::{DesiredPeer, Phrase};
use super::{Ask, Body, Call, Effect, Failure, Method, Response, Run, State, failure, look, object, result};
use super::{POLLS, poll_delay_ms};
use crate::engine::diag::Label;
use crate::engine::dns::Name;

static CALL_MAKE_KEY: Label = Label { name: "call-make-key" };
static CALL_CHANGE_KEY: Label = Label { name: "call-change-key" };
static CALL_MAKE_PEER: Label = Label { name: "call-make-peer" };
static CALL_CHANGE_PEER: Label = Label { name: "call-change-peer" };
static CALL_FILL_PEER: Label = Label { name: "call-fill-peer" };
static CALL_MAKE_ZONE: Label = Label { name: "call-make-zone" };
static CALL_MAKE_LINK: Label = Label { name: "call-make-link" };
static CALL_CHANGE_LINK: Label = Label { name: "call-change-link" };
static CALL_TRANSFER: Label = Label { name: "call-transfer" };
pub(super) static CALL_SERIAL: Label = Label { name: "call-serial" };
pub(super) static CALL_SERIAL_ANY: Label = Label { name: "call-serial-any" };
static ANSWER_MADE: Label = Label { name: "answer-made" };
static ANSWER_CHANGED: Label = Label { name: "answer-changed" };
static ANSWER_INCOMPLETE: Label = Label { name: "answer-incomplete" };
static ANSWER_STARTED: Label = Label { name: "answer-started" };
static ANSWER_SERIAL: Label = Label { name: "answer-serial" };

/// The steps that write, in order.
pub(super) fn writes(plan: &Plan) -> VecDeque<Ask> {
    let changed = plan.steps.iter().enumerate().filter(|(_, s)| s.action != Action::Keep);
    changed.map(|(i, _)| Ask::Step(i)).collect()
}

impl Run {
    /// The call of step `i`. Ids of objects that are not made yet read `{key}`, `{peer}` or `{zone}`: only the outlook
    /// on later calls sees them.
    pub(super) fn write(&self, i: usize) -> Call {
        let Some(step) = self.plan.as_ref().and_then(|p| p.steps.get(i)) else {
            // Unreachable: the queue is made from the plan.
            return self.read(String::new(), Phrase::new(&CALL_SERIAL_ANY));
        };
        let id = step.id.as_deref();
        let new = step.action == Action::Create;
        let verb = if new { Method::Post } else { Method::Put };
        let item = |collection: String| match id {
            Some(id) if !new => format!("{collection}/{id}"),
            _ => collection,
        };
        let (method, path, body, why) = match step.object {
            Object::Key => {
                let key = self.wanted_key(i);
                let why = Phrase::new(if new { &CALL_MAKE_KEY } else { &CALL_CHANGE_KEY });
                let why = why.with("name", key.name.as_str());
                (verb, item(self.account("secondary_dns/tsigs")), Body::Tsig(key), why)
            }
            Object::Peer => {
                let peer = self.wanted_peer(i);
                let why = Phrase::new(if new { &CALL_MAKE_PEER } else { &CALL_CHANGE_PEER });
                let why = why.with("ip", peer.ip.as_str());
                (
                    verb,
                    item(self.account("secondary_dns/peers")),
                    if new { Body::NewPeer(peer) } else { Body::Peer(peer) },
                    why,
                )
            }
            Object::Zone => {
                (Method::Post, "/zones".to_owned(), Body::Zone(self.wanted_zone()), Phrase::new(&CALL_MAKE_ZONE))
            }
            Object::Link => {
                let why = Phrase::new(if new { &CALL_MAKE_LINK } else { &CALL_CHANGE_LINK })
                    .with("peers", self.want.peers.len())
                    .with("seconds", self.want.refresh_s);
                (verb, self.link_path(), Body::Link(self.wanted_link()), why)
            }
            Object::Serial => {
                let path = self.link_path().replace("/incoming", "/force_axfr");
                (Method::Post, path, Body::None, Phrase::new(&CALL_TRANSFER))
            }
        };
        let reversible = step.object != Object::Serial;
        Call { number: self.number + 1, method, path, body, effect: Effect::Write, reversible, why, delay_ms: 0 }
    }

    pub(super) fn fill(&self, i: usize) -> Call {
        let peer = self.wanted_peer(i);
        let id = self.step(i).and_then(|s| s.id.as_deref()).unwrap_or_default();
        let path = self.account(&format!("secondary_dns/peers/{id}"));
        let why = Phrase::new(&CALL_FILL_PEER).with("ip", peer.ip.as_str());
        let (method, effect, body) = (Method::Put, Effect::Write, Body::Peer(peer));
        Call { number: self.number + 1, method, path, body, effect, reversible: true, why, delay_ms: 0 }
    }

    pub(super) fn poll(&self, _: usize) -> Call {
        let why = match self.want.serial {
            Some(serial) => Phrase::new(&CALL_SERIAL).with("serial", serial),
            None => Phrase::new(&CALL_SERIAL_ANY),
        };
        Call { delay_ms: poll_delay_ms(self.polls), ..self.read(self.link_path(), why) }
    }

    /// Takes the answer to a call that writes or awaits.
    pub(super) fn applied(&mut self, ask: Ask, call: &Call, response: &Response) -> Result<Phrase, Box<Failure>> {
        match ask {
            Ask::Fill(i) => {
                let peer: Peer = object(call, response)?;
                self.filled(i, &peer, call, response)
            }
            Ask::Serial(i) => self.polled(i, call, response),
            Ask::Step(i) => self.written(i, call, response),
            _ => Ok(Phrase::new(&look::ANSWER_NOTHING)),
        }
    }

    fn written(&mut self, i: usize, call: &Call, response: &Response) -> Result<Phrase, Box<Failure>> {
        let Some(step) = self.step(i).cloned() else { return Ok(Phrase::new(&look::ANSWER_NOTHING)) };
        match step.object {
            Object::Key => {
                let key: Tsig = object(call, response)?;
                self.done(i, &key.id, call);
                self.found.keys.retain(|k| k.id != key.id);
                let phrase = changed(&step, &key.id);
                self.found.keys.push(key);
                Ok(phrase)
            }
            Object::Peer => {
                let peer: Peer = object(call, response)?;
                self.done(i, &peer.id, call);
                self.filled(i, &peer, call, response)
            }
            Object::Zone => {
                let zone: Zone = object(call, response)?;
                self.done(i, &zone.id, call);
                let phrase = look::zone_phrase(&zone);
                self.found.zone = Some(zone);
                Ok(phrase)
            }
            Object::Link => {
                let link: Incoming = object(call, response)?;
                let zone = self.found.zone.as_ref().map(|z| z.id.clone()).unwrap_or_default();
                self.done(i, &zone, call);
                if !self.holds(&link) {
                    return Err(Failure::new(&failure::LINK_NOT_STORED, call, Some(response)));
                }
                self.finish(i);
                self.found.link = Some(link);
                Ok(changed(&step, &zone))
            }
            Object::Serial => {
                result::<serde_json::Value>(call, response)?;
                self.state = State::Awaiting;
                self.queue.push_back(Ask::Serial(i));
                Ok(Phrase::new(&ANSWER_STARTED))
            }
        }
    }

    /// Compares a peer with its echo. Some of the provider's own clients create a peer by its name alone, so a POST may
    /// drop the rest: then a PUT follows, and must hold.
    fn filled(&mut self, i: usize, echo: &Peer, call: &Call, response: &Response) -> Result<Phrase, Box<Failure>> {
        if echo.transfers_like(&self.wanted_peer(i)) {
            self.finish(i);
            return Ok(Phrase::new(&ANSWER_MADE).with("id", echo.id.as_str()));
        }
        if call.method == Method::Put {
            return Err(Failure::new(&failure::PEER_NOT_STORED, call, Some(response)).arg("name", echo.name.as_str()));
        }
        self.queue.push_front(Ask::Fill(i));
        Ok(Phrase::new(&ANSWER_INCOMPLETE).with("id", echo.id.as_str()))
    }

    fn polled(&mut self, i: usize, call: &Call, response: &Response) -> Result<Phrase, Box<Failure>> {
        let link: Incoming = object(call, response)?;
        let serial = link.soa_serial;
        let arrived = look::has_arrived(&link, self.before.as_ref(), self.want.serial);
        self.found.link = Some(link);
        self.polls += 1;
        if arrived {
            self.finish(i);
        } else if self.polls < POLLS {
            self.queue.push_back(Ask::Serial(i));
        } else {
            let failure = Failure::new(&failure::SERIAL_NOT_SEEN, call, Some(response));
            return Err(failure.arg("serial", serial).arg("polls", POLLS));
        }
        Ok(Phrase::new(&ANSWER_SERIAL).with("serial", serial))
    }

    /// Step `i` was written: notes what for the undo, and its id.
    fn done(&mut self, i: usize, id: &str, call: &Call) {
        let Some(step) = self.step(i).cloned() else { return };
        let before = match (step.object, step.action) {
            (_, Action::Create | Action::Keep) | (Object::Zone | Object::Serial, Action::Change) => None,
            (Object::Key, Action::Change) => {
                self.found.keys.iter().find(|k| k.id == id).map(|k| Body::Tsig(Tsig { id: String::new(), ..k.clone() }))
            }
            (Object::Peer, Action::Change) => self
                .found
                .peers
                .iter()
                .find(|p| p.id == id)
                .map(|p| Body::Peer(Peer { id: String::new(), ..p.clone() })),
            (Object::Link, Action::Change) => self.found.link.as_ref().map(|l| {
                let (name, peers) = (l.name.clone(), l.linked().to_vec());
                Body::Link(Link { name, peers, auto_refresh_seconds: l.auto_refresh_seconds })
            }),
        };
        // What was made by a POST to a collection is undone below it; the link has no id of its own.
        let path = match (step.object, step.action) {
            (Object::Key | Object::Peer | Object::Zone, Action::Create) => format!("{}/{id}", call.path),
            _ => call.path.clone(),
        };
        let change = before.map_or(Change::Created, Change::Changed);
        self.record.entries.push(Entry { object: step.object, id: id.to_owned(), path, change });
        if let Some(step) = self.plan.as_mut().and_then(|p| p.steps.get_mut(i)) {
            step.id = Some(id.to_owned());
        }
        // A peer and a link are done when their echo is what was sent.
        if !matches!(step.object, Object::Peer | Object::Link) {
            self.finish(i);
        }
    }

    fn finish(&mut self, i: usize) {
        self.mark(Ask::Step(i), StepState::Done);
    }

    fn step(&self, i: usize) -> Option<&Step> {
        self.plan.as_ref()?.steps.get(i)
    }

    /// Which key step `i` is about: keys come first in the plan. The final dots are the provider's form.
    fn wanted_key(&self, i: usize) -> Tsig {
        let dotted = |text: &str| format!("{}.", text.trim_end_matches('.'));
        self.want.keys.get(i).map_or_else(
            || Tsig { id: String::new(), name: String::new(), algo: String::new(), secret: super::Secret::default() },
            |key| Tsig { id: String::new(), name: dotted(&key.name), algo: dotted(&key.algo), ..key.clone() },
        )
    }

    /// Which peer step `i` is about: peers follow the keys.
    fn wanted_peer(&self, i: usize) -> Peer {
        let peer: Option<&DesiredPeer> = i.checked_sub(self.want.keys.len()).and_then(|i| self.want.peers.get(i));
        peer.map_or_else(Peer::default, |peer| {
            let key = peer.key.as_deref();
            let id = key.map(|name| look::key_id(&self.found.keys, &self.want, name).unwrap_or("{key}"));
            look::wire_peer(peer, id)
        })
    }

    fn wanted_zone(&self) -> NewZone {
        let id = match (&self.want.zone_id, self.want.provider) {
            (ZoneChoice::Id(id), Kind::ThisMachine) => Some(id.clone()),
            _ => None,
        };
        let name = Name::absolute(&self.want.zone).map_or_else(|_| String::new(), |n| n.as_ref().without_dot());
        let account = Account { id: self.want.account_id.clone(), name: None };
        NewZone { id, name, account, kind: "secondary".to_owned() }
    }

    fn holds(&self, echo: &Incoming) -> bool {
        let Link { peers, auto_refresh_seconds, .. } = self.wanted_link();
        echo.refreshes_like(&peers, auto_refresh_seconds)
    }

    fn wanted_link(&self) -> Link {
        let steps = self.plan.iter().flat_map(|p| &p.steps);
        let peers = steps.filter(|s| s.object == Object::Peer);
        Link {
            name: Name::absolute(&self.want.zone).map_or_else(|_| String::new(), |n| n.to_string()),
            peers: peers.map(|s| s.id.clone().unwrap_or_else(|| "{peer}".to_owned())).collect(),
            auto_refresh_seconds: self.want.refresh_s,
        }
    }
}

fn changed(step: &Step, id: &str) -> Phrase {
    Phrase::new(if step.action == Action::Create { &ANSWER_MADE } else { &ANSWER_CHANGED }).with("id", id)
}
