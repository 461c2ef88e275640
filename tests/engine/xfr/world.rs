//! A world for sessions: a clock that jumps from timer to timer, links that lose, refuse and cut, primaries that are our
//! own answers.

use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;
use std::sync::Arc;

use understudy::engine::answer::{self, Access, Client, Response, Rule, Server, Transport, Zone, Zones};
use understudy::engine::dns::message::Message;
use understudy::engine::dns::{NameRef, RecordType, Serial};
use understudy::engine::limits::{AnswerLimits, SecondaryLimits, TransferLimits, TsigLimits, ZoneLimits};
use understudy::engine::tsig::Key;
use understudy::engine::xfr::*;
use understudy::engine::zone::{Snapshot, Versions};

use crate::wire::{NOW, Rr, name, rr, rrs, zone};

/// What the primaries do with what reaches them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weather {
    /// Datagrams get lost.
    pub(super) udp_lost: bool,
    /// Nobody listens on this many of the first connections.
    pub(super) refuse: usize,
    /// The first streams end behind this many messages.
    pub(super) cut_after: Option<usize>,
    /// How many streams are cut.
    pub(super) cuts: usize,
    /// How many streams are never answered.
    pub(super) silent: usize,
}

/// What the session is to hear next.
pub(super) enum Heard {
    Connected(LinkId),
    Message(LinkId, Vec<u8>),
    Closed(LinkId, Close),
    Stored(Ticket),
}

/// Answers otherwise than a primary would: who is asked, what, the request, what the answer would be. Nothing is silence.
pub(super) type Twist = Box<dyn FnMut(&Connect, RecordType, &[u8], Vec<Vec<u8>>) -> Vec<Vec<u8>>>;

pub(super) struct World {
    pub(super) twist: Option<Twist>,
    /// What was asked of whom: the last octet of the address and the type.
    pub(super) asked: Vec<(u8, RecordType)>,
    /// Primaries with content of their own.
    pub(super) others: BTreeMap<IpAddr, (Snapshot, Versions)>,
    pub(super) primary: Snapshot,
    pub(super) history: Versions,
    pub(super) keys: Vec<Key>,
    pub(super) weather: Weather,
    pub(super) now_ms: u64,
    pub(super) session: Session,
    pub(super) timers: BTreeMap<&'static str, (u64, SessionTimer)>,
    pub(super) links: BTreeMap<u32, Connect>,
    pub(super) heard: VecDeque<Heard>,
    pub(super) served: Option<Snapshot>,
    pub(super) noted: Persisted,
    pub(super) events: Vec<&'static str>,
}

/// What one primary answers from.
struct Content<'a>(&'a Snapshot, &'a Versions);

impl Zones for Content<'_> {
    fn zone(&self, apex: NameRef<'_>) -> Option<Zone> {
        let Self(zone, history) = self;
        let content = (apex == zone.apex()).then(|| (*zone).clone())?;
        let transfer = vec![Rule::network("192.0.2.0".parse().unwrap(), 24)];
        let access = Access { transfer, ..Access::default() };
        Some(Zone { content: Some(content), history: Arc::new((*history).clone()), access: Arc::new(access) })
    }
}

pub(super) fn content(serial: u32) -> Vec<Rr> {
    let mut records = rrs("example 3600 NS ns1
        ns1.example 3600 A 192.0.2.53");
    records.push(rr(&format!("example 3600 SOA ns1 host {serial} 3600 600 86400 300")));
    records.extend((0..300).map(|n| rr(&format!("host-{n}.example 300 TXT {}", "x".repeat(200)))));
    records
}

pub(super) fn peer(number: u32, transport: Transport, key: Option<Arc<Key>>) -> Peer {
    let address = format!("192.0.2.{number}:53").parse().unwrap();
    Peer { id: PeerId(number), address, transport, source: None, tls: None, kind: Kind::Axfr, key }
}

pub(super) fn config(peers: Vec<Peer>) -> SessionConfig {
    let (secondary, transfer) = (SecondaryLimits::default(), TransferLimits::default());
    SessionConfig {
        peers,
        refresh: Refresh::Every(300),
        secondary,
        transfer,
        approval: Approval::default(),
        soa_via: Via::Udp,
        zonemd: ZonemdPolicy::default(),
    }
}

impl World {
    pub(super) fn new(config: SessionConfig, keys: Vec<Key>, weather: Weather) -> Self {
        let first = zone("example", &content(7));
        let mut history = Versions::new(&ZoneLimits::default());
        history.push(first.clone());
        let session = Session::new(name("example"), config, Persisted::default(), None, 42);
        Self {
            twist: None,
            asked: Vec::new(),
            others: BTreeMap::new(),
            primary: first.clone(),
            history,
            keys,
            weather,
            now_ms: 0,
            session,
            timers: BTreeMap::new(),
            links: BTreeMap::new(),
            heard: VecDeque::new(),
            served: None,
            noted: Persisted::default(),
            events: Vec::new(),
        }
    }

    /// The primary has another version.
    pub(super) fn publish(&mut self, records: &[Rr]) {
        self.primary = zone("example", records);
        self.history.push(self.primary.clone());
    }

    pub(super) fn now(&self) -> Now {
        Now { mono_ms: self.now_ms, wall_s: NOW.wall_s + self.now_ms / 1_000 }
    }

    pub(super) fn give(&mut self, input: SessionInput<'_>) {
        let mut out = Vec::new();
        let now = self.now();
        self.session.step(now, input, &mut out);
        for output in out {
            self.act(output);
        }
    }

    pub(super) fn act(&mut self, output: SessionOutput) {
        match output {
            SessionOutput::Connect(connect) => {
                let link = connect.link;
                if connect.transport != Transport::Udp && self.weather.refuse > 0 {
                    self.weather.refuse -= 1;
                    return self.heard.push_back(Heard::Closed(link, Close::Refused));
                }
                self.links.insert(link.0, connect);
                self.heard.push_back(Heard::Connected(link));
            }
            SessionOutput::Send(link, octets) => self.send(link, &octets),
            SessionOutput::Close(link) | SessionOutput::Release(link) => {
                self.links.remove(&link.0);
            }
            SessionOutput::Arm(timer, at_ms) => {
                self.timers.insert(timer_name(timer), (at_ms, timer));
            }
            SessionOutput::Disarm(timer) => {
                self.timers.remove(timer_name(timer));
            }
            SessionOutput::Store(ticket, snapshot, persisted) => {
                assert_eq!(snapshot.serial(), persisted.version.map(|v| v.serial));
                self.noted = persisted;
                self.heard.push_back(Heard::Stored(ticket));
            }
            SessionOutput::Note(persisted) => self.noted = persisted,
            SessionOutput::Serve(snapshot) => self.served = snapshot,
            SessionOutput::Event(code, _) => self.events.push(code.name),
        }
    }

    /// The primary answers at once.
    pub(super) fn send(&mut self, link: LinkId, octets: &[u8]) {
        let Some(connect) = self.links.get(&link.0) else { panic!("sent over a closed link") };
        let (connect, transport) = (connect.clone(), connect.transport);
        let question = Message::parse(octets).unwrap().questions().next().unwrap().rtype;
        let IpAddr::V4(to) = connect.address.ip() else { panic!("IPv4 only") };
        self.asked.push((to.octets()[3], question));
        if transport == Transport::Udp && self.weather.udp_lost {
            return;
        }
        let client = Client { address: "192.0.2.200".parse().unwrap(), transport };
        let (limits, tsig) = (AnswerLimits::default(), TsigLimits::default());
        let other = self.others.get(&connect.address.ip());
        let (zone, history) = other.map_or((&self.primary, &self.history), |(zone, history)| (zone, history));
        let content = Content(zone, history);
        let server = Server { zones: &content, keys: &self.keys, limits: &limits, tsig: &tsig };
        let mut messages = Vec::new();
        match answer::respond(server, client, octets, self.now().wall_s).response {
            Response::Silence => {}
            Response::Message(message) => messages.push(message),
            Response::Stream(_) if self.weather.silent > 0 => self.weather.silent -= 1,
            Response::Stream(mut stream) => {
                while let Some(message) = stream.next(self.now().wall_s) {
                    messages.push(message);
                }
                let whole = messages.len() > 2 || question == RecordType::IXFR;
                assert!(whole, "the zone is large enough for several messages");
                if let Some(k) = self.weather.cut_after.filter(|_| self.weather.cuts > 0) {
                    self.weather.cuts -= 1;
                    messages.truncate(k);
                    self.heard.extend(messages.drain(..).map(|m| Heard::Message(link, m)));
                    self.heard.push_back(Heard::Closed(link, Close::Ended));
                }
            }
        }
        if let Some(twist) = &mut self.twist {
            messages = twist(&connect, question, octets, messages);
        }
        self.heard.extend(messages.into_iter().map(|m| Heard::Message(link, m)));
    }

    /// Lets one thing happen that is under way; false when nothing is.
    pub(super) fn happen(&mut self) -> bool {
        let Some(heard) = self.heard.pop_front() else { return false };
        match heard {
            Heard::Connected(link) => self.give(SessionInput::Connected(link)),
            // A real driver delivers what was on its way when the link was closed.
            Heard::Message(link, octets) => self.give(SessionInput::Message(link, &octets)),
            Heard::Closed(link, why) => self.give(SessionInput::Closed(link, why)),
            Heard::Stored(ticket) => self.give(SessionInput::Stored(ticket, Ok(()))),
        }
        true
    }

    /// Time passes, and nothing but timers happens.
    pub(super) fn pass(&mut self, ms: u64) {
        self.now_ms += ms;
        let due: Vec<_> = self.timers.values().filter(|(at_ms, _)| *at_ms <= self.now_ms).map(|(_, t)| *t).collect();
        for timer in due {
            self.timers.remove(timer_name(timer));
            self.give(SessionInput::Timer(timer));
        }
    }

    /// Lets everything happen that is under way, then jumps from timer to timer until `until_ms`.
    pub(super) fn run(&mut self, until_ms: u64) {
        let (mut still, mut at_once) = (self.now_ms, 0);
        loop {
            while self.happen() {}
            at_once = if still == self.now_ms { at_once + 1 } else { 0 };
            still = self.now_ms;
            assert!(at_once < 1_000, "a busy loop: {:?}", self.events.last());
            let next = self.timers.values().min_by_key(|(at_ms, _)| *at_ms).copied();
            let Some((at_ms, timer)) = next.filter(|(at_ms, _)| *at_ms <= until_ms) else {
                self.now_ms = until_ms;
                return;
            };
            self.now_ms = self.now_ms.max(at_ms);
            self.timers.remove(timer_name(timer));
            self.give(SessionInput::Timer(timer));
        }
    }

    pub(super) fn start(&mut self, until_ms: u64) {
        self.give(SessionInput::Command(SessionCommand::Start));
        self.run(until_ms);
    }

    /// A NOTIFY from the primary of this number.
    pub(super) fn notify(&mut self, number: u8, serial: Option<u32>) {
        let source = IpAddr::from([192, 0, 2, number]);
        self.give(SessionInput::Notify { source, key: None, serial: serial.map(Serial) });
    }

    /// How often the primaries were asked for this type.
    pub(super) fn count(&self, rtype: RecordType) -> usize {
        self.asked.iter().filter(|(_, asked)| *asked == rtype).count()
    }

    /// A new process: what was noted and served is what it finds.
    pub(super) fn restart(&mut self, config: SessionConfig, after_ms: u64) {
        self.now_ms += after_ms;
        self.session = Session::new(name("example"), config, self.noted, self.served.take(), 43);
        (self.timers, self.heard, self.links) = Default::default();
        self.events.clear();
        self.start(self.now_ms);
    }

    pub(super) fn serial(&self) -> Option<u32> {
        self.served.as_ref().and_then(Snapshot::serial).map(|s| s.0)
    }
}

pub(super) fn timer_name(timer: SessionTimer) -> &'static str {
    match timer {
        SessionTimer::Check => "check",
        SessionTimer::Expire => "expire",
        SessionTimer::Link => "link",
    }
}

pub(super) fn ixfr_peer(number: u32) -> Peer {
    Peer { kind: Kind::Ixfr, ..peer(number, Transport::Tcp, None) }
}

/// The version that follows: one name changes.
pub(super) fn changed(serial: u32) -> Vec<Rr> {
    let mut records = content(serial);
    records.push(rr(&format!("changes.example 300 TXT {serial}")));
    records
}
