//! What BIND, Knot, NSD and PowerDNS log of a refused transfer, as the primary and as the secondary, against what
//! product/cause reads out of it: the true cause must be among those named, and the line be known for its vendor's.

use std::fs;
use std::time::{Duration, Instant};

use understudy::product::cause::{Decoded, Program, Side, of_text};

use super::peers::{Allow, KEY, Primary, Vendor, WRONG_KEY, ZONE, free_port, installed, key_of, zone_file};
use super::program::run_at;
use super::quick::power_dns;

const PATIENCE: Duration = Duration::from_secs(60);
const MISSPELT: &str = "exampel.com";
/// Two secrets of 32 octets.
const SECRET: &str = "c2VjcmV0IG9mIHRoaXJ0eS10d28gb2N0ZXRzLCBvbmU=";
const OTHER: &str = "c2VjcmV0IG9mIHRoaXJ0eS10d28gb2N0ZXRzLCB0d28=";

const fn program(vendor: Vendor) -> Program {
    match vendor {
        Vendor::Bind => Program::Bind,
        Vendor::Knot => Program::Knot,
        Vendor::Nsd => Program::Nsd,
        Vendor::PowerDns => Program::PowerDns,
    }
}

/// Waits until what `log` gives names `cause`.
fn names(cause: &str, who: &str, log: impl Fn() -> String) -> Decoded {
    let until = Instant::now() + PATIENCE;
    loop {
        let decoded = of_text(&log());
        let causes: Vec<_> = decoded.iter().flat_map(|d| d.causes.iter().map(|c| c.code.name)).collect();
        match decoded {
            Some(decoded) if causes.contains(&cause) => return decoded,
            _ => assert!(Instant::now() < until, "{who}: {cause} is not in {causes:?}, read out of\n{}", log()),
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn what_a_primary_logs_of_a_refusal_is_understood() {
    let Some(_) = installed("faketime") else { return };
    let with =
        |algorithm: &str, name: &str| KEY.replace("hmac-sha256:transfer.example", &format!("{algorithm}:{name}"));
    let (name, algorithm) = (with("hmac-sha256", "other.example"), with("hmac-sha512", "transfer.example"));
    for vendor in Vendor::ALL {
        let Some(primary) = Primary::start(vendor, Allow::KeyHolders) else { continue };
        for (cause, zone, key, off) in [
            ("cause-secret-differs", ZONE, Some(WRONG_KEY), "+0s"),
            ("cause-key-unknown", ZONE, Some(name.as_str()), "+0s"),
            ("cause-algorithm-differs", ZONE, Some(algorithm.as_str()), "+0s"),
            ("cause-key-required", ZONE, None, "+0s"),
            ("cause-zone-absent", MISSPELT, Some(KEY), "+0s"),
            ("cause-clock-untold", ZONE, Some(KEY), "-1000s"),
        ] {
            // It says nothing of zones that it does not have.
            if vendor == Vendor::Knot && zone == MISSPELT {
                continue;
            }
            let (before, address) = (primary.log().len(), primary.address());
            let mut words = vec!["transfer", zone, "--from", &address];
            words.extend(key.into_iter().flat_map(|key| ["--tsig", key]));
            assert!(!run_at(off, &words).status.success(), "{vendor:?} {cause}");
            let new = || primary.log().get(before..).unwrap_or_default().to_owned();
            let decoded = names(cause, &format!("{vendor:?}"), new);
            assert_eq!((decoded.row.program, decoded.row.side), (program(vendor), Side::Primary), "{}", decoded.line);
        }
    }
}

/// A key of a secondary's, and what it asks for with it.
struct Way {
    /// The true cause of its failure.
    cause: &'static str,
    /// Name, algorithm and secret.
    key: Option<[&'static str; 3]>,
    zone: &'static str,
    /// Whether anybody listens there.
    listens: bool,
}

const WAYS: [Way; 6] = [
    Way {
        cause: "cause-secret-differs",
        key: Some(["wrong.example", "hmac-sha256", SECRET]),
        zone: ZONE,
        listens: true,
    },
    Way { cause: "cause-key-unknown", key: Some(["other.example", "hmac-sha256", SECRET]), zone: ZONE, listens: true },
    Way {
        cause: "cause-algorithm-differs",
        key: Some(["short.example", "hmac-sha512", SECRET]),
        zone: ZONE,
        listens: true,
    },
    Way { cause: "cause-key-required", key: None, zone: ZONE, listens: true },
    Way {
        cause: "cause-zone-absent",
        key: Some(["right.example", "hmac-sha256", SECRET]),
        zone: MISSPELT,
        listens: true,
    },
    Way { cause: "cause-not-running", key: None, zone: ZONE, listens: false },
];
/// What the primary has under these names.
const KEYS: [[&str; 3]; 3] = [
    ["wrong.example", "hmac-sha256", OTHER],
    ["short.example", "hmac-sha256", SECRET],
    ["right.example", "hmac-sha256", SECRET],
];

/// One that lets those transfer who have [`KEYS`].
fn primary(vendor: Vendor) -> Option<Primary> {
    let zone = fs::read_to_string(zone_file()).unwrap();
    let keys = KEYS.map(|key| key_of(vendor, key)).concat();
    let listed = |each: &dyn Fn(&str) -> String| KEYS.map(|[name, ..]| each(name)).concat();
    let started = Primary::written(vendor, free_port(), Allow::KeyHolders, &[("zone", &zone)], |at| {
        keys.clone()
            + &match vendor {
                Vendor::Knot => {
                    let who = KEYS.map(|[name, ..]| name).join(", ");
                    format!(
                        "acl:\n  - id: who\n    action: transfer\n    key: [{who}]\nzone:\n  - domain: {ZONE}\n    file: {at}/zone\n    acl: who\n"
                    )
                }
                Vendor::Nsd => {
                    let who = listed(&|name| format!("  provide-xfr: 127.0.0.1 {name}\n"));
                    format!("zone:\n  name: {ZONE}\n  zonefile: zone\n{who}")
                }
                Vendor::Bind | Vendor::PowerDns => {
                    let who = listed(&|name| format!("key \"{name}\"; "));
                    format!("zone \"{ZONE}\" {{ type primary; file \"{at}/zone\"; allow-transfer {{ {who} }}; }};\n")
                }
            }
    })?;
    let until = Instant::now() + PATIENCE;
    while super::peers::dig(started.port, &[ZONE, "SOA", "+short", "+time=1", "+tries=1"]).is_empty() {
        assert!(Instant::now() < until, "{vendor:?}: {}", started.log());
        std::thread::sleep(Duration::from_millis(50));
    }
    Some(started)
}

fn secondary(vendor: Vendor, &Way { key, zone, .. }: &Way, port: u16) -> Option<Primary> {
    let (name, defined) = (key.map(|[name, ..]| name), key.map_or_else(String::new, |key| key_of(vendor, key)));
    match vendor {
        Vendor::PowerDns => {
            let mut words = vec![format!("create-secondary-zone {zone} 127.0.0.1:{port}")];
            words.extend(key.map(|_| defined));
            words.extend(name.map(|name| format!("activate-tsig-key {zone} {name} secondary")));
            power_dns(free_port(), "secondary=yes\n", "", &words.iter().map(String::as_str).collect::<Vec<_>>())
        }
        _ => Primary::configured(vendor, |at| match vendor {
            Vendor::Bind => {
                let with = name.map_or_else(String::new, |name| format!("key \"{name}\""));
                format!(
                    "{defined}zone \"{zone}\" {{ type secondary; file \"{at}/zone\"; primaries {{ 127.0.0.1 port {port} {with}; }}; }};\n"
                )
            }
            Vendor::Knot => {
                let with = name.map_or_else(String::new, |name| format!("    key: {name}\n"));
                format!(
                    "{defined}remote:\n  - id: first\n    address: 127.0.0.1@{port}\n{with}zone:\n  - domain: {zone}\n    file: {at}/zone\n    master: first\n"
                )
            }
            Vendor::Nsd | Vendor::PowerDns => {
                let with = name.unwrap_or("NOKEY");
                format!("{defined}zone:\n  name: {zone}\n  zonefile: zone\n  request-xfr: 127.0.0.1@{port} {with}\n")
            }
        }),
    }
}

/// Each vendor as the secondary of `first`, in each of the ways.
fn refused_by(first: Vendor) {
    let Some(primary) = primary(first) else { return };
    for vendor in Vendor::ALL {
        let started = WAYS.iter().filter_map(|way| {
            let port = if way.listens { primary.port } else { free_port() };
            Some((way, secondary(vendor, way, port)?))
        });
        let started: Vec<_> = started.collect();
        for (way, secondary) in &started {
            let decoded = names(way.cause, &format!("{vendor:?} behind {first:?}"), || secondary.log());
            assert_eq!(decoded.row.side, Side::Secondary, "{}", decoded.line);
            // What the operating system says is the same everywhere.
            let is_known = [program(vendor), Program::Any].contains(&decoded.row.program);
            assert!(is_known, "{:?}: {}", decoded.row.program, decoded.line);
        }
    }
}

#[test]
fn what_a_secondary_logs_is_understood_behind_bind() {
    refused_by(Vendor::Bind);
}

#[test]
fn what_a_secondary_logs_is_understood_behind_knot() {
    refused_by(Vendor::Knot);
}

#[test]
fn what_a_secondary_logs_is_understood_behind_nsd() {
    refused_by(Vendor::Nsd);
}
