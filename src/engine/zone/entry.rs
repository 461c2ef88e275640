//! RRsets as values of the tree.
//!
//! ```text
//! flags:1  ttl:varint  [owner: wire form]  records
//! record = rdata_len:varint  rdata  [ttl:varint]  [start:u32 len:varint]  [file:varint]
//! ```
//! Records stand in canonical order of their RDATA (RFC 4034 §6.3). The owner is kept only where its case differs from
//! the key's, TTLs only where they differ, spans only where there are any, files only where one is not the first. A large RRset is cut into chunks, so that a
//! change rewrites a little of it; where it is cut depends on the RDATA alone, so that versions share their chunks.

use crate::engine::diag::Span;
use crate::engine::dns::NameRef;

use super::varint;

/// The owner follows the TTL.
const OWNER: u8 = 1;
/// Each record has its own TTL.
const TTLS: u8 = 2;
/// Each record has its place in the text.
const SPANS: u8 = 4;
/// The next entry continues this RRset.
const MORE: u8 = 8;

/// Each record has the number of its file.
const FILES: u8 = 16;

/// Octets of RDATA up to which an RRset is one entry, and below which no chunk ends.
const WHOLE: usize = 2048;
const CHUNK_MIN: usize = 512;
/// Octets after which a chunk ends wherever it is.
const CHUNK_MAX: usize = 4096;

/// A record on its way into a value.
#[derive(Clone, Copy)]
pub(super) struct Stored<'a> {
    /// RDATA in canonical form, which orders and identifies it.
    pub(super) canonical: &'a [u8],
    pub(super) rdata: &'a [u8],
    pub(super) ttl: u32,
    pub(super) at: Span,
}

/// Encodes an RRset: `emit` gets, for each chunk, what its key ends with and its value. `records` are in canonical
/// order and distinct; `owner` is the wire form when its case must be kept; `value` is scratch.
pub(super) fn encode(
    records: &[Stored<'_>],
    owner: Option<&[u8]>,
    value: &mut Vec<u8>,
    mut emit: impl FnMut(&[u8], &[u8]),
) {
    let whole = records.iter().map(size).sum::<usize>() <= WHOLE;
    let mut rest = records;
    let mut before: Option<&Stored<'_>> = None;
    while !rest.is_empty() {
        let (chunk, others) = rest.split_at(if whole { rest.len() } else { chunk_len(rest) });
        let first = chunk.first().map_or(&[][..], |r| r.canonical);
        // The shortest beginning of the first RDATA that is greater than the last one before.
        let suffix = before.map_or(&[][..], |last| {
            let same = first.iter().zip(last.canonical).take_while(|(a, b)| a == b).count();
            first.get(..=same).unwrap_or(first)
        });
        value.clear();
        put(chunk, owner, !others.is_empty(), value);
        emit(suffix, value);
        before = chunk.last();
        rest = others;
    }
}

fn size(record: &Stored<'_>) -> usize {
    record.rdata.len() + 2
}

fn chunk_len(records: &[Stored<'_>]) -> usize {
    let mut octets = 0;
    for (i, record) in records.iter().enumerate() {
        let full = octets + size(record) > CHUNK_MAX;
        if i > 0 && (full || octets >= CHUNK_MIN && is_border(record.canonical)) {
            return i;
        }
        octets += size(record);
    }
    records.len()
}

/// Whether a chunk may begin with this RDATA: one in sixteen, whatever stands around it (FNV-1a).
fn is_border(rdata: &[u8]) -> bool {
    let hash = rdata.iter().fold(0x811c_9dc5_u32, |h, &octet| (h ^ u32::from(octet)).wrapping_mul(0x0100_0193));
    hash >> 28 == 0
}

fn put(records: &[Stored<'_>], owner: Option<&[u8]>, more: bool, out: &mut Vec<u8>) {
    let ttl = records.first().map_or(0, |r| r.ttl);
    let ttls = records.iter().any(|r| r.ttl != ttl);
    let spans = records.iter().any(|r| r.at.is_some());
    let flag = |set, flag| if set { flag } else { 0 };
    let files = spans && records.iter().any(|r| r.at.file != 0);
    let flags =
        flag(owner.is_some(), OWNER) | flag(ttls, TTLS) | flag(spans, SPANS) | flag(more, MORE) | flag(files, FILES);
    varint::put_all(out, [u32::from(flags), ttl]);
    if let Some(owner) = owner {
        out.extend_from_slice(owner);
    }
    for record in records {
        varint::put(out, record.rdata.len() as u64);
        out.extend_from_slice(record.rdata);
        if ttls {
            varint::put(out, u64::from(record.ttl));
        }
        if spans {
            // In a large text a place takes four octets in any form.
            out.extend_from_slice(&record.at.start.to_le_bytes());
            varint::put(out, u64::from(record.at.len));
        }
        if files {
            varint::put(out, u64::from(record.at.file));
        }
    }
}

/// A value's records, one after the other; its header is read on creation.
#[derive(Clone)]
pub(super) struct Values<'a> {
    flags: u8,
    pub(super) ttl: u32,
    pub(super) owner: Option<NameRef<'a>>,
    rest: &'a [u8],
}

impl<'a> Values<'a> {
    #[inline]
    pub(super) fn new(value: &'a [u8]) -> Self {
        let (&flags, mut rest) = value.split_first().unwrap_or((&0, &[]));
        let ttl = take_u32(&mut rest);
        let mut owner = None;
        if flags & OWNER != 0
            && let Ok((name, len)) = NameRef::from_wire(rest)
        {
            owner = Some(name);
            rest = rest.get(len..).unwrap_or_default();
        }
        Self { flags, ttl, owner, rest }
    }

    /// The next record: TTL, RDATA, place.
    #[inline]
    pub(super) fn take(&mut self) -> Option<(u32, &'a [u8], Span)> {
        if self.rest.is_empty() {
            return None;
        }
        let len = usize::try_from(varint::take(&mut self.rest)).unwrap_or(usize::MAX);
        let (rdata, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        let ttl = if self.flags & TTLS == 0 { self.ttl } else { take_u32(&mut self.rest) };
        let at = if self.flags & SPANS == 0 { Span::NONE } else { self.take_span() };
        Some((ttl, rdata, at))
    }

    #[inline]
    fn take_span(&mut self) -> Span {
        let (start, rest) = self.rest.split_first_chunk().unwrap_or((&[0; 4], &[]));
        self.rest = rest;
        let len = take_u32(&mut self.rest);
        let file = if self.flags & FILES == 0 { 0 } else { varint::take(&mut self.rest) };
        Span::new(u16::try_from(file).unwrap_or(u16::MAX), u32::from_le_bytes(*start), len)
    }
}

/// The owner that a value keeps.
pub(super) fn owner_of(value: &[u8]) -> Option<NameRef<'_>> {
    let has_owner = value.first().is_some_and(|flags| flags & OWNER != 0);
    if has_owner { Values::new(value).owner } else { None }
}

/// Whether the entry behind one with this value continues the RRset.
pub(super) fn has_more(value: &[u8]) -> bool {
    value.first().is_some_and(|flags| flags & MORE != 0)
}

/// The TTL of a value's first record.
pub(super) fn first_ttl(value: &[u8]) -> u32 {
    take_u32(&mut value.get(1..).unwrap_or_default())
}

/// Whether the records of a value have TTLs of their own.
pub(super) fn has_ttls(value: &[u8]) -> bool {
    value.first().is_some_and(|flags| flags & TTLS != 0)
}

#[inline]
fn take_u32(octets: &mut &[u8]) -> u32 {
    u32::try_from(varint::take(octets)).unwrap_or(u32::MAX)
}
