//! Walks over all records: the record of a line, the zone in normal form.

use super::desk::Progress;
use super::document::Document;
use crate::engine::diag::LineIndex;
use crate::engine::zonefile::print_record;
use crate::product::api::worker::Answer;

/// Records looked at in one step.
const STEP: u64 = 16_384;
/// Records of one printed part, however many are asked for: a few megabytes.
const MOST_PRINTED: u32 = 32_768;

/// The search for the record of a line.
pub(super) struct Finding {
    line: u32,
    next: u64,
    /// Where the nearest one so far begins, and its number.
    best: Option<(u32, u64)>,
}

impl Finding {
    pub(super) const fn new(line: u32) -> Self {
        Self { line, next: 0, best: None }
    }

    /// One step.
    pub(super) fn step(&mut self, document: &mut Document) -> Progress {
        let Some(checked) = &document.checked else { return Progress::Failed("nothing-checked") };
        let Some(zone) = &checked.report.snapshot else { return Progress::Done(Answer::Found { key: None }) };
        let text = document.text.as_deref().map_or(&[][..], Vec::as_slice);
        let index = document.index.get_or_insert_with(|| LineIndex::new(text));
        // An entry begins before the next line does; records of `$GENERATE` share their line, so the first counts.
        let end = index.start(self.line.saturating_add(1)).max(index.start(self.line) + 1);
        let stop = self.next + STEP;
        checked.all.from(zone, self.next, &mut |ordinal, _, _, datum| {
            let at = (datum.at.start, ordinal);
            if datum.at.file == 0 && at.0 < end && self.best.is_none_or(|best| at.0 > best.0) {
                self.best = Some(at);
            }
            self.next = ordinal + 1;
            self.next < stop
        });
        let total = checked.all.total();
        if self.next < total && self.next >= stop {
            return Progress::Going { done: self.next, total };
        }
        Progress::Done(Answer::Found { key: self.best.map(|(_, key)| key) })
    }
}

/// A part of the zone in normal form.
pub(super) fn print(document: &Document, start: u64, count: u32) -> Progress {
    let Some(checked) = &document.checked else { return Progress::Failed("nothing-checked") };
    let total = checked.all.total();
    let (mut text, mut next) = (String::new(), start);
    let end = start.saturating_add(count.min(MOST_PRINTED).into());
    if let Some(zone) = &checked.report.snapshot {
        checked.all.from(zone, start, &mut |ordinal, owner, rtype, datum| {
            let room = ordinal < end;
            if room {
                print_record(owner, rtype, datum.ttl, datum.rdata, &mut text);
                next = ordinal + 1;
            }
            room
        });
    }
    Progress::Done(Answer::Printed { text, next, total })
}
