//! NOTIFY from us to other secondaries, judged by BIND, Knot and NSD.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use understudy::roles::server::driver::{Clients, Listener, ZoneConfig};

use super::peers::{Allow, KEY, Primary, Vendor, ZONE, dig, free_port, zone_file};
use super::secondary::{Secondary, name, session};

fn until(what: &str, holds: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !holds() {
        assert!(Instant::now() < end, "never: {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn bind_hears_of_a_new_version_from_us() {
    hears(Vendor::Bind);
}

#[test]
fn knot_hears_of_a_new_version_from_us() {
    hears(Vendor::Knot);
}

#[test]
fn nsd_hears_of_a_new_version_from_us() {
    hears(Vendor::Nsd);
}

fn hears(vendor: Vendor) {
    let folder = tempfile::tempdir().unwrap();
    let Some(primary) = Primary::start(Vendor::Bind, Allow::KeyHolders) else { return };
    let ours = Secondary::start(folder.path());
    let own = free_port();
    let tell = vec![Listener { address: SocketAddr::from((Ipv4Addr::LOCALHOST, own)), key: None }];
    let clients = Clients { tell, ..Clients::default() };
    let config = ZoneConfig { zone: name(ZONE), session: session(primary.port, Some(KEY)), clients };
    ours.runtime.block_on(ours.control().configure_zone(config)).unwrap();
    ours.wait_for_serial(2_026_010_107);
    let Some(third) = Primary::secondary_of(vendor, ours.dns(), own) else { return };
    let text = fs::read_to_string(zone_file()).unwrap().replace("2026010107", "2026010108");
    primary.update(&text);
    let has = |port: u16| dig(port, &[ZONE, "SOA", "+short", "+time=1", "+tries=1"]).contains("2026010108");
    until("the primary has the new version", || has(primary.port));
    until("we have it", || {
        ours.control().refresh(name(ZONE).as_ref());
        ours.status().serial.is_some_and(|serial| serial.0 == 2_026_010_108)
    });
    until("the other has it, far sooner than its refresh", || has(third.port));
    ours.stop();
}

/// NSD listens to signed ones alone, and what comes without a key causes nothing there.
#[test]
fn nsd_hears_of_a_new_version_under_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let Some(primary) = Primary::start(Vendor::Bind, Allow::KeyHolders) else { return };
    let (ours, own) = (Secondary::start(folder.path()), free_port());
    let session = session(primary.port, Some(KEY));
    let key = session.peers[0].key.clone();
    let tell = vec![Listener { address: SocketAddr::from((Ipv4Addr::LOCALHOST, own)), key }];
    let clients = Clients { tell, ..Clients::default() };
    let config = ZoneConfig { zone: name(ZONE), session, clients };
    ours.runtime.block_on(ours.control().configure_zone(config)).unwrap();
    ours.wait_for_serial(2_026_010_107);
    let (key, port) = (KEY.split(':').nth(1).unwrap(), ours.dns());
    let third = Primary::as_written(Vendor::Nsd, own, &[], |_| {
        format!(
            "zone:\n  name: {ZONE}\n  zonefile: zone\n  allow-notify: 127.0.0.1 {key}\n  \
             request-xfr: AXFR 127.0.0.1@{port} {key}\n"
        )
    });
    let Some(third) = third else { return };
    let has = |port: u16, serial: &str| dig(port, &[ZONE, "SOA", "+short", "+time=1", "+tries=1"]).contains(serial);
    until("the other has the first version", || has(third.port, "2026010107"));
    // named takes a file for the same that changed within the second.
    std::thread::sleep(Duration::from_millis(1_100));
    primary.update(&fs::read_to_string(zone_file()).unwrap().replace("2026010107", "2026010108"));
    until("we have it", || {
        ours.control().refresh(name(ZONE).as_ref());
        ours.status().serial.is_some_and(|serial| serial.0 == 2_026_010_108)
    });
    until("the other has it, far sooner than its refresh", || has(third.port, "2026010108"));
    ours.stop();
}
