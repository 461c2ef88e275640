//! Addresses: an answer comes from the one that was asked, over IPv4 and IPv6 and at every listener; a primary is asked from
//! the one that is configured.

use std::fs;
use std::net::{Ipv4Addr, Ipv6Addr, UdpSocket};
use std::process::Command;
use std::time::{Duration, Instant};

use super::config;
use super::increments::notify;
use super::peers::{Allow, Primary, Vendor, ZONE, free_port, skipped, zone_file};
use super::program::{Serve, run, stderr, stdout, understudy};

const PATIENCE: Duration = Duration::from_secs(60);

/// What dig says at an address of this machine. It takes no answer from another.
fn dig(address: &str, port: u16, words: &[&str]) -> String {
    let at = [format!("@{address}"), "-p".to_owned(), port.to_string()];
    let output = Command::new("dig").args(at).args(words).output().expect("dig");
    String::from_utf8(output.stdout).unwrap()
}

/// Waits until dig, asking from an address, hears of the zone's version there.
fn until_it_answers(address: &str, port: u16, from: &str) {
    let end = Instant::now() + PATIENCE;
    while !dig(address, port, &["-b", from, ZONE, "SOA", "+short", "+time=1", "+tries=1"]).contains("2026010107") {
        assert!(Instant::now() < end, "nobody answers at {address}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn has_ipv6() -> bool {
    let has = UdpSocket::bind((Ipv6Addr::LOCALHOST, 0)).is_ok();
    if !has {
        skipped("this machine has no IPv6");
    }
    has
}

#[test]
fn every_listener_answers_from_the_address_that_was_asked() {
    if !has_ipv6() {
        return;
    }
    let Some(primary) = Primary::start(Vendor::Bind, Allow::KeyHolders) else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = config::write(folder.path(), primary.port, &config::zone(""));
    // Some of their own, and all there are: of both families at one port.
    let (own, all) = (free_port(), free_port());
    let dns = [format!("127.0.0.2:{own}"), format!("[::1]:{own}"), format!("0.0.0.0:{all}"), format!("[::]:{all}")];
    let words = ["--config", &file].into_iter().chain(dns.iter().flat_map(|address| ["--dns", address]));
    let serve = Serve::with(&folder.path().join("data"), &words.collect::<Vec<_>>());
    config::until(&serve, "2026010107");
    let asked = [("127.0.0.1", serve.dns), ("127.0.0.2", own), ("::1", own)];
    for (address, port) in asked.into_iter().chain([("127.0.0.1", all), ("127.0.0.3", all), ("::1", all)]) {
        for way in ["+notcp", "+tcp"] {
            let said = dig(address, port, &[ZONE, "SOA", way]);
            assert!(
                said.contains("2026010107") && !said.contains("unexpected source"),
                "{address} {port} {way}: {said}"
            );
        }
        let zone = dig(address, port, &[ZONE, "AXFR"]);
        assert!(zone.contains("XFR size: 26 records"), "{address} {port}: {zone}");
    }
}

#[test]
fn a_primary_is_asked_from_the_source_of_its_peer() {
    let (zone, own) = (fs::read_to_string(zone_file()).unwrap(), free_port());
    // It answers one address alone, whatever is asked.
    let Some(primary) = Primary::as_written(Vendor::Bind, own, &[("zone", &zone)], |at| {
        let who = "{ 127.0.0.2; }";
        format!("zone \"{ZONE}\" {{ type primary; file \"{at}/zone\"; allow-query {who}; allow-transfer {who}; }};\n")
    }) else {
        return;
    };
    until_it_answers("127.0.0.1", own, "127.0.0.2");
    let folder = tempfile::tempdir().unwrap();
    let file = config::write(folder.path(), own, &config::zone(""));
    let serve = Serve::with(&folder.path().join("data"), &["--config", &file]);
    serve.log_says("xfr-round-failed");
    config::write(folder.path(), own, &format!("source = \"127.0.0.2\"\n{}", config::zone("")));
    serve.signal("HUP");
    config::until(&serve, "2026010107");

    // Asked once: without it the primary refuses, and the probe says from where it asked.
    let from = primary.address();
    for (source, code) in [("127.0.0.1", Some(1)), ("127.0.0.2", Some(0))] {
        let transfer = run(&["transfer", ZONE, "--from", &from, "--source", source]);
        assert_eq!(transfer.status.code(), code, "{source}: {}", stderr(&transfer));
        let probe = run(&["probe", ZONE, "--from", &from, "--source", source]);
        assert_eq!(probe.status.code(), code, "{source}: {}", stdout(&probe));
        assert!(stdout(&probe).contains(source), "{}", stdout(&probe));
    }
}

/// A secondary listens to its primary alone: to the address that it asks.
#[test]
fn a_secondary_is_told_from_the_address_that_it_asks() {
    let text = fs::read_to_string(zone_file()).unwrap();
    let Some(primary) = Primary::with_zone(Vendor::Bind, Allow::KeyHolders, &text) else { return };
    let folder = tempfile::tempdir().unwrap();
    let (ours, own) = (free_port(), free_port());
    let more = config::zone("").replace("policy", &format!("tell = [\"127.0.0.1:{own}\"]\npolicy"));
    let file = config::write(folder.path(), primary.port, &more);
    // Not through the helper, which listens at another address besides.
    let words =
        ["serve", "--listen", "127.0.0.1:0", "--dns", &format!("127.0.0.2:{ours}"), "--config", &file, "--data"];
    let log = fs::File::create(folder.path().join("log")).unwrap();
    let mut serve = understudy();
    serve.args(words).arg(folder.path().join("data")).stdout(log.try_clone().unwrap()).stderr(log);
    let _serve = Primary::running(serve.spawn().unwrap(), ours, tempfile::tempdir().unwrap());
    until_it_answers("127.0.0.2", ours, "127.0.0.1");
    let third = Primary::as_written(Vendor::Nsd, own, &[], |_| {
        format!(
            "zone:\n  name: {ZONE}\n  zonefile: zone\n  allow-notify: 127.0.0.2 NOKEY\n  \
             request-xfr: AXFR 127.0.0.2@{ours} NOKEY\n"
        )
    });
    let Some(third) = third else { return };
    until_it_answers("127.0.0.1", own, "127.0.0.1");
    // named takes a file for the same that changed within the second, and tells us of nothing.
    std::thread::sleep(Duration::from_millis(1_100));
    primary.update(&text.replace("2026010107", "2026010108"));
    let end = Instant::now() + PATIENCE;
    while !dig("127.0.0.1", own, &[ZONE, "SOA", "+short", "+time=1", "+tries=1"]).contains("2026010108") {
        let said = fs::read_to_string(folder.path().join("log")).unwrap();
        assert!(Instant::now() < end, "NSD was not told: {said}\n{}", third.log());
        notify((Ipv4Addr::new(127, 0, 0, 2), ours));
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn a_zone_comes_over_ipv6() {
    if !has_ipv6() {
        return;
    }
    let (zone, own) = (fs::read_to_string(zone_file()).unwrap(), free_port());
    let Some(_primary) = Primary::as_written(Vendor::Nsd, own, &[("zone", &zone)], |_| {
        format!("server:\n  ip-address: ::1@{own}\nzone:\n  name: {ZONE}\n  zonefile: zone\n  provide-xfr: ::1 NOKEY\n")
    }) else {
        return;
    };
    until_it_answers("::1", own, "::1");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("understudy.toml");
    let text =
        format!("version = 1\n[[peer]]\nname = \"hidden\"\naddress = \"::1\"\nport = {own}\n{}", config::zone(""));
    fs::write(&file, text).unwrap();
    let serve = Serve::with(&folder.path().join("data"), &["--config", file.to_str().unwrap()]);
    config::until(&serve, "2026010107");
}
