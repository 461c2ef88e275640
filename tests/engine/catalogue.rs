//! docs/checks.md: every rule with its example, and what says here what other checkers look for. Held equal to the code;
//! `UPDATE_GOLDENS=1 cargo test --no-default-features --test engine catalogue` writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use understudy::engine::check::receivers::{Receiver, Verdict};
use understudy::engine::diag::{Args, Code, Diagnostic, LineIndex, english};

use crate::examples::{self, Example, declared_in, sources};

/// Codes of `engine/check` that are no rule: a count of what another rule found.
const NO_RULE: [&str; 1] = ["unlisted"];

/// Characters of a line that are shown.
const ROW: usize = 160;

/// Topics, in the order shown: the files of `check/codes`, and codes.rs itself as "".
const TOPICS: &[(&str, &str)] = &[
    ("", "The zone's frame"),
    ("soa", "Values of the SOA"),
    ("name_servers", "Name servers and delegations"),
    ("alias", "Aliases and redirections"),
    ("targets", "Targets and services"),
    ("addresses", "Addresses"),
    ("reverse", "Names of addresses"),
    ("names", "Owner names, TTLs, types"),
    ("zone", "The zone as a whole"),
    ("content", "Records without effect"),
    ("content/text", "Texts and their quotes"),
    ("content/spf", "SPF policies"),
    ("content/mail", "DMARC, DKIM, MTA-STS, TLS reports, BIMI"),
    ("content/caa", "Certificates: CAA"),
    ("content/services", "Services: SVCB, HTTPS, NAPTR, URI"),
    ("content/keys", "Keys: TLSA, SMIMEA, OPENPGPKEY, SSHFP"),
    ("content/sizes", "Types and sizes"),
    ("dnssec", "DNSSEC and the zone's digest"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The topics with their codes, those that nobody gave a title last.
fn topics() -> Vec<(String, Vec<String>)> {
    let codes = root().join("src/engine/check/codes");
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    found.insert(String::new(), declared_in(&root().join("src/engine/check/codes.rs")));
    for file in sources(&codes) {
        let topic = file.strip_prefix(&codes).unwrap().with_extension("");
        found.entry(topic.to_string_lossy().into_owned()).or_default().extend(declared_in(&file));
    }
    let mut out = Vec::new();
    for (topic, title) in TOPICS {
        out.extend(found.remove(*topic).map(|codes| ((*title).to_owned(), codes)));
    }
    out.extend(found.into_iter().map(|(topic, codes)| (title_of(&topic), codes)));
    out.iter_mut().for_each(|(_, codes)| codes.sort());
    out.retain(|(_, codes)| !codes.is_empty());
    out
}

/// `content/mail_policy` → `Content: mail policy`.
fn title_of(topic: &str) -> String {
    let words = topic.replace('/', ": ").replace('_', " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Where a code was found: the code, what it was filled with, and the lines.
struct Shown {
    code: &'static Code,
    lines: Vec<String>,
}

/// The lines of a finding and of its second place, without comments.
fn excerpt(example: &Example, finding: &Diagnostic) -> Vec<String> {
    let lines = LineIndex::new(example.text.as_bytes());
    let mut shown = BTreeSet::from([lines.line(finding.span.start)]);
    shown.extend(finding.related.iter().map(|(span, _)| lines.line(span.start)));
    let rows: Vec<_> = example.text.lines().collect();
    let row = |line: &u32| rows.get(*line as usize - 1).map_or("", |row| row.split("; ! ").next().unwrap_or(row));
    let row = |line: &u32| row(line).trim_end().to_owned();
    let short = |row: String| match row.char_indices().nth(ROW) {
        Some((end, _)) => format!("{}…", &row[..end]),
        None => row,
    };
    shown.iter().map(row).map(short).filter(|row| !row.starts_with(';') && !row.is_empty()).collect()
}

/// The first example of each code, preferring one that is not the code's second place alone.
fn shown() -> BTreeMap<&'static str, Shown> {
    let mut out = BTreeMap::new();
    for example in examples::all() {
        for finding in example.report().diagnostics.kept() {
            let lines = excerpt(&example, finding);
            out.entry(finding.code.name).or_insert(Shown { code: finding.code, lines });
        }
    }
    out
}

/// What receivers do about a finding, those left out that serve the zone as written.
fn receivers(code: &Code) -> String {
    let word = |receiver: Receiver| {
        let effect = receiver.about_most(code);
        let how = effect.how.map(|how| english::label(how, &Args::new()));
        let what = match effect.verdict {
            Verdict::Refuses => Some("refuses the zone".to_owned()),
            Verdict::Alters => how,
            Verdict::Accepts | Verdict::Unknown => None,
        };
        what.map(|what| format!("{} {what}", receiver.title()))
    };
    Receiver::ALL.into_iter().filter_map(word).collect::<Vec<_>>().join(", ")
}

fn rules(out: &mut String) {
    let shown = shown();
    for (title, codes) in topics() {
        let count = codes.iter().filter(|code| !NO_RULE.contains(&code.as_str())).count();
        writeln!(out, "\n### {title}: {count}").unwrap();
        for name in &codes {
            let Shown { code, lines } = &shown[&**name];
            let text = english::text(code).unwrap();
            writeln!(out, "\n**`{name}`** · {} · {}\n", code.severity.word(), english::unfilled(text.message)).unwrap();
            writeln!(out, "{}", text.why).unwrap();
            if !lines.is_empty() {
                writeln!(out, "\n```\n{}\n```", lines.join("\n")).unwrap();
            }
            let notes: Vec<_> = [code.rfc.join(", "), receivers(code)].into_iter().filter(|n| !n.is_empty()).collect();
            if !notes.is_empty() {
                writeln!(out, "\n{}.", notes.join(". ")).unwrap();
            }
        }
    }
}

/// What reading can say: codes of `zonefile` and of the fields.
fn text(out: &mut String) {
    let files = ["src/engine/zonefile", "src/engine/dns"].map(|folder| sources(&root().join(folder)));
    let mut codes: Vec<_> = files.iter().flatten().flat_map(|file| declared_in(file)).collect();
    codes.sort();
    writeln!(out, "\n| code | says |\n|---|---|").unwrap();
    for text in codes.iter().filter_map(|code| english::all().find(|text| text.code == code)) {
        writeln!(out, "| `{}` | {} |", text.code, english::unfilled(text.message).replace('|', "\\|")).unwrap();
    }
}

/// The list of what others look for. Gives the codes it names.
fn peers(out: &mut String) -> BTreeSet<String> {
    let list = fs::read_to_string(root().join("tests/data/checks/peers.txt")).unwrap();
    let mut named = BTreeSet::new();
    for row in list.lines().filter(|row| !row.is_empty() && !row.starts_with("# ")) {
        if let Some(title) = row.strip_prefix("## ") {
            writeln!(out, "\n### {title}\n\n| looks for | here | note |\n|---|---|---|").unwrap();
            continue;
        }
        let columns: Vec<_> = row.split('|').map(str::trim).collect();
        let [item, codes, note] = columns[..] else { panic!("three columns: {row}") };
        assert!(codes != "-" || !note.is_empty(), "neither a code nor a reason: {row}");
        let codes: Vec<_> = codes.split_whitespace().filter(|code| *code != "-").collect();
        named.extend(codes.iter().map(|code| (*code).to_owned()));
        let codes: Vec<_> = codes.iter().map(|code| format!("`{code}`")).collect();
        writeln!(out, "| {item} | {} | {note} |", codes.join(" ")).unwrap();
    }
    named
}

const HEAD: &str = "# Checks

<!-- Written by tests/engine/catalogue.rs from the codes, their texts, the zones of tests/data/check and
tests/data/checks/peers.txt. Do not edit: run `make goldens`. -->

Rules about the content of a zone, each with a condition of its own that is not the syntax of a field; how many, stands
beside each topic. Each fires in a zone of `tests/data/check` and is silent on the right lines beside it.

An *error*: our own secondary would not load the zone, or not serve it as written. A *warning*: an RFC's MUST or SHOULD
is broken, or a named receiver alters or refuses it. An *info*: advice.

## Rules
";

fn rendered() -> String {
    let mut out = String::new();
    out.push_str(HEAD);
    rules(&mut out);
    writeln!(out, "\n## What is said about the text\n\nReading has its own codes; they are not counted above.")
        .unwrap();
    text(&mut out);
    writeln!(out, "\n## What other checkers look for\n\nItem by item, and what says it here.").unwrap();
    peers(&mut out);
    out
}

#[test]
fn the_catalogue_is_up_to_date() {
    let path = root().join("docs/checks.md");
    let now = rendered();
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        fs::write(&path, &now).unwrap();
    }
    let stored = fs::read_to_string(&path).unwrap_or_default();
    let differs = stored.lines().zip(now.lines()).enumerate().find(|(_, (old, new))| old != new);
    assert!(stored == now, "docs/checks.md is out of date (`make goldens`), first at {differs:?}");
}

/// A code that is renamed or removed is still named by the list until somebody looks.
#[test]
fn codes_that_answer_for_other_checkers_exist() {
    let known: BTreeSet<_> = english::all().map(|text| text.code).collect();
    let named = peers(&mut String::new());
    let unknown: Vec<_> = named.iter().filter(|code| !known.contains(&***code)).collect();
    assert!(unknown.is_empty(), "tests/data/checks/peers.txt names codes that do not exist: {unknown:?}");
    assert!(named.len() > 80, "{} codes are named", named.len());
}

/// The page has the texts of checks from its worker alone; everything else it says itself.
#[test]
fn only_texts_of_checks_stand_apart() {
    let checks = examples::declared();
    let apart: BTreeSet<_> = english::all()
        .filter(|text| english::other_message(&Code::info(text.code, &[]), &Args::new()) == text.code)
        .map(|text| text.code.to_owned())
        .collect();
    assert_eq!(apart, checks);
}

/// The measure of this project: at least 120 rules.
#[test]
fn there_are_rules_enough() {
    let count = examples::declared().len() - NO_RULE.len();
    assert!(count >= 120, "{count} rules");
}
