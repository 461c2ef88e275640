//! Streams that other servers and libraries made (named, knotd, nsd, pdns, dnspython), when the corpus is beside the
//! project. Our request must be theirs octet by octet, or its signature would not fit their answer.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use understudy::engine::dns::{Name, NameRef, RecordType, Serial};
use understudy::engine::limits::{TransferLimits, ZoneLimits};
use understudy::engine::tsig::{Algorithm, Key, Secret};
use understudy::engine::xfr::*;
use understudy::engine::zone::Builder;

use crate::corpus::corpus;
use crate::wire::{NOW, dump, response, words, zone, zone_text};

pub(super) fn cases(corpus: &Path, file: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(corpus.join("vectors/dev").join(file)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub(super) fn text<'a>(case: &'a Value, field: &str) -> &'a str {
    case[field].as_str().unwrap_or_default()
}

pub(super) fn unhex(digits: &str) -> Vec<u8> {
    digits.as_bytes().chunks(2).map(|d| u8::from_str_radix(std::str::from_utf8(d).unwrap(), 16).unwrap()).collect()
}

pub(super) fn stream(file: &Path) -> Vec<Vec<u8>> {
    let unpacked = Command::new("gzip").arg("-dc").arg(file).output().unwrap();
    assert!(unpacked.status.success(), "{}", file.display());
    let mut rest = unpacked.stdout.as_slice();
    let mut messages = Vec::new();
    while let Some((len, tail)) = rest.split_first_chunk() {
        let (message, tail) = tail.split_at(usize::from(u16::from_be_bytes(*len)));
        messages.push(message.to_vec());
        rest = tail;
    }
    messages
}

pub(super) fn key(case: &Value) -> Option<std::sync::Arc<Key>> {
    let parts: Vec<_> = case["key"].as_array()?.iter().map(|p| p.as_str().unwrap()).collect();
    let algorithm = Algorithm::from_text(parts[1].trim_end_matches('.')).unwrap();
    let name = Name::absolute(parts[0]).unwrap();
    Some(std::sync::Arc::new(Key { name, algorithm, secret: Secret::from_base64(parts[2]).unwrap() }))
}

fn failure(outcome: Outcome<Builder>) -> Option<Failure> {
    if let Outcome::Failed(failure) = outcome { Some(failure) } else { None }
}

#[test]
fn streams_of_other_servers_decode_and_verify() {
    let Some(corpus) = corpus("") else { return };
    let mut seen = 0;
    for case in cases(&corpus, "captures.jsonl").iter().filter(|c| text(c, "qtype") == "AXFR") {
        let id = text(case, "id");
        let request = unhex(text(case, "request"));
        let apex = Name::absolute(text(case, "zone")).unwrap();
        let now = Now { mono_ms: 0, wall_s: case["now"].as_u64().unwrap() };
        let asked = Request {
            apex: apex.clone(),
            kind: Kind::Axfr,
            have: None,
            id: u16::from_be_bytes([request[0], request[1]]),
            key: key(case),
            via: Via::Stream,
        };
        let mut transfer = Transfer::new(asked, TransferLimits::default(), Builder::new(ZoneLimits::default()));
        let ours = transfer.request(now);
        // EDNS is not sent by us; an unsigned answer does not depend on it.
        assert!(ours == request || case["key"].is_null(), "{id}: another request");
        for message in stream(&corpus.join("captures").join(text(case, "file"))) {
            if transfer.message(now, &message) == Flow::Done {
                break;
            }
        }
        let progress = transfer.progress();
        let outcome = transfer.closed(Close::Ended);
        seen += 1;
        if case["complete"] == Value::Bool(true) {
            let Outcome::Complete(candidate, builder) = outcome else { panic!("{id}: {:?}", failure(outcome)) };
            assert_eq!(Some(u64::from(candidate.serial.0)), case["first_serial"].as_u64(), "{id}");
            assert_eq!(Some(progress.records + 1), case["answer_rrs"].as_u64(), "{id}");
            let built = builder.finish(apex.as_ref());
            assert_eq!(built.snapshot.serial(), Some(candidate.serial), "{id}");
        } else {
            let Outcome::Failed(failure) = outcome else { panic!("{id}: no failure") };
            let rcode = failure.rcode.map(|r| u64::from(r.0));
            assert!(rcode == case["rcode"].as_u64() || rcode.is_none() && case["rcode"] == 0, "{id}: {failure:?}");
            let expected = ["BADSIG", "BADKEY", "BADTIME"].into_iter().find(|e| text(case, "expect").contains(e));
            let error = failure.tsig_error.and_then(|e| e.tsig_mnemonic());
            assert_eq!(error, expected, "{id}: {failure:?}");
        }
    }
    assert!(seen > 15, "{seen} streams");
}

#[test]
fn dnspythons_cases_end_as_there() {
    let Some(corpus) = corpus("") else { return };
    let mut seen = 0;
    for case in cases(&corpus, "xfr.jsonl").iter().filter(|c| text(c, "source") == "dnspython") {
        let incremental = text(case, "qtype") == "IXFR";
        let must_fail = text(case, "expect") == "error";
        let mut messages: Vec<_> =
            case["messages"].as_array().unwrap().iter().map(|m| unhex(m.as_str().unwrap())).collect();
        // Those messages were made without the QR bit, which dnspython does not look at.
        messages.iter_mut().for_each(|m| m[2] |= 0x80);
        let asked = Request {
            apex: Name::absolute(text(case, "zone")).unwrap(),
            kind: if incremental { Kind::Ixfr } else { Kind::Axfr },
            have: case["start_serial"].as_u64().map(|s| Serial(u32::try_from(s).unwrap())),
            id: messages.first().map_or(0, |m| u16::from_be_bytes([m[0], m[1]])),
            key: None,
            via: Via::Stream,
        };
        let apex = asked.apex.clone();
        let lines =
            |field: &str| -> Vec<_> { case[field].as_array().unwrap().iter().map(|l| l.as_str().unwrap()).collect() };
        let held = zone_text(text(case, "zone"), &lines("start_zone").join("\n"));
        let held = incremental.then(|| zone(text(case, "zone"), &held)).filter(|zone| zone.serial() == asked.have);
        let limits = TransferLimits::default();
        let mut transfer = Transfer::new(asked, limits, Intake::new(apex, held, limits));
        transfer.request(NOW);
        for message in &messages {
            transfer.message(NOW, message);
        }
        let (id, outcome) = (text(case, "id"), transfer.closed(Close::Ended));
        seen += 1;
        match outcome {
            Outcome::Complete(_, intake) => {
                assert!(!must_fail, "{id} {} is complete", text(case, "authority"));
                let wanted: BTreeSet<_> = zone_text(text(case, "zone"), &lines("final_zone").join("\n"))
                    .iter()
                    .map(|r| words(r.owner.as_ref(), r.ttl, r.rtype, &r.rdata).to_ascii_lowercase())
                    .collect();
                let found = dump(&intake.finish().snapshot).iter().map(|l| l.to_ascii_lowercase()).collect();
                assert_eq!(wanted, found, "{id}");
            }
            // dnspython calls an older serial an error; for a secondary it means: nothing newer.
            Outcome::Current(_) => assert!(must_fail && incremental, "{id}"),
            Outcome::Failed(failure) => assert!(must_fail, "{id}: {failure:?}"),
        }
    }
    assert!(seen > 20, "{seen} cases");
}

/// PowerDNS's cases give records without messages, and no version that they apply to: they are taken apart by a sink.
#[derive(Debug, Default)]
struct Parts(Vec<(usize, usize)>, bool);

impl ChangeSink for Parts {
    fn record(&mut self, part: Part, _: NameRef<'_>, rtype: RecordType, _: u32, _: &[u8]) -> Result<(), Failure> {
        match part {
            Part::Zone => self.1 = true,
            Part::Deletion if rtype == RecordType::SOA => self.0.push((1, 0)),
            Part::Deletion => self.0.last_mut().unwrap().0 += 1,
            Part::Addition => self.0.last_mut().unwrap().1 += 1,
        }
        Ok(())
    }
}

#[test]
fn powerdnss_cases_are_taken_apart_as_there() {
    let Some(corpus) = corpus("") else { return };
    let mut seen = 0;
    for case in cases(&corpus, "xfr.jsonl").iter().filter(|c| text(c, "source") == "pdns") {
        let id = text(case, "id");
        let lines: Vec<_> = case["records"].as_array().unwrap().iter().map(|l| l.as_str().unwrap()).collect();
        let records = zone_text(".", &lines.join("\n"));
        assert_eq!(records.len(), lines.len());
        let apex = Name::absolute(text(case, "zone")).unwrap();
        let have = case["start_serial"].as_u64().map(|s| Serial(u32::try_from(s).unwrap()));
        let asked = Request { apex, kind: Kind::Ixfr, have, id: 7, key: None, via: Via::Stream };
        let mut transfer = Transfer::new(asked, TransferLimits::default(), Parts::default());
        transfer.request(NOW);
        transfer.message(NOW, &response(7, None, &records));
        seen += 1;
        let mut wanted: Vec<(usize, usize)> = Vec::new();
        for size in case["sequence_sizes"].as_array().into_iter().flatten() {
            let (place, count) = size.as_str().unwrap().split_once('=').unwrap();
            let count = count.parse().unwrap();
            if place.ends_with("first") { wanted.push((count, 0)) } else { wanted.last_mut().unwrap().1 = count }
        }
        match transfer.closed(Close::Ended) {
            // A sequence without deletions is their way to say: the whole zone.
            Outcome::Complete(_, Parts(_, true)) => assert_eq!(wanted.iter().map(|w| w.0).max(), Some(0), "{id}"),
            Outcome::Complete(_, Parts(parts, false)) => assert_eq!(parts, wanted, "{id}"),
            Outcome::Current(_) => panic!("{id}"),
            // One SOA alone, newer than what is held: nothing yet, and nothing to come.
            Outcome::Failed(_) if text(case, "authority").ends_with("no_primary_soa") => {}
            Outcome::Failed(failure) => assert_eq!(text(case, "expect"), "error", "{id}: {failure:?}"),
        }
    }
    assert!(seen >= 7, "{seen} cases");
}
