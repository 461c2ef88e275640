//! `serve --config`: zones and policies from a file, read again on SIGHUP.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use super::judge::transferred;
use super::peers::{Allow, KEY, Primary, Vendor, ZONE, dig};
use super::program::{Serve, run, stderr, stdout};

const PATIENCE: Duration = Duration::from_secs(60);

/// Writes a configuration whose one zone comes from `primary` with the key that all primaries know.
pub fn write(folder: &Path, primary: u16, more: &str) -> String {
    let [algorithm, name, secret] = KEY.split(':').collect::<Vec<_>>().try_into().unwrap();
    let key = folder.join("key");
    fs::write(&key, format!("{secret}\n")).unwrap();
    let path = folder.join("understudy.toml");
    let text = format!(
        "version = 1\n[[key]]\nname = \"{name}\"\nalgorithm = \"{algorithm}\"\nsecret_file = \"{}\"\n\
         [[peer]]\nname = \"hidden\"\naddress = \"127.0.0.1\"\nport = {primary}\nkey = \"{name}\"\n{more}",
        key.display()
    );
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

pub fn zone(policy: &str) -> String {
    format!("[[zone]]\nname = \"{ZONE}\"\nprimaries = [\"hidden\"]\npolicy = {{ {policy} }}\n")
}

/// Waits until dig's answer has these words.
pub fn until(serve: &Serve, words: &str) {
    let until = Instant::now() + PATIENCE;
    loop {
        let said = dig(serve.dns, &[ZONE, "SOA"]);
        if said.contains(words) {
            return;
        }
        assert!(Instant::now() < until, "never {words}: {said}\n{}", serve.log());
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_zone_of_the_file_is_served_and_sighup_changes_it() {
    let folder = tempfile::tempdir().unwrap();
    let Some(primary) = Primary::start(Vendor::Bind, Allow::KeyHolders) else { return };
    let data = folder.path().join("data");
    let config = write(folder.path(), primary.port, &zone(""));
    let mut serve = Serve::with(&data, &["--config", &config]);
    until(&serve, "2026010107");
    assert_eq!(transferred(serve.dns, None), transferred(primary.port, Some(KEY)));

    // Nobody on this machine may ask any more.
    write(folder.path(), primary.port, &zone("queries = [{ from = \"192.0.2.0/24\" }]"));
    serve.signal("HUP");
    until(&serve, "status: REFUSED");

    // A broken file changes nothing and says why.
    write(folder.path(), primary.port, &zone("quieries = []"));
    serve.signal("HUP");
    serve.log_says("understudy.toml:14:12: unknown key `quieries`, nearest is `queries`");
    assert!(dig(serve.dns, &[ZONE, "SOA"]).contains("status: REFUSED"));

    // Only over TCP; then the zone is taken out of the file; then it is back, with what the store still holds.
    write(folder.path(), primary.port, &zone("queries = [{ from = \"127.0.0.0/8\", transport = \"tcp\" }]"));
    serve.signal("HUP");
    let end = Instant::now() + PATIENCE;
    while !dig(serve.dns, &[ZONE, "SOA", "+tcp"]).contains("2026010107") {
        assert!(Instant::now() < end, "{}", serve.log());
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(dig(serve.dns, &[ZONE, "SOA"]).contains("status: REFUSED"));
    write(folder.path(), primary.port, "");
    serve.signal("HUP");
    serve.log_says("was read again zones=0");
    assert!(dig(serve.dns, &[ZONE, "SOA", "+tcp"]).contains("status: REFUSED"));
    assert_eq!(serve.terminate().code(), Some(0));
    drop(primary);
    write(folder.path(), 1, &zone(""));
    let serve = Serve::with(&data, &["--config", &config]);
    until(&serve, "2026010107");
}

#[test]
fn a_policy_over_http_holds_over_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let Some(primary) = Primary::start(Vendor::Bind, Allow::KeyHolders) else { return };
    let data = folder.path().join("data");
    let config = write(folder.path(), primary.port, &zone(""));
    let mut serve = Serve::with(&data, &["--config", &config]);
    until(&serve, "2026010107");
    let policy = serde_json::json!({ "v": 1, "policy": { "queries": [] } });
    let answer = serve.put(&format!("/companion/v1/zones/{ZONE}/policy"), &policy);
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(dig(serve.dns, &[ZONE, "SOA"]).contains("status: REFUSED"));
    assert_eq!(serve.terminate().code(), Some(0));
    let serve = Serve::with(&data, &["--config", &config]);
    assert!(dig(serve.dns, &[ZONE, "SOA"]).contains("status: REFUSED"));
}

#[test]
fn transfers_out_are_allowed_by_address_and_key_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let Some(primary) = Primary::start(Vendor::Bind, Allow::Anybody) else { return };
    let [_, name, _] = KEY.split(':').collect::<Vec<_>>().try_into().unwrap();
    // The peer is asked without a key: the key is known from the file alone.
    let config =
        write(folder.path(), primary.port, &zone(&format!("transfers = [{{ from = \"::/0\", key = \"{name}\" }}]")));
    let text = fs::read_to_string(&config).unwrap().replace(&format!("\nkey = \"{name}\""), "");
    fs::write(&config, text).unwrap();
    let serve = Serve::with(&folder.path().join("data"), &["--config", &config]);
    until(&serve, "2026010107");
    assert_eq!(transferred(serve.dns, Some(KEY)), transferred(primary.port, None));
}

#[test]
fn a_configuration_is_checked_without_a_start() {
    let folder = tempfile::tempdir().unwrap();
    let config = write(folder.path(), 53, &zone(""));
    let right = run(&["serve", "--config", &config, "--check-config"]);
    assert_eq!((right.status.code(), stdout(&right).as_str()), (Some(0), "fine: 1 zones, 1 keys\n"));
    write(folder.path(), 53, &zone("refresh = \"often\""));
    let wrong = run(&["serve", "--config", &config, "--check-config"]);
    assert_eq!((wrong.status.code(), stdout(&wrong).as_str()), (Some(1), ""));
    assert!(stderr(&wrong).contains("understudy.toml:14:22: "), "{}", stderr(&wrong));
    // Started with it, that is one line and exit 2, and nothing is made.
    let data = folder.path().join("data");
    let start = run(&["serve", "--config", &config, "--data", data.to_str().unwrap()]);
    assert_eq!((start.status.code(), stderr(&start).lines().count()), (Some(2), 1), "{}", stderr(&start));
    assert!(!data.exists());
    let missing = run(&["serve", "--config", "/nonexistent/understudy.toml", "--check-config"]);
    assert_eq!((missing.status.code(), stderr(&missing).lines().count()), (Some(2), 1));
}

#[test]
fn responses_over_udp_are_bounded_as_the_file_says() {
    use std::net::{Ipv4Addr, UdpSocket};
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("understudy.toml");
    // A SOA question for a zone that is not here: refused, and held back above one a second.
    let question = b"\x12\x34\0\0\0\x01\0\0\0\0\0\0\x07example\0\0\x06\0\x01";
    let truncated = |rate: &str, until: usize| {
        fs::write(&file, format!("version = 1\n[server]\nrate = {{ {rate} }}\n")).unwrap();
        let serve = Serve::with(&folder.path().join("data"), &["--config", file.to_str().unwrap()]);
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        socket.connect((Ipv4Addr::LOCALHOST, serve.dns)).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let mut found = 0;
        // Each is answered, truncated or not: on a machine so slow that each gets a second of its own it takes longer.
        for _ in 0..until {
            socket.send(question).unwrap();
            let mut answer = [0; 512];
            let len = socket.recv(&mut answer).unwrap();
            assert!(len >= 12);
            found += usize::from(answer[2] & 2 != 0);
            if found > 0 {
                break;
            }
        }
        found
    };
    assert_eq!(truncated("per_second = 1, slip = 1, loopback = true", 2_000), 1);
    assert_eq!(truncated("per_second = 0, slip = 1, loopback = true", 50), 0, "no bound");
    assert_eq!(truncated("per_second = 1, slip = 1", 50), 0, "not this machine");
}
