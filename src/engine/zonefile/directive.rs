//! Control entries: `$ORIGIN`, `$INCLUDE` (RFC 1035 §5.1), `$TTL` (RFC 2308 §4), and BIND's `$GENERATE`.

use super::lexer::Entry;
use super::parser::Request;
use super::record::{FALLBACK_TTL, Reader, read_ttl};
use super::text::Text;
use super::{codes, mend};
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::dns::codes::shown;
use crate::engine::dns::name::bare;
use crate::engine::dns::{Name, RecordSink, Token};

const KNOWN: [&str; 4] = ["$GENERATE", "$INCLUDE", "$ORIGIN", "$TTL"];

/// The letters that they begin with, a bit for each.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which checks the bounds")]
const LETTERS: u32 = {
    let (mut letters, mut n) = (0, 0);
    while n < KNOWN.len() {
        letters |= 1 << (KNOWN[n].as_bytes()[1] & 31);
        n += 1;
    }
    letters
};

impl Reader {
    /// Carries out a directive. Gives the file and its origin when it is an `$INCLUDE`.
    pub(super) fn directive<S: RecordSink + ?Sized>(
        &mut self,
        text: Text<'_>,
        entry: &Entry<'_>,
        sink: &mut S,
        diags: &mut Diagnostics,
    ) -> Option<(Request, Option<Name>)> {
        let (name, arguments) = entry.words.split_first()?;
        if entry.broken {
            return None;
        }
        if name.text.eq_ignore_ascii_case(b"$DATE") {
            diags.push(Diagnostic::new(&codes::DIRECTIVE_DATE, name.span).fix(mend::delete(entry.span)));
            return None;
        }
        let known = KNOWN.iter().find(|k| k.as_bytes().eq_ignore_ascii_case(name.text)).copied();
        // `$TTL3600`: the rest of the word is the argument.
        let glued = if known.is_none() { glued(name) } else { None };
        let is_slip = known.is_none();
        let known = known.or_else(|| unknown(name, glued, diags))?;
        if entry.owner_omitted {
            let word = text.offset(name.span.start);
            let blank = text.span(text.line_start(word), word);
            let indented = Diagnostic::new(&codes::DIRECTIVE_INDENTED, name.span).arg("directive", known);
            diags.push(indented.fix(mend::delete(blank)));
        }
        let glued = glued.map(|(_, argument)| argument);
        let mut others = arguments.iter();
        let Some(argument) = glued.as_ref().or_else(|| others.next()) else {
            if !is_slip {
                diags.push(Diagnostic::new(&codes::DIRECTIVE_SHORT, name.span).arg("directive", known));
            }
            if known == "$TTL" {
                // The records that would have taken it are not another mistake.
                self.default_ttl.get_or_insert(FALLBACK_TTL);
            }
            return None;
        };
        match known {
            "$ORIGIN" => {
                extra(known, others.next(), diags);
                if let Some(origin) = self.read_origin(argument, diags) {
                    self.change_origin(origin, entry.span);
                }
            }
            "$TTL" => {
                extra(known, others.next(), diags);
                self.default_ttl = read_ttl(argument, "$TTL", diags).or(self.default_ttl).or(Some(FALLBACK_TTL));
            }
            "$INCLUDE" => {
                extra(known, arguments.get(2), diags);
                let origin = match arguments.get(1) {
                    Some(word) => Some(self.read_origin(word, diags)?),
                    None => None,
                };
                if argument.quoted {
                    diags.push(Diagnostic::new(&codes::INCLUDE_QUOTED, argument.span));
                }
                let path = String::from_utf8_lossy(argument.text).into_owned();
                return Some((Request { path, at: argument.span }, origin));
            }
            _ => self.generate(text, entry, sink, diags),
        }
        None
    }

    fn read_origin(&mut self, word: &Token<'_>, diags: &mut Diagnostics) -> Option<Name> {
        match Name::parse(word.text, self.origin.as_ref().map(Name::as_ref)) {
            Ok(origin) => {
                if !word.text.ends_with(b".") && word.text != b"@" {
                    let relative = Diagnostic::new(&codes::ORIGIN_RELATIVE, word.span).arg("name", shown(word.text));
                    let whole = origin.to_string();
                    diags.push(relative.arg("origin", whole.as_str()).fix(mend::replace(word.span, &whole)));
                }
                bare::report(word, diags);
                Some(origin)
            }
            Err(fault) => {
                if let Some(diagnostic) = self.name_fault(fault, word) {
                    diags.push(diagnostic);
                }
                None
            }
        }
    }
}

/// Reports a word that is no directive. One that sets what following lines mean, and is a slip away, is carried out all the
/// same: one mistake, one finding.
fn unknown(name: &Token<'_>, glued: Option<Glued<'_>>, diags: &mut Diagnostics) -> Option<&'static str> {
    let unknown = Diagnostic::new(&codes::DIRECTIVE_UNKNOWN, name.span).arg("directive", shown(name.text));
    if let Some((known, argument)) = glued {
        diags.push(unknown.fix(mend::insert(&codes::PUT_SPACE, argument.span, " ")));
        return Some(known).filter(may_be_carried_out);
    }
    let near = mend::nearest(name.text, KNOWN.into_iter());
    diags.push(match near {
        Some(near) => unknown.fix(mend::replace(name.span, near)),
        None => unknown,
    });
    near.filter(may_be_carried_out)
}

/// Directives whose effect is missed on every line behind.
fn may_be_carried_out(known: &&'static str) -> bool {
    matches!(*known, "$ORIGIN" | "$TTL")
}

/// A directive and the argument that was written onto it.
type Glued<'a> = (&'static str, Token<'a>);

fn glued<'a>(word: &Token<'a>) -> Option<Glued<'a>> {
    KNOWN.into_iter().find_map(|known| {
        let (name, text) = word.text.split_at_checked(known.len())?;
        let is_so = name.eq_ignore_ascii_case(known.as_bytes()) && !text.is_empty();
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let start = word.span.start + narrow(known.len());
        let span = Span::new(word.span.file, start, narrow(text.len()));
        is_so.then_some((known, Token { text, span, ..*word }))
    })
}

/// Whether a word may be a directive without its dollar sign.
pub(super) fn is_bare_directive(word: &Token<'_>) -> bool {
    // Each owner is asked about, and most begin otherwise.
    if word.text.first().is_none_or(|letter| LETTERS >> (letter & 31) & 1 == 0) {
        return false;
    }
    let mut bare = KNOWN.iter().filter_map(|known| known.as_bytes().get(1..));
    bare.any(|known| known.eq_ignore_ascii_case(word.text)) && !word.quoted
}

fn extra(directive: &str, word: Option<&Token<'_>>, diags: &mut Diagnostics) {
    if let Some(word) = word {
        let extra = Diagnostic::new(&codes::DIRECTIVE_EXTRA, word.span).arg("directive", directive);
        diags.push(extra.arg("word", shown(word.text)).fix(mend::delete(word.span)));
    }
}
