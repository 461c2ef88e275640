//! Windows of records for the preview table: which records match, found in steps, and a place to go on from at every few
//! hundred of them, so that any window of a million rows is near one.

use std::fmt::Write;

use super::desk::Progress;
use super::document::Document;
use super::names;
use crate::engine::diag::LineIndex;
use crate::engine::dns::{NameRef, RecordType, rdata};
use crate::engine::zone::{Datum, Mark, Snapshot};
use crate::product::api::worker::{Answer, Part, Row, Rows};

/// Matching records between two marks.
const STRIDE: u64 = 256;
/// Records looked at in one step.
const STEP: u64 = 8_192;
/// Rows of one window, however many are asked for.
const MOST_ROWS: u32 = 1_000;

/// A place among the records: the SOA comes first, as in a zone file, the others follow in canonical order.
#[derive(Clone, Default)]
struct Place {
    /// How many SOA records were given: one, or all that a zone with too many has.
    given: usize,
    /// Among the others, once the SOA was given.
    mark: Mark,
    past_soa: bool,
}

impl Place {
    /// As [`Snapshot::resume`].
    fn resume(&mut self, zone: &Snapshot, take: &mut dyn FnMut(NameRef<'_>, RecordType, Datum<'_>) -> bool) -> bool {
        let apex = zone.apex();
        self.begin(zone, take)
            && zone.resume(&mut self.mark, |owner, rtype, datum| {
                rtype == RecordType::SOA && owner == apex || take(owner, rtype, datum)
            })
    }

    /// As [`Snapshot::resume_types`].
    fn resume_types(&mut self, zone: &Snapshot, take: &mut dyn FnMut(RecordType) -> bool) -> bool {
        self.begin(zone, &mut |_, rtype, _| take(rtype))
            && zone.resume_types(&mut self.mark, |is_apex, rtype| is_apex && rtype == RecordType::SOA || take(rtype))
    }

    /// Gives the SOA records that were not given yet; false when one was refused.
    fn begin(&mut self, zone: &Snapshot, take: &mut dyn FnMut(NameRef<'_>, RecordType, Datum<'_>) -> bool) -> bool {
        if self.past_soa {
            return true;
        }
        let apex = zone.apex();
        let (mut position, mut refused) = (0, false);
        zone.resume(&mut Mark::default(), |owner, rtype, datum| {
            if rtype == RecordType::SOA && owner == apex {
                if position >= self.given {
                    refused = !take(owner, rtype, datum);
                    self.given += usize::from(!refused);
                }
                position += 1;
            }
            !refused && owner == apex && rtype <= RecordType::SOA
        });
        self.past_soa = !refused;
        !refused
    }
}

/// Which records are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    /// A type's mnemonic; empty is all.
    pub(super) rtype: String,
    /// A text to be held; empty is none.
    pub(super) search: String,
    /// Where.
    pub(super) part: Part,
}

/// The records that match a filter, as far as they were looked at.
pub(super) struct View {
    rtype: Option<RecordType>,
    /// In lower case.
    search: Vec<u8>,
    filter: Filter,
    /// Where each stride begins, and the number of its first record among all.
    marks: Vec<(Place, u64)>,
    next: Place,
    seen: u64,
    total: u64,
    complete: bool,
}

impl View {
    /// Nothing looked at yet. An empty filter or search lets everything through.
    pub(super) fn new(filter: Filter) -> Self {
        Self {
            rtype: RecordType::from_mnemonic(filter.rtype.as_bytes()),
            search: names::searched(&filter.search).into_bytes(),
            filter,
            marks: vec![(Place::default(), 0)],
            next: Place::default(),
            seen: 0,
            total: 0,
            complete: false,
        }
    }

    /// Whether all were looked at.
    pub(super) const fn is_complete(&self) -> bool {
        self.complete
    }

    /// How many were looked at.
    pub(super) const fn seen(&self) -> u64 {
        self.seen
    }

    /// How many match, once all were looked at.
    pub(super) const fn total(&self) -> u64 {
        self.total
    }

    /// Looks at some more records.
    pub(super) fn grow(&mut self, zone: &Snapshot) {
        let mut line = String::new();
        let stop = self.seen + STEP;
        while self.seen < stop && !self.complete {
            let mut mark = std::mem::take(&mut self.next);
            // A stride ends behind its last match, so that the next begins with the record after it.
            let stride = (self.total / STRIDE + 1) * STRIDE;
            self.complete = if self.search.is_empty() {
                mark.resume_types(zone, &mut |rtype| self.see(stop, stride, |view| view.wants(rtype)))
            } else {
                mark.resume(zone, &mut |owner, rtype, datum| {
                    self.see(stop, stride, |view| view.matches(owner, rtype, datum, &mut line))
                })
            };
            if self.total >= stride {
                self.marks.push((mark.clone(), self.seen));
            }
            self.next = mark;
        }
    }

    /// Counts a record; false when it is one too many for now.
    fn see(&mut self, stop: u64, stride: u64, matches: impl FnOnce(&Self) -> bool) -> bool {
        let room = self.seen < stop && self.total < stride;
        if room {
            self.seen += 1;
            self.total += u64::from(matches(self));
        }
        room
    }

    /// Gives the matching records from number `start` on, each with its number among all, until `take` refuses one.
    pub(super) fn from(
        &self,
        zone: &Snapshot,
        start: u64,
        take: &mut dyn FnMut(u64, NameRef<'_>, RecordType, Datum<'_>) -> bool,
    ) {
        let stride = usize::try_from(start / STRIDE).unwrap_or(usize::MAX);
        let Some((mark, ordinal)) = self.marks.get(stride) else { return };
        let (mut mark, mut ordinal, mut skip) = (mark.clone(), *ordinal, start % STRIDE);
        let mut line = String::new();
        mark.resume(zone, &mut |owner, rtype, datum| {
            ordinal += 1;
            if !self.matches(owner, rtype, datum, &mut line) {
                return true;
            }
            if skip > 0 {
                skip -= 1;
                return true;
            }
            take(ordinal - 1, owner, rtype, datum)
        });
    }

    /// Whether the filter lets the type through; none does for a type that there is not.
    fn wants(&self, rtype: RecordType) -> bool {
        self.rtype.map_or(self.filter.rtype.is_empty(), |wanted| wanted == rtype)
    }

    fn matches(&self, owner: NameRef<'_>, rtype: RecordType, datum: Datum<'_>, line: &mut String) -> bool {
        if !self.wants(rtype) {
            return false;
        }
        if self.search.is_empty() {
            return true;
        }
        line.clear();
        match self.filter.part {
            Part::Line => crate::engine::zonefile::print_record(owner, rtype, datum.ttl, datum.rdata, line),
            // Writing to a String does not fail.
            Part::Owner => drop(write!(line, "{owner}")),
            Part::Data => rdata::print(rtype, datum.rdata, line),
        }
        line.make_ascii_lowercase();
        memchr::memmem::find(line.as_bytes(), &self.search).is_some()
    }
}

/// A window on its way.
pub(super) struct Windowing {
    view: Option<View>,
    filter: Filter,
    start: u64,
    count: u32,
}

impl Windowing {
    pub(super) fn new(filter: Filter, start: u64, count: u32) -> Self {
        Self { view: None, filter, start, count: count.min(MOST_ROWS) }
    }

    /// One step.
    #[inline(never)]
    pub(super) fn step(&mut self, document: &mut Document) -> Progress {
        let Some(checked) = &mut document.checked else { return Progress::Failed("nothing-checked") };
        let Some(zone) = checked.report.snapshot.clone() else {
            return Progress::Done(Answer::Rows(Rows { total: 0, start: 0, rows: Vec::new() }));
        };
        let kept = [Some(&checked.all), checked.filtered.as_ref()];
        let view = if let Some(view) = kept.into_iter().flatten().find(|view| view.filter == self.filter) {
            view
        } else {
            let mut view = self.view.take().unwrap_or_else(|| View::new(self.filter.clone()));
            if !view.complete {
                view.grow(&zone);
                let done = view.seen;
                self.view = Some(view);
                return Progress::Going { done, total: zone.len() as u64 };
            }
            checked.filtered.insert(view)
        };
        let text = document.text.as_deref().map_or(&[][..], Vec::as_slice);
        let index = document.index.get_or_insert_with(|| LineIndex::new(text));
        let mut rows = Vec::new();
        view.from(&zone, self.start, &mut |ordinal, owner, rtype, datum| {
            let room = rows.len() < self.count as usize;
            if room {
                rows.push(row(ordinal, owner, rtype, datum, index));
            }
            room
        });
        Progress::Done(Answer::Rows(Rows { total: view.total(), start: self.start, rows }))
    }
}

/// The record with that number among all.
pub(super) fn record(document: &mut Document, key: u64) -> Option<(Row, RecordType, Vec<u8>)> {
    let checked = document.checked.as_ref()?;
    let zone = checked.report.snapshot.as_ref()?;
    let text = document.text.as_deref().map_or(&[][..], Vec::as_slice);
    let index = document.index.get_or_insert_with(|| LineIndex::new(text));
    let mut found = None;
    checked.all.from(zone, key, &mut |ordinal, owner, rtype, datum| {
        let first = found.is_none();
        if first {
            found = Some((row(ordinal, owner, rtype, datum, index), rtype, datum.rdata.to_vec()));
        }
        false
    });
    found
}

fn row(key: u64, owner: NameRef<'_>, rtype: RecordType, datum: Datum<'_>, index: &LineIndex) -> Row {
    let mut data = String::new();
    rdata::print(rtype, datum.rdata, &mut data);
    let line = (datum.at.file == 0).then(|| index.line(datum.at.start));
    let owner_unicode = owner.unicode();
    Row { key, owner: owner.to_string(), owner_unicode, ttl: datum.ttl, rtype: rtype.to_string(), data, line }
}
