//! DNSKEY and CDNSKEY: fields and key tags (RFC 4034 §2, appendix B).

use super::Algorithm;

/// A key's RDATA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dnskey<'a> {
    /// Sixteen bits, of which three mean something.
    pub flags: u16,
    /// 3, or the key is invalid (RFC 4034 §2.1.2).
    pub protocol: u8,
    /// What it is a key of.
    pub algorithm: Algorithm,
    /// The key, in the algorithm's own form.
    pub public_key: &'a [u8],
}

impl<'a> Dnskey<'a> {
    /// May sign the zone (RFC 4034 §2.1.1).
    pub const ZONE: u16 = 0x0100;
    /// Withdrawn (RFC 5011 §2.1).
    pub const REVOKE: u16 = 0x0080;
    /// Entry point: signs the keys (RFC 4034 §2.1.1).
    pub const SEP: u16 = 0x0001;
    /// The bits that have a meaning.
    pub const KNOWN: u16 = Self::ZONE | Self::REVOKE | Self::SEP;

    /// Reads RDATA; none if it is malformed.
    #[must_use]
    pub fn parse(rdata: &'a [u8]) -> Option<Self> {
        let (&[high, low, protocol, algorithm], public_key) = rdata.split_first_chunk()?;
        let flags = u16::from_be_bytes([high, low]);
        Some(Self { flags, protocol, algorithm: Algorithm(algorithm), public_key })
    }

    /// Whether signatures of the zone may be made with it: a zone key of protocol 3, withdrawn or not.
    #[must_use]
    pub const fn may_sign(&self) -> bool {
        self.flags & Self::ZONE != 0 && self.protocol == 3
    }

    /// Whether it is marked as the entry point.
    #[must_use]
    pub const fn is_sep(&self) -> bool {
        self.flags & Self::SEP != 0
    }

    /// Whether it is withdrawn.
    #[must_use]
    pub const fn is_revoked(&self) -> bool {
        self.flags & Self::REVOKE != 0
    }
}

/// The tag that signatures and DS records find a key by (RFC 4034 appendix B). Not unique.
#[must_use]
pub fn key_tag(rdata: &[u8]) -> u16 {
    // RFC 4034 appendix B.1: RSA/MD5 takes the modulus's last octets but one.
    if rdata.get(3) == Some(&Algorithm::RSAMD5.0) {
        let tail = rdata.len().checked_sub(3).and_then(|at| rdata.get(at..at + 2));
        return tail.and_then(|octets| octets.first_chunk()).map_or(0, |octets| u16::from_be_bytes(*octets));
    }
    let sum: u64 = rdata
        .chunks(2)
        .map(|pair| match *pair {
            [high, low] => u64::from(u16::from_be_bytes([high, low])),
            [high] => u64::from(high) << 8,
            _ => 0,
        })
        .sum();
    let folded = sum + (sum >> 16 & 0xffff);
    u16::try_from(folded & 0xffff).unwrap_or(0)
}
