//! Places as people count them. A file's lines are counted when the first place is asked for and up to there, and the line
//! itself is read again: neither the text nor the starts of its lines are held.

use std::collections::BTreeMap;

use memchr::{memchr_iter, memrchr2};

use super::sources::Sources;
use crate::engine::diag::{Position, column};

/// Octets after which the lines so far are noted.
const STRIDE: usize = 2 << 10;
/// Strides that are read at once.
const STRIDES: usize = 128;
/// Octets counted in one go: a count of them fits one octet, so that many are compared at once.
const GO: usize = 128;
/// Octets of a line after which a column is noted, so that many places on one long line are not counted from its start each.
const LONG: usize = if cfg!(test) { 16 } else { 64 << 10 };
/// Octets read at first for the beginning of a line; doubled until it is found.
const BEFORE: usize = 512;

/// Lines of the files of a zone. A line ends at LF, CR LF or a lone CR.
#[derive(Debug)]
pub struct Lines<'s> {
    sources: &'s Sources,
    /// For each file how many lines end before each of its strides.
    ended: BTreeMap<u16, Vec<u32>>,
    /// Of places on long lines, by file and offset, where the line starts and the column.
    marks: BTreeMap<(u16, usize), (usize, u32)>,
}

impl<'s> Lines<'s> {
    /// Nothing is read yet.
    #[must_use]
    pub const fn new(sources: &'s Sources) -> Self {
        Self { sources, ended: BTreeMap::new(), marks: BTreeMap::new() }
    }

    /// The files.
    #[must_use]
    pub const fn sources(&self) -> &'s Sources {
        self.sources
    }

    /// The line, from 1, that holds an offset of a file.
    pub fn line(&mut self, file: u16, offset: u32) -> u32 {
        let offset = self.inside(file, offset);
        let stride = offset / STRIDE;
        let before = self.ended_before(file, stride);
        let octets = self.sources.piece(file, stride * STRIDE..offset + 1);
        before + ends(&octets, offset - stride * STRIDE) + 1
    }

    /// Offset of the first octet of that line.
    #[must_use]
    pub fn start(&self, file: u16, offset: u32) -> usize {
        self.known(file, self.inside(file, offset)).1
    }

    /// A place at or before an offset on the same line, as near as is known; where the line starts, and the place's column.
    fn known(&self, file: u16, offset: usize) -> (usize, usize, u32) {
        let mark = self.marks.range((file, 0)..=(file, offset)).next_back();
        let mark = mark.map_or((0, 0, 1), |(&(_, at), &(start, column))| (at, start, column));
        self.start_behind(file, offset, mark.0).map_or(mark, |start| (start, start, 1))
    }

    /// Offset behind the last line end that stands between two offsets.
    fn start_behind(&self, file: u16, offset: usize, from: usize) -> Option<usize> {
        let (mut end, mut more) = (offset, BEFORE);
        loop {
            let start = end.saturating_sub(more).max(from);
            let octets = self.sources.piece(file, start..end + 1);
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
    #[must_use]
    pub fn behind(&self, file: u16, offset: u32, more: u32, most: usize) -> usize {
        let offset = self.inside(file, offset);
        // A CR is told from half a line end by what follows.
        let octets = self.sources.piece(file, offset..offset.saturating_add(most + 1));
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
            let next = at + LONG + apart(&self.sources.piece(file, at + LONG..at + LONG + 4));
            if next > offset {
                break;
            }
            so_far += column(&self.sources.piece(file, at..next)) - 1;
            at = next;
            self.marks.insert((file, at), (start, so_far));
        }
        Position { line, column: so_far + column(&self.sources.piece(file, at..offset)) - 1 }
    }

    fn inside(&self, file: u16, offset: u32) -> usize {
        (offset as usize).min(self.sources.length(file))
    }

    /// How many lines end before a stride.
    fn ended_before(&mut self, file: u16, stride: usize) -> u32 {
        let ended = self.ended.entry(file).or_insert_with(|| vec![0]);
        while ended.len() <= stride {
            let first = (ended.len() - 1) * STRIDE;
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
fn ends(octets: &[u8], count: usize) -> u32 {
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
            let (index, sources) = (LineIndex::new(&text), Sources::new("z", text.clone()));
            let mut lines = Lines::new(&sources);
            for offset in asked {
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
