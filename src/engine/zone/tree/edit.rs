//! Applying a batch: pages it touches are packed anew, the way up to the root is copied, everything else is shared.

use std::sync::Arc;

use super::node::{FAN_OUT, Filler, Inner, Node, PAGE, Part, group, root};
use super::page::Page;
use super::{Edit, Tree};

pub(super) fn apply(tree: &Tree, batch: &[Edit]) -> Tree {
    let mut len = tree.len;
    let parts = match &tree.root {
        Some(node) => edit(node, batch, &mut len),
        None => pack(batch.iter().filter_map(|(key, value)| Some((&**key, value.as_deref()?))), &mut len, 0),
    };
    Tree { root: root(parts), len }
}

/// The nodes that stand in a node's place after the edits; the first inherits its lower bound.
fn edit(node: &Node, edits: &[Edit], len: &mut usize) -> Vec<Part> {
    match node {
        Node::Page(page) => edit_page(page, edits, len),
        Node::Inner(inner) => edit_inner(inner, edits, len),
    }
}

fn edit_page(page: &Page, edits: &[Edit], len: &mut usize) -> Vec<Part> {
    let keys = Keys::of(page);
    let mut merged: Vec<(&[u8], &[u8])> = Vec::with_capacity(page.len() + edits.len());
    let mut edits = edits.iter().peekable();
    for i in 0..page.len() {
        let key = keys.get(i);
        let mut replaced = false;
        while let Some((edited, value)) = edits.next_if(|(edited, _)| **edited <= *key) {
            replaced |= **edited == *key;
            merged.extend(value.as_deref().map(|value| (&**edited, value)));
        }
        if !replaced {
            merged.push((key, page.value(i)));
        }
    }
    merged.extend(edits.filter_map(|(key, value)| Some((&**key, value.as_deref()?))));
    pack(merged.into_iter(), len, page.len())
}

fn edit_inner(inner: &Inner, edits: &[Edit], len: &mut usize) -> Vec<Part> {
    let mut changed = Vec::new();
    let mut rest = edits;
    for i in 0..inner.children.len() {
        let here = match inner.lower(i + 1).filter(|_| i < inner.separators.len()) {
            Some(upper) => rest.partition_point(|(key, _)| **key < *upper),
            None => rest.len(),
        };
        let (mine, others) = rest.split_at(here);
        rest = others;
        if let (Some(child), false) = (inner.children.get(i), mine.is_empty()) {
            changed.push((i, edit(child, mine, len)));
        }
    }
    let in_place = changed.iter().all(|(_, parts)| matches!(&**parts, [only] if !is_small(&only.node)));
    if in_place {
        let mut children = inner.children.clone();
        for (i, parts) in changed {
            if let (Some(slot), Some(part)) = (children.get_mut(i), parts.into_iter().next()) {
                *slot = part.node;
            }
        }
        let separators = Arc::clone(&inner.separators);
        let node = Node::Inner(Arc::new(Inner { separators, children, height: inner.height }));
        return vec![Part { lower: Box::default(), node }];
    }
    let mut parts = Vec::with_capacity(inner.children.len() + changed.len());
    let mut changed = changed.into_iter().peekable();
    for (i, child) in inner.children.iter().enumerate() {
        let lower: Box<[u8]> = inner.lower(i).unwrap_or_default().into();
        match changed.next_if(|(at, _)| *at == i) {
            Some((_, new)) => {
                let first = parts.len();
                parts.extend(new);
                if let Some(part) = parts.get_mut(first) {
                    part.lower = lower;
                }
            }
            None => parts.push(Part { lower, node: child.clone() }),
        }
    }
    let parts = tidy(parts);
    if parts.is_empty() { parts } else { group(parts) }
}

/// Packs entries into pages of even size and keeps the count of entries: `before` of them are replaced.
fn pack<'a>(entries: impl Iterator<Item = (&'a [u8], &'a [u8])> + Clone, len: &mut usize, before: usize) -> Vec<Part> {
    let (count, octets) = entries.clone().fold((0, 0), |(n, sum), (k, v)| (n + 1, sum + k.len() + v.len() + 3));
    *len = *len + count - before;
    // The estimate leaves prefix compression out, so a page holds a little less than it could: room to grow.
    let pages = octets.div_ceil(PAGE + PAGE / 2).max(1);
    let mut filler = Filler::with_target(if pages == 1 { PAGE + PAGE / 2 } else { (octets / pages).max(PAGE / 2) });
    for (key, value) in entries {
        filler.push(key, value);
    }
    filler.take_parts()
}

/// Whether a node wastes its place: pages under a quarter of their size, inner nodes under a quarter of their fan-out.
fn is_small(node: &Node) -> bool {
    match node {
        Node::Page(page) => page.size() < PAGE / 4,
        Node::Inner(inner) => inner.children.len() < FAN_OUT / 4,
    }
}

/// Merges small nodes with their neighbours.
fn tidy(parts: Vec<Part>) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::with_capacity(parts.len());
    for part in parts {
        match out.pop() {
            Some(last) if is_small(&last.node) || is_small(&part.node) => out.extend(merge(last, part)),
            last => {
                out.extend(last);
                out.push(part);
            }
        }
    }
    out
}

fn merge(left: Part, right: Part) -> Vec<Part> {
    let mut merged = match (&left.node, &right.node) {
        (Node::Page(a), Node::Page(b)) => {
            let (keys_a, keys_b) = (Keys::of(a), Keys::of(b));
            let first = (0..a.len()).map(|i| (keys_a.get(i), a.value(i)));
            let second = (0..b.len()).map(|i| (keys_b.get(i), b.value(i)));
            pack(first.chain(second), &mut (a.len() + b.len()), a.len() + b.len())
        }
        (Node::Inner(a), Node::Inner(b)) => {
            let part = |inner: &Inner, i, lower: &[u8]| {
                let node = inner.children.get(i).cloned();
                node.map(|node| Part { lower: inner.lower(i).unwrap_or(lower).into(), node })
            };
            let first = (0..a.children.len()).filter_map(|i| part(a, i, &left.lower));
            let second = (0..b.children.len()).filter_map(|i| part(b, i, &right.lower));
            group(first.chain(second).collect())
        }
        // All nodes of a level have one height.
        _ => return vec![left, right],
    };
    if let Some(first) = merged.first_mut() {
        first.lower = left.lower;
    }
    merged
}

/// The whole keys of a page.
struct Keys {
    octets: Vec<u8>,
    ends: Vec<usize>,
}

impl Keys {
    fn of(page: &Page) -> Self {
        let (mut octets, mut ends, mut key) = (Vec::new(), Vec::with_capacity(page.len()), Vec::new());
        for i in 0..page.len() {
            page.key(i, &mut key);
            octets.extend_from_slice(&key);
            ends.push(octets.len());
        }
        Self { octets, ends }
    }

    fn get(&self, i: usize) -> &[u8] {
        let start = i.checked_sub(1).and_then(|i| self.ends.get(i)).copied().unwrap_or(0);
        let end = self.ends.get(i).copied().unwrap_or(start);
        self.octets.get(start..end).unwrap_or_default()
    }
}
