//! Zones with one fault each: a finding of severity warning or error where the fault is, and nowhere else.
//!
//! `tests/data/one-fault/expected.txt` says for each zone which lines are right (any of them will do) and which codes are
//! raised; `-` means no finding above info. A last column gives a receiver for which it is checked.

use std::collections::BTreeSet;
use std::path::Path;

use understudy::engine::check::{self, Options, Report, receivers::Receiver};
use understudy::engine::diag::{LineIndex, Severity, english};
use understudy::engine::dns::Name;
use understudy::engine::zonefile::{Refusal, Sources};

/// Checks one of the zones, as `example.com`.
fn checked(zone: &str, receivers: Vec<Receiver>) -> (Report, LineIndex) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/one-fault").join(format!("{zone}.zone"));
    let text = std::fs::read(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
    let lines = LineIndex::new(&text);
    let options = Options { origin: Some(Name::absolute("example.com").unwrap()), receivers, ..Options::default() };
    let missing = &mut |_: &_, _: &mut _| Err(Refusal::Missing("no such file".to_owned()));
    (check::text(Sources::new("zone", text), options, missing), lines)
}

/// Lines and codes of findings above info.
fn found(report: &Report, lines: &LineIndex) -> BTreeSet<(u32, &'static str)> {
    let above = report.diagnostics.kept().iter().filter(|d| d.severity > Severity::Info);
    above.map(|d| (lines.line(d.span.start), d.code.name)).collect()
}

#[test]
fn every_fault_is_found_at_its_line_and_nothing_else_is() {
    let table = include_str!("../data/one-fault/expected.txt");
    let mut zones = BTreeSet::new();
    let mut wrong = Vec::new();
    for row in table.lines().filter(|row| !row.is_empty() && !row.starts_with('#')) {
        let words: Vec<_> = row.split_whitespace().collect();
        let [zone, lines, codes, receiver @ ..] = &words[..] else { panic!("too few columns: {row}") };
        let receivers = receiver.iter().map(|name| Receiver::from_name(name).unwrap()).collect();
        let (report, index) = checked(zone, receivers);
        zones.insert((*zone).to_owned());
        let found = found(&report, &index);
        let (right, expected): (Vec<u32>, BTreeSet<&str>) = match (*lines, *codes) {
            ("-", "-") => Default::default(),
            _ => (lines.split(',').map(|l| l.parse().unwrap()).collect(), codes.split(',').collect()),
        };
        let misplaced = found.iter().any(|(line, _)| !right.contains(line));
        if misplaced || found.iter().map(|(_, code)| *code).collect::<BTreeSet<_>>() != expected {
            wrong.push(format!("{row}\n  found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} zones are not as expected:\n{}", wrong.len(), wrong.join("\n"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/one-fault");
    let files = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap());
    let files: BTreeSet<_> = files.filter_map(|f| f.strip_suffix(".zone").map(str::to_owned)).collect();
    assert_eq!(zones, files, "zones without a row, or rows without a zone");
}

/// Every finding reads as a sentence: all values of its text are given, a second place has its phrase.
#[test]
fn every_finding_has_its_words() {
    for row in include_str!("../data/one-fault/expected.txt").lines().filter(|row| !row.starts_with('#')) {
        let Some(zone) = row.split_whitespace().next() else { continue };
        for finding in checked(zone, Vec::new()).0.diagnostics.kept() {
            let message = english::message(finding.code, &finding.args);
            assert!(message != finding.code.name && !message.contains('{'), "{zone}: {message}");
            if let Some((_, label)) = finding.related {
                assert!(english::label(label, &finding.args) != label.name, "{zone}: {}", label.name);
            }
        }
    }
}
