//! Bytes to entries: the lexical half of RFC 1035 §5.1. An entry is a line, or several inside parentheses, cut into
//! words; comments and line ends are gone.
//!
//! An entry that never ends costs itself and nothing more: [`recovery`](super::recovery) says where reading goes on.

use memchr::{memchr, memchr_iter, memchr2, memchr2_iter, memchr3};

use super::codes;
use super::form::{closing_parenthesis, empty_parenthesis};
use super::recovery::{Lines, Resume, entry_line_between, give_up_parenthesis, give_up_quote, looks_like_entry, skip};
use super::stops::Stops;
use super::text::Text;
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::dns::Token;
use crate::engine::limits::TextLimits;

/// What a byte does outside quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Word,
    Blank,
    LineEnd,
    Quote,
    Comment,
    Open,
    Close,
    Escape,
}

#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which checks the bounds")]
static CLASSES: [Class; 256] = {
    let mut table = [Class::Word; 256];
    table[b' ' as usize] = Class::Blank;
    table[b'\t' as usize] = Class::Blank;
    table[0x0b] = Class::Blank;
    table[0x0c] = Class::Blank;
    table[b'\n' as usize] = Class::LineEnd;
    table[b'\r' as usize] = Class::LineEnd;
    table[b'"' as usize] = Class::Quote;
    table[b';' as usize] = Class::Comment;
    table[b'(' as usize] = Class::Open;
    table[b')' as usize] = Class::Close;
    table[b'\\' as usize] = Class::Escape;
    table
};

pub(super) fn class(octet: u8) -> Class {
    CLASSES.get(usize::from(octet)).copied().unwrap_or(Class::Word)
}

/// Where reading stands in one file; offsets count in the file.
#[derive(Debug, Default)]
pub(super) struct Cursor {
    /// Offset of the next entry's line.
    pub(super) at: usize,
    /// An entry was given up before the next was found: what does not look like one is passed over. `at` is the start of a
    /// line then.
    skips: bool,
}

/// What comes next in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    Entry,
    /// Nothing: the file is read.
    End,
    /// What it is stands in the file behind the text; the cursor has moved over empty lines, comments and what is
    /// passed over.
    Cut,
}

/// One entry; reused, so that reading a record allocates nothing.
#[derive(Debug, Default)]
pub(super) struct Entry<'a> {
    /// Its words.
    pub(super) words: Vec<Token<'a>>,
    /// Whether the line started blank: the owner is the last one stated (RFC 1035 §5.1).
    pub(super) owner_omitted: bool,
    /// From the first character that is not blank to the end of the last word or parenthesis.
    pub(super) span: Span,
    /// Something never ended and was reported: only the owner is of use.
    pub(super) broken: bool,
    /// Where the first parenthesis opens.
    pub(super) parenthesis: Option<u32>,
    /// The first quoted string with a word directly beside it.
    pub(super) touching: Option<Span>,
    /// What is wrong with its form; none where nobody asks.
    found: Option<Found>,
    stops: Stops,
    pub(super) limits: TextLimits,
    /// Where the parenthesis opens that holds all others, while it is open.
    pub(super) open: Option<usize>,
    /// How many are open inside it.
    depth: usize,
    /// Where the first parenthesis inside another opens.
    nested: Option<usize>,
    /// Those that close nothing, before any word: what is said of them depends on whether one follows.
    closing: Vec<Span>,
    /// How far lines inside the parentheses were looked at; keeps nested ones linear.
    looked: usize,
    /// Lines inside the parentheses that look like entries, once there are many octets.
    lines: usize,
    /// The first word of those that are more than a record can have.
    pub(super) over: Option<Span>,
}

/// What is wrong with the form of an entry: one that is read again is judged again, and a flood is bounded.
#[derive(Debug)]
struct Found {
    ground: Diagnostics,
    own: Diagnostics,
}

/// Which share of its limit an entry has behind a parenthesis before lines that look like entries are counted: with 16 KiB
/// nearly all entries end before.
const USUAL: usize = 512;

impl<'a> Entry<'a> {
    /// One whose findings [`Entry::tell`] gives to `diags`.
    pub(super) fn telling(diags: &Diagnostics, limits: &TextLimits) -> Self {
        Self { found: Some(Found { ground: diags.part(), own: diags.part() }), limits: *limits, ..Self::default() }
    }

    /// Gives away what was found.
    pub(super) fn tell(&mut self, diags: &mut Diagnostics) {
        if let Some(found) = self.found.as_mut().filter(|found| found.own.counts().total() > 0) {
            diags.absorb(std::mem::replace(&mut found.own, found.ground.part()));
        }
    }

    pub(super) fn find(&mut self, finding: Diagnostic) {
        if let Some(found) = &mut self.found {
            found.own.push(finding);
        }
    }

    fn clear(&mut self) {
        self.words.clear();
        if let Some(found) = self.found.as_mut().filter(|found| found.own.counts().total() > 0) {
            found.own = found.ground.part();
        }
        (self.open, self.depth, self.lines) = (None, 0, 0);
        self.parenthesis = None;
        self.nested = None;
        self.closing.clear();
        self.touching = None;
        self.over = None;
        self.broken = false;
    }

    #[inline]
    fn word(&mut self, word: Token<'a>) {
        if self.words.len() < self.limits.entry_words {
            self.words.push(word);
        } else {
            self.over.get_or_insert(word.span);
        }
    }

    /// Whether the parenthesis that is open must have been forgotten, at the start of a line inside it.
    fn is_too_long(&mut self, octets: &[u8], open: usize, at: usize) -> bool {
        let so_far = at - open;
        self.lines += usize::from(so_far > self.limits.entry / USUAL && looks_like_entry(octets, at, Lines::ColumnOne));
        so_far > self.limits.entry || self.lines > self.limits.entry_lines
    }
}

/// Reads the next entry; a line of nothing but parentheses is one without words. An entry is always read with the same text.
pub(super) fn next_entry<'a>(text: Text<'a>, cursor: &mut Cursor, entry: &mut Entry<'a>) -> Next {
    entry.clear();
    let octets = text.octets;
    if cursor.skips {
        match skip(text, cursor.at.saturating_sub(text.base)) {
            Resume::At(line) => *cursor = Cursor::new(text.base + line),
            Resume::Behind(line) => {
                cursor.at = text.base + line;
                return if text.goes_on { Next::Cut } else { Next::End };
            }
        }
    }
    let mut resume = None;
    let mut at = cursor.at.saturating_sub(text.base);
    let mut start = None;
    let mut end = at;
    // The line up to which nothing stands that anybody asks for again.
    let mut empty = at;
    entry.owner_omitted = starts_blank(octets, at);
    while let Some(&octet) = octets.get(at) {
        match class(octet) {
            Class::Blank => at += 1,
            Class::LineEnd => {
                at += 1;
                let open = entry.open;
                match open {
                    None if start.is_some() => break,
                    None => {
                        entry.owner_omitted = starts_blank(octets, at);
                        // A CR at the end of the text may be half of a line's end.
                        if at < octets.len() {
                            empty = at;
                        }
                    }
                    Some(open) if entry.is_too_long(octets, open, at) => {
                        resume = Some(give_up_parenthesis(text, open, Some(at), entry));
                        break;
                    }
                    Some(_) => {}
                }
            }
            Class::Comment => at = line_end(octets, at),
            Class::Open => {
                start.get_or_insert(at);
                match entry.open {
                    None => {
                        entry.parenthesis.get_or_insert(text.span(at, at).start);
                        entry.open = Some(at);
                    }
                    // Nobody nests parentheses over several entries: the first one was forgotten.
                    Some(open) if entry_line_between(octets, entry.looked, at) => {
                        resume = Some(give_up_parenthesis(text, open, None, entry));
                        break;
                    }
                    Some(_) => {
                        entry.depth += 1;
                        entry.nested.get_or_insert(at);
                    }
                }
                entry.looked = at;
                at += 1;
            }
            Class::Close => {
                start.get_or_insert(at);
                if entry.depth > 0 {
                    entry.depth -= 1;
                } else if entry.open.take().is_none() {
                    let span = text.span(at, at + 1);
                    if entry.words.is_empty() {
                        entry.closing.push(span);
                    } else {
                        entry.find(closing_parenthesis(span, false));
                    }
                }
                at += 1;
                end = at;
            }
            Class::Quote => {
                start.get_or_insert(at);
                match quoted(text, at, entry.limits.entry) {
                    Quoted::Closed { end, lines } => {
                        let inner = octets.get(at + 1..end - 1).unwrap_or_default();
                        let span = text.span(at, end);
                        if lines {
                            let all = memchr2_iter(b'\n', b'\r', inner).all(|end| is_escaped(inner, end));
                            let some = || memchr_iter(b'\n', inner).any(|end| is_escaped(inner, end));
                            let escaped = if all {
                                "yes"
                            } else if some() {
                                "some"
                            } else {
                                ""
                            };
                            let finding = Diagnostic::new(&codes::QUOTE_LINES, span);
                            entry.find(if escaped.is_empty() { finding } else { finding.arg("escaped", escaped) });
                        }
                        if touches(octets, at, end) {
                            entry.touching.get_or_insert(span);
                        }
                        entry.word(Token { text: inner, quoted: true, span });
                        at = end;
                    }
                    Quoted::Open => {
                        resume = Some(give_up_quote(text, at, entry));
                        break;
                    }
                    Quoted::Cut => return Next::Cut,
                }
            }
            Class::Word | Class::Escape => {
                start.get_or_insert(at);
                loop {
                    let end = word_end(text, at, entry.limits.entry, &mut entry.stops);
                    let inner = octets.get(at..end).unwrap_or_default();
                    entry.word(Token { text: inner, quoted: false, span: text.span(at, end) });
                    at = end;
                    // Behind most words stands one blank, and then another word.
                    match octets.get(at..) {
                        Some([b' ' | b'\t', next, ..]) if class(*next) == Class::Word => at += 1,
                        _ => break,
                    }
                }
            }
        }
    }
    // Whatever looked at the end of a window, or behind it, may be something else in the file.
    if text.goes_on && at >= octets.len() {
        cursor.at = text.base + empty;
        return Next::Cut;
    }
    if let (None, Some(open)) = (&resume, entry.open) {
        resume = Some(give_up_parenthesis(text, open, None, entry));
    }
    let skips = match resume {
        Some(Resume::At(line) | Resume::Behind(line)) if text.goes_on && line >= octets.len() => return Next::Cut,
        Some(Resume::At(line)) => {
            at = line;
            false
        }
        Some(Resume::Behind(line)) => {
            at = line;
            true
        }
        None => false,
    };
    if let Some(nested) = entry.nested.filter(|_| !entry.broken) {
        entry.find(Diagnostic::new(&codes::PAREN_NESTED, text.span(nested, nested + 1)));
    }
    if let Some(over) = entry.over.filter(|_| !entry.broken) {
        entry.find(Diagnostic::new(&codes::ENTRY_LONG, over).arg("limit", entry.limits.entry_words));
        entry.broken = true;
    }
    let is_empty = entry.words.is_empty() && !entry.broken;
    for span in std::mem::take(&mut entry.closing) {
        entry.find(closing_parenthesis(span, is_empty));
    }
    if let Some(open) = entry.parenthesis.filter(|_| is_empty) {
        entry.find(empty_parenthesis(text.file, open, entry.owner_omitted));
    }
    *cursor = Cursor { at: text.base + at, skips };
    let is_end = start.is_none() && !entry.broken;
    let start = start.unwrap_or(at);
    let end = entry.words.last().map_or(start, |w| text.offset(w.span.end())).max(end.min(at));
    entry.span = text.span(start, end.max(start));
    if is_end { Next::End } else { Next::Entry }
}

impl Cursor {
    /// At `at`, which is the start of a line or of an entry.
    pub(super) const fn new(at: usize) -> Self {
        Self { at, skips: false }
    }

    /// Whether nothing is known of what follows.
    pub(super) const fn is_fresh(&self) -> bool {
        !self.skips
    }
}

/// Whether the octet at `at` stands behind a backslash that is not itself behind one.
fn is_escaped(octets: &[u8], at: usize) -> bool {
    let before = octets.get(..at).unwrap_or_default();
    before.iter().rev().take_while(|octet| **octet == b'\\').count() % 2 == 1
}

/// Whether the byte at `at` is a blank.
pub(super) fn starts_blank(text: &[u8], at: usize) -> bool {
    text.get(at).is_some_and(|&b| class(b) == Class::Blank)
}

/// Offset of the line end at or after `at`, or of the end of the text.
pub(super) fn line_end(text: &[u8], at: usize) -> usize {
    memchr2(b'\n', b'\r', text.get(at..).unwrap_or_default()).map_or(text.len(), |n| at + n)
}

/// Offset just behind the word that starts at `at`. A quote directly behind `=` belongs to the word: RFC 9460 §2.1
/// writes `alpn="h2,h3"`.
#[inline]
fn word_end(text: Text<'_>, at: usize, limit: usize, stops: &mut Stops) -> usize {
    let end = stops.next(text.octets, at);
    match text.octets.get(end) {
        Some(b'\\' | b'"') => odd_word_end(text, at, limit, stops),
        _ => end,
    }
}

/// The same of a word with an escape or a quote in it, or a quote behind it.
fn odd_word_end(text: Text<'_>, mut at: usize, limit: usize, stops: &mut Stops) -> usize {
    let (start, octets) = (at, text.octets);
    loop {
        at = stops.next(octets, at);
        let Some(&octet) = octets.get(at) else { break };
        match class(octet) {
            // An escape takes the next character with it, but not a line end.
            Class::Escape => at += if octets.get(at + 1).is_some_and(|&b| class(b) != Class::LineEnd) { 2 } else { 1 },
            Class::Quote if at > start && octets.get(at - 1) == Some(&b'=') => match quoted(text, at, limit) {
                Quoted::Closed { end, lines: false } => at = end,
                _ => break,
            },
            _ => break,
        }
    }
    at
}

enum Quoted {
    Closed { end: usize, lines: bool },
    Open,
    Cut,
}

/// Finds the end of the quoted string that opens at `open`. A string may hold line ends, which Knot and NSD take, unless
/// one of its lines looks like an entry, or the quote that would close it has a word behind it and so opens another, or its
/// lines have more octets than the limit: then a quote was forgotten.
fn quoted(text: Text<'_>, open: usize, limit: usize) -> Quoted {
    let octets = text.octets;
    let mut at = open + 1;
    let mut lines = false;
    loop {
        let rest = octets.get(at..).unwrap_or_default();
        let plain = memchr3(b'"', b'\\', b'\n', rest).unwrap_or(rest.len());
        at += memchr(b'\r', rest.get(..plain).unwrap_or_default()).unwrap_or(plain);
        let Some(&octet) = octets.get(at) else { break };
        match class(octet) {
            Class::Quote if lines && !separates(octets.get(at + 1)) => return Quoted::Open,
            Class::Quote => return Quoted::Closed { end: at + 1, lines },
            Class::Escape => at += if octets.get(at + 1).is_some_and(|&b| class(b) != Class::LineEnd) { 2 } else { 1 },
            Class::LineEnd => {
                lines = true;
                at += 1;
                if at - open > limit || looks_like_entry(octets, at, Lines::All) {
                    return Quoted::Open;
                }
                if text.goes_on && line_end(octets, at) == octets.len() {
                    break;
                }
            }
            _ => at += 1,
        }
    }
    if text.goes_on { Quoted::Cut } else { Quoted::Open }
}

/// Whether a word can end before this byte.
fn separates(octet: Option<&u8>) -> bool {
    octet.is_none_or(|&b| matches!(class(b), Class::Blank | Class::LineEnd | Class::Comment | Class::Close))
}

/// Whether no blank stands between the quoted string and what is beside it. Of two strings the first tells.
fn touches(text: &[u8], open: usize, end: usize) -> bool {
    let before = open.checked_sub(1).and_then(|at| text.get(at));
    let word = before.is_some_and(|&b| matches!(class(b), Class::Word | Class::Escape));
    word || text.get(end).is_some_and(|&b| matches!(class(b), Class::Word | Class::Escape | Class::Quote))
}
