//! This machine as the provider: from objects over `/client/v4` to a zone that is served, and stays so.

use std::time::{Duration, Instant};

use serde_json::json;

use super::http::ACCOUNT;
use super::judge::transferred;
use super::peers::{Allow, KEY, Primary, Vendor, ZONE, dig};
use super::program::Serve;

const PATIENCE: Duration = Duration::from_secs(60);

/// Makes key, peer, zone and link as the page's plan does; gives the zone's id.
fn link(serve: &Serve, primary: u16) -> String {
    let [algo, name, secret] = KEY.split(':').collect::<Vec<_>>().try_into().unwrap();
    let account = format!("/client/v4/accounts/{ACCOUNT}/secondary_dns");
    let id = |value: serde_json::Value| value["id"].as_str().unwrap().to_owned();
    let tsig = serve.post(&format!("{account}/tsigs"), &json!({ "name": name, "algo": algo, "secret": secret }));
    let peer = json!({ "name": "named", "ip": "127.0.0.1", "port": primary, "tsig_id": id(tsig.result()) });
    let peer = id(serve.post(&format!("{account}/peers"), &peer).result());
    let zone = json!({ "name": ZONE, "account": { "id": ACCOUNT }, "type": "secondary" });
    let zone = id(serve.post("/client/v4/zones", &zone).result());
    let incoming = json!({ "name": format!("{ZONE}."), "auto_refresh_seconds": 86_400, "peers": [peer] });
    serve.post(&format!("/client/v4/zones/{zone}/secondary_dns/incoming"), &incoming).result();
    zone
}

fn wait_until_served(serve: &Serve) {
    let until = Instant::now() + PATIENCE;
    while !dig(serve.dns, &[ZONE, "SOA", "+short"]).contains("2026010107") {
        assert!(Instant::now() < until, "not served within {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_linked_zone_is_served_and_survives_a_restart_and_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let Some(primary) = Primary::start(Vendor::Bind, Allow::KeyHolders) else { return };
    let expected = transferred(primary.port, Some(KEY));
    let mut serve = Serve::start(&data);
    let zone = link(&serve, primary.port);
    wait_until_served(&serve);
    let incoming = serve.get(&format!("/client/v4/zones/{zone}/secondary_dns/incoming")).result();
    assert_eq!(incoming["soa_serial"], 2_026_010_107);
    assert_eq!(transferred(serve.dns, None), expected);
    drop(primary);

    assert_eq!(serve.terminate().code(), Some(0));
    let mut serve = Serve::start(&data);
    wait_until_served(&serve);
    assert_eq!(transferred(serve.dns, None), expected);

    serve.kill();
    let serve = Serve::start(&data);
    wait_until_served(&serve);
    assert_eq!(transferred(serve.dns, None), expected);
}

#[test]
fn a_zone_without_content_is_ours_and_fails() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut serve = Serve::start(&data);
    assert!(dig(serve.dns, &[ZONE, "SOA"]).contains("status: REFUSED"), "not ours yet");
    let zone = json!({ "name": ZONE, "account": { "id": ACCOUNT }, "type": "secondary" });
    let zone = serve.post("/client/v4/zones", &zone).result();
    assert!(dig(serve.dns, &[ZONE, "SOA"]).contains("status: SERVFAIL"));
    assert_eq!(serve.terminate().code(), Some(0));
    let serve = Serve::start(&data);
    assert!(dig(serve.dns, &[ZONE, "SOA"]).contains("status: SERVFAIL"), "after a restart too");
    // Linked, and with nobody at the primary's address.
    let account = format!("/client/v4/accounts/{ACCOUNT}/secondary_dns");
    let peer = serve.post(&format!("{account}/peers"), &json!({ "name": "away", "ip": "127.0.0.1", "port": 1 }));
    let incoming = json!({ "name": ZONE, "auto_refresh_seconds": 86_400, "peers": [peer.result()["id"]] });
    let path = format!("/client/v4/zones/{}/secondary_dns/incoming", zone["id"].as_str().unwrap());
    serve.post(&path, &incoming).result();
    assert!(dig(serve.dns, &[ZONE, "SOA"]).contains("status: SERVFAIL"));
}

#[test]
fn killed_at_any_moment_it_serves_a_version_that_a_primary_had() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let Some(primary) = Primary::start(Vendor::Bind, Allow::KeyHolders) else { return };
    let expected = transferred(primary.port, Some(KEY));
    let mut serve = Serve::start(&data);
    let zone = link(&serve, primary.port);
    // Transfers are forced one after the other and the process killed at another moment each time.
    for ms in [0, 1, 2, 3, 5, 8, 13, 21] {
        serve.post(&format!("/client/v4/zones/{zone}/secondary_dns/force_axfr"), &json!({}));
        std::thread::sleep(Duration::from_millis(ms));
        serve.kill();
        serve = Serve::start(&data);
        // Before the first transfer was committed there may be none; a part of one there is never.
        if dig(serve.dns, &[ZONE, "SOA"]).contains("status: NOERROR") {
            assert_eq!(transferred(serve.dns, None), expected, "killed after {ms} ms");
        }
    }
    wait_until_served(&serve);
    assert_eq!(transferred(serve.dns, None), expected);
}

#[test]
fn an_outgoing_configuration_has_true_times() {
    let folder = tempfile::tempdir().unwrap();
    let Some(primary) = Primary::start(Vendor::Bind, Allow::KeyHolders) else { return };
    let mut serve = Serve::start(&folder.path().join("data"));
    let zone = link(&serve, primary.port);
    wait_until_served(&serve);
    let path = format!("/client/v4/zones/{zone}/secondary_dns/outgoing");
    let peers = serve.get(&format!("/client/v4/accounts/{ACCOUNT}/secondary_dns/peers")).result();
    let made = serve.post(&path, &json!({ "name": ZONE, "peers": [peers[0]["id"]] })).result();
    assert!(made["checked_time"].as_str().unwrap() < made["created_time"].as_str().unwrap(), "{made}");
    assert!(made["last_transferred_time"].is_null(), "{made}");
    transferred(serve.dns, None);
    let then = serve.get(&path).result();
    let at = then["last_transferred_time"].as_str().unwrap_or_else(|| panic!("{then}"));
    assert!(at > made["created_time"].as_str().unwrap(), "{then}");
    assert_eq!(then["checked_time"], made["checked_time"]);
    // A look at the primary is a check, and no transfer.
    serve.post(&format!("/companion/v1/zones/{ZONE}/refresh"), &json!({}));
    let until = Instant::now() + PATIENCE;
    loop {
        let now = serve.get(&path).result();
        assert_eq!(now["last_transferred_time"], then["last_transferred_time"]);
        if now["checked_time"].as_str() > then["checked_time"].as_str() {
            break;
        }
        assert!(Instant::now() < until, "never checked: {now}");
        std::thread::sleep(Duration::from_millis(50));
    }
    // A refusal and a single SOA are no transfers; a restart forgets nothing.
    dig(serve.dns, &["nobody.example", "AXFR"]);
    dig(serve.dns, &[ZONE, "IXFR=2026010107"]);
    assert_eq!(serve.terminate().code(), Some(0));
    let serve = Serve::start(&folder.path().join("data"));
    wait_until_served(&serve);
    assert_eq!(serve.get(&path).result()["last_transferred_time"], then["last_transferred_time"]);
}
