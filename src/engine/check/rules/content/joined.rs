//! The strings of a TXT record as one text, as its readers join them, and the way back into the zone file.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use crate::engine::check::context::{Context, inside};
use crate::engine::diag::{Edit, Span};
use crate::engine::dns::Token;

/// The joined text.
pub(super) struct Joined<'r> {
    pub(super) octets: Cow<'r, [u8]>,
    strings: Strings<'r>,
    ends: OnceCell<Vec<usize>>,
    /// The record's place.
    pub(super) at: Span,
    /// The word of the RDATA that is the first string.
    first: usize,
    /// Where each string is written and whether in quotes; read once, however much is found.
    written: OnceCell<Vec<(Span, bool)>>,
}

/// The strings that were joined.
enum Strings<'r> {
    One,
    /// The first ends behind so many octets.
    Two(usize),
    /// Those of this RDATA.
    More(&'r [u8]),
}

impl<'r> Joined<'r> {
    /// Joins the strings of RDATA; the common single one is borrowed.
    pub(super) fn new(rdata: &'r [u8], at: Span) -> Self {
        let mut all = strings(rdata);
        let first = all.next().unwrap_or_default();
        let joined = Self::word_of(first, 0, at);
        let Some(second) = all.next() else { return joined };
        let mut octets = Vec::with_capacity(rdata.len());
        octets.extend_from_slice(first);
        octets.extend_from_slice(second);
        let mut strings = Strings::Two(first.len());
        for string in all {
            octets.extend_from_slice(string);
            strings = Strings::More(rdata);
        }
        Self { octets: Cow::Owned(octets), strings, ..joined }
    }

    /// The text that one word of the RDATA stands for.
    pub(super) const fn word_of(octets: &'r [u8], word: usize, at: Span) -> Self {
        Self {
            octets: Cow::Borrowed(octets),
            strings: Strings::One,
            ends: OnceCell::new(),
            at,
            first: word,
            written: OnceCell::new(),
        }
    }

    /// The octets in `range`; none of what lies outside.
    pub(super) fn get(&self, range: Range<usize>) -> &[u8] {
        self.octets.get(range).unwrap_or_default()
    }

    /// The first end of a string that lies inside `range`, not at its edges.
    pub(super) fn seam(&self, range: &Range<usize>) -> Option<usize> {
        let (ends, next) = (self.ends(), self.ends().partition_point(|&end| end <= range.start));
        ends.get(next).copied().filter(|&end| end < range.end)
    }

    /// Where `range` of the octets is written; the whole record when that cannot be told.
    pub(super) fn place(&self, context: &Context<'_>, range: Range<usize>) -> Span {
        let (first, from) = self.string_at(range.start);
        let (last, to) = self.string_at(range.end.saturating_sub(1).max(range.start));
        let end = range.end.saturating_sub(if first == last { from } else { to });
        let start = range.start - from;
        let place = |string: usize, range: Range<usize>| self.word(context, string, |word| inside(word, &range));
        if first == last {
            return place(first, start..end.max(start)).unwrap_or(self.at);
        }
        match (place(first, start..usize::MAX), place(last, 0..end)) {
            (Some(first), Some(last)) => first.to(last),
            _ => self.at,
        }
    }

    /// The edit that puts `new` in the place of `range`, which lies in one string. None without a text, or when `new`
    /// could not stand there as it is.
    pub(super) fn edit(&self, context: &Context<'_>, range: Range<usize>, new: &str) -> Option<Edit> {
        let (string, from) = self.string_at(range.start);
        if self.seam(&range).is_some() {
            return None;
        }
        let place = |word: &Token<'_>| (inside(word, &(range.start - from..range.end - from)), word.quoted);
        let (span, quoted) = self.word(context, string, place)?;
        let is_special = |c: char| matches!(c, '"' | '\\') || !quoted && matches!(c, ' ' | ';' | '(' | ')');
        (!new.contains(is_special)).then(|| Edit { span, text: new.to_owned() })
    }

    /// What `read` makes of the word that a string is written as.
    fn word<R>(&self, context: &Context<'_>, string: usize, read: impl FnOnce(&Token<'_>) -> R) -> Option<R> {
        let written = self.written.get_or_init(|| {
            let placed = |words: &[Token<'_>]| words.iter().map(|word| (word.span, word.quoted)).collect();
            context.words(self.at, placed).unwrap_or_default()
        });
        let &(span, quoted) = written.get(self.first + string)?;
        let (written, quote) = (context.text(span), usize::from(quoted));
        let text = written.get(quote..written.len().checked_sub(quote)?)?;
        Some(read(&Token { text, quoted, span }))
    }

    /// The string that holds the octet at `offset`, and where it begins.
    fn string_at(&self, offset: usize) -> (usize, usize) {
        let ends = self.ends();
        let string = ends.partition_point(|&end| end <= offset);
        (string, string.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0))
    }

    /// Where each string but the last ends in `octets`; counted once, however much is found.
    fn ends(&self) -> &[usize] {
        let rdata = match &self.strings {
            Strings::One => return &[],
            Strings::Two(end) => return std::slice::from_ref(end),
            Strings::More(rdata) => rdata,
        };
        self.ends.get_or_init(|| {
            let mut all = strings(rdata);
            let first = all.next().map_or(0, <[u8]>::len);
            all.scan(first, |end, string| Some(std::mem::replace(end, *end + string.len()))).collect()
        })
    }
}

/// The character-strings of RDATA (RFC 1035 §3.3.14).
pub(super) fn strings(rdata: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = rdata;
    std::iter::from_fn(move || {
        let (&len, tail) = rest.split_first()?;
        let (string, behind) = tail.split_at_checked(usize::from(len))?;
        rest = behind;
        Some(string)
    })
}
