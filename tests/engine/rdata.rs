//! RDATA in text and on the wire: `tests/data/rdata/TYPE.txt`, one file a type.
//!
//! `OK text` is followed by the wire form in hex and the text printed from it; `KO text` by what is said about it, under
//! the place. Lines with `#` are comments. Names are completed by `example.`. `UPDATE_GOLDENS=1 cargo test
//! --no-default-features --test engine rdata` writes what follows the cases anew; the difference is to be reviewed.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use data_encoding::HEXUPPER;
use understudy::engine::diag::{Diagnostic, Diagnostics, Span, english};
use understudy::engine::dns::{Name, NameRef, RecordSink, RecordType, rdata};
use understudy::engine::zonefile::{self, Options, Refusal, Sources};

/// The RDATA of the last record read.
#[derive(Default)]
pub(crate) struct Last(pub(crate) Option<(RecordType, Vec<u8>)>);

impl RecordSink for Last {
    fn record(&mut self, _: NameRef<'_>, rtype: RecordType, _: u32, rdata: &[u8], _: Span) {
        self.0 = Some((rtype, rdata.to_vec()));
    }
}

/// Reads one record as a zone file holds it.
pub(crate) fn read_line(origin: &str, line: &str) -> (Option<(RecordType, Vec<u8>)>, Vec<Diagnostic>) {
    let mut sources = Sources::new("case", line.as_bytes().to_vec());
    let mut diags = Diagnostics::new(100);
    let mut last = Last::default();
    let options = Options { origin: Some(Name::absolute(origin).unwrap()), ..Options::default() };
    let mut include = |_: &zonefile::Request, _: &mut Sources| Err(Refusal::Refused(String::new()));
    zonefile::parse(&mut sources, options, &mut last, &mut diags, &mut include);
    (last.0, diags.into_kept())
}

fn print(rtype: RecordType, wire: &[u8]) -> String {
    let mut text = String::new();
    rdata::print(rtype, wire, &mut text);
    text
}

/// What follows the case.
fn outcome(mnemonic: &str, verdict: &str, text: &str) -> String {
    let prefix = format!("@ 60 IN {mnemonic} ");
    let (record, diags) = read_line("example.", &format!("{prefix}{text}\n"));
    let mut out = String::new();
    match record {
        Some((rtype, wire)) if verdict == "OK" => {
            rdata::check_wire(rtype, &wire).unwrap_or_else(|f| panic!("{text}: {f:?}"));
            let printed = print(rtype, &wire);
            writeln!(out, "   {}\n   {printed}", HEXUPPER.encode(&wire)).unwrap();
            let again = read_line("other.", &format!("{prefix}{printed}\n")).0;
            assert_eq!(again, Some((rtype, wire)), "{text}: what is printed reads otherwise");
        }
        None if verdict == "KO" => {}
        found => writeln!(out, "   UNEXPECTED {found:?}").unwrap(),
    }
    for d in &diags {
        assert_eq!(unfilled(d), "", "{text}: {}", d.code.name);
        let column = (d.span.start as usize).saturating_sub(prefix.len());
        let marks = "^".repeat(d.span.len.max(1) as usize);
        let message = english::message(d.code, &d.args);
        writeln!(out, "   {}{marks} {}: {message}", " ".repeat(column), d.code.name).unwrap();
    }
    out
}

/// The first value that a text wants and the place does not give.
fn unfilled(d: &Diagnostic) -> String {
    let text = english::message(d.code, &d.args) + &english::why(d.code, &d.args);
    let is_value = |v: &&str| !v.is_empty() && v.chars().all(|c| c.is_ascii_lowercase());
    let values = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(value, _)| value);
    values.filter(is_value).map(str::to_owned).next().unwrap_or_default()
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/rdata");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn goldens_hold() {
    let mut different = Vec::new();
    for file in files() {
        let golden = fs::read_to_string(&file).unwrap();
        let mnemonic = file.file_stem().unwrap().to_str().unwrap();
        let mut out = String::new();
        for line in golden.lines().filter(|line| !line.starts_with("   ")) {
            writeln!(out, "{line}").unwrap();
            if let Some((verdict @ ("OK" | "KO"), text)) = line.split_once(' ') {
                out.push_str(&outcome(mnemonic, verdict, text));
            }
        }
        if out == golden {
            continue;
        }
        if std::env::var_os("UPDATE_GOLDENS").is_some() && !out.contains("   UNEXPECTED") {
            fs::write(&file, &out).unwrap();
        } else {
            different.push(format!("{}:\n{out}", file.display()));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}
