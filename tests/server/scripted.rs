//! A primary of our own whose zones change when a test says so: SOA over UDP and TCP, AXFR and IXFR a few records a message
//! with pauses between, and counts of what it was asked. What version `n` of a zone holds is computed, so that a test can tell
//! which version it was served.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Read, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream, UdpSocket};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use understudy::engine::dns::message::{Header, Message, MessageBuilder, Question, Section};
use understudy::engine::dns::{Class, Name, Opcode, Rcode, RecordType};

use super::peers::free_port;

/// Records that stay, besides SOA, NS and those that change.
const HOSTS: u32 = 50;

/// Records of fifty thousand octets that a zone has besides when its first label is [`LARGE`]: four megabytes.
const LARGE_RECORDS: u32 = 80;
pub const LARGE: &str = "large";

/// Records a message, of a zone and of differences.
const A_MESSAGE: usize = 8;
const OF_DIFFERENCES: usize = 2;

pub struct Scripted {
    pub port: u16,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    /// The first serial of each zone and the present one.
    zones: Mutex<BTreeMap<String, (u32, u32)>>,
    asked: Mutex<BTreeMap<String, u64>>,
    open: AtomicU64,
    peak: AtomicU64,
    pause_ms: u64,
    /// The timers in every SOA: refresh, retry, expire.
    timers: [u32; 3],
    mute: AtomicBool,
    /// A connection's second question is read and never answered.
    deaf: AtomicBool,
    ignored: AtomicU64,
    stop: AtomicBool,
}

impl Scripted {
    /// Zones at a serial each, pauses between the messages of a transfer, and the SOA's refresh, retry and expire.
    pub fn start(zones: impl IntoIterator<Item = (String, u32)>, pause: Duration, timers: [u32; 3]) -> Self {
        let zones = zones.into_iter().map(|(zone, serial)| (zone, (serial, serial))).collect();
        let pause_ms = u64::try_from(pause.as_millis()).unwrap();
        let state = Arc::new(State { zones: Mutex::new(zones), pause_ms, timers, ..State::default() });
        let port = free_port();
        let udp = UdpSocket::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
        let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
        udp.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
        let of = Arc::clone(&state);
        std::thread::spawn(move || of.datagrams(&udp));
        let of = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in tcp.incoming().map_while(Result::ok) {
                if of.stop.load(Ordering::Relaxed) {
                    return;
                }
                let of = Arc::clone(&of);
                // A connection that breaks is the secondary's doing.
                std::thread::spawn(move || drop(of.stream(stream)));
            }
        });
        Self { port, state }
    }

    /// Gives the zone its next version; gives its serial.
    pub fn bump(&self, zone: &str) -> u32 {
        let mut zones = self.state.zones.lock().unwrap();
        let serial = &mut zones.get_mut(zone).unwrap().1;
        *serial += 1;
        *serial
    }

    /// The first serial that the zone had and the present one.
    pub fn serials(&self, zone: &str) -> (u32, u32) {
        self.state.zones.lock().unwrap()[zone]
    }

    /// Keeps all answers back, until it is told otherwise.
    pub fn mute(&self, mute: bool) {
        self.state.mute.store(mute, Ordering::SeqCst);
    }

    /// From now on a connection's second question is not answered, and the connection kept.
    pub fn deafen(&self) {
        self.state.deaf.store(true, Ordering::SeqCst);
    }

    /// Questions that were not answered for that.
    pub fn ignored(&self) -> u64 {
        self.state.ignored.load(Ordering::SeqCst)
    }

    /// SOA queries for the zone over UDP so far.
    pub fn asked(&self, zone: &str) -> u64 {
        self.state.asked.lock().unwrap().get(zone).copied().unwrap_or_default()
    }

    /// The most connections that were open at a time.
    pub fn peak(&self) -> u64 {
        self.state.peak.load(Ordering::Relaxed)
    }

    /// The zone's records in a version, in an order of their own: what [`served`] must give.
    pub fn content(&self, zone: &str, serial: u32) -> BTreeSet<String> {
        let shown = |row: &Row| shown(&row.0, row.1, &row.2);
        self.state.zone(zone, serial).iter().map(shown).collect()
    }
}

impl Drop for Scripted {
    fn drop(&mut self) {
        self.state.stop.store(true, Ordering::Relaxed);
        // Wakes the one that accepts.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
    }
}

type Row = (Name, RecordType, Vec<u8>);

impl State {
    fn soa(&self, zone: &str, serial: u32) -> Row {
        let [refresh, retry, expire] = self.timers;
        let numbers = [serial, refresh, retry, expire, 300].into_iter().flat_map(u32::to_be_bytes);
        (name(zone), RecordType::SOA, [0, 0].into_iter().chain(numbers).collect())
    }

    fn zone(&self, zone: &str, serial: u32) -> Vec<Row> {
        let mut rows = vec![self.soa(zone, serial), (name(zone), RecordType::NS, vec![1, b'a', 0])];
        let host = |n: u32| (name(&format!("h{n}.{zone}")), RecordType::A, n.to_be_bytes().to_vec());
        rows.extend((0..HOSTS).map(host));
        if zone.starts_with(LARGE) {
            let text = |n: u32| [[249].as_slice(), &[b'a' + u8::try_from(n % 26).unwrap(); 249]].concat().repeat(200);
            rows.extend((0..LARGE_RECORDS).map(|n| (name(&format!("t{n}.{zone}")), RecordType::TXT, text(n))));
        }
        rows.extend(moving(zone, serial));
        rows
    }

    fn datagrams(&self, socket: &UdpSocket) {
        let mut octets = [0; 1_500];
        while !self.stop.load(Ordering::Relaxed) {
            let Ok((len, from)) = socket.recv_from(&mut octets) else { continue };
            let Some((header, question, _)) = request(&octets[..len]) else { continue };
            let zone = question.name().to_string();
            *self.asked.lock().unwrap().entry(zone.clone()).or_default() += 1;
            self.hold();
            let serial = self.zones.lock().unwrap().get(&zone).map(|zone| zone.1);
            let rows = serial.map(|serial| vec![self.soa(&zone, serial)]);
            let _ = socket.send_to(&answer(header, &question, rows.as_deref()), from);
        }
    }

    fn hold(&self) {
        while self.mute.load(Ordering::SeqCst) && !self.stop.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn stream(&self, mut stream: TcpStream) -> io::Result<()> {
        let open = self.open.fetch_add(1, Ordering::SeqCst) + 1;
        self.peak.fetch_max(open, Ordering::SeqCst);
        let ended = self.requests(&mut stream);
        self.open.fetch_sub(1, Ordering::SeqCst);
        ended
    }

    fn requests(&self, stream: &mut TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        for nth in 0.. {
            let octets = receive(stream)?;
            if nth > 0 && self.deaf.load(Ordering::SeqCst) {
                self.ignored.fetch_add(1, Ordering::SeqCst);
                continue;
            }
            let Some((header, question, have)) = request(&octets) else { return Ok(()) };
            let zone = question.name().to_string();
            self.hold();
            let Some((first, serial)) = self.zones.lock().unwrap().get(&zone).copied() else {
                send(stream, &answer(header, &question, None))?;
                continue;
            };
            let soa = |serial| self.soa(&zone, serial);
            let rows = match (question.rtype, have) {
                (RecordType::SOA, _) => vec![soa(serial)],
                (RecordType::IXFR, Some(have)) if have == serial => vec![soa(serial)],
                (RecordType::IXFR, Some(have)) if (first..serial).contains(&have) => {
                    let step = |n| {
                        let away = std::iter::once(soa(n)).chain(moving(&zone, n));
                        away.chain(std::iter::once(soa(n + 1))).chain(moving(&zone, n + 1))
                    };
                    let steps = (have..serial).flat_map(step);
                    std::iter::once(soa(serial)).chain(steps).chain(std::iter::once(soa(serial))).collect()
                }
                _ => self.zone(&zone, serial).into_iter().chain(std::iter::once(soa(serial))).collect(),
            };
            let a_message = if rows.len() < A_MESSAGE * 3 { OF_DIFFERENCES } else { A_MESSAGE };
            let is_large = |row: &Row| row.2.len() > 10_000;
            let parts = rows.chunk_by(|a, b| !is_large(a) && !is_large(b)).flat_map(|rows| rows.chunks(a_message));
            for (n, rows) in parts.enumerate() {
                if n > 0 {
                    std::thread::sleep(Duration::from_millis(self.pause_ms));
                }
                send(stream, &answer(header, &question, Some(rows)))?;
            }
        }
        Ok(())
    }
}

/// The two records that each version has in place of the one before's.
fn moving(zone: &str, serial: u32) -> [Row; 2] {
    let text = format!("version {serial}");
    let octets = std::iter::once(u8::try_from(text.len()).unwrap()).chain(text.bytes()).collect();
    let host = (name(&format!("n{}.{zone}", serial % 7)), RecordType::A, serial.to_be_bytes().to_vec());
    [(name(&format!("changes.{zone}")), RecordType::TXT, octets), host]
}

fn request(octets: &[u8]) -> Option<(Header, Question, Option<u32>)> {
    let message = Message::parse(octets).ok()?;
    let question = message.questions().next()?;
    let mut rdata = Vec::new();
    let have = message.records(Section::Authority).next().and_then(|record| {
        record.rdata(&mut rdata).ok()?;
        serial(&rdata)
    });
    Some((message.header(), question, have))
}

fn serial(soa: &[u8]) -> Option<u32> {
    let at = soa.len().checked_sub(20)?;
    Some(u32::from_be_bytes(soa.get(at..at + 4)?.try_into().ok()?))
}

/// None: we are not authoritative.
fn answer(header: Header, question: &Question, rows: Option<&[Row]>) -> Vec<u8> {
    let rcode = if rows.is_some() { Rcode::NOERROR } else { Rcode::NOTAUTH };
    let mut builder = MessageBuilder::new(Header { aa: true, ..header.response(rcode) }, 65_535);
    builder.repeat(question).unwrap();
    for (owner, rtype, rdata) in rows.unwrap_or_default() {
        builder.record(Section::Answer, owner.as_ref(), *rtype, Class::IN, 300, rdata).unwrap();
    }
    builder.finish()
}

pub fn query(zone: &str, rtype: RecordType, opcode: Opcode) -> Vec<u8> {
    let mut builder = MessageBuilder::new(Header { aa: opcode == Opcode::NOTIFY, ..Header::query(9, opcode) }, 512);
    builder.question(name(zone).as_ref(), rtype, Class::IN).unwrap();
    builder.finish()
}

/// The serial in a response to a query for a SOA; the response code without one.
pub fn soa_of(octets: &[u8]) -> Option<(String, Result<u32, Rcode>)> {
    let message = Message::parse(octets).ok().filter(|m| m.header().qr && m.header().opcode == Opcode::QUERY)?;
    let zone = message.questions().next()?.name().to_string();
    let mut rdata = Vec::new();
    let found = message.records(Section::Answer).find(|record| record.rtype == RecordType::SOA);
    let found = found.and_then(|record| record.rdata(&mut rdata).ok().and_then(|()| serial(&rdata)));
    Some((zone, found.ok_or(message.rcode())))
}

/// The records that a server transfers, the closing SOA left out.
pub fn served(port: u16, zone: &str) -> io::Result<BTreeSet<String>> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    send(&mut stream, &query(zone, RecordType::AXFR, Opcode::QUERY))?;
    let (mut rows, mut soas) = (BTreeSet::new(), 0);
    while soas < 2 {
        let octets = receive(&mut stream)?;
        let message = Message::parse(&octets).map_err(|e| io::Error::other(format!("{e:?}")))?;
        if message.rcode() != Rcode::NOERROR {
            return Err(io::Error::other(message.rcode().to_string()));
        }
        for record in message.records(Section::Answer) {
            let mut rdata = Vec::new();
            record.rdata(&mut rdata).map_err(|e| io::Error::other(format!("{e:?}")))?;
            soas += u32::from(record.rtype == RecordType::SOA);
            rows.insert(shown(&record.owner().to_owned(), record.rtype, &rdata));
        }
    }
    Ok(rows)
}

fn shown(owner: &Name, rtype: RecordType, rdata: &[u8]) -> String {
    let mut text = format!("{owner} {rtype} ");
    rdata.iter().for_each(|octet| write!(text, "{octet:02x}").unwrap());
    text
}

fn receive(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut len = [0; 2];
    stream.read_exact(&mut len)?;
    let mut octets = vec![0; usize::from(u16::from_be_bytes(len))];
    stream.read_exact(&mut octets)?;
    Ok(octets)
}

fn send(stream: &mut TcpStream, message: &[u8]) -> io::Result<()> {
    let len = u16::try_from(message.len()).unwrap();
    stream.write_all(&[&len.to_be_bytes(), message].concat())
}

fn name(text: &str) -> Name {
    Name::absolute(text).unwrap()
}
