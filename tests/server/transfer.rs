//! `understudy transfer` and `understudy probe` against every vendor's primary, and against what goes wrong.

use std::fs;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use data_encoding::BASE64;
use understudy::engine::tsig::Algorithm;

use super::judge::{records, transferred};
use super::peers::{Allow, KEY, Primary, Vendor, WRONG_KEY, ZONE, free_port, installed, key_of, pdnsutil};
use super::program::{run, run_at, stderr, stdout};

fn transfer_equals_dig(vendor: Vendor) {
    for (allow, key) in [(Allow::Anybody, None), (Allow::KeyHolders, Some(KEY))] {
        let Some(primary) = Primary::start(vendor, allow) else { return };
        let address = primary.address();
        let mut words = vec!["transfer", ZONE, "--from", &address];
        words.extend(key.into_iter().flat_map(|key| ["--tsig", key]));
        let output = run(&words);
        assert!(output.status.success(), "{vendor:?} {allow:?}: {}\n{}", stderr(&output), primary.log());
        assert_eq!(records(&stdout(&output)), transferred(primary.port, key), "{vendor:?} {allow:?}");
    }
}

/// Signed by every algorithm that the primary knows.
fn every_algorithm(vendor: Vendor) {
    // MACs that are cut by definition have names of their own that only we know.
    let keys: Vec<_> = Algorithm::ALL.into_iter().filter(|a| !a.is_cut()).map(|a| a.config_name()).collect();
    let secret =
        |algorithm: &str| BASE64.encode(format!("a secret of {algorithm}, long enough for it, and longer").as_bytes());
    let zone = fs::read_to_string(super::peers::zone_file()).unwrap();
    let started = Primary::written(vendor, free_port(), Allow::KeyHolders, &[("zone", &zone)], |at| {
        // PowerDNS is told of its keys by a program.
        let named = keys.iter().filter(|_| vendor != Vendor::PowerDns);
        let words: String = named.map(|key| key_of(vendor, [&format!("{key}.k"), key, &secret(key)])).collect();
        let listed = |around: &dyn Fn(&str) -> String| keys.iter().map(|key| around(key)).collect::<String>();
        words
            + &match vendor {
                Vendor::Bind | Vendor::PowerDns => {
                    let who = listed(&|key| format!("key \"{key}.k\"; "));
                    let who =
                        if vendor == Vendor::Bind { format!("allow-transfer {{ {who} }};") } else { String::new() };
                    format!("zone \"{ZONE}\" {{ type primary; file \"{at}/zone\"; {who} }};\n")
                }
                Vendor::Knot => {
                    let acl = listed(&|key| format!("  - id: {key}\n    action: transfer\n    key: {key}.k\n"));
                    let names = keys.join(", ");
                    format!("acl:\n{acl}zone:\n  - domain: {ZONE}\n    file: {at}/zone\n    acl: [{names}]\n")
                }
                Vendor::Nsd => {
                    let who = listed(&|key| format!("  provide-xfr: 127.0.0.1 {key}.k\n"));
                    format!("zone:\n  name: {ZONE}\n  zonefile: zone\n{who}")
                }
            }
    });
    let Some(primary) = started else { return };
    if vendor == Vendor::PowerDns {
        for key in &keys {
            pdnsutil(primary.folder(), &["import-tsig-key", &format!("{key}.k"), key, &secret(key)]);
            pdnsutil(primary.folder(), &["activate-tsig-key", ZONE, &format!("{key}.k"), "primary"]);
        }
    }
    for key in &keys {
        let tsig = format!("{key}:{key}.k:{}", secret(key));
        let until = Instant::now() + Duration::from_secs(60);
        let output = loop {
            let output = run(&["transfer", ZONE, "--from", &primary.address(), "--tsig", &tsig]);
            // It may not have started yet.
            if output.status.success() || Instant::now() > until {
                break output;
            }
            std::thread::sleep(Duration::from_millis(200));
        };
        assert!(output.status.success(), "{vendor:?} {key}: {}\n{}", stderr(&output), primary.log());
        assert_eq!(records(&stdout(&output)), transferred(primary.port, Some(&tsig)), "{vendor:?} {key}");
    }
}

#[test]
fn a_zone_comes_signed_by_every_algorithm_of_bind() {
    every_algorithm(Vendor::Bind);
}

#[test]
fn a_zone_comes_signed_by_every_algorithm_of_knot() {
    every_algorithm(Vendor::Knot);
}

#[test]
fn a_zone_comes_signed_by_every_algorithm_of_nsd() {
    every_algorithm(Vendor::Nsd);
}

#[test]
fn a_zone_comes_signed_by_every_algorithm_of_powerdns() {
    every_algorithm(Vendor::PowerDns);
}

#[test]
fn a_zone_from_bind_equals_digs() {
    transfer_equals_dig(Vendor::Bind);
}

#[test]
fn a_zone_from_knot_equals_digs() {
    transfer_equals_dig(Vendor::Knot);
}

#[test]
fn a_zone_from_nsd_equals_digs() {
    transfer_equals_dig(Vendor::Nsd);
}

#[test]
fn a_zone_from_powerdns_equals_digs() {
    transfer_equals_dig(Vendor::PowerDns);
}

#[test]
fn where_the_zone_goes_is_looked_at_first_and_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let out =
        |path: &std::path::Path, from: &str| run(&["transfer", ZONE, "--from", from, "--out", path.to_str().unwrap()]);
    // Nobody is asked: a port where somebody listens and never answers would keep the command waiting.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap().to_string();
    for place in [folder.path().join("no/such/folder"), folder.path().to_owned()] {
        let output = out(&place, &address);
        assert_eq!((output.status.code(), stderr(&output).lines().count()), (Some(2), 1), "{}", stderr(&output));
        assert!(stderr(&output).contains(place.to_str().unwrap()));
    }
    let Some(primary) = Primary::start(Vendor::Bind, Allow::Anybody) else { return };
    let file = folder.path().join("zone");
    fs::write(&file, "old").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    assert!(out(&file, &primary.address()).status.success());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(records(&fs::read_to_string(&file).unwrap()), transferred(primary.port, None));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}

/// Runs a transfer that must fail; gives the last line of stderr.
fn refused(words: &[&str]) -> String {
    let output = run(words);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(output.stdout.is_empty());
    stderr(&output).lines().last().unwrap().to_owned()
}

#[test]
fn a_wrong_secret_is_called_badsig_by_each_vendor() {
    for vendor in Vendor::ALL {
        let Some(primary) = Primary::start(vendor, Allow::KeyHolders) else { continue };
        let line = refused(&["transfer", ZONE, "--from", &primary.address(), "--tsig", WRONG_KEY]);
        assert!(line.starts_with("error["), "{line}");
        assert!(line.contains("NOTAUTH"), "{vendor:?}: {line}");
        // PowerDNS answers NOTAUTH without a TSIG record.
        assert!(line.contains("BADSIG") || vendor == Vendor::PowerDns, "{vendor:?}: {line}");
        assert!(!line.contains("OTEyMzQ1"), "the secret is shown: {line}");
    }
}

#[test]
fn an_unknown_key_is_called_badkey_by_each_vendor() {
    for vendor in Vendor::ALL {
        let Some(primary) = Primary::start(vendor, Allow::KeyHolders) else { continue };
        // A name that is not known there, and a known one with another algorithm.
        for (name, algorithm) in [("other.example", "hmac-sha256"), ("transfer.example", "hmac-sha512")] {
            let key = KEY.replace("hmac-sha256:transfer.example", &format!("{algorithm}:{name}"));
            let line = refused(&["transfer", ZONE, "--from", &primary.address(), "--tsig", &key]);
            let other = format!("the key {name} with another algorithm, not {algorithm}");
            let (said, cause) = match (vendor, name) {
                // It answers so without a TSIG record.
                (Vendor::PowerDns, _) => ("NOTAUTH", format!("does not take the signature of the key {name}")),
                // It takes a signature of any algorithm, and lets transfer with the key's own alone.
                (Vendor::Nsd, "transfer.example") => ("REFUSED", other),
                _ => ("BADKEY", format!("does not know the key {name} with {algorithm}")),
            };
            assert!(line.contains(said), "{vendor:?}: {line}");
            let probed = run(&["probe", ZONE, "--from", &primary.address(), "--tsig", &key]);
            let (steps, causes) = (String::from_utf8_lossy(&probed.stdout), stderr(&probed));
            assert!(steps.lines().any(|line| line.starts_with("failed") && line.contains(said)), "{vendor:?}: {steps}");
            assert!(causes.contains(&cause), "{vendor:?}: {causes}");
            assert!(!steps.contains("MDEyMzQ1") && !causes.contains("MDEyMzQ1"), "the secret is shown");
        }
    }
}

#[test]
fn clocks_that_differ_are_called_so_whichever_vendor_answers() {
    let Some(_) = installed("faketime") else { return };
    for vendor in Vendor::ALL {
        let Some(primary) = Primary::start(vendor, Allow::KeyHolders) else { continue };
        for (off, told) in [("-1000s", "is 1000 s ahead of ours"), ("+7200s", "is 7200 s behind ours")] {
            let probed = run_at(off, &["probe", ZONE, "--from", &primary.address(), "--tsig", KEY]);
            let (steps, causes) = (stdout(&probed), stderr(&probed));
            assert_eq!(probed.status.code(), Some(1), "{vendor:?}: {steps}");
            // PowerDNS answers NOTAUTH without a TSIG record.
            let told = if vendor == Vendor::PowerDns { "refuses a signature for that without saying so" } else { told };
            assert!(causes.contains(told), "{vendor:?} {off}: {causes}");
            // Two hours are most likely a time zone taken for UTC.
            let zones = vendor != Vendor::PowerDns && off == "+7200s";
            assert_eq!(causes.contains("takes its local time for UTC"), zones, "{vendor:?} {off}: {causes}");
        }
    }
}

#[test]
fn a_missing_key_and_a_misspelt_zone_are_told_apart() {
    let Some(primary) = Primary::start(Vendor::Bind, Allow::KeyHolders) else { return };
    let no_key = refused(&["transfer", ZONE, "--from", &primary.address()]);
    assert!(no_key.contains("(REFUSED)"), "{no_key}");
    let misspelt = refused(&["transfer", "exampel.com", "--from", &primary.address(), "--tsig", KEY]);
    assert!(misspelt.contains("NOTAUTH"), "{misspelt}");
    assert_ne!(no_key.split(']').next(), misspelt.split(']').next().map(|_| ""), "{misspelt}");
}

#[test]
fn a_closed_port_and_a_silent_one_are_told_apart() {
    let closed = format!("127.0.0.1:{}", free_port());
    assert!(refused(&["transfer", ZONE, "--from", &closed]).starts_with("error[xfr-connection-refused]"));
    // Accepts and hangs up before it says anything.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let hanging_up = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || listener.incoming().for_each(drop));
    let line = refused(&["transfer", ZONE, "--from", &hanging_up]);
    assert!(line.starts_with("error[xfr-closed]") || line.starts_with("error[xfr-reset]"), "{line}");
}

#[test]
fn a_stopped_primary_leaves_the_old_file_as_it_was() {
    let Some(mut primary) = Primary::start(Vendor::Bind, Allow::Anybody) else { return };
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("zone");
    let words = |from: &str| ["transfer", ZONE, "--from", from, "--out", out.to_str().unwrap()].map(str::to_owned);
    let go = |from: &str| run(&words(from).each_ref().map(String::as_str));
    assert!(go(&primary.address()).status.success());
    let whole = fs::read_to_string(&out).unwrap();
    assert_eq!(records(&whole), transferred(primary.port, None));
    primary.stop();
    assert_eq!(go(&primary.address()).status.code(), Some(1));
    assert_eq!(fs::read_to_string(&out).unwrap(), whole);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "a temporary file was left");
}

#[test]
fn what_cannot_be_asked_is_one_line_and_exit_2() {
    for words in [
        &["transfer", ZONE][..],
        &["transfer", "a..b", "--from", "127.0.0.1"],
        &["transfer", ZONE, "--from", "127.0.0.1:x"],
        &["transfer", ZONE, "--from", "127.0.0.1", "--tsig", "hmac-sha999:k:AAAA"],
        &["transfer", ZONE, "--from", "127.0.0.1", "--source", "::1"],
        &["probe", ZONE, "--from", "127.0.0.1", "--nonsense"],
    ] {
        let output = run(words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        let said = stderr(&output);
        assert!(said.lines().filter(|l| l.starts_with("error: ")).count() == 1, "{words:?}: {said}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_probe_of_a_ready_primary_passes_every_step() {
    for vendor in Vendor::ALL {
        let Some(primary) = Primary::start(vendor, Allow::KeyHolders) else { continue };
        let output = run(&["probe", ZONE, "--from", &primary.address(), "--tsig", KEY]);
        let said = stdout(&output);
        assert!(output.status.success(), "{vendor:?}: {said}{}", stderr(&output));
        for step in ["tcp", "udp", "soa", "tsig", "clock", "axfr"] {
            assert!(said.lines().any(|l| l.starts_with(&format!("ok       {step} "))), "{vendor:?} {step}: {said}");
        }
        assert!(said.contains("ready: serial 2026010107, 25 records"), "{vendor:?}: {said}");
        // From where it was asked, and what that leaves open.
        assert!(said.contains("connected, from 127.0.0.1:") && said.contains("cannot show"), "{vendor:?}: {said}");
    }
}

#[test]
fn a_probe_with_a_wrong_secret_says_badsig_and_why() {
    let Some(primary) = Primary::start(Vendor::Bind, Allow::KeyHolders) else { return };
    let output = run(&["probe", ZONE, "--from", &primary.address(), "--tsig", WRONG_KEY, "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let events: Vec<serde_json::Value> = stdout(&output).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let kinds: Vec<&str> = events.iter().map(|e| e["type"].as_str().unwrap()).collect();
    let mut expected = vec!["step"; 10];
    (expected[0], expected[9]) = ("started", "failed");
    assert_eq!(kinds, expected);
    for (seq, event) in (1..).zip(&events) {
        assert_eq!((event["v"].as_u64(), event["seq"].as_u64()), (Some(1), Some(seq)));
    }
    let tsig = events.iter().find(|e| e["id"] == "tsig").unwrap();
    assert_eq!(
        (&tsig["state"], &tsig["rcode"], &tsig["tsig_error"]),
        (&"failed".into(), &"NOTAUTH".into(), &"BADSIG".into())
    );
    let failed = events.last().unwrap();
    assert_eq!(failed["tsig_error"], "BADSIG");
    assert_eq!(failed["causes"][0]["likelihood"], "high", "{failed}");
    assert!(!stdout(&output).contains("OTEyMzQ1"));
}

/// A primary that goes from serial 7 to 8, and the text of the first version.
fn two_versions(vendor: Vendor) -> Option<(Primary, String)> {
    let text = |serial: &str| {
        let text = fs::read_to_string(super::peers::zone_file()).unwrap().replace("2026010107", serial);
        let hosts: String = (0..100).map(|n| format!("h{n} IN A 192.0.2.{n}\n")).collect();
        format!("{text}\n{hosts}changes IN TXT \"{serial}\"\n")
    };
    let primary = Primary::with_zone(vendor, Allow::Anybody, &text("2026010107"))?;
    let address = primary.address();
    let first = run(&["transfer", ZONE, "--from", &address]);
    assert!(first.status.success(), "{}", stderr(&first));
    // Some take a file for the same that changed within the second.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    primary.update(&text("2026010108"));
    let end = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while !super::peers::dig(primary.port, &[ZONE, "SOA", "+short"]).contains("2026010108") {
        assert!(std::time::Instant::now() < end, "{}", primary.log());
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    Some((primary, stdout(&first)))
}

#[test]
fn differences_are_applied_to_the_version_of_a_file_and_linted() {
    for vendor in [Vendor::Bind, Vendor::Nsd] {
        let Some((primary, first)) = two_versions(vendor) else { continue };
        let folder = tempfile::tempdir().unwrap();
        let (file, address) = (folder.path().join("base"), primary.address());
        let with_base = |text: &str| {
            fs::write(&file, text).unwrap();
            run(&["transfer", ZONE, "--from", &address, "--base", file.to_str().unwrap()])
        };
        let output = with_base(&first);
        assert!(output.status.success(), "{vendor:?}: {}\n{}", stderr(&output), primary.log());
        assert_eq!(records(&stdout(&output)), transferred(primary.port, None), "{vendor:?}");
        // NSD 4.6 adds in every difference what is there already; BIND does not.
        assert_eq!(
            stderr(&output).contains("warning[ixfr-add-present]: record "),
            vendor == Vendor::Nsd,
            "{}",
            stderr(&output)
        );
        // Nothing newer: what is held is the zone.
        let newest = stdout(&output);
        let again = with_base(&newest);
        assert!(again.status.success(), "{}", stderr(&again));
        assert_eq!(records(&stdout(&again)), records(&newest));
        // Held under the same serial, and not what the primary had.
        let other = with_base(&first.replace("\"2026010107\"", "\"another\""));
        assert_eq!((other.status.code(), stdout(&other).as_str()), (Some(1), ""));
        assert!(stderr(&other).contains("error[ixfr-delete-missing]: record "), "{}", stderr(&other));
        assert!(stderr(&other).lines().last().unwrap().starts_with("error[xfr-change-missing]"), "{}", stderr(&other));
    }
}

#[test]
fn a_base_that_is_none_is_said_before_anybody_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("base");
    for text in ["", "$ORIGIN example.net.\n@ 300 SOA ns h 1 2 3 4 5\n@ 300 NS ns\n"] {
        fs::write(&file, text).unwrap();
        let output = run(&["transfer", ZONE, "--from", "127.0.0.1:1", "--base", file.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(stderr(&output).contains("(--base)"), "{}", stderr(&output));
    }
    let both = run(&["transfer", ZONE, "--from", "127.0.0.1:1", "--base", "x", "--ixfr", "1"]);
    assert_eq!(both.status.code(), Some(2));
}
