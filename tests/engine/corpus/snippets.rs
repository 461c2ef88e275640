//! simdzone's snippets of zone text, where `../shared/corpus` is at hand: which records each gives, or that it is refused.

use std::collections::BTreeMap;
use std::fs;

use data_encoding::HEXLOWER_PERMISSIVE as HEX;
use serde_json::Value;
use understudy::engine::diag::{Diagnostics, Severity, Span};
use understudy::engine::dns::{Name, NameRef, RecordSink, RecordType};
use understudy::engine::zonefile::{self, Options, Refusal, Sources};

use super::corpus;

/// Owner and RDATA in wire form, type, TTL.
type Read = (Vec<u8>, u16, u32, Vec<u8>);

#[derive(Default)]
struct Records(Vec<Read>);

impl RecordSink for Records {
    fn record(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8], _: Span) {
        self.0.push((owner.wire().to_vec(), rtype.0, ttl, rdata.to_vec()));
    }
}

/// What we make of a text: its records, and whether an error was found.
fn read(origin: &str, text: &str) -> (Vec<Read>, Vec<&'static str>) {
    let mut sources = Sources::new("snippet", text.as_bytes().to_vec());
    let (mut records, mut diags) = (Records::default(), Diagnostics::new(100));
    let options = Options { origin: Some(Name::absolute(origin).unwrap()), ..Options::default() };
    let none = &mut |_: &_, _: &mut Sources| Err(Refusal::Missing(String::new()));
    zonefile::parse(&mut sources, options, &mut records, &mut diags, none);
    let errors = diags.kept().iter().filter(|d| d.severity == Severity::Error).map(|d| d.code.name).collect();
    (records.0, errors)
}

fn judge(case: &Value) -> Result<(), String> {
    let text = |name: &str| case[name].as_str().unwrap();
    let (mut found, mut errors) = read(text("origin_text"), text("input"));
    if errors == ["ttl-unknown"] {
        // simdzone is given a default TTL beside the text.
        (found, errors) = read(text("origin_text"), &format!("$TTL 3600\n{}", text("input")));
    }
    if text("expect") != "ok" {
        return if errors.is_empty() { Err(format!("taken: {found:?}")) } else { Ok(()) };
    }
    if !errors.is_empty() {
        return Err(format!("refused: {errors:?}"));
    }
    let expected = case["rrs"].as_array().unwrap().iter().map(|rr| {
        let hex = |at: usize| HEX.decode(rr[at].as_str().unwrap().as_bytes()).unwrap();
        let number = |at: usize| u32::try_from(rr[at].as_u64().unwrap()).unwrap();
        (hex(0), u16::try_from(number(2)).unwrap(), number(3), hex(4))
    });
    let expected: Vec<Read> = expected.collect();
    if found == expected { Ok(()) } else { Err(format!("read as {found:?}\n    not {expected:?}")) }
}

#[test]
fn snippets_give_the_records_that_simdzone_gives() {
    let Some(file) = corpus("vectors/dev/zonetext-simdzone.jsonl") else { return };
    let rows =
        include_str!("../../data/corpus/snippets.txt").lines().filter(|row| !row.is_empty() && !row.starts_with('#'));
    let mut listed: BTreeMap<_, _> = rows.map(|row| row.split_once('\t').expect("id, tab, reason")).collect();
    let (mut judged, mut wrong) = (0, Vec::new());
    for line in fs::read_to_string(file).unwrap().lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        judged += 1;
        let id = case["id"].as_str().unwrap();
        match judge(&case) {
            Ok(()) => {}
            Err(_) if listed.remove(id).is_some() => {}
            Err(how) => wrong.push(format!("{id} {:?} {how}", case["input"].as_str().unwrap())),
        }
    }
    assert!(judged > 200, "only {judged} snippets were judged");
    assert!(wrong.is_empty(), "{} of {judged}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(listed.is_empty(), "we agree by now: {:?}", listed.keys());
}
