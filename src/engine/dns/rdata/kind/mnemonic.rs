//! Numbers that text may give by name: DNSSEC algorithms and certificate types.

use super::{Diagnostics, Words};
use crate::engine::dns::codes;
use crate::engine::dns::number::{NumberFault, decimal};

/// Names of a number field, as IANA's registries have them.
pub(super) type Mnemonics = &'static [(&'static str, u16)];

/// IANA "DNS Security Algorithm Numbers", and BIND's older spellings.
pub(super) const ALGORITHMS: Mnemonics = &[
    ("DH", 2),
    ("DSA", 3),
    ("DSA-NSEC3-SHA1", 6),
    ("ECC-GOST", 12),
    ("ECCGOST", 12),
    ("ECDSAP256SHA256", 13),
    ("ECDSAP384SHA384", 14),
    ("ED25519", 15),
    ("ED448", 16),
    ("INDIRECT", 252),
    ("NSEC3DSA", 6),
    ("NSEC3RSASHA1", 7),
    ("PRIVATEDNS", 253),
    ("PRIVATEOID", 254),
    ("RSAMD5", 1),
    ("RSASHA1", 5),
    ("RSASHA1-NSEC3-SHA1", 7),
    ("RSASHA256", 8),
    ("RSASHA512", 10),
];

/// RFC 9859 §2.
pub(super) const SCHEMES: Mnemonics = &[("NOTIFY", 1)];

/// RFC 4398 §2.1.
pub(super) const CERTIFICATES: Mnemonics = &[
    ("ACPKIX", 7),
    ("IACPKIX", 8),
    ("IPGP", 6),
    ("IPKIX", 4),
    ("ISPKI", 5),
    ("OID", 254),
    ("PGP", 3),
    ("PKIX", 1),
    ("SPKI", 2),
    ("URI", 253),
];

/// Reads a number of at most `max`, or one of the names in either case.
pub(super) fn parse(words: &mut Words<'_, '_>, names: Mnemonics, max: u16, diags: &mut Diagnostics) -> Option<u16> {
    let token = words.next(diags)?;
    match decimal(token.text, u64::from(max)) {
        Ok(number) => u16::try_from(number).ok(),
        Err(NumberFault::TooLarge) => {
            diags.push(words.bad(&codes::NUMBER_TOO_LARGE, &token).arg("limit", max));
            None
        }
        Err(NumberFault::Malformed) => {
            let found = names.iter().find(|(name, _)| name.as_bytes().eq_ignore_ascii_case(token.text));
            if found.is_none() {
                diags.push(words.bad(&codes::MNEMONIC_UNKNOWN, &token));
            }
            found.map(|(_, number)| *number)
        }
    }
}

/// Writes the name of a number, the number when it has none.
pub(super) fn print(names: Mnemonics, number: u8, out: &mut String) {
    match names.iter().find(|(_, known)| *known == u16::from(number)) {
        Some((name, _)) => out.push_str(name),
        None => super::number::print(number, out),
    }
}
