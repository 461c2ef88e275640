//! How records travel between rooms: a sink that is fed one record at a time, and the words of a record in text.

use super::{NameRef, RecordType};
use crate::engine::diag::Span;

/// What zone files, transfers and the store's loader feed: records of class IN, RDATA in uncompressed wire form.
pub trait RecordSink {
    /// One record. `at` is its place in the text, [`Span::NONE`] when it came over the wire.
    fn record(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8], at: Span);
}

/// A sink that can be filled in parts at the same time.
pub trait PartedSink: RecordSink + Send + Sync {
    /// An empty sink for a part. Whoever fills a part asks for it: what another part has no more use for may be used again.
    #[must_use]
    fn part(&self) -> Self;

    /// A part is whole. What can be done to it alone is done here, by whoever filled it.
    fn seal(&mut self);

    /// Takes over what a part was given, as if it had been given here.
    fn append(&mut self, part: Self);
}

/// One word of a record in presentation form, as the zone-file lexer cuts it and the RDATA table reads it.
#[derive(Clone, Copy, Debug)]
pub struct Token<'a> {
    /// The characters as written, escapes kept, without the quotes around the whole. Quotes that open inside a word,
    /// as in `alpn="h2,h3"`, do not end it and are kept.
    pub text: &'a [u8],
    /// Whether it stood in quotes.
    pub quoted: bool,
    /// Where, the quotes included.
    pub span: Span,
}
