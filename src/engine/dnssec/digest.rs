//! DS and CDS: fields, and the digest of a key (RFC 4034 §5).

use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384};

use crate::engine::dns::NameRef;

use super::{Algorithm, DigestType, Dnskey, key_tag};

/// A delegation signer's RDATA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ds<'a> {
    /// The key's tag.
    pub key_tag: u16,
    /// The key's algorithm.
    pub algorithm: Algorithm,
    /// What made the digest.
    pub digest_type: DigestType,
    /// The digest.
    pub digest: &'a [u8],
}

impl<'a> Ds<'a> {
    /// Reads RDATA; none if it is malformed.
    #[must_use]
    pub fn parse(rdata: &'a [u8]) -> Option<Self> {
        let (&[high, low, algorithm, digest_type], digest) = rdata.split_first_chunk()?;
        let key_tag = u16::from_be_bytes([high, low]);
        Some(Self { key_tag, algorithm: Algorithm(algorithm), digest_type: DigestType(digest_type), digest })
    }

    /// Whether it is the digest of that key (its RDATA) of that zone; none when the digest type is not known here.
    #[must_use]
    pub fn is_of(&self, owner: NameRef<'_>, dnskey: &[u8]) -> Option<bool> {
        let algorithm = Dnskey::parse(dnskey).map(|key| key.algorithm);
        if algorithm != Some(self.algorithm) || key_tag(dnskey) != self.key_tag {
            return Some(false);
        }
        Some(self.digest_type.of(owner, dnskey)? == self.digest)
    }
}

impl DigestType {
    /// The digest over a key of `owner` (RFC 4034 §5.1.4); none for types that are not known here.
    #[must_use]
    pub fn of(self, owner: NameRef<'_>, dnskey: &[u8]) -> Option<Vec<u8>> {
        let mut octets: Vec<u8> = owner.wire().iter().map(u8::to_ascii_lowercase).collect();
        octets.extend_from_slice(dnskey);
        Some(match self {
            Self::SHA1 => Sha1::digest(&octets).to_vec(),
            Self::SHA256 => Sha256::digest(&octets).to_vec(),
            Self::SHA384 => Sha384::digest(&octets).to_vec(),
            _ => return None,
        })
    }
}
