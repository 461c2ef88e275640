//! From records in any order to a snapshot.
//!
//! Records are collected in one arena and sorted by reference: what is compared first is eight octets of the key held
//! beside the reference, so that most comparisons touch no arena.

use crate::engine::diag::Span;
use crate::engine::dns::{Name, NameRef, RecordSink, RecordType, rdata};
use crate::engine::limits::ZoneLimits;

use super::entry::{Stored, encode};
use super::tree::Filler;
use super::{Snapshot, key, varint};

/// Collects records; [`Builder::finish`] makes the snapshot. Nothing need be known beforehand, not even the apex.
#[derive(Default)]
pub struct Builder {
    arena: Vec<u8>,
    /// Where each record begins in the arena.
    starts: Vec<usize>,
    limits: ZoneLimits,
    scratch: Vec<u8>,
}

/// What a builder made.
#[derive(Debug)]

pub struct Built {
    /// The content; it may lack an SOA, which is for the caller to judge.
    pub snapshot: Snapshot,
    /// Records that were there already; the earlier ones are kept (RFC 2181 §5). The first of them, in canonical order.
    pub duplicates: Vec<Duplicate>,
    /// How many such there were.
    pub duplicate_count: usize,
    /// Records whose owner lies outside the zone, which is built without them. The first of them, in the order given.
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

/// A collected record, read back from the arena.
struct Collected<'a> {
    /// Name (from the root down) and type.
    key: &'a [u8],
    stored: Stored<'a>,
    owner: Option<&'a [u8]>,
}

/// What is sorted: a piece of the sort string, and the record.
type Item = (u64, usize);

/// Runs of equal pieces up to this length are compared whole; deeper nesting than this ends so too.
const SMALL_RUN: usize = 16;
const MAX_DEPTH: u32 = 64;

impl Builder {
    /// An empty builder.
    #[must_use]
    pub fn new(limits: ZoneLimits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// How many records were collected.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether none was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Sorts, leaves duplicates and outsiders out, and fills the pages.
    #[must_use]
    pub fn finish(self, apex: NameRef<'_>) -> Built {
        let mut apex_key = Vec::new();
        key::put_name(&mut apex_key, apex, 0);
        let mut items: Vec<Item> = Vec::with_capacity(self.starts.len());
        let (mut outside, mut outside_count) = (Vec::new(), 0);
        for &start in &self.starts {
            let record = self.collected(start);
            if record.key.starts_with(&apex_key) {
                items.push((0, start));
                continue;
            }
            outside_count += 1;
            if outside.len() < self.limits.reported {
                let (name, rtype, _) = key::split(record.key);
                outside.extend(owner(name, record.owner).map(|owner| Outside { owner, rtype, at: record.stored.at }));
            }
        }
        self.sort(&mut items, apex_key.len(), 0);
        let mut filling = Filling::new(apex_key.len(), self.limits.reported);
        let mut rrset: Vec<Collected<'_>> = Vec::new();
        for &(_, start) in &items {
            let record = self.collected(start);
            if rrset.first().is_some_and(|first| first.key != record.key) {
                filling.rrset(&mut rrset);
            }
            rrset.push(record);
        }
        filling.rrset(&mut rrset);
        let Filling { filler, records, rrsets, duplicates, duplicate_count, .. } = filling;
        let snapshot = Snapshot::new(apex, filler.finish(), records, rrsets);
        Built { snapshot, duplicates, duplicate_count, outside, outside_count }
    }

    /// Sorts by sort string (key and canonical RDATA) from `skip` on, then by arrival. Runs that share a piece skip
    /// what they have in common: without that, one long origin for all names would compare it again and again.
    fn sort(&self, items: &mut [Item], skip: usize, depth: u32) {
        let whole = |&(_, at): &Item| (self.sort_string(at).get(skip..).unwrap_or_default(), at);
        if items.len() <= SMALL_RUN || depth >= MAX_DEPTH {
            items.sort_unstable_by(|a, b| whole(a).cmp(&whole(b)));
            return;
        }
        for item in &mut *items {
            let mut piece = [0; 8];
            for (slot, octet) in piece.iter_mut().zip(whole(item).0) {
                *slot = *octet;
            }
            item.0 = u64::from_be_bytes(piece);
        }
        items.sort_unstable();
        for run in items.chunk_by_mut(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
            let first = run.first().map_or(&[][..], |item| whole(item).0);
            let shared = run.iter().fold(first.len(), |shared, item| {
                first.iter().zip(whole(item).0).take(shared).take_while(|(a, b)| a == b).count()
            });
            if shared >= 8 {
                self.sort(run, skip + shared, depth + 1);
            } else {
                // Some strings end inside the piece, which hides their length.
                run.sort_unstable_by(|a, b| whole(a).cmp(&whole(b)));
            }
        }
    }

    /// Key and canonical RDATA of the record at `start`, which stand side by side. No key is the beginning of another
    /// one's, so their order is that of the pairs.
    fn sort_string(&self, start: usize) -> &[u8] {
        let mut rest = self.arena.get(start..).unwrap_or_default();
        let len = take_len(&mut rest);
        take_len(&mut rest);
        rest.get(..len).unwrap_or_default()
    }

    fn collected(&self, start: usize) -> Collected<'_> {
        let mut rest = self.arena.get(start..).unwrap_or_default();
        let (len, key_len) = (take_len(&mut rest), take_len(&mut rest));
        let (sort, mut rest) = rest.split_at_checked(len).unwrap_or_default();
        let (key, canonical) = sort.split_at_checked(key_len).unwrap_or_default();
        let flags = varint::take(&mut rest);
        let ttl = take_u32(&mut rest);
        let file = u16::try_from(varint::take(&mut rest)).unwrap_or(u16::MAX);
        let at = Span::new(file, take_u32(&mut rest), take_u32(&mut rest));
        let mut rdata = canonical;
        if flags & RDATA != 0 {
            (rdata, rest) = rest.split_at_checked(canonical.len()).unwrap_or_default();
        }
        let owner = (flags & OWNER != 0).then_some(rest).and_then(|rest| NameRef::from_wire(rest).ok());
        Collected { key, stored: Stored { canonical, rdata, ttl, at }, owner: owner.map(|(name, _)| name.wire()) }
    }
}

/// The RDATA as written follows: it differs from its canonical form.
const RDATA: u64 = 1;
/// The owner as written follows: it has capitals.
const OWNER: u64 = 2;

impl RecordSink for Builder {
    fn record(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, data: &[u8], at: Span) {
        self.starts.push(self.arena.len());
        self.scratch.clear();
        key::put_name(&mut self.scratch, owner, 0);
        key::put_type(&mut self.scratch, rtype);
        let key_len = self.scratch.len();
        rdata::canonical(rtype, data, &mut self.scratch);
        let same = self.scratch.get(key_len..) == Some(data);
        let capitals = owner.wire().iter().any(u8::is_ascii_uppercase);
        let out = &mut self.arena;
        varint::put(out, self.scratch.len() as u64);
        varint::put(out, key_len as u64);
        out.extend_from_slice(&self.scratch);
        varint::put(out, if same { 0 } else { RDATA } | if capitals { OWNER } else { 0 });
        for number in [ttl, u32::from(at.file), at.start, at.len] {
            varint::put(out, u64::from(number));
        }
        if !same {
            out.extend_from_slice(data);
        }
        if capitals {
            out.extend_from_slice(owner.wire());
        }
    }
}

/// RRsets on their way into the tree.
struct Filling {
    filler: Filler,
    /// Octets of the apex's key, which a snapshot's keys leave out.
    apex: usize,
    reported: usize,
    records: usize,
    rrsets: usize,
    duplicates: Vec<Duplicate>,
    duplicate_count: usize,
}

impl Filling {
    fn new(apex: usize, reported: usize) -> Self {
        let filler = Filler::new();
        Self { filler, apex, reported, records: 0, rrsets: 0, duplicates: Vec::new(), duplicate_count: 0 }
    }

    /// Takes the sorted records of one RRset and empties the list.
    fn rrset(&mut self, rrset: &mut Vec<Collected<'_>>) {
        let mut kept: Vec<Stored<'_>> = Vec::with_capacity(rrset.len());
        for record in &*rrset {
            match kept.last() {
                // RFC 2181 §5: records of an RRset with the same data are one.
                Some(first) if first.canonical == record.stored.canonical => self.duplicate(first, record),
                _ => kept.push(record.stored),
            }
        }
        let Some(first) = rrset.first() else { return };
        let mut at = first.key.get(self.apex..).unwrap_or_default().to_vec();
        let len = at.len();
        let filler = &mut self.filler;
        encode(&kept, first.owner, |chunk, value| {
            at.truncate(len);
            at.extend_from_slice(chunk);
            filler.push(&at, value);
        });
        self.records += kept.len();
        self.rrsets += 1;
        rrset.clear();
    }

    fn duplicate(&mut self, first: &Stored<'_>, second: &Collected<'_>) {
        self.duplicate_count += 1;
        if self.duplicates.len() < self.reported {
            let (name, rtype, _) = key::split(second.key);
            let case_differs = first.rdata != second.stored.rdata;
            let (first, second_at) = (first.at, second.stored.at);
            let found = owner(name, second.owner);
            let duplicate = |owner| Duplicate { owner, rtype, first, second: second_at, case_differs };
            self.duplicates.extend(found.map(duplicate));
        }
    }
}

/// A name as it was written, or from its key.
fn owner(key: &[u8], written: Option<&[u8]>) -> Option<Name> {
    let mut wire = Vec::new();
    key::take_name(key, &[0], &mut wire);
    Name::from_wire(written.unwrap_or(&wire)).ok().map(|(name, _)| name)
}

fn take_len(octets: &mut &[u8]) -> usize {
    usize::try_from(varint::take(octets)).unwrap_or(usize::MAX)
}

fn take_u32(octets: &mut &[u8]) -> u32 {
    u32::try_from(varint::take(octets)).unwrap_or(u32::MAX)
}
