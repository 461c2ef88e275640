//! From byte offsets to lines and columns as people count them (design.md §1.5).

/// A place as shown: both 1-based; the column counts Unicode scalar values, an invalid byte is one, a tab is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
}

/// How many lines a text has, as [`LineIndex::lines`], without keeping where they start.
#[must_use]
pub fn lines(text: &[u8]) -> u32 {
    let feeds = memchr::memchr_iter(b'\n', text).count();
    let lone = memchr::memchr_iter(b'\r', text).filter(|at| text.get(at + 1) != Some(&b'\n')).count();
    let unended = usize::from(!matches!(text.last(), Some(b'\n' | b'\r')));
    u32::try_from(feeds + lone + unended).unwrap_or(u32::MAX)
}

/// The starts of a text's lines. Built once, and only when there is something to show. A line ends at LF, CR LF or a
/// lone CR.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    len: u32,
}

impl LineIndex {
    /// Reads `text` once. Texts are limited to 4 GiB (limits.rs), so an offset fits.
    #[must_use]
    pub fn new(text: &[u8]) -> Self {
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', text) {
            // CR LF is one line end: the LF makes the start.
            if text.get(at) == Some(&b'\r') && text.get(at + 1) == Some(&b'\n') {
                continue;
            }
            let start = u32::try_from(at + 1).unwrap_or(u32::MAX);
            starts.push(start);
        }
        Self { starts, len: u32::try_from(text.len()).unwrap_or(u32::MAX) }
    }

    /// How many lines there are; a final line end does not start another.
    #[must_use]
    pub fn lines(&self) -> u32 {
        let n = u32::try_from(self.starts.len()).unwrap_or(u32::MAX);
        if n > 1 && self.starts.last() == Some(&self.len) { n - 1 } else { n }
    }

    /// The line (from 1) that holds `offset`.
    #[must_use]
    pub fn line(&self, offset: u32) -> u32 {
        u32::try_from(self.starts.partition_point(|&s| s <= offset)).unwrap_or(u32::MAX)
    }

    /// Offset of the first byte of `line` (from 1); the text's length when there is no such line.
    #[must_use]
    pub fn start(&self, line: u32) -> u32 {
        (line as usize).checked_sub(1).and_then(|i| self.starts.get(i)).copied().unwrap_or(self.len)
    }

    /// The place of `offset` in `text`, which must be the text the index was built from.
    #[must_use]
    pub fn position(&self, text: &[u8], offset: u32) -> Position {
        let offset = offset.min(self.len);
        let line = self.line(offset);
        let before = text.get(self.start(line) as usize..offset as usize).unwrap_or_default();
        Position { line, column: column(before) }
    }
}

/// The column of what stands behind `before`, which begins with its line.
#[must_use]
pub fn column(before: &[u8]) -> u32 {
    // An ill-formed sequence decodes to one U+FFFD per maximal part; count its bytes instead.
    before.utf8_chunks().fold(1, |column, chunk| {
        column + u32::try_from(chunk.valid().chars().count() + chunk.invalid().len()).unwrap_or(u32::MAX)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_scalars_tabs_and_invalid_bytes_as_one() {
        let text = "é\tx\r\ny\rz\n".as_bytes();
        let index = LineIndex::new(text);
        assert_eq!(index.lines(), 3);
        assert_eq!(index.position(text, 3), Position { line: 1, column: 3 });
        assert_eq!(index.position(text, 6), Position { line: 2, column: 1 });
        assert_eq!(index.position(text, 8), Position { line: 3, column: 1 });
        for text in ["", "\n", "\r", "\r\n", "x", "x\n", "x\n\r", "\r\r\n\n\rx", "x\r\ny"] {
            assert_eq!(lines(text.as_bytes()), LineIndex::new(text.as_bytes()).lines(), "{text:?}");
        }
        let bad = b"a\xff\xfeb";
        assert_eq!(LineIndex::new(bad).position(bad, 3), Position { line: 1, column: 4 });
    }
}
