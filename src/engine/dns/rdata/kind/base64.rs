//! Octets in Base64 (RFC 4648 §4), over as many words as the writer liked.

use data_encoding::{BASE64, DecodeError, DecodeKind};

use super::super::words::within;
use super::{Diagnostics, Words};
use crate::engine::dns::{Token, codes};

/// Reads the rest of the words, at least one.
pub(super) fn parse_rest(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let mut tokens = vec![words.next(diags)?];
    while let Some(token) = words.next_if_any() {
        tokens.push(words.unquoted(token, diags)?);
    }
    let text: Vec<u8> = tokens.iter().flat_map(|t| t.text).copied().collect();
    // The decoder takes several padded runs in a row; RFC 4648 §3.2 has padding at the end alone.
    let padding = memchr::memchr(b'=', &text).filter(|at| at + 2 < text.len());
    let inner = |position| Err(DecodeError { position, kind: DecodeKind::Symbol });
    match padding.map_or_else(|| BASE64.decode(&text), inner) {
        Ok(octets) if octets.is_empty() => {
            diags.push(words.fault(&codes::DATA_EMPTY, words.all()));
            None
        }
        Ok(octets) => {
            out.extend_from_slice(&octets);
            Some(())
        }
        Err(error) => {
            let (token, offset) = locate(&tokens, error.position);
            // A wrong length or padding concerns the whole; a wrong symbol one character.
            let span = match error.kind {
                DecodeKind::Symbol => within(&token, offset, 1),
                _ => token.span,
            };
            let shown = codes::shown(text.get(error.position..=error.position).unwrap_or_default());
            diags.push(words.fault(&codes::BASE64_MALFORMED, span).arg("value", shown));
            None
        }
    }
}

/// The word that holds character `position` of all of them, and its offset there.
fn locate<'a>(tokens: &[Token<'a>], mut position: usize) -> (Token<'a>, usize) {
    let mut found = Token { text: b"", quoted: false, span: crate::engine::diag::Span::NONE };
    for token in tokens {
        found = *token;
        if position < token.text.len() {
            break;
        }
        position -= token.text.len();
    }
    (found, position)
}

pub(super) fn print(octets: &[u8], out: &mut String) {
    BASE64.encode_append(octets, out);
}
