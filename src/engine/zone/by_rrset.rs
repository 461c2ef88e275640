//! A difference as a person reads it: by RRset, the SOA apart, changes of nothing but a TTL marked as such.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::dns::{Name, NameRef, RecordType, rdata};

use super::{Change, Record};

/// What happened to an RRset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It was not there before.
    Added,
    /// The same records, with their owner or names inside them in other capitals.
    Case,
    /// Records came, went, or both.
    Changed,
    /// Its last record is gone.
    Removed,
    /// The same records with another TTL.
    Ttl,
}

/// One RRset that differs. Records that stay as they are are not listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RRsetChange<'a> {
    /// The owner.
    pub owner: &'a Name,
    /// The type.
    pub rtype: RecordType,
    /// What happened.
    pub kind: Kind,
    /// Records taken away, in canonical order.
    pub removed: Vec<&'a Record>,
    /// Records added, likewise.
    pub added: Vec<&'a Record>,
}

/// Records taken away and added.
type Both<'a> = (Vec<&'a Record>, Vec<&'a Record>);

impl Change {
    /// The RRsets that differ, the SOA's aside, in canonical order of their names, then by type. `stays(owner, type)`
    /// counts the records of an RRset of the new version: with none left it was removed, with none but those added it is
    /// new.
    pub fn by_rrset<'a>(&'a self, stays: impl Fn(&Name, RecordType) -> usize) -> Vec<RRsetChange<'a>> {
        let mut sets: BTreeMap<(NameRef<'_>, u16), Both<'_>> = BTreeMap::new();
        for record in &self.deletions {
            sets.entry((record.owner.as_ref(), record.rtype.0)).or_default().0.push(record);
        }
        for record in &self.additions {
            sets.entry((record.owner.as_ref(), record.rtype.0)).or_default().1.push(record);
        }
        let change = |(mut removed, mut added): Both<'a>| {
            let one = *added.first().or_else(|| removed.first())?;
            let now = stays(&one.owner, one.rtype);
            let kind = match (removed.as_slice(), added.as_slice()) {
                (_, []) if now == 0 => Kind::Removed,
                ([], added) if now == added.len() => Kind::Added,
                (removed, added) if same_data(removed, added) => {
                    let ttl = |records: &[&Record]| records.iter().map(|record| record.ttl).collect::<BTreeSet<_>>();
                    if ttl(removed) == ttl(added) { Kind::Case } else { Kind::Ttl }
                }
                _ => Kind::Changed,
            };
            if kind == Kind::Changed {
                // They are sent again for the owner's capitals alone.
                let was: BTreeSet<_> = removed.iter().map(|r| (r.ttl, &r.rdata)).collect();
                let both: BTreeSet<_> = added.iter().map(|r| (r.ttl, &r.rdata)).filter(|r| was.contains(r)).collect();
                removed.retain(|r| !both.contains(&(r.ttl, &r.rdata)));
                added.retain(|r| !both.contains(&(r.ttl, &r.rdata)));
            }
            Some(RRsetChange { owner: &one.owner, rtype: one.rtype, kind, removed, added })
        };
        sets.into_values().filter_map(change).collect()
    }
}

fn same_data(removed: &[&Record], added: &[&Record]) -> bool {
    let data = |records: &[&Record]| {
        let canonical = |record: &&Record| {
            let mut out = Vec::new();
            rdata::canonical(record.rtype, &record.rdata, &mut out);
            out
        };
        let mut all: Vec<_> = records.iter().map(canonical).collect();
        all.sort();
        all
    };
    data(removed) == data(added)
}
