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
pub(super) use node::{Filler, Part};

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
    /// The map over pages that [`Filler::take_parts`] made, in order; `len` entries together.
    pub(super) fn from_parts(parts: Vec<Part>, len: usize) -> Self {
        Self { root: node::root(parts), len }
    }

    /// How many entries.
    #[cfg(test)]
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// Octets of pages and inner nodes, those shared with other versions included.
    pub(super) fn bytes(&self) -> usize {
        self.root.as_ref().map_or(0, Node::bytes)
    }

    /// How many pages.
    pub(super) fn pages(&self) -> usize {
        self.root.as_ref().map_or(0, Node::pages)
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

    /// Keys that cut the map into parts of `pages` pages each: no entry of a part is less than the key before it.
    pub(super) fn borders(&self, pages: usize) -> Vec<&[u8]> {
        let (mut borders, mut seen) = (Vec::new(), 0);
        if let Some(root) = &self.root {
            root.borders(pages.max(1), &mut seen, None, &mut borders);
        }
        borders
    }

    /// The map after a batch, which must be sorted by key, each key once. This version stays as it is.
    pub(super) fn apply(&self, batch: &[Edit]) -> Self {
        edit::apply(self, batch)
    }

    /// Every entry in which the two differ, in order: the key, the value in `self`, the value in `new`. Returns how many
    /// nodes were looked into.
    pub(super) fn diff<'a>(
        &'a self,
        new: &'a Self,
        found: impl FnMut(&[u8], Option<&'a [u8]>, Option<&'a [u8]>),
    ) -> usize {
        diff::diff(self.root.as_ref(), new.root.as_ref(), found)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::collection::{btree_map, vec};
    use proptest::prelude::*;

    use super::*;

    type Model = BTreeMap<Vec<u8>, Vec<u8>>;

    fn fill(model: &Model) -> Tree {
        let mut filler = Filler::new();
        model.iter().for_each(|(key, value)| filler.push(key, value));
        filler.finish()
    }

    fn entries(tree: &Tree) -> Vec<(Vec<u8>, Vec<u8>)> {
        let (mut all, mut cursor) = (Vec::new(), tree.seek(&[]));
        while let Some((key, value)) = cursor.next() {
            all.push((key.to_vec(), value.to_vec()));
        }
        all
    }

    fn same(tree: &Tree, model: &Model) {
        assert_eq!(tree.len(), model.len());
        assert!(entries(tree).into_iter().eq(model.clone()));
    }

    /// Keys that share beginnings, end early and hold zeros: where prefixes and heads may go wrong.
    fn key() -> impl Strategy<Value = Vec<u8>> {
        const PIECES: [&[u8]; 5] = [b"\0", b"a", b"ab\0", b"\0\0\0\x01", b"long-label\0"];
        let piece = proptest::sample::select(&PIECES[..]);
        (vec(piece, 0..6), any::<[u8; 2]>(), 0..=2_usize)
            .prop_map(|(pieces, tail, len)| [&pieces.concat(), &tail[..len]].concat())
    }

    fn value() -> impl Strategy<Value = Vec<u8>> {
        // Now and then a value larger than a page, and one larger than 16-bit offsets.
        prop_oneof![
            60 => vec(any::<u8>(), 0..40),
            5 => (200..3000_usize).prop_map(|n| vec![7; n]),
            1 => Just(vec![8; 70_000]),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

        /// Whatever is put in and taken out, every version stays equal to a `BTreeMap`'s.
        #[test]
        fn behaves_like_a_btree_map(
            first in btree_map(key(), value(), 0..600),
            batches in vec(btree_map(key(), proptest::option::of(value()), 1..300), 1..6),
            clear in any::<bool>(),
            probes in vec(key(), 20),
        ) {
            let mut model = first;
            let mut tree = fill(&model);
            same(&tree, &model);
            let mut batches: Vec<Vec<Edit>> = batches.into_iter().map(|b| b.into_iter().collect()).collect();
            if clear {
                batches.push(model.keys().map(|key| (key.clone(), None)).collect());
            }
            for batch in batches {
                let (old_model, old_tree) = (model.clone(), tree.clone());
                for (key, value) in &batch {
                    match value {
                        Some(value) => model.insert(key.clone(), value.clone()),
                        None => model.remove(key),
                    };
                }
                tree = tree.apply(&batch);
                same(&tree, &model);
                same(&old_tree, &old_model);

                for probe in &probes {
                    prop_assert_eq!(tree.get(probe), model.get(probe).map(Vec::as_slice));
                    let found = tree.seek(probe).next().map(|(k, v)| (k.to_vec(), v.to_vec()));
                    prop_assert_eq!(found, model.range(probe.clone()..).next().map(|(k, v)| (k.clone(), v.clone())));
                    let mut before = Vec::new();
                    let found = tree.before(probe, &mut before).map(|v| (before.clone(), v.to_vec()));
                    prop_assert_eq!(found, model.range(..probe.clone()).next_back().map(|(k, v)| (k.clone(), v.clone())));
                }

                let mut differences = Vec::new();
                old_tree.diff(&tree, |key, old, new| {
                    differences.push((key.to_vec(), old.map(<[u8]>::to_vec), new.map(<[u8]>::to_vec)));
                });
                let keys: std::collections::BTreeSet<_> = old_model.keys().chain(model.keys()).collect();
                let expected: Vec<_> = keys
                    .into_iter()
                    .map(|key| (key.clone(), old_model.get(key).cloned(), model.get(key).cloned()))
                    .filter(|(_, old, new)| old != new)
                    .collect();
                prop_assert_eq!(differences, expected);
            }
        }
    }

    fn numbered(n: u32) -> Model {
        (0..n).map(|i| (format!("label{i:07}").into_bytes(), vec![1; 20])).collect()
    }

    /// Pages and inner nodes split and merge; the two versions still meet again at what they share.
    #[test]
    fn a_difference_looks_only_into_what_changed() {
        let tree = fill(&numbered(50_000));
        let one = vec![(b"label0025000".to_vec(), Some(vec![2]))];
        let more: Vec<Edit> =
            (0..2_000).map(|i| (format!("label0025000-{i:04}").into_bytes(), Some(vec![3; 20]))).collect();
        let fewer: Vec<Edit> = (20_000..20_900).map(|i| (format!("label{i:07}").into_bytes(), None)).collect();
        for (batch, most) in [(one, 8), (more, 200), (fewer, 60)] {
            let changed = tree.apply(&batch);
            let mut found = 0;
            let opened = tree.diff(&changed, |_, _, _| found += 1);
            assert_eq!(found, batch.len());
            assert!(opened <= most, "{opened} nodes were looked into for {found} differences");
            assert_eq!(changed.diff(&tree, |_, _, _| ()), opened);
        }
    }

    #[test]
    fn deleting_most_entries_gives_the_memory_back() {
        let model = numbered(50_000);
        let mut tree = fill(&model);
        let full = tree.bytes();
        // One batch a remainder, so that no page empties at once.
        for remainder in 0..19 {
            let keys = model.keys().enumerate().filter(|(i, _)| i % 20 == remainder);
            let batch: Vec<Edit> = keys.map(|(_, key)| (key.clone(), None)).collect();
            tree = tree.apply(&batch);
        }
        assert_eq!(tree.len(), 2_500);
        let rest = model.into_iter().enumerate().filter(|(i, _)| i % 20 == 19).map(|(_, entry)| entry).collect();
        let fresh = fill(&rest).bytes();
        assert!(tree.bytes() < fresh * 3 / 2, "{} of {full} bytes are left; {fresh} would do", tree.bytes());
    }
}
