//! The files of one zone, while their spans matter: the file given and whatever it includes. A file is held, or the host
//! reads it piece by piece whenever some of it is wanted, or it comes by and by while it is read already.

use std::borrow::Cow;
use std::fmt::Debug;
use std::ops::Range;
use std::sync::Arc;

use super::fields::{Fields, fields_at};
use super::lexer::line_end;
use super::lines::Counted;
use super::mend;
use super::parser::Summary;
use super::text::{Cut, Text};
use crate::engine::diag::{Edit, Fix, Span};

/// A file that the host keeps. Its content must stay as it is; whether it did is for the host to find out and to say.
pub trait Stored: Debug + Send + Sync {
    /// Its octets.
    fn length(&self) -> usize;

    /// Fills `piece` with what stands from `at` on; false when that cannot be read.
    fn read(&self, at: usize, piece: &mut [u8]) -> bool;
}

/// What stands in a file.
#[derive(Clone, Debug)]
pub enum Content {
    /// All of it, shared so that a parse never copies a text.
    Held(Arc<Vec<u8>>),
    /// Where it can be read.
    Stored(Arc<dyn Stored>),
    /// What has come of it, and how long it will be.
    Coming {
        /// Its first octets.
        octets: Vec<u8>,
        /// Of the whole.
        length: usize,
    },
}

impl From<Vec<u8>> for Content {
    fn from(octets: Vec<u8>) -> Self {
        Self::Held(Arc::new(octets))
    }
}

impl From<Arc<Vec<u8>>> for Content {
    fn from(octets: Arc<Vec<u8>>) -> Self {
        Self::Held(octets)
    }
}

/// Octets at hand, read piece by piece as a file is: what windows give can be held against the text as a whole.
impl Stored for Vec<u8> {
    fn length(&self) -> usize {
        self.len()
    }

    fn read(&self, at: usize, piece: &mut [u8]) -> bool {
        self.get(at..at.saturating_add(piece.len())).map(|octets| piece.copy_from_slice(octets)).is_some()
    }
}

/// One file.
#[derive(Clone, Debug)]
pub struct Source {
    /// As the host calls it; what output shows.
    pub name: String,
    /// What stands in it.
    pub content: Content,
    /// The `$INCLUDE` that asked for it; [`Span::NONE`] for the first file.
    pub included_at: Span,
}

/// All files; `Span::file` is an index into them.
#[derive(Clone, Debug)]
pub struct Sources {
    files: Vec<Source>,
    counted: Counted,
}

/// A record as it is written.
#[derive(Clone, Debug)]
pub struct Written<'s> {
    /// Its place.
    pub at: Span,
    base: usize,
    octets: Cow<'s, [u8]>,
}

impl<'s> Written<'s> {
    /// What `read` makes of its parts; none when this is no record (a `$GENERATE` makes many).
    pub fn fields<R>(&self, read: impl FnOnce(Fields<'_>) -> R) -> Option<R> {
        let text = Text { octets: &self.octets, file: self.at.file, base: self.base, goes_on: false };
        fields_at(text, self.at).map(read)
    }

    /// The record, if its text was read for it; none when that is held.
    #[must_use]
    pub fn into_read(self) -> Option<Written<'static>> {
        let Self { at, base, octets } = self;
        let Cow::Owned(octets) = octets else { return None };
        Some(Written { at, base, octets: Cow::Owned(octets) })
    }

    /// What is written at `at`; none when that is not a part of it.
    #[must_use]
    pub fn text(&self, at: Span) -> Option<Cow<'s, [u8]>> {
        let start = (at.start as usize).checked_sub(self.base).filter(|_| at.file == self.at.file)?;
        let range = start..start + at.len as usize;
        Some(match &self.octets {
            Cow::Borrowed(octets) => Cow::Borrowed(octets.get(range)?),
            Cow::Owned(octets) => Cow::Owned(octets.get(range)?.to_vec()),
        })
    }
}

/// Octets before and behind a place that are read with it at first; doubled until they suffice.
const AROUND: usize = 1 << 10;

impl Sources {
    /// The file given.
    #[must_use]
    pub fn new(name: impl Into<String>, content: impl Into<Content>) -> Self {
        let first = Source { name: name.into(), content: content.into(), included_at: Span::NONE };
        Self { files: vec![first], counted: Counted::default() }
    }

    /// The file given, of so many octets, of which none has come yet: [`Sources::receive`].
    #[must_use]
    pub fn coming(name: impl Into<String>, length: usize) -> Self {
        let content = if length == 0 { Vec::new().into() } else { Content::Coming { octets: Vec::new(), length } };
        Self::new(name, content)
    }

    /// Has `receive` append what comes of the file given, which is held once all is there. None when nothing is awaited.
    pub fn receive<R>(&mut self, receive: impl FnOnce(&mut Vec<u8>) -> R) -> Option<R> {
        let content = &mut self.files.first_mut()?.content;
        let Content::Coming { octets, length } = content else { return None };
        let received = receive(octets);
        if octets.len() >= *length {
            *content = std::mem::take(octets).into();
        }
        Some(received)
    }

    /// Whether more of the file will come.
    pub(in crate::engine) fn is_coming(&self, file: u16) -> bool {
        self.get(file).is_some_and(|source| matches!(source.content, Content::Coming { .. }))
    }

    /// Adds an included file and returns its index; none when 65,535 are there already.
    pub fn add(&mut self, name: impl Into<String>, content: impl Into<Content>, included_at: Span) -> Option<u16> {
        let file = u16::try_from(self.files.len()).ok().filter(|&n| n < u16::MAX)?;
        self.files.push(Source { name: name.into(), content: content.into(), included_at });
        Some(file)
    }

    /// The file with this index.
    #[must_use]
    pub fn get(&self, file: u16) -> Option<&Source> {
        self.files.get(usize::from(file))
    }

    /// The octets of a file; 0 when there is no such file.
    #[must_use]
    pub fn length(&self, file: u16) -> usize {
        match self.get(file).map(|source| &source.content) {
            Some(Content::Held(octets)) => octets.len(),
            Some(Content::Stored(stored)) => stored.length(),
            Some(Content::Coming { length, .. }) => *length,
            None => 0,
        }
    }

    /// What stands in a range of a file, of which the part that lies behind the end is missing; empty when it cannot be
    /// read or has not come.
    #[must_use]
    pub fn piece(&self, file: u16, range: Range<usize>) -> Cow<'_, [u8]> {
        let end = range.end.min(self.length(file));
        let start = range.start.min(end);
        match self.get(file).map(|source| &source.content) {
            Some(Content::Held(octets)) => Cow::Borrowed(octets.get(start..end).unwrap_or_default()),
            Some(Content::Stored(stored)) => {
                let mut piece = vec![0; end - start];
                Cow::Owned(if stored.read(start, &mut piece) { piece } else { Vec::new() })
            }
            Some(Content::Coming { octets, .. }) => Cow::Borrowed(octets.get(start..end).unwrap_or_default()),
            None => Cow::Borrowed(&[]),
        }
    }

    /// All that stands in a file.
    #[must_use]
    pub fn bytes(&self, file: u16) -> Cow<'_, [u8]> {
        self.piece(file, 0..usize::MAX)
    }

    /// The bytes at `span`; empty when it is not inside a file.
    #[must_use]
    pub fn text(&self, span: Span) -> Cow<'_, [u8]> {
        let range = span.start as usize..span.end() as usize;
        if range.end <= self.length(span.file) { self.piece(span.file, range) } else { Cow::Borrowed(&[]) }
    }

    /// What stands behind `span` up to the end of its line.
    #[must_use]
    pub fn line_behind(&self, span: Span) -> Cow<'_, [u8]> {
        let (file, start) = (span.file, span.end() as usize);
        let end = self.around(span, |text| match line_end(text.octets, text.offset(span.end())) {
            end if text.goes_on && end == text.octets.len() => Err(Cut),
            end => Ok(text.base + end),
        });
        self.piece(file, start..end.unwrap_or(start))
    }

    /// What `read` makes of the parts of the record at `at`; none when no record is written there (a `$GENERATE` makes
    /// many).
    pub fn fields<R>(&self, at: Span, read: impl FnOnce(Fields<'_>) -> R) -> Option<R> {
        self.written(at)?.fields(read)
    }

    /// The record at `at` as it is written; none when that is not inside a file.
    #[must_use]
    pub fn written(&self, at: Span) -> Option<Written<'_>> {
        let (start, end) = (at.start as usize, at.end() as usize);
        if end > self.length(at.file) {
            return None;
        }
        // The octet before tells whether the line begins blank.
        let base = start.saturating_sub(1);
        Some(Written { at, base, octets: self.piece(at.file, base..end) })
    }

    /// The fix that takes the record at `at` out of its file: its whole line or lines, with their comment. None where what
    /// follows would change its meaning.
    #[must_use]
    pub fn removal(&self, at: Span) -> Option<Fix> {
        self.around(at, |text| mend::removal(text, at)).flatten()
    }

    /// The edit that adds `lines` behind the record at `at`, and behind those that share its owner by beginning blank.
    #[must_use]
    pub fn addition(&self, at: Span, lines: &[String]) -> Option<Edit> {
        let head = self.around(Span::new(at.file, 0, 0), |text| match memchr::memchr(b'\n', text.octets) {
            None if text.goes_on => Err(Cut),
            end => Ok(end.is_some_and(|end| text.octets.get(..end).is_some_and(|line| line.ends_with(b"\r")))),
        })?;
        self.around(at, |text| mend::addition(text, at, lines, if head { "\r\n" } else { "\n" }))
    }

    /// What `read` makes of the text around `at`, of which it is given more and more until it has enough.
    fn around<R>(&self, at: Span, mut read: impl FnMut(Text<'_>) -> Result<R, Cut>) -> Option<R> {
        let (file, length) = (at.file, self.length(at.file));
        if let Content::Held(octets) = &self.get(file)?.content {
            return read(Text::whole(octets, file)).ok();
        }
        let mut more = AROUND;
        loop {
            let base = (at.start as usize).saturating_sub(more).min(length);
            let end = (at.end() as usize).saturating_add(more).min(length);
            let octets = self.piece(file, base..end);
            if octets.len() < end - base {
                return None;
            }
            match read(Text { octets: &octets, file, base, goes_on: end < length }) {
                Ok(made) => return Some(made),
                Err(Cut) if base == 0 && end == length => return None,
                Err(Cut) => more = more.saturating_mul(2),
            }
        }
    }

    /// Keeps what a parse of these files counted, so that places in them are found sooner.
    pub fn keep_lines(&mut self, parsed: &mut Summary) {
        self.counted = std::mem::take(&mut parsed.counted);
    }

    pub(super) const fn counted(&self) -> &Counted {
        &self.counted
    }

    /// All files in order of first use.
    #[must_use]
    pub fn files(&self) -> &[Source] {
        &self.files
    }
}
