//! Transfers that other projects' test suites script: NSD's with ldns-testns, Unbound's with testbound, BIND's by the names
//! of its hostile primary's scenarios, Knot's as chains of zone files, `domain`'s with stelline.
//!
//! `tests/data/corpus/scripted.txt` lists what each NSD and Unbound script leads to, and what is not played, with the
//! reason. Content is held against a model of its own here: sets of lines.

#[path = "scripted/bind.rs"]
mod bind;
#[path = "scripted/script.rs"]
mod script;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use understudy::engine::dns::{Class, Name, RecordType};
use understudy::engine::limits::TransferLimits;
use understudy::engine::xfr::{Close, Flow, Intake, Kind, Outcome, Request, Transfer, Via};
use understudy::engine::zone::{Change, Record, Snapshot};

use self::script::Script;
use super::{corpus, listed};
use crate::tsig::rows;
use crate::wire::{NOW, Rr, dump, name, response, words, zone, zone_text};

/// A zone as a set of lines, TTLs left out.
type Lines = BTreeSet<String>;

fn line(record: &Rr) -> String {
    words(record.owner.as_ref(), 0, record.rtype, &record.rdata).to_ascii_lowercase()
}

fn lines_of(zone: &Snapshot) -> Lines {
    let without_ttl = |line: String| {
        let mut words = line.splitn(3, ' ');
        let (owner, _, rest) = (words.next().unwrap(), words.next(), words.next().unwrap());
        format!("{owner} 0 {rest}").to_ascii_lowercase()
    };
    dump(zone).into_iter().map(without_ttl).collect()
}

/// The model: what the records of an answer make of a zone.
fn model(kind: Kind, before: &Lines, apex: &Name, answer: &[Rr]) -> Lines {
    let is_soa = |r: &&Rr| r.rtype == RecordType::SOA;
    let inside: Vec<_> = answer.iter().filter(|r| r.owner.as_ref().is_within(apex.as_ref())).collect();
    if kind == Kind::Axfr || inside.get(1).is_none_or(|second| second.rtype != RecordType::SOA) {
        return inside.into_iter().map(line).collect();
    }
    let (mut after, mut soas) = (before.clone(), 0);
    for record in &inside[1..inside.len() - 1] {
        soas += usize::from(is_soa(record));
        if soas % 2 == 1 {
            after.remove(&line(record));
        } else {
            after.insert(line(record));
        }
    }
    after
}

/// A refresh as a secondary makes it: IXFR from what is held, the whole zone when that fails. What failed by its code.
fn refresh(script: &Script, step: u32, apex: &Name, held: &mut Option<Snapshot>) -> Vec<&'static str> {
    let mut failures = Vec::new();
    let kinds: &[Kind] = if held.is_some() { &[Kind::Ixfr, Kind::Axfr] } else { &[Kind::Axfr] };
    for &kind in kinds {
        let have = held.as_ref().and_then(Snapshot::serial).filter(|_| kind == Kind::Ixfr);
        let request = Request { apex: apex.clone(), kind, have, id: 9, key: None, via: Via::Stream };
        let limits = TransferLimits::default();
        let mut transfer = Transfer::new(request, limits, Intake::new(apex.clone(), held.clone(), limits));
        transfer.request(NOW);
        let qtype = if kind == Kind::Ixfr { RecordType::IXFR } else { RecordType::AXFR };
        let have = have.map(|serial| serial.0);
        for message in script.answer(step, 9, apex, qtype, have) {
            if transfer.message(NOW, &message) == Flow::Done {
                break;
            }
        }
        match transfer.closed(Close::Ended) {
            Outcome::Complete(_, intake) => {
                let before = held.as_ref().map(lines_of).unwrap_or_default();
                let after = intake.finish().snapshot;
                let wanted = model(kind, &before, apex, &script.records(step, apex, qtype, have));
                let found = lines_of(&after);
                let apart: Vec<_> = found.symmetric_difference(&wanted).take(5).collect();
                assert!(apart.is_empty(), "{apex} {}: {apart:?}", kind.mnemonic());
                *held = Some(after);
                break;
            }
            Outcome::Current(_) => break,
            Outcome::Failed(failure) => failures.push(failure.code.name),
        }
    }
    failures
}

/// Plays one row: zone, file to begin with, then `file[@step] serial codes…` a refresh.
fn play(folder: &Path, row: &str) -> Result<(), String> {
    let mut parts = row.split(" | ");
    let (zone_name, begin) = parts.next().unwrap().split_once(' ').unwrap();
    let apex = name(zone_name);
    let read = |file: &str| fs::read_to_string(folder.join(file)).unwrap_or_else(|fault| panic!("{file}: {fault}"));
    let mut held = match begin {
        "-" => None,
        file if file.ends_with(".rpl") => Script::read(&read(file)).begins,
        file => Some(read(file)),
    }
    .map(|text| zone(zone_name, &zone_text(zone_name, &text)))
    .filter(|zone| !zone.is_empty());
    for (n, stage) in parts.enumerate() {
        let (file, wanted) = stage.split_once(' ').unwrap();
        let (file, step) = file.split_once('@').map_or((file, 50), |(file, step)| (file, step.parse().unwrap()));
        let script = Script::read(&read(file));
        let failures = refresh(&script, step, &apex, &mut held);
        let serial = held.as_ref().and_then(Snapshot::serial).map_or("-".to_owned(), |serial| serial.0.to_string());
        let found = [vec![serial.as_str()], failures].concat().join(" ");
        if found != wanted {
            return Err(format!("refresh {}: want {wanted}, got {found}", n + 1));
        }
        if let Some(ends) = script.ends.filter(|text| !text.trim().is_empty()) {
            let wanted: Lines = zone_text(zone_name, &ends).iter().map(line).collect();
            assert_eq!(held.as_ref().map(lines_of), Some(wanted), "the file that {file} ends with");
        }
    }
    Ok(())
}

#[test]
fn scripted_primaries_lead_where_their_projects_say() {
    let (Some(index), Some(root)) = (corpus("vectors/dev/xfr.jsonl"), corpus("")) else { return };
    let mut listed = listed(include_str!("../../data/corpus/scripted.txt"));
    let (mut played, mut wrong) = (BTreeMap::<String, usize>::new(), Vec::new());
    for row in rows(&index) {
        let text = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
        let (id, source) = (text("id"), text("source"));
        let verdict = match source.as_str() {
            // Judged message by message in `xfr::captures`.
            "dnspython" | "pdns" => continue,
            "nsd-xfr" | "unbound-xfr" | "domain-rs" => {
                let Some(plan) = listed.remove(id.as_str()) else { panic!("{id} is neither played nor left out") };
                if plan.starts_with('-') {
                    continue;
                }
                play(&root.join(&source).join(text("dir")), plan)
            }
            "bind9" => {
                let good = bind::play(&text("scenario"), &text("expect"));
                if good { Ok(()) } else { Err(text("scenario")) }
            }
            "knot-extra" => {
                let files = row["files"].as_array().unwrap().iter().map(|f| f.as_str().unwrap());
                let versions: Vec<_> = files.map(|f| root.join("knot-extra").join(text("dir")).join(f)).collect();
                chain(&text("zone"), &versions)
            }
            other => panic!("{id}: {other}"),
        };
        *played.entry(source).or_default() += 1;
        match verdict {
            Ok(()) => {}
            Err(_) if listed.remove(id.as_str()).is_some() => {}
            Err(how) => wrong.push(format!("{id} {}{}: {how}", text("dir"), text("file"))),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(listed.is_empty(), "no such case, or as there by now: {:?}", listed.keys());
    assert!(played.values().sum::<usize>() >= 70, "{played:?}");
}

/// Zone files in their order: the difference of each two, sent as IXFR, leads from one to the next; and from the first to
/// the last at once.
fn chain(apex: &str, files: &[std::path::PathBuf]) -> Result<(), String> {
    let texts: Option<Vec<_>> = files.iter().map(|file| fs::read_to_string(file).ok()).collect();
    let Some(texts) = texts else { return Err("not in the corpus".to_owned()) };
    let versions: Vec<_> = texts.iter().map(|text| zone(apex, &zone_text(apex, text))).collect();
    let mut pairs: Vec<_> = versions.windows(2).map(|pair| (&pair[0], &pair[1])).collect();
    pairs.push((&versions[0], versions.last().unwrap()));
    // No difference leads from a serial to the same; Knot's tests change such files by other means.
    pairs.retain(|(before, after)| before.serial().zip(after.serial()).is_some_and(|(old, new)| old.is_before(new)));
    if pairs.is_empty() {
        return Err("no serial rises".to_owned());
    }
    for (before, after) in pairs {
        let change = Change::between(before, after).unwrap();
        let as_rr = |r: &Record| Rr {
            owner: r.owner.clone(),
            rtype: r.rtype,
            class: Class::IN,
            ttl: r.ttl,
            rdata: r.rdata.to_vec(),
        };
        let mut records = vec![as_rr(&change.new_soa), as_rr(&change.old_soa)];
        records.extend(change.deletions.iter().map(as_rr));
        records.push(as_rr(&change.new_soa));
        records.extend(change.additions.iter().map(as_rr));
        records.push(as_rr(&change.new_soa));
        let have = before.serial();
        let request = Request { apex: name(apex), kind: Kind::Ixfr, have, id: 9, key: None, via: Via::Stream };
        let limits = TransferLimits::default();
        let mut transfer = Transfer::new(request, limits, Intake::new(name(apex), Some(before.clone()), limits));
        transfer.request(NOW);
        for part in records.chunks(40) {
            transfer.message(NOW, &response(9, None, part));
        }
        match transfer.closed(Close::Ended) {
            Outcome::Complete(_, intake) => assert_eq!(lines_of(&intake.finish().snapshot), lines_of(after), "{apex}"),
            other => return Err(format!("{other:?}")),
        }
    }
    Ok(())
}
