//! A walk over the entries in order.

use super::Tree;
use super::node::{Inner, Node};
use super::page::Page;

/// A place in a tree; [`Cursor::next`] gives the entry there and goes on.
pub(crate) struct Cursor<'a> {
    /// The way down: inner nodes and the child to visit next.
    path: Vec<(&'a Inner, usize)>,
    page: Option<&'a Page>,
    /// Entry of the page that comes next.
    at: usize,
    key: Vec<u8>,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(root: Option<&'a Node>, key: &[u8]) -> Self {
        let mut cursor = Self { path: Vec::new(), page: None, at: 0, key: Vec::new() };
        let mut node = root;
        while let Some(Node::Inner(inner)) = node {
            let child = inner.child_of(key);
            cursor.path.push((inner, child + 1));
            node = inner.children.get(child);
        }
        if let Some(Node::Page(page)) = node {
            cursor.at = page.search(key).unwrap_or_else(|i| i);
            cursor.page = Some(page);
        }
        cursor
    }

    /// The next entry. The key lives until the next call, the value as long as the tree.
    pub(crate) fn next(&mut self) -> Option<(&[u8], &'a [u8])> {
        let (_, value) = self.peek()?;
        self.at += 1;
        Some((&self.key, value))
    }

    /// The next entry, without going on.
    pub(crate) fn peek(&mut self) -> Option<(&[u8], &'a [u8])> {
        while self.page.is_none_or(|page| self.at >= page.len()) {
            self.next_page()?;
        }
        let page = self.page?;
        page.key(self.at, &mut self.key);
        Some((&self.key, page.value(self.at)))
    }

    /// Goes to the first entry whose key is not less than `key`: a short way when that is near, in either direction.
    pub(crate) fn go(&mut self, root: &'a Tree, key: &[u8]) {
        for _ in 0..2 {
            let Some(page) = self.page else { break };
            match page.search(key) {
                // What stands before the page's first entry may stand in the page before.
                Err(0) => break,
                Err(at) if at == page.len() => {
                    if self.next_page().is_none() {
                        break;
                    }
                    if let Some(Err(0)) = self.page.map(|page| page.search(key)) {
                        return;
                    }
                }
                Ok(at) | Err(at) => {
                    self.at = at;
                    return;
                }
            }
        }
        *self = Self { key: std::mem::take(&mut self.key), ..root.seek(key) };
    }

    /// Goes past an entry that was looked at.
    pub(crate) const fn skip(&mut self) {
        self.at += 1;
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
                    self.page = Some(page);
                    self.at = 0;
                    return Some(());
                }
            }
        }
    }
}
