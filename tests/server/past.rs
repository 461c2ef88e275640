//! What a zone remembers over a restart besides its content: a version that was rejected, failures, counters.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::config;
use super::peers::{Allow, Primary, Vendor, ZONE, zone_file};
use super::program::Serve;

/// The zone as the API shows it, once it stands so; until then a check is ordered again and again.
fn until(serve: &Serve, check: bool, what: &str, stands: impl Fn(&Value) -> bool) -> Value {
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        let zones = serve.get("/companion/v1/zones").json();
        let zone = zones["zones"][0].clone();
        if stands(&zone) {
            return zone;
        }
        assert!(Instant::now() < end, "never {what}: {zone}\n{}", serve.log());
        if check {
            serve.post(&format!("/companion/v1/zones/{ZONE}/refresh"), &json!({}));
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_rejection_failures_and_counters_survive_a_kill() {
    let text = fs::read_to_string(zone_file()).unwrap();
    let Some(mut primary) = Primary::with_zone(Vendor::Bind, Allow::KeyHolders, &text) else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = config::write(folder.path(), primary.port, &config::zone("approval = { person = true }"));
    let data = folder.path().join("data");
    let decide = |serve: &Serve, word: &str| {
        let answer = serve.post(&format!("/companion/v1/zones/{ZONE}/{word}"), &json!({ "v": 1 }));
        assert!(answer.status < 300, "{word}: {}", answer.text);
    };
    let held = |serial: u32| move |zone: &Value| zone["held"]["serial"] == json!(serial);
    let mut serve = Serve::with(&data, &["--config", &file]);
    until(&serve, false, "held", held(2_026_010_107));
    decide(&serve, "approve");
    config::until(&serve, "2026010107");
    // named takes a file for the same that changed within the second.
    std::thread::sleep(Duration::from_millis(1_100));
    primary.update(&text.replace("2026010107", "2026010108"));
    until(&serve, true, "the next version", held(2_026_010_108));
    decide(&serve, "reject");
    serve.log_says("code=\"xfr-rejected\"");
    // Written at once, but beside the answer: a check without news is written behind it.
    let still = |serve: &Serve| serve.log().matches("code=\"xfr-rejected-still\"").count();
    let before = until(&serve, true, "left alone twice", |_| still(&serve) > 1);
    assert_eq!((&before["serial"], &before["counts"]["versions"]), (&json!(2_026_010_107), &json!(1)));
    serve.kill();

    let mut serve = Serve::with(&data, &["--config", &file]);
    until(&serve, true, "left alone again", |_| still(&serve) > 0);
    assert!(!serve.log().contains("code=\"xfr-held\""), "{}", serve.log());
    config::until(&serve, "2026010107");
    primary.stop();
    // The second failure tells that the first was written down: notes follow one another.
    until(&serve, true, "failing", |zone| zone["counts"]["failed"].as_u64().is_some_and(|n| n >= 3));
    serve.kill();

    let serve = Serve::with(&data, &["--config", &file]);
    let after = until(&serve, false, "remembered", |zone| zone["failures"].is_array());
    assert!(after["counts"]["failed"].as_u64().is_some_and(|n| n >= 2), "{after}");
    assert_eq!(after["counts"]["versions"], json!(1));
    assert!(after["failure"]["peer"].as_str().is_some_and(|peer| peer.starts_with("127.0.0.1:")), "{after}");
    assert!(after["confirmed"].is_string());
}
