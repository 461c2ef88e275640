//! Sorted runs of records: what a block became, in chunks that are given back as soon as they are merged.
//!
//! ```text
//! record = key_len and flags:u16  rdata_len:u16  ttl:u32  start:u32  len:u32  sort
//!          [rdata: as long as the canonical form]  [owner_len:u8 owner: wire form]  [file:u16]
//! ```
//! The sort string is the key (name from the root down, type) and the canonical RDATA behind it. No key is the beginning
//! of another one's, so the order of sort strings is that of the pairs. Numbers are of fixed size: each is written and read
//! once, so that packing them tighter would take longer than it saves.

use crate::engine::diag::Span;
use crate::engine::dns::NameRef;
use crate::engine::zone::entry::Stored;
use crate::engine::zone::key;

/// Octets of a chunk; a larger record has one of its own. Of four thousand each, glibc asks the kernel for nearly every one.
const CHUNK: usize = if cfg!(test) { 128 } else { 16 * 1024 };

/// Octets before the sort string.
pub(super) const HEADER: usize = 16;
/// The longest key: 255 octets of a name, each an escape, an end and a type.
const KEY: u16 = 0xfff;

/// The RDATA as written follows: it differs from its canonical form.
const RDATA: u16 = 0x1000;
/// The owner as written follows: it has capitals.
const OWNER: u16 = 0x2000;
/// The number of the file follows: it is not the first.
const FILE: u16 = 0x4000;

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
    header: &'a [u8; HEADER],
    /// Key and canonical RDATA.
    pub(super) sort: &'a [u8],
    key_len: usize,
    rest: &'a [u8],
    /// What stands behind the record.
    pub(super) behind: &'a [u8],
}

impl<'a> Collected<'a> {
    /// Reads the record at the front, as far as is needed to place it.
    #[inline]
    pub(super) fn new(octets: &'a [u8]) -> Self {
        let (header, octets) = octets.split_first_chunk().unwrap_or((&[0; HEADER], &[]));
        let &[a, b, c, d, ..] = header;
        let (lead, rdata) = (u16::from_le_bytes([a, b]), usize::from(u16::from_le_bytes([c, d])));
        let key_len = usize::from(lead & KEY);
        let (sort, octets) = octets.split_at_checked(key_len + rdata).unwrap_or_default();
        let rest = if lead & !KEY == 0 { 0 } else { Self::rest(lead, rdata, octets) };
        let (rest, behind) = octets.split_at_checked(rest).unwrap_or_default();
        Self { header, sort, key_len, rest, behind }
    }

    /// Octets of what few records have.
    fn rest(lead: u16, rdata: usize, octets: &[u8]) -> usize {
        let mut len = if lead & RDATA == 0 { 0 } else { rdata };
        if lead & OWNER != 0 {
            len += 1 + octets.get(len).map_or(0, |&owner| usize::from(owner));
        }
        len + if lead & FILE == 0 { 0 } else { 2 }
    }

    pub(super) fn key(&self) -> &'a [u8] {
        self.sort.get(..self.key_len).unwrap_or_default()
    }

    /// Everything else: what is stored, the owner as it was written if that has capitals.
    pub(super) fn read(&self) -> (Stored<'a>, Option<&'a [u8]>) {
        let &[a, b, _, _, t0, t1, t2, t3, s0, s1, s2, s3, l0, l1, l2, l3] = self.header;
        let lead = u16::from_le_bytes([a, b]);
        let (start, len) = (u32::from_le_bytes([s0, s1, s2, s3]), u32::from_le_bytes([l0, l1, l2, l3]));
        let canonical = self.sort.get(self.key_len..).unwrap_or_default();
        let (mut rdata, mut owner, mut file, mut rest) = (canonical, None, 0, self.rest);
        if lead & RDATA != 0 {
            (rdata, rest) = rest.split_at_checked(canonical.len()).unwrap_or_default();
        }
        if lead & OWNER != 0
            && let Some((&len, behind)) = rest.split_first()
        {
            let (name, behind) = behind.split_at_checked(usize::from(len)).unwrap_or_default();
            owner = NameRef::from_wire(name).ok().map(|(name, _)| name.wire());
            rest = behind;
        }
        if lead & FILE != 0 {
            file = rest.first_chunk().map_or(u16::MAX, |file| u16::from_le_bytes(*file));
        }
        let ttl = u32::from_le_bytes([t0, t1, t2, t3]);
        (Stored { canonical, rdata, ttl, at: Span::new(file, start, len) }, owner)
    }
}

/// A record on its way into a block: what stands around its sort string.
pub(super) struct Around<'r> {
    /// Octets of the key, and of the RDATA.
    pub(super) key_len: usize,
    pub(super) rdata_len: usize,
    pub(super) ttl: u32,
    pub(super) at: Span,
    /// The RDATA as written, if it differs.
    pub(super) rdata: Option<&'r [u8]>,
    /// The owner as written, if it has capitals.
    pub(super) owner: Option<&'r [u8]>,
}

impl Around<'_> {
    /// Writes it around the sort string that stands at the end of `out`, with room for the header at `start`.
    pub(super) fn put(&self, out: &mut Vec<u8>, start: usize) {
        let flag = |set, flag| if set { flag } else { 0 };
        let flags =
            flag(self.rdata.is_some(), RDATA) | flag(self.owner.is_some(), OWNER) | flag(self.at.file != 0, FILE);
        // A key is shorter than its limit, and RDATA is cut to what 16 bits count.
        let [a, b] = (u16::try_from(self.key_len).unwrap_or(KEY) | flags).to_le_bytes();
        let [c, d] = u16::try_from(self.rdata_len).unwrap_or(u16::MAX).to_le_bytes();
        let [t0, t1, t2, t3] = self.ttl.to_le_bytes();
        let [s0, s1, s2, s3] = self.at.start.to_le_bytes();
        let [l0, l1, l2, l3] = self.at.len.to_le_bytes();
        if let Some(header) = out.get_mut(start..).and_then(<[u8]>::first_chunk_mut) {
            *header = [a, b, c, d, t0, t1, t2, t3, s0, s1, s2, s3, l0, l1, l2, l3];
        }
        if flags == 0 {
            return;
        }
        out.extend_from_slice(self.rdata.unwrap_or_default());
        if let Some(owner) = self.owner {
            // RFC 1035 §2.3.4: 255 octets at most.
            out.push(u8::try_from(owner.len()).unwrap_or(0));
            out.extend_from_slice(owner);
        }
        if self.at.file != 0 {
            out.extend_from_slice(&self.at.file.to_le_bytes());
        }
    }
}

/// Writes a run.
#[derive(Debug, Default)]
pub(super) struct Writer {
    chunks: Vec<Chunk>,
    open: Vec<u8>,
}

impl Writer {
    /// Appends a record as a block has it.
    pub(super) fn push(&mut self, record: &[u8]) {
        if self.open.len() + record.len() > self.open.capacity() {
            self.close();
            self.open.reserve_exact(record.len().max(CHUNK));
        }
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
