//! A primary that serves a digest of itself which does not hold (RFC 8976).

use std::fs;

use serde_json::json;

use super::config;
use super::judge::transferred;
use super::peers::{Allow, KEY, Primary, Vendor, ZONE, zone_file};
use super::program::Serve;

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
