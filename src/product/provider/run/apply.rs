//! The second half of a run: the calls that write, and the wait for the serial.

use std::collections::VecDeque;

use super::super::DesiredPeer;
use super::super::desired::{Kind, ZoneChoice};
use super::super::fields::{Difference, Fields};
use super::super::model::{
    Account, Acl, DnsSettings, DnsSettingsChange, Dnssec, DnssecChange, Incoming, Link, NewZone, Outgoing,
    OutgoingLink, Peer, Tsig, Zone,
};
use super::super::plan::{Action, Object, Part, Plan, Step, StepState};
use super::super::record::{Change, Entry, EntryState};
use super::planner::{dotted, first_equal, wanted_dnssec, wanted_settings, wire_peer};
use super::{Ask, Body, Call, Effect, Failure, Method, Phrase, Response, Run, State, failure, look, object, result};
use super::{NEW_KEY, NEW_PEER, POLLS, poll_delay_ms};
use crate::engine::diag::Label;
use crate::engine::dns::Name;

static CALL_MAKE_KEY: Label = Label { name: "call-make-key" };
static CALL_CHANGE_KEY: Label = Label { name: "call-change-key" };
static CALL_REMOVE_KEY: Label = Label { name: "call-remove-key" };
static CALL_MAKE_PEER: Label = Label { name: "call-make-peer" };
static CALL_CHANGE_PEER: Label = Label { name: "call-change-peer" };
static CALL_FILL_PEER: Label = Label { name: "call-fill-peer" };
static CALL_MAKE_ACL: Label = Label { name: "call-make-acl" };
static CALL_CHANGE_ACL: Label = Label { name: "call-change-acl" };
static CALL_MAKE_ZONE: Label = Label { name: "call-make-zone" };
static CALL_CONVERT_ZONE: Label = Label { name: "call-convert-zone" };
static CALL_SETTINGS: Label = Label { name: "call-settings" };
static CALL_DNSSEC: Label = Label { name: "call-dnssec" };
static CALL_MAKE_LINK: Label = Label { name: "call-make-link" };
static CALL_CHANGE_LINK: Label = Label { name: "call-change-link" };
static CALL_OUTGOING: Label = Label { name: "call-outgoing" };
static CALL_ENABLE: Label = Label { name: "call-enable" };
static CALL_DISABLE: Label = Label { name: "call-disable" };
static CALL_ACTIVATION: Label = Label { name: "call-activation" };
static CALL_TRANSFER: Label = Label { name: "call-transfer" };
pub(super) static CALL_SERIAL: Label = Label { name: "call-serial" };
pub(super) static CALL_SERIAL_ANY: Label = Label { name: "call-serial-any" };
static ANSWER_MADE: Label = Label { name: "answer-made" };
static ANSWER_CHANGED: Label = Label { name: "answer-changed" };
static ANSWER_REMOVED: Label = Label { name: "answer-removed" };
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
        let Some(step) = self.step(i) else {
            // Unreachable: the queue is made from the plan.
            return self.read(String::new(), Phrase::new(&CALL_SERIAL_ANY));
        };
        let new = step.action == Action::Create;
        let verb = if new { Method::Post } else { Method::Put };
        let item = |collection: &str| {
            let collection = self.account(&format!("secondary_dns/{collection}"));
            match step.id.as_deref() {
                Some(id) if !new => format!("{collection}/{id}"),
                _ => collection,
            }
        };
        let says = |made: &'static Label, changed: &'static Label| Phrase::new(if new { made } else { changed });
        let (method, path, body, why) = match (step.object, step.part) {
            (Object::Key, Part::Retired(_)) => {
                let name = step.had.as_ref().map_or_else(String::new, |had| had.said().english());
                (Method::Delete, item("tsigs"), Body::None, Phrase::new(&CALL_REMOVE_KEY).with("name", name))
            }
            (Object::Key, _) => {
                let key = self.wanted_key(step);
                let why = says(&CALL_MAKE_KEY, &CALL_CHANGE_KEY).with("name", key.name.as_str());
                (verb, item("tsigs"), Body::Tsig(key), why)
            }
            (Object::Peer, _) => {
                let peer = self.wanted_peer(step);
                let why = says(&CALL_MAKE_PEER, &CALL_CHANGE_PEER).with("ip", peer.ip.as_str());
                (verb, item("peers"), if new { Body::NewPeer(peer) } else { Body::Peer(peer) }, why)
            }
            (Object::Acl, _) => {
                let acl = self.wanted_acl(step);
                let why = says(&CALL_MAKE_ACL, &CALL_CHANGE_ACL).with("range", acl.ip_range.as_str());
                (verb, item("acls"), Body::Acl(acl), why)
            }
            (Object::Zone, _) if new => {
                (Method::Post, "/zones".to_owned(), Body::Zone(self.wanted_zone()), Phrase::new(&CALL_MAKE_ZONE))
            }
            (Object::Zone, _) => {
                let path = format!("/zones/{}", step.id.as_deref().unwrap_or_default());
                (Method::Patch, path, Body::ZoneType("secondary".to_owned()), Phrase::new(&CALL_CONVERT_ZONE))
            }
            (Object::Settings, _) => {
                let body = Body::Settings(self.wanted_settings(step));
                (Method::Patch, self.zone_path("dns_settings"), body, Phrase::new(&CALL_SETTINGS))
            }
            (Object::Dnssec, _) => {
                let body = Body::Dnssec(self.wanted_dnssec(step));
                (Method::Patch, self.zone_path("dnssec"), body, Phrase::new(&CALL_DNSSEC))
            }
            (Object::Link, _) => {
                let why = says(&CALL_MAKE_LINK, &CALL_CHANGE_LINK)
                    .with("peers", self.want.peers.len())
                    .with("seconds", self.want.refresh_s);
                (verb, self.zone_path("secondary_dns/incoming"), Body::Link(self.wanted_link()), why)
            }
            (Object::Outgoing, _) => {
                let link = self.wanted_outgoing();
                let why = Phrase::new(&CALL_OUTGOING).with("peers", link.peers.len());
                (verb, self.zone_path("secondary_dns/outgoing"), Body::Outgoing(link), why)
            }
            (Object::Enabled, _) => {
                let on = self.want.outgoing.as_ref().is_some_and(|o| o.enabled);
                let (verb, why) = if on { ("enable", &CALL_ENABLE) } else { ("disable", &CALL_DISABLE) };
                let path = self.zone_path(&format!("secondary_dns/outgoing/{verb}"));
                (Method::Post, path, Body::Empty, Phrase::new(why))
            }
            (Object::Serial, _) => {
                (Method::Post, self.zone_path("secondary_dns/force_axfr"), Body::None, Phrase::new(&CALL_TRANSFER))
            }
            (Object::Activation, _) => {
                (Method::Put, self.zone_path("activation_check"), Body::Empty, Phrase::new(&CALL_ACTIVATION))
            }
        };
        let reversible = !matches!(step.object, Object::Serial | Object::Activation);
        Call { number: self.number + 1, method, path, body, effect: Effect::Write, reversible, why, delay_ms: 0 }
    }

    pub(super) fn fill(&self, i: usize) -> Call {
        let peer = self.step(i).map(|step| self.wanted_peer(step)).unwrap_or_default();
        let id = self.step(i).and_then(|s| s.id.as_deref()).unwrap_or_default();
        let path = self.account(&format!("secondary_dns/peers/{id}"));
        let why = Phrase::new(&CALL_FILL_PEER).with("ip", peer.ip.as_str());
        let (method, effect, body) = (Method::Put, Effect::Write, Body::Peer(peer));
        Call { number: self.number + 1, method, path, body, effect, reversible: true, why, delay_ms: 0 }
    }

    pub(super) fn poll(&self, _: usize) -> Call {
        let link = self.before.as_ref().or(self.found.link.as_ref());
        let why = match look::awaited(self.want.serial, link) {
            Some(serial) => Phrase::new(&CALL_SERIAL).with("serial", serial),
            None => Phrase::new(&CALL_SERIAL_ANY),
        };
        Call { delay_ms: poll_delay_ms(self.polls), ..self.read(self.zone_path("secondary_dns/incoming"), why) }
    }

    /// Notes what is about to be done, before its call goes out.
    pub(super) fn intend(&mut self, ask: Ask, call: &Call) {
        match (ask, self.entry) {
            (Ask::Fill(_), Some(at)) => self.record.change(at, |e| e.state = EntryState::Intended),
            (Ask::Step(i), _) => {
                let entry = self.step(i).cloned().map(|step| self.entry_of(&step, call));
                self.entry = entry.map(|entry| self.record.add(entry));
            }
            _ => {}
        }
    }

    fn entry_of(&self, step: &Step, call: &Call) -> Entry {
        let found = &self.found;
        let id = step.id.clone().unwrap_or_default();
        let before = self.current(step.object, &id);
        let after = match &call.body {
            Body::Tsig(key) => Some(Fields::from(key)),
            Body::NewPeer(peer) | Body::Peer(peer) => Some(Fields::from(peer)),
            Body::Acl(acl) => Some(Fields::from(acl)),
            Body::Zone(zone) => Some(Fields::Zone { name: zone.name.clone(), kind: zone.kind.clone() }),
            Body::ZoneType(kind) => {
                found.zone.as_ref().map(|z| Fields::Zone { name: z.name.clone(), kind: kind.clone() })
            }
            Body::Link(Link { name, peers, auto_refresh_seconds }) => Some(Fields::Incoming {
                name: name.clone(),
                peers: peers.clone(),
                auto_refresh_seconds: *auto_refresh_seconds,
            }),
            Body::Outgoing(link) => Some(Fields::Outgoing { name: link.name.clone(), peers: link.peers.clone() }),
            Body::Settings(settings) => Some(Fields::from(settings)),
            Body::Dnssec(_) => wanted_dnssec(&self.want, &found.dnssec.clone().unwrap_or_default()),
            Body::Empty if step.object == Object::Enabled => {
                self.want.outgoing.as_ref().map(|o| Fields::Enabled { enabled: o.enabled })
            }
            Body::None | Body::Empty => None,
        };
        let before = match (step.object, before) {
            // What was never set is off; and only what is changed is put back.
            (Object::Settings, before) => {
                let (a, b) = match before {
                    Some(Fields::Settings { secondary_overrides: a, multi_provider: b }) => (a, b),
                    _ => (None, None),
                };
                let only = |wanted: Option<bool>, there: Option<bool>| wanted.map(|_| there.unwrap_or_default());
                let (secondary_overrides, multi_provider) = match &after {
                    Some(Fields::Settings { secondary_overrides: x, multi_provider: y }) => (only(*x, a), only(*y, b)),
                    _ => (None, None),
                };
                Some(Fields::Settings { secondary_overrides, multi_provider })
            }
            (Object::Dnssec, None) => Some(Fields::from(&Dnssec::default())),
            (Object::Enabled, None) => Some(Fields::Enabled { enabled: false }),
            (_, before) => before,
        };
        let change = match (step.object, step.action, before) {
            (Object::Serial | Object::Activation, ..) => Change::Acted,
            (_, Action::Remove, Some(before)) => Change::Removed(before),
            (_, Action::Change, Some(before)) => Change::Changed(before),
            _ => Change::Created,
        };
        let ids = |all: &mut dyn Iterator<Item = &String>| all.cloned().collect();
        let known = match (step.object, step.action) {
            (Object::Key, Action::Create) => ids(&mut found.keys.iter().map(|k| &k.id)),
            (Object::Peer, Action::Create) => ids(&mut found.peers.iter().map(|p| &p.id)),
            (Object::Acl, Action::Create) => ids(&mut found.acls.iter().map(|a| &a.id)),
            _ => Vec::new(),
        };
        let old = found.keys.iter().find(|k| step.object == Object::Key && k.id == id);
        let replaced = old.filter(|old| match &call.body {
            Body::Tsig(key) => old.secret != key.secret,
            _ => step.action == Action::Remove,
        });
        // Where the object can be read: the switch has a place of its own for that.
        let path = if step.object == Object::Enabled {
            self.zone_path("secondary_dns/outgoing/status")
        } else {
            call.path.clone()
        };
        Entry {
            zone: dotted(&self.want.zone),
            object: step.object,
            change,
            method: call.method,
            path,
            id,
            state: EntryState::Intended,
            after,
            part_way: None,
            known,
            secret_replaced: replaced.is_some(),
            // Kept for any change of a key: its restore has to send a secret.
            held: old.map(|old| old.secret.clone()),
        }
    }

    /// The call surely was not done.
    pub(super) fn unintend(&mut self) {
        let Some(at) = self.entry.take() else { return };
        // A new peer that could not be filled is there all the same.
        match self.record.entries.get(at) {
            Some(entry) if entry.part_way.is_some() => self.record.change(at, |e| e.state = EntryState::Done),
            Some(entry) if entry.state == EntryState::Intended => self.record.leave_out(at),
            _ => {}
        }
    }

    /// What only acts has been done.
    pub(super) fn acted(&mut self) {
        if let Some(at) = self.entry {
            self.record.change(at, |e| e.state = EntryState::Done);
        }
    }

    /// Takes the answer to a call that writes or awaits.
    pub(super) fn applied(&mut self, ask: Ask, call: &Call, response: &Response) -> Result<Phrase, Box<Failure>> {
        // Refused in so many words: nothing was done.
        let refused = (400..500).contains(&response.status);
        let outcome = match ask {
            Ask::Fill(i) => object(call, response).and_then(|peer: Peer| self.filled(i, &peer, call, response)),
            Ask::Serial(i) => self.polled(i, call, response),
            Ask::Step(i) => self.written(i, call, response),
            _ => Ok(Phrase::new(&look::ANSWER_NOTHING)),
        };
        if outcome.is_err() && refused && !matches!(ask, Ask::Serial(_)) {
            self.unintend();
        }
        outcome
    }

    fn written(&mut self, i: usize, call: &Call, response: &Response) -> Result<Phrase, Box<Failure>> {
        let Some(step) = self.step(i).cloned() else { return Ok(Phrase::new(&look::ANSWER_NOTHING)) };
        let zone = self.found.zone.as_ref().map(|z| z.id.clone()).unwrap_or_default();
        match step.object {
            Object::Key if step.action == Action::Remove => {
                // Gone is gone, whoever did it.
                if response.status != 404 {
                    result::<serde_json::Value>(call, response)?;
                }
                let id = step.id.clone().unwrap_or_default();
                self.done(i, &id);
                self.found.keys.retain(|k| k.id != id);
                self.finish(i);
                Ok(Phrase::new(&ANSWER_REMOVED))
            }
            Object::Key => {
                let key: Tsig = object(call, response)?;
                self.done(i, &key.id);
                self.found.keys.retain(|k| k.id != key.id);
                let (phrase, wanted) = (changed(&step, &key.id), self.wanted_key(&step));
                let holds = key.signs_like(&wanted) && key.is_named(&wanted.name);
                self.found.keys.push(key);
                if !holds {
                    return Err(Failure::new(&failure::KEY_NOT_STORED, call, Some(response)).arg("name", wanted.name));
                }
                self.finish(i);
                Ok(phrase)
            }
            Object::Peer => {
                let peer: Peer = object(call, response)?;
                self.done(i, &peer.id);
                self.filled(i, &peer, call, response)
            }
            Object::Acl => {
                let acl: Acl = object(call, response)?;
                self.done(i, &acl.id);
                self.held(i, &Fields::from(&acl), call, response)?;
                Ok(changed(&step, &acl.id))
            }
            Object::Zone => {
                let zone: Zone = object(call, response)?;
                self.done(i, &zone.id);
                self.held(i, &Fields::from(&zone), call, response)?;
                let phrase = look::zone_phrase(&zone);
                self.found.zone = Some(zone);
                Ok(phrase)
            }
            Object::Settings => {
                let settings: DnsSettings = object(call, response)?;
                self.done(i, &zone);
                self.held(i, &Fields::from(&settings), call, response)?;
                Ok(changed(&step, &zone))
            }
            Object::Dnssec => {
                let dnssec: Dnssec = object(call, response)?;
                self.done(i, &zone);
                self.held(i, &Fields::from(&dnssec), call, response)?;
                Ok(changed(&step, &zone))
            }
            Object::Link => {
                let link: Incoming = object(call, response)?;
                self.done(i, &zone);
                self.held(i, &Fields::from(&link), call, response)?;
                self.found.link = Some(link);
                Ok(changed(&step, &zone))
            }
            Object::Outgoing => {
                let link: Outgoing = object(call, response)?;
                self.done(i, &zone);
                self.held(i, &Fields::from(&link), call, response)?;
                self.found.outgoing = Some(link);
                Ok(changed(&step, &zone))
            }
            Object::Enabled | Object::Activation => {
                result::<serde_json::Value>(call, response)?;
                self.done(i, &zone);
                self.finish(i);
                Ok(changed(&step, &zone))
            }
            Object::Serial => {
                result::<serde_json::Value>(call, response)?;
                self.acted();
                self.state = State::Awaiting;
                self.queue.push_front(Ask::Serial(i));
                Ok(Phrase::new(&ANSWER_STARTED))
            }
        }
    }

    /// Compares a peer with its echo. Some of the provider's own clients create a peer by its name alone, so a POST may
    /// drop the rest: then a PUT follows, and must hold.
    fn filled(&mut self, i: usize, echo: &Peer, call: &Call, response: &Response) -> Result<Phrase, Box<Failure>> {
        let wanted = self.step(i).map(|step| self.wanted_peer(step)).unwrap_or_default();
        if Fields::from(&wanted).agree(&Fields::from(echo)) {
            if let Some(at) = self.entry {
                self.record.change(at, |e| (e.state, e.part_way) = (EntryState::Done, None));
            }
            self.finish(i);
            return Ok(Phrase::new(&ANSWER_MADE).with("id", echo.id.as_str()));
        }
        self.part_way(Fields::from(echo));
        if call.method == Method::Put {
            return Err(Failure::new(&failure::PEER_NOT_STORED, call, Some(response)).arg("name", echo.name.as_str()));
        }
        self.queue.push_front(Ask::Fill(i));
        Ok(Phrase::new(&ANSWER_INCOMPLETE).with("id", echo.id.as_str()))
    }

    /// Compares an object with its echo: an answer of success is no proof that everything was stored.
    fn held(&mut self, i: usize, echo: &Fields, call: &Call, response: &Response) -> Result<(), Box<Failure>> {
        let entry = self.entry.and_then(|at| self.record.entries.get(at));
        let differs = entry.and_then(|e| e.after.as_ref()).map(|after| after.differences(echo, &str::to_owned));
        let differs: Vec<Difference> = differs.unwrap_or_default();
        if differs.is_empty() {
            self.finish(i);
            return Ok(());
        }
        self.part_way(echo.clone());
        let fields: Vec<_> = differs.iter().map(|d| d.field).collect();
        let object = self.step(i).map_or_else(String::new, |s| s.object.said().english());
        let code = match echo {
            Fields::Incoming { .. } => &failure::LINK_NOT_STORED,
            _ => &failure::OBJECT_NOT_STORED,
        };
        Err(Failure::new(code, call, Some(response)).arg("object", object).arg("fields", fields.join(", ")))
    }

    fn polled(&mut self, i: usize, call: &Call, response: &Response) -> Result<Phrase, Box<Failure>> {
        let link: Incoming = object(call, response)?;
        let serial = link.soa_serial;
        let arrived = look::has_arrived(&link, self.before.as_ref(), self.want.serial);
        self.found.link = Some(link);
        self.polls += 1;
        if arrived {
            self.finish(i);
            if !self.queue.is_empty() {
                self.state = State::Applying;
            }
        } else if self.polls < POLLS {
            self.queue.push_front(Ask::Serial(i));
        } else {
            let failure = Failure::new(&failure::SERIAL_NOT_SEEN, call, Some(response));
            return Err(failure.arg("serial", serial).arg("polls", POLLS));
        }
        Ok(Phrase::new(&ANSWER_SERIAL).with("serial", serial))
    }

    /// Step `i` was written: notes its id.
    pub(super) fn done(&mut self, i: usize, id: &str) {
        if let Some(at) = self.entry {
            self.record.change(at, |e| e.settle(id));
        }
        if let Some(step) = self.plan.as_mut().and_then(|p| p.steps.get_mut(i)) {
            step.id = Some(id.to_owned());
        }
    }

    /// The object of the call that was answered is this meanwhile, not what it should be.
    pub(super) fn part_way(&mut self, there: Fields) {
        if let Some(at) = self.entry {
            self.record.change(at, |e| e.part_way = Some(there));
        }
    }

    pub(super) fn finish(&mut self, i: usize) {
        self.mark(Ask::Step(i), StepState::Done);
    }

    pub(super) fn step(&self, i: usize) -> Option<&Step> {
        self.plan.as_ref()?.steps.get(i)
    }

    /// The key of a step, the final dots in the provider's form.
    fn wanted_key(&self, step: &Step) -> Tsig {
        let dotted = |text: &str| format!("{}.", text.trim_end_matches('.'));
        let key = match step.part {
            Part::Key(i) => self.want.keys.get(i),
            _ => None,
        };
        key.map_or_else(
            || Tsig { id: String::new(), name: String::new(), algo: String::new(), secret: super::Secret::default() },
            |key| Tsig { id: String::new(), name: dotted(&key.name), algo: dotted(&key.algo), ..key.clone() },
        )
    }

    fn wanted_peer(&self, step: &Step) -> Peer {
        let peer: Option<&DesiredPeer> = match step.part {
            Part::Peer(i) => self.want.all_peers().nth(i),
            _ => None,
        };
        peer.map_or_else(Peer::default, |peer| {
            let key = peer.key.as_deref().and_then(|name| self.want.keys.iter().position(|k| k.is_named(name)));
            let id = key.map(|i| self.id_of(Part::Key(i)).unwrap_or(NEW_KEY));
            let mut wire = wire_peer(peer, id);
            // A name that the plan leaves alone stays.
            let there = self.found.peers.iter().find(|p| Some(&p.id) == step.id.as_ref());
            if let Some(there) =
                there.filter(|p| !p.name.is_empty() && !step.differences.iter().any(|d| d.field == "name"))
            {
                wire.name.clone_from(&there.name);
            }
            wire
        })
    }

    fn wanted_acl(&self, step: &Step) -> Acl {
        let acl = match step.part {
            Part::Acl(i) => self.want.acls.get(i),
            _ => None,
        };
        acl.map_or_else(Acl::default, |a| Acl { name: a.name.clone(), ip_range: a.range.clone(), ..Acl::default() })
    }

    /// Only what differs is sent.
    fn wanted_settings(&self, step: &Step) -> DnsSettingsChange {
        let differs = |field| step.action == Action::Create || step.differences.iter().any(|d| d.field == field);
        match wanted_settings(&self.want) {
            Some(Fields::Settings { secondary_overrides, multi_provider }) => DnsSettingsChange {
                secondary_overrides: secondary_overrides.filter(|_| differs("secondary_overrides")),
                multi_provider: multi_provider.filter(|_| differs("multi_provider")),
            },
            _ => DnsSettingsChange::default(),
        }
    }

    fn wanted_dnssec(&self, step: &Step) -> DnssecChange {
        let there = self.found.dnssec.clone().unwrap_or_default();
        let Some(Fields::Dnssec { active, multi_signer, presigned, nsec3 }) = wanted_dnssec(&self.want, &there) else {
            return DnssecChange::default();
        };
        let differs = |field| step.differences.iter().any(|d| d.field == field);
        let status = if active { "active" } else { "disabled" };
        DnssecChange {
            status: differs("status").then(|| status.to_owned()),
            dnssec_multi_signer: differs("dnssec_multi_signer").then_some(multi_signer),
            dnssec_presigned: differs("dnssec_presigned").then_some(presigned),
            dnssec_use_nsec3: differs("dnssec_use_nsec3").then_some(nsec3),
        }
    }

    fn wanted_zone(&self) -> NewZone {
        let id = match (&self.want.zone_id, self.want.provider) {
            (ZoneChoice::Id(id), Kind::ThisMachine) => Some(id.clone()),
            _ => None,
        };
        let name = Name::absolute(&self.want.zone).map_or_else(|_| String::new(), |n| n.as_ref().without_dot());
        let account = Account { id: self.want.account_id.clone(), name: None };
        let kind = if self.want.is_incoming() { "secondary" } else { "full" };
        NewZone { id, name, account, kind: kind.to_owned() }
    }

    fn wanted_link(&self) -> Link {
        let peers = self.linked(0..self.want.peers.len());
        Link { name: dotted(&self.want.zone), peers, auto_refresh_seconds: self.want.refresh_s }
    }

    fn wanted_outgoing(&self) -> OutgoingLink {
        let first = self.want.peers.len();
        let count = self.want.outgoing.as_ref().map_or(0, |o| o.peers.len());
        OutgoingLink { name: dotted(&self.want.zone), peers: self.linked(first..first + count) }
    }

    fn linked(&self, range: std::ops::Range<usize>) -> Vec<String> {
        let id = |i| self.id_of(Part::Peer(first_equal(&self.want, i))).unwrap_or(NEW_PEER).to_owned();
        range.map(id).collect()
    }
}

fn changed(step: &Step, id: &str) -> Phrase {
    Phrase::new(if step.action == Action::Create { &ANSWER_MADE } else { &ANSWER_CHANGED }).with("id", id)
}
