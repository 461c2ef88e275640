//! Forms of an entry that are legal and that other readers take otherwise: parentheses before the type, quoted owners.

use super::lexer::Entry;
use super::text::span;
use super::{codes, mend, words};
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::dns::Token;
use crate::engine::dns::name::bare;

/// Reports a parenthesis that opens before the type; RFC 1035 §5.1 only says that parentheses group data over lines.
/// `words` are those behind the owner.
pub(super) fn early_parenthesis(open: u32, entry: &Entry<'_>, words: &[Token<'_>], diags: &mut Diagnostics) {
    let Some(rtype) = words.iter().find(|word| !words::is_ttl_or_class(word.text)) else { return };
    if open >= rtype.span.start {
        return;
    }
    let owner = entry.words.first().filter(|first| !entry.owner_omitted && open < first.span.start);
    let part = if owner.is_some() { "owner" } else { "type" };
    let at = span(rtype.span.file, open as usize, open as usize + 1);
    diags.push(Diagnostic::new(&codes::PAREN_BEFORE_TYPE, at).arg("part", part));
}

/// What to say of parentheses around nothing, as an entry.
pub(super) fn empty_parenthesis(file: u16, open: u32, is_indented: bool) -> Diagnostic {
    let at = span(file, open as usize, open as usize + 1);
    let finding = Diagnostic::new(&codes::PAREN_BEFORE_TYPE, at).arg("part", "type");
    if is_indented { finding.arg("line", "indented") } else { finding }
}

/// What to say of a parenthesis that closes nothing, be it in a line of parentheses alone.
pub(super) fn closing_parenthesis(at: Span, is_alone: bool) -> Diagnostic {
    let finding = Diagnostic::new(&codes::PAREN_CLOSE, at).fix(mend::delete(at));
    if is_alone { finding.arg("line", "alone") } else { finding }
}

/// What to say of an owner in quotes.
pub(super) fn quoted_owner(owner: &Token<'_>) -> Diagnostic {
    let finding = Diagnostic::new(&codes::OWNER_QUOTED, owner.span);
    // Without quotes these are the same name.
    let plain = |octet: &u8| octet.is_ascii_alphanumeric() || b"-_.*@".contains(octet);
    match std::str::from_utf8(owner.text) {
        Ok(text) if !text.is_empty() && owner.text.iter().all(plain) => finding.fix(mend::replace(owner.span, text)),
        _ => finding,
    }
}

/// Says which signs an owner has without a backslash. With an at sign or letters beyond ASCII more is said of it:
/// check/rules/names.rs.
#[cold]
#[inline(never)]
pub(super) fn report_owner(word: &Token<'_>, diags: &mut Diagnostics) {
    if word.text.is_ascii() && !word.text.contains(&b'@') {
        bare::report(word, diags);
    }
}
