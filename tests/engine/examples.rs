//! The rules by example: each zone of `tests/data/check` says on each line what is found there.
//!
//! A comment `; ! code=underlined code` announces the findings of its line; `=text` is what the finding underlines. All
//! errors and warnings are announced. Advice (info) may be left out in zones that are about something else: once a zone
//! announces a code, it announces every finding of that code. The first line may set `; origin: NAME at: TIME listed: N`,
//! in any choice and order: the zone's name (`example.com` else), the time of the check, how many duplicates are listed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use understudy::engine::check::{self, Options, Report};
use understudy::engine::diag::{Diagnostic, LineIndex, Severity, english};
use understudy::engine::dns::Name;
use understudy::engine::zonefile::{Refusal, Sources};

/// One zone of `tests/data/check`.
#[derive(Clone)]
pub struct Example {
    /// Its file name without `.zone`.
    pub name: String,
    /// What it holds.
    pub text: String,
    options: Options,
}

/// Line, code, and what is underlined where the example says so: `code` or `code=text`.
type Found = BTreeSet<(u32, String)>;

impl Example {
    fn read(path: &Path) -> Self {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
        let mut options = Options { origin: Some(Name::absolute("example.com").unwrap()), ..Options::default() };
        let first: Vec<_> = text.lines().next().unwrap_or_default().split_whitespace().collect();
        for pair in first.windows(2) {
            match pair {
                ["origin:", name] => options.origin = Some(Name::absolute(name).unwrap()),
                ["at:", time] => options.at = Some(seconds(time)),
                ["listed:", count] => options.zone.reported = count.parse().unwrap(),
                _ => {}
            }
        }
        Self { name, text, options }
    }

    /// How it is checked.
    pub const fn options(&self) -> &Options {
        &self.options
    }

    /// The zone, checked.
    pub fn report(&self) -> Report {
        let missing = &mut |_: &_, _: &mut _| Err(Refusal::Missing("no such file".to_owned()));
        check::text(Sources::new(&*self.name, self.text.clone().into_bytes()), self.options.clone(), missing)
    }

    /// What the comments announce.
    fn announced(&self) -> Found {
        let mut out = Found::new();
        for (line, row) in (1..).zip(self.text.lines()) {
            let findings = row.rsplit_once("; ! ").map_or("", |(_, findings)| findings);
            out.extend(findings.split_whitespace().map(|finding| (line, finding.to_owned())));
        }
        out
    }
}

/// Seconds since 1970 of `2026-01-31T23:59:59Z`.
pub fn seconds(time: &str) -> u64 {
    let numbers: Vec<u64> = time.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
    let [year, month, day, hour, minute, second] = numbers[..] else { panic!("no time: {time}") };
    // Days from March on, when the leap day is the year's last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1 - 719_468;
    days * 86_400 + hour * 3_600 + minute * 60 + second
}

/// All examples, by name.
pub fn all() -> Vec<Example> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/check");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "zone"));
    files.sort();
    files.iter().map(|path| Example::read(path)).collect()
}

/// Rust files of a folder and of those in it, sorted.
pub fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Names of the codes that a source file declares, in its order.
pub fn declared_in(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap_or_else(|fault| panic!("{}: {fault}", file.display()));
    let is_declaration = |rest: &&str| ["error(", "warning(", "info("].iter().any(|kind| rest.starts_with(kind));
    let names = text.split("Code::").filter(is_declaration).filter_map(|rest| rest.split('"').nth(1));
    names.map(str::to_owned).collect()
}

/// Codes declared in `engine/check`, sorted.
pub fn declared() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/engine/check");
    let files = [folder.join("codes.rs")].into_iter().chain(sources(&folder.join("codes")));
    files.flat_map(|file| declared_in(&file)).collect()
}

/// The line of a finding, from 1.
fn line(finding: &Diagnostic, lines: &LineIndex) -> u32 {
    lines.line(finding.span.start)
}

#[test]
fn the_examples_are_judged_line_by_line() {
    let mut wrong = String::new();
    for example in all() {
        let (report, expected) = (example.report(), example.announced());
        let lines = LineIndex::new(example.text.as_bytes());
        let named: BTreeSet<_> = expected.iter().map(|(_, f)| f.split('=').next().unwrap_or_default()).collect();
        let mut found = Found::new();
        for finding in report.diagnostics.kept() {
            if finding.severity == Severity::Info && !named.contains(finding.code.name) {
                continue;
            }
            let (line, code) = (line(finding, &lines), finding.code.name);
            let exact = format!("{code}={}", String::from_utf8_lossy(&report.sources.text(finding.span)));
            let says = expected.contains(&(line, exact.clone()));
            if !found.insert((line, if says { exact } else { code.to_owned() })) {
                wrong.push_str(&format!("{}:{line}: {code} twice\n", example.name));
            }
        }
        for (line, finding) in expected.difference(&found) {
            wrong.push_str(&format!("{}:{line}: {finding} is missing\n", example.name));
        }
        for (line, finding) in found.difference(&expected) {
            wrong.push_str(&format!("{}:{line}: {finding} is not announced\n", example.name));
        }
    }
    assert!(wrong.is_empty(), "the examples are judged otherwise than they say:\n{wrong}");
}

/// A rule without an example that fires it could be dead.
#[test]
fn every_rule_fires_in_an_example() {
    let fired: BTreeSet<_> = all()
        .iter()
        .flat_map(|example| {
            let report = example.report();
            report.diagnostics.kept().iter().map(|d| d.code.name).collect::<Vec<_>>()
        })
        .collect();
    let silent: Vec<_> = declared().into_iter().filter(|code| !fired.contains(&**code)).collect();
    assert!(silent.is_empty(), "no zone of tests/data/check fires: {silent:?}");
}

/// Findings of a check: each code with its number.
fn counted(report: &Report) -> BTreeMap<&'static str, usize> {
    let mut out = BTreeMap::new();
    for finding in report.diagnostics.kept() {
        *out.entry(finding.code.name).or_default() += 1;
    }
    out
}

/// Whether a code is about how a string is written: then nothing else is said of what it holds, and without the text
/// there is no such finding.
fn is_of_writing(code: &str) -> bool {
    code.starts_with("text-")
}

/// A fix takes away its finding and adds none.
#[test]
fn fixes_mend_what_they_are_offered_for() {
    let mut tried = BTreeSet::new();
    // Where findings are not all listed, one that is mended makes room for another.
    for example in all().into_iter().filter(|example| example.name != "unlisted") {
        let before = example.report();
        let found = counted(&before);
        for finding in before
            .diagnostics
            .kept()
            .iter()
            .filter(|finding| finding.fix.is_some() && !is_of_writing(finding.code.name))
        {
            let mut text = example.text.clone().into_bytes();
            for edit in finding.fix.iter().flat_map(|fix| &fix.edits).rev() {
                text.splice(edit.span.start as usize..edit.span.end() as usize, edit.text.bytes());
            }
            let mended = Example { text: String::from_utf8(text).unwrap(), ..example.clone() };
            let code = finding.code.name;
            let mut expected = found.clone();
            expected.entry(code).and_modify(|count| *count -= 1);
            let now = counted(&mended.report());
            let more = now.iter().find(|(code, count)| expected.get(*code).is_none_or(|before| *count > before));
            assert_eq!(more, None, "{}: {code} at {} is mended by that", example.name, finding.span.start);
            tried.insert(code);
        }
    }
    let least = ["idn-raw", "missing-final-dot", "owner-origin-twice", "ptr-target-reverse", "surplus-final-dot"];
    assert!(least.iter().all(|code| tried.contains(code)), "{tried:?}");
}

/// Content that came over the wire is judged by the same rules.
#[test]
fn the_examples_are_judged_alike_without_their_text() {
    // What no snapshot shows: lines that were left out, or could not be read.
    let of_text = ["duplicate-case", "duplicate-record", "name-not-completed", "out-of-zone", "unlisted"];
    let rules = declared();
    for example in all() {
        let report = example.report();
        let mut expected = counted(&report);
        let lost = report.diagnostics.kept().iter().any(|d| !rules.contains(d.code.name) || is_of_writing(d.code.name));
        expected.retain(|code, _| rules.contains(*code) && !of_text.contains(code));
        let again = check::snapshot(report.snapshot.as_ref().unwrap(), &example.options);
        let mut found = BTreeMap::new();
        for finding in again.kept() {
            *found.entry(finding.code.name).or_default() += 1;
        }
        assert!(lost || found == expected, "{}:\n{found:?}\n{expected:?}", example.name);
    }
}

/// Every finding reads as a sentence: all values of its text are given, a second place has its phrase.
#[test]
fn every_finding_of_the_examples_has_its_words() {
    for example in all() {
        for finding in example.report().diagnostics.kept() {
            let message = english::message(finding.code, &finding.args);
            let said = message != finding.code.name && !message.contains('{');
            assert!(said, "{}: {}: {message}", example.name, finding.code.name);
            let why = english::why(finding.code, &finding.args);
            assert!(!why.is_empty() && !why.contains('{'), "{}: {}: {why}", example.name, finding.code.name);
            if let Some((_, label)) = finding.related {
                assert!(english::label(label, &finding.args) != label.name, "{}: {}", example.name, label.name);
            }
        }
    }
}

/// RFC 4034 §3.2 gives a time both ways.
#[test]
fn times_are_read() {
    assert_eq!(seconds("2003-03-22T17:31:03Z"), 1_048_354_263);
    assert_eq!(seconds("1970-01-01T00:00:00Z"), 0);
}
