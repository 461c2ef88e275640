//! Our verdicts beside what the name servers really do, zone by zone.

#[path = "receivers/catalogue.rs"]
pub mod catalogue;
#[path = "receivers/measure.rs"]
pub mod measure;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::Path;

use understudy::engine::check::receivers::{Judgement, Receiver, Verdict};
use understudy::engine::check::{self, Options};
use understudy::engine::dns::Name;
use understudy::engine::zonefile::{Refusal, Sources};

pub use measure::installed;
use measure::{MEASURED, measure, written};

/// Generated zones in `make test` and in `make soak`.
const SAMPLE: usize = 60;
const ALL: usize = 400;

/// Zones on which we judge otherwise, and why.
const KNOWN: [(&str, &str); 2] = [
    // NSD takes the words behind an open parenthesis as strings of the TXT record, to the end of the file.
    ("nsd", "a-quoted + txt-paren + svcb-key + ds-no-ns"),
    // To PowerDNS the line behind a NUL goes on where the NUL stands, so it does not meet what it would refuse there.
    ("powerdns", "caa-flags + octet-nul-quoted + blank-unusual"),
];

/// Lines of `tests/data/rdata` on which we judge otherwise, and why.
#[rustfmt::skip]
const KNOWN_LINES: &[(&str, &[&str])] = &[
    // A key of no algorithm is no IPSECKEY to BIND; a salt and 12 rounds in a zone without signatures are refused.
    ("bind", &["IPSECKEY:14", "NSEC3:2", "NSEC3:5"]),
    // LOC: sizes that are too large are cut off, one angle above 90 degrees wraps, and octets of `\\#` are read or not.
    ("bind", &["LOC:45", "LOC:58"]),
    ("knot", &["LOC:25", "LOC:58"]),
    ("nsd", &["LOC:45"]),
    // An angle that is no number, where NSD reads on from one that is too large.
    ("nsd", &["LOC:33", "LOC:35", "LOC:37"]),
    // Numbers of keys that are read as others, and values by number that are not looked into.
    ("bind", &["SVCB:82"]),
    ("knot", &["SVCB:82", "SVCB:84", "SVCB:88"]),
    ("nsd", &["SVCB:59", "SVCB:82", "SVCB:84", "SVCB:128", "SVCB:131", "SVCB:133"]),
    // Knot wants four digits in each group, and puts address families in a canonical form.
    ("knot", &["APL:14", "L64:5"]),
    // NSD reads groups of one digit, keys that are none and no octets; types and ports it wants at least one of.
    ("nsd", &["EUI48:14", "IPSECKEY:19", "NSAP:12", "NXT:5", "WKS:8"]),
    // PowerDNS does not print an APL without items.
    ("powerdns", &["APL:8"]),
];

struct Zone {
    name: String,
    text: Vec<u8>,
}

fn one_fault_zones() -> Vec<Zone> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/one-fault");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "zone"));
    paths.sort();
    let zone = |path: &std::path::PathBuf| Zone {
        name: path.file_stem().unwrap().to_string_lossy().into_owned(),
        text: fs::read(path).unwrap(),
    };
    paths.iter().map(zone).collect()
}

fn single_faults() -> Vec<Zone> {
    let zone = |fault| Zone { name: catalogue::names(&[fault]), text: catalogue::zone(&[fault]).into_bytes() };
    (0..catalogue::FAULTS.len()).map(zone).collect()
}

fn combined(count: usize) -> Vec<Zone> {
    let zone =
        |faults: &Vec<usize>| Zone { name: catalogue::names(faults), text: catalogue::zone(faults).into_bytes() };
    catalogue::combinations(count).iter().map(zone).collect()
}

/// What a zone's findings are judged to lead to, and what happens.
struct Fare {
    receiver: Receiver,
    zone: usize,
    measured: Verdict,
    judged: Judgement,
    /// How the content differs.
    difference: String,
}

fn checked(zone: &Zone) -> check::Report {
    let options = Options { origin: Some(Name::absolute(measure::ZONE).unwrap()), ..Options::default() };
    let missing = &mut |_: &_, _: &mut _| Err(Refusal::Missing(String::new()));
    check::text(Sources::new("zone", zone.text.clone()), options, missing)
}

/// Measures the zones with every receiver that is installed.
fn fares(zones: &[Zone]) -> Vec<Fare> {
    let texts: Vec<&[u8]> = zones.iter().map(|zone| zone.text.as_slice()).collect();
    let reports: Vec<_> = zones.iter().map(checked).collect();
    let mut out = Vec::new();
    for (receiver, _) in MEASURED {
        for (zone, outcome) in measure(receiver, &texts).into_iter().flatten().enumerate() {
            let written = written(receiver, texts[zone]);
            let (measured, difference) = (outcome.verdict(&written), outcome.difference(&written));
            let judged = receiver.judge(&reports[zone].diagnostics);
            out.push(Fare { receiver, zone, measured, judged, difference });
        }
    }
    out
}

/// Fails where our verdict is another than the measured one.
fn hold(zones: &[Zone]) {
    let fares = fares(zones);
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        propose(zones, &fares);
    }
    let known = |fare: &&Fare| {
        let (receiver, name) = (fare.receiver.name(), &*zones[fare.zone].name);
        let line = |row: &&(&str, &[&str])| row.0 == receiver && row.1.contains(&name);
        KNOWN.contains(&(receiver, name)) || KNOWN_LINES.iter().any(|row| line(&row))
    };
    let differs = |fare: &&Fare| fare.judged.verdict != fare.measured && !known(fare);
    let wrong = fares.iter().filter(differs).map(|fare| {
        let report = checked(&zones[fare.zone]);
        let codes: BTreeSet<_> = report.diagnostics.kept().iter().map(|d| d.code.name).collect();
        format!(
            "{} {}: measured {}, judged {} {:?}, findings {codes:?}\n{}",
            fare.receiver,
            zones[fare.zone].name,
            fare.measured.word(),
            fare.judged.verdict.word(),
            fare.judged.codes,
            fare.difference,
        )
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(
        wrong.is_empty(),
        "{} verdicts of {} zones are not as measured:\n{}",
        wrong.len(),
        zones.len(),
        wrong.join("\n")
    );
}

/// Writes rows for codes that have none: a zone with the finding fares no better than the finding, so the best that was
/// measured is the finding's own. "Alters" has its difference beside it, for the phrase.
fn propose(zones: &[Zone], fares: &[Fare]) {
    let mut rows: BTreeMap<&str, BTreeMap<&str, (Verdict, &str)>> = BTreeMap::new();
    let reports: Vec<_> = zones.iter().map(checked).collect();
    for fare in fares {
        for finding in reports[fare.zone].diagnostics.kept() {
            if fare.receiver.about(finding).verdict == Verdict::Unknown {
                let row = rows.entry(finding.code.name).or_default();
                // What findings with a row explain needs no other cause.
                let explained = reports[fare.zone].diagnostics.kept().iter().map(|d| fare.receiver.about(d).verdict);
                let explained = explained.filter(|verdict| *verdict != Verdict::Unknown).max();
                let verdict = if explained >= Some(fare.measured) { Verdict::Accepts } else { fare.measured };
                let cell = row.entry(fare.receiver.name()).or_insert((verdict, &fare.difference));
                if verdict < cell.0 {
                    *cell = (verdict, &fare.difference);
                }
            }
        }
    }
    let mut text = String::new();
    for (code, row) in rows {
        let letter = |verdict| match verdict {
            Verdict::Accepts => "Y",
            Verdict::Refuses => "N",
            Verdict::Alters | Verdict::Unknown => "?",
        };
        let cells: Vec<_> = row.values().map(|cell| letter(cell.0)).collect();
        text.push_str(&format!("    (\"{code}\", [{}]),\n", cells.join(", ")));
        for (name, cell) in row.iter().filter(|(_, cell)| cell.0 == Verdict::Alters) {
            text.push_str(&format!("        // {name}\n{}\n", cell.1));
        }
    }
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("receivers.txt");
    fs::OpenOptions::new().create(true).append(true).open(path).unwrap().write_all(text.as_bytes()).unwrap();
}

#[test]
fn one_fault_zones_fare_as_judged() {
    hold(&one_fault_zones());
}

#[test]
fn every_fault_of_the_catalogue_fares_as_judged() {
    hold(&single_faults());
}

#[test]
fn faults_of_single_octets_fare_as_judged() {
    let zone =
        |(name, text): &(&str, &str)| Zone { name: (*name).to_owned(), text: catalogue::alone(text).into_bytes() };
    hold(&catalogue::ALONE.iter().map(zone).collect::<Vec<_>>());
}

#[test]
fn combined_faults_fare_as_judged() {
    let soak = std::env::var_os("UNDERSTUDY_SOAK").is_some();
    hold(&combined(if soak { ALL } else { SAMPLE }));
}

/// A zone for each announcing line of the examples: it, and all lines that announce nothing.
fn example_lines() -> Vec<Zone> {
    let mut out = Vec::new();
    for example in crate::examples::all() {
        let lines: Vec<&str> = example.text.lines().collect();
        // An entry over several lines stays whole.
        let announces = |line: &str| line.contains("; ! ") && !line.contains(['(', ')']);
        if example.report().origin.is_none_or(|origin| origin.to_string() != "example.com.") {
            continue;
        }
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| announces(line)) {
            let kept = lines.iter().enumerate().filter(|(other, line)| *other == at || !announces(line));
            let text: String = kept.map(|(_, line)| format!("{line}\n")).collect();
            let codes = line.rsplit_once("; ! ").map_or("", |(_, codes)| codes);
            out.push(Zone { name: format!("{}:{} {codes}", example.name, at + 1), text: text.into_bytes() });
        }
    }
    out
}

#[test]
fn examples_fare_as_judged() {
    hold(&example_lines());
}

/// Not as they stand alone: BIND wants an NSEC3 owner to be a hash, Knot gives an RRSIG the TTL it states, NSD prints
/// the services of a WKS by names that are not read here.
const ODD: [&str; 3] = ["NSEC3", "RRSIG", "WKS"];

/// A zone for each type: a sound record of `tests/data/rdata`, with its mnemonic.
fn types() -> Vec<Zone> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/rdata");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let zone = |path: &std::path::PathBuf| {
        let rtype = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(path).unwrap();
        let sound = text.lines().find_map(|line| line.strip_prefix("OK "))?;
        let text = format!("{}{}.x IN {rtype} {sound}\n", catalogue::BASE, rtype.to_ascii_lowercase());
        (rtype != "SOA" && !ODD.contains(&&*rtype)).then(|| Zone { name: rtype, text: text.into_bytes() })
    };
    paths.iter().filter_map(zone).collect()
}

#[test]
fn types_fare_as_judged() {
    hold(&types());
}

/// What is written of each type in `tests/data/rdata`, right and wrong, one line a zone. Left out is what would measure
/// something else: an SOA that is not the apex's, types of signatures in a zone that has none, and octets that are no
/// RDATA, on which Knot may hang.
#[test]
fn each_type_as_it_is_written_fares_as_judged() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/rdata");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut zones = Vec::new();
    for path in paths {
        let rtype = path.file_stem().unwrap().to_string_lossy().into_owned();
        if ["SOA", "RRSIG", "DNSKEY", "AXFR"].contains(&&*rtype) {
            continue;
        }
        for (number, line) in (1..).zip(fs::read_to_string(&path).unwrap().lines()) {
            let rdata =
                line.strip_prefix("OK ").or_else(|| line.strip_prefix("KO ").filter(|rdata| !rdata.contains("\\#")));
            if let Some(rdata) = rdata {
                let text = catalogue::alone(&format!("p{number} IN {rtype} {rdata}\n"));
                zones.push(Zone { name: format!("{rtype}:{number}"), text: text.into_bytes() });
            }
        }
    }
    assert!(zones.len() > 400, "only {} lines", zones.len());
    hold(&zones);
}
