//! Differences live: from BIND, Knot and NSD to us, and from us to BIND, Knot and NSD. What arrives is what the primary has.

use std::collections::BTreeSet;
use std::fs;
use std::net::{Ipv4Addr, ToSocketAddrs, UdpSocket};
use std::time::{Duration, Instant};

use tokio::sync::broadcast::Receiver;
use understudy::engine::dns::message::{Header, MessageBuilder};
use understudy::engine::dns::{Class, Opcode, RecordType};
use understudy::engine::limits::TransferLimits;
use understudy::engine::xfr::{Close, Flow, Intake, Kind, Outcome, Peer, Request, SessionConfig, Transfer, Via};
use understudy::engine::zone::Snapshot;
use understudy::roles::server::clock;
use understudy::roles::server::driver::{Clients, ZoneConfig, ZoneEvent};

use super::judge::transferred;
use super::peers::{Allow, KEY, Primary, Vendor, ZONE, dig, free_port, zone_file};
use super::secondary::{PATIENCE, Secondary, name, session};

/// The zone at this serial: a hundred hosts that stay, one that changes every time.
fn version(serial: u32) -> String {
    let mut zone = fs::read_to_string(zone_file()).unwrap().replace("2026010107", &serial.to_string());
    for n in 0..100 {
        zone.push_str(&format!("h{n} IN A 192.0.2.{n}\n"));
    }
    zone.push_str(&format!("changes IN TXT \"serial {serial}\"\nn{serial} IN A 192.0.2.1\n"));
    zone
}

fn follow(secondary: &Secondary, primary: &Primary, key: Option<&str>) {
    let config = session(primary.port, key);
    let peers = config.peers.into_iter().map(|peer| Peer { kind: Kind::Ixfr, ..peer }).collect();
    let session = SessionConfig { peers, ..config };
    let config = ZoneConfig { zone: name(ZONE), session, clients: Clients::default() };
    secondary.runtime.block_on(secondary.control().configure_zone(config)).unwrap();
}

/// Checks again and again until the serial has come, and gives the codes of what was said.
fn refresh_until(
    secondary: &Secondary,
    primary: &Primary,
    serial: u32,
    events: &mut Receiver<ZoneEvent>,
) -> Vec<&'static str> {
    let until = Instant::now() + PATIENCE;
    while secondary.status().serial.is_none_or(|s| s.0 != serial) {
        assert!(Instant::now() < until, "{:?}\n{}", secondary.status(), primary.log());
        secondary.control().refresh(name(ZONE).as_ref());
        std::thread::sleep(Duration::from_millis(100));
    }
    secondary.wait_for_serial(serial);
    std::iter::from_fn(|| events.try_recv().ok()).map(|event| event.code.name).collect()
}

/// A server's zone. Knot and NSD put names in lower case.
fn content(port: u16, key: Option<&str>) -> BTreeSet<String> {
    transferred(port, key).iter().map(|line| line.to_ascii_lowercase()).collect()
}

/// Our client's question in a datagram (RFC 1995 §2), and what the primary's answer makes of a version.
fn by_datagram(primary: &Primary, base: Snapshot) -> Outcome<Intake> {
    let (limits, key) = (TransferLimits::default(), session(primary.port, Some(KEY)).peers.remove(0).key);
    let request = Request { apex: name(ZONE), kind: Kind::Ixfr, have: base.serial(), id: 77, key, via: Via::Udp };
    let mut transfer = Transfer::new(request, limits, Intake::new(name(ZONE), Some(base), limits));
    let question = transfer.request(clock::now());
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    socket.connect((Ipv4Addr::LOCALHOST, primary.port)).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
    let (until, mut octets) = (Instant::now() + Duration::from_secs(60), [0; 65_535]);
    loop {
        socket.send(&question).unwrap();
        match socket.recv(&mut octets) {
            Ok(len) if transfer.message(clock::now(), &octets[..len]) == Flow::Done => break,
            Ok(_) | Err(_) => assert!(Instant::now() < until, "no answer\n{}", primary.log()),
        }
    }
    transfer.closed(Close::Aborted)
}

fn from_primary(vendor: Vendor) {
    let folder = tempfile::tempdir().unwrap();
    let Some(primary) = Primary::with_zone(vendor, Allow::KeyHolders, &version(2_026_010_107)) else { return };
    let secondary = Secondary::start(folder.path());
    let mut events = secondary.control().events();
    follow(&secondary, &primary, Some(KEY));
    secondary.wait_for_serial(2_026_010_107);
    for serial in 2_026_010_108..2_026_010_111 {
        // A file changed within a second of its last reading is taken for the same by some.
        std::thread::sleep(Duration::from_millis(1_100));
        let before = secondary.control().snapshot(name(ZONE).as_ref()).unwrap();
        primary.update(&version(serial));
        let said = refresh_until(&secondary, &primary, serial, &mut events);
        assert!(said.contains(&"xfr-changes"), "{vendor:?}: {said:?}\n{}", primary.log());
        assert!(!said.contains(&"xfr-fall-back"), "{vendor:?}: {said:?}");
        assert_eq!(content(secondary.dns(), Some(KEY)), content(primary.port, Some(KEY)), "{vendor:?}");
        // None of them gives differences in a datagram: BIND and Knot give the SOA alone, NSD's are too large.
        let Outcome::Failed(failure) = by_datagram(&primary, before) else {
            panic!("{vendor:?} has put them into one")
        };
        let wanted = if vendor == Vendor::Nsd { "xfr-truncated" } else { "xfr-datagram" };
        assert_eq!(failure.code.name, wanted, "{vendor:?}");
    }
    secondary.stop();
}

#[test]
fn differences_of_bind_lead_to_its_zone() {
    from_primary(Vendor::Bind);
}

#[test]
fn differences_of_knot_lead_to_its_zone() {
    from_primary(Vendor::Knot);
}

#[test]
fn differences_of_nsd_lead_to_its_zone() {
    from_primary(Vendor::Nsd);
}

pub fn notify(to: impl ToSocketAddrs) {
    let mut builder = MessageBuilder::new(Header { aa: true, ..Header::query(7, Opcode::NOTIFY) }, 512);
    builder.question(name(ZONE).as_ref(), RecordType::SOA, Class::IN).unwrap();
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    socket.send_to(&builder.finish(), to).unwrap();
}

/// What the other program's log says when it took differences.
const fn took_differences(vendor: Vendor) -> Option<&'static str> {
    match vendor {
        // 101 hosts and more would be the zone.
        Vendor::Bind => Some("messages, 8 records"),
        Vendor::Knot => Some("IXFR, incoming"),
        Vendor::Nsd | Vendor::PowerDns => None,
    }
}

fn to_secondary(vendor: Vendor) {
    let folder = tempfile::tempdir().unwrap();
    let Some(primary) = Primary::with_zone(Vendor::Bind, Allow::KeyHolders, &version(2_026_010_107)) else { return };
    let secondary = Secondary::start(folder.path());
    let mut events = secondary.control().events();
    follow(&secondary, &primary, Some(KEY));
    secondary.wait_for_serial(2_026_010_107);
    let Some(third) = Primary::secondary_of(vendor, secondary.dns(), free_port()) else { return };
    for serial in 2_026_010_108..2_026_010_110 {
        std::thread::sleep(Duration::from_millis(1_100));
        primary.update(&version(serial));
        refresh_until(&secondary, &primary, serial, &mut events);
        let until = Instant::now() + PATIENCE;
        let wanted = content(secondary.dns(), None);
        while content(third.port, None) != wanted {
            assert!(Instant::now() < until, "{vendor:?} did not follow:\n{}", third.log());
            notify((Ipv4Addr::LOCALHOST, third.port));
            std::thread::sleep(Duration::from_millis(200));
        }
        if let Some(words) = took_differences(vendor) {
            assert!(third.log().contains(words), "{vendor:?}:\n{}", third.log());
        }
    }
    secondary.stop();
}

#[test]
fn bind_follows_our_differences() {
    to_secondary(Vendor::Bind);
}

#[test]
fn knot_follows_our_differences() {
    to_secondary(Vendor::Knot);
}

#[test]
fn nsd_follows_our_differences() {
    to_secondary(Vendor::Nsd);
}

/// Passes datagrams on to a server of this machine, and nothing else.
fn datagrams_to(port: u16) -> u16 {
    let (own, mut octets) = (free_port(), [0; 65_535]);
    let (outside, inside) = (UdpSocket::bind((Ipv4Addr::LOCALHOST, own)), UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)));
    let (outside, inside) = (outside.unwrap(), inside.unwrap());
    inside.connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    inside.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    std::thread::spawn(move || {
        while let Ok((len, client)) = outside.recv_from(&mut octets) {
            let _ = inside.send(&octets[..len]);
            if let Ok(len) = inside.recv(&mut octets) {
                let _ = outside.send_to(&octets[..len], client);
            }
        }
    });
    own
}

/// NSD asks in datagrams where it is told to. Nothing else reaches us, so what it has came in one.
#[test]
fn nsd_follows_our_differences_in_datagrams() {
    let (folder, first) = (tempfile::tempdir().unwrap(), version(2_026_010_107));
    let Some(primary) = Primary::with_zone(Vendor::Bind, Allow::KeyHolders, &first) else { return };
    let secondary = Secondary::start(folder.path());
    let mut events = secondary.control().events();
    follow(&secondary, &primary, Some(KEY));
    secondary.wait_for_serial(2_026_010_107);
    let (ours, key) = (datagrams_to(secondary.dns()), KEY.split(':').nth(1).unwrap());
    let words = format!(
        "zone:\n  name: {ZONE}\n  zonefile: zone\n  allow-notify: 127.0.0.1 NOKEY\n  \
         request-xfr: UDP 127.0.0.1@{ours} {key}\n"
    );
    let third = Primary::as_written(Vendor::Nsd, free_port(), &[("zone", &first)], |_| words.clone());
    let Some(third) = third else { return };
    let text = |port: u16| dig(port, &[&format!("changes.{ZONE}"), "TXT", "+short", "+time=1", "+tries=1"]);
    let minute = Duration::from_secs(60);
    let end = Instant::now() + minute;
    while !text(third.port).contains("serial 2026010107") {
        assert!(Instant::now() < end, "NSD does not serve its file:\n{}", third.log());
        std::thread::sleep(Duration::from_millis(100));
    }
    // named takes a file for the same that changed within the second.
    std::thread::sleep(Duration::from_millis(1_100));
    primary.update(&version(2_026_010_108));
    refresh_until(&secondary, &primary, 2_026_010_108, &mut events);
    // dig has the eight records of the difference in one datagram.
    let said = dig(ours, &[ZONE, "IXFR=2026010107", "+notcp", "+noall", "+answer", "-y", KEY]);
    assert_eq!(said.lines().filter(|line| line.contains("\tIN\t")).count(), 8, "{said}");
    let end = Instant::now() + minute;
    while !text(third.port).contains("serial 2026010108") {
        assert!(Instant::now() < end, "NSD did not follow:\n{}", third.log());
        notify((Ipv4Addr::LOCALHOST, third.port));
        std::thread::sleep(Duration::from_millis(200));
    }
    secondary.stop();
}
