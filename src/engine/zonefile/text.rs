//! A stretch of a file's text: all of it, or a window of it. Offsets count in the stretch, spans in the file.

use crate::engine::diag::Span;

/// The byte order mark of UTF-8, which is no part of the first line.
pub(super) const MARK: &[u8] = b"\xef\xbb\xbf";

/// The stretch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text<'a> {
    pub(super) octets: &'a [u8],
    pub(super) file: u16,
    /// Offset of the first octet in the file.
    pub(super) base: usize,
    /// Whether the file goes on behind it.
    pub(super) goes_on: bool,
}

/// What is wanted reaches beyond the stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut;

impl<'a> Text<'a> {
    /// All of a file.
    pub(super) const fn whole(octets: &'a [u8], file: u16) -> Self {
        Self { octets, file, base: 0, goes_on: false }
    }

    /// The stretch up to an offset in the file.
    pub(super) fn until(self, end: usize) -> Self {
        let octets = self.octets.get(..end.saturating_sub(self.base)).unwrap_or(self.octets);
        Self { octets, goes_on: self.goes_on || octets.len() < self.octets.len(), ..self }
    }

    /// A range of the stretch as a place in the file. Texts are limited to 4 GiB (limits.rs), so the numbers fit.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        span(self.file, self.base + start, self.base + end)
    }

    /// A place in the file as an offset in the stretch.
    pub(super) const fn offset(&self, at: u32) -> usize {
        (at as usize).saturating_sub(self.base)
    }

    /// Offset of the first octet of the line that holds `at`, as far as the stretch reaches.
    pub(super) fn line_start(&self, at: usize) -> usize {
        let before = self.octets.get(..at).unwrap_or_default();
        let first = if self.base == 0 && before.starts_with(MARK) { MARK.len() } else { 0 };
        memchr::memrchr2(b'\n', b'\r', before).map_or(first, |end| end + 1)
    }

    /// Offset in the file of the end of the stretch.
    pub(super) const fn end(&self) -> usize {
        self.base + self.octets.len()
    }
}

/// A range of a file as a place in it.
pub(super) fn span(file: u16, start: usize, end: usize) -> Span {
    let start = u32::try_from(start).unwrap_or(u32::MAX);
    Span::new(file, start, u32::try_from(end).unwrap_or(u32::MAX).saturating_sub(start))
}
