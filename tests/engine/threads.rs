//! Threads change nothing: zones cut into small parts are reported alike by one worker, two and three.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use understudy::engine::check::{self, Options};
use understudy::engine::dns::Name;
use understudy::engine::limits::TextLimits;
use understudy::engine::work::{Alone, Job, Workers};
use understudy::engine::zone::digest::simple_sha384;
use understudy::engine::zonefile::{Content, Refusal, Request, Sources};
use understudy::product::api::report::Format;

use crate::corpus::corpus;

/// So many workers, who do the last piece first.
pub struct Backwards(pub usize);

impl Workers for Backwards {
    fn count(&self) -> usize {
        self.0
    }

    fn run(&self, jobs: Vec<Job<'_>>) {
        jobs.into_iter().rev().for_each(|job| job());
    }
}

/// A file that is held, or lies somewhere.
fn content(octets: &[u8], stored: bool) -> Content {
    if stored { Content::Stored(Arc::new(octets.to_vec())) } else { octets.to_vec().into() }
}

/// What `$INCLUDE` reads, whatever it names.
const INCLUDED: &str = "inner A 198.51.100.9\n$TTL 5\n  TXT \"open\n  A 198.51.100.10\n";

/// All that a check finds and holds.
fn reported(text: &[u8], origin: Option<&str>, limits: TextLimits, stored: bool, workers: &dyn Workers) -> String {
    let origin = origin.map(|name| Name::absolute(name).unwrap());
    let options = Options { origin, at: Some(1_764_000_000), text: limits, ..Options::default() };
    let include = &mut |request: &Request, sources: &mut Sources| {
        sources
            .add(request.path.clone(), content(INCLUDED.as_bytes(), stored), request.at)
            .ok_or(Refusal::Refused(String::new()))
    };
    let report = check::text_with(Sources::new("zone", content(text, stored)), options, workers, include);
    let digest = report.snapshot.as_ref().map(simple_sha384);
    let mut out = format!("{:?} {} {digest:?} {:?}", report.origin, report.records(), report.diagnostics.counts());
    for finding in report.diagnostics.kept() {
        let _ = write!(out, "\n{finding:?}");
    }
    for form in [Format::Json, Format::Sarif, Format::Html] {
        out.push_str(&form.write(&report, ""));
    }
    out
}

fn alike(name: &str, text: &[u8], origin: Option<&str>, limits: TextLimits) {
    let alone = reported(text, origin, TextLimits { part: 1 << 20, ..limits }, false, &Alone);
    let half = text.len() / 2 + 1;
    for (count, part, stored) in [(2, half, false), (2, 90, true), (3, 400, false), (3, 400, true), (1, 130, true)] {
        let several = reported(text, origin, TextLimits { part, ..limits }, stored, &Backwards(count));
        assert_eq!(several, alone, "{name}, {count} workers, parts of {part} bytes, stored: {stored}");
    }
}

/// The zone files in and below a folder, those of some kilobytes.
fn small(folder: &Path) -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap()) {
            match entry.metadata() {
                Ok(meta) if meta.is_dir() => folders.push(entry.path()),
                Ok(meta) if meta.len() < 6_000 => files.push(entry.path()),
                _ => {}
            }
        }
    }
    files.sort();
    files
}

#[test]
fn zones_with_faults_are_reported_alike_by_all() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    for folder in ["one-fault", "check"] {
        for file in small(&data.join(folder)) {
            alike(&file.display().to_string(), &fs::read(&file).unwrap(), Some("example.com"), TextLimits::default());
        }
    }
}

#[test]
fn zones_of_others_are_reported_alike_by_all() {
    let Some(index) = corpus("index/zones.tsv") else { return };
    let root = index.parent().and_then(Path::parent).unwrap();
    // A tenth of them: the rest differs in what it means, not in how it is read.
    for file in small(root).iter().filter(|file| file.components().any(|part| part.as_os_str() == "zones")).step_by(10)
    {
        alike(&file.display().to_string(), &fs::read(file).unwrap(), None, TextLimits::default());
    }
}

/// Whatever leaves something to the lines behind it, again and again, so that it stands on both sides of each border.
#[test]
fn what_reaches_over_borders_is_reported_alike_by_all() {
    let odd = [
        "$GENERATE 1-20 g$-{n} A 198.51.100.$\n",
        "$INCLUDE file sub{n}\n",
        "m{n} TXT ( \"a\"\n  \"b\" ; comment (\n  \"c\" )\n",
        "q{n} TXT \"open\n",
        "p{n} TXT ( \"never closed\"\n",
        "$ORIGIN other{n}.example.\n",
        "$ORIGIN example.\n",
        "$TTL {n}\n",
        "  A 198.51.100.77\n",
        "l{n} TXT \"two\nlines\"\n",
        "c{n} CNAME c{n}\nc{n} A 198.51.100.1\n",
        "d A 198.51.100.5\nD A 198.51.100.5\n",
        "v{n} TXT one\x0btwo\n",
        "w{n} TXT ( \"a\"\n  one two three four five six seven eight\n nine\n",
        "nothing that begins a record\n",
        "x{n} TXT \"a\nnothing\n  either\n\nat all",
    ];
    // What a few lines reach.
    let tight = TextLimits { entry: 200, entry_lines: 3, entry_words: 9, ..TextLimits::default() };
    let head = "$ORIGIN example.\n$TTL 3600\n@ SOA ns1 host 1 7200 3600 1209600 300\n@ NS ns1\nns1 A 198.51.100.1\n";
    let plain = |n: usize| format!("h{n} A 198.51.{}.{}\nh{n} MX 10 mail{}\n", n / 250 % 250, n % 250, n % 7);
    for only in 0..=odd.len() {
        let mut text = head.to_owned();
        for n in 0..120 {
            text.push_str(&plain(n));
            // All of them in turn, or one alone.
            let line = odd.get(only).copied().unwrap_or(odd[n % odd.len()]);
            if n % 9 == 4 || only == odd.len() {
                text.push_str(&line.replace("{n}", &n.to_string()));
            }
        }
        for limits in [TextLimits::default(), tight] {
            alike(odd.get(only).copied().unwrap_or("all"), text.as_bytes(), Some("example"), limits);
        }
    }
}
