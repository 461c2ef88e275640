//! A page: a few dozen sorted entries in one allocation, keys without their common prefix.
//!
//! ```text
//! width:1  count:u16  prefix_len:u32  heads:[u32 BE; count]  offsets:[u16|u32 LE; count]  prefix  entries
//! entry = suffix_len:varint  suffix without its first four octets  value
//! ```
//! A head holds the first four octets after the prefix, padded with zeros, so that a search compares integers and
//! touches an entry only at the end. Offsets are 16 bits wide unless the page is larger (one huge value).

use std::cmp::Ordering;
use std::sync::Arc;

pub(super) use crate::engine::zone::sort::common;
use crate::engine::zone::varint;

/// Octets before the heads.
const HEADER: usize = 7;
/// Octets of a key kept in its head.
const HEAD: usize = 4;

/// A key and its value.
pub(super) type Entry<'e> = (&'e [u8], &'e [u8]);

/// A page, shared between versions. Never empty.
#[derive(Clone)]
pub(super) struct Page(Arc<[u8]>);

/// A key cut at a page's prefix: the head, what follows it, and the length of both.
struct Probe<'a> {
    head: u32,
    rest: &'a [u8],
    len: usize,
}

impl Page {
    /// Packs entries, a key and a value each, which must be sorted, distinct and at least one. `out` is scratch.
    pub(super) fn pack<'e>(
        entries: impl ExactSizeIterator<Item = Entry<'e>> + DoubleEndedIterator + Clone,
        out: &mut Vec<u8>,
    ) -> Self {
        let count = entries.len();
        let first = entries.clone().next().map_or(&[][..], |e| e.0);
        let last = entries.clone().next_back().map_or(&[][..], |e| e.0);
        let prefix = first.get(..common(first, last)).unwrap_or_default();
        let size = |(key, value): Entry<'_>| {
            let suffix = key.len() - prefix.len();
            varint::len(suffix as u64) + suffix.saturating_sub(HEAD) + value.len()
        };
        let body: usize = entries.clone().map(size).sum();
        let narrow = HEADER + count * (HEAD + 2) + prefix.len() + body;
        let width = if narrow <= usize::from(u16::MAX) { 2 } else { 4 };
        let offsets = HEADER + count * HEAD;
        out.clear();
        out.reserve(narrow + count * (width - 2));
        out.push(if width == 2 { 2 } else { 4 });
        out.extend_from_slice(&u16::try_from(count).unwrap_or(u16::MAX).to_le_bytes());
        out.extend_from_slice(&u32::try_from(prefix.len()).unwrap_or(u32::MAX).to_le_bytes());
        out.resize(offsets + count * width, 0);
        out.extend_from_slice(prefix);
        for (i, (key, value)) in entries.enumerate() {
            let (probe, offset) = (Probe::new(key, prefix.len()), u32::try_from(out.len()).unwrap_or(u32::MAX));
            if let Some(head) = out.get_mut(HEADER + i * HEAD..).and_then(<[u8]>::first_chunk_mut) {
                *head = probe.head.to_be_bytes();
            }
            if let Some(place) = out.get_mut(offsets + i * width..offsets + (i + 1) * width) {
                place.iter_mut().zip(offset.to_le_bytes()).for_each(|(slot, octet)| *slot = octet);
            }
            varint::put(out, probe.len as u64);
            out.extend_from_slice(probe.rest);
            out.extend_from_slice(value);
        }
        Self(out.as_slice().into())
    }

    /// Octets that `n` entries cost beside their values and suffixes; what a packer estimates with.
    pub(super) const fn overhead(n: usize) -> usize {
        // One octet of suffix length, two of offset; the head's four hold part of the suffix.
        HEADER + n * 3
    }

    /// How many entries.
    pub(super) fn len(&self) -> usize {
        match self.0.get(1..3) {
            Some(&[a, b]) => usize::from(u16::from_le_bytes([a, b])),
            _ => 0,
        }
    }

    /// Octets of the whole page.
    pub(super) fn size(&self) -> usize {
        self.0.len()
    }

    /// Whether both are the same page in memory.
    pub(super) fn same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The value of entry `i`.
    pub(super) fn value(&self, i: usize) -> &[u8] {
        self.entry(i).2
    }

    /// Puts the key of entry `i` into `out`, in place of what it held.
    pub(super) fn key(&self, i: usize, out: &mut Vec<u8>) {
        self.read(i, false, out);
    }

    /// The value of entry `i`. Its key is put into `out`, in place of what that held; `is_open` when that was another key
    /// of this page.
    pub(super) fn read(&self, i: usize, is_open: bool, out: &mut Vec<u8>) -> &[u8] {
        if is_open {
            out.truncate(self.prefix_len());
        } else {
            out.clear();
            out.extend_from_slice(self.prefix());
        }
        let (len, rest, value) = self.entry(i);
        let head = self.head(i).to_be_bytes();
        out.extend_from_slice(head.get(..len.min(HEAD)).unwrap_or_default());
        out.extend_from_slice(rest);
        value
    }

    /// The place of `key`, or the place it would have.
    pub(super) fn search(&self, key: &[u8]) -> Result<usize, usize> {
        let prefix = self.prefix();
        match key.get(..prefix.len()) {
            Some(start) => match start.cmp(prefix) {
                Ordering::Equal => {}
                Ordering::Less => return Err(0),
                Ordering::Greater => return Err(self.len()),
            },
            None => return Err(if key < prefix { 0 } else { self.len() }),
        }
        let probe = Probe::new(key, prefix.len());
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.compare(middle, &probe) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return Ok(middle),
                Ordering::Greater => high = middle,
            }
        }
        Err(low)
    }

    fn compare(&self, i: usize, probe: &Probe<'_>) -> Ordering {
        self.head(i).cmp(&probe.head).then_with(|| {
            let (len, rest, _) = self.entry(i);
            // Equal heads may hide a shorter key, padded: the lengths decide when nothing follows.
            rest.cmp(probe.rest).then(len.cmp(&probe.len))
        })
    }

    fn head(&self, i: usize) -> u32 {
        match self.0.get(HEADER + i * HEAD..).and_then(<[u8]>::first_chunk) {
            Some(head) => u32::from_be_bytes(*head),
            None => u32::MAX,
        }
    }

    fn offset(&self, i: usize) -> usize {
        let n = self.len();
        if i >= n {
            return self.0.len();
        }
        let offsets = HEADER + n * HEAD;
        if self.0.first() == Some(&2) {
            let at = self.0.get(offsets + i * 2..).and_then(<[u8]>::first_chunk);
            at.map_or(self.0.len(), |at| usize::from(u16::from_le_bytes(*at)))
        } else {
            let at = self.0.get(offsets + i * 4..).and_then(<[u8]>::first_chunk);
            at.map_or(self.0.len(), |at| u32::from_le_bytes(*at) as usize)
        }
    }

    fn prefix_len(&self) -> usize {
        match self.0.get(3..HEADER) {
            Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]) as usize,
            _ => 0,
        }
    }

    fn prefix(&self) -> &[u8] {
        let (len, end) = (self.prefix_len(), self.offset(0));
        self.0.get(end - len..end).unwrap_or_default()
    }

    /// Length of the suffix, what follows its head, the value.
    fn entry(&self, i: usize) -> (usize, &[u8], &[u8]) {
        let octets = self.0.get(self.offset(i)..self.offset(i + 1)).unwrap_or_default();
        let mut rest = octets;
        let len = usize::try_from(varint::take(&mut rest)).unwrap_or(0);
        let (suffix, value) = rest.split_at_checked(len.saturating_sub(HEAD)).unwrap_or_default();
        (len, suffix, value)
    }
}

impl<'a> Probe<'a> {
    fn new(key: &'a [u8], prefix: usize) -> Self {
        let suffix = key.get(prefix..).unwrap_or_default();
        if let Some((head, rest)) = suffix.split_first_chunk() {
            return Self { head: u32::from_be_bytes(*head), rest, len: suffix.len() };
        }
        let mut head = [0; HEAD];
        for (slot, octet) in head.iter_mut().zip(suffix) {
            *slot = *octet;
        }
        Self { head: u32::from_be_bytes(head), rest: &[], len: suffix.len() }
    }
}
