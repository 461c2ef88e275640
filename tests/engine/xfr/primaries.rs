//! What has gone wrong in secondaries, a test a row of docs/reliability.md: several primaries, changes in the middle,
//! time and expiry.

use std::net::IpAddr;

use understudy::engine::answer::Transport;
use understudy::engine::dns::message::{Header, Message, MessageBuilder, Opt, Section};
use understudy::engine::dns::{Class, Opcode, Rcode, Serial};
use understudy::engine::limits::ZoneLimits;
use understudy::engine::tsig::Algorithm;
use understudy::engine::xfr::*;
use understudy::engine::zone::Versions;

use super::reliability::{AXFR, IXFR, SOA, broken_axfr, id, same_as_primary, tcp, timed, world};
use super::world::{Twist, Weather, World, changed, config, ixfr_peer, peer};
use crate::wire::{dump, key, name, rr, zone};

#[test]
fn row_36_a_link_that_waits_for_its_turn_is_not_the_primarys_fault() {
    let mut world = World::new(config(vec![tcp(1)]), Vec::new(), Weather { udp_lost: true, ..Weather::default() });
    world.start(5_999);
    assert!(world.heard.is_empty());
    world.now_ms = 6_000;
    world.timers.clear();
    world.give(SessionInput::Timer(SessionTimer::Link));
    // The stream's link waits for five minutes; the driver says so.
    let link = LinkId(*world.links.keys().last().unwrap());
    world.heard.clear();
    world.give(SessionInput::Queued(link));
    world.run(300_000);
    assert_eq!(world.events, ["xfr-check-start", "xfr-timeout"]);
    world.give(SessionInput::Opening(link));
    world.give(SessionInput::Connected(link));
    world.run(300_000);
    assert_eq!(world.serial(), Some(7));
    // One that never gets its turn ends, and says why.
    world.give(SessionInput::Command(SessionCommand::Retransfer));
    let link = LinkId(*world.links.keys().last().unwrap());
    world.heard.clear();
    world.give(SessionInput::Queued(link));
    world.run(300_000 + 1_800_000);
    assert!(world.events.contains(&"xfr-queued"), "{:?}", world.events);
}

#[test]
fn row_36_a_refresh_ends_however_many_primaries_are_left() {
    let round = |round_ms, until_ms| {
        let mut config = config(vec![tcp(1), tcp(2), tcp(3)]);
        config.secondary.round_ms = round_ms;
        let weather = Weather { udp_lost: true, silent: 99, ..Weather::default() };
        let mut world = World::new(config, Vec::new(), weather);
        // Each primary costs six seconds over UDP and thirty over TCP.
        world.start(0);
        world.run(until_ms);
        let count = |code| world.events.iter().filter(|event| **event == code).count();
        (count("xfr-next-primary"), count("xfr-limit-round"), count("xfr-round-failed"))
    };
    assert_eq!(round(36_000, 73_000), (1, 1, 1), "at the edge there is time for one more");
    assert_eq!(round(35_999, 37_000), (0, 1, 1));
    assert_eq!(round(14_400_000, 109_000), (2, 0, 1));
}

#[test]
fn row_37_the_next_primary_is_asked_in_the_same_round_and_the_bad_one_remembered() {
    let mut world = world(vec![tcp(1), tcp(2), tcp(3)]);
    world.twist = Some(broken_axfr(Some(1)));
    world.publish(&changed(8));
    world.run(world.now_ms + 300_000);
    assert_eq!(world.asked, [(1, SOA), (1, AXFR), (2, SOA), (2, AXFR)]);
    same_as_primary(&world);
    // Behind the others as long as it is remembered, and in its place again afterwards.
    world.asked.clear();
    world.publish(&changed(9));
    world.notify(2, Some(9));
    world.run(world.now_ms + 2_000);
    assert_eq!(world.asked, [(2, SOA), (2, AXFR)], "{:?}", world.events);
    assert!(world.events.contains(&"xfr-asked-last"));
    world.asked.clear();
    world.twist = None;
    world.run(world.now_ms + 900_000);
    assert_eq!(world.asked.last(), Some(&(1, SOA)));
}

#[test]
fn row_37_all_bad_primaries_are_asked_before_a_round_fails() {
    let mut world = world(vec![tcp(1), tcp(2), tcp(3)]);
    world.publish(&changed(8));
    world.twist = Some(broken_axfr(None));
    world.give(SessionInput::Command(SessionCommand::Refresh));
    world.run(world.now_ms);
    world.asked.clear();
    world.twist = Some(broken_axfr(Some(1)));
    world.give(SessionInput::Command(SessionCommand::Refresh));
    world.run(world.now_ms);
    assert_eq!(world.asked, [(1, SOA), (1, AXFR), (2, SOA), (2, AXFR)], "held back, all of them: in order");
    same_as_primary(&world);
}

#[test]
fn row_37_data_of_two_primaries_is_never_mixed() {
    // Each signs for itself, say: one serial, other records.
    let own = |serial: u32| {
        let mut records = changed(serial);
        records.push(rr("only-at-the-second.example 300 TXT 2"));
        records
    };
    let mut world = world(vec![ixfr_peer(1), ixfr_peer(2)]);
    let mut history = Versions::new(&ZoneLimits::default());
    for serial in [7, 8] {
        history.push(zone("example", &own(serial)));
    }
    let second = zone("example", &own(8));
    world.others.insert(IpAddr::from([192, 0, 2, 2]), (second.clone(), history));
    // The first is away: the second has changes from 7 to 8, and they would fit.
    world.twist = Some(Box::new(|connect, _, request, messages| {
        if connect.address.ip() == IpAddr::from([192, 0, 2, 2]) {
            return messages;
        }
        vec![MessageBuilder::new(Header::query(id(request), Opcode::QUERY).response(Rcode::REFUSED), 512).finish()]
    }));
    world.give(SessionInput::Command(SessionCommand::Refresh));
    world.run(world.now_ms);
    assert_eq!(world.asked, [(1, SOA), (2, SOA), (2, AXFR)]);
    assert!(world.events.contains(&"xfr-other-source"));
    assert_eq!(dump(world.served.as_ref().unwrap()), dump(&second));

    // A transfer that the first began and the second ended.
    let mut world = World::new(config(vec![tcp(1), tcp(2)]), Vec::new(), Weather::default());
    let second = zone("example", &own(7));
    world.others.insert(IpAddr::from([192, 0, 2, 2]), (second.clone(), Versions::new(&ZoneLimits::default())));
    world.weather = Weather { cut_after: Some(2), cuts: 1, ..Weather::default() };
    world.start(0);
    assert_eq!(dump(world.served.as_ref().unwrap()), dump(&second));
}

/// What may be done to a zone at any time.
fn mutations() -> Vec<(&'static str, SessionInput<'static>)> {
    let other_key = key(Algorithm::Sha256, b"0123456789abcdef");
    let configure = |peers| SessionInput::Command(SessionCommand::Configure(Box::new(config(peers))));
    vec![
        ("another key", configure(vec![peer(1, Transport::Tcp, Some(other_key))])),
        ("another primary", configure(vec![tcp(2)])),
        ("another order", configure(vec![tcp(2), tcp(1)])),
        ("no primary", configure(Vec::new())),
        ("a check", SessionInput::Command(SessionCommand::Refresh)),
        ("a retransfer", SessionInput::Command(SessionCommand::Retransfer)),
        ("the end", SessionInput::Command(SessionCommand::Stop)),
        ("NOTIFY", SessionInput::Notify { source: IpAddr::from([192, 0, 2, 1]), key: None, serial: Some(Serial(8)) }),
        ("expiry", SessionInput::Timer(SessionTimer::Expire)),
        ("a full disk", SessionInput::Stored(Ticket(2), Err(StoreFault { words: "disk full".to_owned() }))),
    ]
}

#[test]
fn row_38_anything_may_happen_in_the_middle_of_a_transfer() {
    let mut cases = 0;
    for kind in [Kind::Axfr, Kind::Ixfr] {
        for (what, mutation) in mutations() {
            for stage in 0.. {
                let key = (*key(Algorithm::Sha256, b"0123456789abcdef")).clone();
                let first = config(vec![Peer { kind, ..tcp(1) }]);
                let mut world = World::new(first, vec![key], Weather::default());
                world.start(0);
                world.publish(&changed(8));
                world.give(SessionInput::Command(SessionCommand::Refresh));
                if (0..stage).any(|_| !world.happen()) {
                    break;
                }
                cases += 1;
                world.give(mutation.clone());
                world.run(world.now_ms + 1_000_000);
                let expected = match what {
                    "the end" | "no primary" if world.serial() == Some(7) => 7,
                    _ => 8,
                };
                assert_eq!(world.serial(), Some(expected), "{what} at stage {stage}: {:?}", world.events);
                if expected == 8 {
                    same_as_primary(&world);
                }
                assert!(world.links.is_empty(), "{what} at stage {stage} left a link open");
                let at_rest = world.session.secondary().is_idle();
                assert!(at_rest, "{what} at stage {stage}: still at work");
            }
        }
    }
    assert!(cases > 60, "{cases} cases");
}

#[test]
fn row_39_refresh_retry_expiry_and_restarts_in_between() {
    let away = Weather { udp_lost: true, refuse: usize::MAX, ..Weather::default() };
    let mut world = world(vec![tcp(1)]);
    world.weather = away;
    // EXPIRE is a day. Half of it passes, the process dies for a quarter, and is killed again before the end.
    world.run(43_200_000);
    world.restart(config(vec![tcp(1)]), 21_600_000);
    assert_eq!((world.serial(), world.events.first()), (Some(7), Some(&"xfr-restored")));
    world.run(86_000_000);
    assert_eq!(world.serial(), Some(7));
    world.run(86_500_000);
    assert_eq!(world.serial(), None, "expired a day after it was confirmed, whatever happened to the process");
    // Expired is not forgotten: another process does not serve it either.
    world.restart(config(vec![tcp(1)]), 1_000);
    assert_eq!(world.serial(), None);
    assert!(!world.events.contains(&"xfr-restored"));
    world.weather = Weather::default();
    world.run(world.now_ms + 3_600_000);
    assert_eq!(world.serial(), Some(7));
    // Down until after its time: expired at the start.
    world.restart(config(Vec::new()), 90_000_000);
    assert_eq!((world.serial(), world.events.first()), (None, Some(&"xfr-expired")));
}

#[test]
fn row_39_a_zone_may_expire_while_it_is_transferred() {
    for kind in [Kind::Axfr, Kind::Ixfr] {
        let mut world = world(vec![Peer { kind, ..tcp(1) }]);
        world.weather = Weather { udp_lost: true, refuse: usize::MAX, ..Weather::default() };
        world.run(86_399_000);
        world.publish(&changed(8));
        world.weather = Weather::default();
        world.give(SessionInput::Command(SessionCommand::Stop));
        world.give(SessionInput::Command(SessionCommand::Refresh));
        while world.asked.last() != Some(&(1, if kind == Kind::Ixfr { IXFR } else { AXFR })) {
            assert!(world.happen());
        }
        world.now_ms = 86_401_000;
        world.give(SessionInput::Command(SessionCommand::Start));
        assert_eq!(world.serial(), None);
        world.run(world.now_ms + 60_000);
        same_as_primary(&world);
    }
}

#[test]
fn row_39_a_primary_that_is_a_secondary_itself_says_how_long_it_is_good() {
    // RFC 7314: 600 seconds are left there, of a day.
    let with_expire = |left: u32| -> Twist {
        Box::new(move |_, question, request, messages| {
            let asked = Message::parse(request).unwrap();
            let options: Vec<_> = asked.opt().into_iter().flat_map(|opt| opt.options()).collect();
            if question != SOA {
                return messages;
            }
            assert_eq!(options, [(9, &[][..])], "asked for with an empty option");
            let header = Header { aa: true, ..Header::query(id(request), Opcode::QUERY).response(Rcode::NOERROR) };
            let mut builder = MessageBuilder::new(header, 512);
            let answer = Message::parse(&messages[0]).unwrap();
            let mut rdata = Vec::new();
            answer.records(Section::Answer).next().unwrap().rdata(&mut rdata).unwrap();
            builder.question(name("example").as_ref(), SOA, Class::IN).unwrap();
            builder.record(Section::Answer, name("example").as_ref(), SOA, Class::IN, 300, &rdata).unwrap();
            let option = [&[0, 9, 0, 4][..], &left.to_be_bytes()].concat();
            builder.opt(&Opt { options: &option, ..Opt::new(1_232) }).unwrap();
            vec![builder.finish()]
        })
    };
    let away = Weather { udp_lost: true, refuse: usize::MAX, ..Weather::default() };
    let mut world = World::new(config(vec![tcp(1)]), Vec::new(), Weather::default());
    world.twist = Some(with_expire(600));
    world.start(0);
    world.weather = away;
    world.run(599_000);
    assert_eq!(world.serial(), Some(7));
    world.run(601_000);
    assert_eq!(world.serial(), None, "{:?}", world.events);

    // A refresh prolongs it to what the primary has left, and a smaller value does not shorten it.
    let mut world = self::world(vec![tcp(1)]);
    world.twist = Some(with_expire(600));
    world.run(400_000);
    world.weather = away;
    world.run(86_399_000);
    assert_eq!(world.serial(), Some(7), "confirmed for a day at first");
    world.run(86_500_000);
    assert_eq!(world.serial(), None);
}

#[test]
fn row_39_a_primary_without_edns_is_asked_without() {
    for rcode in [Rcode::FORMERR, Rcode::NOTIMP] {
        let mut world = World::new(config(vec![tcp(1)]), Vec::new(), Weather::default());
        world.twist = Some(Box::new(move |_, _, request, messages| {
            if Message::parse(request).unwrap().opt().is_none() {
                return messages;
            }
            vec![MessageBuilder::new(Header::query(id(request), Opcode::QUERY).response(rcode), 512).finish()]
        }));
        world.start(0);
        assert_eq!(world.serial(), Some(7));
        assert_eq!(world.asked, [(1, SOA), (1, SOA), (1, AXFR)]);
        assert_eq!(world.events[1], "xfr-no-edns");
        world.run(300_000);
        assert_eq!(world.asked.len(), 4, "remembered");
    }
}

#[test]
fn row_40_timers_of_nothing_and_of_everything() {
    let most = u32::MAX;
    for timers in ["0 0 0", "0 0 2147483648", "2147483648 2147483648 2147483648", "4294967295 4294967295 4294967295"] {
        let soa_config = |peers| SessionConfig { refresh: Refresh::Soa, ..config(peers) };
        let mut world = World::new(soa_config(vec![tcp(1)]), Vec::new(), Weather::default());
        world.publish(&timed(7, timers));
        world.start(0);
        world.run(600_000);
        assert_eq!(world.serial(), Some(7));
        assert!(world.count(SOA) <= 340, "{timers}: {} SOA queries in ten minutes", world.count(SOA));
        world.weather = Weather { udp_lost: true, refuse: usize::MAX, ..Weather::default() };
        world.asked.clear();
        world.run(1_200_000);
        assert!(world.count(SOA) <= 340, "{timers}: {} SOA queries in ten minutes without an answer", world.count(SOA));
        world.restart(soa_config(vec![tcp(1)]), u64::from(most) * 1_000);
        assert_eq!(world.serial(), None, "{timers}: nothing lives for ever");
    }
}
