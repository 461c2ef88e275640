//! A persistent ordered map of byte strings; knows no DNS.
//!
//! Entries stand in prefix-compressed pages of about 2 KiB under inner nodes of at most 64 children. A change copies the
//! path to the pages it touches and shares the rest with the version before, so a snapshot is one pointer and two
//! versions are compared by skipping what they share. Measurements and rivals: docs/decisions/0002-zone-store.md.

mod cursor;
mod diff;
mod edit;
mod node;
mod page;

pub(super) use cursor::Cursor;
pub(super) use node::Filler;

use node::Node;

/// One change of a batch: a key and its new value, or none to remove it.
pub(super) type Edit = (Vec<u8>, Option<Vec<u8>>);

/// One version of the map. A clone shares everything.
#[derive(Clone, Default)]
pub(super) struct Tree {
    root: Option<Node>,
    len: usize,
}

impl Tree {
    /// How many entries.
    #[cfg(test)]
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// Octets of pages and inner nodes, those shared with other versions included.
    pub(super) fn bytes(&self) -> usize {
        self.root.as_ref().map_or(0, Node::bytes)
    }

    /// The value of `key`.
    pub(super) fn get(&self, key: &[u8]) -> Option<&[u8]> {
        let mut node = self.root.as_ref()?;
        loop {
            match node {
                Node::Inner(inner) => node = inner.children.get(inner.child_of(key))?,
                Node::Page(page) => return page.search(key).ok().map(|i| page.value(i)),
            }
        }
    }

    /// A walk from the first entry whose key is not less than `key`.
    pub(super) fn seek(&self, key: &[u8]) -> Cursor<'_> {
        Cursor::new(self.root.as_ref(), key)
    }

    /// The last entry whose key is less than `key`: its key into `out`, its value returned.
    pub(super) fn before(&self, key: &[u8], out: &mut Vec<u8>) -> Option<&[u8]> {
        self.root.as_ref()?.before(key, out)
    }

    /// The map after a batch, which must be sorted by key, each key once. This version stays as it is.
    pub(super) fn apply(&self, batch: &[Edit]) -> Self {
        edit::apply(self, batch)
    }

    /// Every entry in which the two differ, in order: the key, the value in `self`, the value in `new`.
    pub(super) fn diff<'a>(&'a self, new: &'a Self, found: impl FnMut(&[u8], Option<&'a [u8]>, Option<&'a [u8]>)) {
        diff::diff(self.root.as_ref(), new.root.as_ref(), found);
    }
}
