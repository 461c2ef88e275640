//! The words of one record's RDATA, handed to the fields one after the other.

use super::Field;
use crate::engine::diag::{Code, Diagnostic, Diagnostics, Edit, Fix, Span};
use crate::engine::dns::{NameRef, RecordType, Token, codes};

/// What is left of the words, and what a message needs to know.
pub(super) struct Words<'t, 'a> {
    tokens: &'t [Token<'a>],
    rest: &'t [Token<'a>],
    all: Span,
    /// Just behind the last word taken, or the type.
    behind: Span,
    field: &'static str,
    /// The type whose RDATA this is.
    pub(super) rtype: RecordType,
    /// Where the type stands.
    pub(super) type_span: Span,
    /// What completes relative names.
    pub(super) origin: Option<NameRef<'t>>,
}

impl<'t, 'a> Words<'t, 'a> {
    pub(super) fn new(rtype: RecordType, tokens: &'t [Token<'a>], at: Span, origin: Option<NameRef<'t>>) -> Self {
        let all = match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => at,
        };
        Self { tokens, rest: tokens, all, behind: at, field: "", rtype, type_span: at, origin }
    }

    /// All the words given; the type when there are none.
    pub(super) const fn all(&self) -> Span {
        self.all
    }

    /// The word of the field at `index`; also the words behind it when that field is the last, the only one that can
    /// take several.
    pub(super) fn span_of(&self, index: usize, is_last: bool) -> Span {
        let field = self.tokens.get(index).map_or(self.all, |t| t.span);
        if is_last { field.to(self.all) } else { field }
    }

    /// Whether the words begin with the unquoted `\#` of RFC 3597 §5. In TXT it may also be an escaped `#`: there a
    /// number follows, or it is text, as in BIND.
    pub(super) fn is_generic(&self) -> bool {
        let number = |token: &Token<'_>| !token.quoted && token.text.iter().all(u8::is_ascii_digit);
        self.rest.first().is_some_and(|token| token.text == b"\\#" && !token.quoted)
            && (self.rtype != RecordType::TXT || self.rest.get(1).is_some_and(number))
    }

    /// The field that the next words belong to.
    pub(super) const fn enter(&mut self, field: &Field) {
        self.field = field.name;
    }

    /// A part of the current field that messages name alone.
    pub(super) const fn enter_part(&mut self, name: &'static str) {
        self.field = name;
    }

    /// The next word, if there is one.
    pub(super) fn next_if_any(&mut self) -> Option<Token<'a>> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        self.behind = first.span;
        Some(*first)
    }

    /// Whether a word is left.
    pub(super) const fn has_more(&self) -> bool {
        !self.rest.is_empty()
    }

    /// Takes the next word if it is this one, without quotes.
    pub(super) fn skip_word(&mut self, word: &[u8]) -> bool {
        let found = self.rest.first().is_some_and(|token| token.text == word && !token.quoted);
        if found {
            self.next_if_any();
        }
        found
    }

    /// The next word, quoted or not; its lack is diagnosed.
    pub(super) fn next_string(&mut self, diags: &mut Diagnostics) -> Option<Token<'a>> {
        let next = self.next_if_any();
        if next.is_none() {
            diags.push(self.missing());
        }
        next
    }

    /// That the current field is missing. Of an SOA whose mailbox is a number it is the mailbox, and that its serial.
    fn missing(&self) -> Diagnostic {
        let is_number = |token: &Token<'_>| !token.text.is_empty() && token.text.iter().all(u8::is_ascii_digit);
        let is_shifted = self.rtype == RecordType::SOA && self.tokens.get(1).is_some_and(is_number);
        let (field, behind) = match self.tokens.first() {
            Some(primary) if is_shifted => ("mailbox", primary.span),
            _ => (self.field, self.behind),
        };
        let end = if behind.is_some() { Span::new(behind.file, behind.end(), 0) } else { behind };
        Diagnostic::new(&codes::FIELD_MISSING, end).arg("type", self.rtype.to_string()).arg("field", field)
    }

    /// That a word is left; its lack is diagnosed.
    pub(super) fn expect_any(&mut self, diags: &mut Diagnostics) -> Option<()> {
        if self.rest.is_empty() {
            self.next_string(diags)?;
        }
        Some(())
    }

    /// The next word, which must stand without quotes.
    pub(super) fn next(&mut self, diags: &mut Diagnostics) -> Option<Token<'a>> {
        let next = self.next_string(diags)?;
        self.unquoted(next, diags)
    }

    /// `token` if it stands without quotes. RFC 1035 §5.1: quotes delimit character-strings.
    pub(super) fn unquoted(&self, token: Token<'a>, diags: &mut Diagnostics) -> Option<Token<'a>> {
        if !token.quoted {
            return Some(token);
        }
        let fix = Fix {
            title: &codes::REMOVE_QUOTES,
            args: crate::engine::diag::Args::new(),
            edits: vec![Edit { span: token.span, text: String::from_utf8_lossy(token.text).into_owned() }],
        };
        diags.push(self.bad(&codes::FIELD_QUOTED, &token).fix(fix));
        None
    }

    /// That no words are left.
    pub(super) fn finish(&self, diags: &mut Diagnostics) -> Option<()> {
        let (Some(first), Some(last)) = (self.rest.first(), self.rest.last()) else { return Some(()) };
        let extra = Diagnostic::new(&codes::FIELD_EXTRA, first.span.to(last.span));
        let extra = extra.arg("type", self.rtype.to_string()).arg("field", self.field);
        diags.push(extra.arg("value", codes::shown(first.text)));
        None
    }

    /// A finding about the current field.
    pub(super) fn fault(&self, code: &'static Code, span: Span) -> Diagnostic {
        Diagnostic::new(code, span).arg("type", self.rtype.to_string()).arg("field", self.field)
    }

    /// A finding about the current field's word.
    pub(super) fn bad(&self, code: &'static Code, token: &Token<'_>) -> Diagnostic {
        self.fault(code, token.span).arg("value", codes::shown(token.text))
    }
}

/// The place of `len` bytes at `offset` of a word's text.
pub(super) fn within(token: &Token<'_>, offset: usize, len: usize) -> Span {
    let quote = usize::from(token.quoted);
    let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    if !token.span.is_some() {
        return token.span;
    }
    Span::new(token.span.file, token.span.start.saturating_add(narrow(offset + quote)), narrow(len))
}
