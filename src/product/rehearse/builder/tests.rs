//! The form and the text are one: every scenario of the library reads back, every switch is seen to be on and off.

use super::change::List;
use super::*;
use crate::product::rehearse::{library, read, run, write};

fn after(text: &str, change: Change) -> String {
    changed(text, change).unwrap_or_else(|refused| panic!("{refused:?}\n{text}"))
}

fn built(text: &str) -> Built {
    Built::of(&read(text).unwrap_or_else(|wrong| panic!("{wrong:?}\n{text}")))
}

#[test]
fn what_is_written_reads_back() {
    for example in library::ALL.iter().map(|example| example.text).chain([BLANK]) {
        let scenario = read(example).unwrap();
        let text = write(&scenario);
        assert_eq!(read(&text).as_ref(), Ok(&scenario), "{text}");
        // Nothing that is understood anyway is written.
        assert!(!text.contains("start =") && !text.contains("seed = 0"), "{text}");
    }
}

#[test]
fn each_switch_goes_on_and_off_and_can_be_played() {
    for example in library::ALL.iter().step_by(7).map(|example| example.text).chain([BLANK]) {
        for switch in Switch::ALL {
            let off = after(example, Change::Switch { switch, on: false });
            assert!(!switch.is_on(&built(&off)), "{switch:?}\n{off}");
            let on = after(&off, Change::Switch { switch, on: true });
            assert!(switch.is_on(&built(&on)), "{switch:?}\n{on}");
            assert_eq!(after(&on, Change::Switch { switch, on: true }), on);
            let again = after(&on, Change::Switch { switch, on: false });
            assert!(!switch.is_on(&built(&again)), "{switch:?}\n{again}");
        }
    }
    for switch in Switch::ALL {
        let text = after(BLANK, Change::Switch { switch, on: true });
        let timeline = run(&read(&text).unwrap()).unwrap();
        let calm = run(&read(BLANK).unwrap()).unwrap();
        assert_ne!(timeline.entries, calm.entries, "{switch:?} changes nothing:\n{text}");
    }
}

#[test]
fn parts_are_changed_by_their_place() {
    let text = after(BLANK, Change::Switch { switch: Switch::ClockOff, on: true });
    let shown = built(&text);
    assert!(shown.signed, "a clock matters to signatures alone");
    assert_eq!((shown.faults[0].value.as_str(), shown.faults[0].at.as_str()), ("-10m", "15m"));
    let text = after(&text, Change::Value { list: List::Faults, place: 0, to: "+4m".into() });
    let text = after(&text, Change::Until { place: 0, to: String::new() });
    let text = after(&text, Change::At { list: List::Versions, place: 1, to: "45m".into() });
    let text = after(&text, Change::Value { list: List::Versions, place: 1, to: "7".into() });
    let shown = built(&text);
    assert_eq!((shown.faults[0].value.as_str(), shown.faults[0].until.as_str()), ("+4m", ""));
    assert_eq!((shown.versions[1].at.as_str(), shown.versions[1].value.as_str()), ("45m", "7"));
    assert!(Switch::SerialLowered.is_on(&shown), "7 lies before 2026112301");
    let text = after(&text, Change::Refresh { to: "5m".into() });
    let text = after(&text, Change::Cloudflare { on: true });
    let shown = built(&after(&text, Change::AddDeed { what: "restart".into() }));
    assert_eq!((shown.refresh.as_str(), shown.cloudflare, shown.deeds[0].value.as_str()), ("5m", true, "1m"));
}

#[test]
fn what_cannot_be_read_is_refused() {
    let refused = |change| changed(BLANK, change).unwrap_err();
    assert_eq!(refused(Change::Lasts { to: "soon".into() }), Refused::Value("length"));
    assert_eq!(refused(Change::AddFault { what: "rain".into() }), Refused::Value("name"));
    assert_eq!(refused(Change::Until { place: 3, to: "1h".into() }), Refused::Value("place"));
    let one = after(BLANK, Change::Drop { list: List::Versions, place: 1 });
    assert_eq!(changed(&one, Change::Drop { list: List::Versions, place: 0 }), Err(Refused::Value("last")));
    assert!(matches!(changed("rehearsal = 2", Change::AddVersion), Err(Refused::Unread(_))));
}

#[test]
fn a_zone_of_one_s_own_is_played() {
    let zone = |serial| {
        format!(
            "$TTL 60\n@ SOA ns1 host {serial} 7200 3600 1209600 60\n@ NS ns1\nns1 A 192.0.2.1\n@ TXT \"a \\\" b\"\n"
        )
    };
    let text = after(BLANK, Change::Zone { name: "example.net".into(), texts: vec![zone(7), zone(8)] });
    let timeline = run(&read(&text).unwrap()).unwrap();
    assert_eq!((timeline.zone.as_str(), timeline.outcome.serial), ("example.net.", Some(8)));
}
