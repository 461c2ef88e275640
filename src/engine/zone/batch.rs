//! Names to look up together: sorted as the zone is, so that a million of them cost one walk and no search.

use crate::engine::dns::NameRef;

use super::Snapshot;
use super::pieces::Piece;

/// Names inside a zone, each with what is to be known when it is found: a few octets and a `T`.
#[derive(Debug)]
pub struct Batch<T> {
    /// Keys, and the octets given with them.
    octets: Vec<u8>,
    items: Vec<Item<T>>,
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
    prefix: u64,
    key: &'b [u8],
    /// The octets given with it.
    pub with: &'b [u8],
    /// What was given with it.
    pub what: T,
}

impl<T> Default for Batch<T> {
    fn default() -> Self {
        Self { octets: Vec::new(), items: Vec::new() }
    }
}

impl<T: Copy> Batch<T> {
    /// Adds a name; false when it lies outside the zone, or the batch is full (4 GiB).
    pub fn push(&mut self, zone: &Snapshot, name: NameRef<'_>, with: &[&[u8]], what: T) -> bool {
        let start = self.octets.len();
        let Ok(at) = u32::try_from(start) else { return false };
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
        let prefix = prefix(self.octets.get(start..middle).unwrap_or_default());
        self.items.push(Item { prefix, start: at, key, with, what });
        true
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Puts them in canonical order, equal names in the order added. Call it once all are added.
    pub fn sort(&mut self) {
        let octets = &self.octets;
        self.items.sort_unstable_by(|a, b| {
            let rest = || (key(octets, a), a.start).cmp(&(key(octets, b), b.start));
            a.prefix.cmp(&b.prefix).then_with(rest)
        });
    }

    fn wanted(&self, item: &Item<T>) -> Wanted<'_, T> {
        let start = item.start as usize + usize::from(item.key);
        let with = self.octets.get(start..start + usize::from(item.with)).unwrap_or_default();
        Wanted { prefix: item.prefix, key: key(&self.octets, item), with, what: item.what }
    }

    /// Those whose names lie in a piece of the zone; the batch must be sorted.
    fn inside(&self, piece: &Piece) -> impl Iterator<Item = Wanted<'_, T>> {
        let start = self.items.partition_point(|item| key(&self.octets, item) < piece.start.as_slice());
        let end = piece
            .end
            .as_deref()
            .map_or(self.items.len(), |end| self.items.partition_point(|item| key(&self.octets, item) < end));
        self.items.get(start..end).unwrap_or_default().iter().map(|item| self.wanted(item))
    }
}

fn key<'b, T>(octets: &'b [u8], item: &Item<T>) -> &'b [u8] {
    let start = item.start as usize;
    octets.get(start..start + usize::from(item.key)).unwrap_or_default()
}

fn prefix(key: &[u8]) -> u64 {
    let mut first = [0; 8];
    first.iter_mut().zip(key).for_each(|(slot, octet)| *slot = *octet);
    u64::from_be_bytes(first)
}

/// The names of several sorted batches that lie in a piece of the zone, in canonical order, equal ones in the order of
/// the batches.
pub fn merged<'b, T: Copy>(batches: &'b [Batch<T>], piece: &Piece) -> Vec<Wanted<'b, T>> {
    let mut all: Vec<_> = batches.iter().flat_map(|batch| batch.inside(piece)).collect();
    // Stable, and quick on runs that are sorted already.
    all.sort_by(|a, b| a.prefix.cmp(&b.prefix).then_with(|| a.key.cmp(b.key)));
    all
}

impl<T> Wanted<'_, T> {
    /// Whether both are the same name.
    #[must_use]
    pub fn same_name(&self, other: &Self) -> bool {
        self.key == other.key
    }
}
