//! The run that makes the provider serve a zone, against a small model of the provider that fails at a chosen call.

#[path = "provider/model.rs"]
mod model;
#[path = "provider/same.rs"]
mod same;
#[path = "provider/secrets.rs"]
mod secrets;
#[path = "provider/told.rs"]
mod told;
#[path = "provider/undo.rs"]
mod undo;

use std::collections::BTreeMap;

use model::{ACCOUNT, Fault, Model, SECRET, TODAY, desired, drive, model, respond};
use proptest::prelude::*;
use serde_json::{Value, json};
use understudy::engine::diag::{Diagnostic, english};
use understudy::product::provider::model::{Envelope, Incoming, Peer, Secret, Zone};
use understudy::product::provider::{
    Action, Change, Date, Desired, DnssecMode, Method, Mode, Object, Response, Run, State, StepState, ZoneChoice, rules,
};

#[test]
fn a_first_run_makes_everything_and_a_second_plans_nothing() {
    let (mut model, want) = (model(false), desired(2, true));
    let run = drive(&mut model, &want, Mode::Apply, None);
    assert_eq!(run.state(), State::Done, "{:?}", run.failure());
    let calls: Vec<_> = run.made().iter().map(|m| format!("{} {}", m.method, m.path.replace(ACCOUNT, "{a}"))).collect();
    let zone = "00000000000000000000000000000004";
    let link = format!("GET /zones/{zone}/secondary_dns/incoming");
    assert_eq!(
        calls,
        [
            "GET /user/tokens/verify",
            "GET /accounts/{a}/secondary_dns/tsigs",
            "GET /accounts/{a}/secondary_dns/peers",
            "GET /zones?name=example.com&account.id={a}",
            "POST /accounts/{a}/secondary_dns/tsigs",
            "POST /accounts/{a}/secondary_dns/peers",
            "POST /accounts/{a}/secondary_dns/peers",
            "POST /zones",
            &format!("POST /zones/{zone}/secondary_dns/incoming"),
            &format!("POST /zones/{zone}/secondary_dns/force_axfr"),
            &link,
            &link,
            &link,
        ]
    );
    let writes = model.writes;
    let again = drive(&mut model, &want, Mode::Apply, None);
    assert!(again.plan().unwrap().is_empty(), "{:?}", again.plan());
    assert_eq!((again.state(), model.writes), (State::Done, writes));
}

#[test]
fn a_dry_run_changes_nothing_and_tells_what_applying_would_send() {
    let (mut model, want) = (model(false), desired(1, true));
    let dry = drive(&mut model, &want, Mode::DryRun, None);
    assert_eq!((dry.state(), model.writes, dry.plan().unwrap().changes()), (State::Done, 0, 5));
    let ahead = dry.ahead();
    let paths: Vec<_> = ahead.iter().map(|a| a.path.replace(ACCOUNT, "{a}")).collect();
    assert_eq!(paths[0], "/accounts/{a}/secondary_dns/tsigs");
    assert_eq!(paths[3], "/zones/{zone}/secondary_dns/incoming");
    assert_eq!(paths.len(), 6);
    let shown = format!("{ahead:?} {dry:?}");
    assert!(!shown.contains(SECRET) && shown.contains(Secret::MASK));
    let applied = drive(&mut model, &want, Mode::Apply, None);
    assert_eq!(applied.made().len() - 4 - 2, ahead.len(), "the looks before, two more looks at the serial");
}

#[test]
fn undo_takes_back_exactly_what_was_made() {
    let want = desired(2, true);
    for at in 5..=13 {
        let mut model = model(false);
        let run = drive(&mut model, &want, Mode::Apply, Some((at, Fault::Refused)));
        for call in run.record().undo() {
            assert_eq!(model.act(&call).status, 200, "{} {}", call.method, call.path);
        }
        assert!(model.objects.is_empty(), "stopped at call {at}: {:?}", model.objects);
    }
}

#[test]
fn a_changed_key_and_refresh_are_put_and_can_be_put_back() {
    let (mut model, mut want) = (model(false), desired(1, true));
    drive(&mut model, &want, Mode::Apply, None);
    let before = model.objects.clone();
    want.keys[0].secret = Secret::new("YW5vdGhlcg==");
    want.refresh_s = 7_200;
    let run = drive(&mut model, &want, Mode::Apply, None);
    let changed: Vec<_> = run.plan().unwrap().steps.iter().filter(|s| s.action == Action::Change).collect();
    assert_eq!(changed.iter().map(|s| s.object).collect::<Vec<_>>(), [Object::Key, Object::Link, Object::Serial]);
    assert!(run.record().entries.iter().all(|e| matches!(e.change, Change::Changed(_) | Change::Acted)));
    for call in run.record().undo() {
        model.act(&call);
    }
    let unchecked = |mut objects: BTreeMap<String, Value>| {
        for object in objects.values_mut().filter_map(Value::as_object_mut) {
            object.remove("checked_time");
        }
        objects
    };
    assert_eq!(unchecked(model.objects), unchecked(before));
}

#[test]
fn a_key_is_taken_from_a_peer_and_given_back() {
    let (mut model, signed) = (model(false), desired(1, true));
    let key = |model: &Model| {
        let peer = model.objects.iter().find(|(path, _)| path.contains("/peers/")).unwrap().1;
        peer.get("tsig_id").cloned()
    };
    drive(&mut model, &signed, Mode::Apply, None);
    assert!(key(&model).is_some());
    let removed = drive(&mut model, &desired(1, false), Mode::Apply, None);
    assert_eq!((removed.state(), key(&model)), (State::Done, None), "{:?}", removed.failure());
    let added = drive(&mut model, &signed, Mode::Apply, None);
    assert!(key(&model).is_some());
    for call in added.record().undo() {
        model.act(&call);
    }
    assert_eq!(key(&model), None, "the peer had no key before");
}

#[test]
fn the_serial_from_before_a_change_proves_nothing() {
    let (mut model, mut want) = (model(false), desired(1, true));
    drive(&mut model, &want, Mode::Apply, None);
    want.keys[0].secret = Secret::new("YW5vdGhlcg==");
    model.looks = 3;
    let run = drive(&mut model, &want, Mode::Apply, None);
    let polls = run.made().iter().rev().take_while(|m| m.method == Method::Get).count();
    assert_eq!((run.state(), polls), (State::Done, 3), "the wanted serial is there all along");
    // A transfer that never succeeds.
    want.keys[0].secret = Secret::new("d3Jvbmc=");
    model.looks = u32::MAX;
    let run = drive(&mut model, &want, Mode::Apply, None);
    assert_eq!(run.failure().unwrap().diagnostic.code.name, "serial-not-seen");
}

#[test]
fn serial_0_is_an_answer_only_of_a_first_transfer() {
    let run = |before: Option<u32>, checked: &str| {
        let mut want = desired(1, false);
        want.serial = Some(0);
        let zone = "1".repeat(32);
        let mut model = model(false);
        let path = format!("/zones/{zone}");
        model.objects.insert(path.clone(), json!({"id": zone, "name": "example.com", "type": "secondary"}));
        let link = format!("{path}/secondary_dns/incoming");
        if let Some(serial) = before {
            let times = json!({"soa_serial": serial, "checked_time": "a", "auto_refresh_seconds": 3_600});
            model.objects.insert(link.clone(), times);
        }
        let mut run = Run::new(want, Mode::Apply, TODAY).unwrap();
        while let Some(call) = run.next() {
            let forced = call.path.ends_with("force_axfr");
            run.answer(&model.act(&call));
            if forced {
                let object = model.objects.get_mut(&link).unwrap();
                object["transferring"] = json!(false);
                (object["soa_serial"], object["checked_time"]) = (json!(0), json!(checked));
            }
        }
        run.state()
    };
    assert_eq!(run(None, "b"), State::Done);
    assert_eq!(run(Some(0), "b"), State::Done);
    assert_eq!(run(Some(0), "a"), State::Failed, "not asked since");
    assert_eq!(run(Some(7), "b"), State::Failed, "had another serial");
}

#[test]
fn a_link_that_is_not_stored_is_a_failure() {
    let (mut model, want) = (model(false), desired(1, false));
    let mut run = Run::new(want, Mode::Apply, TODAY).unwrap();
    while let Some(call) = run.next() {
        let response = model.act(&call);
        if call.path.ends_with("/incoming") && call.method == Method::Post {
            let other = json!({"peers": ["other"], "auto_refresh_seconds": 3_600});
            run.answer(&respond(200, &json!({"success": true, "result": other})));
        } else {
            run.answer(&response);
        }
    }
    assert_eq!(run.failure().unwrap().diagnostic.code.name, "link-not-stored");
    assert!(run.record().entries.iter().any(|entry| entry.object == Object::Link), "it can be undone");
}

/// A first run, stopped at every call: before it is made, or while it is out.
#[test]
fn a_stopped_run_keeps_what_was_done_and_sends_no_more() {
    for (at, out) in (1..=13).flat_map(|at| [(at, false), (at, true)]) {
        let (mut model, want) = (model(true), desired(1, true));
        let mut run = Run::new(want.clone(), Mode::Apply, TODAY).unwrap();
        let mut number = 0;
        loop {
            number += 1;
            if number == at && !out {
                run.stop();
            }
            let Some(call) = run.next() else { break };
            let response = model.act(&call);
            if number == at && out {
                run.stop();
                assert_eq!((run.state(), run.next().is_none()), (State::Stopped, true));
            }
            run.answer(&response);
        }
        assert_eq!(run.state(), State::Stopped, "at {at}, out: {out}");
        assert_eq!(run.made().len(), at - usize::from(!out), "one that was out is recorded");
        assert!(run.failure().is_none() && run.ahead().is_empty());
        let running = |run: &Run| run.plan().is_some_and(|p| p.steps.iter().any(|s| s.state == StepState::Running));
        assert!(!running(&run), "at {at}, out: {out}");
        let mut undone = model.clone();
        for call in run.record().undo() {
            assert_eq!(undone.act(&call).status, 200);
        }
        assert!(undone.objects.is_empty(), "at {at}, out: {out}: {:?}", undone.objects);
        assert_eq!(drive(&mut model, &want, Mode::Apply, None).state(), State::Done);
    }
}

#[test]
fn stopping_what_has_ended_changes_nothing() {
    let mut run = drive(&mut model(false), &desired(1, true), Mode::DryRun, None);
    run.stop();
    assert_eq!(run.state(), State::Done);
    assert!(!run.ahead().is_empty());
}

#[test]
fn a_failure_explains_itself_and_hides_the_secret() {
    let want = desired(1, true);
    let run = drive(&mut model(false), &want, Mode::Apply, Some((5, Fault::Refused)));
    let failure = run.failure().unwrap();
    assert_eq!((run.state(), failure.call, failure.status), (State::Failed, 5, Some(400)));
    assert_eq!(failure.diagnostic.code.name, "provider-refused");
    assert!(failure.message().contains("1052 no ••••••••"), "{}", failure.message());
    assert!(!format!("{run:?}").contains(SECRET));
    assert!(run.ahead().is_empty() && run.record().entries.is_empty(), "{:?}", run.record());
    assert!(failure.why().contains("Account Settings Write") || failure.status != Some(403));
}

#[test]
fn a_zone_of_another_type_is_left_alone() {
    let mut model = model(false);
    let zone = json!({"id": "1".repeat(32), "name": "example.com", "type": "full"});
    model.objects.insert(format!("/zones/{}", "1".repeat(32)), zone);
    let run = drive(&mut model, &desired(1, false), Mode::Apply, None);
    assert_eq!(run.failure().unwrap().diagnostic.code.name, "zone-not-secondary");
    assert_eq!(model.writes, 0);
}

#[test]
fn a_peer_of_another_zone_is_not_changed() {
    let (mut model, want) = (model(false), desired(1, true));
    let id = "9".repeat(32);
    let path = format!("/accounts/{ACCOUNT}/secondary_dns/peers/{id}");
    // The same address, for somebody else and without a key.
    let theirs = json!({"id": id, "name": "theirs", "ip": "192.0.2.1", "port": 53.0, "ixfr_enable": true});
    model.objects.insert(path.clone(), theirs.clone());
    drive(&mut model, &want, Mode::Apply, None);
    assert_eq!((model.objects.get(&path), model.count("/peers/")), (Some(&theirs), 2));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever call fails, and however, running again makes what is missing, nothing twice, and then has nothing to do.
    #[test]
    fn running_again_after_a_fault_duplicates_nothing(
        peers in 1_u8..4, signed: bool, names_only: bool, at in 1_u32..20, lost: bool,
    ) {
        let (mut model, want) = (model(names_only), desired(peers, signed));
        let fault = if lost { Fault::Lost } else { Fault::Refused };
        let first = drive(&mut model, &want, Mode::Apply, Some((at, fault)));
        prop_assert!(!lost || first.state() == State::Done, "{:?}", first.failure());
        let second = drive(&mut model, &want, Mode::Apply, None);
        prop_assert_eq!(second.state(), State::Done, "{:?}", second.failure());
        prop_assert_eq!(model.count("/tsigs/"), usize::from(signed));
        prop_assert_eq!(model.count("/peers/"), usize::from(peers));
        prop_assert_eq!((model.count("/incoming"), model.count("/zones/")), (1, 2));
        let writes = model.writes;
        let third = drive(&mut model, &want, Mode::Apply, None);
        prop_assert!(third.plan().unwrap().is_empty());
        prop_assert_eq!(model.writes, writes);
    }

    /// Answers are anybody's: no octets make a run panic or go on for ever.
    #[test]
    fn any_answer_is_taken(answers in proptest::collection::vec((100_u16..600, any::<Vec<u8>>()), 0..40)) {
        let mut run = Run::new(desired(1, true), Mode::Apply, TODAY).unwrap();
        for (status, body) in answers {
            if run.next().is_none() { break }
            run.answer(&Response { status, body, retry_after_s: None });
        }
    }
}

#[test]
fn recorded_answers_are_read() {
    // Shapes recorded from the provider: unset values, a float port, `primaries`, no `result_info`, unknown keys.
    let peers = r#"{"success":true,"errors":[],"messages":[],"result":[
        {"id":"4b1f3a2ac4854b5b9c8c8d5d8e7c1a2b","name":"a","ip":"","ixfr_enable":false,"port":0},
        {"id":"4b1f3a2ac4854b5b9c8c8d5d8e7c1a2c","name":"a","ip":"192.0.2.53","ixfr_enable":true,"port":53.0,"tsig_id":"x","new":1}]}"#;
    let peers = serde_json::from_str::<Envelope<Vec<Peer>>>(peers).unwrap().result.unwrap();
    assert_eq!((peers[0].port, peers[0].key(), peers[1].port, peers[1].key()), (0, None, 53, Some("x")));
    let incoming = r#"{"id":"z","name":"example.com.","primaries":["p"],"auto_refresh_seconds":86400,"soa_serial":0,
        "created_time":"2025-03-11T20:24:51.450451Z","checked_time":null}"#;
    let incoming: Incoming = serde_json::from_str(incoming).unwrap();
    assert_eq!((incoming.linked(), incoming.soa_serial), (&["p".to_owned()][..], 0));
    let zone = r#"{"id":"z","name":"example.com","status":"pending","activated_on":null,"original_name_servers":null,
        "name_servers":["ns0123.secondary.cloudflare.com"],"owner":{"id":null,"type":"user","email":null},"plan":{}}"#;
    assert_eq!(serde_json::from_str::<Zone>(zone).unwrap().kind, "");
    let failed = r#"{"success":false,"errors":[{"code":6003,"message":"Invalid request headers",
        "error_chain":[{"code":6103,"message":"Invalid format for X-Auth-Key header"}]}],"messages":[],"result":null}"#;
    let failed: Envelope<Value> = serde_json::from_str(failed).unwrap();
    assert_eq!(failed.errors[0].error_chain[0].code, 6103);
    assert!(serde_json::from_str::<Peer>(r#"{"name":"a","port":53.5}"#).is_err());
    assert!(serde_json::from_str::<Peer>(r#"{"name":"a","port":65536}"#).is_err());
}

fn codes(findings: &[Diagnostic]) -> Vec<&'static str> {
    findings.iter().map(|d| d.code.name).collect()
}

#[test]
fn rules_say_which_field_and_why() {
    let good = desired(2, true);
    assert_eq!(codes(&rules::check(&good, TODAY)), ["sources-old-ending"]);
    assert_eq!(codes(&rules::check(&good, Date::new(2026, 12, 1))), ["sources-old-ended"]);
    type Spoil = fn(&mut Desired);
    let cases: [(&str, &str, Spoil); 14] = [
        ("account-id-form", "/account_id", |d| d.account_id = ACCOUNT.to_uppercase()),
        ("account-id-form", "/account_id", |d| d.account_id = "../zones".to_owned()),
        ("zone-id-form", "/zone_id", |d| d.zone_id = ZoneChoice::Id("abc".to_owned())),
        ("zone-name-invalid", "/zone", |d| d.zone = "a..b".to_owned()),
        ("refresh-too-small", "/refresh_s", |d| d.refresh_s = 299),
        ("name-server-not-secondary", "/name_servers/1", |d| {
            d.name_servers = vec!["ns0001.SECONDARY.cloudflare.com".to_owned(), "ada.ns.cloudflare.com".to_owned()];
        }),
        ("peers-too-many", "/peers", |d| *d = desired(31, true)),
        ("peers-none", "/peers", |d| d.peers.clear()),
        ("peer-address-form", "/peers/0/ip", |d| d.peers[0].ip = "192.0.2.0/24".to_owned()),
        ("peer-key-missing", "/peers/1/key", |d| d.peers[1].key = None),
        ("peer-key-unknown", "/peers/0/key", |d| d.peers[0].key = Some("other.".to_owned())),
        ("key-secret-form", "/keys/0/secret", |d| d.keys[0].secret = Secret::new("not base64")),
        ("key-algorithm-unconfirmed", "/keys/0/algo", |d| d.keys[0].algo = "hmac-md5.sig-alg.reg.int.".to_owned()),
        ("dnssec-presigned-no-proxy", "/dnssec", |d| d.dnssec = Some(DnssecMode::Presigned)),
    ];
    for (code, field, spoil) in cases {
        let mut want = desired(2, true);
        spoil(&mut want);
        let found = rules::check(&want, TODAY);
        let finding = found.iter().find(|d| d.code.name == code);
        let finding = finding.unwrap_or_else(|| panic!("{code} is not among {:?}", codes(&found)));
        assert_eq!(finding.args.get("field").map(ToString::to_string).as_deref(), Some(field), "{code}");
        let text = english::message(finding.code, &finding.args) + &english::why(finding.code, &finding.args);
        assert!(!text.contains('{') && !text.contains("not base64\""), "{text}");
    }
    let mut want = desired(30, true);
    want.refresh_s = 300;
    assert_eq!(codes(&rules::check(&want, TODAY)), ["sources-old-ending"], "the limits themselves are fine");
    want.account_id.clear();
    assert!(Run::new(want, Mode::DryRun, TODAY).is_err());
}
