//! Runs to pages: a range of keys is gathered from all runs, sorted while it is in cache, and written.

use crate::engine::dns::{NameRef, RecordType};
use crate::engine::zone::TypeCounts;
use crate::engine::zone::entry::{Stored, encode};
use crate::engine::zone::key;
use crate::engine::zone::sort::{self, Item};
use crate::engine::zone::tree::{Filler, Part};

use super::Duplicate;
use super::run::{Chunk, Collected, Run, owner};

/// Chunks of records gathered at once, at least: what fits a core's cache.
const GATHERED: usize = if cfg!(test) { 4 } else { 16 };
/// Ranges of one piece of work.
const RANGES: usize = if cfg!(test) { 2 } else { 8 };
/// Keys looked at to find ranges of like size.
const SAMPLES: usize = 16_384;

/// Ranges of keys that follow one another: the lower bound of each, and the upper bound of the last.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    pub(super) lowers: Vec<Vec<u8>>,
    upper: Option<Vec<u8>>,
}

/// What a stretch became.
#[derive(Default)]
pub(super) struct Merged {
    pub(super) parts: Vec<Part>,
    pub(super) entries: usize,
    pub(super) records: usize,
    pub(super) rrsets: usize,
    pub(super) types: TypeCounts,
    pub(super) duplicates: Vec<Duplicate>,
    pub(super) duplicate_count: usize,
}

/// Cuts the keys from `lower` to `upper` into stretches of like size. They depend on the runs alone.
pub(super) fn stretches(runs: &[Run], lower: &[u8], upper: Option<&[u8]>) -> Vec<Stretch> {
    let chunks: usize = runs.iter().map(|run| run.chunks.len()).sum();
    let stride = chunks.div_ceil(SAMPLES).max(1);
    let all = runs.iter().flat_map(|run| &run.chunks).step_by(stride).map(|chunk| Collected::new(chunk).key());
    let samples: Vec<&[u8]> = all.filter(|key| *key > lower && upper.is_none_or(|upper| *key < upper)).collect();
    let mut items: Vec<Item> = (0..).zip(&samples).map(|(n, _)| (0, n)).collect();
    sort::sort(&mut items, lower.len(), &mut Vec::new(), &|n| samples.get(n as usize).copied().unwrap_or_default());
    // With many runs a range must be larger, or most of the time would go into looking for the few records of each.
    let gathered = GATHERED.max(runs.len() / 8).div_ceil(stride);
    let mut lowers = vec![lower.to_vec()];
    for (_, n) in items.iter().skip(gathered).step_by(gathered) {
        let key = samples.get(*n as usize).copied().unwrap_or_default();
        if lowers.last().is_some_and(|last| last.as_slice() < key) {
            lowers.push(key.to_vec());
        }
    }
    let mut stretches: Vec<_> =
        lowers.chunks(RANGES).map(|lowers| Stretch { lowers: lowers.to_vec(), upper: None }).collect();
    let uppers: Vec<_> = stretches.iter().skip(1).map(|next| next.lowers.first().cloned()).collect();
    let last = std::iter::once(upper.map(<[u8]>::to_vec));
    stretches.iter_mut().zip(uppers.into_iter().chain(last)).for_each(|(stretch, upper)| stretch.upper = upper);
    stretches
}

/// Merges one stretch. `apex` is the length of the apex's key, which pages leave out.
pub(super) fn merge(runs: &[Run], stretch: &Stretch, apex: usize, reported: usize) -> Merged {
    let lower = stretch.lowers.first().map_or(&[][..], Vec::as_slice);
    let mut readers: Vec<Reader<'_>> =
        runs.iter().map(|run| Reader::new(run.between(lower, stretch.upper.as_deref()), lower)).collect();
    let mut filling = Filling::new(apex, reported);
    let (mut records, mut items, mut spare) = (Vec::new(), Vec::<Item>::new(), Vec::new());
    let uppers = stretch.lowers.iter().skip(1).map(|upper| Some(upper.as_slice())).chain([stretch.upper.as_deref()]);
    for (lower, upper) in stretch.lowers.iter().zip(uppers) {
        records.clear();
        readers.iter_mut().for_each(|reader| reader.gather(upper, &mut records));
        items.clear();
        items.extend((0..).zip(&records).map(|(n, _)| (0, n)));
        let record = |n: u32| records.get(n as usize);
        // What lies between two keys shares what they share.
        let shared = upper.map_or(0, |upper| sort::common(lower, upper));
        sort::sort(&mut items, shared, &mut spare, &|n| record(n).map_or(&[][..], |r| r.sort));
        let sorted = items.iter().filter_map(|item| record(item.1)).copied();
        filling.take(sorted);
    }
    filling.finish()
}

/// Reads a run from somewhere on.
struct Reader<'a> {
    chunks: std::slice::Iter<'a, Chunk>,
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// At the first record whose key is not less than `lower`.
    fn new(chunks: &'a [Chunk], lower: &[u8]) -> Self {
        let mut reader = Self { chunks: chunks.iter(), rest: &[] };
        while let Some(record) = reader.peek().filter(|record| record.key() < lower) {
            reader.rest = record.behind;
        }
        reader
    }

    fn peek(&mut self) -> Option<Collected<'a>> {
        if self.rest.is_empty() {
            self.rest = self.chunks.next()?;
        }
        Some(Collected::new(self.rest))
    }

    /// Appends the records up to `upper`.
    fn gather(&mut self, upper: Option<&[u8]>, out: &mut Vec<Collected<'a>>) {
        while let Some(record) = self.peek().filter(|record| upper.is_none_or(|upper| record.key() < upper)) {
            self.rest = record.behind;
            out.push(record);
        }
    }
}

/// All records of a run whose keys lie outside `lower..upper`.
pub(super) fn outside<'a>(
    run: &'a Run,
    lower: &'a [u8],
    upper: Option<&'a [u8]>,
) -> impl Iterator<Item = Collected<'a>> {
    let mut before = Reader::new(run.between(&[], Some(lower)), &[]);
    let mut behind = upper.map(|upper| Reader::new(run.between(upper, None), upper));
    let before = std::iter::from_fn(move || {
        let record = before.peek().filter(|record| record.key() < lower)?;
        before.rest = record.behind;
        Some(record)
    });
    before.chain(std::iter::from_fn(move || {
        let reader = behind.as_mut()?;
        let record = reader.peek()?;
        reader.rest = record.behind;
        Some(record)
    }))
}

/// RRsets on their way into pages.
struct Filling<'a> {
    filler: Filler,
    apex: usize,
    reported: usize,
    merged: Merged,
    /// The RRset at hand, its duplicates left out.
    kept: Vec<Stored<'a>>,
    key: &'a [u8],
    owner: Option<&'a [u8]>,
    at: Vec<u8>,
    value: Vec<u8>,
}

impl<'a> Filling<'a> {
    fn new(apex: usize, reported: usize) -> Self {
        let (kept, at, value) = Default::default();
        Self {
            filler: Filler::new(),
            apex,
            reported,
            merged: Merged::default(),
            kept,
            key: &[],
            owner: None,
            at,
            value,
        }
    }

    /// Takes sorted records; an RRset does not go on in the next call.
    fn take(&mut self, sorted: impl Iterator<Item = Collected<'a>>) {
        for record in sorted {
            let key = record.key();
            let (stored, owner) = record.read();
            if self.kept.is_empty() || key != self.key {
                self.rrset();
                (self.key, self.owner) = (key, owner);
            } else if let Some(first) = self.kept.last().filter(|first| first.canonical == stored.canonical) {
                // RFC 2181 §5: records of an RRset with the same data are one.
                let first = *first;
                self.duplicate(&first, &stored, owner);
                continue;
            }
            self.kept.push(stored);
        }
        self.rrset();
    }

    fn rrset(&mut self) {
        if self.kept.is_empty() {
            return;
        }
        let key = self.key.get(self.apex..).unwrap_or_default();
        let (at, filler, entries) = (&mut self.at, &mut self.filler, &mut self.merged.entries);
        encode(&self.kept, self.owner, &mut self.value, |chunk, value| {
            *entries += 1;
            if chunk.is_empty() {
                return filler.push(key, value);
            }
            at.clear();
            at.extend_from_slice(key);
            at.extend_from_slice(chunk);
            filler.push(at, value);
        });
        self.merged.records += self.kept.len();
        // A key ends with its type.
        if let Some(rtype) = self.key.last_chunk() {
            self.merged.types.add(RecordType(u16::from_be_bytes(*rtype)), self.kept.len() as u64);
        }
        self.merged.rrsets += 1;
        self.kept.clear();
    }

    fn duplicate(&mut self, first: &Stored<'_>, second: &Stored<'_>, written: Option<&[u8]>) {
        self.merged.duplicate_count += 1;
        if self.merged.duplicates.len() < self.reported {
            let (name, rtype, _) = key::split(self.key);
            let case_differs = first.rdata != second.rdata;
            let (first, second) = (first.at, second.at);
            let duplicate = |owner| Duplicate { owner, rtype, first, second, case_differs };
            self.merged.duplicates.extend(owner(name, written).map(duplicate));
        }
    }

    fn finish(mut self) -> Merged {
        self.merged.parts = self.filler.take_parts();
        self.merged
    }
}

/// The key just behind all keys of names in and below `apex`; none behind the root's.
pub(super) fn behind(apex: NameRef<'_>, apex_key: &[u8]) -> Option<Vec<u8>> {
    if apex.is_root() {
        return None;
    }
    let mut behind = apex_key.to_vec();
    // It ends with 00, and so do the beginnings of all that lie below.
    *behind.last_mut()? = 1;
    Some(behind)
}
