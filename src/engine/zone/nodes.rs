//! A walk over the nodes of a snapshot: each name with all its RRsets at once.

use crate::engine::dns::{NameRef, RecordType};

use super::entry::Values;
use super::key;
use super::rrset::RRset;
use super::snapshot::Snapshot;
use super::tree::Cursor;

/// A name that has records, and its RRsets by type.
pub struct Node<'n> {
    /// The name; in lower case unless its records were written otherwise.
    pub owner: NameRef<'n>,
    /// Its RRsets, at least one.
    pub sets: Vec<RRset<'n>>,
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

/// All nodes in canonical order; each is lent until the next is asked for. Made by [`Snapshot::nodes`].
pub struct Nodes<'a> {
    zone: &'a Snapshot,
    cursor: Cursor<'a>,
    /// The node's key, and the RRset that was read too far: the first of the next node.
    at: Vec<u8>,
    ahead: Option<(Vec<u8>, Stored<'a>)>,
    wire: Vec<u8>,
}

/// An RRset without its owner: type, first chunk, further chunks.
type Stored<'a> = (RecordType, &'a [u8], Vec<&'a [u8]>);

impl<'a> Nodes<'a> {
    pub(super) fn new(zone: &'a Snapshot) -> Self {
        let mut nodes = Self { zone, cursor: zone.tree().seek(&[]), at: Vec::new(), ahead: None, wire: Vec::new() };
        nodes.ahead = nodes.read();
        nodes
    }

    /// The next node.
    #[expect(clippy::should_implement_trait, reason = "the owner is lent, which Iterator cannot say")]
    pub fn next(&mut self) -> Option<Node<'_>> {
        let (at, first) = self.ahead.take()?;
        self.at = at;
        let mut stored = vec![first];
        self.ahead = loop {
            match self.read() {
                Some((at, set)) if at == self.at => stored.push(set),
                next => break next,
            }
        };
        key::take_name(&self.at, self.zone.apex().wire(), &mut self.wire);
        let (owner, _) = NameRef::from_wire(&self.wire).ok()?;
        let sets: Vec<_> =
            stored.into_iter().map(|(rtype, first, more)| RRset::new(owner, rtype, first, more)).collect();
        let owner = sets.first().map_or(owner, RRset::owner);
        Some(Node { owner, sets })
    }

    fn read(&mut self) -> Option<(Vec<u8>, Stored<'a>)> {
        let (at, first) = self.cursor.next()?;
        let (name, rtype, _) = key::split(at);
        let name = name.to_vec();
        let mut more = Vec::new();
        let mut open = Values::new(first).more();
        while open {
            let (_, value) = self.cursor.next()?;
            open = Values::new(value).more();
            more.push(value);
        }
        Some((name, (rtype, first, more)))
    }
}
