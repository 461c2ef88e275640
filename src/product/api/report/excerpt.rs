//! The text around a place, for people: a few lines of it, and of a long line what stands around the place.

use crate::engine::diag::Span;
use crate::engine::zonefile::{Lines, Sources};

/// Lines of one finding that are shown; an entry may have thousands.
const MOST_LINES: u32 = 6;

/// Octets of a line shown before a place and behind its beginning: a line may have a million.
const MOST_OCTETS: usize = 512;

/// Lines of text around a place, as UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The file's name.
    pub path: String,
    /// The number of its first line, from 1.
    pub first_line: usize,
    /// The column of the place, when its line is not shown from the beginning.
    pub column: Option<usize>,
    /// The lines, without the last one's end.
    pub text: String,
    /// Where in `text` the place begins, in bytes.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
}

/// Excerpts of sources, whose lines are read again for it.
#[derive(Debug)]
pub struct Excerpts<'a> {
    lines: Lines<'a>,
}

impl<'a> Excerpts<'a> {
    /// Nothing is read yet.
    #[must_use]
    pub const fn new(sources: &'a Sources) -> Self {
        Self { lines: Lines::new(sources) }
    }

    /// What stands around a place; none when it is in no file.
    pub fn around(&mut self, span: Span) -> Option<Excerpt> {
        let (lines, file) = (&mut self.lines, span.file);
        let path = lines.sources().get(file)?.name.clone();
        let first = lines.line(file, span.start);
        let more = lines.line(file, span.end()).min(first + MOST_LINES - 1) - first;
        let (start, from) = (lines.start(file, span.start), (span.start as usize).min(lines.sources().length(file)));
        let is_clipped = from - start > MOST_OCTETS;
        let start = if is_clipped { whole_character(lines, file, from - MOST_OCTETS) } else { start };
        let end = lines.behind(file, span.start, more, MOST_OCTETS);
        let end = whole_character(lines, file, end);
        let to = (span.end() as usize).clamp(from, end);
        let column = is_clipped.then(|| lines.position(file, span.start).column as usize);
        let octets = lines.piece(file, start..end);
        let part = |a: usize, b: usize| {
            String::from_utf8_lossy(octets.get(a - start..b - start).unwrap_or_default()).into_owned()
        };
        let before = part(start, from);
        let inside = part(from, to);
        let behind = part(to, end);
        let text = before.clone() + &inside + &behind;
        let text = text.trim_end_matches(['\r', '\n']);
        Some(Excerpt {
            path,
            first_line: first as usize,
            column,
            // A place may reach into the line end that is not shown.
            from: before.len().min(text.len()),
            to: (before.len() + inside.len()).min(text.len()),
            text: text.to_owned(),
        })
    }
}

/// The first octet at or behind `at` that does not go on a character of UTF-8, which has four octets at most.
fn whole_character(lines: &mut Lines<'_>, file: u16, at: usize) -> usize {
    let octets = lines.piece(file, at..at.saturating_add(3));
    at + octets.iter().take_while(|&&octet| octet & 0xc0 == 0x80).count()
}
