//! A gateway and what kind of thing it is: IPSECKEY's, with the key's algorithm between the two (RFC 4025 §2), and
//! AMTRELAY's relay, with the discovery-optional bit before them (RFC 8777 §4).

use super::{Diagnostics, Reader, WireFault, Words, address, form, name, number, wire_form};

/// Gateway types: none, an address, a name (RFC 4025 §2.3, RFC 8777 §4.2.3).
const TYPES: u32 = 3;
/// RFC 8777 §4.1: the bit above the seven of the type.
const DISCOVERY: u8 = 0x80;

pub(super) fn parse_ipsec(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    words.enter_part("gateway type");
    let kind = u8::try_from(number::parse(words, TYPES, diags)?).ok()?;
    out.push(kind);
    words.enter_part("algorithm");
    number::parse_algorithm(words, out, diags)?;
    words.enter_part("gateway");
    gateway(kind, words, out, diags)
}

pub(super) fn parse_relay(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    words.enter_part("discovery optional");
    let discovery = if number::parse(words, 1, diags)? == 1 { DISCOVERY } else { 0 };
    words.enter_part("relay type");
    let kind = u8::try_from(number::parse(words, TYPES, diags)?).ok()?;
    out.push(discovery | kind);
    words.enter_part("relay");
    gateway(kind, words, out, diags)
}

fn gateway(kind: u8, words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    match kind {
        1 => address::parse_ipv4(words, out, diags),
        2 => address::parse_ipv6(words, out, diags),
        3 => name::parse(words, out, diags),
        _ => {
            let token = words.next(diags)?;
            if token.text == b"." {
                return Some(());
            }
            // RFC 4025 §3.1: without a gateway a dot stands there.
            diags.push(form(words, &token, "."));
            None
        }
    }
}

/// RFC 8777 §4.2.3: relay types above 3 may come to mean something, so their octets are taken as they are.
pub(super) fn skip_relay(reader: &mut Reader<'_>) -> Result<(), WireFault> {
    let mut ahead = *reader;
    if u32::from(ahead.u8()? & !DISCOVERY) > TYPES {
        return reader.take(reader.left()).map(drop);
    }
    print_relay(reader, &mut String::new())
}

pub(super) fn print_ipsec(reader: &mut Reader<'_>, out: &mut String) -> Result<(), WireFault> {
    let at = reader.offset();
    let (kind, algorithm) = (reader.u8()?, reader.u8()?);
    number::print(kind, out);
    out.push(' ');
    number::print(algorithm, out);
    out.push(' ');
    print(kind, at, reader, out)
}

pub(super) fn print_relay(reader: &mut Reader<'_>, out: &mut String) -> Result<(), WireFault> {
    let at = reader.offset();
    let octet = reader.u8()?;
    out.push_str(if octet & DISCOVERY == 0 { "0 " } else { "1 " });
    number::print(octet & !DISCOVERY, out);
    out.push(' ');
    print(octet & !DISCOVERY, at, reader, out)
}

fn print(kind: u8, at: usize, reader: &mut Reader<'_>, out: &mut String) -> Result<(), WireFault> {
    match kind {
        0 => out.push('.'),
        1 => address::print_ipv4(reader.array()?, out),
        2 => address::print_ipv6(reader.array()?, out),
        3 => name::print(name::read(reader)?, out),
        // RFC 4025 §2.3: others are not defined and have no presentation form.
        _ => return Err(wire_form(at, "gateway type")),
    }
    Ok(())
}
