//! What a primary that is at fault says instead of the truth: each known way of a broken transfer, as records.

use super::What;
use super::content::{soa, with_serial};
use super::faults::Weather;
use crate::engine::answer::Recital;
use crate::engine::dns::message::{Message, Section};
use crate::engine::dns::{Name, RecordType, Serial};
use crate::engine::zone::{Change, Mark, Record, Snapshot, Soa, Versions};

/// What the primary has.
pub(super) struct Held<'a> {
    pub(super) content: &'a Snapshot,
    pub(super) history: &'a Versions,
}

/// The wrong answer to `request`, when the weather has one for it. `granted`: a primary in order would send the zone or
/// its changes.
pub(super) fn recital(weather: &Weather<'_>, request: &Message<'_>, granted: bool, held: &Held<'_>) -> Option<Recital> {
    let rtype = request.questions().next()?.rtype;
    if let Some(code) = code(weather, rtype) {
        return Some(code);
    }
    let unsigned = weather.has(What::Unsigned);
    if rtype == RecordType::SOA {
        let wrong = unsigned || weather.has(What::NotAuthoritative);
        let own = soa(held.content).filter(|_| wrong)?;
        let authoritative = !weather.has(What::NotAuthoritative);
        return Some(Recital { authoritative, signed: !unsigned, ..Recital::records(vec![own]) });
    }
    if !granted {
        return None;
    }
    let steps = theirs(request).filter(|_| rtype == RecordType::IXFR).and_then(|theirs| held.history.since(theirs));
    let steps: Option<Vec<Change>> = steps.map(|steps| steps.iter().map(|step| Change::clone(step)).collect());
    let records = match steps.filter(|steps| !steps.is_empty()) {
        Some(steps) => changes(weather, steps, held.content),
        None => None,
    };
    let records = records.or_else(|| whole(weather, held.content));
    let one_each = weather.has(What::OneRecordAMessage);
    match records {
        Some(records) => {
            Some(Recital { signed: !unsigned, per_message: one_each.then_some(1), ..Recital::records(records) })
        }
        None if unsigned || one_each => Some(Recital {
            signed: !unsigned,
            per_message: one_each.then_some(1),
            ..Recital::records(zone(held.content)?)
        }),
        None => None,
    }
}

/// The response code that a fault gives this type of query.
fn code(weather: &Weather<'_>, rtype: RecordType) -> Option<Recital> {
    let asked = rtype.to_string();
    let given = weather.iter().filter(|fault| fault.what == What::Rcode);
    let fault = given.into_iter().find(|fault| fault.to.is_empty() || fault.to.contains(&asked))?;
    fault.rcode.as_deref().and_then(Recital::code)
}

/// The serial that an IXFR asks from (RFC 1995 §3).
fn theirs(request: &Message<'_>) -> Option<Serial> {
    let mut rdata = Vec::new();
    let record = request.records(Section::Authority).find(|record| record.rtype == RecordType::SOA)?;
    record.rdata(&mut rdata).ok()?;
    Soa::parse(&rdata).map(|soa| soa.serial)
}

/// Wrong differences; none when nothing is wrong with them.
fn changes(weather: &Weather<'_>, mut steps: Vec<Change>, content: &Snapshot) -> Option<Vec<Record>> {
    let newest = soa(content)?;
    let mut last = newest.clone();
    if weather.has(What::IxfrWhole) {
        return zone(content);
    } else if weather.has(What::IxfrSoaAlone) {
        return Some(vec![newest]);
    } else if weather.has(What::IxfrEmpty) {
        return Some(Vec::new());
    } else if weather.has(What::IxfrGap) {
        let repeated = steps.first()?.clone();
        steps.insert(1, repeated);
    } else if weather.has(What::IxfrWrongStart) {
        let first = steps.first_mut()?;
        first.old_soa = with_serial(&first.old_soa, first.from()?.plus(u32::MAX));
    } else if weather.has(What::IxfrWrongEnd) {
        last = with_serial(&last, content.serial()?.plus(1));
    } else if weather.has(What::IxfrMissing) {
        steps.first_mut()?.deletions.push(nowhere(content)?);
    } else if weather.has(What::IxfrRedundant) {
        let there = zone(content)?.into_iter().nth(1)?;
        steps.last_mut()?.additions.push(there);
    } else {
        return None;
    }
    let middle = steps.iter().flat_map(Change::records).cloned();
    Some(std::iter::once(newest.clone()).chain(middle).chain([last]).collect())
}

/// A wrong whole zone; none when nothing is wrong with it.
fn whole(weather: &Weather<'_>, content: &Snapshot) -> Option<Vec<Record>> {
    let mut records = zone(content)?;
    if weather.has(What::SerialMoves) {
        let last = records.pop()?;
        records.push(with_serial(&last, content.serial()?.plus(1)));
    } else if weather.has(What::AfterEnd) {
        records.push(nowhere(content)?);
    } else if weather.has(What::OutOfZone) {
        let stray = nowhere(content)?;
        records.insert(1, Record { owner: Name::absolute("stray.invalid.").ok()?, ..stray });
    } else if weather.has(What::FirstNotSoa) {
        records.remove(0);
    } else {
        return None;
    }
    Some(records)
}

/// The zone as AXFR sends it: the SOA, the rest, the SOA again (RFC 5936 §2.2).
fn zone(content: &Snapshot) -> Option<Vec<Record>> {
    let own = soa(content)?;
    let mut records = vec![own.clone()];
    content.resume(&mut Mark::default(), |owner, rtype, datum| {
        if rtype != RecordType::SOA {
            records.push(Record { owner: owner.to_owned(), rtype, ttl: datum.ttl, rdata: datum.rdata.into() });
        }
        true
    });
    records.push(own);
    Some(records)
}

/// A record that no version has.
fn nowhere(content: &Snapshot) -> Option<Record> {
    let owner = Name::absolute(&format!("nowhere.{}", content.apex())).ok()?;
    Some(Record { owner, rtype: RecordType::A, ttl: 3_600, rdata: [203, 0, 113, 1].into() })
}
