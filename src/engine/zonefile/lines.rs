//! Places as people count them. Lines are counted while a file is parsed and noted now and then; from there to a place when
//! that is asked for. The line itself is read again: neither the text nor the starts of its lines are held.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use memchr::{memchr_iter, memrchr2};

use super::sources::{Content, Sources};
use crate::engine::diag::{Position, column};

/// Octets after which the lines so far are noted.
const STRIDE: usize = 2 << 10;
/// Strides that are read at once.
const STRIDES: usize = 128;
/// Octets counted in one go: a count of them fits one octet, so that many are compared at once.
const GO: usize = 128;
/// Octets of a line after which a column is noted, so that many places on one long line are not counted from its start each.
const LONG: usize = if cfg!(test) { 16 } else { 64 << 10 };
/// Octets behind which the lines counted while parsing are noted again.
const APART: usize = if cfg!(test) { 64 } else { 64 << 10 };
/// Octets read at once of a file that is not held, since the next place is usually near; a quarter of them stand before what
/// is wanted.
const NEAR: usize = if cfg!(test) { 256 } else { 16 << 10 };
/// Octets read at first for the beginning of a line; doubled until it is found.
const BEFORE: usize = 512;

/// How many lines end before some places of each file, as far as that was counted while it was parsed.
#[derive(Clone, Debug, Default)]
pub(super) struct Counted(BTreeMap<(u16, usize), u32>);

impl Counted {
    /// Up to an offset of a file so many lines end. Few are noted, however many are said.
    pub(super) fn note(&mut self, file: u16, at: usize, ended: u32) {
        if at - self.before(file, at).0 >= APART {
            self.0.insert((file, at), ended);
        }
    }

    /// The nearest noted offset that is not behind `at`, and how many lines end before it.
    fn before(&self, file: u16, at: usize) -> (usize, u32) {
        let noted = self.0.range((file, 0)..=(file, at)).next_back();
        noted.map_or((0, 0), |(&(_, at), &ended)| (at, ended))
    }
}

/// Lines of the files of a zone. A line ends at LF, CR LF or a lone CR.
#[derive(Debug)]
pub struct Lines<'s> {
    sources: &'s Sources,
    /// How many lines end before each stride behind a counted place, by file and that place.
    ended: BTreeMap<(u16, usize), Vec<u32>>,
    /// Of places on long lines, by file and offset, where the line starts and the column.
    marks: BTreeMap<(u16, usize), (usize, u32)>,
    /// What was read last of a file that is not held: the file, where it begins, the octets.
    near: (u16, usize, Vec<u8>),
}

impl<'s> Lines<'s> {
    /// Nothing is read yet.
    #[must_use]
    pub const fn new(sources: &'s Sources) -> Self {
        Self { sources, ended: BTreeMap::new(), marks: BTreeMap::new(), near: (0, 0, Vec::new()) }
    }

    /// As [`Sources::piece`], with fewer reads of a file that is not held.
    pub fn piece(&mut self, file: u16, range: Range<usize>) -> Cow<'_, [u8]> {
        let is_stored = self.sources.get(file).is_some_and(|source| matches!(source.content, Content::Stored(_)));
        if !is_stored || range.len() > NEAR / 2 {
            return self.sources.piece(file, range);
        }
        let end = range.end.min(self.sources.length(file));
        let range = range.start.min(end)..end;
        let (of, base, octets) = &self.near;
        if *of != file || range.start < *base || range.end > base + octets.len() {
            let base = range.start.saturating_sub(NEAR / 4);
            self.near = (file, base, self.sources.piece(file, base..base + NEAR).into_owned());
        }
        // What cannot be read is empty.
        let (_, base, octets) = &self.near;
        Cow::Borrowed(octets.get(range.start - base..range.end - base).unwrap_or_default())
    }

    /// The files.
    #[must_use]
    pub const fn sources(&self) -> &'s Sources {
        self.sources
    }

    /// The line, from 1, that holds an offset of a file.
    pub fn line(&mut self, file: u16, offset: u32) -> u32 {
        let offset = self.inside(file, offset);
        let (from, ended) = self.sources.counted().before(file, offset);
        let stride = (offset - from) / STRIDE;
        let before = self.ended_before(file, from, ended, stride);
        let octets = self.piece(file, from + stride * STRIDE..offset + 1);
        before + ends(&octets, offset - from - stride * STRIDE) + 1
    }

    /// Offset of the first octet of that line.
    pub fn start(&mut self, file: u16, offset: u32) -> usize {
        self.known(file, self.inside(file, offset)).1
    }

    /// A place at or before an offset on the same line, as near as is known; where the line starts, and the place's column.
    fn known(&mut self, file: u16, offset: usize) -> (usize, usize, u32) {
        let mark = self.marks.range((file, 0)..=(file, offset)).next_back();
        let mark = mark.map_or((0, 0, 1), |(&(_, at), &(start, column))| (at, start, column));
        self.start_behind(file, offset, mark.0).map_or(mark, |start| (start, start, 1))
    }

    /// Offset behind the last line end that stands between two offsets.
    fn start_behind(&mut self, file: u16, offset: usize, from: usize) -> Option<usize> {
        let (mut end, mut more) = (offset, BEFORE);
        loop {
            let start = end.saturating_sub(more).max(from);
            let octets = self.piece(file, start..end + 1);
            let mut at = end - start;
            while let Some(found) = memrchr2(b'\n', b'\r', octets.get(..at).unwrap_or_default()) {
                if !matches!(octets.get(found..), Some([b'\r', b'\n', ..])) {
                    return Some(start + found + 1);
                }
                at = found;
            }
            if start == from {
                return None;
            }
            (end, more) = (start, more.saturating_mul(2));
        }
    }

    /// Offset behind the line that holds an offset and `more` others, or `most` octets behind the offset if that is less.
    pub fn behind(&mut self, file: u16, offset: u32, more: u32, most: usize) -> usize {
        let offset = self.inside(file, offset);
        // A CR is told from half a line end by what follows.
        let octets = self.piece(file, offset..offset.saturating_add(most + 1));
        let mut left = more;
        for (at, octet) in octets.iter().enumerate().take(most) {
            let is_end = *octet == b'\n' || *octet == b'\r' && octets.get(at + 1) != Some(&b'\n');
            match (is_end, left) {
                (true, 0) => return offset + at + 1,
                (true, _) => left -= 1,
                _ => {}
            }
        }
        offset + octets.len().min(most)
    }

    /// The place of an offset of a file.
    pub fn position(&mut self, file: u16, offset: u32) -> Position {
        let (line, offset) = (self.line(file, offset), self.inside(file, offset));
        let (mut at, start, mut so_far) = self.known(file, offset);
        while offset - at > LONG {
            let next = at + LONG + apart(&self.piece(file, at + LONG..at + LONG + 4));
            if next > offset {
                break;
            }
            so_far += column(&self.piece(file, at..next)) - 1;
            at = next;
            self.marks.insert((file, at), (start, so_far));
        }
        Position { line, column: so_far + column(&self.piece(file, at..offset)) - 1 }
    }

    fn inside(&self, file: u16, offset: u32) -> usize {
        (offset as usize).min(self.sources.length(file))
    }

    /// How many lines end before a stride behind a place before which `ended` do.
    fn ended_before(&mut self, file: u16, from: usize, ended: u32, stride: usize) -> u32 {
        let ended = self.ended.entry((file, from)).or_insert_with(|| vec![ended]);
        while ended.len() <= stride {
            let first = from + (ended.len() - 1) * STRIDE;
            let strides = (stride + 1 - ended.len()).min(STRIDES);
            let octets = self.sources.piece(file, first..first + strides * STRIDE + 1);
            for n in 0..strides {
                let so_far = ended.last().copied().unwrap_or(0);
                ended.push(so_far + ends(octets.get(n * STRIDE..).unwrap_or_default(), STRIDE));
            }
        }
        ended.get(stride).copied().unwrap_or(0)
    }
}

/// Which of four octets is the first that does not go on a character of UTF-8, which has four at the most.
fn apart(octets: &[u8]) -> usize {
    octets.iter().take(3).take_while(|&&octet| octet & 0xc0 == 0x80).count()
}

/// How many of the first `count` octets end a line; what follows them tells it of a CR.
pub(super) fn ends(octets: &[u8], count: usize) -> u32 {
    let part = octets.get(..count).unwrap_or(octets);
    let (mut feeds, mut returns) = (0, 0);
    for go in part.chunks(GO) {
        let both = |(feeds, returns): (u8, u8), octet: &u8| {
            (feeds + u8::from(*octet == b'\n'), returns + u8::from(*octet == b'\r'))
        };
        let (more_feeds, more_returns) = go.iter().fold((0, 0), both);
        feeds += u32::from(more_feeds);
        returns += u32::from(more_returns);
    }
    if returns == 0 {
        return feeds;
    }
    let is_alone = |at: &usize| octets.get(at + 1) != Some(&b'\n');
    feeds + u32::try_from(memchr_iter(b'\r', part).filter(is_alone).count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::engine::diag::LineIndex;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

        /// Wherever a place is, it is the one that an index of all lines gives.
        #[test]
        fn places_are_those_of_an_index(
            pieces in proptest::collection::vec((0..8_usize, 1..900_usize), 0..30),
            asked in proptest::collection::vec(0..20_000_u32, 1..12),
        ) {
            let kinds: [&[u8]; 8] = [b"a", b"\n", b"\r\n", b"\r", b"\xc3\xa9", b"\xff", b"\xf0\x9f\x98\x80", b"\x80"];
            let text: Vec<u8> = pieces.iter().flat_map(|&(kind, times)| {
                // Line ends a few at a time, so that lines are long, too.
                kinds[kind].repeat(if (1..4).contains(&kind) { times % 3 + 1 } else { times })
            }).collect();
            let index = LineIndex::new(&text);
            for content in [text.clone().into(), Content::Stored(Arc::new(text.clone()))] {
                let sources = Sources::new("z", content);
                let mut lines = Lines::new(&sources);
                for &offset in &asked {
                let expected = index.position(&text, offset);
                prop_assert_eq!(lines.position(0, offset), expected, "at {}", offset);
                let inside = (offset as usize).min(text.len());
                prop_assert_eq!(lines.start(0, offset), index.start(expected.line) as usize);
                for (more, most) in [(0, 10), (2, 700), (5, 40_000)] {
                    let behind = (index.start(expected.line + 1 + more) as usize).max(inside).min(inside + most);
                    prop_assert_eq!(lines.behind(0, offset, more, most), behind, "{} lines behind {}", more, offset);
                }
                }
            }
        }
    }
}
