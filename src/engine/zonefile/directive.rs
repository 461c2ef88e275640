//! Control entries: `$ORIGIN`, `$INCLUDE` (RFC 1035 §5.1), `$TTL` (RFC 2308 §4), and BIND's `$GENERATE`.

use super::lexer::Entry;
use super::parser::Request;
use super::record::{FALLBACK_TTL, Reader, read_ttl};
use super::text::Text;
use super::{codes, mend};
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::dns::codes::shown;
use crate::engine::dns::{Name, RecordSink, Token};

const KNOWN: [&str; 4] = ["$GENERATE", "$INCLUDE", "$ORIGIN", "$TTL"];

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
        let known = known.or_else(|| unknown(name, diags))?;
        if entry.owner_omitted {
            let word = text.offset(name.span.start);
            let blank = text.span(text.line_start(word), word);
            let indented = Diagnostic::new(&codes::DIRECTIVE_INDENTED, name.span).arg("directive", known);
            diags.push(indented.fix(mend::delete(blank)));
        }
        let Some(argument) = arguments.first() else {
            diags.push(Diagnostic::new(&codes::DIRECTIVE_SHORT, name.span).arg("directive", known));
            if known == "$TTL" {
                // The records that would have taken it are not another mistake.
                self.default_ttl.get_or_insert(FALLBACK_TTL);
            }
            return None;
        };
        match known {
            "$ORIGIN" => {
                extra(known, arguments.get(1), diags);
                if let Some(origin) = self.read_origin(argument, diags) {
                    self.change_origin(origin, entry.span);
                }
            }
            "$TTL" => {
                extra(known, arguments.get(1), diags);
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
fn unknown(name: &Token<'_>, diags: &mut Diagnostics) -> Option<&'static str> {
    let unknown = Diagnostic::new(&codes::DIRECTIVE_UNKNOWN, name.span).arg("directive", shown(name.text));
    let near = mend::nearest(name.text, KNOWN.into_iter());
    diags.push(match near {
        Some(near) => unknown.fix(mend::replace(name.span, near)),
        None => unknown,
    });
    near.filter(|near| matches!(*near, "$ORIGIN" | "$TTL"))
}

fn extra(directive: &str, word: Option<&Token<'_>>, diags: &mut Diagnostics) {
    if let Some(word) = word {
        let extra = Diagnostic::new(&codes::DIRECTIVE_EXTRA, word.span).arg("directive", directive);
        diags.push(extra.arg("word", shown(word.text)).fix(mend::delete(word.span)));
    }
}
