//! Sorted runs of records: what a block became, in chunks that are given back as soon as they are merged.
//!
//! ```text
//! record = sort_len:varint key_len:varint rest_len:varint sort rest
//! rest   = flags:varint ttl:varint file:varint start:varint len:varint
//!          [rdata: as long as the canonical form]  [owner: wire form]
//! ```
//! The sort string is the key (name from the root down, type) and the canonical RDATA behind it. No key is the beginning
//! of another one's, so the order of sort strings is that of the pairs.

use crate::engine::diag::Span;
use crate::engine::dns::NameRef;
use crate::engine::zone::entry::Stored;
use crate::engine::zone::{key, varint};

/// Octets of a chunk; a larger record has one of its own.
const CHUNK: usize = if cfg!(test) { 128 } else { 4096 };

/// Octets that the three lengths take at most.
const HEADER: usize = 9;

/// The RDATA as written follows: it differs from its canonical form.
pub(super) const RDATA: u32 = 1;
/// The owner as written follows: it has capitals.
pub(super) const OWNER: u32 = 2;

/// Some records, in order.
pub(super) type Chunk = Vec<u8>;

/// The records of one block, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    pub(super) chunks: Vec<Chunk>,
}

/// A record read back.
#[derive(Clone, Copy)]
pub(super) struct Collected<'a> {
    /// Key and canonical RDATA.
    pub(super) sort: &'a [u8],
    /// Octets of the key.
    pub(super) key_len: usize,
    rest: &'a [u8],
    /// What stands behind the record.
    pub(super) behind: &'a [u8],
}

impl<'a> Collected<'a> {
    /// Reads the record at the front, as far as is needed to place it.
    pub(super) fn new(mut octets: &'a [u8]) -> Self {
        let (sort, key_len, rest) = (take_len(&mut octets), take_len(&mut octets), take_len(&mut octets));
        let (sort, octets) = octets.split_at_checked(sort).unwrap_or_default();
        let (rest, behind) = octets.split_at_checked(rest).unwrap_or_default();
        Self { sort, key_len, rest, behind }
    }

    pub(super) fn key(&self) -> &'a [u8] {
        self.sort.get(..self.key_len).unwrap_or_default()
    }

    /// Everything else: what is stored, the owner as it was written if that has capitals.
    pub(super) fn read(&self) -> (Stored<'a>, Option<&'a [u8]>) {
        let canonical = self.sort.get(self.key_len..).unwrap_or_default();
        let mut rest = self.rest;
        let flags = take_u32(&mut rest);
        let ttl = take_u32(&mut rest);
        let file = u16::try_from(varint::take(&mut rest)).unwrap_or(u16::MAX);
        let at = Span::new(file, take_u32(&mut rest), take_u32(&mut rest));
        let mut rdata = canonical;
        if flags & RDATA != 0 {
            (rdata, rest) = rest.split_at_checked(canonical.len()).unwrap_or_default();
        }
        let owner = (flags & OWNER != 0).then_some(rest).and_then(|rest| NameRef::from_wire(rest).ok());
        (Stored { canonical, rdata, ttl, at }, owner.map(|(name, _)| name.wire()))
    }
}

/// Writes a run.
#[derive(Debug, Default)]
pub(super) struct Writer {
    chunks: Vec<Chunk>,
    open: Vec<u8>,
}

impl Writer {
    /// Appends a record: its sort string with what follows it, of which `sort` and `key` octets are sort string and key.
    pub(super) fn push(&mut self, record: &[u8], sort: usize, key: usize) {
        let most = record.len() + HEADER;
        if self.open.len() + most > self.open.capacity() {
            self.close();
            self.open.reserve_exact(most.max(CHUNK));
        }
        // A record has a few hundred octets besides its RDATA, which has 16 bits of length.
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        varint::put_all(&mut self.open, [narrow(sort), narrow(key), narrow(record.len() - sort)]);
        self.open.extend_from_slice(record);
    }

    /// The run; the writer can begin another.
    pub(super) fn finish(&mut self) -> Run {
        self.open.shrink_to_fit();
        self.close();
        Run { chunks: std::mem::take(&mut self.chunks) }
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            self.chunks.push(std::mem::take(&mut self.open));
        }
    }
}

impl Run {
    /// The chunks that hold records whose keys are not less than `lower` and less than `upper`; the first and the last
    /// may hold others too.
    pub(super) fn between(&self, lower: &[u8], upper: Option<&[u8]>) -> &[Chunk] {
        let first_key = |chunk: &Chunk| Collected::new(chunk).key() < lower;
        let start = self.chunks.partition_point(first_key).saturating_sub(1);
        let end = upper.map_or(self.chunks.len(), |upper| {
            self.chunks.partition_point(|chunk| Collected::new(chunk).key() < upper)
        });
        self.chunks.get(start..end).unwrap_or_default()
    }

    /// Gives back the chunks that hold only records with keys less than `lower`.
    pub(super) fn forget(&mut self, lower: &[u8]) {
        let start = self.chunks.partition_point(|chunk| Collected::new(chunk).key() < lower).saturating_sub(1);
        self.chunks.drain(..start);
    }
}

/// The name of a key in wire form, or as it was written.
pub(super) fn owner(name: &[u8], written: Option<&[u8]>) -> Option<crate::engine::dns::Name> {
    let mut wire = Vec::new();
    key::take_name(name, &[0], &mut wire);
    crate::engine::dns::Name::from_wire(written.unwrap_or(&wire)).ok().map(|(name, _)| name)
}

fn take_len(octets: &mut &[u8]) -> usize {
    usize::try_from(varint::take(octets)).unwrap_or(usize::MAX)
}

fn take_u32(octets: &mut &[u8]) -> u32 {
    u32::try_from(varint::take(octets)).unwrap_or(u32::MAX)
}
