//! A zone version as bytes: records in transfer order (the SOA first), cut into chunks, with a digest over all.
//!
//! A record is `owner wire, type (2), ttl (4), length (2), rdata`, numbers in network order. Chunks end at record
//! boundaries, so that one can be decoded without its neighbours.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::engine::diag::Span;
use crate::engine::dns::{NameRef, RecordSink, RecordType, Serial};

/// A chunk is closed once it holds this many bytes: large enough that SQLite's row overhead vanishes, small enough to
/// read a big zone without holding it twice.
const CHUNK: usize = 64 * 1024;

/// One version of a zone, ready to be stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Content {
    /// Its serial.
    pub serial: Serial,
    /// How many records.
    pub records: u64,
    /// SHA-256 over the chunks in order.
    pub digest: [u8; 32],
    /// How many of its first chunks the store was given beforehand ([`super::Store::stage`]).
    pub staged: u32,
    /// The records; without those chunks.
    pub chunks: Vec<Vec<u8>>,
}

impl Content {
    /// Reads the chunks back into `sink`.
    ///
    /// # Errors
    /// [`Damage`]; the sink may then have been given some of the records.
    pub fn read(&self, sink: &mut impl RecordSink) -> Result<(), Damage> {
        let mut digest = Sha256::new();
        for chunk in &self.chunks {
            digest.update(chunk);
        }
        if <[u8; 32]>::from(digest.finalize()) != self.digest {
            return Err(Damage::Digest);
        }
        let mut records = 0;
        for chunk in &self.chunks {
            let mut rest = chunk.as_slice();
            while !rest.is_empty() {
                rest = read_record(rest, sink).ok_or(Damage::Record(records))?;
                records += 1;
            }
        }
        if records == self.records { Ok(()) } else { Err(Damage::Count { expected: self.records, found: records }) }
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Content({}, {} records, {} chunks)", self.serial, self.records, self.chunks.len())
    }
}

/// Takes one record from the front of `octets` and returns what is behind it.
pub(super) fn read_record<'a>(octets: &'a [u8], sink: &mut impl RecordSink) -> Option<&'a [u8]> {
    let (owner, len) = NameRef::from_wire(octets).ok()?;
    let (rtype, rest) = octets.get(len..)?.split_first_chunk::<2>()?;
    let (ttl, rest) = rest.split_first_chunk::<4>()?;
    let (size, rest) = rest.split_first_chunk::<2>()?;
    let (rdata, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*size)))?;
    sink.record(owner, RecordType(u16::from_be_bytes(*rtype)), u32::from_be_bytes(*ttl), rdata, Span::NONE);
    Some(rest)
}

/// Puts one record behind `octets`. False: it is none, and nothing was written.
pub(super) fn write_record(
    octets: &mut Vec<u8>,
    owner: NameRef<'_>,
    rtype: RecordType,
    ttl: u32,
    rdata: &[u8],
) -> bool {
    // RFC 1035 §3.2.1: RDLENGTH has 16 bits, so a longer RDATA cannot have come from anywhere.
    let Ok(size) = u16::try_from(rdata.len()) else { return false };
    octets.extend_from_slice(owner.wire());
    octets.extend_from_slice(&rtype.0.to_be_bytes());
    octets.extend_from_slice(&ttl.to_be_bytes());
    octets.extend_from_slice(&size.to_be_bytes());
    octets.extend_from_slice(rdata);
    true
}

/// Collects records into [`Content`].
#[derive(Default)]
pub struct ContentWriter {
    chunks: Vec<Vec<u8>>,
    open: Vec<u8>,
    records: u64,
    octets: usize,
    /// Octets of `chunks`.
    closed: usize,
    digest: Sha256,
}

impl ContentWriter {
    /// Closes the last chunk.
    #[must_use]
    pub fn finish(mut self, serial: Serial) -> Content {
        self.close();
        Content { serial, records: self.records, digest: self.digest.finalize().into(), staged: 0, chunks: self.chunks }
    }

    /// Takes away the chunks that are closed; what is finished later lacks them.
    pub(in crate::roles::server) fn take_closed(&mut self) -> Vec<Vec<u8>> {
        self.closed = 0;
        std::mem::take(&mut self.chunks)
    }

    /// Octets of the chunks that are closed and not taken away.
    pub(in crate::roles::server) const fn closed(&self) -> usize {
        self.closed
    }

    /// Octets of all chunks, those taken away and the open one too.
    pub(in crate::roles::server) const fn octets(&self) -> usize {
        self.octets + self.open.len()
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            self.digest.update(&self.open);
            self.octets += self.open.len();
            self.closed += self.open.len();
            self.chunks.push(std::mem::take(&mut self.open));
        }
    }
}

impl RecordSink for ContentWriter {
    fn record(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8], _at: Span) {
        self.records += u64::from(write_record(&mut self.open, owner, rtype, ttl, rdata));
        if self.open.len() >= CHUNK {
            self.close();
        }
    }
}

/// Why stored content cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// The digest over the chunks is not the stored one.
    Digest,
    /// The record of this index, from 0, does not decode.
    Record(u64),
    /// Another number of records than stored.
    Count {
        /// As stored with the version.
        expected: u64,
        /// As decoded.
        found: u64,
    },
    /// The records do not make a zone.
    Zone,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Digest => f.write_str("its digest is not the stored one"),
            Self::Record(at) => write!(f, "record {at} does not decode"),
            Self::Count { expected, found } => write!(f, "it has {found} records, {expected} were stored"),
            Self::Zone => f.write_str("its records do not make a zone"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dns::Name;

    struct Rows(Vec<(String, u16, u32, Vec<u8>)>);

    impl RecordSink for Rows {
        fn record(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8], _at: Span) {
            self.0.push((owner.to_string(), rtype.0, ttl, rdata.to_vec()));
        }
    }

    fn written(n: u16) -> Content {
        let mut writer = ContentWriter::default();
        for i in 0..n {
            let owner = Name::absolute(&format!("h{i}.example.")).unwrap();
            writer.record(owner.as_ref(), RecordType(i), 7, &vec![1; usize::from(i)], Span::NONE);
        }
        writer.finish(Serial(9))
    }

    #[test]
    fn records_come_back_over_many_chunks() {
        let content = written(600);
        assert!(content.chunks.len() > 1, "{content:?}");
        let mut rows = Rows(Vec::new());
        content.read(&mut rows).unwrap();
        assert_eq!(rows.0.len(), 600);
        assert_eq!(rows.0[599], ("h599.example.".to_owned(), 599, 7, vec![1; 599]));
    }

    #[test]
    fn damage_is_seen_before_a_record_is_given() {
        let mut content = written(3);
        content.chunks[0][0] ^= 1;
        let mut rows = Rows(Vec::new());
        assert_eq!(content.read(&mut rows), Err(Damage::Digest));
        assert!(rows.0.is_empty());
    }

    #[test]
    fn a_cut_record_does_not_decode() {
        let mut content = written(3);
        let cut = content.chunks[0].len() - 1;
        content.chunks[0].truncate(cut);
        content.digest = Sha256::digest(&content.chunks[0]).into();
        assert_eq!(content.read(&mut Rows(Vec::new())), Err(Damage::Record(2)));
    }
}
