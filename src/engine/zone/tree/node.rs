//! Nodes, and filling a tree from sorted entries.

use std::sync::Arc;

use super::page::{Page, common};

/// Octets a page aims at: smaller pages make versions cheaper, larger ones the zone smaller.
pub(super) const PAGE: usize = 2048;
/// Children of an inner node at most.
pub(super) const FAN_OUT: usize = 64;

/// A subtree; never empty.
#[derive(Clone)]
pub(super) enum Node {
    Page(Page),
    Inner(Arc<Inner>),
}

/// A node over others of one height.
pub(super) struct Inner {
    /// Shared by versions in which only children changed.
    pub(super) separators: Arc<Separators>,
    pub(super) children: Vec<Node>,
    /// Levels down to the pages: 1 when the children are pages.
    pub(super) height: u8,
}

/// The keys between children: separator `i` is greater than all keys of child `i` and not greater than any of `i + 1`.
pub(super) struct Separators {
    octets: Box<[u8]>,
    ends: Box<[u32]>,
}

/// A node and the separator to its left; empty for the leftmost of all.
pub(crate) struct Part {
    pub(crate) lower: Box<[u8]>,
    pub(super) node: Node,
}

impl Node {
    /// Levels below this node.
    pub(super) fn height(&self) -> u8 {
        match self {
            Self::Page(_) => 0,
            Self::Inner(inner) => inner.height,
        }
    }

    /// Whether both are the same node in memory, and so hold the same entries.
    pub(super) fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Page(a), Self::Page(b)) => a.same(b),
            (Self::Inner(a), Self::Inner(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }

    pub(super) fn bytes(&self) -> usize {
        match self {
            // Two counters of the Arc stand before the page.
            Self::Page(page) => page.size() + 16,
            Self::Inner(inner) => {
                let own = 16 + size_of::<Inner>() + inner.children.len() * size_of::<Self>() + inner.separators.bytes();
                own + inner.children.iter().map(Self::bytes).sum::<usize>()
            }
        }
    }

    /// How many pages hang below, or it is one.
    pub(super) fn pages(&self) -> usize {
        match self {
            Self::Page(_) => 1,
            Self::Inner(inner) if inner.height == 1 => inner.children.len(),
            Self::Inner(inner) => inner.children.iter().map(Self::pages).sum(),
        }
    }

    pub(super) fn before(&self, key: &[u8], out: &mut Vec<u8>) -> Option<&[u8]> {
        match self {
            Self::Page(page) => {
                let i = page.search(key).unwrap_or_else(|i| i).checked_sub(1)?;
                page.key(i, out);
                Some(page.value(i))
            }
            Self::Inner(inner) => {
                let i = inner.child_of(key);
                let here = inner.children.get(i).and_then(|child| child.before(key, out));
                here.or_else(|| inner.children.get(i.checked_sub(1)?)?.last(out))
            }
        }
    }

    /// Adds what stands before every page whose number is a multiple of `each`; `seen` counts them.
    pub(super) fn borders<'a>(
        &'a self,
        each: usize,
        seen: &mut usize,
        lower: Option<&'a [u8]>,
        out: &mut Vec<&'a [u8]>,
    ) {
        match self {
            Self::Page(_) => {
                out.extend(lower.filter(|_| *seen > 0 && seen.is_multiple_of(each)));
                *seen += 1;
            }
            Self::Inner(inner) => {
                for (i, child) in inner.children.iter().enumerate() {
                    child.borders(each, seen, inner.lower(i).or(lower), out);
                }
            }
        }
    }

    fn last(&self, out: &mut Vec<u8>) -> Option<&[u8]> {
        match self {
            Self::Page(page) => {
                let i = page.len().checked_sub(1)?;
                page.key(i, out);
                Some(page.value(i))
            }
            Self::Inner(inner) => inner.children.last()?.last(out),
        }
    }
}

impl Inner {
    /// Puts nodes of one height under a new one.
    fn new(parts: Vec<Part>) -> Self {
        let height = parts.first().map_or(0, |p| p.node.height()) + 1;
        let separators = Arc::new(Separators::new(parts.iter().skip(1).map(|p| &*p.lower)));
        Self { separators, children: parts.into_iter().map(|p| p.node).collect(), height }
    }

    /// The child that holds `key` if any does.
    pub(super) fn child_of(&self, key: &[u8]) -> usize {
        let (mut low, mut high) = (0, self.separators.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.separators.get(middle) <= key { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// The separator left of child `i`; none for the first.
    pub(super) fn lower(&self, i: usize) -> Option<&[u8]> {
        i.checked_sub(1).map(|i| self.separators.get(i))
    }
}

impl Separators {
    fn new<'a>(keys: impl Iterator<Item = &'a [u8]>) -> Self {
        let (mut octets, mut ends) = (Vec::new(), Vec::new());
        for key in keys {
            octets.extend_from_slice(key);
            ends.push(u32::try_from(octets.len()).unwrap_or(u32::MAX));
        }
        Self { octets: octets.into(), ends: ends.into() }
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, i: usize) -> &[u8] {
        let start = i.checked_sub(1).and_then(|i| self.ends.get(i)).map_or(0, |&e| e as usize);
        let end = self.ends.get(i).map_or(start, |&e| e as usize);
        self.octets.get(start..end).unwrap_or_default()
    }

    fn bytes(&self) -> usize {
        16 + size_of::<Self>() + self.octets.len() + self.ends.len() * 4
    }
}

/// The shortest key that is greater than `before` and not greater than `key`.
pub(super) fn separator<'a>(before: &[u8], key: &'a [u8]) -> &'a [u8] {
    key.get(..=common(before, key)).unwrap_or(key)
}

/// Puts nodes of one height under as few new ones as hold them, evenly.
pub(super) fn group(parts: Vec<Part>) -> Vec<Part> {
    let groups = parts.len().div_ceil(FAN_OUT).max(1);
    let (each, more) = (parts.len() / groups, parts.len() % groups);
    let mut parts = parts.into_iter();
    (0..groups)
        .filter_map(|i| {
            let mut members: Vec<Part> = parts.by_ref().take(each + usize::from(i < more)).collect();
            let lower = std::mem::take(&mut members.first_mut()?.lower);
            Some(Part { lower, node: Node::Inner(Arc::new(Inner::new(members))) })
        })
        .collect()
}

/// Builds levels until one node stands over all.
pub(super) fn root(mut parts: Vec<Part>) -> Option<Node> {
    while parts.len() > 1 {
        parts = group(parts);
    }
    let mut node = parts.pop()?.node;
    while let Node::Inner(inner) = &node
        && let [only] = &*inner.children
    {
        node = only.clone();
    }
    Some(node)
}

/// Fills pages with entries that come in ascending order.
pub(crate) struct Filler {
    /// Octets after which a page is closed.
    target: usize,
    /// Keys and values of the page being filled, and where each ends.
    pending: Vec<u8>,
    ends: Vec<(usize, usize)>,
    /// Octets of its keys alone, and how much all of them share.
    keys: usize,
    shared: usize,
    /// The last key of the page before.
    before: Vec<u8>,
    parts: Vec<Part>,
    len: usize,
    /// Scratch of a page.
    packed: Vec<u8>,
}

impl Filler {
    /// Fills pages to their usual size.
    pub(crate) fn new() -> Self {
        Self::with_target(PAGE)
    }

    pub(super) fn with_target(target: usize) -> Self {
        let (pending, ends, before, parts, packed) = Default::default();
        Self { target, pending, ends, keys: 0, shared: 0, before, parts, len: 0, packed }
    }

    /// Appends an entry; its key must be greater than the one before.
    pub(crate) fn push(&mut self, key: &[u8], value: &[u8]) {
        let n = self.ends.len();
        let shared = if n == 0 { key.len() } else { common(self.entry(0).0, key).min(self.shared) };
        let values = self.pending.len() - self.keys + value.len();
        let size = Page::overhead(n + 1) + values + (self.keys + key.len()).saturating_sub(n * shared);
        if n > 0 && (size > self.target || n >= usize::from(u16::MAX)) {
            self.close();
            self.shared = key.len();
        } else {
            self.shared = shared;
        }
        self.keys += key.len();
        self.pending.extend_from_slice(key);
        let middle = self.pending.len();
        self.pending.extend_from_slice(value);
        self.ends.push((middle, self.pending.len()));
        self.len += 1;
    }

    /// The tree of all entries.
    #[cfg(test)]
    pub(crate) fn finish(mut self) -> super::Tree {
        let len = self.len;
        super::Tree { root: root(self.take_parts()), len }
    }

    /// The pages filled.
    pub(crate) fn take_parts(&mut self) -> Vec<Part> {
        self.close();
        std::mem::take(&mut self.parts)
    }

    fn entry(&self, i: usize) -> (&[u8], &[u8]) {
        let start = i.checked_sub(1).and_then(|i| self.ends.get(i)).map_or(0, |e| e.1);
        let (middle, end) = self.ends.get(i).copied().unwrap_or((start, start));
        let key = self.pending.get(start..middle).unwrap_or_default();
        (key, self.pending.get(middle..end).unwrap_or_default())
    }

    fn close(&mut self) {
        if self.ends.is_empty() {
            return;
        }
        let first = self.entry(0).0;
        let lower = if self.parts.is_empty() { Box::default() } else { separator(&self.before, first).into() };
        let mut packed = std::mem::take(&mut self.packed);
        let node = Node::Page(Page::pack((0..self.ends.len()).map(|i| self.entry(i)), &mut packed));
        self.packed = packed;
        self.parts.push(Part { lower, node });
        let mut before = std::mem::take(&mut self.before);
        before.clear();
        before.extend_from_slice(self.entry(self.ends.len() - 1).0);
        self.before = before;
        self.pending.clear();
        self.ends.clear();
        self.keys = 0;
    }
}
