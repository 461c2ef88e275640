//! What turns one version of a zone into another: the difference of two, and applying it (RFC 1995 §4).

use std::collections::BTreeMap;

use crate::engine::diag::Span;
use crate::engine::dns::{Name, NameRef, RecordType, Serial, rdata};

use super::entry::{Stored, Values, encode, has_more};
use super::tree::Edit;
use super::{Snapshot, Soa, key};

/// A record on its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The owner.
    pub owner: Name,
    /// The type.
    pub rtype: RecordType,
    /// Seconds.
    pub ttl: u32,
    /// RDATA in uncompressed wire form.
    pub rdata: Box<[u8]>,
}

/// The records to take away from one version and to add to it, and the SOA of either (RFC 1995 §4: a difference
/// sequence). The SOAs are not among the records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The SOA of the version to change.
    pub old_soa: Record,
    /// The SOA of the version it becomes.
    pub new_soa: Record,
    /// Records to take away, in canonical order when made by [`Change::between`].
    pub deletions: Vec<Record>,
    /// Records to add, likewise.
    pub additions: Vec<Record>,
}

/// Why a change does not fit a version: another way to say that it was made from something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApplyFault {
    /// The change begins at another serial than the version has.
    Serial {
        /// The version's.
        have: Option<Serial>,
        /// The change's.
        wants: Option<Serial>,
    },
    /// A record to take away is not there.
    Missing(Box<Record>),
    /// A record to add is there already.
    Present(Box<Record>),
    /// A record lies outside the zone.
    Outside(Box<Record>),
}

/// A record of an RRset under comparison: its canonical form orders and identifies it.
struct Owned {
    canonical: Vec<u8>,
    rdata: Vec<u8>,
    ttl: u32,
    at: Span,
}

impl Change {
    /// What turns `old` into `new`; places in the text do not count. None when they are not versions of one zone, each
    /// with an SOA.
    #[must_use]
    pub fn between(old: &Snapshot, new: &Snapshot) -> Option<Self> {
        if old.apex() != new.apex() {
            return None;
        }
        let mut change = Self { old_soa: soa(old)?, new_soa: soa(new)?, deletions: Vec::new(), additions: Vec::new() };
        let mut set = RRsetDiff { at: Vec::new(), was: None, is: None, old: Vec::new(), new: Vec::new() };
        old.tree().diff(new.tree(), |at, was, is| {
            // A record may have moved from one chunk to another, so the RRset is compared as a whole.
            let (name, rtype, _) = key::split(at);
            let whole = name.len() + 3;
            if at.get(..whole) != Some(&*set.at) {
                set.flush(old.apex(), &mut change);
                set.at = at.get(..whole).unwrap_or_default().to_vec();
            }
            set.old.extend(was.into_iter().flat_map(|value| read(rtype, value)));
            set.new.extend(is.into_iter().flat_map(|value| read(rtype, value)));
            let written = |value| Values::new(value).owner.map(NameRef::to_owned);
            set.was = set.was.take().or_else(|| was.and_then(written));
            set.is = set.is.take().or_else(|| is.and_then(written));
        });
        set.flush(old.apex(), &mut change);
        Some(change)
    }

    /// Whether both versions hold the same records, SOAs included.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.deletions.is_empty() && self.additions.is_empty() && self.old_soa == self.new_soa
    }

    /// The serial of the version to change.
    #[must_use]
    pub fn from(&self) -> Option<Serial> {
        Soa::parse(&self.old_soa.rdata).map(|soa| soa.serial)
    }

    /// The serial of the version it becomes.
    #[must_use]
    pub fn to(&self) -> Option<Serial> {
        Soa::parse(&self.new_soa.rdata).map(|soa| soa.serial)
    }

    /// Records that a difference sequence of it has, the two SOAs counted.
    #[must_use]
    pub fn len(&self) -> usize {
        2 + self.deletions.len() + self.additions.len()
    }

    /// Octets of memory its records take, about.
    #[must_use]
    pub fn octets(&self) -> usize {
        self.records().map(|r| size_of::<Record>() + r.owner.as_ref().wire().len() + r.rdata.len()).sum()
    }

    /// All records in the order of a difference sequence (RFC 1995 §4): old SOA, deletions, new SOA, additions.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        let removed = std::iter::once(&self.old_soa).chain(&self.deletions);
        removed.chain(std::iter::once(&self.new_soa)).chain(&self.additions)
    }

    /// The record at this place of a difference sequence.
    #[must_use]
    pub fn record(&self, place: usize) -> Option<&Record> {
        let Some(place) = place.checked_sub(1) else { return Some(&self.old_soa) };
        match place.checked_sub(self.deletions.len()) {
            None => self.deletions.get(place),
            Some(0) => Some(&self.new_soa),
            Some(place) => self.additions.get(place - 1),
        }
    }

    /// What turns the new version back into the old.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self {
            old_soa: self.new_soa.clone(),
            new_soa: self.old_soa.clone(),
            deletions: self.additions.clone(),
            additions: self.deletions.clone(),
        }
    }

    /// One change for several that follow one another: what was added and taken away again is in neither list (RFC 1995
    /// §5). None of none.
    #[must_use]
    pub fn condensed<'a>(steps: impl IntoIterator<Item = &'a Self>) -> Option<Self> {
        // What a record was before the first step and is after the last; its place in the zone orders it.
        type Fate<'a> = (Option<&'a Record>, Option<&'a Record>);
        let mut fates: BTreeMap<(NameRef<'a>, RecordType, Vec<u8>), Fate<'a>> = BTreeMap::new();
        let (mut first, mut last) = (None, None);
        for step in steps {
            first = first.or(Some(&step.old_soa));
            last = Some(&step.new_soa);
            let key = |r: &'a Record| (r.owner.as_ref(), r.rtype, canonical(r.rtype, &r.rdata));
            for record in &step.deletions {
                fates.entry(key(record)).or_insert((Some(record), None)).1 = None;
            }
            for record in &step.additions {
                fates.entry(key(record)).or_insert((None, None)).1 = Some(record);
            }
        }
        let mut change =
            Self { old_soa: first?.clone(), new_soa: last?.clone(), deletions: Vec::new(), additions: Vec::new() };
        // Names are equal in whatever case; here a record in another case is another.
        let case = |r: &'a Record| r.owner.as_ref().wire();
        for (was, is) in fates.into_values().filter(|(was, is)| was != is || was.map(case) != is.map(case)) {
            change.deletions.extend(was.cloned());
            change.additions.extend(is.cloned());
        }
        Some(change)
    }

    /// The version that the change makes of `base`, which stays as it is. Strict: every deletion must be there, no
    /// addition may be.
    ///
    /// # Errors
    /// The first thing that does not fit; then the secondary must ask for the whole zone (RFC 1995 §4).
    pub fn apply(&self, base: &Snapshot) -> Result<Snapshot, ApplyFault> {
        self.applied(base, true).map(|(after, _)| after)
    }

    /// The same for what a primary sends: an addition that is there already is taken, with its TTL, and counted.
    ///
    /// # Errors
    /// The first thing that does not fit, a deletion of what is not there above all.
    pub fn install(&self, base: &Snapshot) -> Result<(Snapshot, usize), ApplyFault> {
        self.applied(base, false)
    }

    fn applied(&self, base: &Snapshot, strict: bool) -> Result<(Snapshot, usize), ApplyFault> {
        if base.serial().is_none() || base.serial() != self.from() {
            return Err(ApplyFault::Serial { have: base.serial(), wants: self.from() });
        }
        // Deletions and additions of each RRset.
        let mut sets: BTreeMap<Vec<u8>, (Vec<&Record>, Vec<&Record>)> = BTreeMap::new();
        for record in self.deletions.iter().chain([&self.old_soa]) {
            sets.entry(rrset_key(base, record)?).or_default().0.push(record);
        }
        for record in self.additions.iter().chain([&self.new_soa]) {
            sets.entry(rrset_key(base, record)?).or_default().1.push(record);
        }
        let (mut records, mut rrsets, mut batch) = (base.len(), base.rrsets(), Vec::new());
        let mut redundant = 0;
        for (at, (deletions, additions)) in sets {
            let was = chunks(base, &at);
            let mut set: BTreeMap<Vec<u8>, Owned> = BTreeMap::new();
            let (_, rtype, _) = key::split(&at);
            for record in was.iter().flat_map(|(_, value)| read(rtype, value)) {
                set.insert(record.canonical.clone(), record);
            }
            (records, rrsets) = (records - set.len(), rrsets - usize::from(!set.is_empty()));
            for record in &deletions {
                let gone = set.remove(&canonical(record.rtype, &record.rdata));
                gone.ok_or_else(|| ApplyFault::Missing(Box::new((*record).clone())))?;
            }
            // What comes anew has the case that it comes with.
            let anew = set.is_empty();
            for record in &additions {
                let canonical = canonical(record.rtype, &record.rdata);
                if let Some(present) = set.get(&canonical) {
                    if strict {
                        return Err(ApplyFault::Present(Box::new((*record).clone())));
                    }
                    redundant += usize::from(present.ttl == record.ttl);
                }
                let rdata = record.rdata.to_vec();
                set.insert(canonical.clone(), Owned { canonical, rdata, ttl: record.ttl, at: Span::NONE });
            }
            (records, rrsets) = (records + set.len(), rrsets + usize::from(!set.is_empty()));
            let written = was.first().and_then(|(_, value)| Values::new(value).owner);
            let added = additions.first().map(|record| record.owner.as_ref());
            let owner = if anew { added } else { written }.map(NameRef::wire);
            let owner = owner.filter(|wire| wire.iter().any(u8::is_ascii_uppercase));
            replace(&at, &was, set.values(), owner, &mut batch);
        }
        let (tree, hashed) = (base.tree().apply(&batch), base.hashed().after(&batch));
        Ok((Snapshot::new(base.apex(), tree, hashed, records, rrsets), redundant))
    }
}

/// The edits that put an RRset's new chunks in the place of the old ones; chunks that stay the same are left alone.
fn replace<'a>(
    at: &[u8],
    was: &[(Vec<u8>, &[u8])],
    records: impl Iterator<Item = &'a Owned>,
    owner: Option<&[u8]>,
    batch: &mut Vec<Edit>,
) {
    let stored: Vec<_> =
        records.map(|r| Stored { canonical: &r.canonical, rdata: &r.rdata, ttl: r.ttl, at: r.at }).collect();
    let mut edits: BTreeMap<Vec<u8>, Option<Vec<u8>>> = was.iter().map(|(at, _)| (at.clone(), None)).collect();
    encode(&stored, owner, &mut Vec::new(), |chunk, value| {
        edits.insert([at, chunk].concat(), Some(value.to_vec()));
    });
    for (at, value) in was {
        if edits.get(at).and_then(Option::as_deref) == Some(*value) {
            edits.remove(at);
        }
    }
    batch.extend(edits);
}

/// The differing chunks of one RRset, read back.
struct RRsetDiff {
    at: Vec<u8>,
    /// As written before and after, where that is not in lower case.
    was: Option<Name>,
    is: Option<Name>,
    old: Vec<Owned>,
    new: Vec<Owned>,
}

impl RRsetDiff {
    fn flush(&mut self, apex: NameRef<'_>, change: &mut Change) {
        let (name, rtype, _) = key::split(&self.at);
        let mut wire = Vec::new();
        key::take_name(name, apex.wire(), &mut wire);
        let lower = Name::from_wire(&wire).ok().map(|(name, _)| name);
        let (was, is) = (self.was.take().or_else(|| lower.clone()), self.is.take().or(lower));
        let (old, new) = (std::mem::take(&mut self.old), std::mem::take(&mut self.new));
        // The SOAs have a place of their own.
        let (Some(was), Some(is), false) = (was, is, name.is_empty() && rtype == RecordType::SOA) else { return };
        let same_case = was.as_ref().wire() == is.as_ref().wire();
        let same = |a: &Owned, b: &Owned| same_case && a.rdata == b.rdata && a.ttl == b.ttl;
        let find = |set: &[Owned], r: &Owned| {
            let i = set.binary_search_by(|other| other.canonical.cmp(&r.canonical)).ok();
            i.and_then(|i| set.get(i)).is_some_and(|other| same(other, r))
        };
        let gone = old.iter().filter(|r| !find(&new, r)).map(|r| r.record(&was, rtype));
        change.deletions.extend(gone);
        let come = new.iter().filter(|r| !find(&old, r)).map(|r| r.record(&is, rtype));
        change.additions.extend(come);
    }
}

impl Owned {
    fn record(&self, owner: &Name, rtype: RecordType) -> Record {
        Record { owner: owner.clone(), rtype, ttl: self.ttl, rdata: self.rdata.as_slice().into() }
    }
}

fn soa(zone: &Snapshot) -> Option<Record> {
    zone.soa()?;
    let set = zone.get(zone.apex(), RecordType::SOA)?;
    let first = set.records().next()?;
    Some(Record { owner: set.owner().to_owned(), rtype: RecordType::SOA, ttl: first.ttl, rdata: first.rdata.into() })
}

fn rrset_key(base: &Snapshot, record: &Record) -> Result<Vec<u8>, ApplyFault> {
    let at = base.name_key(record.owner.as_ref());
    let mut at = at.ok_or_else(|| ApplyFault::Outside(Box::new(record.clone())))?;
    key::put_type(&mut at, record.rtype);
    Ok(at)
}

/// The entries of the RRset with this key.
fn chunks<'a>(base: &'a Snapshot, at: &[u8]) -> Vec<(Vec<u8>, &'a [u8])> {
    let (mut found, mut cursor) = (Vec::new(), base.tree().seek(at));
    while let Some((key, value)) = cursor.next() {
        if !key.starts_with(at) {
            break;
        }
        found.push((key.to_vec(), value));
        if !has_more(value) {
            break;
        }
    }
    found
}

fn read(rtype: RecordType, value: &[u8]) -> impl Iterator<Item = Owned> + use<'_> {
    let mut values = Values::new(value);
    std::iter::from_fn(move || {
        let (ttl, rdata, at) = values.take()?;
        Some(Owned { canonical: canonical(rtype, rdata), rdata: rdata.to_vec(), ttl, at })
    })
}

fn canonical(rtype: RecordType, octets: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(octets.len());
    rdata::canonical(rtype, octets, &mut out);
    out
}
