//! Every fix offered is proved: applied, it removes its finding, brings no other, and leaves all other records as they are.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use understudy::engine::check::{self, Options, Report};
use understudy::engine::diag::{Diagnostic, Diagnostics, Edit, Fix, LineIndex, Severity, Span, english};
use understudy::engine::dns::{Name, NameRef, RecordSink, RecordType};
use understudy::engine::zonefile::{self, Refusal, Sources, print_record};

/// Fixes tried in one corpus zone, in `make test`; all in `make soak`.
const FIXES_A_ZONE: usize = 6;
/// Corpus zones longer than this are left to `make soak`.
pub const LARGE: usize = 64 * 1024;

/// Stubs that a person completes: that their address is one of the documentation is said as advice, and so is what a zone
/// with name servers may be advised about.
const STUBS: [&str; 2] = ["add-glue", "add-name-servers"];

/// Fixes after which more is said, and why that is right.
const REVEALS: [(&str, &str, &str); 2] = [
    // The example's own announcement becomes part of the text.
    ("content-mail", "text-comment", "tag-malformed"),
    // Of class IN, the record joins an RRset with another TTL.
    ("zonemd-cases/example.zone", "class-other", "ttl-mismatch"),
];

pub struct Zone {
    pub name: String,
    pub text: Vec<u8>,
    pub options: Options,
}

impl Zone {
    pub fn new(name: impl Into<String>, text: impl Into<Vec<u8>>) -> Self {
        let origin = Name::absolute("example.com").unwrap();
        let options = Options { origin: Some(origin), ..Options::default() };
        Self { name: name.into(), text: text.into(), options }
    }

    pub fn check(&self, text: &[u8]) -> Report {
        let missing = &mut |_: &_, _: &mut _| Err(Refusal::Missing("no such file".to_owned()));
        check::text(Sources::new("zone", text.to_vec()), self.options.clone(), missing)
    }

    /// Each record as a line, with its place.
    fn records(&self, text: &[u8]) -> Vec<(Span, String)> {
        struct Lines(Vec<(Span, String)>);
        impl RecordSink for Lines {
            fn record(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8], at: Span) {
                let mut line = String::new();
                print_record(owner, rtype, ttl, rdata, &mut line);
                self.0.push((at, line));
            }
        }
        let mut lines = Lines(Vec::new());
        let options = zonefile::Options { origin: self.options.origin.clone(), limits: self.options.text };
        let missing = &mut |_: &_, _: &mut _| Err(Refusal::Missing("no such file".to_owned()));
        let mut sources = Sources::new("zone", text.to_vec());
        zonefile::parse(&mut sources, options, &mut lines, &mut Diagnostics::new(0), missing);
        lines.0
    }
}

/// The text with the edits made, and where they stand in it.
fn edited(text: &[u8], edits: &[Edit]) -> (Vec<u8>, Vec<Span>) {
    let (mut out, mut places, mut from) = (Vec::new(), Vec::new(), 0);
    for edit in edits {
        out.extend_from_slice(&text[from..edit.span.start as usize]);
        places.push(Span::new(0, u32::try_from(out.len()).unwrap(), u32::try_from(edit.text.len()).unwrap()));
        out.extend_from_slice(edit.text.as_bytes());
        from = edit.span.end() as usize;
    }
    out.extend_from_slice(&text[from..]);
    (out, places)
}

fn codes(report: &Report) -> BTreeMap<&'static str, usize> {
    let mut out = BTreeMap::new();
    for finding in report.diagnostics.kept() {
        *out.entry(finding.code.name).or_default() += 1;
    }
    out
}

/// Whether two places share an octet.
fn touches(a: Span, b: Span) -> bool {
    a.start < b.end() && b.start < a.end()
}

/// Records that no edit touches, counted. A record that inherits its owner from a touched one is touched.
fn untouched(text: &[u8], records: &[(Span, String)], edits: &[Span]) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    let mut owner_touched = false;
    for (at, line) in records {
        let inherits = at.start > 0 && matches!(text[at.start as usize - 1], b' ' | b'\t');
        let mut touched = edits.iter().any(|edit| touches(*at, *edit));
        if inherits {
            touched |= owner_touched;
        } else {
            owner_touched = touched;
        }
        if !touched {
            *out.entry(line.clone()).or_default() += 1;
        }
    }
    out
}

/// The lines that an edit is about, in the text before or after: those it lies in, unless it puts whole lines in place of
/// whole lines.
fn lines_of(text: &[u8], at: Span, edit: &Edit, before: &[u8]) -> Span {
    let begins = |text: &[u8], at: u32| at == 0 || text[at as usize - 1] == b'\n';
    let whole = begins(before, edit.span.start)
        && (begins(before, edit.span.end()) || edit.span.end() as usize == before.len())
        && (edit.text.is_empty() || edit.text.ends_with('\n'));
    if whole {
        return at;
    }
    let start = memchr::memrchr(b'\n', &text[..at.start as usize]).map_or(0, |found| found + 1);
    let end = at.end() as usize;
    let end = memchr::memchr(b'\n', &text[end..]).map_or(text.len(), |found| end + found);
    Span::new(0, u32::try_from(start).unwrap(), u32::try_from(end - start).unwrap())
}

/// What is wrong with a fix; nothing when it holds.
fn faults(zone: &Zone, before: &Report, finding: &Diagnostic, fix: &Fix) -> Vec<String> {
    let mut out = Vec::new();
    let ascending = fix.edits.windows(2).all(|pair| pair[0].span.end() <= pair[1].span.start);
    if !ascending || fix.edits.iter().any(|edit| edit.span.file != 0 || edit.span.end() as usize > zone.text.len()) {
        return vec![format!("edits overlap or lie outside: {:?}", fix.edits)];
    }
    let (text, places) = edited(&zone.text, &fix.edits);
    let after = zone.check(&text);
    let (had, has) = (codes(before), codes(&after));
    let count = |codes: &BTreeMap<&str, usize>, code: &str| codes.get(code).copied().unwrap_or(0);
    if count(&has, finding.code.name) >= count(&had, finding.code.name) {
        out.push("the finding stays".to_owned());
    }
    let edits: Vec<Span> = fix.edits.iter().map(|edit| lines_of(&zone.text, edit.span, edit, &zone.text)).collect();
    let places: Vec<Span> =
        places.iter().zip(&fix.edits).map(|(place, edit)| lines_of(&text, *place, edit, &zone.text)).collect();
    for (code, number) in &has {
        // Advice about a line that could not be judged before it was mended.
        let mut of_code = after.diagnostics.kept().iter().filter(|d| d.code.name == *code);
        let is_about = |d: &Diagnostic| {
            d.severity == Severity::Info
                && (STUBS.contains(&fix.title.name) || places.iter().any(|place| touches(*place, d.span)))
        };
        // Of a text that gave no record it is not said that the SOA is missing; of one that does it is.
        let first = before.records() == 0 && *code == "soa-missing";
        // Whatever is changed in a signed zone, it is signed again.
        let signed =
            ["RRSIG", "ZONEMD"].iter().any(|rtype| memchr::memmem::find(&zone.text, rtype.as_bytes()).is_some());
        let signing = signed && ["rrsig-", "nsec-", "nsec3-", "zonemd-"].iter().any(|kind| code.starts_with(kind));
        let reveals = first || signing || REVEALS.contains(&(&zone.name, finding.code.name, code));
        if *number > count(&had, code) && !of_code.any(is_about) && !reveals {
            out.push(format!("new: {code}"));
        }
    }
    let was = untouched(&zone.text, &zone.records(&zone.text), &edits);
    let is = untouched(&text, &zone.records(&text), &places);
    let lost = was.iter().filter(|(line, number)| is.get(*line).copied().unwrap_or(0) < **number);
    out.extend(lost.map(|(line, _)| format!("lost: {}", line.trim_end())));
    let won = is.iter().filter(|(line, number)| was.get(*line).copied().unwrap_or(0) < **number);
    out.extend(won.map(|(line, _)| format!("won: {}", line.trim_end())));
    out
}

/// Tries the fixes of the zones, at most `most` of each; says which were met, and fails for those that do not hold.
fn prove(zones: &[Zone], most: usize) -> BTreeSet<&'static str> {
    let (mut met, mut wrong, mut tried) = (BTreeSet::new(), Vec::new(), 0);
    for zone in zones {
        let report = zone.check(&zone.text);
        let lines = LineIndex::new(&zone.text);
        let with_fix = report.diagnostics.kept().iter().filter_map(|finding| Some((finding, finding.fix.as_ref()?)));
        // A fix in an included file is for that file.
        for (finding, fix) in with_fix.filter(|(finding, _)| finding.span.file == 0).take(most) {
            met.insert(fix.title.name);
            tried += 1;
            let faults = faults(zone, &report, finding, fix);
            if !faults.is_empty() {
                let (line, title) = (lines.line(finding.span.start), english::label(fix.title, &fix.args));
                let code = finding.code.name;
                wrong.push(format!("{}:{line} {code} ({title})\n    {}", zone.name, faults.join("\n    ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {tried} fixes do not hold:\n{}", wrong.len(), wrong.join("\n"));
    met
}

fn zone_files(folder: &str) -> Vec<Zone> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "zone"));
    paths.sort();
    paths.iter().map(|path| Zone::new(path.file_stem().unwrap().to_string_lossy(), fs::read(path).unwrap())).collect()
}

#[test]
fn fixes_of_one_fault_zones_hold() {
    prove(&zone_files("tests/data/one-fault"), usize::MAX);
}

#[test]
fn fixes_of_examples_hold() {
    let zones: Vec<_> = crate::examples::all()
        .into_iter()
        // Where not all duplicates are listed, the next one takes the place of one that is mended.
        .filter(|example| example.name != "unlisted")
        .map(|example| Zone { options: example.options().clone(), ..Zone::new(&*example.name, &*example.text) })
        .collect();
    prove(&zones, usize::MAX);
}

#[test]
fn fixes_of_the_catalogue_hold() {
    let faults = 0..crate::receivers::catalogue::FAULTS.len();
    let zones: Vec<_> = faults
        .map(|fault| {
            Zone::new(crate::receivers::catalogue::names(&[fault]), crate::receivers::catalogue::zone(&[fault]))
        })
        .collect();
    prove(&zones, usize::MAX);
}

#[test]
fn fixes_of_corpus_zones_hold() {
    let Some(corpus) = crate::corpus::corpus("") else { return };
    let soak = std::env::var_os("UNDERSTUDY_SOAK").is_some();
    let zones: Vec<Zone> = listed(&corpus).into_iter().filter(|zone| soak || zone.text.len() <= LARGE).collect();
    let met = prove(&zones, if soak { usize::MAX } else { FIXES_A_ZONE });
    writeln!(std::io::stderr(), "fixes met in {} corpus zones: {met:?}", zones.len()).unwrap();
}

/// The zones of the corpus's list, with the origin it gives.
pub fn listed(corpus: &Path) -> Vec<Zone> {
    let list = fs::read_to_string(corpus.join("index/zones.tsv")).unwrap();
    let mut rows = list.lines().map(|row| row.split('\t').collect::<Vec<_>>());
    let head = rows.next().unwrap();
    let column = |name: &str| head.iter().position(|column| *column == name).unwrap();
    let columns = ["source", "cwd", "file", "origin"].map(column);
    let zone = |row: Vec<&str>| {
        let [source, cwd, path, origin] = columns.map(|column| row[column]);
        let folder = corpus.join(source);
        let path = [folder.join(path), folder.join(cwd).join(path)].into_iter().find(|path| path.is_file())?;
        let text = fs::read(&path).ok()?;
        let options = Options { origin: Name::absolute(origin).ok(), ..Options::default() };
        Some(Zone { options, ..Zone::new(format!("{source}/{}", path.file_name()?.to_string_lossy()), text) })
    };
    rows.filter_map(zone).collect()
}

/// The fix for the first finding of this code.
fn fix_of(zone: &Zone, code: &str) -> Option<Fix> {
    let report = zone.check(&zone.text);
    let finding = report.diagnostics.kept().iter().find(|finding| finding.code.name == code).unwrap();
    finding.fix.clone()
}

const HEAD: &str =
    "$TTL 60\n@ SOA ns1 host 1 7200 3600 1209600 60\n@ NS ns1\n@ NS ns2\nns1 A 192.0.2.1\nns2 A 192.0.2.2\n";

/// limits.rs: a `$GENERATE` is written out while a person can still read it.
#[test]
fn long_generates_are_not_written_out() {
    let mut zone = Zone::new("generate", format!("{HEAD}$GENERATE 10-99 h$ A 198.18.0.$\n"));
    // h10 A 198.18.0.10 and a line end.
    let written = 90 * 18;
    zone.options.text.expanded = written;
    assert_eq!(fix_of(&zone, "generate-used").unwrap().edits[0].text.len(), written - 1);
    zone.options.text.expanded = written - 1;
    assert_eq!(fix_of(&zone, "generate-used"), None);
}

/// limits.rs: what changes hundreds of records is decided by a person.
#[test]
fn many_ttls_are_not_aligned() {
    let most = understudy::engine::limits::TextLimits::default().mended;
    let zone = |count: usize| {
        let records: String = (0..count).map(|n| format!("many 30 TXT \"{n}\"\n")).collect();
        Zone::new("ttls", format!("{HEAD}many 60 TXT \"first\"\n{records}"))
    };
    assert_eq!(fix_of(&zone(most), "ttl-mismatch").unwrap().edits.len(), most);
    assert_eq!(fix_of(&zone(most + 1), "ttl-mismatch"), None);
}
