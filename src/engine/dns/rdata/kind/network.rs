//! Addresses of networks other than IP: NSAP in hex behind `0x` (RFC 1706 §5), ATM as digits behind `+` or in hex
//! (ATM Forum, AF-DANS-0152).

use data_encoding::HEXLOWER;

use super::{Diagnostics, Reader, WireFault, Words, form, wire_form};

pub(super) fn parse_nsap(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let token = words.next(diags)?;
    let digits = token.text.strip_prefix(b"0x").or_else(|| token.text.strip_prefix(b"0X"));
    let Some(octets) = digits.and_then(octets).filter(|octets| !octets.is_empty()) else {
        diags.push(form(words, &token, "0x47.0005.80.005a00.0000.0001.e133.ffffff000161.00"));
        return None;
    };
    out.extend_from_slice(&octets);
    Some(())
}

/// Hexadecimal digits; dots between them only help the eye.
fn octets(text: &[u8]) -> Option<Vec<u8>> {
    if text.starts_with(b".") {
        return None;
    }
    let digits: Vec<u8> = text.iter().filter(|octet| **octet != b'.').map(u8::to_ascii_lowercase).collect();
    HEXLOWER.decode(&digits).ok()
}

pub(super) fn print_nsap(octets: &[u8], out: &mut String) {
    out.push_str("0x");
    HEXLOWER.encode_append(octets, out);
}

/// Formats of an ATM address.
const AESA: u8 = 0;
const E164: u8 = 1;

pub(super) fn parse_atm(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let token = words.next(diags)?;
    let read = || {
        if let Some(number) = token.text.strip_prefix(b"+").filter(|number| !number.starts_with(b".")) {
            let digits: Vec<u8> = number.iter().filter(|octet| **octet != b'.').copied().collect();
            return digits.iter().all(u8::is_ascii_digit).then_some((E164, digits));
        }
        Some((AESA, octets(token.text)?))
    };
    let Some((format, address)) = read().filter(|(_, address)| !address.is_empty()) else {
        diags.push(form(words, &token, "+61200000000 or 39.246f.000e7c9c031200010001.000012345678.00"));
        return None;
    };
    out.push(format);
    out.extend_from_slice(&address);
    Some(())
}

pub(super) fn print_atm(reader: &mut Reader<'_>, out: &mut String) -> Result<(), WireFault> {
    let at = reader.offset();
    let format = reader.u8()?;
    let address = super::some(reader)?;
    match (format, std::str::from_utf8(address)) {
        (AESA, _) => HEXLOWER.encode_append(address, out),
        (E164, Ok(digits)) if digits.bytes().all(|digit| digit.is_ascii_digit()) => {
            out.push('+');
            out.push_str(digits);
        }
        _ => return Err(wire_form(at, "ATM address")),
    }
    Ok(())
}
