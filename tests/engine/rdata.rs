//! RDATA in text and on the wire: `tests/data/rdata/TYPE.txt`, one file a type.
//!
//! `OK text` is followed by the wire form in hex and the text printed from it; `KO text` by what is said about it, under
//! the place, and the record with the fix applied if there is one. Lines with `#` are comments. Names are completed by `example.`. `UPDATE_GOLDENS=1 cargo test
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
        if let Some(mended) = mend(d, &format!("{prefix}{text}")) {
            assert!(read_line("example.", &format!("{mended}\n")).0.is_some(), "{mended}: still wrong");
            writeln!(out, "   fix: {}", mended.trim_start_matches("@ 60 IN ")).unwrap();
        }
    }
    out
}

/// The line with the finding's fix applied.
fn mend(d: &Diagnostic, line: &str) -> Option<String> {
    let mut mended = line.to_owned();
    for edit in d.fix.as_ref()?.edits.iter().rev() {
        mended.replace_range(edit.span.start as usize..edit.span.end() as usize, &edit.text);
    }
    Some(mended)
}

/// The first value that a text wants and the place does not give.
fn unfilled(d: &Diagnostic) -> String {
    let text = english::message(d.code, &d.args) + &english::why(d.code, &d.args);
    let is_value = |v: &&str| !v.is_empty() && v.chars().all(|c| c.is_ascii_lowercase());
    let values = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(value, _)| value);
    values.filter(is_value).map(str::to_owned).next().unwrap_or_default()
}

pub(crate) fn files() -> Vec<PathBuf> {
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

/// RFC 4034 §6.2 as amended by RFC 6840 §5.1: which types' names are in lower case in canonical form.
#[test]
fn canonical_form_lowers_the_names_of_the_listed_types_only() {
    let cases = [
        ("MX 16705 MAIL.Example.", "16705 mail.example."),
        ("SOA A. B. 1 2 3 4 5", "a. b. 1 2 3 4 5"),
        ("SRV 1 2 3 Host.", "1 2 3 host."),
        ("NAPTR 1 2 \"U\" \"SIP\" \"\" Next.", "1 2 \"U\" \"SIP\" \"\" next."),
        ("RRSIG A 8 1 60 1 1 1 Signer. AQID", "A 8 1 60 19700101000001 19700101000001 1 signer. AQID"),
        ("DNAME Target.", "target."),
        ("NSEC Next. A", "Next. A"),
        ("SVCB 1 Target.", "1 Target."),
        ("HINFO CPU OS", "\"CPU\" \"OS\""),
        ("TXT Text", "\"Text\""),
    ];
    for (line, expected) in cases {
        let (rtype, wire) = read_line(".", &format!("@ 60 IN {line}\n")).0.unwrap();
        let mut canonical = Vec::new();
        rdata::canonical(rtype, &wire, &mut canonical);
        assert_eq!(print(rtype, &canonical), expected);
    }
}

#[test]
fn the_parts_of_a_record_are_explained() {
    let (rtype, wire) = read_line(".", "@ 60 IN MX 10 mail.\n").0.unwrap();
    let fields: Vec<_> = rdata::explain(rtype, &wire).into_iter().map(|f| (f.name, f.text, f.offset, f.len)).collect();
    let expected = [("preference", "10".to_owned(), 0, 2), ("exchange", "mail.".to_owned(), 2, 6)];
    assert_eq!(fields, expected);
    let fields = rdata::explain(RecordType(65_280), &[1, 2]);
    assert_eq!((fields[0].name, fields[0].text.as_str()), ("data", "\\# 2 0102"));
}

#[test]
fn every_type_has_a_golden_file() {
    let have: Vec<_> = files().iter().map(|f| f.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    let types = (0..=u16::MAX).map(RecordType).filter(|t| rdata::is_known(*t)).map(|t| t.to_string());
    let missing: Vec<_> = types.filter(|t| !have.contains(t)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
