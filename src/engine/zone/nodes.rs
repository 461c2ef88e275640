//! A walk over the nodes of a snapshot: each name with all its RRsets at once.

use crate::engine::dns::{NameRef, RecordType};

use super::batch::Wanted;
use super::entry::{has_more, owner_of};
use super::key;
use super::rrset::RRset;
use super::snapshot::Snapshot;
use super::sort;
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

/// The RRsets of a node, made as they are looked at: a walk over a million nodes copies nothing.
#[derive(Clone, Copy)]
pub struct Sets<'n> {
    /// The name in lower case.
    owner: NameRef<'n>,
    stored: &'n [Stored<'n>],
    zone: &'n Snapshot,
}

impl<'n> Sets<'n> {
    /// How many.
    #[must_use]
    pub const fn len(self) -> usize {
        self.stored.len()
    }

    /// Never; a node has at least one.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.stored.is_empty()
    }

    /// By type.
    #[inline]
    pub fn iter(self) -> impl ExactSizeIterator<Item = RRset<'n>> + DoubleEndedIterator + Clone {
        let Self { owner, stored, zone } = self;
        stored.iter().map(move |&(rtype, first)| RRset::new(owner, rtype, first, zone))
    }

    /// Their types.
    #[inline]
    pub fn types(self) -> impl Iterator<Item = RecordType> + Clone {
        self.stored.iter().map(|&(rtype, _)| rtype)
    }
}

impl<'n> Node<'n> {
    /// The RRset of a type.
    #[must_use]
    pub fn get(&self, rtype: RecordType) -> Option<RRset<'n>> {
        let Sets { owner, stored, zone } = self.sets;
        let &(rtype, first) = stored.iter().find(|stored| stored.0 == rtype)?;
        Some(RRset::new(owner, rtype, first, zone))
    }

    /// Whether it has the type.
    #[must_use]
    pub fn has(&self, rtype: RecordType) -> bool {
        self.sets.types().any(|own| own == rtype)
    }
}

/// Nodes in canonical order; each is lent until the next is asked for. Made by [`Snapshot::nodes`].
pub struct Nodes<'a> {
    zone: &'a Snapshot,
    /// Stands at the first RRset of the next node.
    cursor: Cursor<'a>,
    /// The key of the first node that is not among them; none goes on to the end.
    end: Option<Vec<u8>>,
    /// Its first eight octets.
    last: u64,
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
        let last = end.map_or(0, sort::piece);
        let end = end.map(<[u8]>::to_vec);
        let (at, wire, stored) = Default::default();
        Self { zone, cursor, end, last, at, wire, stored }
    }

    /// The next node.
    #[inline]
    #[expect(clippy::should_implement_trait, reason = "the owner is lent, which Iterator cannot say")]
    pub fn next(&mut self) -> Option<Node<'_>> {
        let has_below = self.read()?;
        let (owner, _) = NameRef::from_wire(&self.wire).ok()?;
        let sets = Sets { owner, stored: &self.stored, zone: self.zone };
        let written = self.stored.first().and_then(|&(_, first)| owner_of(first));
        Some(Node { owner: written.unwrap_or(owner), sets, has_below })
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
        if let Some(end) = self.end.as_deref() {
            // Eight octets tell nearly all names apart.
            let (front, last) = (sort::piece(name), self.last);
            if front > last || front == last && name >= end {
                return None;
            }
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
            match strip(at, &self.at) {
                Some(&[0, high, low]) => (rtype, first) = ([high, low], value),
                // Canonical order: what lies below a name follows it.
                rest => return Some(rest.is_some()),
            }
        }
    }
}

/// What follows `front`, if a key begins with it. Most keys differ in their first eight octets, which needs no call.
#[inline]
fn strip<'k>(key: &'k [u8], front: &[u8]) -> Option<&'k [u8]> {
    match (key.first_chunk::<8>(), front.first_chunk::<8>()) {
        (Some(a), Some(b)) if a != b => None,
        _ => key.strip_prefix(front),
    }
}
