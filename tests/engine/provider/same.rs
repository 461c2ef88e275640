//! What somebody changes behind our back is put back by exactly the calls for that object, and nothing else is sent.

use serde_json::{Value, json};
use understudy::product::provider::{Action, Desired, DnssecMode, Mode, Object, Record, State, Undo};

use super::model::{ACCOUNT, Model, driven, everything, key, last, model, run, undone};

/// One field of one object, changed or removed by somebody else.
struct Change {
    what: &'static str,
    spoil: fn(&mut Model),
    /// The calls that write, ids left out.
    calls: &'static [&'static str],
}

fn set(model: &mut Model, kind: &str, is: impl Fn(&Value) -> bool, field: &str, value: Value) {
    let path = model.find(kind, is);
    model.objects.get_mut(&path).unwrap()[field] = value;
}

fn any(_: &Value) -> bool {
    true
}

fn first(object: &Value) -> bool {
    object["ip"] == json!("192.0.2.1")
}

const PROVES: &str = "POST /zones/{id}/secondary_dns/force_axfr";

static CHANGES: &[Change] = &[
    Change {
        what: "key name",
        spoil: |m| set(m, "/tsigs/", any, "name", json!("renamed.")),
        calls: &["PUT /accounts/{a}/secondary_dns/tsigs/{id}", PROVES],
    },
    Change {
        what: "key algorithm",
        spoil: |m| set(m, "/tsigs/", any, "algo", json!("hmac-sha512.")),
        calls: &["PUT /accounts/{a}/secondary_dns/tsigs/{id}", PROVES],
    },
    Change {
        what: "key secret",
        spoil: |m| set(m, "/tsigs/", any, "secret", json!("b3RoZXI=")),
        calls: &["PUT /accounts/{a}/secondary_dns/tsigs/{id}", PROVES],
    },
    Change {
        what: "peer name",
        spoil: |m| set(m, "/peers/", first, "name", json!("renamed")),
        calls: &["PUT /accounts/{a}/secondary_dns/peers/{id}"],
    },
    Change {
        what: "peer address",
        spoil: |m| set(m, "/peers/", first, "ip", json!("203.0.113.1")),
        calls: &["PUT /accounts/{a}/secondary_dns/peers/{id}", PROVES],
    },
    Change {
        what: "peer port",
        spoil: |m| set(m, "/peers/", first, "port", json!(5300)),
        calls: &["PUT /accounts/{a}/secondary_dns/peers/{id}", PROVES],
    },
    Change {
        what: "peer transfer",
        spoil: |m| set(m, "/peers/", first, "ixfr_enable", json!(false)),
        calls: &["PUT /accounts/{a}/secondary_dns/peers/{id}", PROVES],
    },
    Change {
        what: "peer key",
        spoil: |m| {
            let path = m.find("/peers/", first);
            m.objects.get_mut(&path).unwrap().as_object_mut().unwrap().remove("tsig_id");
        },
        calls: &["PUT /accounts/{a}/secondary_dns/peers/{id}", PROVES],
    },
    Change {
        what: "ACL name",
        spoil: |m| set(m, "/acls/", any, "name", json!("renamed")),
        calls: &["PUT /accounts/{a}/secondary_dns/acls/{id}"],
    },
    Change {
        what: "ACL range",
        spoil: |m| set(m, "/acls/", any, "ip_range", json!("203.0.113.0/24")),
        calls: &["PUT /accounts/{a}/secondary_dns/acls/{id}"],
    },
    Change {
        what: "ACL removed",
        spoil: |m| {
            let path = m.find("/acls/", any);
            m.objects.remove(&path);
        },
        calls: &["POST /accounts/{a}/secondary_dns/acls"],
    },
    Change {
        what: "link interval",
        spoil: |m| set(m, "/incoming", any, "auto_refresh_seconds", json!(86_400)),
        calls: &["PUT /zones/{id}/secondary_dns/incoming"],
    },
    Change {
        what: "link peers",
        spoil: |m| set(m, "/incoming", any, "peers", json!([])),
        calls: &["PUT /zones/{id}/secondary_dns/incoming", PROVES],
    },
    Change {
        what: "link removed",
        spoil: |m| {
            let path = m.find("/incoming", any);
            m.objects.remove(&path);
        },
        calls: &["POST /zones/{id}/secondary_dns/incoming", PROVES],
    },
    Change {
        what: "outgoing peers",
        spoil: |m| set(m, "/outgoing", any, "peers", json!([])),
        calls: &["PUT /zones/{id}/secondary_dns/outgoing"],
    },
    Change {
        what: "outgoing disabled",
        spoil: |m| set(m, "/outgoing", any, "on", json!(false)),
        calls: &["POST /zones/{id}/secondary_dns/outgoing/enable"],
    },
    Change {
        what: "secondary name",
        spoil: |m| set(m, "/peers/", |o| o["name"] == json!("secondary"), "name", json!("renamed")),
        calls: &["PUT /accounts/{a}/secondary_dns/peers/{id}"],
    },
    Change {
        what: "overrides",
        spoil: |m| set(m, "/dns_settings", any, "secondary_overrides", json!(false)),
        calls: &["PATCH /zones/{id}/dns_settings"],
    },
    Change {
        what: "multi-provider",
        spoil: |m| set(m, "/dns_settings", any, "multi_provider", json!(false)),
        calls: &["PATCH /zones/{id}/dns_settings"],
    },
    Change {
        what: "DNSSEC status",
        spoil: |m| set(m, "/dnssec", any, "status", json!("disabled")),
        calls: &["PATCH /zones/{id}/dnssec"],
    },
    Change {
        what: "multi-signer",
        spoil: |m| set(m, "/dnssec", any, "dnssec_multi_signer", json!(false)),
        calls: &["PATCH /zones/{id}/dnssec"],
    },
    Change {
        what: "pre-signed",
        spoil: |m| set(m, "/dnssec", any, "dnssec_presigned", json!(true)),
        calls: &["PATCH /zones/{id}/dnssec"],
    },
    Change {
        what: "second peer's port",
        spoil: |m| set(m, "/peers/", |o| o["ip"] == json!("192.0.2.2"), "port", json!(5300)),
        calls: &["PUT /accounts/{a}/secondary_dns/peers/{id}", PROVES],
    },
    Change {
        what: "peer removed",
        spoil: |m| {
            let path = m.find("/peers/", first);
            m.objects.remove(&path);
        },
        calls: &["POST /accounts/{a}/secondary_dns/peers", "PUT /zones/{id}/secondary_dns/incoming", PROVES],
    },
    Change {
        what: "key removed",
        spoil: |m| {
            let path = m.find("/tsigs/", any);
            m.objects.remove(&path);
        },
        calls: &[
            "POST /accounts/{a}/secondary_dns/tsigs",
            "PUT /accounts/{a}/secondary_dns/peers/{id}",
            "PUT /accounts/{a}/secondary_dns/peers/{id}",
            PROVES,
        ],
    },
    Change {
        what: "secondary's address",
        spoil: |m| set(m, "/peers/", |o| o["name"] == json!("secondary"), "ip", json!("203.0.113.9")),
        calls: &["PUT /accounts/{a}/secondary_dns/peers/{id}"],
    },
    Change {
        what: "secondary's port",
        spoil: |m| set(m, "/peers/", |o| o["name"] == json!("secondary"), "port", json!(5300)),
        calls: &["PUT /accounts/{a}/secondary_dns/peers/{id}"],
    },
    Change {
        what: "outgoing removed",
        spoil: |m| {
            let path = m.find("/outgoing", any);
            m.objects.remove(&path);
        },
        calls: &["POST /zones/{id}/secondary_dns/outgoing", "POST /zones/{id}/secondary_dns/outgoing/enable"],
    },
    Change {
        what: "link name",
        spoil: |m| set(m, "/incoming", any, "name", json!("other.example.")),
        calls: &["PUT /zones/{id}/secondary_dns/incoming"],
    },
    Change {
        what: "outgoing name",
        spoil: |m| set(m, "/outgoing", any, "name", json!("other.example.")),
        calls: &["PUT /zones/{id}/secondary_dns/outgoing"],
    },
];

#[test]
fn a_field_changed_behind_our_back_is_put_back_and_nothing_else_is_sent() {
    let want = everything();
    let mut first = model(false);
    let applied = driven(&mut first, run(&want, Mode::Apply, Record::default()), None);
    assert_eq!(applied.state(), State::Done, "{:?}", applied.failure());
    let again = driven(&mut first, run(&want, Mode::DryRun, Record::default()), None);
    assert!(again.plan().unwrap().is_empty(), "{:#?}", again.plan());
    for known in [Record::default(), applied.record().clone()] {
        for change in CHANGES {
            let mut model = first.clone();
            model.looks = 1;
            (change.spoil)(&mut model);
            let spoiled = model.clone();
            let run = driven(&mut model, run(&want, Mode::Apply, known.clone()), None);
            assert_eq!(run.state(), State::Done, "{}: {:?}", change.what, run.failure());
            let writes = run.made().iter().filter(|m| m.method != understudy::product::provider::Method::Get);
            let calls: Vec<_> = writes.map(|m| format!("{} {}", m.method, plain(&m.path))).collect();
            assert_eq!(calls, change.calls, "{}", change.what);
            if change.calls.first().is_some_and(|c| !c.starts_with("POST")) {
                assert_eq!(model.timeless(), first.timeless(), "{}", change.what);
            }
            let again = driven(&mut model, super::model::run(&want, Mode::Apply, run.record().clone()), None);
            assert!(again.plan().unwrap().is_empty(), "{}: {:#?}", change.what, again.plan());
            // Taken back, every object is as somebody else had left it.
            if known.is_empty() {
                let undo = Undo::new(run.record().clone(), want.keys.clone(), want.provider);
                let undo = undone(&mut model, undo);
                assert_eq!(
                    (undo.state(), undo.left()),
                    (State::Done, &[][..]),
                    "{}: {:?}",
                    change.what,
                    undo.failure()
                );
                assert_eq!(model.timeless(), spoiled.timeless(), "{}", change.what);
            }
        }
    }
}

/// NSEC3 is a wish of a zone that comes signed; elsewhere it is the provider's own.
#[test]
fn nsec3_of_a_presigned_zone_is_put_back_and_undone() {
    let want = Desired { dnssec: Some(DnssecMode::Presigned), overrides: None, nsec3: true, ..everything() };
    let mut model = model(false);
    let applied = driven(&mut model, run(&want, Mode::Apply, Record::default()), None);
    assert_eq!(applied.state(), State::Done, "{:?}", applied.failure());
    set(&mut model, "/dnssec", any, "dnssec_use_nsec3", json!(false));
    let spoiled = model.timeless();
    let run = driven(&mut model, run(&want, Mode::Apply, Record::default()), None);
    let writes: Vec<_> = run.made().iter().filter(|m| m.method.as_str() != "GET").map(|m| plain(&m.path)).collect();
    assert_eq!((run.state(), writes), (State::Done, vec!["/zones/{id}/dnssec".to_owned()]), "{:?}", run.failure());
    let undo = undone(&mut model, Undo::new(run.record().clone(), want.keys.clone(), want.provider));
    assert_eq!((undo.state(), model.timeless() == spoiled), (State::Done, true), "{:?}", undo.left());
}

/// `/accounts/…` and ids left out.
fn plain(path: &str) -> String {
    let parts = path.split('/').map(|part| match part {
        ACCOUNT => "{a}",
        id if id.len() == 32 => "{id}",
        other => other,
    });
    parts.collect::<Vec<_>>().join("/")
}

#[test]
fn what_differs_is_named_and_no_secret_is_shown() {
    let want = everything();
    let mut model = model(false);
    driven(&mut model, run(&want, Mode::Apply, Record::default()), None);
    set(&mut model, "/tsigs/", any, "secret", json!("b3RoZXI="));
    set(&mut model, "/peers/", first, "port", json!(5300.0));
    let dry = driven(&mut model, run(&want, Mode::DryRun, Record::default()), None);
    let changed: Vec<_> = dry.plan().unwrap().steps.iter().filter(|s| s.action == Action::Change).collect();
    assert_eq!(changed.iter().map(|s| s.object).collect::<Vec<_>>(), [Object::Key, Object::Peer, Object::Serial]);
    assert_eq!(changed[0].differences[0].field, "secret");
    assert!(changed[0].notes[0].english().contains("Only this run can put it back"));
    let port = &changed[1].differences[0];
    assert_eq!((port.field, port.from.as_str(), port.to.as_str()), ("port", "5300", "53"));
    let shown = format!("{:?} {:?}", dry, dry.ahead());
    assert!(!shown.contains("b3RoZXI=") && !shown.contains(super::model::SECRET));
}

#[test]
fn lists_are_read_to_their_end_whether_or_not_they_have_pages() {
    for per_page in [0, 1, 2, 3] {
        let mut model = model(false);
        let want = everything();
        driven(&mut model, run(&want, Mode::Apply, Record::default()), None);
        // What we look for is behind many others.
        for n in 0..7 {
            let id = format!("f{n:031x}");
            let peer = json!({"id": id, "name": format!("other {n}"), "ip": "198.51.100.1", "port": 53});
            model.objects.insert(format!("/accounts/{ACCOUNT}/secondary_dns/peers/{id}"), peer);
        }
        model.per_page = per_page;
        let dry = driven(&mut model, run(&want, Mode::DryRun, Record::default()), None);
        assert!(dry.plan().unwrap().is_empty(), "{per_page} a page: {:#?}", dry.plan());
        let asked = dry.made().iter().filter(|m| m.path.contains("/peers")).count();
        assert_eq!(asked, if per_page == 0 { 2 } else { 10_usize.div_ceil(per_page) + 1 }, "{per_page} a page");
    }
}

#[test]
fn what_other_zones_use_is_changed_only_when_somebody_agrees() {
    let (mut model, want) = (model(false), everything());
    driven(&mut model, run(&want, Mode::Apply, Record::default()), None);
    let peer = last(&model.find("/peers/", first)).to_owned();
    let zone = "a".repeat(32);
    model.objects.insert(format!("/zones/{zone}"), json!({"id": zone, "name": "example.net", "type": "secondary"}));
    let link = json!({"id": zone, "name": "example.net.", "peers": [peer], "auto_refresh_seconds": 300});
    model.objects.insert(format!("/zones/{zone}/secondary_dns/incoming"), link);
    let kept = driven(&mut model, run(&want, Mode::Apply, Record::default()), None);
    assert_eq!(kept.state(), State::Done, "nothing shared is to change");

    set(&mut model, "/tsigs/", any, "secret", json!("b3RoZXI="));
    let writes = model.writes;
    let asked = driven(&mut model, run(&want, Mode::Apply, Record::default()), None);
    let failure = asked.failure().unwrap();
    assert_eq!((failure.diagnostic.code.name, model.writes), ("plan-changes-others", writes));
    assert!(failure.message().contains("example.net"), "{}", failure.message());
    assert_eq!(asked.plan().unwrap().shared(), ["example.net"]);
    model.looks = 1;
    let agreed = driven(&mut model, run(&want, Mode::Apply, Record::default()).consenting(), None);
    assert_eq!(agreed.state(), State::Done);
}

#[test]
fn a_key_is_rotated_by_a_plan_of_its_own() {
    let (mut model, want) = (model(false), everything());
    let first = driven(&mut model, run(&want, Mode::Apply, Record::default()), None);
    let old = model.find("/tsigs/", any);
    let mut rotated = want.clone();
    rotated.keys = vec![key("xfr2.example.com.", "bmV3")];
    rotated.peers.iter_mut().for_each(|p| p.key = Some("xfr2.example.com".to_owned()));
    rotated.retire = vec!["xfr.example.com".to_owned()];
    model.looks = 2;
    let before = model.timeless();
    let run_ = driven(&mut model, run(&rotated, Mode::Apply, Record::default()), None);
    assert_eq!(run_.state(), State::Done, "{:?}", run_.failure());
    let writes = run_.made().iter().filter(|m| m.method.as_str() != "GET");
    let writes: Vec<_> = writes.map(|m| format!("{} {}", m.method, plain(&m.path))).collect();
    assert_eq!(
        writes,
        [
            "POST /accounts/{a}/secondary_dns/tsigs",
            "PUT /accounts/{a}/secondary_dns/peers/{id}",
            "PUT /accounts/{a}/secondary_dns/peers/{id}",
            PROVES,
            "DELETE /accounts/{a}/secondary_dns/tsigs/{id}",
        ],
        "the old key goes only after a transfer under the new one"
    );
    assert!(!model.objects.contains_key(&old));
    let again = driven(&mut model, run(&rotated, Mode::Apply, run_.record().clone()), None);
    assert!(again.plan().unwrap().is_empty(), "{:#?}", again.plan());
    // Undone in the same process, the old key comes back under another id.
    let undo = understudy::product::provider::Undo::new(run_.record().clone(), rotated.keys.clone(), want.provider);
    let undo = super::model::undone(&mut model, undo);
    assert_eq!((undo.state(), undo.left()), (State::Done, &[][..]), "{:?}", undo.failure());
    let new = model.find("/tsigs/", any);
    let text = |objects: &std::collections::BTreeMap<String, Value>| format!("{objects:?}");
    assert_eq!(text(&model.timeless()).replace(last(&new), last(&old)), text(&before));
    drop(first);
}

#[test]
fn a_full_zone_becomes_a_secondary_only_when_asked_and_undo_makes_it_what_it_was() {
    let (mut model, mut want) = (model(false), everything());
    let zone = "b".repeat(32);
    model.objects.insert(format!("/zones/{zone}"), json!({"id": zone, "name": "example.com", "type": "full"}));
    let before = model.timeless();
    let refused = driven(&mut model, run(&want, Mode::Apply, Record::default()), None);
    assert_eq!(refused.failure().unwrap().diagnostic.code.name, "zone-not-secondary");
    want.convert = true;
    let run_ = driven(&mut model, run(&want, Mode::Apply, Record::default()), None);
    assert_eq!(run_.state(), State::Done, "{:?}", run_.failure());
    let writes: Vec<_> = run_.made().iter().filter(|m| m.method.as_str() == "PATCH").map(|m| plain(&m.path)).collect();
    // What is proxied stays so while the zone is converted.
    assert_eq!(writes, ["/zones/{id}/dns_settings", "/zones/{id}", "/zones/{id}/dnssec"]);
    let undo = understudy::product::provider::Undo::new(run_.record().clone(), want.keys.clone(), want.provider);
    let undo = super::model::undone(&mut model, undo);
    assert_eq!((undo.state(), undo.left()), (State::Done, &[][..]), "{:?}", undo.failure());
    assert_eq!(model.timeless(), before);
}
