//! Zone files of other projects' test suites, where `../shared/corpus` is at hand: what they assert of each, that what we
//! print of it reads back, and that the peers that took the original take what we print.
//!
//! `tests/data/corpus/zones.txt` lists where we disagree, each with its reason.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use understudy::engine::check::{self, Options, Report};
use understudy::engine::diag::Severity;
use understudy::engine::dns::{Name, RecordType};
use understudy::engine::zone::Snapshot;
use understudy::engine::zonefile::{Refusal, Request, Sources, print_record};

use super::corpus;
use crate::receivers::measure::installed;

/// After that a check hangs: the longest takes a second where nothing else runs.
const PATIENCE: Duration = Duration::from_secs(900);

/// A row of `index/zones.tsv`.
struct Case {
    id: String,
    file: PathBuf,
    folder: PathBuf,
    origin: String,
    expected: String,
    tier: String,
    opts: String,
    level: String,
    /// Columns of named-checkzone, kzonecheck, nsd-checkzone, ldns-read-zone: whether each took the file.
    took: [bool; 4],
}

fn cases() -> Option<Vec<Case>> {
    let index = fs::read_to_string(corpus("index/zones.tsv")?).unwrap();
    let mut rows = index.lines().map(|row| row.split('\t').collect::<Vec<_>>());
    let head = rows.next().unwrap();
    let at = |name: &str| head.iter().position(|column| *column == name).unwrap();
    let columns = ["named-checkzone-9.18", "kzonecheck-3.2", "nsd-checkzone-4.6", "ldns-read-zone-1.8"].map(at);
    let root = corpus("")?;
    let case = |row: Vec<&str>| {
        let folder = root.join(row[at("source")]);
        Case {
            id: row[at("id")].to_owned(),
            file: folder.join(row[at("file")]),
            folder: folder.join(row[at("cwd")]),
            // A remark in parentheses is no name.
            origin: Some(row[at("origin")]).filter(|name| !name.starts_with('(')).unwrap_or_default().to_owned(),
            expected: row[at("expected")].to_owned(),
            tier: row[at("tier")].to_owned(),
            opts: row[at("opts")].to_owned(),
            level: row[at("level")].to_owned(),
            took: columns.map(|column| row[column] == "ok"),
        }
    };
    Some(rows.map(case).collect())
}

impl Case {
    /// Rows that need a trust anchor, a policy flag or a directive switch are not scored (corpus/tools/score_zones.py).
    fn is_scored(&self) -> bool {
        let switches = [
            "yaml",
            "-f raw",
            "anchor=\"",
            "allow_",
            "check_origin",
            "idna_codec",
            "fragment",
            "-p ",
            "-k fail",
            "-P ",
        ];
        let several = self.opts.matches("-t").count() > 1;
        self.tier == "A"
            && !matches!(self.expected.as_str(), "events" | "either")
            && self.level != "nonstandard"
            && !switches.iter().any(|switch| self.opts.contains(switch))
            && !several
    }

    /// The time that the row is about, in Unix seconds.
    fn at(&self) -> Option<u64> {
        if let Some((_, date)) = self.opts.split_once("date=") {
            let digits = |from: usize, len: usize| date[from..from + len].parse::<i64>().unwrap();
            let (y, m, d) = (digits(0, 4), digits(4, 2), digits(6, 2));
            // Days since 1970 of a proleptic Gregorian date, years beginning in March.
            let (y, m) = if m > 2 { (y, m - 3) } else { (y - 1, m + 9) };
            let days = y * 365 + y / 4 - y / 100 + y / 400 + (m * 306 + 5) / 10 + d - 1 - 719_468;
            return Some((days * 86_400 + digits(8, 2) * 3_600 + digits(10, 2) * 60 + digits(12, 2)) as u64);
        }
        let (_, time) = self.opts.rsplit_once("-t")?;
        time.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
    }

    fn bytes(&self) -> Vec<u8> {
        if self.opts == "gz" {
            return Command::new("gzip").arg("-dc").arg(&self.file).output().unwrap().stdout;
        }
        fs::read(&self.file).unwrap_or_else(|fault| panic!("{}: {fault}", self.file.display()))
    }

    /// The file, checked as `understudy check` does from the row's folder.
    fn check(&self) -> Report {
        let origin = Some(self.origin.as_str()).filter(|name| !name.is_empty());
        let origin = origin.map(|name| Name::absolute(name).unwrap_or_else(|_| panic!("{}: {name}", self.id)));
        // Signatures are judged at a time that the row gives, else now would make every run another one.
        let options = Options { origin, at: self.at(), ..Options::default() };
        let folders = [self.file.parent().unwrap().to_owned(), self.folder.clone()];
        let sources = Sources::new("zone", self.bytes());
        let (done, report) = mpsc::channel();
        // A thread that hangs cannot be ended, but the zone that it hangs on be named.
        thread::spawn(move || {
            let folders = [folders[0].as_path(), folders[1].as_path()];
            let mut include = |request: &Request, sources: &mut Sources| include(&folders, request, sources);
            let _ = done.send(check::text(sources, options, &mut include));
        });
        report.recv_timeout(PATIENCE).unwrap_or_else(|fault| panic!("{}: {fault}", self.id))
    }
}

fn include(folders: &[&Path], request: &Request, sources: &mut Sources) -> Result<u16, Refusal> {
    let file = folders.iter().map(|folder| folder.join(&request.path)).find(|file| file.is_file());
    let bytes = file.and_then(|file| fs::read(file).ok()).ok_or_else(|| Refusal::Missing(String::new()))?;
    sources.add(request.path.clone(), bytes, request.at).ok_or_else(|| Refusal::Refused(String::new()))
}

fn is_accepted(report: &Report) -> bool {
    report.diagnostics.counts().error == 0 && report.snapshot.is_some()
}

/// What `tests/data/corpus/zones.txt` lists: id and reason.
fn disagreements() -> BTreeMap<&'static str, &'static str> {
    let rows =
        include_str!("../../data/corpus/zones.txt").lines().filter(|row| !row.is_empty() && !row.starts_with('#'));
    rows.map(|row| row.split_once('\t').expect("id, tab, reason")).collect()
}

#[test]
fn zones_are_judged_as_their_projects_assert() {
    let Some(cases) = cases() else { return };
    let mut listed = disagreements();
    let (mut scored, mut agreed, mut wrong) = (0, 0, Vec::new());
    for case in &cases {
        if !case.file.is_file() {
            continue;
        }
        let report = case.check();
        if !case.is_scored() {
            continue;
        }
        scored += 1;
        let fine = match case.expected.as_str() {
            "good" => is_accepted(&report),
            "bad" => !is_accepted(&report),
            _ => true,
        };
        agreed += usize::from(fine);
        if !fine && listed.remove(case.id.as_str()).is_none() {
            let errors = report.diagnostics.kept().iter().filter(|d| d.severity == Severity::Error);
            let codes: BTreeSet<_> = errors.map(|d| d.code.name).collect();
            wrong.push(format!("{}: expected {}, found {codes:?}", case.id, case.expected));
        }
    }
    assert!(scored > 200, "only {scored} rows were scored");
    assert!(wrong.is_empty(), "{} of {scored}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(listed.is_empty(), "we agree by now: {:?}", listed.keys());
    assert!(agreed * 100 >= scored * 98, "{agreed} of {scored} are judged as asserted");
}

/// The zone as text: the SOA first, then canonical order.
fn printed(zone: &Snapshot) -> String {
    let mut out = String::new();
    for soa_first in [true, false] {
        let mut walk = zone.iter_canonical();
        while let Some(set) = walk.next() {
            if (set.rtype() == RecordType::SOA && set.owner() == zone.apex()) == soa_first {
                for record in set.records() {
                    print_record(set.owner(), set.rtype(), record.ttl, record.rdata, &mut out);
                }
            }
        }
    }
    out
}

/// Owner, type, TTL and RDATA of every record.
fn records(zone: &Snapshot) -> Vec<(String, u16, u32, Vec<u8>)> {
    let (mut out, mut walk) = (Vec::new(), zone.iter_canonical());
    while let Some(set) = walk.next() {
        let owner = set.owner().to_string();
        out.extend(set.records().map(|r| (owner.clone(), set.rtype().0, r.ttl, r.rdata.to_vec())));
    }
    out
}

#[test]
fn what_is_printed_reads_back() {
    let Some(cases) = cases() else { return };
    let mut read = 0;
    for case in cases.iter().filter(|case| case.file.is_file()) {
        let Some(zone) = case.check().snapshot.filter(|zone| !zone.is_empty()) else { continue };
        let options = Options { origin: Some(zone.apex().to_owned()), ..Options::default() };
        let none = &mut |_: &Request, _: &mut Sources| Err(Refusal::Missing(String::new()));
        let again = check::text(Sources::new("printed", printed(&zone).into_bytes()), options, none);
        let again = again.snapshot.unwrap_or_else(|| panic!("{}: what is printed has no name", case.id));
        assert_eq!(records(&again), records(&zone), "{}", case.id);
        read += 1;
    }
    assert!(read > 300, "only {read} zones were read back");
}

/// A peer's arguments, given the zone's name and the file.
type Arguments = fn(&str, &str) -> Vec<String>;

const PEERS: [(&str, Arguments); 4] = [
    ("named-checkzone", |zone, file| ["-i", "local", "-q", zone, file].map(str::to_owned).to_vec()),
    ("kzonecheck", |zone, file| ["-o", zone, file].map(str::to_owned).to_vec()),
    ("nsd-checkzone", |zone, file| [zone, file].map(str::to_owned).to_vec()),
    ("ldns-read-zone", |_, file| vec![file.to_owned()]),
];

/// What a peer says of a zone that it refuses; none where it takes it, or is not there.
fn refusal((program, arguments): (&str, Arguments), zone: &str, file: &str) -> Option<String> {
    let said = Command::new(installed(program)?).args(arguments(zone, file)).output().unwrap();
    let text = String::from_utf8_lossy(&[said.stdout, said.stderr].concat()).into_owned();
    (!said.status.success()).then_some(text)
}

/// Every octet alone in a label, at its beginning and at its end, of owners and of targets.
#[test]
fn peers_take_every_octet_in_a_name_as_it_is_printed() {
    let mut text = "$TTL 60\n@ SOA ns1 host 1 7200 3600 1209600 60\n@ NS ns1\nns1 A 192.0.2.1\n".to_owned();
    for octet in 0..=u8::MAX {
        for label in [format!("\\{octet:03}"), format!("\\{octet:03}b"), format!("a\\{octet:03}")] {
            text.push_str(&format!("o.{label} PTR o.{label}\n"));
        }
    }
    let options = Options { origin: Some(Name::absolute("example.com").unwrap()), ..Options::default() };
    let none = &mut |_: &Request, _: &mut Sources| Err(Refusal::Missing(String::new()));
    let zone = check::text(Sources::new("octets", text.into_bytes()), options, none).snapshot.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("zone");
    fs::write(&file, printed(&zone)).unwrap();
    for peer in PEERS {
        let said = refusal(peer, "example.com", &file.display().to_string());
        assert_eq!(said, None, "{}", peer.0);
    }
}

#[test]
fn peers_that_took_a_zone_take_what_is_printed_of_it() {
    let Some(cases) = cases() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut asked = 0;
    for case in cases.iter().filter(|case| case.file.is_file()) {
        // Times of signatures would have to be given to each peer in its own way.
        let report = case.check();
        let Some(zone) = report.snapshot.as_ref().filter(|_| is_accepted(&report) && case.at().is_none()) else {
            continue;
        };
        // A record left out makes another zone, whose signatures or digest cannot hold.
        if case.level == "dnssec"
            || case.level == "zonemd"
            || report.diagnostics.kept().iter().any(|d| d.code.name == "out-of-zone")
        {
            continue;
        }
        let file = folder.path().join("zone");
        fs::write(&file, printed(zone)).unwrap();
        let (name, file) = (zone.apex().to_string(), file.display().to_string());
        for (peer, _) in PEERS.into_iter().zip(case.took).filter(|(_, took)| *took) {
            let said = refusal(peer, &name, &file);
            assert_eq!(said, None, "{}: {} refuses what we print", case.id, peer.0);
            asked += usize::from(installed(peer.0).is_some());
        }
    }
    assert!(asked > 500, "only {asked} were asked");
}
