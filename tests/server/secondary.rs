//! The server as a secondary, started as a function on ports of its own choice: transfers in, answers, NOTIFY,
//! transfers out, restarts.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;
use understudy::engine::answer::Transport;
use understudy::engine::dns::message::{Header, Message, MessageBuilder};
use understudy::engine::dns::{Class, Name, Opcode, Rcode, RecordType};
use understudy::engine::limits::{SecondaryLimits, TransferLimits};
use understudy::engine::tsig::{Algorithm, Key, Secret};
use understudy::engine::xfr::{Approval, Kind, Peer, PeerId, Refresh, SessionConfig, Via, ZonemdPolicy};
use understudy::roles::server::config::Settings;
use understudy::roles::server::driver::{Clients, Control, Status, Trace, ZoneConfig};
use understudy::roles::server::token::Token;
use understudy::roles::server::{self, Config, Running};

use super::judge::transferred;
use super::peers::{Allow, KEY, Primary, Vendor, WRONG_KEY, ZONE, dig, free_port};

pub const PATIENCE: Duration = Duration::from_secs(20);

/// A server and the runtime it lives on.
pub struct Secondary {
    pub runtime: Runtime,
    running: Option<Running>,
}

impl Secondary {
    pub fn start(data: &Path) -> Self {
        Self::traced(data, None)
    }

    /// The same, its zones' inputs written down.
    pub fn traced(data: &Path, trace: Option<Arc<Trace>>) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let config = Config { trace, ..Config::local(data.to_owned(), Token::given("token").unwrap()) };
        let running = runtime.block_on(server::start(config, Settings::default())).unwrap();
        Self { runtime, running: Some(running) }
    }

    pub fn control(&self) -> &Control {
        self.running.as_ref().unwrap().control()
    }

    pub fn dns(&self) -> u16 {
        self.running.as_ref().unwrap().dns()[0].port()
    }

    pub fn configure(&self, primary: u16, key: Option<&str>) {
        let config = ZoneConfig { zone: name(ZONE), session: session(primary, key), clients: Clients::default() };
        self.runtime.block_on(self.control().configure_zone(config)).unwrap();
    }

    pub fn status(&self) -> Status {
        self.control().status(name(ZONE).as_ref()).unwrap()
    }

    /// Waits until the zone stands so, and shows how it stood when it never does.
    pub fn wait(&self, what: &str, stands: impl Fn(&Status) -> bool) -> Status {
        let until = Instant::now() + PATIENCE;
        loop {
            let status = self.status();
            if stands(&status) {
                return status;
            }
            assert!(Instant::now() < until, "not within {PATIENCE:?}: {what}; {status:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub fn wait_for_serial(&self, serial: u32) {
        self.wait(&format!("serial {serial}"), |s| s.serial.is_some_and(|s| s.0 == serial) && !s.busy);
    }

    pub fn stop(mut self) {
        let running = self.running.take().unwrap();
        self.runtime.block_on(running.stop());
    }
}

pub fn name(text: &str) -> Name {
    Name::absolute(text).unwrap()
}

pub fn session(primary: u16, key: Option<&str>) -> SessionConfig {
    let key = key.map(|text| {
        let [algorithm, key, secret] = text.split(':').collect::<Vec<_>>().try_into().unwrap();
        let (algorithm, secret) = (Algorithm::from_text(algorithm).unwrap(), Secret::from_base64(secret).unwrap());
        Arc::new(Key { name: name(key), algorithm, secret })
    });
    let peer = Peer {
        id: PeerId(1),
        address: SocketAddr::from((Ipv4Addr::LOCALHOST, primary)),
        transport: Transport::Tcp,
        source: None,
        tls: None,
        kind: Kind::Axfr,
        key,
    };
    SessionConfig {
        peers: vec![peer],
        refresh: Refresh::Every(3_600),
        secondary: SecondaryLimits::default(),
        transfer: TransferLimits::default(),
        approval: Approval::default(),
        soa_via: Via::Udp,
        zonemd: ZonemdPolicy::default(),
    }
}

fn soa_serial(port: u16) -> Option<String> {
    dig(port, &[ZONE, "SOA", "+short"]).split_whitespace().nth(2).map(str::to_owned)
}

#[test]
fn a_zone_is_transferred_and_served_as_its_primary_serves_it() {
    let folder = tempfile::tempdir().unwrap();
    let Some(primary) = Primary::start(Vendor::Bind, Allow::KeyHolders) else { return };
    let secondary = Secondary::start(folder.path());
    assert!(dig(secondary.dns(), &[ZONE, "SOA"]).contains("status: REFUSED"));
    secondary.configure(primary.port, Some(KEY));
    secondary.wait_for_serial(2_026_010_107);
    assert_eq!(soa_serial(secondary.dns()).as_deref(), Some("2026010107"));
    assert_eq!(soa_serial(secondary.dns()), soa_serial(primary.port));
    assert_eq!(transferred(secondary.dns(), None), transferred(primary.port, Some(KEY)));
    // Signed too, and with TCP pipelining and UDP beside it.
    assert_eq!(transferred(secondary.dns(), Some(KEY)), transferred(primary.port, Some(KEY)));
    assert!(dig(secondary.dns(), &[ZONE, "MX", "+tcp"]).contains("mail.example.net."));
    secondary.stop();
}

#[test]
fn a_zone_survives_a_restart_without_its_primary() {
    let folder = tempfile::tempdir().unwrap();
    let Some(primary) = Primary::start(Vendor::Knot, Allow::Anybody) else { return };
    let expected = transferred(primary.port, None);
    let secondary = Secondary::start(folder.path());
    secondary.configure(primary.port, None);
    secondary.wait_for_serial(2_026_010_107);
    let before = secondary.status();
    secondary.stop();
    let port = primary.port;
    drop(primary);

    let secondary = Secondary::start(folder.path());
    secondary.configure(port, None);
    secondary.wait("restored", |s| s.serial.is_some());
    assert_eq!(transferred(secondary.dns(), None), expected);
    let after = secondary.status();
    assert_eq!(after.confirmed_at_s, before.confirmed_at_s);
    assert!(after.failures.is_empty());
    secondary.stop();
}

#[test]
fn a_removed_zone_is_gone_after_a_restart_too() {
    let folder = tempfile::tempdir().unwrap();
    let Some(primary) = Primary::start(Vendor::Nsd, Allow::Anybody) else { return };
    let secondary = Secondary::start(folder.path());
    secondary.configure(primary.port, None);
    secondary.wait_for_serial(2_026_010_107);
    secondary.runtime.block_on(secondary.control().remove_zone(name(ZONE).as_ref())).unwrap();
    assert!(secondary.control().status(name(ZONE).as_ref()).is_none());
    assert!(dig(secondary.dns(), &[ZONE, "SOA"]).contains("status: REFUSED"));
    secondary.stop();
    let port = primary.port;
    drop(primary);
    let secondary = Secondary::start(folder.path());
    secondary.configure(port, None);
    secondary.wait("the first failure", |s| !s.failures.is_empty());
    assert!(dig(secondary.dns(), &[ZONE, "SOA"]).contains("status: SERVFAIL"));
    secondary.stop();
}

#[test]
fn a_wrong_key_leaves_a_reason_and_the_right_one_mends_it() {
    let folder = tempfile::tempdir().unwrap();
    let Some(primary) = Primary::start(Vendor::Bind, Allow::KeyHolders) else { return };
    let secondary = Secondary::start(folder.path());
    secondary.configure(primary.port, Some(WRONG_KEY));
    let failed = secondary.wait("a failure", |s| !s.failures.is_empty());
    assert_eq!(failed.failures[0].code, "tsig-peer-badsig");
    assert!(dig(secondary.dns(), &[ZONE, "SOA"]).contains("status: SERVFAIL"));
    secondary.configure(primary.port, Some(KEY));
    secondary.wait_for_serial(2_026_010_107);
    assert!(secondary.status().failures.is_empty());
    secondary.stop();
}

#[test]
fn a_notify_from_the_primary_brings_the_new_version() {
    let folder = tempfile::tempdir().unwrap();
    let zone = fs::read_to_string(super::peers::zone_file()).unwrap();
    let Some(old) = Primary::start(Vendor::Bind, Allow::Anybody) else { return };
    let secondary = Secondary::start(folder.path());
    secondary.configure(old.port, None);
    secondary.wait_for_serial(2_026_010_107);
    // Another serial at the same place, and NOTIFY as named sends it.
    let port = old.port;
    drop(old);
    let zone = zone.replace("2026010107", "2026010108").replace("192.0.2.25", "192.0.2.26");
    let new = Primary::again(Vendor::Bind, Allow::Anybody, &zone, port, Some(secondary.dns())).unwrap();
    secondary.wait_for_serial(2_026_010_108);
    assert_eq!(transferred(secondary.dns(), None), transferred(new.port, None));
    // The AXFR answer, not a mix: the changed address is there once.
    assert!(dig(secondary.dns(), &["mail.example.com", "A", "+short"]).contains("192.0.2.26"));
    secondary.stop();
}

#[test]
fn a_forced_transfer_replaces_an_equal_serial() {
    let folder = tempfile::tempdir().unwrap();
    let zone = fs::read_to_string(super::peers::zone_file()).unwrap();
    let Some(old) = Primary::start(Vendor::Bind, Allow::Anybody) else { return };
    let secondary = Secondary::start(folder.path());
    secondary.configure(old.port, None);
    secondary.wait_for_serial(2_026_010_107);
    let port = old.port;
    drop(old);
    let changed = zone.replace("192.0.2.25", "192.0.2.27");
    let _new = Primary::again(Vendor::Bind, Allow::Anybody, &changed, port, None).unwrap();
    assert!(secondary.control().force_transfer(name(ZONE).as_ref()));
    let until = Instant::now() + PATIENCE;
    while !dig(secondary.dns(), &["mail.example.com", "A", "+short"]).contains("192.0.2.27") {
        assert!(Instant::now() < until, "{:?}", secondary.status());
        std::thread::sleep(Duration::from_millis(50));
    }
    secondary.stop();
}

#[test]
fn queries_sent_at_once_are_answered_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let secondary = Secondary::start(folder.path());
    // RFC 7766 §6.2.1.1: several queries in one segment, the last cut in two.
    let mut queries = Vec::new();
    for id in 1..=3 {
        let mut builder = MessageBuilder::new(Header::query(id, Opcode::QUERY), 512);
        builder.question(name(ZONE).as_ref(), RecordType::SOA, Class::IN).unwrap();
        let query = builder.finish();
        queries.extend_from_slice(&u16::try_from(query.len()).unwrap().to_be_bytes());
        queries.extend_from_slice(&query);
    }
    let (first, rest) = queries.split_at(queries.len() - 5);
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, secondary.dns())).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(first).unwrap();
    std::thread::sleep(Duration::from_millis(50));
    stream.write_all(rest).unwrap();
    for id in 1..=3_u16 {
        let mut len = [0; 2];
        stream.read_exact(&mut len).unwrap();
        let mut answer = vec![0; usize::from(u16::from_be_bytes(len))];
        stream.read_exact(&mut answer).unwrap();
        let answer = Message::parse(&answer).unwrap();
        assert_eq!((answer.header().id, answer.rcode()), (id, Rcode::REFUSED));
    }
    secondary.stop();
}

#[test]
fn named_takes_the_zone_from_us() {
    let folder = tempfile::tempdir().unwrap();
    let Some(primary) = Primary::start(Vendor::Bind, Allow::KeyHolders) else { return };
    let secondary = Secondary::start(folder.path());
    secondary.configure(primary.port, Some(KEY));
    secondary.wait_for_serial(2_026_010_107);
    let third = Primary::secondary_of(Vendor::Bind, secondary.dns(), free_port()).unwrap();
    assert_eq!(transferred(third.port, None), transferred(primary.port, Some(KEY)));
    secondary.stop();
}

/// Passes connections on to a server of this machine, and counts them.
fn counting(to: u16) -> (u16, Arc<std::sync::atomic::AtomicUsize>) {
    use std::io::copy;
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let count = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    std::thread::spawn(move || {
        for client in listener.incoming().map_while(Result::ok) {
            counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let server = TcpStream::connect((Ipv4Addr::LOCALHOST, to)).unwrap();
            let (mut from, mut into) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            std::thread::spawn(move || copy(&mut from, &mut into));
            let (mut from, mut into) = (server, client);
            std::thread::spawn(move || copy(&mut from, &mut into));
        }
    });
    (port, count)
}

#[test]
fn a_transfer_goes_over_the_connection_of_its_soa_query() {
    let folder = tempfile::tempdir().unwrap();
    let Some(primary) = Primary::start(Vendor::Bind, Allow::Anybody) else { return };
    let (port, count) = counting(primary.port);
    let secondary = Secondary::start(folder.path());
    let session = SessionConfig { soa_via: Via::Stream, ..session(port, None) };
    let config = ZoneConfig { zone: name(ZONE), session, clients: Clients::default() };
    secondary.runtime.block_on(secondary.control().configure_zone(config)).unwrap();
    secondary.wait_for_serial(2_026_010_107);
    assert_eq!(count.load(std::sync::atomic::Ordering::Relaxed), 1, "one connection for both");
    secondary.stop();
}
