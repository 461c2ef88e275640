//! Hardware addresses: EUI-48 and EUI-64, octets of two hexadecimal digits with hyphens between them (RFC 7043 §3.2, §4.2).

use std::fmt::Write;

use super::{Diagnostics, Words, form};

pub(super) fn parse<const N: usize>(
    words: &mut Words<'_, '_>,
    out: &mut Vec<u8>,
    diags: &mut Diagnostics,
) -> Option<()> {
    let token = words.next(diags)?;
    let Some(octets) = read::<N>(token.text) else {
        let shown = if N == 6 { "00-00-5e-00-53-2a" } else { "00-00-5e-ef-10-00-00-2a" };
        diags.push(form(words, &token, shown));
        return None;
    };
    out.extend_from_slice(&octets);
    Some(())
}

fn read<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    let digit = |octet: u8| char::from(octet).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut octets = [0; N];
    let mut parts = text.split(|octet| *octet == b'-');
    for octet in &mut octets {
        let &[high, low] = parts.next()? else { return None };
        *octet = digit(high)? << 4 | digit(low)?;
    }
    parts.next().is_none().then_some(octets)
}

pub(super) fn print(octets: &[u8], out: &mut String) {
    for (i, octet) in octets.iter().enumerate() {
        // Writing to a string does not fail.
        let _ = write!(out, "{}{octet:02x}", if i == 0 { "" } else { "-" });
    }
}
