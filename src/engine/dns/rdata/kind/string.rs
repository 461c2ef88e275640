//! Character-strings (RFC 1035 §3.3): a length octet and up to 255 octets; and text that fills the rest of the RDATA.

use std::fmt::Write;

use super::super::words::within;
use super::{Diagnostics, Reader, WireFault, Words};
use crate::engine::diag::{Args, Diagnostic, Edit, Fix};
use crate::engine::dns::name::unescape;
use crate::engine::dns::{Token, codes};

/// Octets of the longest character-string.
const MAX: usize = 255;

pub(super) fn parse(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let token = words.next_string(diags)?;
    append(words, &token, out, diags)
}

pub(super) fn parse_all(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    parse(words, out, diags)?;
    while let Some(token) = words.next_if_any() {
        append(words, &token, out, diags)?;
    }
    Some(())
}

pub(super) fn parse_text(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let token = words.next_string(diags)?;
    unescape_into(words, &token, out, diags)
}

fn append(words: &Words<'_, '_>, token: &Token<'_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let at = out.len();
    out.push(0);
    unescape_into(words, token, out, diags)?;
    let len = out.len() - at - 1;
    let Ok(octet) = u8::try_from(len) else {
        diags.push(too_long(words, token, len));
        return None;
    };
    *out.get_mut(at)? = octet;
    Some(())
}

/// Appends the octets that the word's characters stand for.
pub(super) fn unescape_into(
    words: &Words<'_, '_>,
    token: &Token<'_>,
    out: &mut Vec<u8>,
    diags: &mut Diagnostics,
) -> Option<()> {
    let mut rest = token.text;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        let (plain, escape) = rest.split_at(at);
        out.extend_from_slice(plain);
        let mut octets = escape.iter().copied().skip(1);
        let Ok(octet) = unescape(&mut octets) else {
            let span = within(token, token.text.len() - escape.len(), escape.len().min(4));
            diags.push(words.fault(&codes::STRING_BAD_ESCAPE, span).arg("value", codes::shown(token.text)));
            return None;
        };
        out.push(octet);
        rest = escape.get(escape_len(escape)..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    Some(())
}

/// Characters of the valid escape at the front of `text`.
fn escape_len(text: &[u8]) -> usize {
    if text.get(1).is_some_and(u8::is_ascii_digit) { 4 } else { 2 }
}

/// A string of `count` octets, and how to cut it.
fn too_long(words: &Words<'_, '_>, token: &Token<'_>, count: usize) -> Diagnostic {
    let fault = words.fault(&codes::STRING_TOO_LONG, token.span).arg("count", count).arg("limit", MAX);
    // Only where several strings may stand is cutting a remedy.
    if words.rtype != crate::engine::dns::RecordType::TXT || !token.span.is_some() {
        return fault;
    }
    let mut text = String::with_capacity(token.text.len() + 16);
    let mut rest = token.text;
    let mut octets = 0;
    let mut chunk = Vec::new();
    while !rest.is_empty() {
        let len = if rest.starts_with(b"\\") { escape_len(rest) } else { 1 };
        let (character, tail) = rest.split_at(len.min(rest.len()));
        if octets == MAX {
            text.push_str(&format!("\"{}\" ", String::from_utf8_lossy(&chunk)));
            chunk.clear();
            octets = 0;
        }
        chunk.extend_from_slice(character);
        octets += 1;
        rest = tail;
    }
    text.push_str(&format!("\"{}\"", String::from_utf8_lossy(&chunk)));
    let edits = vec![Edit { span: token.span, text }];
    fault.fix(Fix { title: &codes::SPLIT_STRING, args: Args::new(), edits })
}

pub(super) fn read<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], WireFault> {
    let len = reader.u8()?;
    reader.take(usize::from(len))
}

pub(super) fn skip_all(reader: &mut Reader<'_>) -> Result<(), WireFault> {
    // RFC 1035 §3.3.14: one or more.
    read(reader)?;
    while reader.left() > 0 {
        read(reader)?;
    }
    Ok(())
}

/// In quotes always, so that every octet but `"` and `\` may stand as it is when it is printable.
pub(super) fn print(octets: &[u8], out: &mut String) {
    out.push('"');
    for &octet in octets {
        match octet {
            b'"' | b'\\' => {
                out.push('\\');
                out.push(char::from(octet));
            }
            b' '..=b'~' => out.push(char::from(octet)),
            // Writing to a string does not fail.
            _ => drop(write!(out, "\\{octet:03}")),
        }
    }
    out.push('"');
}

pub(super) fn print_all(reader: &mut Reader<'_>, out: &mut String) -> Result<(), WireFault> {
    print(read(reader)?, out);
    while reader.left() > 0 {
        out.push(' ');
        print(read(reader)?, out);
    }
    Ok(())
}
