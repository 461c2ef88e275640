//! Fifty versions in quick succession, live: BIND, Knot, NSD and PowerDNS as primaries that say NOTIFY, all four
//! as secondaries of ours. Nobody is told to look; all end at the last version, and nobody ever goes back.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tokio::sync::broadcast::error::TryRecvError;
use understudy::engine::xfr::{Kind, Peer, SessionConfig};
use understudy::roles::server::driver::{Clients, Listener, ZoneConfig};

use super::judge::transferred;
use super::peers::{Allow, KEY, Primary, Vendor, ZONE, dig, free_port, installed, skipped, zone_file};
use super::secondary::{Secondary, name, session};

const VERSIONS: u32 = 50;
const FIRST: u32 = 2_026_010_107;
const PATIENCE: Duration = Duration::from_secs(90);

fn key_name() -> &'static str {
    KEY.split(':').nth(1).unwrap()
}

fn until(what: &str, shown: impl Fn() -> String, mut holds: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < end, "never: {what}: {}", shown());
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn serial(port: u16) -> Option<u32> {
    dig(port, &[ZONE, "SOA", "+short", "+time=1", "+tries=1"]).split_whitespace().nth(2)?.parse().ok()
}

/// A primary that tells a secondary at `to` of each version.
fn primary(vendor: Vendor, to: u16) -> Option<Primary> {
    let zone = fs::read_to_string(zone_file()).unwrap();
    let (own, key) = (free_port(), key_name());
    match vendor {
        Vendor::Bind => Primary::written(vendor, own, Allow::KeyHolders, &[("zone", &zone)], |at| {
            format!(
                "zone \"{ZONE}\" {{ type primary; file \"{at}/zone\"; allow-update {{ 127.0.0.1; }}; notify explicit; \
                 notify-delay 0; also-notify {{ 127.0.0.1 port {to}; }}; }};\n"
            )
        }),
        Vendor::Knot => Primary::written(vendor, own, Allow::KeyHolders, &[("zone", &zone)], |at| {
            format!(
                "remote:\n  - id: we\n    address: 127.0.0.1@{to}\n\
                 acl:\n  - id: who\n    action: transfer\n    key: {key}\n  - id: writer\n    action: update\n    address: 127.0.0.1\n\
                 zone:\n  - domain: {ZONE}\n    file: {at}/zone\n    acl: [who, writer]\n    notify: we\n    zonefile-sync: -1\n    \
                 zonefile-load: difference\n    journal-content: changes\n"
            )
        }),
        Vendor::Nsd => Primary::written(vendor, own, Allow::KeyHolders, &[("zone", &zone)], |_| {
            format!(
                "zone:\n  name: {ZONE}\n  zonefile: zone\n  create-ixfr: yes\n  store-ixfr: yes\n  \
                 provide-xfr: 127.0.0.1 {key}\n  notify: 127.0.0.1@{to} NOKEY\n"
            )
        }),
        Vendor::PowerDns => {
            let settings = format!(
                "primary=yes\nallow-axfr-ips=\nalso-notify=127.0.0.1:{to}\ndnsupdate=yes\nallow-dnsupdate-from=127.0.0.1\n"
            );
            let words = [
                format!("load-zone {ZONE} zone"),
                format!("set-kind {ZONE} primary"),
                format!("activate-tsig-key {ZONE} {key} primary"),
                format!("set-meta {ZONE} NOTIFY-DNSUPDATE 1"),
                format!("set-meta {ZONE} SOA-EDIT-DNSUPDATE INCREASE"),
            ];
            power_dns(own, &settings, &zone, &words.each_ref().map(String::as_str))
        }
    }
}

/// PowerDNS over SQLite, which can be written while it runs; `words` are what pdnsutil is told before it starts.
pub fn power_dns(own: u16, settings: &str, zone: &str, words: &[&str]) -> Option<Primary> {
    let (server, util, _) = (installed("pdns_server")?, installed("pdnsutil")?, installed("sqlite3")?);
    let schema = Path::new("/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql");
    if !schema.exists() {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "pdns-backend-sqlite3 is not installed");
        skipped("pdns-backend-sqlite3 is not installed");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let [algorithm, key, secret] = KEY.split(':').collect::<Vec<_>>().try_into().unwrap();
    let at = folder.path().display();
    let config = format!(
        "launch=gsqlite3\ngsqlite3-database={at}/db\nlocal-address=127.0.0.1\nlocal-port={own}\nsocket-dir={at}\n\
         only-notify=\nxfr-cycle-interval=1\n{settings}"
    );
    fs::write(folder.path().join("pdns.conf"), config).unwrap();
    fs::write(folder.path().join("zone"), zone).unwrap();
    let util = format!("{} --config-dir={at}", util.display());
    let mut script = format!("set -e\ncd {at}\nsqlite3 {at}/db < {}\n", schema.display());
    script += &format!("{util} import-tsig-key {key} {algorithm} {secret}\n");
    words.iter().for_each(|words| script += &format!("{util} {words}\n"));
    let output = Command::new("sh").arg("-c").arg(script).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let log = fs::File::create(folder.path().join("log")).unwrap();
    let err = log.try_clone().unwrap();
    let mut command = Command::new(server);
    command.arg(format!("--config-dir={at}")).args(["--daemon=no", "--guardian=no", "--write-pid=no"]);
    let child: Child = command.stdin(Stdio::null()).stdout(log).stderr(err).spawn().unwrap();
    Some(Primary::running(child, own, folder))
}

/// A secondary of ours that hears NOTIFY; PowerDNS has no zone file to begin with.
fn behind(vendor: Vendor, ours: u16, own: u16) -> Option<Primary> {
    if vendor != Vendor::PowerDns {
        return Primary::secondary_of(vendor, ours, own);
    }
    let words = [
        format!("create-secondary-zone {ZONE} 127.0.0.1:{ours}"),
        format!("activate-tsig-key {ZONE} {} secondary", key_name()),
    ];
    let settings = "secondary=yes\nallow-notify-from=127.0.0.1\nallow-axfr-ips=127.0.0.1\n";
    let third = power_dns(own, settings, "", &words.each_ref().map(String::as_str))?;
    until("PowerDNS has a first version", || third.log(), || serial(own) == Some(FIRST));
    Some(third)
}

/// Fifty versions, one behind the other.
fn churn(vendor: Vendor, primary: &Primary) {
    if vendor == Vendor::Nsd {
        let zone = fs::read_to_string(zone_file()).unwrap();
        for n in 1..=VERSIONS {
            let text = zone.replace(&FIRST.to_string(), &(FIRST + n).to_string());
            let next = format!("{text}changes IN TXT \"version {n}\"\n");
            // It reads the file when it likes: never one half written.
            let beside = primary.folder().join("next");
            fs::write(&beside, next).unwrap();
            fs::rename(&beside, primary.folder().join("zone")).unwrap();
            primary.reload();
            // As quick as five seconds ask; it takes several for one.
            std::thread::sleep(Duration::from_millis(100));
        }
        return;
    }
    let (mut next, mut locked) = (1, 0);
    for _ in 0..10 {
        let (done, said) = update(primary.port, next..=VERSIONS);
        // PowerDNS writes down whom it has told at the same time; SQLite lets one of the two fail, and the update is not made.
        let seen = primary.log().matches("database is locked").count();
        let failed = u32::try_from(said.matches("update failed: SERVFAIL").count()).unwrap();
        let is_locked = vendor == Vendor::PowerDns && failed > 0 && seen >= locked + failed as usize;
        assert!(done || is_locked, "{said}\n{}", primary.log());
        (next, locked) = (VERSIONS + 1 - failed, seen);
        if next > VERSIONS {
            return;
        }
    }
    panic!("ten times locked\n{}", primary.log());
}

/// One update for each version; what nsupdate says.
fn update(port: u16, versions: std::ops::RangeInclusive<u32>) -> (bool, String) {
    let mut script = format!("server 127.0.0.1 {port}\nzone {ZONE}\n");
    for n in versions {
        script +=
            &format!("update delete changes.{ZONE} TXT\nupdate add changes.{ZONE} 60 TXT \"version {n}\"\nsend\n");
    }
    let mut nsupdate = Command::new("nsupdate");
    nsupdate.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut nsupdate = nsupdate.spawn().unwrap();
    nsupdate.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let output = nsupdate.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    (output.status.success(), said.concat())
}

fn converges(vendor: Vendor) {
    if installed("nsupdate").is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let ours = Secondary::start(folder.path());
    let Some(primary) = primary(vendor, ours.dns()) else { return };
    until("the primary answers", || primary.log(), || serial(primary.port) == Some(FIRST));
    let below: Vec<_> = Vendor::ALL.map(|vendor| (vendor, free_port())).into();
    let address = |(_, port): &(Vendor, u16)| SocketAddr::from((Ipv4Addr::LOCALHOST, *port));
    let tell = below.iter().map(|port| Listener { address: address(port), key: None }).collect();
    let config = session(primary.port, Some(KEY));
    let peers = config.peers.into_iter().map(|peer| Peer { kind: Kind::Ixfr, ..peer }).collect();
    let session = SessionConfig { peers, ..config };
    let clients = Clients { tell, ..Clients::default() };
    let mut events = ours.control().events();
    ours.runtime.block_on(ours.control().configure_zone(ZoneConfig { zone: name(ZONE), session, clients })).unwrap();
    ours.wait_for_serial(FIRST);
    let below: Vec<_> =
        below.into_iter().filter_map(|(vendor, own)| Some((vendor, behind(vendor, ours.dns(), own)?))).collect();

    churn(vendor, &primary);
    until("the primary has the last", || primary.log(), || serial(primary.port) >= Some(FIRST + VERSIONS));
    let last = serial(primary.port).unwrap();
    let stands = || format!("{:?}\n{}", ours.status(), primary.log());
    until("we have the last version", stands, || ours.status().serial.is_some_and(|s| s.0 == last));
    let expected = transferred(primary.port, Some(KEY));
    assert!(expected.iter().any(|line| line.contains(&format!("version {VERSIONS}"))), "{expected:?}");
    assert_eq!(transferred(ours.dns(), Some(KEY)), expected, "{vendor:?}");
    // What was served went on, version by version or some at a time.
    let mut said = Vec::new();
    loop {
        match events.try_recv() {
            Ok(event) => said.push(event),
            // The oldest of very many were dropped.
            Err(TryRecvError::Lagged(_)) => {}
            Err(TryRecvError::Empty | TryRecvError::Closed) => break,
        }
    }
    let installed: Vec<u64> = said
        .iter()
        .filter(|event| event.code.name == "xfr-served")
        .map(|event| event.args.get("serial").unwrap().to_string().parse().unwrap())
        .collect();
    assert!(installed.windows(2).all(|pair| pair[0] < pair[1]), "{installed:?}");
    assert_eq!(installed.last(), Some(&u64::from(last)));
    let lower = |port| transferred(port, None).iter().map(|line| line.to_ascii_lowercase()).collect::<BTreeSet<_>>();
    let wanted = lower(ours.dns());
    for (judge, third) in &below {
        let follows = || serial(third.port) == Some(last);
        until(&format!("{judge:?} has the last version behind {vendor:?}"), || third.log(), follows);
        assert_eq!(lower(third.port), wanted, "{judge:?} behind {vendor:?}");
    }
    ours.stop();
}

#[test]
fn row_13_fifty_versions_of_bind_reach_us_and_those_behind_us() {
    converges(Vendor::Bind);
}

#[test]
fn row_13_fifty_versions_of_knot_reach_us_and_those_behind_us() {
    converges(Vendor::Knot);
}

#[test]
fn row_13_fifty_versions_of_nsd_reach_us_and_those_behind_us() {
    converges(Vendor::Nsd);
}

#[test]
fn row_13_fifty_versions_of_power_dns_reach_us_and_those_behind_us() {
    converges(Vendor::PowerDns);
}
