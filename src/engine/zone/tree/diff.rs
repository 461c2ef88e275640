//! The difference of two versions: subtrees that both share are skipped, so it costs what changed, not what there is.

use std::cmp::Ordering;

use super::node::{Inner, Node};
use super::page::Page;

/// One side of the comparison: the part of a tree not yet compared.
struct Side<'a> {
    root: Option<&'a Node>,
    /// Inner nodes opened, the child that comes next, and the lower bound of the node itself.
    path: Vec<(&'a Inner, usize, &'a [u8])>,
    page: Option<(&'a Page, usize)>,
    /// Key of the entry that comes next while a page is open.
    key: Vec<u8>,
    opened: usize,
}

/// What comes next on a side.
#[derive(Clone, Copy)]
enum Head<'a> {
    /// A subtree not looked into yet; its keys are not less than the bound.
    Unopened(&'a Node, &'a [u8]),
    /// An entry of an open page: its value; the key is the side's.
    Entry(&'a [u8]),
    End,
}

/// Returns how many nodes were looked into, which is what it costs.
pub(super) fn diff<'a>(
    old: Option<&'a Node>,
    new: Option<&'a Node>,
    mut found: impl FnMut(&[u8], Option<&'a [u8]>, Option<&'a [u8]>),
) -> usize {
    let (mut a, mut b) = (Side::new(old), Side::new(new));
    loop {
        match (a.head(), b.head()) {
            (Head::End, Head::End) => return a.opened + b.opened,
            (Head::Unopened(x, low_x), Head::Unopened(y, low_y)) => {
                if x.same(y) {
                    a.skip();
                    b.skip();
                } else {
                    // The higher side first, then the one that begins earlier: so both meet again at what they share.
                    let order = y.height().cmp(&x.height()).then(low_x.cmp(low_y));
                    if order.is_le() {
                        a.open();
                    }
                    if order.is_ge() {
                        b.open();
                    }
                }
            }
            (Head::Unopened(node, low), Head::Entry(value)) => {
                if *b.key < *low {
                    found(&b.key, None, Some(value));
                    b.advance();
                } else if b.stands_before(node) {
                    a.skip();
                    b.leave();
                } else {
                    a.open();
                }
            }
            (Head::Entry(value), Head::Unopened(node, low)) => {
                if *a.key < *low {
                    found(&a.key, Some(value), None);
                    a.advance();
                } else if a.stands_before(node) {
                    b.skip();
                    a.leave();
                } else {
                    b.open();
                }
            }
            (Head::Entry(x), Head::Entry(y)) => match a.key.cmp(&b.key) {
                Ordering::Less => {
                    found(&a.key, Some(x), None);
                    a.advance();
                }
                Ordering::Greater => {
                    found(&b.key, None, Some(y));
                    b.advance();
                }
                Ordering::Equal => {
                    if x != y {
                        found(&a.key, Some(x), Some(y));
                    }
                    a.advance();
                    b.advance();
                }
            },
            (Head::Unopened(..), Head::End) => a.open(),
            (Head::End, Head::Unopened(..)) => b.open(),
            (Head::Entry(x), Head::End) => {
                found(&a.key, Some(x), None);
                a.advance();
            }
            (Head::End, Head::Entry(y)) => {
                found(&b.key, None, Some(y));
                b.advance();
            }
        }
    }
}

impl<'a> Side<'a> {
    fn new(root: Option<&'a Node>) -> Self {
        Self { root, path: Vec::new(), page: None, key: Vec::new(), opened: 0 }
    }

    fn head(&mut self) -> Head<'a> {
        if let Some((page, i)) = self.page {
            return Head::Entry(page.value(i));
        }
        if let Some(root) = self.root {
            return Head::Unopened(root, &[]);
        }
        while let Some(&(inner, next, bound)) = self.path.last() {
            if let Some(child) = inner.children.get(next) {
                return Head::Unopened(child, inner.lower(next).unwrap_or(bound));
            }
            self.path.pop();
        }
        Head::End
    }

    /// Passes over the unopened node.
    fn skip(&mut self) {
        if self.root.take().is_none()
            && let Some((_, next, _)) = self.path.last_mut()
        {
            *next += 1;
        }
    }

    /// Looks into the unopened node.
    fn open(&mut self) {
        let Head::Unopened(node, bound) = self.head() else { return };
        self.skip();
        self.opened += 1;
        match node {
            Node::Inner(inner) => self.path.push((inner, 0, bound)),
            Node::Page(page) => {
                self.page = Some((page, 0));
                page.key(0, &mut self.key);
            }
        }
    }

    /// Passes over the entry.
    fn advance(&mut self) {
        if let Some((page, i)) = &mut self.page {
            *i += 1;
            if *i < page.len() { page.key(*i, &mut self.key) } else { self.page = None }
        }
    }

    /// Whether the open page is `node` and none of its entries was passed.
    fn stands_before(&self, node: &Node) -> bool {
        matches!((self.page, node), (Some((page, 0)), Node::Page(other)) if page.same(other))
    }

    /// Passes over the rest of the open page.
    fn leave(&mut self) {
        self.page = None;
    }
}
