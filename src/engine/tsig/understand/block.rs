//! BIND's form: `key "name" { algorithm hmac-sha256; secret "…"; };`, among whatever else a configuration holds, with
//! its three kinds of comments.

use super::shown::shown;
use super::{Form, Piece, Raw, is_quote, span};
use crate::engine::diag::{Diagnostic, Diagnostics, Label};
use crate::engine::tsig::codes;

static ADD_SEMICOLON: Label = Label { name: "key-add-semicolon" };

#[derive(Clone, Copy)]
enum Token<'a> {
    Word(Piece<'a>),
    Open,
    Close(usize),
    Semicolon,
}

/// The key blocks of `text`; none when it has no `key … {`.
pub(super) fn read<'a>(text: &'a str, diagnostics: &mut Diagnostics) -> Vec<Raw<'a>> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut rest = tokens.as_slice();
    while let Some((token, after)) = rest.split_first() {
        rest = after;
        let Token::Word(keyword) = token else { continue };
        if let ("key", [Token::Word(name), Token::Open, body @ ..]) = (keyword.text, rest) {
            let (raw, behind) = block(*keyword, *name, body, text, diagnostics);
            found.push(raw);
            rest = behind;
        }
    }
    found
}

fn block<'a, 't>(
    keyword: Piece<'a>,
    name: Piece<'a>,
    mut rest: &'t [Token<'a>],
    text: &str,
    diagnostics: &mut Diagnostics,
) -> (Raw<'a>, &'t [Token<'a>]) {
    let mut raw = Raw::new(Form::Bind, span(keyword.at, text.len() - keyword.at));
    raw.name = Some(name);
    loop {
        match rest {
            [Token::Word(field), Token::Word(value), after @ ..] => {
                match field.text {
                    "algorithm" => raw.algorithm = Some(*value),
                    "secret" => raw.secret = Some(*value),
                    _ => {}
                }
                rest = after;
                if let [Token::Semicolon, after @ ..] = after {
                    rest = after;
                } else {
                    let end = value.at + value.text.len();
                    // Behind the closing quote, if the value has quotes.
                    let quote = text.get(end..).and_then(|t| t.chars().next()).filter(|c| is_quote(*c));
                    let at = span(end + quote.map_or(0, char::len_utf8), 0);
                    let fix = super::judge::fix(&ADD_SEMICOLON, vec![super::judge::edit(at, ";")]);
                    let finding = Diagnostic::new(&codes::KEY_SEMICOLON, field.span()).arg("field", shown(field.text));
                    diagnostics.push(finding.fix(fix));
                }
            }
            [Token::Close(at), after @ ..] => {
                raw.whole = span(keyword.at, at + 1 - keyword.at);
                return (raw, after);
            }
            [_, after @ ..] => rest = after,
            [] => {
                diagnostics.push(Diagnostic::new(&codes::KEY_BLOCK_OPEN, keyword.span()));
                return (raw, rest);
            }
        }
    }
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = Piece { text, at: 0 };
    while let Some(c) = rest.text.chars().next() {
        let len = match c {
            '{' => {
                tokens.push(Token::Open);
                1
            }
            '}' => {
                tokens.push(Token::Close(rest.at));
                1
            }
            ';' => {
                tokens.push(Token::Semicolon);
                1
            }
            '#' => until(rest.text, "\n"),
            '/' if rest.text.starts_with("//") => until(rest.text, "\n"),
            '/' if rest.text.starts_with("/*") => until(rest.text, "*/"),
            c if is_quote(c) => {
                let open = c.len_utf8();
                let inside = rest.text.get(open..).unwrap_or_default();
                // A string that nobody closes ends with its line, so that what follows is still read.
                let len = inside.find(|c| is_quote(c) || c == '\n').unwrap_or(inside.len());
                let (value, after) = inside.split_at(len);
                tokens.push(Token::Word(Piece { text: value, at: rest.at + open }));
                open + len + after.chars().next().filter(|c| is_quote(*c)).map_or(0, char::len_utf8)
            }
            c if c.is_whitespace() || c == '\u{feff}' => c.len_utf8(),
            _ => {
                let is_end = |c: char| c.is_whitespace() || matches!(c, '{' | '}' | ';') || is_quote(c);
                let len = rest.text.find(is_end).unwrap_or(rest.text.len());
                let (word, _) = rest.text.split_at(len);
                tokens.push(Token::Word(Piece { text: word, at: rest.at }));
                len
            }
        };
        rest = Piece { text: rest.text.get(len..).unwrap_or_default(), at: rest.at + len };
    }
    tokens
}

/// Bytes up to and with `end`, or all.
fn until(text: &str, end: &str) -> usize {
    text.find(end).map_or(text.len(), |at| at + end.len())
}
