//! 64-bit locators and node identifiers: four groups of up to four hexadecimal digits (RFC 6742 §2.1.1, §2.3.1).

use std::fmt::Write;

use super::{Diagnostics, Words, form};

pub(super) fn parse(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let token = words.next(diags)?;
    let Some(groups) = read(token.text) else {
        diags.push(form(words, &token, "0014:4fff:ff20:ee64"));
        return None;
    };
    groups.iter().for_each(|group| out.extend_from_slice(&group.to_be_bytes()));
    Some(())
}

fn read(text: &[u8]) -> Option<[u16; 4]> {
    let mut groups = [0; 4];
    let mut parts = std::str::from_utf8(text).ok()?.split(':');
    for group in &mut groups {
        // A sign would be taken by the parser of numbers.
        let part =
            parts.next().filter(|part| part.len() <= 4 && part.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
        *group = u16::from_str_radix(part, 16).ok()?;
    }
    parts.next().is_none().then_some(groups)
}

pub(super) fn print(octets: [u8; 8], out: &mut String) {
    for (i, group) in octets.chunks(2).enumerate() {
        let separator = if i == 0 { "" } else { ":" };
        let group = group.iter().fold(0_u16, |group, octet| group << 8 | u16::from(*octet));
        // Writing to a string does not fail.
        let _ = write!(out, "{separator}{group:04x}");
    }
}
