//! Octets that readers of zone files take otherwise: line ends of two or of the wrong one, form feeds, vertical tabs and
//! NULs, and whether the text is UTF-8. Each is said once a file, since who has one has many.

use memchr::{memchr, memchr_iter, memchr2, memrchr2};

use super::lexer::line_end;
use super::lines;
use super::text::{Text, span};
use super::{codes, mend, words};
use crate::engine::diag::{Diagnostic, Diagnostics};

/// Octets looked at in one go: without an early end inside them this is done many at a time.
const STRIDE: usize = 4096;

/// The first of each kind in a file as far as it was looked at, by offset in the file.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Odd {
    /// Lines that end there.
    pub(super) ended: u32,
    /// The first LF, and whether a CR stands before it.
    line_end: Option<(usize, bool)>,
    /// A CR with something else than LF behind it.
    alone: Option<usize>,
    /// A form feed or a vertical tab outside comments and strings, and not in data of strings.
    blank: Option<usize>,
    /// The same in data that consists of strings alone, where others take it for a letter.
    letter: Option<usize>,
    /// A NUL, and whether it stands outside comments and strings.
    nul: Option<(usize, bool)>,
    /// What is not UTF-8.
    bad: Option<usize>,
}

impl Odd {
    /// What stands from one offset in the file up to another, both inside `text`, and is not known of before. Both are
    /// offsets of entries, before which a line ends: so no character goes on there.
    pub(super) fn look(&self, text: Text<'_>, from: usize, to: usize) -> Self {
        let octets = text.octets;
        let start = from.saturating_sub(text.base);
        let part = octets.get(start..to.saturating_sub(text.base)).unwrap_or_default();
        let in_file = |n: usize| text.base + start + n;
        let ended = lines::ends(octets.get(start..).unwrap_or_default(), part.len());
        let mut found = Self { ended, ..Self::default() };
        if self.line_end.is_none() {
            let is_pair = |n: usize| (start + n).checked_sub(1).and_then(|before| octets.get(before)) == Some(&b'\r');
            found.line_end = memchr(b'\n', part).map(|n| (in_file(n), is_pair(n)));
        }
        if is_plain(part) {
            return found;
        }
        if self.bad.is_none()
            && !part.is_ascii()
            && let Err(fault) = std::str::from_utf8(part)
        {
            found.bad = Some(in_file(fault.valid_up_to()));
        }
        // RFC 1035 §5.1 speaks of lines and leaves open what ends them.
        let is_alone = |n: &usize| octets.get(start + n + 1).is_some_and(|next| *next != b'\n');
        if self.alone.is_none() {
            found.alone = memchr_iter(b'\r', part).find(is_alone).map(in_file);
        }
        // What stands on the line before.
        let before = |n: usize| {
            let before = octets.get(..start + n).unwrap_or_default();
            memrchr2(b'\n', b'\r', before).map_or(before, |end| before.get(end + 1..).unwrap_or_default())
        };
        // In comments and strings they do no harm.
        let is_outside = |line: &[u8]| memchr2(b';', b'"', line).is_none();
        if self.blank.is_none() || self.letter.is_none() {
            let mut from = 0;
            while let Some(n) = memchr2(0x0b, 0x0c, part.get(from..).unwrap_or_default()).map(|n| from + n) {
                // Of what follows on the line nearly all stands behind the same signs.
                from = line_end(part, n);
                let line = before(n);
                if is_outside(line) {
                    let kind = if is_in_strings(line) { &mut found.letter } else { &mut found.blank };
                    kind.get_or_insert(in_file(n));
                }
                if found.blank.is_some() && found.letter.is_some() {
                    break;
                }
            }
        }
        if self.nul.is_none() {
            found.nul = memchr(0, part).map(|n| (in_file(n), is_outside(before(n))));
        }
        found
    }

    /// Reports what was found further on and for the first time.
    pub(super) fn add(&mut self, later: Self, file: u16, diags: &mut Diagnostics) {
        fn first<T: Copy>(known: &mut Option<T>, later: Option<T>) -> Option<T> {
            let new = later.filter(|_| known.is_none());
            *known = known.or(later);
            new
        }
        self.ended = self.ended.saturating_add(later.ended);
        if let Some((end, true)) = first(&mut self.line_end, later.line_end) {
            diags.push(Diagnostic::new(&codes::LINE_ENDS, span(file, end.saturating_sub(1), end + 1)));
        }
        if let Some(at) = first(&mut self.alone, later.alone) {
            diags.push(Diagnostic::new(&codes::LINE_END_CR, span(file, at, at + 1)));
        }
        // RFC 1035 §5.1: any combination of tabs and spaces acts as a delimiter, nothing else.
        let mut blank = |at: Option<usize>, strings: bool| {
            let Some(at) = at else { return };
            let place = span(file, at, at + 1);
            let space = mend::write(&codes::PUT_SPACE, place, " ".to_owned());
            let finding = Diagnostic::new(&codes::BLANK_UNUSUAL, place).fix(space);
            diags.push(if strings { finding.arg("in", "strings") } else { finding });
        };
        blank(first(&mut self.blank, later.blank), false);
        blank(first(&mut self.letter, later.letter), true);
        if let Some((at, outside)) = first(&mut self.nul, later.nul) {
            let place = if outside { "between or in words" } else { "in a string or a comment" };
            diags.push(Diagnostic::new(&codes::OCTET_NUL, span(file, at, at + 1)).arg("where", place));
        }
        if let Some(at) = first(&mut self.bad, later.bad) {
            diags.push(Diagnostic::new(&codes::NOT_UTF8, span(file, at, at + 1)));
        }
    }
}

/// Whether what follows on a line belongs to data that consists of strings alone, whatever they hold. Words end as others see
/// it: at spaces and tabs.
fn is_in_strings(line: &[u8]) -> bool {
    let mut words = line.split(|octet| matches!(octet, b' ' | b'\t')).peekable();
    // An owner, or nothing where the line begins blank.
    words.next();
    let is_head = |word: &&[u8]| word.is_empty() || words::is_ttl_or_class(word);
    let rtype = words.find(|word| !is_head(word));
    let strings: [&[u8]; 2] = [b"TXT", b"SPF"];
    words.peek().is_some() && rtype.is_some_and(|rtype| strings.iter().any(|name| rtype.eq_ignore_ascii_case(name)))
}

/// Whether a text consists of ASCII, tabs and ends of lines of one octet, which is all that most have.
fn is_plain(text: &[u8]) -> bool {
    let is_odd = |octet: u8| !(b' '..=b'~').contains(&octet) && octet != b'\n' && octet != b'\t';
    text.chunks(STRIDE).all(|stride| !stride.iter().fold(false, |odd, &octet| odd | is_odd(octet)))
}
