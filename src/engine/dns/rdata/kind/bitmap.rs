//! Record types as data: one, or a set of them as windows of bits (RFC 4034 §4.1.2).

use std::fmt::Write;

use super::{Diagnostics, Reader, WireFault, Words};
use crate::engine::dns::{RecordType, Token, codes};

pub(super) fn parse_type(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let token = words.next(diags)?;
    out.extend_from_slice(&rtype(words, &token, diags)?.0.to_be_bytes());
    Some(())
}

/// Reads the rest of the words as types, in any order; none at all is an empty set.
pub(super) fn parse(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let mut types = Vec::new();
    while let Some(token) = words.next_if_any() {
        let token = words.unquoted(token, diags)?;
        types.push(rtype(words, &token, diags)?.0);
    }
    types.sort_unstable();
    for window in types.chunk_by(|a, b| a >> 8 == b >> 8) {
        let mut bits = [0_u8; 32];
        let mut len = 0_u8;
        for rtype in window {
            let [_, low] = rtype.to_be_bytes();
            if let Some(octet) = bits.get_mut(usize::from(low >> 3)) {
                *octet |= 0x80 >> (low & 7);
            }
            len = (low >> 3) + 1;
        }
        let [number, _] = window.first().copied().unwrap_or(0).to_be_bytes();
        out.extend_from_slice(&[number, len]);
        out.extend(bits.iter().take(usize::from(len)));
    }
    Some(())
}

pub(super) fn rtype(words: &Words<'_, '_>, token: &Token<'_>, diags: &mut Diagnostics) -> Option<RecordType> {
    let found = RecordType::from_mnemonic(token.text);
    if found.is_none() {
        diags.push(words.bad(&codes::TYPE_UNKNOWN, token));
    }
    found
}

/// Windows in ascending order, each of 1 to 32 octets, the last not zero (RFC 4034 §4.1.2).
pub(super) fn skip(reader: &mut Reader<'_>) -> Result<(), WireFault> {
    let mut previous = None;
    while reader.left() > 0 {
        let at = reader.offset();
        let number = reader.u8()?;
        let len = reader.u8()?;
        let bits = reader.take(usize::from(len))?;
        if !(1..=32).contains(&len) || bits.last() == Some(&0) || previous.is_some_and(|p| p >= number) {
            return Err(WireFault::new(&codes::TYPE_BITMAP, at));
        }
        previous = Some(number);
    }
    Ok(())
}

pub(super) fn print_type(number: u16, out: &mut String) {
    // Writing to a string does not fail.
    let _ = write!(out, "{}", RecordType(number));
}

pub(super) fn print(reader: &mut Reader<'_>, out: &mut String) -> Result<(), WireFault> {
    let mut checked = *reader;
    skip(&mut checked)?;
    let mut separator = "";
    while reader.left() > 0 {
        let window = u16::from(reader.u8()?) << 8;
        let len = reader.u8()?;
        for (i, octet) in (0_u16..).zip(reader.take(usize::from(len))?) {
            for bit in (0..8_u16).filter(|bit| octet & 0x80 >> bit != 0) {
                out.push_str(separator);
                print_type(window | i << 3 | bit, out);
                separator = " ";
            }
        }
    }
    Ok(())
}
