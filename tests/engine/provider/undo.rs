//! Undo takes back exactly what was done, and only where it still is as it was left; a killed apply is finished or undone.

use serde_json::json;
use understudy::product::provider::model::Secret;
use understudy::product::provider::{Kind, Mode, Record, RecordFault, State, Undo};

use super::model::{Back, Model, SECRET, desired, driven, everything, last, model, run, undone};

fn undo(model: &mut Model, record: Record) -> Undo {
    undone(model, Undo::new(record, everything().keys, Kind::Cloudflare))
}

/// The record as a file would give it back.
fn written(record: &Record) -> Record {
    let text = record.write();
    assert!(!text.contains(SECRET), "{text}");
    Record::read(&text).unwrap()
}

#[test]
fn undo_leaves_nothing_of_what_was_made() {
    let (mut model, want) = (model(true), everything());
    let applied = driven(&mut model, run(&want, Mode::Apply, Record::default()), None);
    assert_eq!(applied.state(), State::Done, "{:?}", applied.failure());
    let undo = undo(&mut model, written(applied.record()));
    assert_eq!((undo.state(), undo.left()), (State::Done, &[][..]), "{:?}", undo.failure());
    assert!(model.timeless().is_empty(), "{:#?}", model.objects);
    assert!(undo.record().is_empty());
    // Once more there is nothing to do.
    assert_eq!(super::undo::undo(&mut model, undo.record().clone()).made().len(), 0);
}

/// Killed at each call of an apply, before it is sent and before its answer is heard: what the record says is enough to
/// finish, and enough to undo.
#[test]
fn a_killed_apply_is_finished_or_undone() {
    let mut at = 0;
    loop {
        at += 1;
        let mut ended = false;
        for sent in [false, true] {
            let (mut model, want) = (model(true), everything());
            let mut killed = run(&want, Mode::Apply, Record::default());
            let mut number = 0;
            let record = loop {
                let Some(call) = killed.next() else {
                    ended = true;
                    break written(killed.record());
                };
                // What is on the disk by now; the process ends here.
                let record = written(killed.record());
                number += 1;
                if number == at {
                    if sent {
                        model.act(&call);
                    }
                    break record;
                }
                killed.answer(&model.act(&call));
            };
            let mut finished = model.clone();
            finished.looks = 2;
            let second = driven(&mut finished, run(&want, Mode::Apply, record.clone()), None);
            assert_eq!(second.state(), State::Done, "killed at {at}, sent: {sent}: {:?}", second.failure());
            assert_eq!((finished.count("/tsigs/"), finished.count("/peers/"), finished.count("/acls/")), (1, 3, 1));
            let third = driven(&mut finished, run(&want, Mode::Apply, second.record().clone()), None);
            assert!(third.plan().unwrap().is_empty(), "killed at {at}");
            let all = undo(&mut finished, written(third.record()));
            assert!(
                finished.timeless().is_empty(),
                "killed at {at}, sent: {sent}: {:?} {:?}",
                finished.timeless(),
                all.left()
            );

            let looked = driven(&mut model, run(&want, Mode::DryRun, record), None);
            let undone = undo(&mut model, written(looked.record()));
            assert_eq!(
                (undone.state(), undone.left()),
                (State::Done, &[][..]),
                "killed at {at}: {:?}",
                undone.failure()
            );
            assert!(model.timeless().is_empty(), "killed at {at}, sent: {sent}: {:?}", model.timeless());
        }
        if ended {
            break;
        }
    }
    assert!(at > 20, "only {at} calls");
}

#[test]
fn what_somebody_changed_since_is_left_alone() {
    let want = everything();
    let mut first = model(false);
    let applied = driven(&mut first, run(&want, Mode::Apply, Record::default()), None);
    for (kind, field, value, left) in [
        ("/tsigs/", "secret", json!("b3RoZXI="), "changed it since"),
        ("/acls/", "ip_range", json!("203.0.113.0/24"), "changed it since"),
        ("/incoming", "auto_refresh_seconds", json!(7_200), "changed it since"),
        ("/zones/00000000000000000000000000000006", "status", json!("active"), "delegated"),
    ] {
        let mut model = first.clone();
        let path = match kind {
            zone if zone.starts_with("/zones") => model.find("/zones/", |o| o["type"] == json!("secondary")),
            kind => model.find(kind, |_| true),
        };
        model.objects.get_mut(&path).unwrap()[field] = value.clone();
        let undo = undo(&mut model, written(applied.record()));
        let why: Vec<_> = undo.left().iter().filter(|l| l.path == path).map(|l| l.why.english()).collect();
        assert!(why.iter().any(|w| w.contains(left)), "{kind}: {:?} {:?}", undo.left(), undo.failure());
        assert_eq!(model.objects[&path][field], value, "{kind} is as somebody else left it");
    }
}

#[test]
fn what_another_zone_uses_is_never_deleted() {
    let (mut model, want) = (model(false), everything());
    let applied = driven(&mut model, run(&want, Mode::Apply, Record::default()), None);
    let peer = model.find("/peers/", |o| o["ip"] == json!("192.0.2.1"));
    let zone = "a".repeat(32);
    model.objects.insert(format!("/zones/{zone}"), json!({"id": zone, "name": "example.net", "type": "secondary"}));
    let link = json!({"id": zone, "name": "example.net.", "peers": [last(&peer)], "auto_refresh_seconds": 300});
    model.objects.insert(format!("/zones/{zone}/secondary_dns/incoming"), link);
    let undo = undo(&mut model, written(applied.record()));
    let left: Vec<_> = undo.left().iter().map(|l| l.why.english()).collect();
    assert_eq!(left, ["example.net uses it by now", "primary uses it by now"], "the peer, and its key");
    assert!(model.objects.contains_key(&peer));
    assert_eq!((model.count("/tsigs/"), model.count("/peers/"), model.count("/acls/")), (1, 1, 0));
}

#[test]
fn a_replaced_secret_comes_back_in_the_same_process_only() {
    let mut model = model(false);
    let mut want = desired(1, true);
    driven(&mut model, run(&want, Mode::Apply, Record::default()), None);
    let before = model.timeless();
    want.keys[0].secret = Secret::new("bmV3");
    model.looks = 1;
    let applied = driven(&mut model, run(&want, Mode::Apply, Record::default()), None);
    assert_eq!(applied.state(), State::Done);
    let mut other = model.clone();
    let same = undone(&mut model, Undo::new(applied.record().clone(), want.keys.clone(), Kind::Cloudflare));
    assert_eq!((same.left().len(), model.timeless() == before), (0, true));
    let record = written(applied.record());
    assert!(record.loses_a_secret() && !applied.record().loses_a_secret());
    let later = undone(&mut other, Undo::new(record, want.keys.clone(), Kind::Cloudflare));
    assert!(later.left()[0].why.english().contains("known to the process"), "{:?}", later.left());
}

/// A POST without a clear answer, at each call: it is recognised as the only new object with our values.
#[test]
fn a_doubtful_post_is_made_once() {
    for at in 1..40 {
        for fault in [super::model::Fault::Lost, super::model::Fault::Failed, super::model::Fault::Unsent] {
            let (mut model, want) = (model(true), everything());
            let run = driven(&mut model, run(&want, Mode::Apply, Record::default()), Some((at, fault)));
            assert_eq!(run.state(), State::Done, "{fault:?} at {at}: {:?}", run.failure());
            assert_eq!((model.count("/tsigs/"), model.count("/peers/"), model.count("/acls/")), (1, 3, 1));
            let undo = undo(&mut model, written(run.record()));
            assert!(model.timeless().is_empty(), "{fault:?} at {at}: {:?} {:?}", model.timeless(), undo.left());
        }
    }
}

/// Two new objects with our values, or none: nobody but a person can tell.
#[test]
fn a_post_that_cannot_be_recognised_stops_the_run() {
    for twins in [0, 2] {
        let (mut model, want) = (model(false), desired(1, true));
        let mut run = run(&want, Mode::Apply, Record::default());
        while let Some(call) = run.next() {
            if call.method.as_str() == "POST" && call.path.ends_with("peers") {
                for _ in 0..twins {
                    model.act(&call);
                }
                run.unanswered("connection reset");
            } else {
                let Back::Answer(response) = model.serve(&call, None) else { unreachable!() };
                run.answer(&response);
            }
        }
        let failure = run.failure().unwrap();
        assert_eq!(failure.diagnostic.code.name, "provider-doubtful", "{twins}");
        assert!(failure.message().contains(&format!("{twins} new objects")), "{}", failure.message());
        let posts = run.made().iter().filter(|m| m.method.as_str() == "POST" && m.path.ends_with("peers")).count();
        assert_eq!(posts, 1);
        assert!(run.record().is_unfinished());
    }
}

#[test]
fn a_record_of_another_version_is_refused() {
    assert_eq!(Record::read(r#"{"v":2,"entries":[]}"#).unwrap_err(), RecordFault::Newer(2));
    assert!(matches!(Record::read("[]"), Err(RecordFault::Malformed(_))));
    assert!(matches!(Record::read(""), Err(RecordFault::Malformed(_))));
}
