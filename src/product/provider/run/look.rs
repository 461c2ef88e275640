//! The first half of a run: the calls that only read, and the plan that follows from their answers.

use std::collections::VecDeque;

use super::super::desired::{Kind, TransferType, ZoneChoice};
use super::super::model::{Incoming, Peer, TokenStatus, Tsig, Zone, same_name};
use super::super::plan::{Action, Object, Plan, Shape, Step, StepState};
use super::super::{Desired, DesiredPeer, Phrase};
use super::{Ask, Call, Failure, Found, Response, Run, failure, object, result};
use crate::engine::diag::Label;
use crate::engine::dns::{Name, Serial};

static CALL_TOKEN: Label = Label { name: "call-token" };
static CALL_LOOK_KEYS: Label = Label { name: "call-look-keys" };
static CALL_LOOK_PEERS: Label = Label { name: "call-look-peers" };
static CALL_LOOK_ZONE: Label = Label { name: "call-look-zone" };
static CALL_LOOK_LINK: Label = Label { name: "call-look-link" };
static ANSWER_TOKEN: Label = Label { name: "answer-token" };
static ANSWER_FOUND: Label = Label { name: "answer-found" };
pub(super) static ANSWER_NOTHING: Label = Label { name: "answer-nothing" };
pub(super) static ANSWER_NONE: Label = Label { name: "answer-none" };
pub(super) static ANSWER_REFUSED: Label = Label { name: "answer-refused" };
pub(super) static ANSWER_ZONE: Label = Label { name: "answer-zone" };
static ANSWER_LINK: Label = Label { name: "answer-link" };

/// What is asked first; the zone's link follows when there is a zone.
pub(super) fn questions(want: &Desired) -> VecDeque<Ask> {
    let zone = match want.zone_id {
        ZoneChoice::Id(_) => Ask::ZoneById,
        ZoneChoice::Create => Ask::ZoneByName,
    };
    [Ask::Token, Ask::Keys, Ask::Peers, zone].into()
}

impl Run {
    pub(super) fn call(&self, ask: Ask) -> Call {
        let why = Phrase::new;
        match ask {
            Ask::Token => self.read("/user/tokens/verify".to_owned(), why(&CALL_TOKEN)),
            Ask::AccountToken => self.read(self.account("tokens/verify"), why(&CALL_TOKEN)),
            Ask::Keys => self.read(self.account("secondary_dns/tsigs"), why(&CALL_LOOK_KEYS)),
            Ask::Peers => self.read(self.account("secondary_dns/peers"), why(&CALL_LOOK_PEERS)),
            Ask::ZoneById => {
                let id = match &self.want.zone_id {
                    ZoneChoice::Id(id) => id.as_str(),
                    ZoneChoice::Create => "",
                };
                self.read(format!("/zones/{id}"), why(&CALL_LOOK_ZONE))
            }
            Ask::ZoneByName => {
                let name = Name::absolute(&self.want.zone).map_or_else(|_| String::new(), |n| n.as_ref().without_dot());
                let path = format!("/zones?name={}&account.id={}", query_value(&name), self.want.account_id);
                self.read(path, why(&CALL_LOOK_ZONE))
            }
            Ask::Link => self.read(self.link_path(), why(&CALL_LOOK_LINK)),
            Ask::Step(i) => self.write(i),
            Ask::Fill(i) => self.fill(i),
            Ask::Serial(i) => self.poll(i),
        }
    }

    /// Takes the answer to a look.
    pub(super) fn looked(&mut self, ask: Ask, call: &Call, response: &Response) -> Result<Phrase, Box<Failure>> {
        match ask {
            Ask::Token | Ask::AccountToken => return self.looked_at_token(ask, call, response),
            Ask::Keys => {
                self.found.keys = result(call, response)?.unwrap_or_default();
                return Ok(found(self.found.keys.len()));
            }
            Ask::Peers => {
                self.found.peers = result(call, response)?.unwrap_or_default();
                return Ok(found(self.found.peers.len()));
            }
            Ask::ZoneById if response.status == 404 && self.want.provider == Kind::ThisMachine => {
                // This machine makes the zone with the id asked for, unless it has it under another.
                self.queue.push_front(Ask::ZoneByName);
                return Ok(Phrase::new(&ANSWER_NOTHING));
            }
            Ask::ZoneById => self.found.zone = Some(object(call, response)?),
            Ask::ZoneByName => {
                let zones: Vec<Zone> = result(call, response)?.unwrap_or_default();
                self.found.zone = zones.into_iter().find(|z| same_name(&z.name, &self.want.zone));
            }
            Ask::Link if response.status == 404 => return Ok(Phrase::new(&ANSWER_NOTHING)),
            Ask::Link => {
                let link: Incoming = object(call, response)?;
                let phrase = Phrase::new(&ANSWER_LINK).with("serial", link.soa_serial);
                self.before = Some(link.clone());
                self.found.link = Some(link);
                return Ok(phrase);
            }
            Ask::Step(_) | Ask::Fill(_) | Ask::Serial(_) => {}
        }
        let Some(zone) = &self.found.zone else { return Ok(Phrase::new(&ANSWER_NOTHING)) };
        if !same_name(&zone.name, &self.want.zone) {
            let failure = Failure::new(&failure::ZONE_ID_OTHER_ZONE, call, Some(response));
            return Err(failure.arg("other", zone.name.as_str()).arg("zone", self.want.zone.as_str()));
        }
        // An older schema leaves `type` out.
        if !zone.kind.is_empty() && zone.kind != "secondary" {
            let failure = Failure::new(&failure::ZONE_NOT_SECONDARY, call, Some(response));
            return Err(failure.arg("zone", self.want.zone.as_str()).arg("kind", zone.kind.as_str()));
        }
        let phrase = zone_phrase(zone);
        self.queue.push_back(Ask::Link);
        Ok(phrase)
    }

    fn looked_at_token(&mut self, ask: Ask, call: &Call, response: &Response) -> Result<Phrase, Box<Failure>> {
        match result::<TokenStatus>(call, response) {
            Ok(token) => {
                let token = token.unwrap_or_default();
                if token.status.is_empty() || token.status == "active" {
                    Ok(Phrase::new(&ANSWER_TOKEN).with("status", "active"))
                } else {
                    Err(Failure::new(&failure::TOKEN_NOT_ACTIVE, call, Some(response)).arg("state", token.status))
                }
            }
            // A token that belongs to an account is unknown to the user's route and has one of its own.
            Err(failure) if ask == Ask::Token && failure.errors.iter().any(|e| e.code == 1000) => {
                self.queue.push_front(Ask::AccountToken);
                Ok(Phrase::new(&ANSWER_REFUSED))
            }
            Err(failure) => Err(failure),
        }
    }

    pub(super) fn link_path(&self) -> String {
        let zone = self.found.zone.as_ref().map_or("{zone}", |z| z.id.as_str());
        format!("/zones/{zone}/secondary_dns/incoming")
    }
}

fn found(count: usize) -> Phrase {
    if count == 0 { Phrase::new(&ANSWER_NOTHING) } else { Phrase::new(&ANSWER_FOUND).with("count", count) }
}

pub(super) fn zone_phrase(zone: &Zone) -> Phrase {
    Phrase::new(&ANSWER_ZONE).with("status", zone.status.as_str()).with("servers", zone.name_servers.join(", "))
}

/// Percent-encodes everything but RFC 3986's unreserved characters.
fn query_value(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(b).to_string(),
            _ => format!("%{b:02X}"),
        })
        .collect()
}

/// What follows from what was found.
pub(super) fn plan(want: &Desired, found: &Found) -> Plan {
    let mut steps: Vec<_> = want.keys.iter().map(|key| key_step(want, key, found)).collect();
    let mut used = Vec::new();
    for peer in &want.peers {
        let step = peer_step(want, peer, found, &used);
        used.extend(step.id.clone());
        steps.push(step);
    }
    let peers: Vec<_> = steps.iter().filter(|s| s.object == Object::Peer).map(|s| s.id.clone()).collect();
    steps.push(zone_step(want, found));
    let link = link_step(want, &peers, found);
    let linked = link.action == Action::Keep;
    steps.push(link);
    let unchanged = steps.iter().all(|s| s.action == Action::Keep);
    steps.push(serial_step(want, found, linked && unchanged));
    Plan { steps }
}

fn step(object: Object, should: Shape) -> Step {
    let (had, id, state) = (None, None, StepState::Waiting);
    Step { object, id, had, should, action: Action::Create, state, shared_with: 0 }
}

fn kept(step: Step) -> Step {
    Step { action: Action::Keep, state: StepState::Done, ..step }
}

fn key_step(want: &Desired, key: &Tsig, found: &Found) -> Step {
    let shape = |key: &Tsig| Shape::Key { name: key.name.clone(), algorithm: key.algo.clone() };
    let step = step(Object::Key, shape(key));
    let mut named = found.keys.iter().filter(|k| k.is_named(&key.name));
    let Some(there) = named.clone().find(|k| k.signs_like(key)).or_else(|| named.next()) else { return step };
    let step = Step { id: Some(there.id.clone()), had: Some(shape(there)), ..step };
    if there.signs_like(key) {
        return kept(step);
    }
    let ours = |peer: &Peer| want.peers.iter().any(|w| peer.is_at(&w.ip, w.port));
    let others = found.peers.iter().filter(|p| p.key() == Some(there.id.as_str()) && !ours(p)).count();
    Step { action: Action::Change, shared_with: others, ..step }
}

/// The id of the key that the provider has under that name, if the plan keeps or changes it.
pub(super) fn key_id<'a>(keys: &'a [Tsig], want: &Desired, name: &str) -> Option<&'a str> {
    let wanted = want.keys.iter().find(|k| k.is_named(name));
    let mut named = keys.iter().filter(|k| k.is_named(name));
    let same = named.clone().find(|k| wanted.is_some_and(|w| w.signs_like(k)));
    same.or_else(|| named.next()).map(|k| k.id.as_str())
}

fn peer_step(want: &Desired, peer: &DesiredPeer, found: &Found, used: &[String]) -> Step {
    let should = Shape::Peer {
        address: address(&peer.ip, peer.port),
        ixfr: peer.transfer == TransferType::Ixfr,
        key: peer.key.clone(),
    };
    let step = step(Object::Peer, should);
    let key = peer.key.as_deref().map(|name| key_id(&found.keys, want, name));
    // A key that is yet to be made is on no peer.
    let comparable = !matches!(key, Some(None));
    let wanted = wire_peer(peer, key.flatten());
    let free = || found.peers.iter().filter(|p| !used.contains(&p.id));
    let linked = |p: &Peer| found.link.as_ref().is_some_and(|l| l.linked().contains(&p.id));

    // Names are not unique, and a peer may serve other zones: one that transfers exactly so is used as it is. One that
    // has our name is changed if it has our address, is this zone's already, or has no address at all, as a run that
    // stopped between a POST and its PUT leaves it. No other is touched.
    let same = |p: &&Peer| comparable && p.transfers_like(&wanted);
    let same = free().filter(same).max_by_key(|p| (linked(p), p.name == wanted.name));
    if let Some(there) = same {
        return kept(Step { id: Some(there.id.clone()), had: Some(peer_shape(there, found)), ..step });
    }
    let ours = |p: &&Peer| p.name == wanted.name && (p.is_at(&wanted.ip, wanted.port) || linked(p) || p.ip.is_empty());
    let ours = free().filter(ours).max_by_key(|p| (p.is_at(&wanted.ip, wanted.port), linked(p)));
    match ours {
        Some(there) => {
            let had = Some(peer_shape(there, found));
            Step { id: Some(there.id.clone()), had, action: Action::Change, ..step }
        }
        None => step,
    }
}

/// The peer as it goes over the wire.
pub(super) fn wire_peer(peer: &DesiredPeer, key: Option<&str>) -> Peer {
    Peer {
        id: String::new(),
        name: peer.name.clone(),
        ip: peer.ip.clone(),
        port: peer.port,
        ixfr_enable: peer.transfer == TransferType::Ixfr,
        tsig_id: key.map(str::to_owned),
    }
}

fn peer_shape(peer: &Peer, found: &Found) -> Shape {
    let key = peer.key().map(|id| {
        let named = found.keys.iter().find(|k| k.id == id);
        named.map_or_else(|| id.to_owned(), |k| k.name.clone())
    });
    Shape::Peer { address: address(&peer.ip, peer.port), ixfr: peer.ixfr_enable, key }
}

fn address(ip: &str, port: u16) -> String {
    if ip.contains(':') { format!("[{ip}]:{port}") } else { format!("{ip}:{port}") }
}

fn zone_step(want: &Desired, found: &Found) -> Step {
    let shape = |servers: &[String]| Shape::Zone { kind: "secondary".to_owned(), name_servers: servers.to_vec() };
    match &found.zone {
        Some(zone) => {
            let (had, id) = (Some(shape(&zone.name_servers)), Some(zone.id.clone()));
            kept(Step { id, had, ..step(Object::Zone, shape(&zone.name_servers)) })
        }
        None => step(Object::Zone, shape(&want.name_servers)),
    }
}

fn link_step(want: &Desired, peers: &[Option<String>], found: &Found) -> Step {
    let should = Shape::Link { peers: want.peers.len(), refresh_s: want.refresh_s };
    let step = step(Object::Link, should);
    let Some(link) = &found.link else { return step };
    let had = Shape::Link { peers: link.linked().len(), refresh_s: link.auto_refresh_seconds };
    let step = Step { id: Some(link.id.clone()), had: Some(had), action: Action::Change, ..step };
    // A peer that is yet to be made is on no link.
    let made: Option<Vec<_>> = peers.iter().cloned().collect();
    if made.is_some_and(|peers| link.refreshes_like(&peers, want.refresh_s)) { kept(step) } else { step }
}

fn serial_step(want: &Desired, found: &Found, unchanged: bool) -> Step {
    let step = step(Object::Serial, Shape::Serial(want.serial));
    let Some(link) = &found.link else { return step };
    let had = Some(Shape::Serial(Some(link.soa_serial)));
    let step = Step { had, action: Action::Change, ..step };
    if unchanged && has_serial(link.soa_serial, want.serial) { kept(step) } else { step }
}

/// Whether `link` has the wanted serial by what the run has done: since `before`, as the looks found it, the serial has
/// moved or the primary was asked. The serial alone would be that of the key, peers or link from before the run.
pub(super) fn has_arrived(link: &Incoming, before: Option<&Incoming>, wanted: Option<u32>) -> bool {
    let (serial, checked) = before.map_or((0, ""), |b| (b.soa_serial, b.checked_time.as_str()));
    let checked = link.checked_time != checked;
    // 0 is a serial like any other, but stands for "no transfer yet", too: it counts if it is the one wanted, nothing
    // was transferred before, and the primary was asked since.
    let zero = link.soa_serial == 0 && serial == 0 && wanted == Some(0) && checked;
    zero || has_serial(link.soa_serial, wanted) && (link.soa_serial != serial || checked)
}

/// Whether the provider's serial is the wanted one or a later one (RFC 1982); 0 stands for "no transfer yet".
pub(super) fn has_serial(serial: u32, wanted: Option<u32>) -> bool {
    serial != 0 && wanted.is_none_or(|w| w == serial || Serial(w).is_before(Serial(serial)))
}
