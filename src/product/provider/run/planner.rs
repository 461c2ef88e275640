//! From what is wanted and what was found to the steps between them.

use super::super::fields::{Difference, Fields, same_address, same_range};
use super::super::model::{Acl, Dnssec, Peer, Tsig, same_name};
use super::super::plan::{Action, Object, Part, Plan, Shape, Step, StepState};
use super::super::record::Record;
use super::super::{Desired, DesiredAcl, DesiredPeer, DnssecMode, Phrase, TransferType};
use super::look::{awaited, has_serial};
use super::{Found, NEW_KEY, NEW_PEER};
use crate::engine::diag::Label;
use crate::engine::dns::Name;

static NOTE_SECRET_ONCE: Label = Label { name: "note-secret-once" };
static NOTE_KEY_GONE: Label = Label { name: "note-key-gone" };
static NOTE_KEY_USED: Label = Label { name: "note-key-used" };
static NOTE_CONVERT: Label = Label { name: "note-convert" };
static NOTE_ANSWERS: Label = Label { name: "note-answers" };
static NOTE_DNSSEC_OFF: Label = Label { name: "note-dnssec-off" };
static NOTE_BOTH_KEYS: Label = Label { name: "note-both-keys" };

/// What follows from what was found.
pub(super) fn plan(want: &Desired, found: &Found, record: &Record) -> Plan {
    let planner = Planner { want, found, record };
    let keys = planner.keys();
    let ids: Vec<_> = keys.iter().map(|k| k.map_or(NEW_KEY, |k| k.id.as_str())).collect();
    let peers = planner.peers(&ids);
    let mut steps: Vec<_> = (0..want.keys.len()).map(|i| planner.key(i, keys.get(i).copied().flatten())).collect();
    for (i, peer) in want.all_peers().enumerate() {
        if first_equal(want, i) == i {
            steps.push(planner.peer(i, peer, &ids, peers.get(i).copied().flatten()));
        }
    }
    steps.extend(planner.acls());
    let settings = planner.settings();
    // What is proxied already must stay so while the zone is converted.
    let (before, after) = if found.zone.is_some() { (settings, None) } else { (None, settings) };
    steps.extend(before);
    steps.push(planner.zone());
    steps.extend(after);
    let linked = |range: std::ops::Range<usize>| -> Vec<String> {
        range
            .map(|i| peers.get(first_equal(want, i)).copied().flatten().map_or(NEW_PEER, |p| p.id.as_str()).to_owned())
            .collect()
    };
    if want.is_incoming() {
        steps.push(planner.link(linked(0..want.peers.len())));
    }
    steps.extend(planner.dnssec());
    if want.is_incoming() {
        let affected = steps.iter().any(|step| affects_transfer(want, step));
        steps.push(planner.serial(affected));
    }
    if let Some(outgoing) = &want.outgoing {
        let first = want.peers.len();
        steps.push(planner.outgoing(linked(first..first + outgoing.peers.len())));
        steps.push(planner.enabled(outgoing.enabled));
    }
    for i in 0..want.retire.len() {
        steps.extend(planner.retired(i, &peers));
    }
    steps.extend(planner.activation());
    for step in &mut steps {
        planner.sharing(step);
    }
    Plan { steps }
}

/// The first wanted peer that is the same as that of index `i`: a server may be primary and secondary.
pub(super) fn first_equal(want: &Desired, i: usize) -> usize {
    let mut all = want.all_peers();
    let Some(peer) = want.all_peers().nth(i) else { return i };
    all.position(|other| other == peer).unwrap_or(i)
}

/// Whether a step changes how the zone is transferred, so that a transfer must prove it.
fn affects_transfer(want: &Desired, step: &Step) -> bool {
    let differs = |fields: &[&str]| step.differences.iter().any(|d| fields.contains(&d.field));
    let new = step.action == Action::Create;
    match (step.action, step.object, step.part) {
        (Action::Keep | Action::Remove, ..) => false,
        (_, Object::Key, Part::Key(i)) => want
            .keys
            .get(i)
            .is_some_and(|key| want.peers.iter().any(|p| p.key.as_deref().is_some_and(|name| key.is_named(name)))),
        (_, Object::Peer, Part::Peer(i)) => {
            i < want.peers.len() && (new || differs(&["ip", "port", "ixfr_enable", "tsig_id"]))
        }
        (_, Object::Link, _) => new || differs(&["peers"]),
        (_, Object::Zone, _) => true,
        _ => false,
    }
}

struct Planner<'a> {
    want: &'a Desired,
    found: &'a Found,
    record: &'a Record,
}

fn step(object: Object, part: Part, should: Shape) -> Step {
    Step {
        object,
        id: None,
        had: None,
        should,
        action: Action::Create,
        state: StepState::Waiting,
        shared_with: 0,
        shared: Vec::new(),
        differences: Vec::new(),
        notes: Vec::new(),
        part,
    }
}

fn kept(step: Step) -> Step {
    Step { action: Action::Keep, state: StepState::Done, ..step }
}

impl<'a> Planner<'a> {
    /// The key that is there for each wanted one.
    fn keys(&self) -> Vec<Option<&'a Tsig>> {
        let found = &self.found.keys;
        let matched = self.want.keys.iter().map(|want| {
            let ours = |f: &Fields| matches!(f, Fields::Key { name, .. } if same_name(name, &want.name));
            let ours = self.record.id_of(Object::Key, ours);
            let mut named = found.iter().filter(|k| k.is_named(&want.name));
            found
                .iter()
                .find(|k| Some(k.id.as_str()) == ours)
                .or_else(|| named.clone().find(|k| k.signs_like(want)))
                .or_else(|| named.next())
                .or_else(|| self.renamed(want))
        });
        matched.collect()
    }

    /// A key that signs as ours but has another name, on a peer of this zone: somebody has renamed it.
    fn renamed(&self, want: &Tsig) -> Option<&'a Tsig> {
        let retired = |k: &Tsig| self.want.retire.iter().any(|name| k.is_named(name));
        let wanted = |k: &Tsig| self.want.keys.iter().any(|w| w.is_named(&k.name));
        let mut peers = self.found.peers.iter().filter(|p| {
            let mut ours = self.want.all_peers().filter(|w| w.key.as_deref().is_some_and(|name| want.is_named(name)));
            self.is_linked(p) && ours.any(|w| p.is_at(&w.ip, w.port))
        });
        peers.find_map(|peer| {
            let key = self.found.keys.iter().find(|k| peer.key() == Some(k.id.as_str()))?;
            (key.signs_like(want) && !retired(key) && !wanted(key)).then_some(key)
        })
    }

    fn key(&self, i: usize, there: Option<&Tsig>) -> Step {
        let Some(want) = self.want.keys.get(i) else { return kept(step(Object::Key, Part::Key(i), Shape::Absent)) };
        let shape = |key: &Tsig| Shape::Key { name: key.name.clone(), algorithm: key.algo.clone() };
        let mut step = step(Object::Key, Part::Key(i), shape(want));
        if !self.want.retire.is_empty() {
            step.notes.push(Phrase::new(&NOTE_BOTH_KEYS));
        }
        let Some(there) = there else { return step };
        step.differences = Fields::from(want).differences(&Fields::from(there), &str::to_owned);
        if there.secret != want.secret {
            step.differences.push(Difference::secret());
            step.notes.push(Phrase::new(&NOTE_SECRET_ONCE).with("name", there.name.as_str()));
        }
        let (id, had) = (Some(there.id.clone()), Some(shape(there)));
        let step = Step { id, had, action: Action::Change, ..step };
        if step.differences.is_empty() { kept(Step { notes: Vec::new(), ..step }) } else { step }
    }

    fn is_linked(&self, peer: &Peer) -> bool {
        let incoming = self.found.link.iter().flat_map(|l| l.linked());
        let outgoing = self.found.outgoing.iter().flat_map(|l| l.linked());
        incoming.chain(outgoing).any(|id| *id == peer.id)
    }

    /// The peer that is there for each wanted one. Names are not unique and a peer may serve other zones, so the best
    /// claim comes first: ours by the record, this zone's, one that transfers exactly so, one that has our name.
    fn peers(&self, keys: &[&str]) -> Vec<Option<&'a Peer>> {
        let wanted: Vec<_> = self.want.all_peers().collect();
        let mut matched: Vec<Option<&Peer>> = vec![None; wanted.len()];
        for rank in (1..=BEST).rev() {
            for (i, want) in wanted.iter().enumerate() {
                if matched.get(i).copied().flatten().is_some() || first_equal(self.want, i) != i {
                    continue;
                }
                let free = |p: &&Peer| !matched.iter().flatten().any(|m| m.id == p.id);
                let best = self.found.peers.iter().filter(free).find(|p| self.claim(want, keys, p) == rank);
                if let (Some(best), Some(slot)) = (best, matched.get_mut(i)) {
                    *slot = Some(best);
                }
            }
        }
        matched
    }

    /// How well a peer that is there fits: 0 is not at all.
    fn claim(&self, want: &DesiredPeer, keys: &[&str], there: &Peer) -> u8 {
        let wire = wire_peer(want, self.key_of(want, keys));
        let (linked, named) = (self.is_linked(there), there.name == want.name);
        let at = there.is_at(&want.ip, want.port);
        let exact = there.transfers_like(&wire);
        let ours = |f: &Fields| matches!(f, Fields::Peer { name, ip, port, .. } if *name == want.name && same_address(ip, &want.ip) && *port == want.port);
        let ours = self.record.id_of(Object::Peer, ours) == Some(there.id.as_str());
        match () {
            () if ours => BEST,
            () if exact && linked && named => 8,
            () if exact && linked => 7,
            () if linked && at => 6,
            () if linked && same_address(&there.ip, &want.ip) => 5,
            () if exact && named => 4,
            () if exact => 3,
            () if named && (at || linked) => 2,
            // As a run that stopped between a POST and its PUT leaves it.
            () if named && there.ip.is_empty() => 1,
            () => 0,
        }
    }

    fn key_of<'k>(&self, peer: &DesiredPeer, keys: &[&'k str]) -> Option<&'k str> {
        let name = peer.key.as_deref()?;
        let i = self.want.keys.iter().position(|k| k.is_named(name))?;
        keys.get(i).copied()
    }

    fn peer(&self, i: usize, want: &DesiredPeer, keys: &[&str], there: Option<&Peer>) -> Step {
        let should = Shape::Peer {
            address: address(&want.ip, want.port),
            ixfr: want.transfer == TransferType::Ixfr,
            key: want.key.clone(),
        };
        let step = step(Object::Peer, Part::Peer(i), should);
        let Some(there) = there else { return step };
        let mut wire = wire_peer(want, self.key_of(want, keys));
        let ours = self.record.entries.iter().any(|e| e.object == Object::Peer && e.id == there.id);
        if !there.name.is_empty() && !(self.want.names_matter && (ours || self.is_linked(there))) {
            wire.name.clone_from(&there.name);
        }
        let differences = Fields::from(&wire).differences(&Fields::from(there), &|id| self.key_name(id));
        let had = Some(self.peer_shape(there));
        let step = Step { id: Some(there.id.clone()), had, action: Action::Change, differences, ..step };
        if step.differences.is_empty() { kept(step) } else { step }
    }

    fn peer_shape(&self, peer: &Peer) -> Shape {
        let key = peer.key().map(|id| self.key_name(id));
        Shape::Peer { address: address(&peer.ip, peer.port), ixfr: peer.ixfr_enable, key }
    }

    fn key_name(&self, id: &str) -> String {
        let key = self.found.keys.iter().find(|k| k.id == id);
        key.map_or_else(|| id.to_owned(), |k| k.name.clone())
    }

    fn peer_name(&self, id: &str) -> String {
        let peer = self.found.peers.iter().find(|p| p.id == id);
        peer.map_or_else(|| id.to_owned(), |p| p.name.clone())
    }

    fn acls(&self) -> Vec<Step> {
        let mut used: Vec<&str> = Vec::new();
        let mut steps = Vec::new();
        for (i, want) in self.want.acls.iter().enumerate() {
            let shape = |name: &str, range: &str| Shape::Acl { name: name.to_owned(), range: range.to_owned() };
            let step = step(Object::Acl, Part::Acl(i), shape(&want.name, &want.range));
            let Some(there) = self.acl(want, &used) else {
                steps.push(step);
                continue;
            };
            used.push(&there.id);
            let wanted = Fields::Acl { name: want.name.clone(), ip_range: want.range.clone() };
            let differences = wanted.differences(&Fields::from(there), &str::to_owned);
            let (id, had) = (Some(there.id.clone()), Some(shape(&there.name, &there.ip_range)));
            let step = Step { id, had, action: Action::Change, differences, ..step };
            steps.push(if step.differences.is_empty() { kept(step) } else { step });
        }
        steps
    }

    fn acl(&self, want: &DesiredAcl, used: &[&str]) -> Option<&'a Acl> {
        let ours = |f: &Fields| matches!(f, Fields::Acl { name, ip_range } if *name == want.name && same_range(ip_range, &want.range));
        let ours = self.record.id_of(Object::Acl, ours);
        let free = || self.found.acls.iter().filter(|a| !used.contains(&a.id.as_str()));
        let named = |a: &&Acl| a.name == want.name;
        let ranged = |a: &&Acl| same_range(&a.ip_range, &want.range);
        free()
            .find(|a| Some(a.id.as_str()) == ours)
            .or_else(|| free().find(|a| named(a) && ranged(a)))
            .or_else(|| free().find(named))
            .or_else(|| free().find(ranged))
    }

    fn zone(&self) -> Step {
        let want = self.want;
        let kind = if want.is_incoming() { "secondary" } else { "full" };
        let shape =
            |kind: &str, servers: &[String]| Shape::Zone { kind: kind.to_owned(), name_servers: servers.to_vec() };
        let Some(zone) = &self.found.zone else {
            let mut step = step(Object::Zone, Part::Only, shape(kind, &want.name_servers));
            step.notes.push(Phrase::new(&NOTE_ANSWERS));
            return step;
        };
        let step = Step {
            id: Some(zone.id.clone()),
            had: Some(shape(&zone.kind, &zone.name_servers)),
            ..step(Object::Zone, Part::Only, shape(kind, &zone.name_servers))
        };
        // An older schema leaves `type` out; a provider that is the primary serves a zone of any type.
        if zone.kind == kind || zone.kind.is_empty() || !want.is_incoming() {
            return kept(step);
        }
        let wanted = Fields::Zone { name: zone.name.clone(), kind: kind.to_owned() };
        let differences = wanted.differences(&Fields::from(zone), &str::to_owned);
        Step { action: Action::Change, differences, notes: vec![Phrase::new(&NOTE_CONVERT)], ..step }
    }

    fn settings(&self) -> Option<Step> {
        let wanted = wanted_settings(self.want)?;
        let words = |f: &Fields| match f {
            Fields::Settings { secondary_overrides: a, multi_provider: b } => {
                let word =
                    |name: &str, on: Option<bool>| on.map(|on| format!("{name} {}", if on { "on" } else { "off" }));
                [word("secondary_overrides", *a), word("multi_provider", *b)]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(", ")
            }
            _ => String::new(),
        };
        let step = step(Object::Settings, Part::Only, Shape::Switches(words(&wanted)));
        let there = Fields::from(&self.found.settings.clone().unwrap_or_default());
        let differences = wanted.differences(&there, &str::to_owned);
        let had = Some(Shape::Switches(words(&there)));
        let id = self.found.zone.as_ref().map(|z| z.id.clone());
        let step = Step { id, had, action: Action::Change, differences, ..step };
        Some(if step.differences.is_empty() { kept(step) } else { step })
    }

    fn dnssec(&self) -> Option<Step> {
        let there = self.found.dnssec.clone().unwrap_or_default();
        let (wanted, there) = (wanted_dnssec(self.want, &there)?, Fields::from(&there));
        let words = |f: &Fields| match f {
            Fields::Dnssec { active, multi_signer, presigned, .. } => match (active, multi_signer, presigned) {
                (_, _, true) => "pre-signed",
                (true, true, _) => "multi-signer",
                (true, false, _) => "live",
                (false, ..) => "off",
            },
            _ => "",
        };
        let should = Shape::Switches(words(&wanted).to_owned());
        let mut step = step(Object::Dnssec, Part::Only, should);
        step.id = self.found.zone.as_ref().map(|z| z.id.clone());
        step.had = Some(Shape::Switches(words(&there).to_owned()));
        step.differences = wanted.differences(&there, &str::to_owned);
        step.action = Action::Change;
        if step.differences.is_empty() {
            return Some(kept(step));
        }
        if self.want.dnssec == Some(DnssecMode::Off) {
            step.notes.push(Phrase::new(&NOTE_DNSSEC_OFF));
        }
        Some(step)
    }

    fn link(&self, peers: Vec<String>) -> Step {
        let want = self.want;
        let step = step(Object::Link, Part::Only, Shape::Link { peers: peers.len(), refresh_s: want.refresh_s });
        let Some(link) = &self.found.link else { return step };
        let had = Shape::Link { peers: link.linked().len(), refresh_s: link.auto_refresh_seconds };
        let wanted = Fields::Incoming { name: dotted(&want.zone), peers, auto_refresh_seconds: want.refresh_s };
        let there = Fields::Incoming {
            name: self.link_name(&link.name),
            peers: link.linked().to_vec(),
            auto_refresh_seconds: link.auto_refresh_seconds,
        };
        let differences = wanted.differences(&there, &|id| self.peer_name(id));
        let id = self.found.zone.as_ref().map(|z| z.id.clone());
        let step = Step { id, had: Some(had), action: Action::Change, differences, ..step };
        if step.differences.is_empty() { kept(step) } else { step }
    }

    /// The zone's name as a link has it; one that has none, or whose names do not matter, has the right one.
    fn link_name(&self, there: &str) -> String {
        dotted(if there.is_empty() || !self.want.names_matter { &self.want.zone } else { there })
    }

    fn outgoing(&self, peers: Vec<String>) -> Step {
        let step = step(Object::Outgoing, Part::Only, Shape::Outgoing { peers: peers.len() });
        let Some(link) = &self.found.outgoing else { return step };
        let had = Shape::Outgoing { peers: link.linked().len() };
        let name = dotted(&self.want.zone);
        let wanted = Fields::Outgoing { name, peers };
        let there = Fields::Outgoing { name: self.link_name(&link.name), peers: link.linked().to_vec() };
        let differences = wanted.differences(&there, &|id| self.peer_name(id));
        let id = self.found.zone.as_ref().map(|z| z.id.clone());
        let step = Step { id, had: Some(had), action: Action::Change, differences, ..step };
        if step.differences.is_empty() { kept(step) } else { step }
    }

    fn enabled(&self, enabled: bool) -> Step {
        let mut step = step(Object::Enabled, Part::Only, Shape::Enabled(enabled));
        step.action = Action::Change;
        step.id = self.found.zone.as_ref().map(|z| z.id.clone());
        let there = self.found.enabled.unwrap_or_default();
        step.had = self.found.enabled.map(Shape::Enabled);
        step.differences = Fields::Enabled { enabled }.differences(&Fields::Enabled { enabled: there }, &str::to_owned);
        if step.differences.is_empty() { kept(step) } else { step }
    }

    fn serial(&self, affected: bool) -> Step {
        let step = step(Object::Serial, Part::Only, Shape::Serial(awaited(self.want.serial, self.found.link.as_ref())));
        let Some(link) = &self.found.link else { return step };
        let had = Some(Shape::Serial(Some(link.soa_serial)));
        let step = Step { had, action: Action::Change, ..step };
        if !affected && has_serial(link.soa_serial, self.want.serial) { kept(step) } else { step }
    }

    /// The old key of a rotation goes once no peer uses it. One that somebody else's peer uses stays.
    fn retired(&self, i: usize, ours: &[Option<&Peer>]) -> Option<Step> {
        let name = self.want.retire.get(i)?;
        let key = self.found.keys.iter().find(|k| k.is_named(name))?;
        let mut step = step(Object::Key, Part::Retired(i), Shape::Absent);
        step.id = Some(key.id.clone());
        step.had = Some(Shape::Key { name: key.name.clone(), algorithm: key.algo.clone() });
        let others = self.found.peers.iter().filter(|p| p.key() == Some(key.id.as_str()));
        let others: Vec<_> =
            others.filter(|p| !ours.iter().flatten().any(|o| o.id == p.id)).map(|p| p.name.clone()).collect();
        if others.is_empty() {
            step.action = Action::Remove;
            step.notes.push(Phrase::new(&NOTE_KEY_GONE).with("name", key.name.as_str()));
            return Some(step);
        }
        step.notes.push(Phrase::new(&NOTE_KEY_USED).with("name", key.name.as_str()).with("peers", others.join(", ")));
        Some(kept(step))
    }

    fn activation(&self) -> Option<Step> {
        let status = self.found.zone.as_ref().map_or("", |z| z.status.as_str());
        if !self.want.activate || status == "active" {
            return None;
        }
        let mut step = step(Object::Activation, Part::Only, Shape::Status("active".to_owned()));
        step.had = Some(Shape::Status(status.to_owned()));
        step.action = Action::Change;
        Some(step)
    }

    /// Which other zones would be changed by a step, too.
    fn sharing(&self, step: &mut Step) {
        let changes = matches!(step.action, Action::Change | Action::Remove);
        let Some(id) = step.id.as_deref().filter(|_| changes) else { return };
        let found = self.found;
        let uses = |peer: &str| -> Vec<&'a super::Use> {
            found.uses.iter().filter(|u| u.peers.iter().any(|p| p == peer)).collect()
        };
        let mut zones: Vec<String> = match step.object {
            Object::Peer => uses(id).into_iter().map(|u| u.zone.clone()).collect(),
            Object::Key => {
                let peers = self.found.peers.iter().filter(|p| p.key() == Some(id));
                peers.flat_map(|p| uses(&p.id)).map(|u| u.zone.clone()).collect()
            }
            // An ACL holds for the whole account.
            Object::Acl => self.found.zones.iter().map(|z| z.name.clone()).collect(),
            _ => Vec::new(),
        };
        zones.sort();
        zones.dedup();
        step.shared_with = zones.len();
        step.shared = zones;
    }
}

/// The best claim; see [`Planner::claim`].
const BEST: u8 = 9;

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

/// The settings that are wanted; none when all may stay.
pub(super) fn wanted_settings(want: &Desired) -> Option<Fields> {
    let (secondary_overrides, multi_provider) = (want.overrides, want.multi_provider);
    let any = secondary_overrides.is_some() || multi_provider.is_some();
    any.then_some(Fields::Settings { secondary_overrides, multi_provider })
}

/// Who shall sign, given who does; none when that may stay.
pub(super) fn wanted_dnssec(want: &Desired, there: &Dnssec) -> Option<Fields> {
    let (is_active, nsec3) = (there.is_active(), there.dnssec_use_nsec3);
    let (multi, pre) = (there.dnssec_multi_signer, there.dnssec_presigned);
    let (active, multi_signer, presigned, nsec3) = match want.dnssec? {
        DnssecMode::Off => (false, multi, pre, nsec3),
        DnssecMode::MultiSigner => (true, true, false, nsec3),
        DnssecMode::Live => (true, false, false, nsec3),
        // The provider's page asks for the one flag alone.
        DnssecMode::Presigned => (is_active, false, true, want.nsec3),
    };
    Some(Fields::Dnssec { active, multi_signer, presigned, nsec3 })
}

fn address(ip: &str, port: u16) -> String {
    if ip.contains(':') { format!("[{ip}]:{port}") } else { format!("{ip}:{port}") }
}

/// The zone's name as this API writes it everywhere but in `/zones`.
pub(super) fn dotted(zone: &str) -> String {
    Name::absolute(zone).map_or_else(|_| zone.to_owned(), |n| n.to_string())
}
