//! What is written for a primary is loaded by the server it is written for, and the zone is transferred from it: by the
//! key and the address that the export lets in, and by nobody without the key; and a new version is told by NOTIFY at the
//! address and port that it names.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use understudy::product::project::ProjectFile;
use understudy::product::provider::exports::{Export, Proof, SECRET, Site};
use understudy::product::provider::{Date, Desired};

use super::judge::transferred;
use super::peers::{Allow, KEY, Primary, Vendor, ZONE, dig, free_port, skipped, zone_file};
use super::plan::{code, command, project, until};
use super::program::{Serve, stderr, stdout};

const NAME: &str = "export.example";
const SECRET_OF_IT: &str = "ZXhwb3J0IGV4cG9ydCBleHBvcnQgZXhwb3J0IDMyICE=";
const TODAY: Date = Date::new(2026, 11, 25);

/// The wish of a project whose key has a name of its own, and the project.
fn wish(folder: &Path, url: &str, port: u16) -> (Desired, std::path::PathBuf) {
    let path = project(folder, url, port);
    let text = fs::read_to_string(&path).unwrap().replace(KEY.split(':').nth(1).unwrap(), NAME);
    fs::write(&path, &text).unwrap();
    (ProjectFile::read(&text).unwrap().wishes(&std::collections::BTreeMap::new()).remove(0), path)
}

/// This machine as the provider, with the port where it hears NOTIFY.
fn here(serve: &Serve) -> Site {
    Site::here(&serve.http).hearing(([127, 0, 0, 1], serve.dns).into())
}

/// The primary has a new version now, and we hear of it from the primary itself: the next look of our own is an hour away.
fn notified(vendor: Vendor, serve: &Serve, primary: &Primary) {
    let log = || format!("{vendor:?}: {}\n{}", serve.log(), primary.log());
    until("the primary has a new version", || {
        let soa = dig(primary.port, &[ZONE, "SOA", "+short", "+time=1", "+tries=1"]);
        soa.contains(" 20") && !soa.contains(" 2026010107 ")
    });
    let events = || serve.get(&format!("/companion/v1/zones/{ZONE}/events")).text;
    until(&log(), || events().contains("NOTIFY from 127.0.0.1"));
    let soa = |port| dig(port, &[ZONE, "SOA", "+short"]);
    until(&log(), || soa(serve.dns) == soa(primary.port));
}

/// The zone with the next serial.
fn next() -> String {
    fs::read_to_string(zone_file()).unwrap().replace("2026010107", "2026010108")
}

/// PowerDNS reads the next version. It tells a new file by its time in whole seconds, and a file that it found half
/// written stays refused until that time changes: the file comes whole, and again until it has been seen.
fn renewed(primary: &Primary) {
    let (beside, zone) = (primary.folder().join("zone.new"), primary.folder().join("zone"));
    let mut written: Option<Instant> = None;
    until("PowerDNS reads the new file", || {
        if written.is_none_or(|at| at.elapsed() > Duration::from_secs(2)) {
            fs::write(&beside, next()).unwrap();
            fs::rename(&beside, &zone).unwrap();
            written = Some(Instant::now());
        }
        dig(primary.port, &[ZONE, "SOA", "+short", "+time=1", "+tries=1"]).contains(" 2026010108 ")
    });
}

/// The zone is made at the provider by `apply`, arrives, and is what the primary has.
fn arrives(vendor: Vendor, serve: &Serve, primary: &Primary, project: &Path) {
    until("the primary answers", || {
        dig(primary.port, &[ZONE, "SOA", "+short", "+time=1", "+tries=1"]).contains("2026010107")
    });
    let apply = command("apply", project, serve).arg("--no-check").env("XFR_SECRET", SECRET_OF_IT).output().unwrap();
    assert_eq!(code(&apply), 0, "{vendor:?}: {}{}\n{}", stdout(&apply), stderr(&apply), primary.log());
    let key = format!("hmac-sha256:{NAME}:{SECRET_OF_IT}");
    assert_eq!(transferred(serve.dns, Some(&key)), transferred(primary.port, Some(&key)), "{vendor:?}");
}

fn export(vendor: Vendor, export: Export) {
    assert_eq!(export.proof(), Proof::LoadedAndTransferred);
    let folder = tempfile::tempdir().unwrap();
    let serve = Serve::start(&folder.path().join("data"));
    let port = free_port();
    let (want, project) = wish(folder.path(), &serve.http, port);
    let text = export.write(&want, &here(&serve), TODAY).replace(SECRET, SECRET_OF_IT);
    let zone = fs::read_to_string(zone_file()).unwrap();
    let file = format!("{ZONE}.zone");
    let primary = Primary::written(vendor, port, Allow::KeyHolders, &[(&file, &zone)], |at| {
        // Knot looks for it below a folder of the system's.
        if vendor == Vendor::Knot { text.replace(&file, &format!("{at}/{file}")) } else { text.clone() }
    });
    let Some(primary) = primary else { return };
    arrives(vendor, &serve, &primary, &project);
    let stranger = dig(port, &[ZONE, "AXFR", "+time=5", "+tries=1"]);
    assert!(!stranger.contains("\tMX\t"), "{vendor:?} gives the zone to anybody:\n{stranger}");
    let other = dig(port, &[ZONE, "AXFR", "+time=5", "+tries=1", "-y", KEY]);
    assert!(!other.contains("\tMX\t"), "{vendor:?} gives the zone to another key:\n{other}");
    fs::write(primary.folder().join(&file), next()).unwrap();
    primary.reload();
    notified(vendor, &serve, &primary);
}

#[test]
fn bind_loads_its_export_and_gives_the_zone() {
    export(Vendor::Bind, Export::Bind);
}

#[test]
fn knot_loads_its_export_and_gives_the_zone() {
    export(Vendor::Knot, Export::Knot);
}

#[test]
fn nsd_loads_its_export_and_gives_the_zone() {
    export(Vendor::Nsd, Export::Nsd);
}

#[test]
fn pdnsutil_runs_its_export_and_powerdns_gives_the_zone() {
    let folder = tempfile::tempdir().unwrap();
    let serve = Serve::start(&folder.path().join("data"));
    let port = free_port();
    let (want, project) = wish(folder.path(), &serve.http, port);
    assert_eq!(Export::PowerDns.proof(), Proof::LoadedAndTransferred);
    let script = Export::PowerDns.write(&want, &here(&serve), TODAY);
    let zone = fs::read_to_string(zone_file()).unwrap();
    // No other key is active: PowerDNS signs its NOTIFY with the first.
    let primary = Primary::written(Vendor::PowerDns, port, Allow::Anybody, &[("zone", &zone)], |at| {
        // What the script asks for; besides, nobody may transfer yet, it looks often, and tells this machine alone.
        let own =
            "primary=yes\nallow-axfr-ips=\nxfr-cycle-interval=1\nbind-check-interval=1\nonly-notify=127.0.0.0/8\n";
        format!("{own}===\nzone \"{ZONE}\" {{ type primary; file \"{at}/zone\"; }};\n")
    });
    let Some(primary) = primary else { return };
    let Some(pdnsutil) = super::peers::installed("pdnsutil") else { return skipped("pdnsutil is not installed") };
    // The script says pdnsutil; the server at hand has its configuration in a folder of its own.
    let bin = folder.path().join("bin");
    fs::create_dir(&bin).unwrap();
    let at = primary.folder().display();
    fs::write(bin.join("pdnsutil"), format!("#!/bin/sh\nexec {} --config-dir={at} \"$@\"\n", pdnsutil.display()))
        .unwrap();
    let run = format!("chmod +x {0}/pdnsutil; PATH={0}:$PATH\n{script}", bin.display());
    let output = Command::new("sh").args(["-c", &run]).env("TSIG_SECRET", SECRET_OF_IT).output().unwrap();
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
    arrives(Vendor::PowerDns, &serve, &primary, &project);
    renewed(&primary);
    notified(Vendor::PowerDns, &serve, &primary);
}

#[test]
fn powerdns_gives_the_zone_by_its_export_as_sql() {
    let folder = tempfile::tempdir().unwrap();
    let serve = Serve::start(&folder.path().join("data"));
    let port = free_port();
    let (want, project) = wish(folder.path(), &serve.http, port);
    assert_eq!(Export::PowerDnsSql.proof(), Proof::LoadedAndTransferred);
    let (Some(server), Some(pdnsutil), Some(_)) = (
        super::peers::installed("pdns_server"),
        super::peers::installed("pdnsutil"),
        super::peers::installed("sqlite3"),
    ) else {
        return;
    };
    let schema = Path::new("/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql");
    if !schema.exists() {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "pdns-backend-sqlite3 is not installed");
        return skipped("pdns-backend-sqlite3 is not installed");
    }
    let home = tempfile::tempdir().unwrap();
    let at = home.path().display();
    let config = format!(
        "launch=gsqlite3\ngsqlite3-database={at}/db\nlocal-address=127.0.0.1\nlocal-port={port}\nsocket-dir={at}\n\
         allow-axfr-ips=\nprimary=yes\nxfr-cycle-interval=1\nonly-notify=127.0.0.0/8\n"
    );
    fs::write(home.path().join("pdns.conf"), config).unwrap();
    fs::copy(zone_file(), home.path().join("zone")).unwrap();
    let sql = Export::PowerDnsSql.write(&want, &here(&serve), TODAY).replace(SECRET, SECRET_OF_IT);
    fs::write(home.path().join("export.sql"), sql).unwrap();
    let script = format!(
        "set -e\nsqlite3 {at}/db < {schema}\n{util} --config-dir={at} load-zone {ZONE} {at}/zone\n\
         {util} --config-dir={at} set-kind {ZONE} primary\nsqlite3 -bail {at}/db < {at}/export.sql\n",
        schema = schema.display(),
        util = pdnsutil.display()
    );
    let output = Command::new("sh").args(["-c", &script]).output().unwrap();
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
    let log = fs::File::create(home.path().join("log")).unwrap();
    let configured = format!("--config-dir={at}");
    let child = Command::new(server)
        .arg(&configured)
        .args(["--daemon=no", "--guardian=no", "--write-pid=no"])
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap();
    let primary = Primary::running(child, port, home);
    arrives(Vendor::PowerDns, &serve, &primary, &project);
    let output = Command::new(pdnsutil).args([&configured, "increase-serial", ZONE]).output().unwrap();
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
    notified(Vendor::PowerDns, &serve, &primary);
}
