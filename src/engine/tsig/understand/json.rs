//! JSON of providers and of PowerDNS: objects with a name, an algorithm and a secret, at any depth. Reads strings and
//! braces and nothing else, so that half an object still says what it can.

use super::{Form, Piece, Raw, is_smart_quote, span};

/// The objects in `text` that have a field of a key.
pub(super) fn read(text: &str) -> Vec<Raw<'_>> {
    let mut found = Vec::new();
    let mut open: Vec<(usize, Raw<'_>)> = Vec::new();
    let mut field: Option<&str> = None;
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let mut next = at + c.len_utf8();
        match c {
            '{' => open.push((at, Raw::new(Form::Json, span(at, text.len() - at)))),
            '}' => {
                if let Some((start, raw)) = open.pop() {
                    keep(Raw { whole: span(start, next - start), ..raw }, &mut found);
                }
            }
            ',' | '[' | ']' => field = None,
            c if c == '"' || is_smart_quote(c) => {
                let inside = text.get(next..).unwrap_or_default();
                let value = Piece { text: inside.get(..string_len(inside)).unwrap_or_default(), at: next };
                next += value.text.len();
                next += text.get(next..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
                match (field, open.last_mut()) {
                    (Some(name), Some((_, raw))) => put(raw, name, value),
                    (None, _) => field = Some(value.text),
                    (Some(_), None) => {}
                }
            }
            _ => {}
        }
        at = next;
    }
    // Objects that nobody closed.
    open.into_iter().for_each(|(_, raw)| keep(raw, &mut found));
    found
}

fn put<'a>(raw: &mut Raw<'a>, field: &str, value: Piece<'a>) {
    match field {
        "name" => raw.name = Some(value),
        "algo" | "algorithm" => raw.algorithm = Some(value),
        "secret" | "key" => raw.secret = Some(value),
        _ => {}
    }
}

fn keep<'a>(raw: Raw<'a>, found: &mut Vec<Raw<'a>>) {
    if raw.secret.is_some() || raw.algorithm.is_some() {
        found.push(raw);
    }
}

/// Bytes up to the quote that ends a string; one behind a backslash does not.
fn string_len(inside: &str) -> usize {
    let mut escaped = false;
    inside
        .char_indices()
        .find(|&(_, c)| {
            let ends = !escaped && (c == '"' || is_smart_quote(c));
            escaped = !escaped && c == '\\';
            ends || c == '\n'
        })
        .map_or(inside.len(), |(at, _)| at)
}
