//! A6, which is historic: a prefix length, the address's suffix, and the name of the prefix (RFC 2874 §3.1).

use std::net::Ipv6Addr;

use super::{Diagnostics, Reader, WireFault, Words, name, number, wire_form};
use crate::engine::dns::codes;

/// Bits of an address.
const BITS: u32 = 128;

pub(super) fn parse(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    words.enter_part("prefix length");
    let prefix = u8::try_from(number::parse(words, BITS, diags)?).ok()?;
    out.push(prefix);
    if u32::from(prefix) < BITS {
        words.enter_part("address suffix");
        let token = words.next(diags)?;
        let address = std::str::from_utf8(token.text).ok().and_then(|text| text.parse::<Ipv6Addr>().ok());
        let Some(address) = address else {
            diags.push(words.bad(&codes::IPV6_MALFORMED, &token));
            return None;
        };
        // RFC 2874 §3.1.1: what the prefix covers is zero.
        let bits = u128::from(address) & u128::MAX.checked_shr(u32::from(prefix)).unwrap_or(0);
        out.extend(bits.to_be_bytes().iter().skip(usize::from(prefix) / 8));
    }
    if prefix > 0 {
        words.enter_part("prefix name");
        name::parse(words, out, diags)?;
    }
    Some(())
}

pub(super) fn print(reader: &mut Reader<'_>, out: &mut String) -> Result<(), WireFault> {
    let at = reader.offset();
    let prefix = reader.u8()?;
    if u32::from(prefix) > BITS {
        return Err(wire_form(at, "prefix length"));
    }
    number::print(prefix, out);
    if u32::from(prefix) < BITS {
        let suffix = reader.take(16 - usize::from(prefix) / 8)?;
        let bits = suffix.iter().fold(0_u128, |bits, octet| bits << 8 | u128::from(*octet));
        if bits & !u128::MAX.checked_shr(u32::from(prefix)).unwrap_or(0) != 0 {
            return Err(wire_form(at, "address suffix"));
        }
        out.push(' ');
        super::address::print_ipv6(bits.to_be_bytes(), out);
    }
    if prefix > 0 {
        out.push(' ');
        name::print(name::read(reader)?, out);
    }
    Ok(())
}
