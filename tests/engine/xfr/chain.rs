//! Differences that named, knotd and nsd sent of forty versions of the root zone, when the corpus is beside the project.
//! What each leads to must be the version that the zone files give.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use understudy::engine::dns::{Name, Serial};
use understudy::engine::limits::TransferLimits;
use understudy::engine::xfr::*;
use understudy::engine::zone::{Change, Record, Snapshot};

use super::captures::{cases, key, stream, text, unhex};
use crate::corpus::corpus;
use crate::wire::{Rr, zone, zone_text};

fn unpacked(file: &Path) -> String {
    let output = Command::new("gzip").arg("-dc").arg(file).output().unwrap();
    assert!(output.status.success(), "{}", file.display());
    String::from_utf8(output.stdout).unwrap()
}

fn record(rr: &Rr) -> Record {
    Record { owner: rr.owner.clone(), rtype: rr.rtype, ttl: rr.ttl, rdata: rr.rdata.as_slice().into() }
}

/// The version after a unified difference of two zone files that have one record a line.
fn after(before: &Snapshot, difference: &str) -> Snapshot {
    let side = |sign: char| {
        let lines = difference.lines().filter(|l| l.starts_with(sign));
        let all: Vec<_> = lines.filter(|l| !l.starts_with("+++") && !l.starts_with("---")).map(|l| &l[1..]).collect();
        let records = zone_text(".", &all.join("\n"));
        let (soa, others): (Vec<_>, Vec<_>) =
            records.iter().map(record).partition(|r| r.rtype == understudy::engine::dns::RecordType::SOA);
        (soa.into_iter().next().unwrap(), others)
    };
    let ((old_soa, deletions), (new_soa, additions)) = (side('-'), side('+'));
    Change { old_soa, new_soa, deletions, additions }.apply(before).unwrap()
}

/// All versions by serial, made from the zone files.
fn versions(corpus: &Path) -> BTreeMap<u32, Snapshot> {
    let first = zone(".", &zone_text(".", &unpacked(&corpus.join("captures/root-2026080600.canon.gz"))));
    let mut versions = BTreeMap::from([(first.serial().unwrap().0, first.clone())]);
    let mut last = first;
    for n in 1.. {
        let file = corpus.join(format!("real-zones/root-chain/v{n:02}.diff.gz"));
        if !file.exists() {
            break;
        }
        last = after(&last, &unpacked(&file));
        versions.insert(last.serial().unwrap().0, last.clone());
    }
    versions
}

fn same(a: &Snapshot, b: &Snapshot) -> bool {
    a.len() == b.len() && Change::between(a, b).is_some_and(|change| change.is_empty())
}

#[test]
fn recorded_differences_lead_to_the_zone_files_versions() {
    let Some(corpus) = corpus("") else { return };
    let versions = versions(&corpus);
    let last = zone(".", &zone_text(".", &unpacked(&corpus.join("captures/root-2026082201.canon.gz"))));
    assert!(same(versions.last_key_value().unwrap().1, &last), "the chain of zone files ends where theirs does");
    let (mut differences, mut others) = (0, 0);
    for case in cases(&corpus, "captures.jsonl").iter().filter(|c| text(c, "qtype") == "IXFR") {
        let id = text(case, "id");
        let request = unhex(text(case, "request"));
        let have = u32::try_from(case["request_serial"].as_u64().unwrap()).unwrap();
        let apex = Name::absolute(text(case, "zone")).unwrap();
        let now = Now { mono_ms: 0, wall_s: case["now"].as_u64().unwrap() };
        let asked = Request {
            apex: apex.clone(),
            kind: Kind::Ixfr,
            have: Some(Serial(have)),
            id: u16::from_be_bytes([request[0], request[1]]),
            key: key(case),
            via: Via::Stream,
        };
        let limits = TransferLimits::default();
        let base = versions.get(&have).cloned();
        let mut transfer = Transfer::new(asked, limits, Intake::new(apex, base, limits));
        let ours = transfer.request(now);
        // The names in the authority section's SOA are of no account (RFC 1995 §3) and differ in some.
        assert!(case["key"].is_null() || ours == request, "{id}: another request");
        for message in stream(&corpus.join("captures").join(text(case, "file"))) {
            if transfer.message(now, &message) == Flow::Done {
                break;
            }
        }
        let first = u32::try_from(case["first_serial"].as_u64().unwrap_or_default()).unwrap();
        match transfer.closed(Close::Ended) {
            Outcome::Complete(candidate, intake) => {
                let Arrived { snapshot, redundant } = intake.finish();
                assert_eq!(candidate.serial.0, first, "{id}");
                assert!(same(&snapshot, &versions[&first]), "{id}");
                if case["mode"] == "ixfr" {
                    assert_eq!(Some(redundant), case["anomalies"].as_u64(), "{id}");
                    differences += 1;
                } else {
                    others += 1;
                }
            }
            Outcome::Current(serial) => {
                assert_eq!((serial.0, text(case, "mode")), (first, "up-to-date"), "{id}");
                others += 1;
            }
            Outcome::Failed(failure) => panic!("{id}: {failure:?}"),
        }
    }
    assert!(differences >= 35 && others >= 4, "{differences} {others}");
}
