//! A session against our own answers, in a world of its own: a clock that jumps from timer to timer, links that lose,
//! refuse and cut. The contract of the seam: a driver that only does what it is told brings the zone.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use proptest::prelude::*;
use understudy::engine::answer::{self, Access, Client, Response, Rule, Server, Transport, Zone, Zones};
use understudy::engine::dns::message::Message;
use understudy::engine::dns::{NameRef, RecordType};
use understudy::engine::limits::{AnswerLimits, SecondaryLimits, TransferLimits, TsigLimits, ZoneLimits};
use understudy::engine::tsig::{Algorithm, Key};
use understudy::engine::xfr::*;
use understudy::engine::zone::{Snapshot, Versions};

use crate::wire::{NOW, Rr, dump, key, name, rr, rrs, zone};

/// What the primaries do with what reaches them.
#[derive(Clone, Copy, Debug, Default)]
struct Weather {
    /// Datagrams get lost.
    udp_lost: bool,
    /// Nobody listens on this many of the first connections.
    refuse: usize,
    /// The first streams end behind this many messages.
    cut_after: Option<usize>,
    /// How many streams are cut.
    cuts: usize,
    /// How many streams are never answered.
    silent: usize,
}

/// What the session is to hear next.
enum Heard {
    Connected(LinkId),
    Message(LinkId, Vec<u8>),
    Closed(LinkId, Close),
    Stored(Ticket),
}

struct World {
    primary: Snapshot,
    history: Versions,
    keys: Vec<Key>,
    weather: Weather,
    now_ms: u64,
    session: Session,
    timers: BTreeMap<&'static str, (u64, SessionTimer)>,
    links: BTreeMap<u32, Connect>,
    heard: VecDeque<Heard>,
    served: Option<Snapshot>,
    noted: Persisted,
    events: Vec<&'static str>,
}

impl Zones for World {
    fn zone(&self, apex: NameRef<'_>) -> Option<Zone> {
        let content = (apex == self.primary.apex()).then(|| self.primary.clone())?;
        let access =
            Access { query: None, transfer: vec![Rule::network("192.0.2.0".parse().unwrap(), 24)], notify: Vec::new() };
        Some(Zone { content: Some(content), history: Arc::new(self.history.clone()), access: Arc::new(access) })
    }
}

fn content(serial: u32) -> Vec<Rr> {
    let mut records = rrs("example 3600 NS ns1
        ns1.example 3600 A 192.0.2.53");
    records.push(rr(&format!("example 3600 SOA ns1 host {serial} 3600 600 86400 300")));
    records.extend((0..300).map(|n| rr(&format!("host-{n}.example 300 TXT {}", "x".repeat(200)))));
    records
}

fn peer(number: u32, transport: Transport, key: Option<Arc<Key>>) -> Peer {
    let address = format!("192.0.2.{number}:53").parse().unwrap();
    Peer { id: PeerId(number), address, transport, source: None, tls_name: None, kind: Kind::Axfr, key }
}

fn config(peers: Vec<Peer>) -> SessionConfig {
    let (secondary, transfer) = (SecondaryLimits::default(), TransferLimits::default());
    SessionConfig { peers, refresh: Refresh::Every(300), secondary, transfer }
}

impl World {
    fn new(config: SessionConfig, keys: Vec<Key>, weather: Weather) -> Self {
        let first = zone("example", &content(7));
        let mut history = Versions::new(&ZoneLimits::default());
        history.push(first.clone());
        let session = Session::new(name("example"), config, Persisted::default(), None, 42);
        Self {
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
    fn publish(&mut self, records: &[Rr]) {
        self.primary = zone("example", records);
        self.history.push(self.primary.clone());
    }

    fn now(&self) -> Now {
        Now { mono_ms: self.now_ms, wall_s: NOW.wall_s + self.now_ms / 1_000 }
    }

    fn give(&mut self, input: SessionInput<'_>) {
        let mut out = Vec::new();
        let now = self.now();
        self.session.step(now, input, &mut out);
        for output in out {
            self.act(output);
        }
    }

    fn act(&mut self, output: SessionOutput) {
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
            SessionOutput::Close(link) => {
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
    fn send(&mut self, link: LinkId, octets: &[u8]) {
        let Some(connect) = self.links.get(&link.0) else { panic!("sent over a closed link") };
        let transport = connect.transport;
        if transport == Transport::Udp && self.weather.udp_lost {
            return;
        }
        let client = Client { address: "192.0.2.200".parse().unwrap(), transport };
        let (limits, tsig) = (AnswerLimits::default(), TsigLimits::default());
        let server = Server { zones: self, keys: &self.keys, limits: &limits, tsig: &tsig };
        let mut messages = Vec::new();
        match answer::respond(server, client, octets, self.now().wall_s).response {
            Response::Silence => {}
            Response::Message(message) => messages.push(message),
            Response::Stream(_) if self.weather.silent > 0 => self.weather.silent -= 1,
            Response::Stream(mut stream) => {
                while let Some(message) = stream.next(self.now().wall_s) {
                    messages.push(message);
                }
                let question = Message::parse(octets).unwrap().questions().next().unwrap().rtype;
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
        self.heard.extend(messages.into_iter().map(|m| Heard::Message(link, m)));
    }

    /// Lets everything happen that is under way, then jumps from timer to timer until `until_ms`.
    fn run(&mut self, until_ms: u64) {
        loop {
            while let Some(heard) = self.heard.pop_front() {
                match heard {
                    Heard::Connected(link) => self.give(SessionInput::Connected(link)),
                    // A real driver delivers what was on its way when the link was closed.
                    Heard::Message(link, octets) => self.give(SessionInput::Message(link, &octets)),
                    Heard::Closed(link, why) => self.give(SessionInput::Closed(link, why)),
                    Heard::Stored(ticket) => self.give(SessionInput::Stored(ticket, Ok(()))),
                }
            }
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

    fn start(&mut self, until_ms: u64) {
        self.give(SessionInput::Command(SessionCommand::Start));
        self.run(until_ms);
    }

    fn serial(&self) -> Option<u32> {
        self.served.as_ref().and_then(Snapshot::serial).map(|s| s.0)
    }
}

fn timer_name(timer: SessionTimer) -> &'static str {
    match timer {
        SessionTimer::Check => "check",
        SessionTimer::Expire => "expire",
        SessionTimer::Link => "link",
    }
}

#[test]
fn the_zone_served_is_the_primarys() {
    for transport in [Transport::Tcp, Transport::Tls] {
        let mut world = World::new(config(vec![peer(1, transport, None)]), Vec::new(), Weather::default());
        world.start(0);
        assert_eq!(dump(world.served.as_ref().unwrap()), dump(&world.primary));
        let expected = ["xfr-check-start", "xfr-first", "xfr-begin", "xfr-received", "xfr-served"];
        assert_eq!(world.events, expected);
        assert_eq!(world.noted.version.unwrap().serial.0, 7);
        assert!(world.links.is_empty(), "links left open: {:?}", world.links);
    }
}

#[test]
fn a_signed_transfer_verifies_and_a_wrong_secret_is_told() {
    let right = key(Algorithm::Sha256, b"0123456789abcdef");
    let keys = vec![(*right).clone()];
    let mut world = World::new(config(vec![peer(1, Transport::Tcp, Some(right))]), keys.clone(), Weather::default());
    world.start(0);
    assert_eq!(world.serial(), Some(7));

    let wrong = key(Algorithm::Sha256, b"1123456789abcdef");
    let mut world = World::new(config(vec![peer(1, Transport::Tcp, Some(wrong))]), keys, Weather::default());
    world.start(0);
    assert_eq!(world.serial(), None);
    assert!(world.events.contains(&"tsig-peer-badsig"), "{:?}", world.events);
}

#[test]
fn lost_datagrams_lead_to_a_connection() {
    let weather = Weather { udp_lost: true, ..Weather::default() };
    let mut world = World::new(config(vec![peer(1, Transport::Tcp, None)]), Vec::new(), weather);
    world.start(5_999);
    assert_eq!(world.serial(), None, "three datagrams, two seconds each");
    world.run(6_000);
    assert_eq!(world.serial(), Some(7));
    assert_eq!(world.events[..2], ["xfr-check-start", "xfr-timeout"]);
}

#[test]
fn a_stream_cut_behind_any_message_is_thrown_away_and_the_next_primary_asked() {
    for k in 0..5 {
        let weather = Weather { cut_after: Some(k), cuts: 1, ..Weather::default() };
        let peers = vec![peer(1, Transport::Tcp, None), peer(2, Transport::Tcp, None)];
        let mut world = World::new(config(peers), Vec::new(), weather);
        world.start(0);
        assert_eq!(world.serial(), Some(7));
        assert!(world.events.contains(&if k == 0 { "xfr-closed" } else { "xfr-cut" }), "{k}: {:?}", world.events);
        assert_eq!(dump(world.served.as_ref().unwrap()), dump(&world.primary));
    }
}

#[test]
fn a_zone_without_ns_does_not_take_the_place_of_one_that_works() {
    let mut world = World::new(config(vec![peer(1, Transport::Tcp, None)]), Vec::new(), Weather::default());
    world.start(50_000);
    world.publish(&content(8)[1..]);
    world.give(SessionInput::Command(SessionCommand::Refresh));
    world.run(50_000);
    assert_eq!(world.serial(), Some(7));
    assert!(world.events.contains(&"xfr-no-ns"), "{:?}", world.events);
}

fn ixfr_peer(number: u32) -> Peer {
    Peer { kind: Kind::Ixfr, ..peer(number, Transport::Tcp, None) }
}

/// The version that follows: one name changes.
fn changed(serial: u32) -> Vec<Rr> {
    let mut records = content(serial);
    records.push(rr(&format!("changes.example 300 TXT {serial}")));
    records
}

#[test]
fn changes_alone_are_transferred_and_lead_to_the_primarys_zone() {
    let mut world = World::new(config(vec![ixfr_peer(1)]), Vec::new(), Weather::default());
    world.start(0);
    world.publish(&changed(8));
    world.publish(&changed(9));
    world.events.clear();
    world.give(SessionInput::Command(SessionCommand::Refresh));
    world.run(0);
    assert_eq!(
        world.events,
        ["xfr-check-asked", "xfr-newer", "xfr-begin", "xfr-changes", "xfr-received", "xfr-served"]
    );
    assert_eq!(dump(world.served.as_ref().unwrap()), dump(&world.primary));
}

#[test]
fn whatever_ends_an_ixfr_the_zone_follows_in_the_same_round() {
    // What is held has the serial and not the content; a cut connection; one that nobody answers on.
    for case in ["another content", "cut", "silent"] {
        let mut world = World::new(config(vec![ixfr_peer(1)]), Vec::new(), Weather::default());
        world.start(0);
        match case {
            "another content" => {
                world.history = Versions::new(&ZoneLimits::default());
                world.publish(&changed(7));
            }
            "cut" => world.weather = Weather { cut_after: Some(0), cuts: 1, ..Weather::default() },
            _ => world.weather = Weather { silent: 1, ..Weather::default() },
        }
        world.publish(&changed(8));
        world.events.clear();
        world.give(SessionInput::Command(SessionCommand::Refresh));
        world.run(60_000);
        let why = match case {
            "another content" => "xfr-change-missing",
            "cut" => "xfr-closed",
            _ => "xfr-timeout",
        };
        let rest = ["xfr-fall-back", "xfr-begin", "xfr-received", "xfr-served"];
        let ends = world.events.iter().position(|e| *e == why).unwrap_or_else(|| panic!("{case}: {:?}", world.events));
        assert_eq!(world.events[ends + 1..], rest, "{case}");
        assert_eq!(dump(world.served.as_ref().unwrap()), dump(&world.primary), "{case}");
    }
}

#[test]
fn notify_brings_the_new_version_and_expiry_takes_it_away() {
    let mut world = World::new(config(vec![peer(1, Transport::Tcp, None)]), Vec::new(), Weather::default());
    world.start(50_000);
    world.publish(&content(8));
    let source = "192.0.2.1".parse().unwrap();
    world.give(SessionInput::Notify { source, key: None, serial: None });
    world.run(50_000);
    assert_eq!(world.serial(), Some(8));

    let stranger = "192.0.2.77".parse().unwrap();
    world.give(SessionInput::Notify { source: stranger, key: None, serial: None });
    assert_eq!(world.events.last(), Some(&"xfr-notify-unknown"));
    let wrong_key = Some(name("other.key"));
    world.give(SessionInput::Notify { source, key: wrong_key, serial: None });
    assert_eq!(world.events.last(), Some(&"xfr-notify-unknown"));

    world.weather = Weather { udp_lost: true, refuse: usize::MAX, ..Weather::default() };
    world.run(50_000 + 86_399_000);
    assert_eq!(world.serial(), Some(8));
    world.run(50_000 + 86_700_000);
    assert_eq!(world.serial(), None, "expired");
    world.weather = Weather::default();
    world.run(50_000 + 87_100_000);
    assert_eq!(world.serial(), Some(8));
}

#[test]
fn another_key_in_the_middle_begins_anew() {
    let right = key(Algorithm::Sha256, b"0123456789abcdef");
    let mut world = World::new(config(vec![peer(1, Transport::Tcp, None)]), vec![(*right).clone()], Weather::default());
    world.give(SessionInput::Command(SessionCommand::Start));
    let before = world.links.len();
    let same = config(vec![peer(1, Transport::Tcp, None)]);
    world.give(SessionInput::Command(SessionCommand::Configure(same)));
    assert_eq!((world.links.len(), world.events.len()), (before, 1), "the same configuration changes nothing");
    let other = config(vec![peer(1, Transport::Tcp, Some(right))]);
    world.give(SessionInput::Command(SessionCommand::Configure(other)));
    assert_eq!(world.links.keys().copied().collect::<Vec<_>>(), [2], "the first link was closed");
    world.run(0);
    assert_eq!(world.serial(), Some(7));
}

#[test]
fn what_was_stored_is_served_after_a_restart_without_the_primary() {
    let mut world = World::new(config(vec![peer(1, Transport::Tcp, None)]), Vec::new(), Weather::default());
    world.start(1_000);
    let (noted, stored) = (world.noted, world.served.clone());
    let weather = Weather { udp_lost: true, refuse: usize::MAX, ..Weather::default() };
    let mut world = World::new(config(vec![peer(1, Transport::Tcp, None)]), Vec::new(), weather);
    world.now_ms = 100_000;
    world.session = Session::new(name("example"), config(vec![peer(1, Transport::Tcp, None)]), noted, stored, 43);
    world.start(100_000);
    assert_eq!(world.serial(), Some(7));
    assert_eq!(world.events, ["xfr-restored"]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]
    /// Whatever the weather, what is served is a version that the primary had, and once it clears the newest comes.
    #[test]
    fn any_weather_ends_with_the_primarys_zone(
        udp_lost: bool, refuse in 0_usize..6, cut_after in proptest::option::of(0_usize..6), cuts in 0_usize..6,
        ixfr: bool,
    ) {
        let weather = Weather { udp_lost, refuse, cut_after, cuts, silent: 0 };
        let first = if ixfr { ixfr_peer(1) } else { peer(1, Transport::Tcp, None) };
        let peers = vec![first, peer(2, Transport::Tls, None)];
        let mut world = World::new(config(peers), Vec::new(), weather);
        world.start(3_600_000);
        prop_assert_eq!(world.serial(), Some(7));
        world.publish(&changed(8));
        world.weather = Weather { cut_after, cuts, ..weather };
        world.run(7_200_000);
        prop_assert_eq!(dump(world.served.as_ref().unwrap()), dump(&world.primary));
    }
}
