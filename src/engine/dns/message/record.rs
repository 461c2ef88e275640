//! A record inside a message: its fields, and its RDATA on demand.

use super::super::rdata;
use super::super::wire::{Reader, WireFault};
use super::super::{Class, NameBuf, NameRef, RecordType};

/// One record of a message. Cheap to make: the owner is decompressed in place, the RDATA stays in the message.
#[derive(Clone, Debug)]
pub struct RecordView<'a> {
    owner: NameBuf,
    /// Its type.
    pub rtype: RecordType,
    /// Its class; OPT keeps a size here.
    pub class: Class,
    /// Seconds, as sent. RFC 2181 §8: a value with the highest bit set means 0; OPT keeps flags here.
    pub ttl: u32,
    octets: &'a [u8],
    offset: usize,
    start: usize,
    end: usize,
}

impl<'a> RecordView<'a> {
    pub(super) fn read(reader: &mut Reader<'a>, octets: &'a [u8]) -> Result<Self, WireFault> {
        let offset = reader.offset();
        let owner = reader.name()?;
        let rtype = RecordType(reader.u16()?);
        let class = Class(reader.u16()?);
        let ttl = reader.u32()?;
        let len = usize::from(reader.u16()?);
        let start = reader.offset();
        reader.take(len)?;
        Ok(Self { owner, rtype, class, ttl, octets, offset, start, end: start + len })
    }

    /// Whose record it is.
    #[must_use]
    pub fn owner(&self) -> NameRef<'_> {
        self.owner.as_ref()
    }

    /// Octets from the front of the message to the record.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// Appends the RDATA in uncompressed wire form. It is checked against its type's row of the RDATA table; on failure
    /// `out` stays as it was.
    ///
    /// # Errors
    /// What is wrong with the RDATA, and where in the message.
    pub fn rdata(&self, out: &mut Vec<u8>) -> Result<(), WireFault> {
        rdata::expand(self.rtype, self.octets, self.start, self.end, out)
    }

    /// A reader over the RDATA as sent, its pointers able to reach the message: for OPT and TSIG, whose rooms read them.
    #[must_use]
    pub fn reader(&self) -> Reader<'a> {
        Reader::part(self.octets, self.start, self.end)
    }
}
