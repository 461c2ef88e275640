//! A store that fails at any one of its calls, or a few in a row: whatever happens, each zone is at a version that its
//! primary had, no older than one that was served, with timers that are not ahead of the truth, and the server answers.

use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use understudy::engine::dns::{Name, Opcode, Rcode, RecordType, Serial};
use understudy::engine::limits::SecondaryLimits;
use understudy::engine::xfr::{Kind as Transfer, Peer, Persisted, Refresh, SessionConfig};
use understudy::roles::server::clock;
use understudy::roles::server::driver::{Clients, Control, Status, ZoneConfig};
use understudy::roles::server::listen::{self, Responder};
use understudy::roles::server::store::sqlite::Sqlite;
use understudy::roles::server::store::{
    Answer, Audit, Claimed, Fault, Fence, Kept, Kind, Object, Owner, Page, Query, Step, Store, Version, Write,
};

use super::peers::free_port;
use super::scripted::{Scripted, query, served, soa_of};
use super::secondary::{name, session};

const PATIENCE: Duration = Duration::from_secs(60);

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mishap {
    /// No space: nothing is done.
    Full,
    /// Somebody else holds the database, for this call and the two after it: nothing is done.
    Busy,
    /// A sync failed: it is done all the same.
    Sync,
}

#[derive(Clone)]
struct Plan {
    calls: Arc<AtomicU64>,
    /// From which call on, and what.
    at: Option<(u64, Mishap)>,
}

/// The real store behind a plan of mishaps.
struct Faulty {
    store: Sqlite,
    plan: Plan,
}

impl Faulty {
    fn call<'a, T: Send + 'a>(&'a self, work: impl FnOnce(&'a Sqlite) -> Answer<'a, T>) -> Answer<'a, T> {
        let call = self.plan.calls.fetch_add(1, Ordering::SeqCst);
        let failed = |words: &str| Err(Fault::Unavailable(words.to_owned()));
        match self.plan.at {
            Some((at, Mishap::Full)) if call == at => Box::pin(async move { failed("database or disk is full") }),
            Some((at, Mishap::Busy)) if (at..at + 3).contains(&call) => {
                Box::pin(async move { failed("database is locked") })
            }
            Some((at, Mishap::Sync)) if call == at => {
                let done = work(&self.store);
                Box::pin(async move { done.await.and_then(|_| failed("disk I/O error")) })
            }
            _ => work(&self.store),
        }
    }
}

impl Store for Faulty {
    fn claim(&self, owner: Owner, zones: Vec<Name>, now_s: u64) -> Answer<'_, Vec<Claimed>> {
        self.call(|store| store.claim(owner, zones, now_s))
    }
    fn content(&self, zone: Name) -> Answer<'_, Option<Kept>> {
        self.call(|store| store.content(zone))
    }
    fn journal(&self, zone: Name, from: Option<Serial>) -> Answer<'_, Vec<Step>> {
        self.call(|store| store.journal(zone, from))
    }
    fn stage(&self, fence: Fence, first: u32, chunks: Vec<Vec<u8>>) -> Answer<'_, ()> {
        self.call(|store| store.stage(fence, first, chunks))
    }
    fn commit_version(&self, fence: Fence, from: Option<Serial>, version: Version, then: Persisted) -> Answer<'_, ()> {
        self.call(|store| store.commit_version(fence, from, version, then))
    }
    fn note(&self, fence: Fence, now: Persisted, memory: Option<String>) -> Answer<'_, ()> {
        self.call(|store| store.note(fence, now, memory))
    }
    fn remove_zone(&self, fence: Fence) -> Answer<'_, ()> {
        self.call(|store| store.remove_zone(fence))
    }
    fn objects(&self, kind: Kind) -> Answer<'_, Vec<Object>> {
        self.store.objects(kind)
    }
    fn object(&self, kind: Kind, id: String) -> Answer<'_, Option<Object>> {
        self.store.object(kind, id)
    }
    fn query(&self, query: Query) -> Answer<'_, Page> {
        self.store.query(query)
    }
    fn referring(&self, kind: Kind, id: String) -> Answer<'_, Vec<Object>> {
        self.store.referring(kind, id)
    }
    fn accounts(&self) -> Answer<'_, Vec<String>> {
        self.store.accounts()
    }
    fn write_objects(&self, writes: Vec<Write>, audit: Audit) -> Answer<'_, Vec<u64>> {
        self.store.write_objects(writes, audit)
    }
}

/// Three zones: one that follows by differences, one that is to be removed, one that expires soon.
const FOLLOWS: &str = "follows.example.";
const GOES: &str = "goes.example.";
const EXPIRES: &str = "expires.example.";

fn config(zone: &str, primary: &Scripted) -> ZoneConfig {
    let config = session(primary.port, None);
    let kind = if zone == GOES { Transfer::Axfr } else { Transfer::Ixfr };
    let peers = config.peers.into_iter().map(|peer| Peer { kind, ..peer }).collect();
    // What failed is tried again soon, so that a test need not wait.
    let secondary = SecondaryLimits { first_retry_s: 1, max_first_retry_s: 1, away_retry_s: 1, ..config.secondary };
    let session = SessionConfig { peers, secondary, refresh: Refresh::Soa, ..config };
    ZoneConfig { zone: name(zone), session, clients: Clients::default() }
}

/// A server on the store of a folder.
struct Server {
    control: Control,
    dns: SocketAddr,
}

impl Server {
    /// Starts zones, again and again as a supervisor would.
    async fn start(folder: &Path, plan: &Plan, configs: &[ZoneConfig]) -> Self {
        let store = Faulty { store: open(folder), plan: plan.clone() };
        let control = Control::new(Arc::new(store), Vec::new());
        let dns = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()));
        let udp = tokio::net::UdpSocket::bind(dns).await.unwrap();
        let tcp = tokio::net::TcpListener::bind(dns).await.unwrap();
        let mut tries = 0;
        while let Err(fault) = control.configure_zones(configs.to_vec()).await {
            tries += 1;
            assert!(tries < 6, "{fault}");
        }
        tokio::spawn(listen::udp(udp, Responder::new(control.clone(), Default::default())));
        tokio::spawn(listen::tcp(tcp, None, Responder::new(control.clone(), Default::default())));
        Self { control, dns }
    }

    async fn until(&self, zone: &str, what: &str, stands: impl Fn(&Status) -> bool) -> Status {
        let until = Instant::now() + PATIENCE;
        loop {
            let status = self.control.status(name(zone).as_ref()).unwrap();
            if stands(&status) {
                return status;
            }
            assert!(Instant::now() < until, "never: {zone} {what}: {status:?}");
            if !status.busy {
                self.control.refresh(name(zone).as_ref());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn serves(&self, zone: &str, serial: u32) -> Status {
        let that = Some(Serial(serial));
        self.until(zone, &format!("at {serial}"), |s| s.serial == that && !s.expired && !s.busy).await
    }

    /// What a client is told.
    async fn told(&self, zone: &str) -> Result<u32, Rcode> {
        let (dns, query) = (self.dns, query(zone, RecordType::SOA, Opcode::QUERY));
        let asked = tokio::task::spawn_blocking(move || {
            let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            socket.set_read_timeout(Some(PATIENCE)).unwrap();
            socket.send_to(&query, dns).unwrap();
            let mut octets = [0; 1_500];
            let len = socket.recv(&mut octets).unwrap();
            soa_of(&octets[..len]).unwrap().1
        });
        asked.await.unwrap()
    }

    async fn content_is(&self, zone: &'static str, primary: &Scripted, serial: u32) {
        let port = self.dns.port();
        let content = tokio::task::spawn_blocking(move || served(port, zone)).await.unwrap().unwrap();
        assert_eq!(content, primary.content(zone, serial), "{zone} {serial}");
    }
}

/// Another test's child has our lock from its fork to its exec.
fn open(folder: &Path) -> Sqlite {
    let until = Instant::now() + PATIENCE;
    loop {
        match Sqlite::open(folder) {
            Ok(store) => return store,
            Err(fault) => assert!(Instant::now() < until, "{fault}"),
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn alone<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap().block_on(work)
}

/// The life of three zones; gives the number of calls.
fn live(at: Option<(u64, Mishap)>) -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let plan = Plan { calls: Arc::default(), at };
    let both = [FOLLOWS, GOES].map(|zone| (zone.to_owned(), 1));
    let steady = Scripted::start(both, Duration::ZERO, [3_600, 1, 86_400]);
    let away = Scripted::start([(EXPIRES.to_owned(), 1)], Duration::ZERO, [3_600, 1, 3]);
    let configs = [config(FOLLOWS, &steady), config(GOES, &steady), config(EXPIRES, &away)];

    let before = alone(async {
        let server = Server::start(folder.path(), &plan, &configs).await;
        for zone in [FOLLOWS, GOES, EXPIRES] {
            server.serves(zone, 1).await;
        }
        for _ in 0..2 {
            let serial = steady.bump(FOLLOWS);
            server.serves(FOLLOWS, serial).await;
            server.content_is(FOLLOWS, &steady, serial).await;
        }
        let serial = steady.bump(GOES);
        server.serves(GOES, serial).await;
        away.mute(true);
        server.until(EXPIRES, "expired", |s| s.expired).await;
        assert_eq!(server.told(EXPIRES).await, Err(Rcode::SERVFAIL));
        away.mute(false);
        server.serves(EXPIRES, 1).await;
        let mut tries = 0;
        while let Err(fault) = server.control.remove_zone(name(GOES).as_ref()).await {
            tries += 1;
            assert!(tries < 6, "{fault}");
        }
        assert!(server.control.status(name(GOES).as_ref()).is_none());
        assert_eq!(server.told(GOES).await, Err(Rcode::REFUSED));
        assert_eq!(server.told(FOLLOWS).await, Ok(3));
        let before = server.control.status(name(FOLLOWS).as_ref()).unwrap();
        server.control.stop();
        before
    });

    // A restart without the primaries.
    steady.mute(true);
    away.mute(true);
    alone(async {
        let server = Server::start(folder.path(), &plan, &configs).await;
        assert_eq!(server.told(FOLLOWS).await, Ok(3));
        server.content_is(FOLLOWS, &steady, 3).await;
        let after = server.control.status(name(FOLLOWS).as_ref()).unwrap();
        let (was, is) = (before.confirmed_at_s.unwrap(), after.confirmed_at_s.unwrap());
        assert!(is <= was && is + 60 > was, "confirmed at {was}, after the restart {is}");
        assert_eq!(after.expires_at_s, Some(is + 86_400));
        assert!(after.next_check_at_s <= clock::wall_s() + 3_600);
        // What was removed is gone.
        assert_eq!(server.told(GOES).await, Err(Rcode::SERVFAIL));
        assert!(matches!(server.told(EXPIRES).await, Ok(1) | Err(Rcode::SERVFAIL)));
        // It goes on.
        steady.mute(false);
        away.mute(false);
        let serial = steady.bump(FOLLOWS);
        server.serves(FOLLOWS, serial).await;
        server.serves(EXPIRES, 1).await;
        server.control.stop();
    });
    plan.calls.load(Ordering::SeqCst)
}

#[test]
fn row_41_whichever_call_of_the_store_fails_no_zone_is_lost_or_made_up() {
    let calls = live(None);
    assert!(calls > 15, "{calls}");
    let all = (0..calls).flat_map(|k| [Mishap::Full, Mishap::Busy, Mishap::Sync].map(|mishap| (k, mishap)));
    let lives: Vec<_> = all.map(|at| (at, std::thread::spawn(move || live(Some(at))))).collect();
    let failed: Vec<_> = lives.into_iter().filter_map(|(at, life)| life.join().is_err().then_some(at)).collect();
    assert!(failed.is_empty(), "{failed:?} of {calls} calls");
}
