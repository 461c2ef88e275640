//! Octets that readers of zone files take otherwise: line ends of two or of the wrong one, form feeds, vertical tabs and
//! NULs. Each is said once a file, since who has one has many.

use memchr::{memchr, memchr_iter, memchr2, memchr2_iter, memrchr2};

use super::lexer::span;
use super::{codes, mend};
use crate::engine::diag::{Diagnostic, Diagnostics};

/// Octets looked at in one go: without an early end inside them this is done many at a time.
const STRIDE: usize = 4096;

/// Whether a text consists of ASCII, tabs and ends of lines of one octet, which is all that most have.
pub(super) fn is_plain(text: &[u8]) -> bool {
    let is_odd = |octet: u8| !(b' '..=b'~').contains(&octet) && octet != b'\n' && octet != b'\t';
    text.chunks(STRIDE).all(|stride| !stride.iter().fold(false, |odd, &octet| odd | is_odd(octet)))
}

/// Reports what stands in `text` for the first time.
pub(super) fn look(text: &[u8], file: u16, diags: &mut Diagnostics) {
    if let Some(end) = memchr(b'\n', text)
        && let Some(at) = end.checked_sub(1).filter(|at| text.get(*at) == Some(&b'\r'))
    {
        diags.push(Diagnostic::new(&codes::LINE_ENDS, span(file, at, end + 1)));
    }
    // RFC 1035 §5.1 speaks of lines and leaves open what ends them.
    let alone = |at: &usize| text.get(at + 1).is_some_and(|next| *next != b'\n');
    if let Some(at) = memchr_iter(b'\r', text).find(alone) {
        diags.push(Diagnostic::new(&codes::LINE_END_CR, span(file, at, at + 1)));
    }
    let outside = |at: &usize| {
        let before = text.get(..*at).unwrap_or_default();
        let line = memrchr2(b'\n', b'\r', before).map_or(before, |end| before.get(end..).unwrap_or_default());
        // In comments and strings they do no harm.
        memchr2(b';', b'"', line).is_none()
    };
    // RFC 1035 §5.1: any combination of tabs and spaces acts as a delimiter, nothing else.
    if let Some(at) = memchr2_iter(0x0b, 0x0c, text).find(outside) {
        let place = span(file, at, at + 1);
        diags.push(Diagnostic::new(&codes::BLANK_UNUSUAL, place).fix(mend::replace(place, " ")));
    }
    if let Some(at) = memchr(0, text) {
        let place = if outside(&at) { "between or in words" } else { "in a string or a comment" };
        diags.push(Diagnostic::new(&codes::OCTET_NUL, span(file, at, at + 1)).arg("where", place));
    }
}
