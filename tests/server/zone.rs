//! `understudy zone`, `backup` and `completions`, and the routes behind them.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Output;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::config::{until, write, zone};
use super::judge::transferred;
use super::peers::{Allow, KEY, Primary, Vendor, ZONE, free_port};
use super::program::{Serve, run, stderr, stdout, understudy};

const PATIENCE: Duration = Duration::from_secs(60);

/// Runs `understudy zone` against a server.
pub fn ask(serve: &Serve, words: &[&str]) -> Output {
    understudy()
        .env("UNDERSTUDY_TOKEN", &serve.token)
        .args([&["zone", "--url", &serve.http], words].concat())
        .output()
        .unwrap()
}

/// Its JSON.
pub fn json_of(serve: &Serve, words: &[&str]) -> Value {
    let output = ask(serve, &[words, &["--format", "json"]].concat());
    serde_json::from_str(&stdout(&output)).unwrap_or_else(|e| panic!("{e}: {}{}", stdout(&output), stderr(&output)))
}

/// Reads events of the zone until one has this code; gives their numbers and codes.
fn events(serve: &Serve, after: Option<u64>, last: &str) -> Vec<(u64, String)> {
    let agent: ureq::Agent = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).build().into();
    let mut request = agent
        .get(format!("{}/companion/v1/zones/{ZONE}/events", serve.http))
        .header("X-Understudy-Token", &serve.token)
        .header("Accept", "text/event-stream");
    if let Some(after) = after {
        request = request.header("Last-Event-ID", after.to_string());
    }
    let mut seen = Vec::new();
    for line in BufReader::new(request.call().unwrap().into_body().into_reader()).lines() {
        let Some(data) = line.unwrap().strip_prefix("data: ").map(|d| serde_json::from_str::<Value>(d).unwrap()) else {
            continue;
        };
        if data["type"] == "status" {
            assert!(seen.is_empty(), "the status comes first");
            assert_eq!(data["status"]["zone"], format!("{ZONE}."));
            continue;
        }
        let code = data["code"].as_str().unwrap().to_owned();
        seen.push((data["seq"].as_u64().unwrap(), code.clone()));
        if code == last {
            return seen;
        }
    }
    panic!("the stream ended: {seen:?}");
}

#[test]
fn zones_are_listed_told_of_and_told_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mut primary) = Primary::start(Vendor::Bind, Allow::KeyHolders) else { return };
    let config = write(folder.path(), primary.port, &zone(""));
    let serve = Serve::with(&folder.path().join("data"), &["--config", &config]);
    until(&serve, "2026010107");
    let list = ask(&serve, &["list"]);
    assert_eq!((list.status.code(), stdout(&list).trim()), (Some(0), "example.com.  2026010107  current"));
    let status = ask(&serve, &["status", ZONE]);
    assert_eq!(status.status.code(), Some(0), "{}", stderr(&status));
    for words in
        ["state         current", "serial        2026010107, 25 records", "last success  20", "expires       20"]
    {
        assert!(stdout(&status).contains(words), "{words}\n{}", stdout(&status));
    }
    assert!(stdout(&ask(&serve, &["diff", ZONE])).contains("nothing waits for approval"));

    // What happened is there to read, and a stream goes on where it broke off.
    let first = events(&serve, None, "xfr-served");
    assert_eq!(first[0].1, "xfr-check-start", "{first:?}");
    let served = first.last().unwrap().0;
    assert_eq!(ask(&serve, &["refresh", ZONE]).status.code(), Some(0));
    let second = events(&serve, Some(served), "xfr-current");
    assert_eq!(second[0].1, "xfr-check-asked", "{second:?}");
    assert!(second[0].0 > served);
    let path = format!("/companion/v1/zones/{ZONE}/events");
    assert_eq!(serve.get(&path).json()["events"][0]["code"], "xfr-check-start");
    assert_eq!(ask(&serve, &["retransfer", ZONE]).status.code(), Some(0));
    events(&serve, second.last().map(|(seq, _)| *seq), "xfr-served");

    // A failure names its primary, and the answer is no until it is over.
    primary.stop();
    ask(&serve, &["refresh", ZONE]);
    events(&serve, second.last().map(|(seq, _)| *seq), "xfr-round-failed");
    let failing = ask(&serve, &["status"]);
    assert_eq!(failing.status.code(), Some(1), "{}", stdout(&failing));
    let state = &json_of(&serve, &["list"])["zones"][0];
    assert_eq!(state["failure"]["peer"], format!("127.0.0.1:{}", primary.port), "{state}");
    assert_eq!(state["failures"][0], state["failure"]);
}

#[test]
fn what_cannot_be_asked_is_one_line_and_exit_2() {
    let folder = tempfile::tempdir().unwrap();
    let serve = Serve::start(&folder.path().join("data"));
    let unknown = ask(&serve, &["status", "other.example"]);
    assert_eq!((unknown.status.code(), stderr(&unknown).lines().count()), (Some(1), 1), "{}", stderr(&unknown));
    let elsewhere = format!("http://127.0.0.1:{}", free_port());
    let cases = [
        (Some("wrong"), vec!["zone", "list", "--url", &serve.http], "token"),
        (None, vec!["zone", "list", "--url", &serve.http], "UNDERSTUDY_TOKEN"),
        (Some("any"), vec!["zone", "list", "--url", &elsewhere], "cannot ask"),
        (Some("any"), vec!["zone", "list", "--url", "ftp://localhost"], "begins neither"),
        (Some("any"), vec!["zone", "status", "a..b", "--url", &serve.http], "no domain name"),
    ];
    for (token, words, why) in cases {
        let mut command = understudy();
        let output = command.envs(token.map(|t| ("UNDERSTUDY_TOKEN", t))).args(&words).output().unwrap();
        let said = stderr(&output);
        assert_eq!((output.status.code(), said.lines().count()), (Some(2), 1), "{words:?} {said}");
        assert!(said.contains(why), "{said}");
    }
}

#[test]
fn a_backup_of_a_running_server_is_a_server() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let Some(primary) = Primary::start(Vendor::Bind, Allow::KeyHolders) else { return };
    let expected = transferred(primary.port, Some(KEY));
    let data = folder.path().join("data");
    let config = write(folder.path(), primary.port, &zone(""));
    let serve = Serve::with(&data, &["--config", &config]);
    until(&serve, "2026010107");
    let again = folder.path().join("again");
    fs::create_dir(&again).unwrap();
    let copy = again.join("understudy.db");
    fs::write(&copy, "what was there before").unwrap();
    let words = ["backup", copy.to_str().unwrap(), "--data", data.to_str().unwrap()];
    let output = run(&words);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).ends_with("understudy.db holds 1 zones\n"), "{}", stdout(&output));
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_dir(&again).unwrap().count(), 1, "nothing is left beside it");
    drop((serve, primary));
    let serve = Serve::with(&again, &["--config", &config]);
    until(&serve, "2026010107");
    assert_eq!(transferred(serve.dns, None), expected);

    let nowhere = run(&["backup", "/nonexistent/copy", "--data", data.to_str().unwrap()]);
    assert_eq!((nowhere.status.code(), stderr(&nowhere).lines().count()), (Some(2), 1), "{}", stderr(&nowhere));
    let nothing = run(&["backup", copy.to_str().unwrap(), "--data", "/nonexistent"]);
    assert_eq!((nothing.status.code(), stderr(&nothing).lines().count()), (Some(2), 1), "{}", stderr(&nothing));
}

#[test]
fn shells_are_told_the_commands() {
    for shell in ["bash", "zsh", "fish"] {
        let output = run(&["completions", shell]);
        assert!(output.status.success());
        assert!(stdout(&output).contains("retransfer"), "{shell}");
    }
    assert_eq!(run(&["completions", "cmd"]).status.code(), Some(2));
}

#[test]
fn every_zone_is_listed_whoever_defines_it() {
    let folder = tempfile::tempdir().unwrap();
    let config = write(folder.path(), 1, &zone(""));
    let serve = Serve::with(&folder.path().join("data"), &["--config", &config]);
    serve.post("/client/v4/zones", &json!({ "name": "a.example", "type": "secondary" })).result();
    let end = Instant::now() + PATIENCE;
    loop {
        let list = json_of(&serve, &["list"]);
        let zones = list["zones"].as_array().unwrap();
        assert_eq!((&zones[0]["zone"], &zones[1]["zone"]), (&json!("example.com."), &json!("a.example.")), "{list}");
        assert!(zones[0].get("id").is_none() && zones[1]["id"].is_string());
        if zones[0]["failure"].is_object() {
            break;
        }
        assert!(Instant::now() < end, "{list}");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(ask(&serve, &["status"]).status.code(), Some(1), "never transferred");
}

#[test]
fn what_shrinks_too_much_waits_for_a_person() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(super::peers::zone_file()).unwrap();
    let Some(old) = Primary::with_zone(Vendor::Bind, Allow::KeyHolders, &text) else { return };
    let config = write(folder.path(), old.port, &zone("approval = { shrink_percent = 20 }"));
    let data = folder.path().join("data");
    let mut serve = Serve::with(&data, &["--config", &config]);
    until(&serve, "2026010107");
    assert_eq!(ask(&serve, &["approve", ZONE]).status.code(), Some(1), "nothing waits");
    let port = old.port;
    drop(old);
    let small = "$TTL 3600\n@ SOA ns1 host 2026010108 7200 900 1209600 300\n@ NS ns1\nns1 A 192.0.2.1\n";
    let _new = Primary::again(Vendor::Bind, Allow::KeyHolders, small, port, None).unwrap();
    ask(&serve, &["refresh", ZONE]);
    let held = |serve: &Serve| {
        let end = Instant::now() + PATIENCE;
        loop {
            let state = json_of(serve, &["status", ZONE]);
            if state["held"].is_object() {
                return state;
            }
            assert!(Instant::now() < end, "{state}\n{}", serve.log());
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    let state = held(&serve);
    assert_eq!((&state["serial"], &state["held"]["serial"]), (&json!(2_026_010_107), &json!(2_026_010_108)), "{state}");
    assert_eq!(state["held"]["reasons"][0]["code"], "xfr-hold-shrink");
    until(&serve, "2026010107");
    let shown = stdout(&ask(&serve, &["diff", ZONE]));
    assert!(shown.contains("waiting for approval") && shown.contains("2026010107 -> 2026010108"), "{shown}");

    // It is here again after a restart, and a yes to another serial changes nothing.
    assert_eq!(serve.terminate().code(), Some(0));
    let serve = Serve::with(&data, &["--config", &config]);
    held(&serve);
    until(&serve, "2026010107");
    let other = ask(&serve, &["approve", ZONE, "--serial", "9"]);
    assert_eq!(other.status.code(), Some(1), "{}", stderr(&other));
    let rejected = ask(&serve, &["reject", ZONE]);
    assert_eq!(stdout(&rejected), "example.com.: serial 2026010108 is rejected\n", "{}", stderr(&rejected));
    ask(&serve, &["refresh", ZONE]);
    serve.log_says("which was rejected here");
    assert!(json_of(&serve, &["status", ZONE])["held"].is_null());

    // Ordered once more it is judged once more, and a yes brings it into service.
    ask(&serve, &["retransfer", ZONE]);
    held(&serve);
    let approved = ask(&serve, &["approve", ZONE, "--serial", "2026010108"]);
    assert_eq!(approved.status.code(), Some(0), "{}", stderr(&approved));
    until(&serve, "2026010108");
}

#[test]
fn metrics_tell_how_zones_stand_and_alerts_ask_for_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mut primary) = Primary::start(Vendor::Bind, Allow::KeyHolders) else { return };
    let config = write(folder.path(), primary.port, &zone(""));
    let serve = Serve::with(&folder.path().join("data"), &["--config", &config]);
    until(&serve, "2026010107");
    let metrics = || ureq::get(format!("{}/metrics", serve.http)).call().unwrap().body_mut().read_to_string().unwrap();
    let text = metrics();
    for line in [
        "understudy_zone_serial{zone=\"example.com.\"} 2026010107",
        "understudy_zone_served{zone=\"example.com.\"} 1",
        "understudy_zone_failing{zone=\"example.com.\"} 0",
        "understudy_zone_records{zone=\"example.com.\"} 25",
        "understudy_events_total{code=\"xfr-served\",severity=\"info\"} 1",
        "# EOF",
    ] {
        assert!(text.lines().any(|l| l == line), "{line}\n{text}");
    }
    primary.stop();
    ask(&serve, &["refresh", ZONE]);
    serve.log_says("xfr-round-failed");
    let text = metrics();
    assert!(text.contains("understudy_zone_failing{zone=\"example.com.\"} 1"), "{text}");
    let failure = format!("peer=\"127.0.0.1:{}\",transport=\"udp\"}} 1", primary.port);
    assert!(text.contains(&failure), "{failure}\n{text}");

    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let alerts = root.join("docs/alerts.yml");
    let rules = fs::read_to_string(&alerts).unwrap();
    let words = rules.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let mut asked: Vec<_> = words.filter(|word| word.starts_with("understudy_")).collect();
    asked.sort_unstable();
    asked.dedup();
    assert!(asked.len() >= 6, "{asked:?}");
    for name in asked {
        let is_it = |line: &str| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(['{', ' ']));
        assert!(text.lines().any(is_it), "{name}\n{text}");
    }
    if let Some(promtool) = super::peers::installed("promtool") {
        // And each of them fires in its time, and not before.
        let cases = root.join("tests/data/server/alerts.test.yml");
        for (word, file) in [("check", alerts), ("test", cases)] {
            let output = std::process::Command::new(&promtool).args([word, "rules"]).arg(&file).output().unwrap();
            assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
        }
    }
}
