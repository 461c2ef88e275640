//! An RRset as it stands in a snapshot.

use crate::engine::diag::Span;
use crate::engine::dns::{NameRef, RecordType};

use super::entry::{Values, first_ttl, has_more, has_ttls, owner_of};
use super::snapshot::Snapshot;
use super::tree::Cursor;

/// One record of an RRset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Datum<'a> {
    /// Seconds.
    pub ttl: u32,
    /// RDATA in uncompressed wire form.
    pub rdata: &'a [u8],
    /// Its place in the text, [`Span::NONE`] when it came over the wire.
    pub at: Span,
}

/// The records of one owner and type, in canonical order of their RDATA (RFC 4034 §6.3).
#[derive(Clone, Copy)]
pub struct RRset<'a> {
    owner: NameRef<'a>,
    rtype: RecordType,
    first: &'a [u8],
    /// Where further chunks stand; only giant RRsets have any.
    more: Option<&'a Snapshot>,
}

impl<'a> RRset<'a> {
    /// `owner` is in lower case; the value knows better if it was not.
    #[inline]
    pub(super) fn new(owner: NameRef<'a>, rtype: RecordType, first: &'a [u8], zone: &'a Snapshot) -> Self {
        let owner = owner_of(first).unwrap_or(owner);
        Self { owner, rtype, first, more: has_more(first).then_some(zone) }
    }

    /// The owner, with the case it was written in.
    #[must_use]
    pub const fn owner(&self) -> NameRef<'a> {
        self.owner
    }

    /// The type.
    #[must_use]
    pub const fn rtype(&self) -> RecordType {
        self.rtype
    }

    /// Seconds. RFC 2181 §5.2: where TTLs differ, all count as the lowest.
    #[must_use]
    pub fn ttl(&self) -> u32 {
        self.records().map(|r| r.ttl).min().unwrap_or(0)
    }

    /// The TTL of the first record.
    #[must_use]
    pub fn first_ttl(&self) -> u32 {
        first_ttl(self.first)
    }

    /// The records.
    #[inline]
    pub fn records(&self) -> impl Iterator<Item = Datum<'a>> + Clone + use<'a> {
        let mut values = Values::new(self.first);
        let mut more = self.more.map(|_| Box::new(self.chunks()));
        std::iter::from_fn(move || {
            loop {
                if let Some((ttl, rdata, at)) = values.take() {
                    return Some(Datum { ttl, rdata, at });
                }
                values = Values::new(more.as_mut()?.next()?);
            }
        })
    }

    /// The further chunks.
    fn chunks(&self) -> Chunks<'a> {
        Chunks { cursor: self.more.and_then(|zone| zone.behind(self.owner, self.rtype)) }
    }

    /// Octets that the records take here: above those of their RDATA, and known without reading it.
    #[must_use]
    pub fn stored(&self) -> usize {
        self.first.len() + if self.more.is_some() { self.chunks().map(<[u8]>::len).sum() } else { 0 }
    }

    /// Whether the records may have different TTLs; false is certain and costs nothing.
    #[must_use]
    pub fn may_mix_ttls(&self) -> bool {
        self.more.is_some() || has_ttls(self.first)
    }

    /// How many records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records().count()
    }

    /// Never; an RRset has at least one record.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.first.is_empty()
    }
}

/// The chunks of an RRset behind its first.
#[derive(Clone)]
struct Chunks<'a> {
    /// Stands at the next; none when that was the last.
    cursor: Option<Cursor<'a>>,
}

impl<'a> Iterator for Chunks<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let (_, value) = self.cursor.as_mut()?.next()?;
        if !has_more(value) {
            self.cursor = None;
        }
        Some(value)
    }
}
