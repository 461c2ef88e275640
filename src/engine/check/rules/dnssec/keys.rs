//! DNSKEY records one by one: where they stand, flags, protocol, algorithm, and whether the octets are a key.

use crate::engine::check::codes::dnssec as codes;
use crate::engine::check::context::{Context, Part, Place};
use crate::engine::diag::{Code, Diagnostic, Diagnostics};
use crate::engine::dnssec::verify::{KeyFault, PublicKey, RSA_BITS, bits, rsa_parts};
use crate::engine::dnssec::{Algorithm, Dnskey, Standing};
use crate::engine::zone::RRset;

/// Bits below which an RSA key is broken in practice, and below which nobody should make one (NIST SP 800-57).
const BROKEN: usize = 1024;
const WEAK: usize = 2048;

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    for record in set.records() {
        let Some(key) = Dnskey::parse(record.rdata) else { continue };
        let finding = |code: &'static Code, word| {
            Diagnostic::new(code, context.part(record.at, word)).arg("owner", place.node.owner.to_string())
        };
        // RFC 4035 §2.1: keys stand at the apex.
        if !place.is_apex {
            diagnostics.push(finding(&codes::DNSKEY_MISPLACED, Part::Owner));
            continue;
        }
        // RFC 4034 §2.1.1 and §2.1.2.
        if key.protocol != 3 {
            diagnostics.push(finding(&codes::DNSKEY_PROTOCOL, Part::Rdata(1)).arg("protocol", key.protocol));
        }
        if key.flags & Dnskey::ZONE == 0 {
            diagnostics.push(finding(&codes::DNSKEY_NOT_ZONE_KEY, Part::Rdata(0)).arg("flags", key.flags));
        }
        if key.flags & !Dnskey::KNOWN != 0 {
            diagnostics.push(finding(&codes::DNSKEY_FLAGS, Part::Rdata(0)).arg("flags", key.flags));
        }
        if let Some(code) = algorithm(key.algorithm) {
            diagnostics.push(finding(code, Part::Rdata(2)).arg("algorithm", key.algorithm.to_string()));
        }
        octets(&key, finding, diagnostics);
    }
}

fn algorithm(algorithm: Algorithm) -> Option<&'static Code> {
    Some(match algorithm.standing() {
        Standing::Deprecated => &codes::ALGORITHM_DEPRECATED,
        Standing::Unknown => &codes::ALGORITHM_UNKNOWN,
        Standing::Current if !algorithm.is_supported() => &codes::ALGORITHM_UNVERIFIED,
        Standing::Current => return None,
    })
}

fn octets(key: &Dnskey<'_>, finding: impl Fn(&'static Code, Part) -> Diagnostic, diagnostics: &mut Diagnostics) {
    let at = Part::Rdata(3);
    let fault = PublicKey::new(key.algorithm, key.public_key).err();
    if fault == Some(KeyFault::Malformed) {
        let algorithm = key.algorithm.to_string();
        diagnostics.push(finding(&codes::DNSKEY_MALFORMED, at).arg("algorithm", algorithm));
        return;
    }
    let Some((exponent, modulus)) = rsa_parts(key.public_key).filter(|_| key.algorithm.is_rsa()) else { return };
    let size = bits(modulus);
    let sized = match size {
        size if size > *RSA_BITS.end() => Some(&codes::RSA_MODULUS_LONG),
        size if size < BROKEN => Some(&codes::RSA_MODULUS_SHORT),
        size if size < WEAK => Some(&codes::RSA_MODULUS_WEAK),
        _ => None,
    };
    if let Some(code) = sized {
        diagnostics.push(finding(code, at).arg("bits", size));
    }
    // Exponent 3 makes forgery easy where padding is checked carelessly; BIND warns of it.
    if bits(exponent) <= 2 {
        diagnostics.push(finding(&codes::RSA_EXPONENT_SMALL, at));
    } else if fault == Some(KeyFault::Exponent) {
        diagnostics.push(finding(&codes::RSA_EXPONENT_LARGE, at).arg("bits", bits(exponent)));
    }
}
