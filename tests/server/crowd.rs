//! Many zones, and primaries that are dead in every way: whoever is well is kept fresh. And floods of NOTIFYs.
//! `UNDERSTUDY_CROWD` says how many zones, half of them with a primary that is well.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use understudy::engine::dns::{Opcode, RecordType};
use understudy::engine::limits::SecondaryLimits;
use understudy::engine::xfr::{Refresh, SessionConfig};
use understudy::roles::server::driver::{Clients, ZoneConfig};

use super::peers::{ZONE, free_port};
use super::scripted::{Scripted, query, served};
use super::secondary::{Secondary, name, session};

const PATIENCE: Duration = Duration::from_secs(120);

/// A primary that answers no datagram; connections are taken and get nothing, or an octet now and then.
struct Dead {
    port: u16,
    open: Arc<AtomicU64>,
    peak: Arc<AtomicU64>,
}

impl Dead {
    fn start(drips: bool) -> Self {
        let port = free_port();
        let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
        let udp = UdpSocket::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
        let (open, peak) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let (now, most) = (Arc::clone(&open), Arc::clone(&peak));
        std::thread::spawn(move || {
            let _udp = udp;
            for mut stream in tcp.incoming().map_while(Result::ok) {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                let now = Arc::clone(&now);
                std::thread::spawn(move || {
                    let mut octets = [0; 512];
                    stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
                    // Ends when the other side does.
                    loop {
                        match stream.read(&mut octets) {
                            Ok(0) => break,
                            Ok(_) => {}
                            Err(_) if drips => drop(stream.write_all(&[0])),
                            Err(_) => {}
                        }
                    }
                    now.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { port, open, peak }
    }
}

impl Dead {
    fn peak(&self) -> u64 {
        self.peak.load(Ordering::SeqCst)
    }
}

/// A zone of one primary over TCP, checked every `refresh` seconds; what fails is tried again each second.
fn config(zone: &str, primary: u16, refresh: u32) -> ZoneConfig {
    let config = session(primary, None);
    let secondary =
        SecondaryLimits { first_retry_s: 1, max_first_retry_s: 1, min_retry_s: 1, away_retry_s: 1, ..config.secondary };
    let session = SessionConfig { secondary, refresh: Refresh::Every(refresh), ..config };
    ZoneConfig { zone: name(zone), session, clients: Clients::default() }
}

#[test]
fn row_36_zones_whose_primary_is_well_stay_fresh_among_hundreds_that_are_dead() {
    let zones: usize = std::env::var("UNDERSTUDY_CROWD").map_or(300, |n| n.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let well: Vec<_> = (0..zones / 2).map(|n| format!("well{n}.example.")).collect();
    let primary = Scripted::start(well.iter().map(|z| (z.clone(), 1)), Duration::ZERO, [2, 1, 86_400]);
    // A tenth of the zones has a dead primary of its own, the rest share two.
    let (silent, drips) = (Dead::start(false), Dead::start(true));
    let mut configs = Vec::new();
    for n in 0..zones / 2 {
        let dead = match n % 5 {
            0 => free_port(),
            1 | 2 => silent.port,
            _ => drips.port,
        };
        configs.push(config(&format!("dead{n}.example."), dead, 2));
    }
    // The dead come first.
    configs.extend(well.iter().map(|zone| config(zone, primary.port, 2)));
    let server = Secondary::start(folder.path());
    server.runtime.block_on(server.control().configure_zones(configs)).unwrap();

    let until = Instant::now() + PATIENCE;
    for round in 1..=2 {
        // Each zone has another version, and nobody says so: it is found because checks are made in time.
        let behind = |zone: &&String| {
            let status = server.control().status(name(zone).as_ref()).unwrap();
            status.serial.is_none_or(|serial| serial.0 != primary.serials(zone).1)
        };
        while let Some(zone) = well.iter().find(behind) {
            let count = well.iter().filter(behind).count();
            assert!(Instant::now() < until, "round {round}: {count} are behind, {zone} among them");
            std::thread::sleep(Duration::from_millis(100));
        }
        for zone in &well {
            primary.bump(zone);
        }
    }
    // One that answers no datagram is tried over TCP at last.
    while silent.peak() == 0 || drips.peak() == 0 {
        assert!(Instant::now() < until, "the dead were not asked");
        std::thread::sleep(Duration::from_millis(50));
    }
    // None of the dead was spared a try, and none took more than its share: eight at a time, and those that the other
    // side has not noticed the end of. Without a bound it would be all at once.
    let sharing = u64::try_from(zones / 5).unwrap();
    for (what, peak) in [("is well", primary.peak()), ("is silent", silent.peak()), ("drips", drips.peak())] {
        assert!(peak >= 1 && peak < sharing.min(40), "{peak} connections to the one that {what}");
    }
    let failed = |n: usize| {
        let status = server.control().status(name(&format!("dead{n}.example.")).as_ref()).unwrap();
        !status.failures.is_empty() || status.busy
    };
    assert!((0..zones / 2).all(failed));
    assert_eq!(served(server.dns(), &well[0]).unwrap().len(), 54);
    server.stop();
    // Links were closed with the server.
    let until = Instant::now() + PATIENCE;
    while silent.open.load(Ordering::SeqCst) > 0 {
        assert!(Instant::now() < until);
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn row_54_a_flood_of_notifies_is_one_query_a_zone_and_interval() {
    let folder = tempfile::tempdir().unwrap();
    let zone = format!("{ZONE}.");
    let primary = Scripted::start([(zone.clone(), 1)], Duration::ZERO, [3_600, 1, 86_400]);
    let server = Secondary::start(folder.path());
    let spacing_ms = SecondaryLimits::default().notify_spacing_ms;
    server.runtime.block_on(server.control().configure_zones(vec![config(&zone, primary.port, 3_600)])).unwrap();
    server.wait_for_serial(1);
    // From the primary's address and from one that may not.
    let from = |last: u8| UdpSocket::bind((Ipv4Addr::new(127, 0, 0, last), 0)).unwrap();
    let (allowed, stranger) = (from(1), from(2));
    let to = SocketAddr::from((Ipv4Addr::LOCALHOST, server.dns()));
    let notify = query(&zone, RecordType::SOA, Opcode::NOTIFY);
    let (before, start, mut sent) = (primary.asked(&zone), Instant::now(), 0_u64);
    while start.elapsed() < Duration::from_secs(3) {
        for socket in [&allowed, &stranger] {
            sent += u64::from(socket.send_to(&notify, to).is_ok());
        }
    }
    primary.bump(&zone);
    // What came last is not lost.
    allowed.send_to(&notify, to).unwrap();
    server.wait_for_serial(2);
    let intervals = u64::try_from(start.elapsed().as_millis()).unwrap() / spacing_ms;
    let asked = primary.asked(&zone) - before;
    assert!(sent > 1_000, "{sent}");
    assert!((2..=intervals + 2).contains(&asked), "{asked} queries in {intervals} intervals for {sent} NOTIFYs");
    server.stop();
}

#[test]
fn row_36_a_primary_that_ignores_a_used_connection_is_asked_over_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let zones: Vec<_> = (0..40).map(|n| format!("z{n}.example.")).collect();
    let primary = Scripted::start(zones.iter().map(|z| (z.clone(), 1)), Duration::ZERO, [3_600, 1, 86_400]);
    primary.deafen();
    let server = Secondary::start(folder.path());
    // One after the other, so that each finds the connection of the one before, until one has used it in vain.
    for zone in &zones {
        let config = ZoneConfig { zone: name(zone), session: session(primary.port, None), clients: Clients::default() };
        server.runtime.block_on(server.control().configure_zone(config)).unwrap();
        let until = Instant::now() + PATIENCE;
        while server.control().snapshot(name(zone).as_ref()).is_none() {
            assert!(Instant::now() < until, "never: {zone}");
            std::thread::sleep(Duration::from_millis(20));
        }
        if primary.ignored() > 0 {
            break;
        }
    }
    assert!(primary.ignored() > 0, "no connection was used again");
    // Nothing counts as the primary's silence.
    let tally = server.control().tally();
    assert!(tally.iter().all(|(what, _)| what.code.name != "xfr-timeout"), "{tally:?}");
    server.stop();
}
