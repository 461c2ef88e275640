//! The versions of a scenario: texts and changes become snapshots before anything is played.

use super::settings::{Item, Trouble};
use super::{Length, Scenario, VersionSetting, codes};
use crate::engine::diag::{Diagnostics, LineIndex, Severity, Span, english};
use crate::engine::dns::{Name, NameRef, RecordSink, RecordType, Serial};
use crate::engine::limits::ZoneLimits;
use crate::engine::zone::{ApplyFault, Builder, Change, Record, Snapshot};
use crate::engine::zonefile::{self, Options, Refusal, Sources};

/// A version and where it appears.
#[derive(Clone, Debug)]
pub(super) struct Publication {
    pub(super) at: Length,
    pub(super) content: Snapshot,
    /// The place of the primary in the list; all when none.
    pub(super) primary: Option<usize>,
    pub(super) notify: bool,
}

/// What a scenario without a text begins with.
const SAMPLE: &str = include_str!("sample.zone");

/// The serial that it has.
pub(super) const FIRST_SERIAL: u32 = 2_026_112_301;

/// A line that makes a fragment a zone file: what it holds has a TTL, then.
const TTL: &str = "$TTL 3600\n";

/// All versions, in the order of the scenario.
pub(super) fn publications(scenario: &Scenario, apex: &Name) -> Result<Vec<Publication>, Trouble> {
    let mut before: Option<Snapshot> = None;
    let mut publications = Vec::new();
    for (n, version) in scenario.version.iter().enumerate() {
        let content = content(Item::Version(n), version, before.as_ref(), apex)?;
        let primary = version.primary.as_ref().and_then(|name| scenario.primary.iter().position(|p| p.name == *name));
        before = Some(content.clone());
        publications.push(Publication { at: version.at, content, primary, notify: version.notify });
    }
    Ok(publications)
}

fn content(item: Item, version: &VersionSetting, before: Option<&Snapshot>, apex: &Name) -> Result<Snapshot, Trouble> {
    let base = match (&version.text, before) {
        (Some(text), _) => whole(item, text, apex)?,
        (None, Some(before)) => before.clone(),
        (None, None) => whole(item, SAMPLE, apex)?,
    };
    let no_soa = || Trouble::new(item, &codes::NO_SOA, |args| args);
    let (old_soa, serial) = (soa(&base).ok_or_else(no_soa)?, base.serial().ok_or_else(no_soa)?);
    // A version that says nothing of its serial follows the one before.
    let follows = if version.text.is_none() && before.is_some() { serial.plus(1) } else { serial };
    let numbers = [
        Some(version.serial.unwrap_or(follows.0)),
        seconds(version.refresh),
        seconds(version.retry),
        seconds(version.expire),
    ];
    let new_soa = with_numbers(&old_soa, numbers);
    let fragment = |text: &Option<String>| match text {
        Some(text) => records(item, &format!("{TTL}{text}"), apex, 1),
        None => Ok(Vec::new()),
    };
    let (deletions, additions) = (fragment(&version.remove)?, fragment(&version.add)?);
    let change = Change { old_soa, new_soa, deletions, additions };
    change.apply(&base).map_err(|fault| {
        let about = match fault {
            ApplyFault::Missing(record) | ApplyFault::Present(record) | ApplyFault::Outside(record) => Some(record),
            ApplyFault::Serial { .. } => None,
        };
        let owner = about.as_ref().map_or_else(String::new, |record| record.owner.to_string());
        let rtype = about.as_ref().map_or_else(String::new, |record| record.rtype.to_string());
        Trouble::new(item, &codes::CHANGE, |args| args.with("owner", owner).with("type", rtype))
    })
}

fn seconds(length: Option<Length>) -> Option<u32> {
    length.map(Length::whole_seconds)
}

fn whole(item: Item, text: &str, apex: &Name) -> Result<Snapshot, Trouble> {
    let mut builder = Builder::new(ZoneLimits::default());
    for Record { owner, rtype, ttl, rdata } in records(item, text, apex, 0)? {
        builder.record(owner.as_ref(), rtype, ttl, &rdata, Span::NONE);
    }
    Ok(builder.finish(apex.as_ref()).snapshot)
}

#[derive(Default)]
struct Records(Vec<Record>);

impl RecordSink for Records {
    fn record(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8], _: Span) {
        self.0.push(Record { owner: owner.to_owned(), rtype, ttl, rdata: rdata.into() });
    }
}

/// Reads records; `ours`: lines that we have put before them.
fn records(item: Item, text: &str, apex: &Name, ours: u32) -> Result<Vec<Record>, Trouble> {
    let mut sources = Sources::new("records", text.as_bytes().to_vec());
    let (mut sink, mut diags) = (Records::default(), Diagnostics::new(100));
    let options = Options { origin: Some(apex.clone()), ..Options::default() };
    let mut include =
        |_: &zonefile::Request, _: &mut Sources| Err(Refusal::Refused("a scenario is one text".to_owned()));
    zonefile::parse(&mut sources, options, &mut sink, &mut diags, &mut include);
    match diags.kept().iter().find(|d| d.severity == Severity::Error) {
        None => Ok(sink.0),
        Some(found) => {
            let line = LineIndex::new(text.as_bytes()).line(found.span.start).saturating_sub(ours);
            let words = english::message(found.code, &found.args);
            Err(Trouble::new(item, &codes::TEXT, |args| args.with("line", line).with("words", words)))
        }
    }
}

/// The SOA as a record.
pub(super) fn soa(zone: &Snapshot) -> Option<Record> {
    let set = zone.get(zone.apex(), RecordType::SOA)?;
    let first = set.records().next()?;
    Some(Record { owner: set.owner().to_owned(), rtype: RecordType::SOA, ttl: first.ttl, rdata: first.rdata.into() })
}

/// The same SOA with other numbers: serial, REFRESH, RETRY, EXPIRE (RFC 1035 §3.3.13).
fn with_numbers(soa: &Record, numbers: [Option<u32>; 4]) -> Record {
    let mut rdata = soa.rdata.to_vec();
    let start = rdata.len().saturating_sub(20);
    for (slot, number) in rdata.get_mut(start..).unwrap_or_default().chunks_exact_mut(4).zip(numbers) {
        if let Some(number) = number {
            slot.copy_from_slice(&number.to_be_bytes());
        }
    }
    Record { rdata: rdata.into(), ..soa.clone() }
}

/// The same SOA with another serial.
pub(super) fn with_serial(soa: &Record, serial: Serial) -> Record {
    with_numbers(soa, [Some(serial.0), None, None, None])
}
