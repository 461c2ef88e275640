//! Texts whose quotes are missing, or are not those of zone files.

use super::joined::strings;
use super::policy::Policy;
use super::spf;
use super::subject::{Subject, with_fix};
use crate::engine::check::codes::content::{QUOTE_TEXT, STRAIGHT_QUOTES, text as codes};
use crate::engine::check::context::Context;
use crate::engine::diag::{Code, Diagnostic, Edit, Severity, Span};
use crate::engine::dns::Token;

/// Words from which on a text without quotes is told; two may be meant.
const WORDS: usize = 3;
/// Octets of the longest word of a language; longer strings are parts of a key.
const LONGEST: usize = 40;

/// Quotes of typography in UTF-8: “ ” „ ‟ ‘ ’ ‚ « ».
const QUOTES: [&[u8]; 9] = [
    "“".as_bytes(),
    "”".as_bytes(),
    "„".as_bytes(),
    "‟".as_bytes(),
    "‘".as_bytes(),
    "’".as_bytes(),
    "‚".as_bytes(),
    "«".as_bytes(),
    "»".as_bytes(),
];

/// The quote of shells and of other formats.
const SINGLE: &[u8] = b"'";

/// Whether a text begins with a quote of typography.
pub(super) fn is_typographic(text: &[u8]) -> bool {
    // Nearly all texts begin with ASCII.
    !text.first().is_some_and(u8::is_ascii) && QUOTES.iter().any(|quote| text.starts_with(quote))
}

/// Whether the strings may be the words of one text.
pub(super) fn may_be_words(rdata: &[u8]) -> bool {
    let all = || strings(rdata);
    all().nth(WORDS - 1).is_some()
        && all().all(|string| (1..=LONGEST).contains(&string.len()) && !string.contains(&b' '))
}

/// Says what is wrong with the quotes of a text. True when something is.
#[inline(never)]
pub(super) fn check(subject: &mut Subject<'_>, rdata: &[u8], is_policy: bool) -> bool {
    let first = strings(rdata).next().unwrap_or_default();
    if is_typographic(first) {
        typographic(subject);
        return true;
    }
    if first.starts_with(SINGLE) && single(subject) {
        return true;
    }
    let is_version = spf::is_version(first) || Policy::of_text(first).is_some();
    let may_be_cut = is_policy && is_version && !first.contains(&b' ') && !first.contains(&b';');
    if !may_be_cut && !may_be_words(rdata) {
        return false;
    }
    // Whether quotes are there is seen in the text alone.
    let (at, context) = (subject.text.at, subject.context);
    let bare = |words: &[Token<'_>]| {
        let ends = words.first().zip(words.last()).filter(|_| !words.iter().any(|word| word.quoted));
        ends.map(|(first, last)| (first.span, last.span, words.len()))
    };
    let Some((first, last, count)) = context.words(at, bare).flatten() else { return false };
    let (owner, all) = (subject.owner, first.to(last));
    if may_be_cut && count == 1 {
        // RFC 1035 §5.1: a semicolon begins a comment.
        let Some(end) = comment_end(&context.line_behind(last), last) else { return false };
        let all = first.to(Span { start: end, len: 0, ..last });
        subject.say(&codes::COMMENT, 0..subject.text.octets.len(), |finding| {
            with_fix(finding, &QUOTE_TEXT, quoted(all, &context.text(all)))
        });
        return true;
    }
    let code = if is_policy { &codes::UNQUOTED } else { &codes::WORDS };
    subject.diagnostics.offer(code, at, || {
        let finding = Diagnostic::new(code, all).arg("owner", owner.to_string()).arg("count", count);
        with_fix(finding, &QUOTE_TEXT, quoted(all, &context.text(all)))
    });
    is_policy
}

/// The end of the line behind a word, if a comment stands directly behind it.
fn comment_end(behind: &[u8], word: Span) -> Option<u32> {
    let length = behind.starts_with(b";").then(|| behind.trim_ascii_end().len())?;
    Some(word.end() + u32::try_from(length).unwrap_or(0))
}

/// The edits that put quotes around what stands at `at`, on one line without quotes.
fn quoted(at: Span, text: &[u8]) -> Option<Vec<Edit>> {
    if text.is_empty() || text.iter().any(|o| matches!(o, b'"' | b'(' | b')' | b'\n' | b'\r')) {
        return None;
    }
    let insert = |offset: u32| Edit { span: Span::new(at.file, offset, 0), text: "\"".to_owned() };
    Some(vec![insert(at.start), insert(at.end())])
}

fn typographic(subject: &mut Subject<'_>) {
    let (text, context) = (subject.text, subject.context);
    let edits = context.words(text.at, |words| straight(words, &QUOTES, context)).flatten();
    wrong(&codes::TYPOGRAPHIC_QUOTES, &QUOTES, edits, subject);
}

/// Says that a text stands in single quotes. False when it does not, or has others as well.
fn single(subject: &mut Subject<'_>) -> bool {
    let (text, context) = (subject.text, subject.context);
    let bare = |words: &[Token<'_>]| {
        let is_bare = !words.iter().any(|word| word.quoted);
        if is_bare { straight(words, &[SINGLE], context) } else { None }
    };
    let edits = context.words(text.at, bare).flatten();
    let is_so = edits.is_some();
    if is_so {
        wrong(&codes::SINGLE_QUOTES, &[SINGLE], edits, subject);
    }
    is_so
}

/// Says that a text stands in quotes that are none; advice, unless it is a policy.
fn wrong(code: &'static Code, quotes: &[&[u8]], edits: Option<Vec<Edit>>, subject: &mut Subject<'_>) {
    let text = subject.text;
    let behind = quotes.iter().find_map(|quote| text.octets.strip_prefix(*quote)).unwrap_or_default();
    let is_policy = spf::resembles_policy(behind) || Policy::of_text(behind).is_some();
    let finding = Diagnostic::new(code, text.place(subject.context, 0..usize::MAX))
        .severity(if is_policy { Severity::Warning } else { Severity::Info })
        .arg("owner", subject.owner.to_string());
    subject.diagnostics.push(with_fix(finding, &STRAIGHT_QUOTES, edits));
}

/// The edits that write straight quotes for those at both ends; quotes inside of straight ones are taken out.
fn straight(words: &[Token<'_>], quotes: &[&[u8]], context: &Context<'_>) -> Option<Vec<Edit>> {
    let (first, last) = (words.first()?, words.last()?);
    let open = quotes.iter().find(|quote| first.text.starts_with(quote))?.len();
    let close = quotes.iter().find(|quote| last.text.ends_with(quote))?.len();
    let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (is_quoted, is_one) = (first.quoted, words.len() == 1);
    if is_quoted && !is_one || words.iter().skip(1).any(|word| word.quoted) || is_one && first.text.len() < open + close
    {
        return None;
    }
    let (start, end) = (first.span.start + u32::from(is_quoted), last.span.end() - u32::from(is_quoted));
    let inner =
        Span::new(first.span.file, start + narrow(open), 0).to(Span::new(first.span.file, end - narrow(close), 0));
    if context.text(inner).iter().any(|o| matches!(o, b'"' | b'(' | b')' | b'\n' | b'\r')) {
        return None;
    }
    let new = if is_quoted { "" } else { "\"" };
    let edit = |at: u32, len: usize| Edit { span: Span::new(first.span.file, at, narrow(len)), text: new.to_owned() };
    Some(vec![edit(start, open), edit(end - narrow(close), close)])
}
