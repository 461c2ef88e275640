//! Answers from outside: records of a name, transfers, NOTIFY, and what is refused.

#[path = "answer/proofs.rs"]
mod proofs;

use std::sync::Arc;

use proptest::prelude::*;
use understudy::engine::answer::{Access, Answer, Client, Response, Rule, Server, Transport, Zone, Zones, respond};
use understudy::engine::dns::message::{Header, Message, MessageBuilder, Opt, Section};
use understudy::engine::dns::{Class, Name, NameRef, Opcode, RecordType, Serial};
use understudy::engine::limits::{AnswerLimits, TransferLimits, TsigLimits, ZoneLimits};
use understudy::engine::tsig::{Algorithm, Key, sign_request};
use understudy::engine::xfr::{Close, Flow, Kind, Outcome, Request, Transfer, Via};
use understudy::engine::zone::{Builder, Snapshot, Versions};

use crate::wire::{NOW, Rr, dump, key, name, rr, rrs, words, zone};

const EXAMPLE: &str = "example 3600 SOA ns1 host 7 3600 600 86400 300
    example 3600 NS ns1
    ns1.example 3600 A 192.0.2.53
    WWW.example 300 A 192.0.2.1
    WWW.example 300 A 192.0.2.2
    alias.example 300 CNAME www
    *.wild.example 60 TXT any
    deep.empty.example 60 A 192.0.2.7
    child.example 3600 NS ns.child
    child.example 3600 DS 1 8 2 0000000000000000000000000000000000000000000000000000000000000000
    ns.child.example 3600 A 192.0.2.54
    old.example 60 DNAME new.example.net.";

/// A server with `example` loaded and `empty` not.
struct World {
    example: Snapshot,
    access: Arc<Access>,
    keys: Vec<Key>,
    expires_s: Option<u64>,
}

impl Zones for World {
    fn zone(&self, apex: NameRef<'_>) -> Option<Zone> {
        let content = match apex.to_string().to_ascii_lowercase().as_str() {
            "example." => Some(self.example.clone()),
            "empty." => None,
            _ => return None,
        };
        let history = Versions::new(&ZoneLimits::default());
        Some(Zone { content, history: Arc::new(history), access: self.access.clone() })
    }

    fn expires_s(&self, _: NameRef<'_>) -> Option<u64> {
        self.expires_s
    }
}

fn world() -> World {
    let rules = |text: &str| text.split(' ').map(|r| r.parse::<Rule>().unwrap()).collect();
    let access =
        Access { query: None, transfer: rules("192.0.2.0/24 ::/0,transfer.key"), notify: rules("192.0.2.0/24") };
    let keys = vec![(*key(Algorithm::Sha256, b"0123456789abcdef")).clone()];
    World { example: zone("example", &rrs(EXAMPLE)), access: Arc::new(access), keys, expires_s: None }
}

const LOCAL: &str = "192.0.2.1";

impl World {
    fn ask(&self, transport: Transport, from: &str, octets: &[u8]) -> Answer {
        let (limits, tsig) = (AnswerLimits::default(), TsigLimits::default());
        let server = Server { zones: self, keys: &self.keys, limits: &limits, tsig: &tsig };
        respond(server, Client { address: from.parse().unwrap(), transport }, octets, NOW.wall_s)
    }

    /// The one message that answers.
    fn one(&self, transport: Transport, from: &str, octets: &[u8]) -> Vec<u8> {
        match self.ask(transport, from, octets).response {
            Response::Message(message) => message,
            other => panic!("{other:?}"),
        }
    }

    /// Asks over UDP and shows the answer.
    fn dig(&self, owner: &str, rtype: RecordType) -> String {
        show(&self.one(Transport::Udp, LOCAL, &query(owner, rtype)))
    }
}

fn query(owner: &str, rtype: RecordType) -> Vec<u8> {
    let mut builder = MessageBuilder::new(Header::query(99, Opcode::QUERY), 512);
    builder.question(name(owner).as_ref(), rtype, Class::IN).unwrap();
    builder.finish()
}

/// `NOERROR aa | answer … | authority …`
fn show(octets: &[u8]) -> String {
    let message = Message::parse(octets).unwrap();
    let header = message.header();
    assert!(header.qr && header.id == 99);
    let mut out = message.rcode().to_string();
    for (set, flag) in [(header.aa, " aa"), (header.tc, " tc")] {
        out.push_str(if set { flag } else { "" });
    }
    for section in [Section::Answer, Section::Authority, Section::Additional] {
        for record in message.records(section).filter(|r| !r.rtype.is_meta()) {
            let mut rdata = Vec::new();
            record.rdata(&mut rdata).unwrap();
            let mark = match section {
                Section::Answer => '=',
                Section::Authority => '~',
                Section::Additional => '+',
            };
            out.push_str(&format!("\n{mark} {}", words(record.owner(), record.ttl, record.rtype, &rdata)));
        }
    }
    out
}

const SOA: &str = "example. 300 SOA ns1.example. host.example. 7 3600 600 86400 300";

#[test]
fn records_are_given_to_those_who_may_ask() {
    let mut world = world();
    let rule = |text: &str| text.parse::<Rule>().unwrap();
    let query_rules = vec![rule("192.0.2.0/25"), rule("192.0.2.128/25").over(Transport::Tcp)];
    world.access = Arc::new(Access { query: Some(query_rules), ..Access::default() });
    let ask = |zone: &str, transport, from: &str| show(&world.one(transport, from, &query(zone, RecordType::SOA)));
    assert!(ask("example", Transport::Udp, LOCAL).starts_with("NOERROR aa"));
    assert_eq!(ask("example", Transport::Udp, "192.0.2.200"), "REFUSED");
    assert!(ask("example", Transport::Tcp, "192.0.2.200").starts_with("NOERROR aa"));
    // Nor does it say whether there is content.
    assert_eq!(ask("empty", Transport::Tcp, "198.51.100.1"), "REFUSED");
    assert_eq!(ask("empty", Transport::Udp, LOCAL), "SERVFAIL");
}

#[test]
fn names_are_answered_as_the_zone_says() {
    let world = world();
    let is = |owner, rtype, expected: &str| assert_eq!(world.dig(owner, rtype), expected, "{owner} {rtype}");
    let soa = SOA.replace(" 300 SOA", " 3600 SOA");
    is("example", RecordType::SOA, &format!("NOERROR aa\n= {soa}"));
    is("EXAMPLE", RecordType::NS, "NOERROR aa\n= EXAMPLE. 3600 NS ns1.example.");
    is("www.example", RecordType::A, "NOERROR aa\n= WWW.example. 300 A 192.0.2.1\n= WWW.example. 300 A 192.0.2.2");
    is("www.example", RecordType::AAAA, &format!("NOERROR aa\n~ {SOA}"));
    is("empty.example", RecordType::A, &format!("NOERROR aa\n~ {SOA}"));
    is("nothing.example", RecordType::A, &format!("NXDOMAIN aa\n~ {SOA}"));
    is(
        "alias.example",
        RecordType::A,
        "NOERROR aa\n= alias.example. 300 CNAME www.example.\n= WWW.example. 300 A 192.0.2.1\n= WWW.example. 300 A 192.0.2.2",
    );
    is("a.b.wild.example", RecordType::TXT, "NOERROR aa\n= a.b.wild.example. 60 TXT \"any\"");
    is("a.wild.example", RecordType::A, &format!("NOERROR aa\n~ {SOA}"));
    is(
        "host.child.example",
        RecordType::A,
        "NOERROR\n~ child.example. 3600 NS ns.child.example.\n+ ns.child.example. 3600 A 192.0.2.54",
    );
    let ds = world.dig("child.example", RecordType::DS);
    assert!(ds.starts_with("NOERROR aa\n= child.example. 3600 DS 1 8 2 "), "{ds}");
    is(
        "x.old.example",
        RecordType::A,
        "NOERROR aa\n= old.example. 60 DNAME new.example.net.\n= x.old.example. 60 CNAME x.new.example.net.",
    );
    is("www.example", RecordType::ANY, "NOERROR aa\n= WWW.example. 300 A 192.0.2.1\n= WWW.example. 300 A 192.0.2.2");
    is("example.net", RecordType::A, "REFUSED");
    is("www.empty", RecordType::A, "SERVFAIL");
    is("example", RecordType(253), "NOTIMP");
}

#[test]
fn what_is_no_question_is_turned_away() {
    let world = world();
    let base = query("example", RecordType::SOA);
    let touched = |touch: &dyn Fn(&mut Vec<u8>)| {
        let mut octets = base.clone();
        touch(&mut octets);
        octets
    };
    let rcode = |octets: &[u8]| show(&world.one(Transport::Udp, LOCAL, octets));
    assert!(matches!(world.ask(Transport::Udp, LOCAL, &touched(&|m| m[2] |= 0x80)).response, Response::Silence));
    assert!(matches!(world.ask(Transport::Udp, LOCAL, &base[..11]).response, Response::Silence));
    assert_eq!(rcode(&touched(&|m| m.truncate(20))), "FORMERR");
    assert_eq!(rcode(&touched(&|m| m[2] |= 5 << 3)), "NOTIMP");
    assert_eq!(rcode(&touched(&|m| m.extend_from_slice(&[0; 3]))), "FORMERR");
    assert_eq!(rcode(&touched(&|m| m[24] = 3)), "REFUSED", "class CH");
    let mut none = MessageBuilder::new(Header::query(99, Opcode::QUERY), 512).finish();
    assert_eq!(rcode(&none), "FORMERR");
    none[4..6].copy_from_slice(&[0, 9]);
    assert_eq!(rcode(&none), "FORMERR");
}

#[test]
fn datagrams_are_truncated_at_the_size_the_client_takes() {
    let mut world = world();
    let records: Vec<_> = (0..40).map(|n| rr(&format!("big.example 60 A 192.0.2.{n}"))).collect();
    world.example = zone("example", &[rrs(EXAMPLE), records].concat());
    let ask = |transport, edns: Option<u16>| {
        let mut builder = MessageBuilder::new(Header::query(99, Opcode::QUERY), 512);
        builder.question(name("big.example").as_ref(), RecordType::A, Class::IN).unwrap();
        if let Some(size) = edns {
            builder.opt(&Opt::new(size)).unwrap();
        }
        world.one(transport, LOCAL, &builder.finish())
    };
    let plain = ask(Transport::Udp, None);
    assert_eq!(show(&plain), "NOERROR aa tc");
    assert!(Message::parse(&plain).unwrap().opt().is_none(), "no EDNS, none back");
    let large = ask(Transport::Udp, Some(4_096));
    assert!(large.len() > 512 && show(&large).lines().count() == 41);
    assert!(Message::parse(&large).unwrap().opt().is_some());
    assert_eq!(show(&ask(Transport::Udp, Some(0))), "NOERROR aa tc", "below 512 means 512");
    assert_eq!(show(&ask(Transport::Tcp, None)).lines().count(), 41);
    let mut version = MessageBuilder::new(Header::query(99, Opcode::QUERY), 512);
    version.question(name("example").as_ref(), RecordType::SOA, Class::IN).unwrap();
    version.opt(&Opt { version: 1, ..Opt::new(1_232) }).unwrap();
    assert_eq!(show(&world.one(Transport::Udp, LOCAL, &version.finish())), "BADVERS");
}

/// All messages of a transfer, or its refusal.
fn transfer(world: &World, from: &str, transport: Transport, request: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    match world.ask(transport, from, request).response {
        Response::Message(message) => Err(show(&message)),
        Response::Stream(mut stream) => Ok(std::iter::from_fn(|| stream.next(NOW.wall_s)).collect()),
        Response::Silence => Err("silence".to_owned()),
    }
}

#[test]
fn transfers_are_given_to_those_who_may_have_them() {
    let world = world();
    let axfr = query("example", RecordType::AXFR);
    let signed = |secret: &[u8]| {
        let mut octets = axfr.clone();
        let _ = sign_request(&key(Algorithm::Sha256, secret), &mut octets, NOW.wall_s, &TsigLimits::default());
        octets
    };
    let refused = |from, transport, octets: &[u8]| transfer(&world, from, transport, octets).unwrap_err();
    assert_eq!(transfer(&world, LOCAL, Transport::Tcp, &axfr).unwrap().len(), 1);
    assert_eq!(refused(LOCAL, Transport::Udp, &axfr), "FORMERR");
    assert_eq!(refused("198.51.100.1", Transport::Tcp, &axfr), "REFUSED");
    assert_eq!(refused("2001:db8::1", Transport::Tcp, &axfr), "REFUSED");
    assert!(transfer(&world, "2001:db8::1", Transport::Tls, &signed(b"0123456789abcdef")).is_ok());
    assert_eq!(refused("2001:db8::1", Transport::Tcp, &signed(b"another-secret--")), "NOTAUTH");
    // A bad signature is not made good by the address.
    assert_eq!(refused(LOCAL, Transport::Tcp, &signed(b"another-secret--")), "NOTAUTH");
    assert_eq!(refused(LOCAL, Transport::Tcp, &query("www.example", RecordType::AXFR)), "NOTAUTH");
    assert_eq!(refused(LOCAL, Transport::Tcp, &query("empty", RecordType::AXFR)), "SERVFAIL");
    let event = world.ask(Transport::Tcp, "198.51.100.1", &axfr).event.unwrap();
    assert_eq!(event.0.name, "answer-transfer-refused");
}

#[test]
fn ixfr_is_answered_by_the_soa_or_the_whole_zone() {
    let world = world();
    let ixfr = |transport, serial: u32| {
        let asked = Request {
            apex: name("example"),
            kind: Kind::Ixfr,
            have: Some(Serial(serial)),
            id: 99,
            key: None,
            via: Via::Stream,
        };
        let mut client = Transfer::new(asked, TransferLimits::default(), Builder::new(ZoneLimits::default()));
        let request = client.request(NOW);
        transfer(&world, LOCAL, transport, &request)
    };
    let only = format!("NOERROR aa\n= {}", SOA.replace(" 300 SOA", " 3600 SOA"));
    assert_eq!(ixfr(Transport::Tcp, 7).unwrap_err(), only);
    assert_eq!(ixfr(Transport::Tcp, 8).unwrap_err(), only);
    assert_eq!(ixfr(Transport::Udp, 6).unwrap_err(), only);
    assert_eq!(ixfr(Transport::Tcp, 6).unwrap().len(), 1);
    assert_eq!(transfer(&world, LOCAL, Transport::Tcp, &query("example", RecordType::IXFR)).unwrap_err(), "FORMERR");
}

fn notify(apex: &str, class: Class, serial: Option<u32>) -> Vec<u8> {
    let mut builder = MessageBuilder::new(Header { aa: true, ..Header::query(99, Opcode::NOTIFY) }, 512);
    builder.question(name(apex).as_ref(), RecordType::SOA, class).unwrap();
    if let Some(serial) = serial {
        let Rr { owner, rtype, class, ttl, rdata } = rr(&format!("{apex} 60 SOA ns1 host {serial} 1 1 1 1"));
        builder.record(Section::Answer, owner.as_ref(), rtype, class, ttl, &rdata).unwrap();
    }
    builder.finish()
}

#[test]
fn notify_is_passed_on_from_those_listened_to() {
    let world = world();
    let ask = |from, octets: &[u8]| {
        let answer = world.ask(Transport::Udp, from, octets);
        let Response::Message(message) = answer.response else { panic!() };
        assert_eq!(Message::parse(&message).unwrap().header().opcode, Opcode::NOTIFY);
        (show(&message), answer.notified.map(|n| (n.apex, n.serial.map(|s| s.0))))
    };
    let example = || name("example");
    assert_eq!(ask(LOCAL, &notify("example", Class::IN, None)), ("NOERROR aa".into(), Some((example(), None))));
    assert_eq!(ask(LOCAL, &notify("example", Class::IN, Some(9))), ("NOERROR aa".into(), Some((example(), Some(9)))));
    assert_eq!(ask(LOCAL, &notify("empty", Class::IN, None)).1, Some((name("empty"), None)), "the first one, too");
    assert_eq!(ask("198.51.100.1", &notify("example", Class::IN, None)), ("REFUSED".into(), None));
    assert_eq!(ask(LOCAL, &notify("www.example", Class::IN, None)), ("NOTAUTH".into(), None));
    assert_eq!(ask(LOCAL, &notify("example", Class::CH, None)), ("REFUSED".into(), None));
    let mut response = notify("example", Class::IN, None);
    response[2] |= 0x80;
    assert!(matches!(world.ask(Transport::Udp, LOCAL, &response).response, Response::Silence));
}

#[test]
fn a_record_that_fits_no_message_ends_the_stream_with_servfail() {
    let mut world = world();
    let mut large = rr("large.example 60 TYPE65280 \\# 1 00");
    large.rdata = vec![7; 40_000];
    let at_edge = Rr { rdata: vec![7; 65_400], ..large.clone() };
    world.example = zone("example", &[rrs(EXAMPLE), vec![large]].concat());
    let axfr = query("example", RecordType::AXFR);
    assert_eq!(transfer(&world, LOCAL, Transport::Tcp, &axfr).unwrap().len(), 2, "before, and with all behind");
    world.example = zone("example", &[rrs(EXAMPLE), vec![at_edge.clone()]].concat());
    assert!(transfer(&world, LOCAL, Transport::Tcp, &axfr).is_ok_and(|m| show(&m[1]).starts_with("NOERROR")));
    let beyond = Rr { rdata: vec![7; 65_535], ..at_edge };
    world.example = zone("example", &[rrs(EXAMPLE), vec![beyond]].concat());
    let messages = transfer(&world, LOCAL, Transport::Tcp, &axfr).unwrap();
    assert_eq!(show(messages.last().unwrap()), "SERVFAIL aa");
}

fn records() -> impl Strategy<Value = Vec<Rr>> {
    let label = "[a-zA-Z0-9_-]{1,12}";
    let owner = proptest::collection::vec(label, 0..3).prop_map(|mut labels| {
        labels.push("example".to_owned());
        labels.join(".")
    });
    let data = prop_oneof![
        any::<[u8; 4]>().prop_map(|a| format!("A {}.{}.{}.{}", a[0], a[1], a[2], a[3])),
        "[a-z]{1,9}".prop_map(|h| format!("MX 10 {h}.mail")),
        "[a-z]{1,200}".prop_map(|t| format!("TXT {t}")),
        "[a-f0-9]{2}".prop_map(|x| format!("TYPE65280 \\# 1 {x}")),
    ];
    let line = (owner, 0_u32..100_000, data).prop_map(|(o, ttl, data)| rr(&format!("{o} {ttl} {data}")));
    proptest::collection::vec(line, 0..400)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]
    /// What one side sends, the other receives: all algorithms and none, messages of any size aimed at.
    #[test]
    fn a_zone_survives_its_transfer(records in records(), algorithm in 0_usize..10, aim in 600_usize..20_000) {
        let mut world = world();
        world.example = zone("example", &[rrs(EXAMPLE), records].concat());
        let shared = Algorithm::ALL.get(algorithm).map(|a| key(*a, b"0123456789abcdef"));
        world.keys = shared.iter().map(|k| (**k).clone()).collect();
        let apex: Name = name("example");
        let asked = Request { apex: apex.clone(), kind: Kind::Axfr, have: None, id: 99, key: shared, via: Via::Stream };
        let mut client = Transfer::new(asked, TransferLimits::default(), Builder::new(ZoneLimits::default()));
        let request = client.request(NOW);
        let limits = AnswerLimits { transfer_message: aim, ..AnswerLimits::default() };
        let server = Server { zones: &world, keys: &world.keys, limits: &limits, tsig: &TsigLimits::default() };
        let from = Client { address: LOCAL.parse().unwrap(), transport: Transport::Tcp };
        let Response::Stream(mut stream) = respond(server, from, &request, NOW.wall_s).response else { panic!() };
        while let Some(message) = stream.next(NOW.wall_s) {
            prop_assert!(message.len() <= aim, "{} octets", message.len());
            client.message(NOW, &message);
        }
        prop_assert_eq!(client.message(NOW, &[]), Flow::Done);
        let Outcome::Complete(candidate, builder) = client.closed(Close::Aborted) else { panic!() };
        prop_assert_eq!(candidate.serial, Serial(7));
        prop_assert_eq!(dump(&builder.finish(apex.as_ref()).snapshot), dump(&world.example));
    }

    /// Hostile input is normal input.
    #[test]
    fn no_octets_make_answering_panic(octets in proptest::collection::vec(any::<u8>(), 0..300), tcp: bool) {
        let transport = if tcp { Transport::Tcp } else { Transport::Udp };
        let _ = world().ask(transport, LOCAL, &octets);
    }

    /// Nor does a good query with some octets changed, and its answer is readable.
    #[test]
    fn no_change_to_a_query_makes_answering_panic(
        rtype in prop_oneof![Just(RecordType::SOA), Just(RecordType::AXFR), Just(RecordType::ANY)],
        changes in proptest::collection::vec((0_usize..40, any::<u8>()), 0..6),
    ) {
        let mut octets = query("x.old.example", rtype);
        for (place, octet) in changes {
            if let Some(slot) = octets.get_mut(place) {
                *slot = octet;
            }
        }
        if let Response::Message(message) = world().ask(Transport::Udp, LOCAL, &octets).response {
            prop_assert!(Message::parse(&message).is_ok());
            prop_assert!(message.len() <= 512 || octets.len() > 31);
        }
    }
}

/// The options of an answer to a question with EDNS EXPIRE: code and number.
fn options(world: &World, transport: Transport, from: &str, owner: &str, rtype: RecordType) -> Vec<(u16, u32)> {
    let mut builder = MessageBuilder::new(Header::query(99, Opcode::QUERY), 512);
    builder.question(name(owner).as_ref(), rtype, Class::IN).unwrap();
    builder.opt(&Opt { options: &[0, 9, 0, 0], ..Opt::new(1_232) }).unwrap();
    let octets = match world.ask(transport, from, &builder.finish()).response {
        Response::Message(octets) => octets,
        Response::Stream(mut stream) => stream.next(NOW.wall_s).unwrap(),
        Response::Silence => panic!(),
    };
    let number = |data: &[u8]| data.iter().fold(0, |n, octet| n << 8 | u32::from(*octet));
    Message::parse(&octets).unwrap().opt().unwrap().options().map(|(code, data)| (code, number(data))).collect()
}

/// RFC 8914 §4: extended errors are option 15.
#[test]
fn refusals_and_failures_say_why() {
    let mut world = world();
    let udp = |world: &World, owner, rtype| options(world, Transport::Udp, LOCAL, owner, rtype);
    assert_eq!(udp(&world, "www.example", RecordType::A), []);
    assert_eq!(udp(&world, "example.net", RecordType::A), [(15, 20)]);
    assert_eq!(udp(&world, "example", RecordType(253)), [(15, 21)]);
    assert_eq!(udp(&world, "empty", RecordType::A), [(15, 14)], "not yet");
    let transfer = |world: &World, from, owner| options(world, Transport::Tcp, from, owner, RecordType::AXFR);
    assert_eq!(transfer(&world, "198.51.100.1", "example"), [(15, 18)]);
    assert_eq!(transfer(&world, LOCAL, "example.net"), [(15, 20)]);
    assert_eq!(transfer(&world, LOCAL, "empty"), [(15, 14)]);
    world.expires_s = Some(NOW.wall_s - 1);
    assert_eq!(udp(&world, "empty", RecordType::A), [(15, 24)], "expired");
    assert_eq!(transfer(&world, LOCAL, "empty"), [(15, 24)]);
}

/// RFC 7314: option 9.
#[test]
fn who_asks_hears_how_long_the_zone_is_good() {
    let mut world = world();
    world.expires_s = Some(NOW.wall_s + 86_000);
    let ask = |transport, rtype| options(&world, transport, LOCAL, "example", rtype);
    assert_eq!(ask(Transport::Udp, RecordType::SOA), [(9, 86_000)]);
    assert_eq!(ask(Transport::Tcp, RecordType::AXFR), [(9, 86_000)]);
    assert_eq!(ask(Transport::Udp, RecordType::NS), []);
}

#[test]
fn glue_below_the_cut_must_fit() {
    let mut world = world();
    let servers = |n: usize, at: &str| -> Vec<_> {
        let lines = (0..n).flat_map(|i| {
            let server = format!("a-server-with-a-long-name-{i}.{at}");
            [format!("wide.example 60 NS {server}."), format!("{server} 60 A 192.0.2.{i}")]
        });
        lines.map(|line| rr(&line)).collect()
    };
    world.example = zone("example", &[rrs(EXAMPLE), servers(10, "wide.example")].concat());
    assert_eq!(world.dig("wide.example", RecordType::A), "NOERROR tc", "RFC 9471 §3.1");
    world.example = zone("example", &[rrs(EXAMPLE), servers(10, "beside.example")].concat());
    let shown = world.dig("wide.example", RecordType::A);
    let glue = shown.lines().filter(|line| line.starts_with('+')).count();
    assert!(shown.starts_with("NOERROR\n") && glue > 0 && glue < 10, "{shown}");
}
