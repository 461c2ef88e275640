//! Builds a message within a size, with names compressed (RFC 1035 §4.1.4).

mod suffixes;

use suffixes::Suffixes;

use super::super::rdata;
use super::super::{Class, NameRef, RecordType};
use super::{HEADER_LEN, Header, Opt, Question, Section};

/// What was to be written does not fit; the message is as it was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

/// A place in a message being built, to go back to.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    len: usize,
    counts: [u16; 4],
    suffixes: usize,
}

/// Writes a message front to back: questions, then records section by section.
#[derive(Debug)]
pub struct MessageBuilder {
    octets: Vec<u8>,
    max_len: usize,
    counts: [u16; 4],
    suffixes: Suffixes,
}

impl MessageBuilder {
    /// A message of at most `max_len` octets (at least a header's 12, at most 65,535), holding its header.
    #[must_use]
    pub fn new(header: Header, max_len: usize) -> Self {
        let mut octets = Vec::with_capacity(512);
        octets.extend_from_slice(&header.octets());
        octets.resize(HEADER_LEN, 0);
        let max_len = max_len.clamp(HEADER_LEN, usize::from(u16::MAX));
        Self { octets, max_len, counts: [0; 4], suffixes: Suffixes::of(max_len) }
    }

    /// Keeps room for what is to come last; [`Self::widen`] gives it back.
    pub fn narrow(&mut self, octets: usize) {
        self.max_len = self.max_len.saturating_sub(octets).max(HEADER_LEN);
    }

    /// Where the message is now.
    #[must_use]
    pub fn mark(&self) -> Mark {
        Mark { len: self.octets.len(), counts: self.counts, suffixes: self.suffixes.mark() }
    }

    /// Takes back what was written since.
    pub fn back_to(&mut self, mark: Mark) {
        self.octets.truncate(mark.len);
        self.counts = mark.counts;
        self.suffixes.forget_after(mark.suffixes);
    }

    /// Gives the message another header than it was begun with.
    pub fn set_header(&mut self, header: Header) {
        for (slot, octet) in self.octets.iter_mut().zip(header.octets()) {
            *slot = octet;
        }
    }

    /// Gives back room that was kept for a last record.
    pub fn widen(&mut self, octets: usize) {
        self.max_len = self.max_len.saturating_add(octets).min(usize::from(u16::MAX));
    }

    /// Octets so far.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.octets.len()
    }

    /// Whether it holds neither question nor record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts == [0; 4]
    }

    /// Appends a question.
    ///
    /// # Errors
    /// [`Full`].
    pub fn question(&mut self, name: NameRef<'_>, rtype: RecordType, class: Class) -> Result<(), Full> {
        self.whole(0, |b| {
            b.name(name);
            b.octets.extend_from_slice(&rtype.0.to_be_bytes());
            b.octets.extend_from_slice(&class.0.to_be_bytes());
        })
    }

    /// Appends a question as it was asked.
    ///
    /// # Errors
    /// [`Full`].
    pub fn repeat(&mut self, question: &Question) -> Result<(), Full> {
        self.question(question.name(), question.rtype, question.class)
    }

    /// Appends a record whose RDATA is in uncompressed wire form. Sections must be filled in their order.
    ///
    /// # Errors
    /// [`Full`].
    pub fn record(
        &mut self,
        section: Section,
        owner: NameRef<'_>,
        rtype: RecordType,
        class: Class,
        ttl: u32,
        rdata: &[u8],
    ) -> Result<(), Full> {
        self.whole(1 + section as usize, |b| {
            b.name(owner);
            b.octets.extend_from_slice(&rtype.0.to_be_bytes());
            b.octets.extend_from_slice(&class.0.to_be_bytes());
            b.octets.extend_from_slice(&ttl.to_be_bytes());
            let len_at = b.octets.len();
            b.octets.extend_from_slice(&[0, 0]);
            b.rdata(rtype, rdata);
            let len = b.octets.len() - len_at - 2;
            // `whole` refuses a message above 65,535 octets, and with it a longer RDATA.
            let len = u16::try_from(len).unwrap_or(u16::MAX).to_be_bytes();
            if let Some(slot) = b.octets.get_mut(len_at..len_at + 2) {
                slot.copy_from_slice(&len);
            }
        })
    }

    /// Appends the EDNS record; it belongs into the additional section.
    ///
    /// # Errors
    /// [`Full`].
    pub fn opt(&mut self, opt: &Opt<'_>) -> Result<(), Full> {
        self.whole(3, |b| opt.write(&mut b.octets))
    }

    /// The message with its counts.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        for (slot, count) in self.octets.iter_mut().skip(4).zip(self.counts.iter().flat_map(|c| c.to_be_bytes())) {
            *slot = count;
        }
        self.octets
    }

    /// Does `write` wholly and counts it, or not at all.
    fn whole(&mut self, counter: usize, write: impl FnOnce(&mut Self)) -> Result<(), Full> {
        let start = self.octets.len();
        let mark = self.suffixes.mark();
        write(self);
        let count = self.counts.get_mut(counter).filter(|c| **c < u16::MAX);
        match count {
            Some(count) if self.octets.len() <= self.max_len => {
                *count += 1;
                Ok(())
            }
            _ => {
                self.octets.truncate(start);
                self.suffixes.forget_after(mark);
                Err(Full)
            }
        }
    }

    /// RFC 3597 §4: only names in the RDATA of RFC 1035's types may be compressed.
    fn rdata(&mut self, rtype: RecordType, rdata: &[u8]) {
        let mut copied = 0;
        if rdata::is_compressible(rtype) {
            for embedded in rdata::names(rtype, rdata) {
                self.octets.extend_from_slice(rdata.get(copied..embedded.offset).unwrap_or_default());
                self.name(embedded.name);
                copied = embedded.offset + embedded.name.wire().len();
            }
        }
        self.octets.extend_from_slice(rdata.get(copied..).unwrap_or_default());
    }

    fn name(&mut self, name: NameRef<'_>) {
        self.suffixes.write(name, &mut self.octets);
    }
}
