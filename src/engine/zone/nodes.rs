//! A walk over the nodes of a snapshot: each name with all its RRsets at once.

use std::ops::Deref;

use crate::engine::dns::{NameRef, RecordType};

use super::batch::Wanted;
use super::entry::has_more;
use super::key;
use super::rrset::RRset;
use super::snapshot::Snapshot;
use super::tree::Cursor;

/// A name that has records, and its RRsets by type.
pub struct Node<'n> {
    /// The name; in lower case unless its records were written otherwise.
    pub owner: NameRef<'n>,
    /// Its RRsets by type, at least one.
    pub sets: Sets<'n>,
    /// Whether the zone has records at names below it.
    pub has_below: bool,
}

/// RRsets of a node, read as a slice. Up to [`FEW`] stand in place: a walk over a million nodes allocates nothing.
pub struct Sets<'n> {
    few: [RRset<'n>; FEW],
    len: usize,
    /// All of them, when they are more.
    many: Vec<RRset<'n>>,
}

const FEW: usize = 4;

impl<'n> Sets<'n> {
    fn collect(mut sets: impl ExactSizeIterator<Item = RRset<'n>>) -> Self {
        let len = sets.len();
        let mut few = [RRset::NOTHING; FEW];
        let mut many = Vec::new();
        if len > FEW {
            many.extend(sets);
        } else {
            few.iter_mut().zip(&mut sets).for_each(|(slot, set)| *slot = set);
        }
        Self { few, len, many }
    }
}

impl<'n> Deref for Sets<'n> {
    type Target = [RRset<'n>];

    fn deref(&self) -> &Self::Target {
        self.few.get(..self.len).unwrap_or(&self.many)
    }
}

impl<'s, 'n> IntoIterator for &'s Sets<'n> {
    type Item = &'s RRset<'n>;
    type IntoIter = std::slice::Iter<'s, RRset<'n>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'n> Node<'n> {
    /// The RRset of a type.
    #[must_use]
    pub fn get(&self, rtype: RecordType) -> Option<&RRset<'n>> {
        self.sets.iter().find(|set| set.rtype() == rtype)
    }

    /// Whether it has the type.
    #[must_use]
    pub fn has(&self, rtype: RecordType) -> bool {
        self.get(rtype).is_some()
    }
}

/// Nodes in canonical order; each is lent until the next is asked for. Made by [`Snapshot::nodes`].
pub struct Nodes<'a> {
    zone: &'a Snapshot,
    /// Stands at the first RRset of the next node.
    cursor: Cursor<'a>,
    /// The key of the first node that is not among them; none goes on to the end.
    end: Option<Vec<u8>>,
    /// The node's key and name, and its RRsets.
    at: Vec<u8>,
    wire: Vec<u8>,
    stored: Vec<Stored<'a>>,
}

/// An RRset without its owner: type and first chunk.
type Stored<'a> = (RecordType, &'a [u8]);

impl<'a> Nodes<'a> {
    /// From the node at or behind `start` to before `end`, both keys of names.
    pub(super) fn new(zone: &'a Snapshot, start: &[u8], end: Option<&[u8]>) -> Self {
        let cursor = zone.tree().seek(start);
        let end = end.map(<[u8]>::to_vec);
        let (at, wire, stored) = Default::default();
        Self { zone, cursor, end, at, wire, stored }
    }

    /// The next node.
    #[inline]
    #[expect(clippy::should_implement_trait, reason = "the owner is lent, which Iterator cannot say")]
    pub fn next(&mut self) -> Option<Node<'_>> {
        let has_below = self.read()?;
        let (owner, _) = NameRef::from_wire(&self.wire).ok()?;
        let zone = self.zone;
        let sets = Sets::collect(self.stored.iter().map(|&(rtype, first)| RRset::new(owner, rtype, first, zone)));
        let owner = sets.first().map_or(owner, RRset::owner);
        Some(Node { owner, sets, has_below })
    }

    /// The node of a name, none when it has no records; the walk goes on behind it. Quick when it is near the one given
    /// last, right in any case.
    pub fn find(&mut self, name: NameRef<'_>) -> Option<Node<'_>> {
        let mut key = std::mem::take(&mut self.at);
        key.clear();
        let inside = self.zone.put_key(name, &mut key);
        let found = inside && self.is_at(&key);
        self.at = key;
        if found { self.next() } else { None }
    }

    /// The node of a name of a batch, as [`Nodes::find`] finds it.
    pub fn find_wanted<T>(&mut self, wanted: &Wanted<'_, T>) -> Option<Node<'_>> {
        if self.is_at(wanted.key) { self.next() } else { None }
    }

    /// Goes to a name; whether it has records.
    fn is_at(&mut self, key: &[u8]) -> bool {
        self.cursor.go(self.zone.tree(), key);
        // No label begins with 00: it ends the name.
        let found = |at: &[u8]| at.strip_prefix(key).is_some_and(|rest| rest.first() == Some(&0));
        self.cursor.peek().is_some_and(|(at, _)| found(at))
    }

    /// Reads a node; whether the zone has records below it.
    fn read(&mut self) -> Option<bool> {
        self.stored.clear();
        let (at, mut first) = self.cursor.peek()?;
        // The first chunk of an RRset has nothing behind its type.
        let (name, &[_, high, low]) = at.split_last_chunk::<{ key::TYPE }>()?;
        if self.end.as_deref().is_some_and(|end| name >= end) {
            return None;
        }
        self.at.clear();
        self.at.extend_from_slice(name);
        key::take_name(name, self.zone.apex().wire(), &mut self.wire);
        let mut rtype = [high, low];
        loop {
            self.cursor.skip();
            self.stored.push((RecordType(u16::from_be_bytes(rtype)), first));
            let mut open = has_more(first);
            while open {
                open = self.cursor.next().is_some_and(|(_, value)| has_more(value));
            }
            let Some((at, value)) = self.cursor.peek() else { return Some(false) };
            match at.strip_prefix(&*self.at) {
                Some(&[0, high, low]) => (rtype, first) = ([high, low], value),
                // Canonical order: what lies below a name follows it.
                rest => return Some(rest.is_some()),
            }
        }
    }
}
