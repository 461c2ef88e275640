//! Lists of address prefixes: `[!]family:address/length`, each to the end (RFC 3123 §5).

use std::fmt::Write;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Diagnostics, Reader, WireFault, Words, form, wire_form};
use crate::engine::dns::number::decimal;

/// RFC 3123 §4.1, §4.2: address families 1 and 2.
const IPV4: u16 = 1;
const IPV6: u16 = 2;
/// RFC 3123 §4: the negation flag, above seven bits of length.
const NEGATED: u8 = 0x80;

struct Item {
    family: u16,
    prefix: u8,
    negated: bool,
    address: Vec<u8>,
}

pub(super) fn parse(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    while let Some(token) = words.next_if_any() {
        let token = words.unquoted(token, diags)?;
        let Some(item) = read(token.text) else {
            diags.push(form(words, &token, "1:192.0.2.0/24 or !2:2001:db8::/32"));
            return None;
        };
        // RFC 3123 §4: zeros at the end are not sent.
        let len = item.address.iter().rposition(|octet| *octet != 0).map_or(0, |last| last + 1);
        out.extend_from_slice(&item.family.to_be_bytes());
        out.push(item.prefix);
        out.push(u8::try_from(len).unwrap_or(0) | if item.negated { NEGATED } else { 0 });
        out.extend(item.address.iter().take(len));
    }
    Some(())
}

fn read(text: &[u8]) -> Option<Item> {
    let text = std::str::from_utf8(text).ok()?;
    let (negated, text) = text.strip_prefix('!').map_or((false, text), |rest| (true, rest));
    let (family, rest) = text.split_once(':')?;
    let (address, prefix) = rest.rsplit_once('/')?;
    let number = |text: &str, max: u64| decimal(text.as_bytes(), max).ok();
    let (family, address, most) = match number(family, u64::from(u16::MAX))? {
        1 => (IPV4, address.parse::<Ipv4Addr>().ok()?.octets().to_vec(), 32),
        2 => (IPV6, address.parse::<Ipv6Addr>().ok()?.octets().to_vec(), 128),
        _ => return None,
    };
    Some(Item { family, prefix: u8::try_from(number(prefix, most)?).ok()?, negated, address })
}

pub(super) fn skip(reader: &mut Reader<'_>) -> Result<(), WireFault> {
    while reader.left() > 0 {
        item(reader)?;
    }
    Ok(())
}

fn item(reader: &mut Reader<'_>) -> Result<Item, WireFault> {
    let at = reader.offset();
    let (family, prefix, len) = (reader.u16()?, reader.u8()?, reader.u8()?);
    let address = reader.take(usize::from(len & !NEGATED))?;
    let (octets, bits) = match family {
        IPV4 => (4, 32),
        IPV6 => (16, 128),
        _ => (usize::from(u8::MAX), u8::MAX),
    };
    // RFC 3123 §4: an address ends with its last octet that is not zero.
    if address.len() > octets || prefix > bits || address.last() == Some(&0) {
        return Err(wire_form(at, "address prefix"));
    }
    Ok(Item { family, prefix, negated: len & NEGATED != 0, address: address.to_vec() })
}

pub(super) fn print(reader: &mut Reader<'_>, out: &mut String) -> Result<(), WireFault> {
    let mut separator = "";
    while reader.left() > 0 {
        let at = reader.offset();
        let Item { family, prefix, negated, mut address } = item(reader)?;
        let negation = if negated { "!" } else { "" };
        address.resize(if family == IPV4 { 4 } else { 16 }, 0);
        let shown = match (family, address.first_chunk::<4>(), address.first_chunk::<16>()) {
            (IPV4, Some(octets), _) => Ipv4Addr::from(*octets).to_string(),
            (IPV6, _, Some(octets)) => Ipv6Addr::from(*octets).to_string(),
            // Other families have no presentation form: the whole takes that of RFC 3597.
            _ => return Err(wire_form(at, "address prefix with a presentation form")),
        };
        // Writing to a string does not fail.
        let _ = write!(out, "{separator}{negation}{family}:{shown}/{prefix}");
        separator = " ";
    }
    Ok(())
}
