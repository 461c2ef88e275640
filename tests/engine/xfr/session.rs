//! A session against our own answers, in a world of its own. The contract of the seam: a driver that only does what it
//! is told brings the zone.

use proptest::prelude::*;
use understudy::engine::answer::Transport;
use understudy::engine::limits::ZoneLimits;
use understudy::engine::tsig::Algorithm;
use understudy::engine::xfr::*;
use understudy::engine::zone::Versions;

use super::world::{Weather, World, changed, config, content, ixfr_peer, peer};
use crate::wire::{dump, key, name};

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
    world.give(SessionInput::Command(SessionCommand::Configure(Box::new(same))));
    assert_eq!((world.links.len(), world.events.len()), (before, 1), "the same configuration changes nothing");
    let other = config(vec![peer(1, Transport::Tcp, Some(right))]);
    world.give(SessionInput::Command(SessionCommand::Configure(Box::new(other))));
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
