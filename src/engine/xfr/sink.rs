//! What a transfer feeds: the records of a whole zone, or ordered differences.

use super::Failure;
use crate::engine::diag::Span;
use crate::engine::dns::{NameRef, RecordSink, RecordType};

/// What a record of an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// One of the zone's records; the SOA comes first and only once.
    Zone,
    /// A record to take away. An apex SOA begins a difference sequence: it is that of the version to change (RFC 1995 §4).
    Deletion,
    /// A record to add. An apex SOA ends the deletions: it is that of the version that the sequence leads to.
    Addition,
}

/// Takes the records of one answer in their order: either all are [`Part::Zone`] or none is. What it was given counts
/// only once the transfer is complete; before, nothing is proved.
pub trait ChangeSink {
    /// Whether differences are of use; without, the first of them ends the transfer.
    fn takes_changes(&self) -> bool {
        true
    }

    /// One record of class IN, inside the zone, RDATA checked and in uncompressed wire form.
    ///
    /// # Errors
    /// Why the transfer must end here.
    fn record(
        &mut self,
        part: Part,
        owner: NameRef<'_>,
        rtype: RecordType,
        ttl: u32,
        rdata: &[u8],
    ) -> Result<(), Failure>;

    /// The closing SOA has come and every signature holds.
    ///
    /// # Errors
    /// Why what came is of no use.
    fn end(&mut self) -> Result<(), Failure> {
        Ok(())
    }
}

/// Takes the records of a whole zone along while they come, beside what makes a version of them: a host can keep them
/// early. What it was given counts only once that version is to be stored.
pub trait Tap: RecordSink + Send {
    /// All records have come; the version is made next, and may be refused still.
    fn end(&mut self);
}

/// What collects a whole zone takes no differences.
impl<S: RecordSink> ChangeSink for S {
    fn takes_changes(&self) -> bool {
        false
    }

    fn record(
        &mut self,
        _: Part,
        owner: NameRef<'_>,
        rtype: RecordType,
        ttl: u32,
        rdata: &[u8],
    ) -> Result<(), Failure> {
        RecordSink::record(self, owner, rtype, ttl, rdata, Span::NONE);
        Ok(())
    }
}
