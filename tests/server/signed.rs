//! Our signed answers, judged by others: BIND, Knot and NSD as secondaries, and dnspython, take streams of 1, 2, 50 and 300
//! messages in every algorithm that they have. dig and kdig are no judges of this: one takes an unsigned end, the other
//! verifies the first message only (docs/reliability.md, row 49).

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime};

use data_encoding::BASE64;
use understudy::engine::answer::{Access, Client, Response, Server, Transport, Zone, Zones, respond};
use understudy::engine::diag::Span;
use understudy::engine::dns::message::{Header, Message, MessageBuilder};
use understudy::engine::dns::{Class, Name, NameRef, Opcode, Rcode, RecordSink, RecordType};
use understudy::engine::limits::{AnswerLimits, TsigLimits, ZoneLimits};
use understudy::engine::tsig::{Algorithm, Key, Secret, sign_request};
use understudy::engine::zone::{Builder, Snapshot, Versions};

use super::peers::{Primary, Vendor, dig, free_port};

/// How many messages the streams have.
const STREAMS: [usize; 4] = [1, 2, 50, 300];
/// How long a secondary may take; the machines that test are slow and busy.
const PATIENCE: Duration = Duration::from_secs(90);

fn name(text: &str) -> Name {
    Name::absolute(text).unwrap()
}

fn now_s() -> u64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs()
}

/// A zone of so many hosts.
fn zone(apex: &str, hosts: usize) -> Snapshot {
    let mut builder = Builder::new(ZoneLimits::default());
    let (owner, ns) = (name(apex), name(&format!("ns.{apex}")));
    let soa =
        [ns.as_ref().wire(), ns.as_ref().wire(), &[0, 0, 0, 7, 0, 0, 14, 16, 0, 0, 14, 16, 0, 9, 58, 128, 0, 0, 0, 60]];
    let mut put = |owner: &Name, rtype, rdata: &[u8]| builder.record(owner.as_ref(), rtype, 60, rdata, Span::NONE);
    put(&owner, RecordType::SOA, &soa.concat());
    put(&owner, RecordType::NS, ns.as_ref().wire());
    put(&ns, RecordType::A, &[192, 0, 2, 53]);
    (0..hosts).for_each(|n| put(&name(&format!("h{n:05}.{apex}")), RecordType::A, &[192, 0, 2, 1]));
    builder.finish(owner.as_ref()).snapshot
}

/// What is served: a zone for each algorithm and number of messages.
struct World {
    zones: BTreeMap<String, (Snapshot, Key, usize)>,
    keys: Vec<Key>,
    limits: AnswerLimits,
    /// Zones that were asked for, and in how many messages each went out, signed.
    sent: Mutex<BTreeMap<String, usize>>,
}

impl Zones for World {
    fn zone(&self, apex: NameRef<'_>) -> Option<Zone> {
        let (content, ..) = self.zones.get(&apex.to_string().to_ascii_lowercase())?;
        let history = Arc::new(Versions::new(&ZoneLimits::default()));
        Some(Zone { content: Some(content.clone()), history, access: Arc::new(Access::default()) })
    }
}

impl World {
    fn new(algorithms: &[Algorithm]) -> Self {
        let limits = AnswerLimits { transfer_message: 320, ..AnswerLimits::default() };
        let mut world = Self { zones: BTreeMap::new(), keys: Vec::new(), limits, sent: Mutex::default() };
        for &algorithm in algorithms {
            let label = algorithm.config_name().replace('-', "");
            let secret = (0..algorithm.digest_len()).map(|n| (n * 7 + 3) as u8).collect();
            let key = Key { name: name(&format!("{label}.key")), algorithm, secret: Secret::new(secret) };
            world.keys.push(key.clone());
            let mut last = None;
            for count in STREAMS {
                let apex = format!("m{count}.{label}.");
                let about = last.filter(|_| count > 50).map(|(hosts, messages)| hosts * count / messages);
                let hosts = world.hosts_for(&apex, &key, count, about);
                last = Some((hosts, count));
                world.zones.insert(apex.clone(), (zone(&apex, hosts), key.clone(), count));
            }
        }
        world
    }

    /// The fewest hosts that make a stream of so many messages, looked for by halves; `about` is where to begin. The last
    /// message has room left then, for a client whose EDNS is answered in the first.
    fn hosts_for(&mut self, apex: &str, key: &Key, count: usize, about: Option<usize>) -> usize {
        let (mut low, mut high) = about.map_or((0, count * 24), |hosts| (hosts - hosts / 8, hosts + hosts / 8));
        let mut found = None;
        while low < high {
            let hosts = usize::midpoint(low, high);
            self.zones.insert(apex.to_owned(), (zone(apex, hosts), key.clone(), count));
            let mut request = MessageBuilder::new(Header::query(1, Opcode::QUERY), 512);
            request.question(name(apex).as_ref(), RecordType::AXFR, Class::IN).unwrap();
            let mut request = request.finish();
            let _ = sign_request(key, &mut request, now_s(), &TsigLimits::default());
            let messages = self.answer(Transport::Tcp, &request).len();
            found = if messages == count { Some(hosts) } else { found };
            if messages < count { low = hosts + 1 } else { high = hosts }
        }
        found.unwrap_or_else(|| panic!("no zone makes {count} messages of {apex}"))
    }

    fn answer(&self, transport: Transport, request: &[u8]) -> Vec<Vec<u8>> {
        let server = Server { zones: self, keys: &self.keys, limits: &self.limits, tsig: &TsigLimits::default() };
        let client = Client { address: Ipv4Addr::LOCALHOST.into(), transport };
        match respond(server, client, request, now_s()).response {
            Response::Silence => Vec::new(),
            Response::Message(message) => vec![message],
            Response::Stream(mut stream) => std::iter::from_fn(|| stream.next(now_s())).collect(),
        }
    }

    fn connection(&self, mut stream: TcpStream) -> std::io::Result<()> {
        stream.set_nonblocking(false)?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        loop {
            let mut len = [0; 2];
            stream.read_exact(&mut len)?;
            let mut request = vec![0; usize::from(u16::from_be_bytes(len))];
            stream.read_exact(&mut request)?;
            let messages = self.answer(Transport::Tcp, &request);
            for message in &messages {
                stream.write_all(&u16::try_from(message.len()).unwrap().to_be_bytes())?;
                stream.write_all(message)?;
            }
            let asked = Message::parse(&request).unwrap();
            let question = asked.questions().next().unwrap();
            let is_signed = |m: &Message<'_>| m.tsig_offset().is_some() && m.rcode() == Rcode::NOERROR;
            let signed = messages.iter().all(|m| is_signed(&Message::parse(m).unwrap()));
            if signed && matches!(question.rtype, RecordType::AXFR | RecordType::IXFR) {
                self.sent.lock().unwrap().insert(question.name().to_string().to_ascii_lowercase(), messages.len());
            }
        }
    }
}

/// The server of a world, until it is dropped.
struct Listening {
    world: Arc<World>,
    port: u16,
    over: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Listening {
    fn start(world: World) -> Self {
        let (port, over, world) = (free_port(), Arc::new(AtomicBool::new(false)), Arc::new(world));
        let (tcp, udp) = (
            TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap(),
            UdpSocket::bind((Ipv4Addr::LOCALHOST, port)).unwrap(),
        );
        tcp.set_nonblocking(true).unwrap();
        udp.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
        let (datagrams, ended) = (world.clone(), over.clone());
        let answering = std::thread::spawn(move || {
            let mut room = [0; 4_096];
            while !ended.load(Ordering::Relaxed) {
                let Ok((len, from)) = udp.recv_from(&mut room) else { continue };
                for message in datagrams.answer(Transport::Udp, &room[..len]) {
                    // A client that is gone asks again.
                    let _ = udp.send_to(&message, from);
                }
            }
        });
        let (streams, ended) = (world.clone(), over.clone());
        let accepting = std::thread::spawn(move || {
            while !ended.load(Ordering::Relaxed) {
                match tcp.accept() {
                    Ok((stream, _)) => {
                        let world = streams.clone();
                        // It ends with its client's connection.
                        drop(std::thread::spawn(move || world.connection(stream)));
                    }
                    Err(_) => std::thread::sleep(Duration::from_millis(10)),
                }
            }
        });
        Self { world, port, over, threads: vec![answering, accepting] }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// The algorithms that a vendor's secondary can be told.
fn algorithms(vendor: Vendor) -> Vec<Algorithm> {
    Algorithm::ALL
        .into_iter()
        // What MACs are cut by definition, Knot and NSD do not know; BIND cuts them but calls the algorithm by its plain name.
        .filter(|a| !a.is_cut() && vendor != Vendor::PowerDns)
        .collect()
}

/// A secondary's configuration: all keys and zones of a world.
fn configuration(vendor: Vendor, world: &World, port: u16, at: &str) -> String {
    let mut out = String::new();
    let secret = |key: &Key| {
        let octets: Vec<u8> = (0..key.algorithm.digest_len()).map(|n| (n * 7 + 3) as u8).collect();
        BASE64.encode(&octets)
    };
    if vendor == Vendor::Knot {
        out.push_str("acl:\n  - id: who\n    action: [transfer, notify]\n    address: 127.0.0.1\n");
    }
    for key in &world.keys {
        let (id, algorithm, secret) = (key.name.as_ref().without_dot(), key.algorithm.config_name(), secret(key));
        out.push_str(&match vendor {
            Vendor::Bind => format!("key \"{id}\" {{ algorithm {algorithm}; secret \"{secret}\"; }};\n"),
            Vendor::Knot => format!(
                "key:\n  - id: {id}\n    algorithm: {algorithm}\n    secret: {secret}\n\
                 remote:\n  - id: {id}\n    address: 127.0.0.1@{port}\n    key: {id}\n"
            ),
            _ => format!("key:\n  name: {id}\n  algorithm: {algorithm}\n  secret: \"{secret}\"\n"),
        });
    }
    for (apex, (_, key, _)) in &world.zones {
        let (zone, id) = (apex.trim_end_matches('.'), key.name.as_ref().without_dot());
        out.push_str(&match vendor {
            Vendor::Bind => format!(
                "zone \"{zone}\" {{ type secondary; masterfile-format text; file \"{at}/{zone}\"; \
                 primaries {{ 127.0.0.1 port {port} key \"{id}\"; }}; }};\n"
            ),
            Vendor::Knot => {
                format!("zone:\n  - domain: {zone}\n    file: {at}/{zone}\n    acl: who\n    master: {id}\n")
            }
            _ => format!(
                "zone:\n  name: {zone}\n  zonefile: {zone}\n  provide-xfr: 127.0.0.1 NOKEY\n  \
                 request-xfr: AXFR 127.0.0.1@{port} {id}\n"
            ),
        });
    }
    out
}

/// Every zone arrives whole at the secondary, each in as many signed messages as it was made for.
fn judged_by(vendor: Vendor) {
    let server = Listening::start(World::new(&algorithms(vendor)));
    let port = server.port;
    let world = server.world.clone();
    let Some(secondary) = Primary::configured(vendor, |at| configuration(vendor, &world, port, at)) else { return };
    let until = Instant::now() + PATIENCE;
    for (apex, (content, key, count)) in &world.zones {
        loop {
            let records = dig(secondary.port, &[apex, "AXFR", "+noall", "+answer", "+time=2", "+tries=1"]);
            let records = records.lines().filter(|line| line.contains("\tIN\t")).count();
            // The SOA comes twice.
            if records == content.len() + 1 {
                break;
            }
            assert!(Instant::now() < until, "{vendor:?} has {records} records of {apex}\n{}", secondary.log());
            std::thread::sleep(Duration::from_millis(200));
        }
        assert_eq!(world.sent.lock().unwrap().get(apex), Some(count), "{vendor:?} {apex} {:?}", key.algorithm);
    }
}

#[test]
fn row_48_bind_verifies_our_streams() {
    judged_by(Vendor::Bind);
}

#[test]
fn row_48_knot_verifies_our_streams() {
    judged_by(Vendor::Knot);
}

#[test]
fn row_48_nsd_verifies_our_streams() {
    judged_by(Vendor::Nsd);
}

/// Says `ok` for each stream that dnspython verifies to its end: all messages signed, all records there. The last line is a
/// stream under a wrong secret, which must not be.
const JUDGE: &str = r#"
import sys, dns.message, dns.name, dns.query, dns.tsig, dns.zone
for line in sys.stdin:
    apex, key, algorithm, secret, records = line.split()
    zone = dns.zone.Zone(apex)
    query = dns.message.make_query(apex, 'AXFR')
    query.use_tsig({dns.name.from_text(key): dns.tsig.Key(key, secret, algorithm)}, key, algorithm=algorithm)
    try:
        dns.query.inbound_xfr('127.0.0.1', zone, query, port=int(sys.argv[1]), timeout=30)
        found = sum(len(rdataset) for _, rdataset in zone.iterate_rdatasets())
        print(apex, 'ok' if found == int(records) else 'records %d' % found)
    except Exception as e:
        print(apex, type(e).__name__, e)
"#;

/// The interpreter that `scripts/dnspython.sh` installs; its lack is said aloud.
fn python() -> Option<PathBuf> {
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(home)?;
    let python = cache.join("understudy/dnspython-2.9.2/bin/python");
    if !python.is_file() {
        writeln!(std::io::stderr(), "skipped: dnspython is not installed (scripts/dnspython.sh)").unwrap();
        return None;
    }
    Some(python)
}

fn ask(python: &Path, port: u16, rows: &str) -> String {
    let mut child = Command::new(python)
        .args(["-c", JUDGE, &port.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(rows.as_bytes()).unwrap();
    let said = child.wait_with_output().unwrap();
    String::from_utf8(said.stdout).unwrap()
}

#[test]
fn row_49_dnspython_verifies_our_streams() {
    let Some(python) = python() else { return };
    let server = Listening::start(World::new(&Algorithm::ALL));
    let world = &server.world;
    let row = |apex: &str, key: &Key, content: &Snapshot, seed: usize| {
        let secret: Vec<u8> = (0..key.algorithm.digest_len()).map(|n| (n * 7 + seed) as u8).collect();
        let (id, algorithm) = (key.name.to_string(), key.algorithm.name().to_string());
        format!("{apex} {id} {algorithm} {} {}\n", BASE64.encode(&secret), content.len())
    };
    let mut rows: String = world.zones.iter().map(|(apex, (content, key, _))| row(apex, key, content, 3)).collect();
    let (apex, (content, key, _)) = world.zones.last_key_value().unwrap();
    rows.push_str(&row(apex, key, content, 4));
    let said = ask(&python, server.port, &rows);
    let lines: Vec<_> = said.lines().collect();
    assert_eq!(lines.len(), world.zones.len() + 1, "{said}");
    let (wrong_secret, others) = lines.split_last().unwrap();
    assert!(others.iter().all(|line| line.ends_with(" ok")), "{said}");
    assert!(!wrong_secret.ends_with("ok"), "{wrong_secret}");
    let sent = world.sent.lock().unwrap();
    for (apex, (_, _, count)) in &world.zones {
        assert_eq!(sent.get(apex), Some(count), "{apex}");
    }
}
