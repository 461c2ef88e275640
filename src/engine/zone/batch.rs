//! Names to look up together: sorted as the zone is, so that a million of them cost one walk and no search.

use crate::engine::dns::NameRef;

use super::Snapshot;
use super::pieces::Piece;
use super::sort;

/// Octets that a batch begins with.
const FIRST: usize = 64 << 10;

/// Names inside a zone, each with what is to be known when it is found: a few octets and a `T`.
#[derive(Debug)]
pub struct Batch<T> {
    /// Keys, and the octets given with them.
    octets: Vec<u8>,
    items: Vec<Item<T>>,
    /// Once sorted: where the items of each piece of the zone end.
    ends: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Item<T> {
    /// The first eight octets of the key: most comparisons look at nothing else.
    prefix: u64,
    start: u32,
    key: u16,
    with: u16,
    what: T,
}

/// A name of a batch.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'b, T> {
    pub(super) key: &'b [u8],
    /// The octets given with it.
    pub with: &'b [u8],
    /// What was given with it.
    pub what: T,
}

impl<T> Default for Batch<T> {
    fn default() -> Self {
        Self { octets: Vec::new(), items: Vec::new(), ends: Vec::new() }
    }
}

impl<T: Copy> Batch<T> {
    /// Adds a name; false when it lies outside the zone, or the batch is full (4 GiB).
    pub fn push(&mut self, zone: &Snapshot, name: NameRef<'_>, with: &[&[u8]], what: T) -> bool {
        let start = self.octets.len();
        let Ok(at) = u32::try_from(start) else { return false };
        if self.octets.capacity() == 0 {
            self.octets.reserve(FIRST);
            self.items.reserve(FIRST / 64);
        }
        if !zone.put_key(name, &mut self.octets) {
            return false;
        }
        let middle = self.octets.len();
        with.iter().for_each(|part| self.octets.extend_from_slice(part));
        let (key, with) = (u16::try_from(middle - start), u16::try_from(self.octets.len() - middle));
        let (Ok(key), Ok(with)) = (key, with) else {
            self.octets.truncate(start);
            return false;
        };
        let prefix = sort::piece(self.octets.get(start..middle).unwrap_or_default());
        self.items.push(Item { prefix, start: at, key, with, what });
        true
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Puts them in canonical order, equal names in the order added, and cuts them by the pieces of the zone, all of which
    /// are given. Call it once all are added.
    pub fn sort(&mut self, pieces: &[Piece]) {
        let octets = &self.octets;
        let mut order: Vec<_> = self.items.iter().map(|item| item.prefix).zip(0..).collect();
        sort::sort_read(&mut order, &mut Vec::new(), &|n| {
            self.items.get(n as usize).map_or(&[][..], |item| key(octets, item))
        });
        // In that order they are read again, when they are in no cache any more: they shall stand one behind the other.
        let (mut items, mut sorted) = (Vec::with_capacity(order.len()), Vec::with_capacity(octets.len()));
        for item in order.into_iter().filter_map(|(_, n)| self.items.get(n as usize)) {
            let start = item.start as usize;
            let len = usize::from(item.key) + usize::from(item.with);
            items.push(Item { start: u32::try_from(sorted.len()).unwrap_or(u32::MAX), ..*item });
            sorted.extend_from_slice(octets.get(start..start + len).unwrap_or_default());
        }
        (self.octets, self.items) = (sorted, items);
        let octets = &self.octets;
        self.ends.clear();
        let mut at = 0;
        for piece in pieces {
            let rest = self.items.get(at..).unwrap_or_default();
            at += piece.end.as_deref().map_or(rest.len(), |end| {
                let first = sort::piece(end);
                let is_inside =
                    |item: &&Item<T>| item.prefix < first || item.prefix == first && key(octets, item) < end;
                // A piece has few of them: looking at each takes less than a search.
                rest.iter().take_while(is_inside).count()
            });
            self.ends.push(u32::try_from(at).unwrap_or(u32::MAX));
        }
    }

    fn wanted(&self, item: &Item<T>) -> Wanted<'_, T> {
        let start = item.start as usize + usize::from(item.key);
        let with = self.octets.get(start..start + usize::from(item.with)).unwrap_or_default();
        Wanted { key: key(&self.octets, item), with, what: item.what }
    }

    /// Those whose names lie in the piece with this number.
    fn inside(&self, piece: usize) -> &[Item<T>] {
        let end = |piece: usize| self.ends.get(piece).map_or(0, |&end| end as usize);
        self.items.get(piece.checked_sub(1).map_or(0, end)..end(piece)).unwrap_or_default()
    }
}

fn key<'b, T>(octets: &'b [u8], item: &Item<T>) -> &'b [u8] {
    let start = item.start as usize;
    octets.get(start..start + usize::from(item.key)).unwrap_or_default()
}

/// The names of several sorted batches that lie in the piece with this number, in canonical order, equal ones in the order
/// of the batches.
pub fn merged<T: Copy>(batches: &[Batch<T>], piece: usize) -> Vec<Wanted<'_, T>> {
    let items = || batches.iter().flat_map(|batch| batch.inside(piece).iter().map(move |item| (batch, item)));
    let all: Vec<_> = items().collect();
    // Small, so that little is moved.
    let mut order: Vec<_> = all.iter().map(|(_, item)| item.prefix).zip(0..).collect();
    let at = |n: u32| all.get(n as usize);
    sort::sort_read(&mut order, &mut Vec::new(), &|n| at(n).map_or(&[][..], |(batch, item)| key(&batch.octets, item)));
    order.into_iter().filter_map(|(_, n)| at(n)).map(|(batch, item)| batch.wanted(item)).collect()
}

impl<T> Wanted<'_, T> {
    /// Whether both are the same name.
    #[must_use]
    pub fn same_name(&self, other: &Self) -> bool {
        self.key == other.key
    }
}
