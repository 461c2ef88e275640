//! A primary that serves a digest of itself which does not hold (RFC 8976).

use std::fs;

use serde_json::json;
use understudy::engine::diag::Diagnostics;
use understudy::engine::dns::Name;
use understudy::engine::limits::ZoneLimits;
use understudy::engine::zone::{Builder, digest};
use understudy::engine::zonefile::{self, Options, Refusal, Request, Sources};

use super::config;
use super::judge::transferred;
use super::peers::{Allow, KEY, Primary, Vendor, ZONE, zone_file};
use super::program::{Serve, run, stderr, stdout};

#[test]
fn row_60_a_version_with_a_wrong_digest_is_not_served_until_the_policy_takes_it() {
    let text = fs::read_to_string(zone_file()).unwrap();
    let Some(primary) = Primary::with_zone(Vendor::Bind, Allow::KeyHolders, &text) else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = config::write(folder.path(), primary.port, &config::zone(""));
    let serve = Serve::with(&folder.path().join("data"), &["--config", &file]);
    config::until(&serve, "2026010107");
    let digest = "0123456789abcdef".repeat(6);
    let next = text.replace("2026010107", "2026010108") + &format!("\n@ IN ZONEMD 2026010108 1 1 {digest}\n");
    // named takes a file for the same that changed within the second.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    primary.update(&next);
    let refresh = || drop(serve.post(&format!("/companion/v1/zones/{ZONE}/refresh"), &json!({})));
    let end = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while !serve.log().contains("code=\"xfr-zonemd-digest\"") {
        assert!(std::time::Instant::now() < end, "{}\n{}", serve.log(), primary.log());
        refresh();
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    config::until(&serve, "2026010107");
    let zones = serve.get("/companion/v1/zones").text;
    assert!(zones.contains("xfr-zonemd-digest"), "the zone's state says why: {zones}");

    let policy = json!({ "v": 1, "policy": { "zonemd": "warn" } });
    assert_eq!(serve.put(&format!("/companion/v1/zones/{ZONE}/policy"), &policy).status, 200);
    config::until(&serve, "2026010108");
    serve.log_says("the zone is taken though its digest does not hold");
    assert_eq!(transferred(serve.dns, None), transferred(primary.port, Some(KEY)));
}

#[test]
fn row_60_a_transfer_on_request_says_what_the_digest_says() {
    let text = fs::read_to_string(zone_file()).unwrap();
    let wrong = "0123456789abcdef".repeat(6);
    let cases = [
        (240, &wrong, "info[xfr-zonemd-unknown]", 0),
        (1, &wrong, "error[xfr-zonemd-digest]", 1),
        (1, &digest_of(&text), "info[xfr-zonemd-verified]", 0),
    ];
    for (hash, digest, code, status) in cases {
        let text = text.clone() + &format!("\n@ IN ZONEMD 2026010107 1 {hash} {digest}\n");
        let Some(primary) = Primary::with_zone(Vendor::Bind, Allow::Anybody, &text) else { return };
        let output = run(&["transfer", ZONE, "--from", &primary.address()]);
        assert_eq!(output.status.code(), Some(status), "{}", stderr(&output));
        assert!(stderr(&output).lines().any(|line| line.starts_with(code)), "{}", stderr(&output));
        assert_eq!(stdout(&output).is_empty(), status == 1);
    }
}

/// SHA-384 over a zone's records (RFC 8976 §3.3.1).
fn digest_of(text: &str) -> String {
    let (apex, mut builder) = (Name::absolute(ZONE).unwrap(), Builder::new(ZoneLimits::default()));
    let options = Options { origin: Some(apex.clone()), ..Options::default() };
    let mut sources = Sources::new("zone", text.as_bytes().to_vec());
    let none = &mut |_: &Request, _: &mut Sources| Err(Refusal::Refused(String::new()));
    zonefile::parse(&mut sources, options, &mut builder, &mut Diagnostics::new(10), none);
    let octets = digest::simple_sha384(&builder.finish(apex.as_ref()).snapshot);
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}
