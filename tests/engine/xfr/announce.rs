//! NOTIFY to others: retry, answers, and whom the zone itself names (RFC 1996).

use std::net::IpAddr;

use understudy::engine::answer::{self, Access, Client, Response, Rule, Server, Transport};
use understudy::engine::diag::Span;
use understudy::engine::dns::message::{Header, MessageBuilder};
use understudy::engine::dns::{Class, Opcode, Rcode, RecordSink, RecordType, Serial};
use understudy::engine::limits::{AnnounceLimits, AnswerLimits, TsigLimits, ZoneLimits};
use understudy::engine::tsig::{Algorithm, Key};
use understudy::engine::xfr::{Announce, Announcement, listeners};
use understudy::engine::zone::{Builder, Versions};

use super::world::content;
use crate::wire::{NOW, key, name, rr, zone};

const SENDER: [u8; 4] = [192, 0, 2, 1];

/// Another server of ours hears it.
fn heard(keys: &Vec<Key>, wire: &[u8]) -> (Vec<u8>, Option<Serial>) {
    struct One;
    impl answer::Zones for One {
        fn zone(&self, _: understudy::engine::dns::NameRef<'_>) -> Option<answer::Zone> {
            let access = Access { notify: vec![Rule::host(IpAddr::from(SENDER))], ..Access::default() };
            let history = std::sync::Arc::new(Versions::new(&ZoneLimits::default()));
            Some(answer::Zone { content: Some(zone("example", &content(7))), history, access: access.into() })
        }
    }
    let (limits, tsig) = (AnswerLimits::default(), TsigLimits::default());
    let server = Server { zones: &One, keys, limits: &limits, tsig: &tsig };
    let client = Client { address: IpAddr::from(SENDER), transport: Transport::Udp };
    let answer = answer::respond(server, client, wire, NOW.wall_s);
    let Response::Message(message) = answer.response else { panic!("an answer") };
    (message, answer.notified.and_then(|n| n.serial))
}

fn announcement(key: Option<std::sync::Arc<Key>>) -> Announcement {
    Announcement::new(&zone("example", &content(8)), key, 77, AnnounceLimits::default()).unwrap()
}

fn over(what: Option<Announce>) -> &'static str {
    match what {
        Some(Announce::Over(code, _)) => code.name,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_notify_is_heard_and_its_answer_ends_it() {
    for key in [None, Some(key(Algorithm::Sha256, b"0123456789abcdef"))] {
        let keys: Vec<Key> = key.iter().map(|k| (**k).clone()).collect();
        let mut told = announcement(key);
        let Announce::Datagram(wire, _) = told.next(NOW) else { panic!("a datagram first") };
        let (answer, serial) = heard(&keys, &wire);
        assert_eq!(serial, Some(Serial(8)));
        assert_eq!(over(told.answer(NOW, &answer)), "xfr-told");
    }
}

#[test]
fn silence_is_followed_by_doubled_waits_then_a_connection_then_the_end() {
    let mut told = announcement(None);
    let mut waits = Vec::new();
    loop {
        match told.next(NOW) {
            Announce::Datagram(_, ms) => waits.push(("UDP", ms)),
            Announce::Stream(_, ms) => waits.push(("TCP", ms)),
            Announce::Over(code, args) => {
                assert_eq!((code.name, args.get("tries").unwrap().to_string().as_str()), ("xfr-told-in-vain", "5"));
                break;
            }
        }
    }
    assert_eq!(waits, [("UDP", 2_000), ("UDP", 4_000), ("UDP", 8_000), ("UDP", 16_000), ("TCP", 15_000)]);
}

#[test]
fn what_is_no_answer_ends_nothing_and_a_refusal_does() {
    let answer = |id, opcode, rcode, apex: &str| {
        let mut builder = MessageBuilder::new(Header::query(id, opcode).response(rcode), 512);
        builder.question(name(apex).as_ref(), RecordType::SOA, Class::IN).unwrap();
        builder.finish()
    };
    let mut plain = announcement(None);
    let Announce::Datagram(wire, _) = plain.next(NOW) else { panic!("a datagram first") };
    for (what, octets) in [
        ("its own octets", wire),
        ("another ID", answer(78, Opcode::NOTIFY, Rcode::NOERROR, "example")),
        ("another opcode", answer(77, Opcode::QUERY, Rcode::NOERROR, "example")),
        ("another zone", answer(77, Opcode::NOTIFY, Rcode::NOERROR, "other")),
        ("nothing", Vec::new()),
    ] {
        assert_eq!(plain.answer(NOW, &octets), None, "{what}");
    }
    let mut told = announcement(Some(key(Algorithm::Sha256, b"0123456789abcdef")));
    assert!(matches!(told.next(NOW), Announce::Datagram(..)));
    let unsigned = answer(77, Opcode::NOTIFY, Rcode::NOERROR, "example");
    assert_eq!(told.answer(NOW, &unsigned), None, "no signature");
    let refused = answer(77, Opcode::NOTIFY, Rcode::NOTAUTH, "example");
    assert_eq!(over(told.answer(NOW, &refused)), "xfr-told-refused");
}

#[test]
fn row_55_name_servers_that_cannot_be_read_are_skipped() {
    let mut records = content(8);
    records.push(rr("example 3600 NS ns2"));
    records.push(rr("ns2.example 3600 A 192.0.2.54"));
    records.push(rr("ns2.example 3600 AAAA 2001:db8::54"));
    let mut builder = Builder::new(ZoneLimits::default());
    for r in &records {
        builder.record(r.owner.as_ref(), r.rtype, r.ttl, &r.rdata, Span::NONE);
    }
    // Cut off, with octets behind, and empty; an address of three octets.
    let apex = name("example");
    for rdata in [&[3, b'n', b's'][..], &[1, b'x', 0, 9], &[]] {
        builder.record(apex.as_ref(), RecordType::NS, 3_600, rdata, Span::NONE);
    }
    builder.record(name("ns2.example").as_ref(), RecordType::A, 3_600, &[192, 0, 2], Span::NONE);
    let version = builder.finish(apex.as_ref()).snapshot;
    let expected: Vec<IpAddr> = vec!["192.0.2.54".parse().unwrap(), "2001:db8::54".parse().unwrap()];
    // ns1 is the primary that the SOA names.
    assert_eq!(listeners(&version).into_iter().collect::<Vec<_>>(), expected);
    let mut told = Announcement::new(&version, None, 1, AnnounceLimits::default()).unwrap();
    assert!(matches!(told.next(NOW), Announce::Datagram(..)));
}
