//! Rounds, reconnects and what is written down, without a browser.

use super::known::{Api, Here, Line, Ordered};
use super::log::What;
use super::places::{Place, Standing, Who, places};
use super::state::{Said, Watch};
use crate::product::api::nameservers::{Address, Content, Parent, Primary, Report, Server, Trouble};
use crate::product::api::zones::{Happened, Running, ZoneEvent, ZoneState};
use crate::product::project::Watched;
use crate::product::provider::model::Incoming;

const NS: &str = "ns1.secondary.test.";

fn address(serial: u32) -> Address {
    Address {
        address: "192.0.2.1:53".into(),
        authoritative: Some(true),
        serial: Some(serial),
        transport: Some("udp".into()),
        ..Address::default()
    }
}

fn report(primary: u32, server: Address) -> Report {
    Report {
        at: "2026-11-26T10:00:00Z".into(),
        primary: Some(Primary { serial: Some(primary), name_servers: Some(vec![NS.into()]), ..Primary::default() }),
        servers: vec![Server { name: NS.into(), addresses: Some(vec![server]), failure: None }],
        parent: Parent { ds: Some(Vec::new()), failure: None },
        ..Report::default()
    }
}

fn compared(serial: u32, differ: u64) -> Address {
    let different = (0..differ).map(|n| format!("n{n}.test. A")).collect();
    Address {
        content: Some(Content { compared: 5, total: 5, differ, different, ..Content::default() }),
        ..address(serial)
    }
}

fn round(watch: Watch, report: Report) -> Watch {
    let content = watch.wants_content();
    watch.after(Said::Asking(content)).after(Said::Reported(Box::new(report), 1_000))
}

fn standing(watch: &Watch, who: &Who) -> Option<Standing> {
    places(watch).into_iter().find(|place| place.who == *who).map(|place| place.standing)
}

fn server() -> Who {
    Who::Server(NS.into())
}

fn served(code: &str) -> Said {
    let happened = Happened {
        at: "2026-11-26T10:00:00Z".into(),
        code: code.into(),
        message: String::new(),
        args: std::collections::BTreeMap::new(),
        peer: None,
        transport: None,
    };
    let (kind, zone) = ("event".to_owned(), "a.".to_owned());
    let event = ZoneEvent { v: 1, seq: 1, kind, zone, severity: None, happened: Some(happened), status: None };
    Said::Happened(Box::new(event))
}

#[test]
fn a_version_that_is_served_is_looked_at_at_once() {
    let watch = round(Watch::default().after(Said::Started), report(7, address(7)));
    assert_eq!(watch.next_ms, Some(31_000));
    assert_eq!(watch.clone().after(served("xfr-check-notify")).next_ms, Some(31_000));
    assert_eq!(watch.clone().after(served("xfr-served")).next_ms, Some(0));
    // One that is out may have asked before it: another follows it.
    let out = watch.clone().after(Said::Asking(false)).after(served("xfr-served"));
    assert_eq!(out.next_ms, None);
    let then = out.after(Said::Reported(Box::new(report(8, address(8))), 2_000));
    assert_eq!(then.next_ms, Some(2_000));
    let calm = then.after(Said::Asking(false)).after(Said::Failed("x".into(), 3_000));
    assert_eq!(calm.next_ms, Some(33_000), "once");
    let paused = watch.clone().after(Said::Paused).after(served("xfr-served"));
    assert_eq!((paused.next_ms, paused.after(Said::Started).next_ms), (None, None));
    let ordered = watch.after(Said::Ordered(Ordered::Taken("t".into()), 5_000));
    assert_eq!(ordered.next_ms, Some(7_000));
}

#[test]
fn content_is_compared_when_a_serial_moves_and_stands_until_then() {
    let watch = Watch::default().after(Said::Started);
    assert!(watch.wants_content(), "the first round compares");
    let watch = round(watch, report(7, compared(7, 0)));
    assert_eq!(standing(&watch, &server()), Some(Standing::Same));
    assert!(watch.verdict().is_some_and(|verdict| verdict.is_safe()));
    assert!(!watch.wants_content());
    // A round without a comparison keeps the last one: no serial has moved.
    let watch = round(watch, report(7, address(7)));
    assert_eq!(standing(&watch, &server()), Some(Standing::Same));
    // The primary has moved: the old comparison says nothing about the new version.
    let watch = round(watch, report(8, address(7)));
    assert_eq!(standing(&watch, &server()), Some(Standing::Older));
    assert!(watch.wants_content());
    assert!(!watch.verdict().is_some_and(|verdict| verdict.is_safe()));
    let watch = round(watch, report(8, compared(8, 2)));
    assert_eq!(standing(&watch, &server()), Some(Standing::Differs), "serials agree, content does not");
}

#[test]
fn content_is_compared_again_though_no_serial_moves() {
    let mut watch = round(Watch::default().after(Said::Started), report(7, compared(7, 0)));
    for _ in 0..8 {
        watch = round(watch, report(7, address(7)));
        assert!(!watch.wants_content());
    }
    assert!(round(watch, report(7, address(7))).wants_content());
}

#[test]
fn each_place_says_how_it_stands() {
    let at = |server: Address| standing(&round(Watch::default(), report(7, server)), &self::server()).unwrap();
    let silent = Trouble { code: "t".into(), message: "no answer in 5 s".into(), words: Default::default() };
    assert_eq!(at(Address { failure: Some(silent), ..Address::default() }), Standing::Silent);
    assert_eq!(
        at(Address { serial: None, rcode: Some("SERVFAIL".into()), ..address(7) }),
        Standing::Refused("SERVFAIL".into())
    );
    assert_eq!(at(Address { authoritative: Some(false), ..address(7) }), Standing::NotAuthoritative);
    assert_eq!(at(address(7)), Standing::SameSerial, "not compared is not the same");
    assert_eq!(at(address(6)), Standing::Older);
    assert_eq!(at(address(8)), Standing::NotOlder);
    assert_eq!(at(address(7 + (1 << 31))), Standing::NotOlder, "neither older nor newer");
    let none = Report { servers: vec![Server { name: NS.into(), ..Server::default() }], ..report(7, address(7)) };
    assert_eq!(standing(&round(Watch::default(), none), &server()), Some(Standing::Unresolved));

    let api = |serial| {
        let link = Incoming { soa_serial: serial, ..serde_json::from_str("{}").unwrap() };
        let watch = round(Watch::default(), report(7, address(7))).after(Said::Api(Api::Told(link), "t".into()));
        standing(&watch, &Who::Api).unwrap()
    };
    assert_eq!([api(0), api(6), api(7)], [Standing::Absent, Standing::Older, Standing::SameSerial]);

    let here = |serial, expired| {
        let running = Running { serial, expired, ..Running::default() };
        let state = ZoneState { running: Some(running), ..ZoneState::default() };
        let watch = round(Watch::default(), report(7, address(7)));
        standing(&watch.after(Said::Here(Here::Held(Box::new(state)), "t".into())), &Who::Here).unwrap()
    };
    assert_eq!(here(None, false), Standing::Absent);
    assert_eq!(here(Some(7), true), Standing::Expired);
    assert_eq!(here(Some(7), false), Standing::SameSerial);
}

#[test]
fn history_has_changes_once_and_counts_what_stays_bad() {
    let watch = round(Watch::default().after(Said::Started), report(7, compared(7, 0)));
    let stands = |watch: &Watch| -> Vec<(Standing, u32)> {
        let of =
            |what: &What| if let What::Stands(Place { standing, .. }) = what { Some(standing.clone()) } else { None };
        watch.log.iter().filter_map(|entry| Some((of(&entry.what)?, entry.times))).collect()
    };
    assert_eq!(stands(&watch), [(Standing::Same, 1), (Standing::Reference, 1)]);
    let silent = || Address { address: "192.0.2.1:53".into(), ..Address::default() };
    let watch = round(watch, report(7, silent()));
    let watch = round(round(watch, report(7, silent())), report(7, silent()));
    assert_eq!(stands(&watch).first(), Some(&(Standing::Silent, 3)));
    assert_eq!(watch.log.len(), 3);
    let event = ZoneEvent {
        v: 1,
        seq: 4,
        kind: "event".into(),
        zone: "a.".into(),
        severity: Some("error".into()),
        happened: Some(Happened {
            at: "t".into(),
            code: "x".into(),
            message: "m".into(),
            args: Default::default(),
            peer: Some("192.0.2.9:53".into()),
            transport: Some("tcp".into()),
        }),
        status: None,
    };
    let watch = watch.after(Said::Happened(Box::new(event)));
    assert!(matches!(&watch.log[0].what, What::Event { via, .. } if via == "192.0.2.9:53, tcp"));
    assert!(
        (0..300).fold(watch, |w, _| w.after(Said::Live("t".into())).after(Said::Lost("t".into()))).log.len() <= 200
    );
}

#[test]
fn a_companion_that_is_lost_and_comes_back_is_written_down_once_each() {
    let watch = Watch::default().after(Said::Started).after(Said::Live("a".into()));
    assert!(watch.log.is_empty(), "the first connection is no news");
    let watch = watch.after(Said::Lost("b".into())).after(Said::Lost("c".into()));
    assert_eq!(watch.line, Line::Lost(2));
    let watch = watch.after(Said::Live("d".into()));
    assert_eq!(
        watch.log.iter().map(|e| (e.at.as_str(), e.what.clone())).collect::<Vec<_>>(),
        [("d", What::Back), ("b", What::Lost)]
    );
}

#[test]
fn what_was_seen_last_stays_when_a_round_fails_and_is_called_stale() {
    let watch = round(Watch::default().after(Said::Started), report(7, compared(7, 0)));
    let Watched::Judged { wrong: 0, unproved: 0, stale: false, serial: Some(7), .. } = watch.summary(false) else {
        panic!()
    };
    let watch = watch.after(Said::Asking(false)).after(Said::Failed("gone".into(), 5_000));
    assert!(matches!(watch.summary(false), Watched::Judged { stale: true, .. }));
    assert_eq!(watch.next_ms, Some(35_000));
    let lost =
        watch.clone().after(Said::Reported(Box::new(report(7, compared(7, 0))), 6_000)).after(Said::Lost("t".into()));
    assert!(matches!(lost.summary(false), Watched::Judged { stale: true, .. }), "the companion is lost");
    let watch = watch.after(Said::Paused);
    assert!(watch.is_stale());
    assert_eq!((watch.next_ms, watch.line), (None, Line::Closed));
    let watch = watch.after(Said::Cleared);
    assert_eq!((watch.summary(false), watch.paused), (Watched::Not, true));
}

#[test]
fn hundreds_of_name_servers_leave_room_for_each_failure() {
    let many = |silent: usize| {
        let servers = (0..300).map(|n| {
            let answers = Address { address: format!("192.0.2.{}:{}", n % 250, n), ..compared(7, 0) };
            let none = Address { address: answers.address.clone(), ..Address::default() };
            let address = if n < silent { none } else { answers };
            Server { name: format!("ns{n}.secondary.test."), addresses: Some(vec![address]), failure: None }
        });
        Report { servers: servers.collect(), ..report(7, address(7)) }
    };
    let watch = round(Watch::default().after(Said::Started), many(0));
    let told: Vec<_> = watch.log.iter().map(|entry| matches!(entry.what, What::Many(_, 300))).collect();
    assert_eq!(told, [true, false], "one line for all, one for the primary");
    let watch = round(watch, many(150));
    let silent = |watch: &Watch| {
        let is = |what: &What| matches!(what, What::Stands(Place { standing: Standing::Silent, .. }));
        watch.log.iter().filter(|entry| is(&entry.what)).count()
    };
    assert_eq!(silent(&watch), 150);
    // What is well makes room for what is not.
    let watch = (0..90).fold(watch, |w, _| w.after(Said::Live("t".into())).after(Said::Lost("t".into())));
    assert_eq!((watch.log.len() <= 200, silent(&watch) >= 110), (true, true), "{}", silent(&watch));
}
