//! The text around a place, for people: a few lines of it, and of a long line what stands around the place.

use std::collections::BTreeMap;

use super::last;
use crate::engine::diag::{Diagnostic, LineIndex, Span};
use crate::engine::zonefile::Sources;

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

/// Excerpts of sources; a file's lines are counted when the first of its places is asked for.
#[derive(Debug)]
pub struct Excerpts<'a> {
    sources: &'a Sources,
    findings: &'a [Diagnostic],
    indexes: BTreeMap<u16, LineIndex>,
}

impl<'a> Excerpts<'a> {
    /// Of places that `findings` name.
    #[must_use]
    pub const fn new(sources: &'a Sources, findings: &'a [Diagnostic]) -> Self {
        Self { sources, findings, indexes: BTreeMap::new() }
    }

    /// What stands around a place; none when it is in no file.
    pub fn around(&mut self, span: Span) -> Option<Excerpt> {
        let source = self.sources.get(span.file)?;
        let bytes = source.bytes.as_slice();
        let index =
            self.indexes.entry(span.file).or_insert_with(|| LineIndex::until(bytes, last(self.findings, span.file)));
        let first = index.line(span.start);
        let final_line = index.line(span.end().max(span.start)).min(first + MOST_LINES - 1);
        let (start, end) = (index.start(first) as usize, index.start(final_line + 1) as usize);
        let from = (span.start as usize).clamp(start, end);
        let is_clipped = from - start > MOST_OCTETS;
        let start = if is_clipped { whole_character(bytes, from - MOST_OCTETS) } else { start };
        let end = whole_character(bytes, end.min(from + MOST_OCTETS));
        let to = (span.end() as usize).clamp(from, end);
        let column = is_clipped.then(|| index.position(bytes, span.start).column as usize);
        let part = |a: usize, b: usize| String::from_utf8_lossy(bytes.get(a..b).unwrap_or_default()).into_owned();
        let before = part(start, from);
        let inside = part(from, to);
        let behind = part(to, end);
        let text = before.clone() + &inside + &behind;
        let text = text.trim_end_matches(['\r', '\n']);
        Some(Excerpt {
            path: source.name.clone(),
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
fn whole_character(bytes: &[u8], at: usize) -> usize {
    let inside = bytes.iter().skip(at).take(3).take_while(|&&octet| octet & 0xc0 == 0x80);
    at + inside.count()
}
