//! What BIND, Knot, NSD and PowerDNS make of zone texts, asked of the programs themselves.
//!
//! BIND: `named-checkzone -D` prints what it loaded. NSD: `nsd-checkzone -p` does. PowerDNS: `pdnsutil list-zone` lists what
//! the bind backend holds. Knot: one `knotd` loads all zones, each under a name of its own, and `knotc zone-read` prints them;
//! kzonecheck would neither print content nor load like the server.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use understudy::engine::check::receivers::{Receiver, Verdict};
use understudy::engine::diag::{Diagnostic, Diagnostics, Span};
use understudy::engine::dns::{Name, NameRef, RecordSink, RecordType};
use understudy::engine::zonefile::{self, Refusal, Sources, print_record};

/// The name of every zone measured. As long as the names under which Knot loads them.
pub const ZONE: &str = "example.com";

/// How long knotd may take to load everything; the machines that test are slow and busy.
const PATIENCE: Duration = Duration::from_secs(120);

/// What a program did with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It does not load.
    Refused,
    /// It loads as these records.
    Loaded(Content),
}

/// Records as lines in lower case; a set, since an RRset is one (RFC 2181 §5).
pub type Content = BTreeSet<String>;

/// The receivers that are measured, and the programs that it takes.
pub const MEASURED: [(Receiver, &[&str]); 4] = [
    (Receiver::Bind, &["named-checkzone"]),
    (Receiver::Knot, &["knotd", "knotc"]),
    (Receiver::Nsd, &["nsd-checkzone"]),
    (Receiver::PowerDns, &["pdnsutil"]),
];

impl Outcome {
    /// Accepted, altered or refused, given what the text says.
    pub fn verdict(&self, written: &Content) -> Verdict {
        match self {
            Self::Refused => Verdict::Refuses,
            Self::Loaded(content) if content == written => Verdict::Accepts,
            Self::Loaded(_) => Verdict::Alters,
        }
    }

    /// How the content differs from what is written, a line a record.
    pub fn difference(&self, written: &Content) -> String {
        let Self::Loaded(content) = self else { return "refused".to_owned() };
        let lost = written.difference(content).map(|line| format!("    - {line}"));
        let won = content.difference(written).map(|line| format!("    + {line}"));
        lost.chain(won).collect::<Vec<_>>().join("\n")
    }
}

/// What a text says, as far as the receiver keeps it: every record that can be read, inside the zone or not.
pub fn written(receiver: Receiver, text: &[u8]) -> Content {
    let mut content = read(text, ZONE, false);
    if receiver == Receiver::PowerDns {
        content.retain(|line| !["\tnsec\t", "\tnsec3\t", "\tnsec3param\t"].iter().any(|rtype| line.contains(rtype)));
    }
    content
}

/// What one receiver makes of each text; none, said aloud, when a program is not installed.
pub fn measure(receiver: Receiver, texts: &[&[u8]]) -> Option<Vec<Outcome>> {
    let (_, programs) = MEASURED.into_iter().find(|(measured, _)| *measured == receiver)?;
    let paths: Vec<PathBuf> = programs.iter().map(|program| installed(program)).collect::<Option<_>>()?;
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    if receiver == Receiver::Knot {
        return Some(knot(&paths, at, texts));
    }
    let one = |text: &&[u8]| {
        let zone = at.join("zone");
        fs::write(&zone, text).unwrap();
        match receiver {
            Receiver::Bind => {
                let mut bind = Command::new(&paths[0]);
                bind.args(["-q", "-D", "-o", "-", "-i", "local", ZONE]).arg(&zone);
                output(&mut bind).map_or(Outcome::Refused, |out| Outcome::Loaded(read(&out, ZONE, true)))
            }
            Receiver::Nsd => {
                let mut nsd = Command::new(&paths[0]);
                output(nsd.args(["-p", ZONE]).arg(&zone))
                    .map_or(Outcome::Refused, |out| Outcome::Loaded(read(&out, ZONE, true)))
            }
            _ => power_dns(&paths[0], at, &zone),
        }
    };
    Some(texts.iter().map(one).collect())
}

/// A zone without SOA is listed, but PowerDNS answers for none. It drops NSEC, NSEC3 and NSEC3PARAM and makes its own,
/// so those are not compared.
fn power_dns(pdnsutil: &Path, at: &Path, zone: &Path) -> Outcome {
    fs::write(at.join("named.conf"), format!("zone \"{ZONE}\" {{ type master; file \"{}\"; }};\n", zone.display()))
        .unwrap();
    let config = format!("launch=bind\nbind-config={}/named.conf\n", at.display());
    fs::write(at.join("pdns.conf"), config).unwrap();
    let mut command = Command::new(pdnsutil);
    let listed = output(command.arg(format!("--config-dir={}", at.display())).args(["list-zone", ZONE]));
    // Its names are relative to the root, whatever the final dot.
    let content = listed.map(|text| read(&with_escapes(&text), ".", true));
    let apex = format!("{ZONE}.\t");
    let soa = |content: &Content| content.iter().any(|line| line.starts_with(&apex) && line.contains("\tsoa\t"));
    content.filter(soa).map_or(Outcome::Refused, Outcome::Loaded)
}

/// What it lists, with the escapes that its owners lack: it prints them as they are, apart from blanks and backslashes.
fn with_escapes(listed: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(listed.len());
    for line in listed.split_inclusive(|octet| *octet == b'\n') {
        let owner = line.iter().position(|octet| *octet == b'\t').unwrap_or(0);
        for octet in &line[..owner] {
            if b"\"();$@".contains(octet) {
                out.push(b'\\');
            }
            out.push(*octet);
        }
        out.extend_from_slice(&line[owner..]);
    }
    out
}

fn knot(programs: &[PathBuf], at: &Path, texts: &[&[u8]]) -> Vec<Outcome> {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut config = format!(
        "server:\n  rundir: {0}\n  listen: 127.0.0.1@{port}\ndatabase:\n  storage: {0}\nlog:\n  - target: stderr\n    \
         any: info\nzone:\n",
        at.display()
    );
    let names: Vec<String> = (0..texts.len()).map(|n| format!("ex{n:05}.com")).collect();
    for (name, text) in names.iter().zip(texts) {
        let text = renamed(text, ZONE, name);
        fs::write(at.join(name), text).unwrap();
        config.push_str(&format!("  - domain: {name}\n    file: {}/{name}\n", at.display()));
        config.push_str("    zonefile-sync: -1\n    journal-content: none\n");
    }
    fs::write(at.join("knot.conf"), config).unwrap();
    let log = fs::File::create(at.join("log")).unwrap();
    let mut daemon = Command::new(&programs[0]);
    let daemon = daemon.arg("-c").arg(at.join("knot.conf")).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
    let mut daemon = daemon.spawn().unwrap();
    let until = Instant::now() + PATIENCE;
    let settled = || {
        let log = fs::read_to_string(at.join("log")).unwrap_or_default();
        let done = |line: &&str| line.contains("zone event 'load' failed") || line.contains("] loaded, serial");
        log.lines().filter(done).count() >= texts.len()
    };
    while !settled() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(100));
    }
    let all = settled();
    let mut control = Command::new(&programs[1]);
    let listed = control.arg("-c").arg(at.join("knot.conf")).args(["zone-read", "--"]).output().unwrap();
    let _ = daemon.kill();
    let _ = daemon.wait();
    assert!(all, "knotd did not load within {PATIENCE:?}:\n{}", fs::read_to_string(at.join("log")).unwrap());
    let mut zones: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for line in listed.stdout.split_inclusive(|&b| b == b'\n') {
        // [ex00000.com.] ns1.ex00000.com. 3600 A 192.0.2.1
        let Some(close) = line.iter().position(|&b| b == b']') else { continue };
        let name = String::from_utf8_lossy(&line[1..close - 1]).into_owned();
        zones.entry(name).or_default().extend_from_slice(&line[close + 2..]);
    }
    // knotc's exit status is about zones that are not loaded, too.
    let log = fs::read_to_string(at.join("log")).unwrap();
    let loaded = log.lines().filter(|line| line.contains("] loaded, serial")).count();
    assert_eq!(zones.len(), loaded, "knotc lists other zones than knotd loaded:\n{log}");
    let one = |name: &String| match zones.get(name) {
        Some(text) => Outcome::Loaded(read(&renamed(text, name, ZONE), ZONE, true)),
        None => Outcome::Refused,
    };
    names.iter().map(one).collect()
}

/// The text with one name for another of the same length.
fn renamed(text: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut out = text.to_vec();
    for at in memchr::memmem::find_iter(text, from.as_bytes()) {
        out[at..at + to.len()].copy_from_slice(to.as_bytes());
    }
    out
}

/// What a program prints; none when it says no.
fn output(command: &mut Command) -> Option<Vec<u8>> {
    let output = command.stdin(Stdio::null()).output().unwrap();
    output.status.success().then_some(output.stdout)
}

/// The records of a text, with TTLs as it has them even where they are too large. What a program prints that cannot be
/// read stands for itself.
fn read(text: &[u8], origin: &str, printed: bool) -> Content {
    #[derive(Default)]
    struct Lines(Vec<(Span, String)>);
    impl RecordSink for Lines {
        fn record(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8], at: Span) {
            let mut line = String::new();
            print_record(owner, rtype, ttl, rdata, &mut line);
            self.0.push((at, line.trim_end().to_ascii_lowercase()));
        }
    }
    let (mut lines, mut faults) = (Lines::default(), Diagnostics::new(10_000));
    let options = zonefile::Options { origin: Some(Name::absolute(origin).unwrap()), ..zonefile::Options::default() };
    let text = text.to_vec();
    // The one type whose mnemonic is printed by all and read by none.
    let text = if printed { String::from_utf8_lossy(&text).replace("NULL", "TYPE10").into_bytes() } else { text };
    let mut sources = Sources::new("zone", text);
    let missing = &mut |_: &_, _: &mut _| Err(Refusal::Missing(String::new()));
    let summary = zonefile::parse(&mut sources, options, &mut lines, &mut faults, missing);
    let large = |at: Span| {
        let inside = |fault: &&Diagnostic| fault.code.name == "ttl-range" && at.start <= fault.span.start;
        let fault = faults.kept().iter().filter(inside).find(|fault| fault.span.end() <= at.end())?;
        Some(String::from_utf8_lossy(&sources.text(fault.span)).into_owned())
    };
    let unread = summary.broken.iter().map(|entry| String::from_utf8_lossy(&sources.text(entry.at)).into_owned());
    let records = lines.0.iter().map(|(at, line)| match large(*at) {
        Some(ttl) => line.replacen("\t0\t", &format!("\t{ttl}\t"), 1),
        None => line.clone(),
    });
    records.chain(unread.filter(|_| printed)).collect()
}

/// The path of a program, or none with a line that says what was skipped; under CI everything must be there.
pub fn installed(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/bin".into()]);
    let found = folders.map(|folder| folder.join(program)).find(|candidate| candidate.is_file());
    if found.is_none() {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{program} is not installed");
        // Not by eprintln, which the test harness shows of failed tests only.
        writeln!(std::io::stderr(), "skipped: {program} is not installed").unwrap();
    }
    found
}
