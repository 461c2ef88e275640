//! Zone files of `tests/data/zonefile`: what is said about each, where, and the records that are read.
//!
//! `NAME.zone` is read with the origin `example.com.` unless its name starts with `no-origin`; `NAME.expected` holds one
//! line a finding (`line:column-line:column severity code: message`), then the records. `UPDATE_GOLDENS=1 cargo test
//! --no-default-features --test engine zonefile` writes them anew; the difference is to be reviewed.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use understudy::engine::diag::{Diagnostics, Edit, LineIndex, Span, english};
use understudy::engine::dns::{Name, NameRef, RecordSink, RecordType};
use understudy::engine::zonefile::{self, Options, Printer, Refusal, Sources};

/// Records in the order read, as owned values.
#[derive(Debug, Default, PartialEq, Eq)]
struct Records(Vec<(Name, RecordType, u32, Vec<u8>)>);

impl RecordSink for Records {
    fn record(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8], _: Span) {
        self.0.push((owner.to_owned(), rtype, ttl, rdata.to_vec()));
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/zonefile")
}

fn options(name: &str) -> Options {
    let origin = (!name.starts_with("no-origin")).then(|| Name::absolute("example.com").unwrap());
    Options { origin, ..Options::default() }
}

/// Reads a text, answering `$INCLUDE` from the folder of the goldens.
fn read(name: &str, text: &[u8], sink: &mut impl RecordSink) -> (Diagnostics, Sources, zonefile::Summary) {
    let mut sources = Sources::new(name, text.to_vec());
    let mut diags = Diagnostics::new(1_000);
    let mut include = |request: &zonefile::Request, sources: &mut Sources| {
        if request.path.starts_with('/') {
            return Err(Refusal::Refused("it is outside the folder".to_owned()));
        }
        let bytes = fs::read(folder().join(&request.path)).map_err(|_| Refusal::Missing("no such file".to_owned()))?;
        Ok(sources.add(request.path.as_str(), bytes, request.at).unwrap())
    };
    let summary = zonefile::parse(&mut sources, options(name), sink, &mut diags, &mut include);
    (diags, sources, summary)
}

fn describe(name: &str, text: &[u8]) -> String {
    let mut printer = Lines::default();
    let (diags, sources, summary) = read(name, text, &mut printer);
    let mut out = String::new();
    for d in diags.kept() {
        let bytes = sources.bytes(d.span.file);
        let index = LineIndex::new(&bytes);
        let (from, to) = (index.position(&bytes, d.span.start), index.position(&bytes, d.span.end()));
        if d.span.file > 0 {
            write!(out, "{}:", sources.get(d.span.file).unwrap().name).unwrap();
        }
        write!(out, "{}:{}-{}:{} ", from.line, from.column, to.line, to.column).unwrap();
        writeln!(out, "{} {}: {}", d.severity.word(), d.code.name, english::message(d.code, &d.args)).unwrap();
        if let Some(fix) = &d.fix {
            writeln!(out, "    fix: {}", english::label(fix.title, &fix.args)).unwrap();
        }
    }
    let origin = summary.origin.map_or_else(|| "none".to_owned(), |o| o.to_string());
    format!("{out}origin {origin}\n{}", printer.0)
}

#[derive(Default)]
struct Lines(String);

impl RecordSink for Lines {
    fn record(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8], _: Span) {
        zonefile::print_record(owner, rtype, ttl, rdata, &mut self.0);
    }
}

#[test]
fn goldens() {
    let update = std::env::var_os("UPDATE_GOLDENS").is_some();
    let mut wrong = Vec::new();
    let mut seen = 0;
    let mut paths: Vec<_> = fs::read_dir(folder()).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "zone")) {
        seen += 1;
        let name = path.file_name().unwrap().to_str().unwrap();
        let is = describe(name, &fs::read(path).unwrap());
        let beside = path.with_extension("expected");
        if update {
            fs::write(&beside, is).unwrap();
        } else if fs::read_to_string(&beside).unwrap_or_default() != is {
            wrong.push(format!("{name}:\n{is}"));
        }
    }
    assert!(seen > 10, "the goldens are gone");
    assert!(wrong.is_empty(), "not as expected:\n{}", wrong.join("\n"));
}

/// What a fix promises: applied, the finding is gone and no other has come.
#[test]
fn fixes_remove_their_finding() {
    let mut tried = 0;
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "zone") {
            continue;
        }
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = fs::read(&path).unwrap();
        let (diags, ..) = read(name, &text, &mut Records::default());
        for d in diags.kept() {
            let Some(fix) = d.fix.as_ref().filter(|_| d.span.file == 0) else { continue };
            tried += 1;
            let (after, ..) = read(name, &apply(&text, &fix.edits), &mut Records::default());
            let count = |diags: &Diagnostics| diags.kept().iter().filter(|x| x.code == d.code).count();
            assert!(count(&after) < count(&diags), "{name}: {} is still there", d.code.name);
            assert!(
                after.counts().total() < diags.counts().total(),
                "{name}: the fix of {} brought others",
                d.code.name
            );
        }
    }
    assert!(tried > 5, "only {tried} fixes");
}

fn apply(text: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut out = text.to_vec();
    for edit in edits.iter().rev() {
        out.splice(edit.span.start as usize..edit.span.end() as usize, edit.text.bytes());
    }
    out
}

#[test]
fn slices_give_what_one_run_gives() {
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "zone") {
            continue;
        }
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = fs::read(&path).unwrap();
        if text.windows(8).any(|w| w == b"$INCLUDE") {
            continue;
        }
        let mut whole = Records::default();
        let (expected, ..) = read(name, &text, &mut whole);
        let sources = Sources::new(name, text);
        let (mut sink, mut diags) = (Records::default(), Diagnostics::new(1_000));
        let mut parser = zonefile::Parser::new(options(name));
        while parser.run(&sources, 1, &mut sink, &mut diags) != zonefile::Step::Done {}
        parser.finish(&mut diags);
        assert_eq!(sink, whole, "{name}");
        assert_eq!(diags.kept(), expected.kept(), "{name}");
    }
}

proptest! {
    /// Whatever the bytes, reading ends, never panics, and points inside the text.
    #[test]
    fn any_bytes_are_read(text in proptest::collection::vec(any::<u8>(), 0..400)) {
        let (diags, ..) = read("any", &text, &mut Records::default());
        for d in diags.kept() {
            prop_assert!(d.span.end() as usize <= text.len());
        }
    }

    /// The same for texts made of what zone files are made of, which reach deeper.
    #[test]
    fn any_words_are_read(words in proptest::collection::vec(0..WORDS.len(), 0..60)) {
        let text: String = words.iter().flat_map(|&w| [WORDS[w], " "]).collect();
        let (diags, ..) = read("any", text.as_bytes(), &mut Records::default());
        for d in diags.kept() {
            prop_assert!(d.span.end() as usize <= text.len());
            for edit in d.fix.iter().flat_map(|f| &f.edits) {
                prop_assert!(edit.span.end() as usize <= text.len());
            }
        }
    }

    /// Printed records read back as the same records, without a word said.
    #[test]
    fn printed_records_read_back(words in proptest::collection::vec(0..WORDS.len(), 0..60)) {
        let text: String = words.iter().flat_map(|&w| [WORDS[w], " "]).collect();
        let mut first = Records::default();
        read("any", text.as_bytes(), &mut first);
        let mut printed = String::new();
        for (owner, rtype, ttl, rdata) in &first.0 {
            zonefile::print_record(owner.as_ref(), *rtype, *ttl, rdata, &mut printed);
        }
        let mut second = Records::default();
        let (diags, ..) = read("any", printed.as_bytes(), &mut second);
        prop_assert_eq!(&first, &second, "{}", printed);
        prop_assert!(first.0.is_empty() || diags.counts().total() == 0, "{}", printed);
    }
}

#[rustfmt::skip]
const WORDS: [&str; 40] = [
    "\n", "\n", "\n", "\n@ IN A 192.0.2.1", "\nwww 1h IN AAAA 2001:db8::1", "\nx TXT \"a;b\" c\\\"d", "\n\\$a\\.b MX 10 m\\032x",
    "\n@ SOA ns1 host 1 2 3 4 5", "\n$ORIGIN sub", "\n$TTL 1d", "\n TYPE999 \\# 2 abcd", "\n$GENERATE 1-3 h$ A 192.0.2.$",
    "\nt TXT \"\\000\\255é\"", "\n_x SRV 1 2 3 .", "\n@ NS ns1", "\nal CNAME *.x", "\n\\@ PTR \\;y",
    "www", "@", "IN", "CH", "60", "A", "TXT", "MX", "192.0.2.1", "10", "mail", "(", ")", "\"", ";", "\\", "\\#", "\t", "\r",
    "\"a b\"", "$", "$INCLUDE", "TYPE1",
];

#[test]
fn the_printer_puts_one_soa_first() {
    let mut printer = Printer::new();
    read("printed", b"a A 192.0.2.1\n@ SOA n h 1 2 3 4 5\n@ SOA n h 1 2 3 4 5\n", &mut printer);
    let text = printer.finish();
    assert_eq!(text.matches("SOA").count(), 1);
    assert!(text.starts_with("example.com.\t3600\tIN\tSOA\t"), "{text}");
}
