//! Octets in hex (RFC 4648 §8), over as many words as the writer liked.

use data_encoding::HEXUPPER;

use super::super::words::within;
use super::{Diagnostics, Words};
use crate::engine::dns::codes;

/// Reads the rest of the words; no octets when there are none.
pub(in super::super) fn parse_rest(
    words: &mut Words<'_, '_>,
    out: &mut Vec<u8>,
    diags: &mut Diagnostics,
) -> Option<()> {
    let start = out.len();
    // The digit that the last word ended with, when it had an odd number of them.
    let mut half: Option<u8> = None;
    let mut last = None;
    while let Some(token) = words.next_if_any() {
        let token = words.unquoted(token, diags)?;
        for (offset, &digit) in token.text.iter().enumerate() {
            let Some(value) = char::from(digit).to_digit(16).and_then(|v| u8::try_from(v).ok()) else {
                let span = within(&token, offset, 1);
                let shown = codes::shown(token.text.get(offset..=offset).unwrap_or_default());
                diags.push(words.fault(&codes::HEX_MALFORMED, span).arg("value", shown));
                return None;
            };
            match half.take() {
                None => half = Some(value),
                Some(high) => out.push(high << 4 | value),
            }
        }
        last = Some(token);
    }
    if let (Some(_), Some(token)) = (half, last) {
        diags.push(words.bad(&codes::HEX_ODD, &token).arg("count", (out.len() - start) * 2 + 1));
        return None;
    }
    Some(())
}

pub(super) fn print(octets: &[u8], out: &mut String) {
    HEXUPPER.encode_append(octets, out);
}
