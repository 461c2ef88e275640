//! NXT's types, which are historic: one bitmap of the types 1 to 127 (RFC 2535 §5.2).

use super::{Diagnostics, Reader, WireFault, Words, bitmap, form, wire_form};

pub(super) fn parse(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let mut bits: Vec<u8> = Vec::new();
    while let Some(token) = words.next_if_any() {
        let token = words.unquoted(token, diags)?;
        let number = usize::from(bitmap::rtype(words, &token, diags)?.0);
        if !(1..=127).contains(&number) {
            diags.push(form(words, &token, "A, a type from 1 to 127"));
            return None;
        }
        bits.resize(bits.len().max(number / 8 + 1), 0);
        if let Some(octet) = bits.get_mut(number / 8) {
            *octet |= 0x80 >> (number % 8);
        }
    }
    out.extend_from_slice(&bits);
    Some(())
}

pub(super) fn print(reader: &mut Reader<'_>, out: &mut String) -> Result<(), WireFault> {
    let at = reader.offset();
    let bits = reader.take(reader.left())?;
    // RFC 2535 §5.2: the bit of type 0 is zero, and trailing zeros are left out.
    if bits.len() > 16 || bits.last() == Some(&0) || bits.first().is_some_and(|octet| octet & 0x80 != 0) {
        return Err(wire_form(at, "set of types from 1 to 127"));
    }
    let mut separator = "";
    for (octet, base) in bits.iter().zip((0_u16..).step_by(8)) {
        for bit in (0..8_u16).filter(|bit| octet & 0x80 >> bit != 0) {
            out.push_str(separator);
            bitmap::print_type(base + bit, out);
            separator = " ";
        }
    }
    Ok(())
}
