//! What has gone wrong in secondaries, a test a row of docs/reliability.md: answers, serials, pace, NOTIFY.

use std::net::IpAddr;

use proptest::prelude::*;
use understudy::engine::answer::{self, Access, Client, Response, Rule, Server, Transport};
use understudy::engine::dns::message::{Header, Message, MessageBuilder, Section};
use understudy::engine::dns::{Class, Opcode, Rcode, RecordType, Serial};
use understudy::engine::limits::{AnswerLimits, TsigLimits, ZoneLimits};
use understudy::engine::tsig::{self, Algorithm};
use understudy::engine::xfr::*;
use understudy::engine::zone::Versions;

use super::world::{Twist, Weather, World, changed, config, content, ixfr_peer, peer};
use crate::wire::{NOW, Rr, dump, key, name, response, rr, zone};

pub(super) const SOA: RecordType = RecordType::SOA;
pub(super) const AXFR: RecordType = RecordType::AXFR;
pub(super) const IXFR: RecordType = RecordType::IXFR;

pub(super) fn world(peers: Vec<Peer>) -> World {
    let mut world = World::new(config(peers), Vec::new(), Weather::default());
    world.start(0);
    assert_eq!(world.serial(), Some(7));
    world.events.clear();
    world.asked.clear();
    world
}

pub(super) fn tcp(number: u32) -> Peer {
    peer(number, Transport::Tcp, None)
}

pub(super) fn id(request: &[u8]) -> u16 {
    u16::from_be_bytes([request[0], request[1]])
}

/// The zone with a SOA of these timers.
pub(super) fn timed(serial: u32, timers: &str) -> Vec<Rr> {
    let mut records = content(serial);
    records.retain(|r| r.rtype != SOA);
    records.push(rr(&format!("example 3600 SOA ns1 host {serial} {timers} 300")));
    records
}

/// Every AXFR begins with one serial and ends with another.
pub(super) fn broken_axfr(of: Option<u8>) -> Twist {
    Box::new(move |connect, question, request, messages| {
        let IpAddr::V4(to) = connect.address.ip() else { return messages };
        if question != AXFR || of.is_some_and(|number| number != to.octets()[3]) {
            return messages;
        }
        let soa = |serial| rr(&format!("example 3600 SOA ns1 host {serial} 3600 600 86400 300"));
        vec![response(id(request), Some(("example", AXFR)), &[soa(8), rr("example 3600 NS ns1"), soa(9)])]
    })
}

pub(super) fn same_as_primary(world: &World) {
    assert_eq!(dump(world.served.as_ref().unwrap()), dump(&world.primary), "{:?}", world.events);
}

#[test]
fn row_13_fifty_versions_in_five_seconds_converge() {
    let mut world = world(vec![ixfr_peer(1)]);
    for serial in 8..58 {
        world.publish(&changed(serial));
        world.notify(1, Some(serial));
        // Only a part of what is under way happens between two of them.
        for _ in 0..2 {
            world.happen();
        }
        world.pass(100);
    }
    assert!(!world.session.secondary().is_idle(), "the last NOTIFY came in the middle");
    world.run(world.now_ms + 2_000);
    same_as_primary(&world);
}

#[test]
fn row_14_a_connection_cut_in_an_ixfr_is_followed_by_axfr() {
    for cuts in 1..4 {
        let mut world = world(vec![ixfr_peer(1)]);
        world.publish(&changed(8));
        world.weather = Weather { cut_after: Some(0), cuts, ..Weather::default() };
        world.notify(1, Some(8));
        world.run(world.now_ms + 3_600_000);
        assert_eq!(world.asked[1].1, IXFR);
        assert_eq!(world.asked[2].1, AXFR, "after one failure: {:?}", world.asked);
        same_as_primary(&world);
    }
}

#[test]
fn row_15_whatever_answers_an_ixfr_axfr_follows_in_the_same_refresh() {
    let refused = [Rcode::SERVFAIL, Rcode::NOTIMP, Rcode::FORMERR, Rcode::REFUSED].map(Some);
    for (case, rcode) in refused.into_iter().chain([None, None]).enumerate() {
        let mut world = world(vec![ixfr_peer(1)]);
        world.publish(&changed(8));
        world.twist = Some(Box::new(move |_, question, request, messages| {
            if question != IXFR {
                return messages;
            }
            if let Some(rcode) = rcode {
                return vec![
                    MessageBuilder::new(Header::query(id(request), Opcode::QUERY).response(rcode), 512).finish(),
                ];
            }
            // One SOA, as if nothing were newer; or nothing at all.
            let soa = content(7).into_iter().find(|r| r.rtype == SOA).unwrap();
            vec![response(
                id(request),
                Some(("example", IXFR)),
                if case == 4 { std::slice::from_ref(&soa) } else { &[] },
            )]
        }));
        world.give(SessionInput::Command(SessionCommand::Refresh));
        world.run(world.now_ms);
        let types: Vec<_> = world.asked.iter().map(|(_, rtype)| *rtype).collect();
        assert_eq!(types, [SOA, IXFR, AXFR], "{rcode:?}");
        same_as_primary(&world);
    }
}

#[test]
fn row_20_an_older_or_equal_serial_changes_nothing_and_is_no_loop() {
    let mut world = world(vec![ixfr_peer(1)]);
    for serial in [6, 7] {
        world.publish(&content(serial));
        world.asked.clear();
        world.run(world.now_ms + 3_600_000);
        assert_eq!(world.serial(), Some(7));
        // Refresh every 300 seconds, less a tenth; RETRY is 600 and never above that.
        assert!((10..=14).contains(&world.count(SOA)), "{} SOA queries an hour", world.count(SOA));
        assert_eq!(world.asked.len(), world.count(SOA), "nothing but SOA is asked for");
    }
    assert!(world.events.contains(&"xfr-older"), "{:?}", world.events);
}

#[test]
fn row_21_a_lowered_serial_is_taken_after_expiry_or_by_order() {
    let lowered = || {
        let mut world = world(vec![tcp(1)]);
        world.publish(&content(3));
        world.run(world.now_ms + 80_000_000);
        assert_eq!(world.serial(), Some(7));
        world
    };
    let mut by_order = lowered();
    by_order.give(SessionInput::Command(SessionCommand::Retransfer));
    by_order.run(by_order.now_ms);
    assert_eq!(by_order.serial(), Some(3));

    // EXPIRE is 86,400 seconds.
    let mut expired = lowered();
    expired.run(87_000_000);
    assert_eq!(expired.serial(), Some(3));
    assert!(expired.events.contains(&"xfr-after-expiry"));
}

#[test]
fn row_21_an_order_stands_until_it_is_carried_out() {
    let mut world = world(vec![tcp(1)]);
    world.publish(&content(3));
    world.weather = Weather { udp_lost: true, refuse: 3, ..Weather::default() };
    world.give(SessionInput::Command(SessionCommand::Retransfer));
    world.run(world.now_ms + 10_000);
    assert_eq!(world.serial(), Some(7));
    world.weather.udp_lost = false;
    world.run(world.now_ms + 3_600_000);
    assert_eq!(world.serial(), Some(3));
    let orders = world.events.iter().filter(|e| **e == "xfr-forced").count();
    world.run(world.now_ms + 3_600_000);
    assert_eq!(world.events.iter().filter(|e| **e == "xfr-forced").count(), orders, "carried out once");
}

#[test]
fn row_22_the_serial_wraps_and_half_the_circle_is_not_newer() {
    let mut world = world(vec![ixfr_peer(1)]);
    for (serial, newer) in [
        (0x8000_0007, false), // half the circle from 7
        (0x8000_0006, true),  // the farthest there is
        (u32::MAX, true),
        (0, true),
        (5, true),
        (u32::MAX, false),
    ] {
        let before = world.serial();
        world.publish(&changed(serial));
        world.run(world.now_ms + 700_000);
        assert_eq!(world.serial(), if newer { Some(serial) } else { before });
    }
    assert!(world.events.contains(&"xfr-serial-undefined") && world.events.contains(&"xfr-older"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    /// RFC 1982 §3.2, in its own words.
    #[test]
    fn row_22_serials_compare_as_rfc_1982_says(a: u32, b: u32) {
        let (i, j, half) = (u64::from(a), u64::from(b), 1_u64 << 31);
        let less = (i < j && j - i < half) || (i > j && i - j > half);
        prop_assert_eq!(Serial(a).is_before(Serial(b)), less);
        prop_assert!(!Serial(a).is_before(Serial(a.wrapping_add(1 << 31))));
    }
}

#[test]
fn row_23_a_promised_serial_that_never_comes_is_forgotten() {
    let mut world = world(vec![tcp(1)]);
    world.run(10_000);
    world.notify(1, Some(9));
    world.run(60_000);
    assert_eq!(world.count(SOA), 2, "one look, and one more: {:?}", world.events);
    assert_eq!(world.events.iter().filter(|e| **e == "xfr-notify-broken").count(), 1);
    assert_eq!(world.count(AXFR), 0);
    world.asked.clear();
    world.run(3_660_000);
    assert!(world.count(SOA) <= 14, "{}", world.count(SOA));
}

#[test]
fn row_24_bad_content_is_not_fetched_over_and_over() {
    // REFRESH 3600, RETRY 1, and a NOTIFY every second.
    let limits = SessionConfig { refresh: Refresh::Soa, ..config(vec![tcp(1)]) };
    let mut world = World::new(limits, Vec::new(), Weather::default());
    world.publish(&timed(7, "3600 1 86400"));
    world.start(0);
    world.publish(&timed(8, "3600 1 86400"));
    world.twist = Some(broken_axfr(None));
    world.asked.clear();
    for second in 0..3_600 {
        world.notify(1, Some(8 + second));
        world.run(world.now_ms + 1_000);
    }
    assert_eq!(world.serial(), Some(7));
    // 1, 2, 4 … seconds: twelve rounds in an hour, two more to be fair to jitter.
    assert!((6..=14).contains(&world.count(AXFR)), "{} transfers an hour", world.count(AXFR));
    assert!(world.count(SOA) <= 14, "{} SOA queries an hour", world.count(SOA));
    assert!(world.events.contains(&"xfr-notify-waits"));
    // Mended, it is found at the latest after REFRESH.
    world.twist = None;
    world.run(world.now_ms + 3_600_000);
    same_as_primary(&world);
}

#[test]
fn row_24_a_notify_during_a_failing_round_does_not_skip_the_wait() {
    let mut world = world(vec![tcp(1)]);
    world.publish(&changed(8));
    world.twist = Some(broken_axfr(None));
    // Each transfer is met by NOTIFYs of ever newer versions.
    world.notify(1, Some(8));
    let mut promised = 8;
    for _ in 0..3_600 {
        while world.happen() {
            if !world.session.secondary().is_idle() {
                promised += 1;
                world.notify(1, Some(promised));
            }
        }
        world.pass(1_000);
    }
    // RETRY is cut to the refresh of 300 seconds, which bounds the waits: 2, 4, 8 … 256, then every 300.
    assert!(world.count(AXFR) <= 24, "{} transfers an hour", world.count(AXFR));
}

#[test]
fn row_24_a_primary_that_is_away_is_asked_at_a_pace() {
    let limits = SessionConfig { refresh: Refresh::Soa, ..config(vec![tcp(1)]) };
    let mut world = World::new(limits, Vec::new(), Weather::default());
    world.publish(&timed(7, "3600 1 86400"));
    world.start(0);
    world.asked.clear();
    world.twist = Some(Box::new(|_, _, request, _| {
        let header = Header::query(id(request), Opcode::QUERY).response(Rcode::REFUSED);
        vec![MessageBuilder::new(header, 512).finish()]
    }));
    world.give(SessionInput::Command(SessionCommand::Refresh));
    world.run(world.now_ms + 3_600_000);
    // Doubling from a second, and once a minute from then on.
    assert!((55..=75).contains(&world.count(SOA)), "{} SOA queries an hour", world.count(SOA));
}

#[test]
fn row_54_a_flood_of_notifies_is_one_check_an_interval() {
    let mut world = world(vec![tcp(1)]);
    world.run(10_000);
    world.events.clear();
    for n in 0..100_000_u64 {
        world.run(10_000 + n / 10);
        world.notify(if n % 2 == 0 { 1 } else { 99 }, None);
    }
    assert!((9..=11).contains(&world.count(SOA)), "{} checks in ten seconds", world.count(SOA));
    let allowed = world.events.iter().filter(|e| **e != "xfr-notify-unknown").count();
    assert!(allowed <= 100, "{allowed} events");
}

#[test]
fn row_57_a_notify_during_a_transfer_is_one_more_check_after_it() {
    let mut world = world(vec![tcp(1)]);
    world.publish(&changed(8));
    world.give(SessionInput::Command(SessionCommand::Refresh));
    while world.count(AXFR) == 0 {
        assert!(world.happen());
    }
    // What is under way is version 8; the primary has another one now, and says so three times.
    world.publish(&changed(9));
    for _ in 0..3 {
        world.notify(1, None);
    }
    world.run(world.now_ms + 2_000);
    assert_eq!(world.serial(), Some(9));
    assert_eq!((world.count(SOA), world.count(AXFR)), (2, 2), "{:?}", world.events);
}

#[test]
fn row_56_a_notify_that_is_none_gets_the_right_answer_and_causes_nothing() {
    struct One;
    impl answer::Zones for One {
        fn zone(&self, apex: understudy::engine::dns::NameRef<'_>) -> Option<answer::Zone> {
            let access = Access { notify: vec![Rule::host(IpAddr::from([192, 0, 2, 1]))], ..Access::default() };
            let history = std::sync::Arc::new(Versions::new(&ZoneLimits::default()));
            let content = Some(zone("example", &content(7)));
            (apex == name("example").as_ref()).then(|| answer::Zone { content, history, access: access.into() })
        }
    }
    let (limits, tsig) = (AnswerLimits::default(), TsigLimits::default());
    let keys = vec![(*key(Algorithm::Sha256, b"0123456789abcdef")).clone()];
    let ask = |from: u8, transport, wire: &[u8]| {
        let client = Client { address: IpAddr::from([192, 0, 2, from]), transport };
        let server = Server { zones: &One, keys: &keys, limits: &limits, tsig: &tsig };
        let answer = answer::respond(server, client, wire, NOW.wall_s);
        let rcode = match &answer.response {
            Response::Message(octets) => Some(Message::parse(octets).unwrap().rcode()),
            Response::Silence | Response::Stream(_) => None,
        };
        (rcode, answer.notified.is_some())
    };
    let notify = |apex: &str, rtype, class, questions: usize| {
        let mut builder = MessageBuilder::new(Header::query(7, Opcode::NOTIFY), 512);
        for _ in 0..questions {
            builder.question(name(apex).as_ref(), rtype, class).unwrap();
        }
        builder.finish()
    };
    let good = notify("example", SOA, Class::IN, 1);
    for transport in [Transport::Udp, Transport::Tcp, Transport::Tls] {
        assert_eq!(ask(1, transport, &good), (Some(Rcode::NOERROR), true));
    }
    assert_eq!(ask(2, Transport::Udp, &good), (Some(Rcode::REFUSED), false));
    for (what, wire, rcodes) in [
        ("class CH", notify("example", SOA, Class::CH, 1), &[Rcode::REFUSED, Rcode::NOTAUTH, Rcode::FORMERR][..]),
        ("class ANY", notify("example", SOA, Class::ANY, 1), &[Rcode::REFUSED, Rcode::NOTAUTH, Rcode::FORMERR]),
        ("no question", notify("example", SOA, Class::IN, 0), &[Rcode::FORMERR]),
        ("two questions", notify("example", SOA, Class::IN, 2), &[Rcode::FORMERR]),
        ("type NS", notify("example", RecordType::NS, Class::IN, 1), &[Rcode::FORMERR, Rcode::NOTIMP]),
        ("another zone", notify("other", SOA, Class::IN, 1), &[Rcode::NOTAUTH]),
    ] {
        let (rcode, notified) = ask(1, Transport::Tcp, &wire);
        assert!(rcode.is_some_and(|rcode| rcodes.contains(&rcode)) && !notified, "{what}: {rcode:?}, {notified}");
    }
    // A response, another opcode, a signature of a key that differs.
    let mut response = good.clone();
    response[2] |= 0x80;
    assert_eq!(ask(1, Transport::Udp, &response), (None, false));
    let mut update = good.clone();
    update[2] = (update[2] & 0x87) | (5 << 3);
    assert_eq!(ask(1, Transport::Udp, &update), (Some(Rcode::NOTIMP), false));
    let mut signed = good.clone();
    let wrong = key(Algorithm::Sha256, b"1123456789abcdef");
    let _ = tsig::sign_request(&wrong, &mut signed, NOW.wall_s, &TsigLimits::default());
    assert_eq!(ask(1, Transport::Udp, &signed), (Some(Rcode::NOTAUTH), false));
    // An odd SOA in the answer promises nothing, and is no reason to refuse.
    let mut builder = MessageBuilder::new(Header::query(7, Opcode::NOTIFY), 512);
    builder.question(name("example").as_ref(), SOA, Class::IN).unwrap();
    builder.record(Section::Answer, name("example").as_ref(), SOA, Class::IN, 0, &[0, 0, 1]).unwrap();
    assert!(ask(1, Transport::Udp, &builder.finish()).1);
}
