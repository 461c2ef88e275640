//! Well-known services: a protocol, then its ports to the end as bits (RFC 1035 §3.4.2).

use super::mnemonic::{self, Mnemonics};
use super::{Diagnostics, Reader, WireFault, Words, number, wire_form};

/// IANA "Protocol Numbers", the two that have ports.
const PROTOCOLS: Mnemonics = &[("TCP", 6), ("UDP", 17)];
/// IANA "Service Names", those that zone files of the time name.
const SERVICES: Mnemonics = &[
    ("DOMAIN", 53),
    ("ECHO", 7),
    ("FINGER", 79),
    ("FTP", 21),
    ("FTP-DATA", 20),
    ("HTTP", 80),
    ("HTTPS", 443),
    ("IMAP", 143),
    ("NNTP", 119),
    ("NTP", 123),
    ("POP3", 110),
    ("SMTP", 25),
    ("SSH", 22),
    ("SUNRPC", 111),
    ("TCPMUX", 1),
    ("TELNET", 23),
    ("TFTP", 69),
    ("TIME", 37),
    ("WHOIS", 43),
];

pub(super) fn parse(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    words.enter_part("protocol");
    out.push(u8::try_from(mnemonic::parse(words, PROTOCOLS, u16::from(u8::MAX), diags)?).ok()?);
    words.enter_part("port");
    let mut bits: Vec<u8> = Vec::new();
    while words.has_more() {
        let port = usize::from(mnemonic::parse(words, SERVICES, u16::MAX, diags)?);
        bits.resize(bits.len().max(port / 8 + 1), 0);
        if let Some(octet) = bits.get_mut(port / 8) {
            *octet |= 0x80 >> (port % 8);
        }
    }
    out.extend_from_slice(&bits);
    Some(())
}

pub(super) fn print(reader: &mut Reader<'_>, out: &mut String) -> Result<(), WireFault> {
    number::print(reader.u8()?, out);
    let at = reader.offset();
    let bits = reader.take(reader.left())?;
    // 65,536 ports; zeros at the end would not come back from text.
    if bits.len() > 8192 || bits.last() == Some(&0) {
        return Err(wire_form(at, "set of ports"));
    }
    for (octet, base) in bits.iter().zip((0_u32..).step_by(8)) {
        for bit in (0..8_u32).filter(|bit| octet & 0x80 >> bit != 0) {
            out.push(' ');
            number::print(base + bit, out);
        }
    }
    Ok(())
}
