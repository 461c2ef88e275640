//! Octets in hex (RFC 4648 §8), over as many words as the writer liked.

use data_encoding::HEXUPPER;

use super::super::words::within;
use super::{Diagnostics, Words};
use crate::engine::dns::{Token, codes};

/// Reads the rest of the words, at least one octet.
pub(super) fn parse_rest(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    words.expect_any(diags)?;
    let start = out.len();
    parse_any(words, out, diags)?;
    if out.len() == start {
        diags.push(words.fault(&codes::DATA_EMPTY, words.all()));
        return None;
    }
    Some(())
}

/// Reads the rest of the words; no octets when there are none.
pub(in super::super) fn parse_any(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let start = out.len();
    // The digit that the last word ended with, when it had an odd number of them.
    let mut half = None;
    let (mut last, mut split) = (None, false);
    while let Some(token) = words.next_if_any() {
        let token = words.unquoted(token, diags)?;
        // Most presentation formats say that blanks are ignored, and not where (RFC 4034 §5.3, RFC 3597 §5); Knot
        // wants whole octets in each word.
        if half.is_some() && !split {
            split = true;
            diags.push(words.bad(&codes::HEX_SPLIT, &token));
        }
        digits(words, &token, &mut half, out, diags)?;
        last = Some(token);
    }
    even(words, half, last.as_ref(), out.len() - start, diags)
}

/// Reads one word.
pub(super) fn parse_word(
    words: &Words<'_, '_>,
    token: &Token<'_>,
    out: &mut Vec<u8>,
    diags: &mut Diagnostics,
) -> Option<()> {
    let start = out.len();
    let mut half = None;
    digits(words, token, &mut half, out, diags)?;
    even(words, half, Some(token), out.len() - start, diags)
}

fn digits(
    words: &Words<'_, '_>,
    token: &Token<'_>,
    half: &mut Option<u8>,
    out: &mut Vec<u8>,
    diags: &mut Diagnostics,
) -> Option<()> {
    for (offset, &digit) in token.text.iter().enumerate() {
        let Some(value) = char::from(digit).to_digit(16).and_then(|v| u8::try_from(v).ok()) else {
            let shown = codes::shown(token.text.get(offset..=offset).unwrap_or_default());
            diags.push(words.fault(&codes::HEX_MALFORMED, within(token, offset, 1)).arg("value", shown));
            return None;
        };
        match half.take() {
            None => *half = Some(value),
            Some(high) => out.push(high << 4 | value),
        }
    }
    Some(())
}

fn even(
    words: &Words<'_, '_>,
    half: Option<u8>,
    last: Option<&Token<'_>>,
    octets: usize,
    diags: &mut Diagnostics,
) -> Option<()> {
    let (Some(_), Some(token)) = (half, last) else { return Some(()) };
    diags.push(words.bad(&codes::HEX_ODD, token).arg("count", octets * 2 + 1));
    None
}

pub(super) fn print(octets: &[u8], out: &mut String) {
    HEXUPPER.encode_append(octets, out);
}
