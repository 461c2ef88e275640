//! Rules that tie one field of a type's RDATA to another.

use super::codes;
use crate::engine::dns::NameRef;
use crate::engine::dns::wire::WireFault;

/// Checks whole RDATA whose fields are well formed.
pub(super) type Rule = fn(&[u8]) -> Result<(), WireFault>;

/// DS and its kin: the digest has the length of its type (RFC 4034 §5.1.4, RFC 4509 §2.1, RFC 6605 §2). Digest types
/// that servers do not check, the 0 of RFC 8078 §4 among them, take any length.
pub(super) fn ds(rdata: &[u8]) -> Result<(), WireFault> {
    let [_, _, _, digest_type, digest @ ..] = rdata else { return Ok(()) };
    let expected = match digest_type {
        1 => 20,
        2 => 32,
        4 => 48,
        _ => return Ok(()),
    };
    digest_length(*digest_type, digest, expected, 4)
}

/// draft-reid-dnsext-rkey §2.1: no flag is defined.
pub(super) fn rkey(rdata: &[u8]) -> Result<(), WireFault> {
    match rdata {
        [0, 0, ..] => Ok(()),
        _ => Err(WireFault::new(&codes::FIELD_WIRE, 0).arg("what", "RKEY, whose flags are 0")),
    }
}

/// ZONEMD: at least twelve octets (RFC 8976 §2.2.4), and for the two hash algorithms theirs (§2.2.3).
pub(super) fn zonemd(rdata: &[u8]) -> Result<(), WireFault> {
    let [_, _, _, _, scheme, algorithm, digest @ ..] = rdata else { return Ok(()) };
    match algorithm {
        // RFC 8976 §2.2.2: what another scheme digests, and how long that is, is not known.
        _ if *scheme != 1 && digest.len() >= 12 => Ok(()),
        1 => digest_length(1, digest, 48, 6),
        2 => digest_length(2, digest, 64, 6),
        _ if digest.len() < 12 => digest_length(*algorithm, digest, 12, 6),
        _ => Ok(()),
    }
}

fn digest_length(digest_type: u8, digest: &[u8], expected: usize, offset: usize) -> Result<(), WireFault> {
    if digest.len() == expected {
        return Ok(());
    }
    let fault = WireFault::new(&codes::DIGEST_LENGTH, offset).arg("algorithm", digest_type);
    Err(fault.arg("count", digest.len()).arg("expected", expected))
}

/// SSHFP: the fingerprint has the length of its type (RFC 4255 §3.1.2, RFC 6594 §4).
pub(super) fn sshfp(rdata: &[u8]) -> Result<(), WireFault> {
    let [_, fingerprint_type, fingerprint @ ..] = rdata else { return Ok(()) };
    match fingerprint_type {
        1 => digest_length(1, fingerprint, 20, 2),
        2 => digest_length(2, fingerprint, 32, 2),
        _ => Ok(()),
    }
}

/// NSEC: the set holds at least NSEC itself (RFC 4034 §4.1.2).
pub(super) fn nsec(rdata: &[u8]) -> Result<(), WireFault> {
    match NameRef::from_wire(rdata) {
        Ok((_, len)) if len == rdata.len() => Err(WireFault::new(&codes::DATA_EMPTY, len)),
        _ => Ok(()),
    }
}
