//! Bytes to entries: the lexical half of RFC 1035 §5.1. An entry is a line, or several inside parentheses, cut into
//! words; comments and line ends are gone.
//!
//! An entry that never ends costs itself and nothing more: after an unclosed parenthesis or quote, reading goes on at the
//! next line that starts in column one with what looks like an entry.

use memchr::{memchr, memchr2, memchr2_iter, memchr3};

use super::stops::Stops;
use super::text::Text;
use super::{codes, mend, words};
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::dns::Token;

/// What a byte does outside quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
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

fn class(octet: u8) -> Class {
    CLASSES.get(usize::from(octet)).copied().unwrap_or(Class::Word)
}

/// Where reading stands in one file; offsets count in the file.
#[derive(Debug, Default)]
pub(super) struct Cursor {
    /// Offset of the next entry's line.
    pub(super) at: usize,
    /// Opening parentheses already known to have no partner, in descending order. Keeps a file full of them linear.
    unclosed: Vec<usize>,
}

/// What comes next in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    Entry,
    /// Nothing: the file is read.
    End,
    /// What it is stands in the file behind the text; the cursor has not moved.
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
    /// Opening parentheses not closed yet.
    opens: Vec<usize>,
    /// Where the first parenthesis inside another opens.
    nested: Option<usize>,
    /// How far lines inside the parentheses were looked at; keeps nested ones linear.
    looked: usize,
}

/// What is wrong with the form of an entry: one that is read again is judged again, and a flood is bounded.
#[derive(Debug)]
struct Found {
    ground: Diagnostics,
    own: Diagnostics,
}

impl Entry<'_> {
    /// One whose findings [`Entry::tell`] gives to `diags`.
    pub(super) fn telling(diags: &Diagnostics) -> Self {
        Self { found: Some(Found { ground: diags.part(), own: diags.part() }), ..Self::default() }
    }

    /// Gives away what was found.
    pub(super) fn tell(&mut self, diags: &mut Diagnostics) {
        if let Some(found) = self.found.as_mut().filter(|found| found.own.counts().total() > 0) {
            diags.absorb(std::mem::replace(&mut found.own, found.ground.part()));
        }
    }

    fn find(&mut self, finding: Diagnostic) {
        if let Some(found) = &mut self.found {
            found.own.push(finding);
        }
    }

    fn clear(&mut self) {
        self.words.clear();
        if let Some(found) = self.found.as_mut().filter(|found| found.own.counts().total() > 0) {
            found.own = found.ground.part();
        }
        self.opens.clear();
        self.parenthesis = None;
        self.nested = None;
        self.touching = None;
        self.broken = false;
    }
}

/// Reads the next entry. An entry is always read with the same text.
pub(super) fn next_entry<'a>(text: Text<'a>, cursor: &mut Cursor, entry: &mut Entry<'a>) -> Next {
    entry.clear();
    let octets = text.octets;
    let mut at = cursor.at.saturating_sub(text.base);
    let mut start = None;
    let mut end = at;
    entry.owner_omitted = starts_blank(octets, at);
    while let Some(&octet) = octets.get(at) {
        match class(octet) {
            Class::Blank => at += 1,
            Class::LineEnd => {
                at += 1;
                if entry.opens.is_empty() {
                    if !entry.words.is_empty() {
                        break;
                    }
                    start = None;
                    entry.owner_omitted = starts_blank(octets, at);
                }
            }
            Class::Comment => at = line_end(octets, at),
            Class::Open => {
                start.get_or_insert(at);
                match entry.opens.first() {
                    None if cursor.known_unclosed(text.base + at) => {
                        at = give_up_parenthesis(text, at, entry);
                        break;
                    }
                    None => entry.looked = at,
                    // Nobody nests parentheses over several entries: the first one was forgotten.
                    Some(&opened) if entry_line_between(octets, entry.looked, at) => {
                        at = give_up_parenthesis(text, opened, entry);
                        break;
                    }
                    Some(_) => {
                        entry.looked = at;
                        entry.nested.get_or_insert(at);
                    }
                }
                entry.parenthesis.get_or_insert(text.span(at, at).start);
                entry.opens.push(at);
                at += 1;
            }
            Class::Close => {
                start.get_or_insert(at);
                if entry.opens.pop().is_none() {
                    let span = text.span(at, at + 1);
                    entry.find(Diagnostic::new(&codes::PAREN_CLOSE, span).fix(mend::delete(span)));
                }
                at += 1;
                end = at;
            }
            Class::Quote => {
                start.get_or_insert(at);
                match quoted(text, at) {
                    Quoted::Closed { end, lines } => {
                        let inner = octets.get(at + 1..end - 1).unwrap_or_default();
                        let span = text.span(at, end);
                        if lines {
                            let escaped = memchr2_iter(b'\n', b'\r', inner).all(|end| is_escaped(inner, end));
                            let finding = Diagnostic::new(&codes::QUOTE_LINES, span);
                            entry.find(if escaped { finding.arg("escaped", "yes") } else { finding });
                        }
                        if touches(octets, at, end) {
                            entry.touching.get_or_insert(span);
                        }
                        entry.words.push(Token { text: inner, quoted: true, span });
                        at = end;
                    }
                    Quoted::Open => {
                        at = give_up_quote(text, at, entry);
                        break;
                    }
                    Quoted::Cut => return Next::Cut,
                }
            }
            Class::Word | Class::Escape => {
                start.get_or_insert(at);
                loop {
                    let end = word_end(text, at, &mut entry.stops);
                    let inner = octets.get(at..end).unwrap_or_default();
                    entry.words.push(Token { text: inner, quoted: false, span: text.span(at, end) });
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
        return Next::Cut;
    }
    if let Some(&opened) = entry.opens.first()
        && !entry.broken
    {
        cursor.unclosed = entry.opens.iter().rev().map(|open| text.base + open).collect();
        at = give_up_parenthesis(text, opened, entry);
    }
    if let Some(nested) = entry.nested.filter(|_| !entry.broken) {
        entry.find(Diagnostic::new(&codes::PAREN_NESTED, text.span(nested, nested + 1)));
    }
    cursor.at = text.base + at;
    let start = start.unwrap_or(at);
    let end = entry.words.last().map_or(start, |w| text.offset(w.span.end())).max(end.min(at));
    entry.span = text.span(start, end.max(start));
    if entry.words.is_empty() && !entry.broken { Next::End } else { Next::Entry }
}

impl Cursor {
    /// At `at`, which is the start of a line or of an entry.
    pub(super) const fn new(at: usize) -> Self {
        Self { at, unclosed: Vec::new() }
    }

    /// Whether nothing is known of what follows.
    pub(super) fn is_fresh(&self) -> bool {
        self.unclosed.last().is_none_or(|&open| open < self.at)
    }

    fn known_unclosed(&mut self, at: usize) -> bool {
        while self.unclosed.last().is_some_and(|&open| open < at) {
            self.unclosed.pop();
        }
        self.unclosed.last() == Some(&at)
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
fn word_end(text: Text<'_>, at: usize, stops: &mut Stops) -> usize {
    let end = stops.next(text.octets, at);
    match text.octets.get(end) {
        Some(b'\\' | b'"') => odd_word_end(text, at, stops),
        _ => end,
    }
}

/// The same of a word with an escape or a quote in it, or a quote behind it.
fn odd_word_end(text: Text<'_>, mut at: usize, stops: &mut Stops) -> usize {
    let (start, octets) = (at, text.octets);
    loop {
        at = stops.next(octets, at);
        let Some(&octet) = octets.get(at) else { break };
        match class(octet) {
            // An escape takes the next character with it, but not a line end.
            Class::Escape => at += if octets.get(at + 1).is_some_and(|&b| class(b) != Class::LineEnd) { 2 } else { 1 },
            Class::Quote if at > start && octets.get(at - 1) == Some(&b'=') => match quoted(text, at) {
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
/// one of its lines looks like an entry, or the quote that would close it has a word behind it and so opens another: then
/// a quote was forgotten.
fn quoted(text: Text<'_>, open: usize) -> Quoted {
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
                if looks_like_entry(octets, at, true) {
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

fn give_up_quote(text: Text<'_>, open: usize, entry: &mut Entry<'_>) -> usize {
    let octets = text.octets;
    if let Some(&parenthesis) = entry.opens.first()
        && entry_line_between(octets, parenthesis, open)
    {
        // The quote stands in another entry already: it is the parenthesis that was forgotten.
        return give_up_parenthesis(text, parenthesis, entry);
    }
    let end = line_end(octets, open);
    let fix = mend::insert(&codes::CLOSE_QUOTE, text.span(end, end), "\"");
    let finding = Diagnostic::new(&codes::QUOTE_OPEN, text.span(open, end));
    let finding = if has_type(entry) { finding.fix(fix) } else { finding };
    entry.find(finding);
    entry.broken = true;
    if entry.opens.is_empty() { end } else { next_entry_line(octets, end) }
}

fn give_up_parenthesis(text: Text<'_>, open: usize, entry: &mut Entry<'_>) -> usize {
    let octets = text.octets;
    let resume = next_entry_line(octets, open);
    entry.words.retain(|w| text.offset(w.span.start) < resume);
    // An indented entry may follow first; the parenthesis belongs in front of that.
    let before = line_starts(octets, open).find(|&line| looks_like_entry(octets, line, true)).unwrap_or(resume);
    let last = entry
        .words
        .iter()
        .rfind(|w| text.offset(w.span.start) < before)
        .map_or(open + 1, |w| text.offset(w.span.end()))
        .max(open + 1);
    let fix = mend::insert(&codes::CLOSE_PARENTHESIS, text.span(last, last), " )");
    // Some programs close it themselves at the end of the text.
    let behind = octets.get(last..).unwrap_or_default();
    let at_end = if behind.iter().all(u8::is_ascii_whitespace) { "yes" } else { "no" };
    let rtype = entry.words.iter().find(|word| words::is_type(word.text)).map_or(&b""[..], |word| word.text);
    let rtype = String::from_utf8_lossy(rtype).to_ascii_uppercase();
    let finding = Diagnostic::new(&codes::PAREN_OPEN, text.span(open, open + 1)).arg("end", at_end).arg("type", rtype);
    let finding = if has_type(entry) { finding.fix(fix) } else { finding };
    entry.find(finding);
    entry.broken = true;
    resume
}

/// Whether a record can come of the entry once it is closed.
fn has_type(entry: &Entry<'_>) -> bool {
    let behind_owner = entry.words.iter().skip(usize::from(!entry.owner_omitted));
    let mut rest = behind_owner.skip_while(|word| words::is_ttl_or_class(word.text));
    rest.next().is_some_and(|word| words::is_type(word.text))
}

/// Offset of the first line after `at` that starts in column one with what looks like an entry, or of the end.
fn next_entry_line(text: &[u8], at: usize) -> usize {
    line_starts(text, at).find(|&line| looks_like_entry(text, line, false)).unwrap_or(text.len())
}

/// Whether a line that looks like an entry starts between the two offsets.
fn entry_line_between(text: &[u8], from: usize, to: usize) -> bool {
    line_starts(text.get(..to).unwrap_or_default(), from).any(|line| looks_like_entry(text, line, false))
}

/// Offsets of the lines that start behind `at`.
fn line_starts(text: &[u8], mut at: usize) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        at = line_end(text, at);
        (at < text.len()).then(|| {
            at += 1;
            at
        })
    })
}

/// Whether the line at `at` reads as a directive or as `[owner] [TTL] [class] type something`.
fn looks_like_entry(text: &[u8], at: usize, indented_too: bool) -> bool {
    let line = text.get(at..line_end(text, at)).unwrap_or_default();
    let omitted = starts_blank(line, 0);
    if omitted && !indented_too {
        return false;
    }
    let mut words = line.split(|&b| class(b) == Class::Blank).filter(|w| !w.is_empty());
    if !omitted {
        match words.next() {
            Some([b'$', letter, ..]) => return letter.is_ascii_alphabetic(),
            Some([first, ..]) if matches!(class(*first), Class::Word | Class::Escape) => {}
            _ => return false,
        }
    }
    let mut skipped = 0;
    while let Some(word) = words.next() {
        if skipped < 2 && words::is_ttl_or_class(word) {
            skipped += 1;
            continue;
        }
        return words::is_type(word) && words.next().is_some();
    }
    false
}
