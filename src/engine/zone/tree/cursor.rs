//! A walk over the entries in order.

use super::Tree;
use super::node::{Inner, Node};
use super::page::Page;

/// A place in a tree; [`Cursor::next`] gives the entry there and goes on.
#[derive(Clone)]
pub(crate) struct Cursor<'a> {
    /// The way down: inner nodes and the child to visit next.
    path: Vec<(&'a Inner, usize)>,
    page: Option<&'a Page>,
    /// Entries of the page.
    len: usize,
    /// Entry of the page that comes next.
    at: usize,
    /// The key and the value read last, and where they stand: a walk looks at an entry several times.
    key: Vec<u8>,
    value: &'a [u8],
    read: Read,
}

/// What stands in a cursor's key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Read {
    /// Nothing of its page.
    Nothing,
    /// A key of its page, at some other place.
    Other,
    /// The key of the entry that comes next.
    Next,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(root: Option<&'a Node>, key: &[u8]) -> Self {
        let (path, read) = (Vec::new(), Read::Nothing);
        let mut cursor = Self { path, page: None, len: 0, at: 0, key: Vec::new(), value: &[], read };
        let mut node = root;
        while let Some(Node::Inner(inner)) = node {
            let child = inner.child_of(key);
            cursor.path.push((inner, child + 1));
            node = inner.children.get(child);
        }
        if let Some(Node::Page(page)) = node {
            cursor.enter(page);
            cursor.at = page.search(key).unwrap_or_else(|i| i);
        }
        cursor
    }

    /// The next entry. The key lives until the next call, the value as long as the tree.
    pub(crate) fn next(&mut self) -> Option<(&[u8], &'a [u8])> {
        self.peek()?;
        self.skip();
        Some((&self.key, self.value))
    }

    /// The next entry, without going on.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<(&[u8], &'a [u8])> {
        if self.read != Read::Next {
            self.load()?;
        }
        Some((&self.key, self.value))
    }

    fn load(&mut self) -> Option<()> {
        while self.at >= self.len {
            self.next_page()?;
        }
        self.value = self.page?.read(self.at, self.read == Read::Other, &mut self.key);
        self.read = Read::Next;
        Some(())
    }

    fn enter(&mut self, page: &'a Page) {
        (self.page, self.len, self.at, self.read) = (Some(page), page.len(), 0, Read::Nothing);
    }

    /// Goes to the first entry whose key is not less than `key`: a short way when that is near, in either direction.
    pub(crate) fn go(&mut self, root: &'a Tree, key: &[u8]) {
        for _ in 0..2 {
            let Some(page) = self.page else { break };
            match page.search(key) {
                // What stands before the page's first entry may stand in the page before.
                Err(0) => break,
                Err(at) if at == self.len => {
                    if self.next_page().is_none() {
                        break;
                    }
                    if let Some(Err(0)) = self.page.map(|page| page.search(key)) {
                        return;
                    }
                }
                Ok(at) | Err(at) => {
                    self.at = at;
                    if self.read == Read::Next {
                        self.read = Read::Other;
                    }
                    return;
                }
            }
        }
        *self = Self { key: std::mem::take(&mut self.key), ..root.seek(key) };
    }

    /// Goes past an entry that was looked at.
    pub(crate) fn skip(&mut self) {
        self.at += 1;
        if self.read == Read::Next {
            self.read = Read::Other;
        }
    }

    fn next_page(&mut self) -> Option<()> {
        let mut node = loop {
            let (inner, next) = self.path.last_mut()?;
            if let Some(child) = inner.children.get(*next) {
                *next += 1;
                break child;
            }
            self.path.pop();
        };
        loop {
            match node {
                Node::Inner(inner) => {
                    self.path.push((inner, 1));
                    node = inner.children.first()?;
                }
                Node::Page(page) => {
                    self.enter(page);
                    return Some(());
                }
            }
        }
    }
}
