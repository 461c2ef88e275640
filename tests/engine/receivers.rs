//! Our verdicts beside what the name servers really do, zone by zone.

#[path = "receivers/catalogue.rs"]
mod catalogue;
#[path = "receivers/measure.rs"]
mod measure;

use std::fs;
use std::path::Path;

use understudy::engine::check::{self, Options};
use understudy::engine::dns::Name;
use understudy::engine::zonefile::{Refusal, Sources};

use measure::{MEASURED, measure, written};

/// Generated zones in `make test` and in `make soak`.
const SAMPLE: usize = 60;
const ALL: usize = 400;

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
    let zone = |faults: &Vec<usize>| Zone { name: catalogue::names(faults), text: catalogue::zone(faults).into_bytes() };
    catalogue::combinations(count).iter().map(zone).collect()
}

/// Measures the zones and lists where our verdict is another.
fn disagreements(zones: &[Zone]) -> Vec<String> {
    let texts: Vec<&[u8]> = zones.iter().map(|zone| zone.text.as_slice()).collect();
    let mut wrong = Vec::new();
    for (receiver, _) in MEASURED {
        let Some(outcomes) = measure(receiver, &texts) else { continue };
        for (zone, outcome) in zones.iter().zip(outcomes) {
            let options = Options { origin: Some(Name::absolute(measure::ZONE).unwrap()), ..Options::default() };
            let missing = &mut |_: &_, _: &mut _| Err(Refusal::Missing(String::new()));
            let report = check::text(Sources::new("zone", zone.text.clone()), options, missing);
            let findings = report.diagnostics.kept();
            let (judged, written) = (receiver.judge(findings), written(&zone.text));
            let measured = outcome.verdict(&written);
            if judged.verdict != measured {
                let codes: Vec<_> = findings.iter().map(|d| d.code.name).collect();
                wrong.push(format!(
                    "{receiver} {}: measured {}, judged {} {:?}, findings {codes:?}\n{}",
                    zone.name,
                    measured.word(),
                    judged.verdict.word(),
                    judged.codes,
                    outcome.difference(&written)
                ));
            }
        }
    }
    wrong
}

fn hold(zones: &[Zone]) {
    let wrong = disagreements(zones);
    assert!(wrong.is_empty(), "{} verdicts of {} zones are not as measured:\n{}", wrong.len(), zones.len(), wrong.join("\n"));
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
fn combined_faults_fare_as_judged() {
    let soak = std::env::var_os("UNDERSTUDY_SOAK").is_some();
    hold(&combined(if soak { ALL } else { SAMPLE }));
}

/// A zone for each announcing line of the examples: it, and all lines that announce nothing.
fn example_lines() -> Vec<Zone> {
    let mut out = Vec::new();
    for example in crate::examples::all() {
        let lines: Vec<&str> = example.text.lines().collect();
        let announces = |line: &str| line.contains("; ! ");
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
