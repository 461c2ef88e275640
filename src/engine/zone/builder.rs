//! From records in any order to a snapshot, in runs: records are collected in blocks that are sorted while they are in
//! cache; the sorted runs are then merged range by range straight into pages. Measurements: docs/decisions/0002.

mod merge;
mod run;

use std::sync::{Arc, Mutex};

use crate::engine::diag::Span;
use crate::engine::dns::{Name, NameRef, PartedSink, RecordSink, RecordType, rdata};
use crate::engine::limits::ZoneLimits;
use crate::engine::work::{Alone, Workers, each};

use super::hashed::Hashed;
use super::sort::{self, Item};
use super::tree::{Part, Tree};
use super::{Snapshot, TypeCounts, key};
use merge::{Stretch, merge, stretches};
use run::{Around, HEADER, Run, Writer};

/// Octets of a block: with what is made of it, it fits a core's second cache. The larger it is, the fewer runs there are, and
/// the longer the stretch of each that is merged at once.
const BLOCK: usize = if cfg!(test) { 1024 } else { 400 * 1024 };

/// Collects records; [`Builder::finish`] makes the snapshot. Nothing need be known beforehand, not even the apex.
#[derive(Debug, Default)]
pub struct Builder {
    runs: Vec<Run>,
    block: Block,
    records: usize,
    limits: ZoneLimits,
    /// Blocks that parts were collected in, for other parts: their memory is mapped, and often in a cache still.
    spare: Arc<Mutex<Vec<Block>>>,
}

/// Records in the order given.
#[derive(Debug, Default)]
struct Block {
    arena: Vec<u8>,
    entries: Vec<Entry>,
    items: Vec<Item>,
    spare: Vec<Item>,
    writer: Writer,
    /// The owner of the last record in wire form, the octets of its key at the front of that record, and whether it has
    /// capitals.
    owner: Vec<u8>,
    name: usize,
    /// Octets that the keys of all records share.
    shared: usize,
    has_capitals: bool,
    /// The parent of an owner in wire form, and its key: most owners stand below one name.
    parent: Vec<u8>,
    parent_key: Vec<u8>,
}

/// Where a record stands in the arena, and how long its sort string (key and canonical RDATA) is.
#[derive(Clone, Copy, Debug)]
struct Entry {
    start: u32,
    sort: u32,
    end: u32,
}

/// What a builder made.
#[derive(Debug)]
pub struct Built {
    /// The content; it may lack an SOA, which is for the caller to judge.
    pub snapshot: Snapshot,
    /// Its records by type.
    pub types: TypeCounts,
    /// Records that were there already; the earlier ones are kept (RFC 2181 §5). The first of them, in canonical order.
    pub duplicates: Vec<Duplicate>,
    /// How many such there were.
    pub duplicate_count: usize,
    /// Records whose owner lies outside the zone, which is built without them. The first of them in the text.
    pub outside: Vec<Outside>,
    /// How many such there were.
    pub outside_count: usize,
}

/// A record that was given twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The owner.
    pub owner: Name,
    /// The type.
    pub rtype: RecordType,
    /// Place of the record kept.
    pub first: Span,
    /// Place of the record left out.
    pub second: Span,
    /// Whether they differ in the case of names inside their RDATA.
    pub case_differs: bool,
}

/// A record outside the zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside {
    /// The owner.
    pub owner: Name,
    /// The type.
    pub rtype: RecordType,
    /// Its place.
    pub at: Span,
}

impl Builder {
    /// An empty builder.
    #[must_use]
    pub fn new(limits: ZoneLimits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// How many records were collected.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.records
    }

    /// Whether none was.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.records == 0
    }

    /// Sorts, leaves duplicates and outsiders out, and fills the pages.
    #[must_use]
    pub fn finish(self, apex: NameRef<'_>) -> Built {
        let mut building = self.start(apex);
        while !building.step(&Alone) {}
        building.finish()
    }

    /// The same in steps, whose pieces can be done at the same time.
    #[must_use]
    pub fn start(mut self, apex: NameRef<'_>) -> Building {
        self.runs.extend(self.block.sort());
        let mut apex_key = Vec::new();
        key::put_name(&mut apex_key, apex, 0);
        let upper = merge::behind(apex, &apex_key);
        let stretches = stretches(&self.runs, &apex_key, upper.as_deref());
        let mut building = Building {
            apex: apex.to_owned(),
            apex_key: apex_key.len(),
            runs: self.runs,
            stretches,
            done: 0,
            parts: Vec::new(),
            entries: 0,
            records: 0,
            rrsets: 0,
            types: TypeCounts::default(),
            duplicates: Vec::new(),
            duplicate_count: 0,
            outside: Vec::new(),
            outside_count: 0,
            reported: self.limits.reported,
        };
        building.leave_out(&apex_key, upper.as_deref());
        building
    }
}

impl PartedSink for Builder {
    fn part(&self) -> Self {
        let block = self.spare.lock().ok().and_then(|mut spare| spare.pop()).unwrap_or_default();
        Self { block, limits: self.limits, spare: Arc::clone(&self.spare), ..Self::default() }
    }

    fn seal(&mut self) {
        self.runs.extend(self.block.sort());
        let block = std::mem::take(&mut self.block);
        if let Ok(mut spare) = self.spare.lock() {
            spare.push(block);
        }
    }

    fn append(&mut self, mut other: Self) {
        self.runs.extend(self.block.sort());
        self.runs.append(&mut other.runs);
        self.runs.extend(other.block.sort());
        self.records += other.records;
    }
}

impl RecordSink for Builder {
    fn record(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, data: &[u8], at: Span) {
        self.records += 1;
        self.block.push(owner, rtype, ttl, data, at);
        if self.block.arena.len() >= BLOCK {
            self.runs.extend(self.block.sort());
        }
    }
}

impl Block {
    fn push(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, data: &[u8], at: Span) {
        // RFC 1035 §3.2.1: RDLENGTH has 16 bits.
        let data = data.get(..usize::from(u16::MAX)).unwrap_or(data);
        let start = self.arena.len();
        self.arena.extend_from_slice(&[0; HEADER]);
        let front = self.arena.len();
        match self.entries.last() {
            // Most records of an RRset, and many of a node, stand together.
            Some(last) if self.owner == owner.wire() => {
                let name = last.start as usize + HEADER;
                self.arena.extend_from_within(name..name + self.name);
            }
            _ => {
                self.put_name(owner, front);
                self.name = self.arena.len() - front;
                self.has_capitals = owner.has_capitals();
                self.owner.clear();
                self.owner.extend_from_slice(owner.wire());
            }
        }
        let out = &mut self.arena;
        key::put_type(out, rtype);
        let middle = out.len();
        let same = !rdata::canonical(rtype, data, out);
        let sort = out.len() - front;
        let around = Around {
            key_len: middle - front,
            rdata_len: data.len(),
            ttl,
            at,
            rdata: (!same).then_some(data),
            owner: self.has_capitals.then_some(owner.wire()),
        };
        around.put(out, start);
        // A block is closed long before it has 4 GiB.
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.entries.push(Entry { start: narrow(start), sort: narrow(sort), end: narrow(out.len()) });
    }

    /// Appends the key of an owner, which begins at `front`.
    fn put_name(&mut self, owner: NameRef<'_>, front: usize) {
        let parent = owner.parent();
        let is_other = parent.is_none_or(|parent| parent.wire() != self.parent);
        if is_other {
            self.parent.clear();
            self.parent_key.clear();
            if let Some(parent) = parent {
                self.parent.extend_from_slice(parent.wire());
                key::put_name(&mut self.parent_key, parent, 0);
            }
        }
        self.arena.extend_from_slice(&self.parent_key);
        if parent.is_some() {
            key::put_label(&mut self.arena, owner);
        }
        self.shared = match self.entries.first() {
            None => self.arena.len() - front,
            // It shares that much with the record before.
            Some(_) if !is_other => self.shared.min(self.parent_key.len()),
            Some(first) => {
                let start = first.start as usize + HEADER;
                let first = self.arena.get(start..start + self.shared).unwrap_or_default();
                sort::common(first, self.arena.get(front..).unwrap_or_default())
            }
        };
    }

    /// Empties the block into a run; none if it was empty.
    fn sort(&mut self) -> Option<Run> {
        if self.entries.is_empty() {
            return None;
        }
        self.items.clear();
        self.items.extend((0..).zip(&self.entries).map(|(n, _)| (0, n)));
        let (arena, entries) = (&self.arena, &self.entries);
        let string = |n: u32| {
            let entry = entries.get(n as usize);
            let at = |e: &Entry| e.start as usize + HEADER..(e.start + e.sort) as usize + HEADER;
            entry.and_then(|e| arena.get(at(e))).unwrap_or_default()
        };
        sort::sort(&mut self.items, self.shared, &mut self.spare, &string);
        for entry in self.items.iter().filter_map(|item| entries.get(item.1 as usize)) {
            let record = arena.get(entry.start as usize..entry.end as usize).unwrap_or_default();
            self.writer.push(record);
        }
        self.arena.clear();
        self.entries.clear();
        Some(self.writer.finish())
    }
}

/// A build on its way: [`Building::step`] until it is done, then [`Building::finish`].
pub struct Building {
    apex: Name,
    /// Octets of the apex's key.
    apex_key: usize,
    runs: Vec<Run>,
    stretches: Vec<Stretch>,
    done: usize,
    parts: Vec<Part>,
    entries: usize,
    records: usize,
    rrsets: usize,
    types: TypeCounts,
    duplicates: Vec<Duplicate>,
    duplicate_count: usize,
    outside: Vec<Outside>,
    outside_count: usize,
    reported: usize,
}

impl Building {
    /// Merges some stretches of the zone, a few for each worker. True when all is merged.
    pub fn step(&mut self, workers: &dyn Workers) -> bool {
        let round = self.stretches.get(self.done..).unwrap_or_default();
        let count = match workers.count() * 4 {
            _ if workers.count() == 1 => 1,
            // A short round at the end would leave most workers idle.
            count if round.len() <= count * 3 / 2 => round.len(),
            count => count,
        };
        let round: Vec<_> = round.iter().take(count).collect();
        let (runs, apex, reported) = (&self.runs, self.apex_key, self.reported);
        let merged = each(workers, round.clone(), |stretch| merge(runs, stretch, apex, reported));
        for (stretch, mut part) in round.iter().zip(merged) {
            if let Some(first) = part.parts.first_mut().filter(|_| !self.parts.is_empty()) {
                // Less than nothing in this part, and greater than all before it.
                let lower = stretch.lowers.first().map_or(&[][..], Vec::as_slice);
                first.lower = lower.get(apex..).unwrap_or_default().into();
            }
            self.parts.append(&mut part.parts);
            self.entries += part.entries;
            self.records += part.records;
            self.rrsets += part.rrsets;
            self.types.append(&part.types);
            self.duplicate_count += part.duplicate_count;
            let room = reported.saturating_sub(self.duplicates.len());
            self.duplicates.extend(part.duplicates.into_iter().take(room));
        }
        self.done += round.len();
        match self.stretches.get(self.done).and_then(|next| next.lowers.first()) {
            Some(lower) => {
                self.runs.iter_mut().for_each(|run| run.forget(lower));
                false
            }
            None => {
                self.runs.clear();
                true
            }
        }
    }

    /// The snapshot, once all is merged.
    #[must_use]
    pub fn finish(self) -> Built {
        let Self { types, duplicates, duplicate_count, outside, outside_count, .. } = self;
        let tree = Tree::from_parts(self.parts, self.entries);
        let snapshot = Snapshot::new(self.apex.as_ref(), tree, Hashed::default(), self.records, self.rrsets);
        Built { snapshot, types, duplicates, duplicate_count, outside, outside_count }
    }

    /// Counts the outsiders and names the first of them.
    fn leave_out(&mut self, lower: &[u8], upper: Option<&[u8]>) {
        let most = self.reported;
        let thin = |outside: &mut Vec<Outside>| {
            outside.sort_by_key(|outside| outside.at);
            outside.truncate(most);
        };
        for record in self.runs.iter().flat_map(|run| merge::outside(run, lower, upper)) {
            self.outside_count += 1;
            let (name, rtype, _) = key::split(record.key());
            let (stored, written) = record.read();
            self.outside.extend(run::owner(name, written).map(|owner| Outside { owner, rtype, at: stored.at }));
            if self.outside.len() >= most.max(1) * 2 {
                thin(&mut self.outside);
            }
        }
        thin(&mut self.outside);
    }
}

#[cfg(test)]
mod tests;
