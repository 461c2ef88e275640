//! Verification of signatures with public keys (RFC 3110, RFC 5702, RFC 6605, RFC 8080).
//!
//! In two steps, so that the dear one can be done elsewhere or later: [`Digested::new`] reads what was signed once,
//! [`PublicKey::verifies`] does the arithmetic with what is left of it.

use ed25519_dalek::Verifier;
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rsa::{BoxedUint, Pkcs1v15Sign};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::Algorithm;

/// Bits of an RSA modulus: RFC 3110 §2 ends at 4096; 512 is the least that its hash and padding leave useful, and old
/// zones have it.
pub const RSA_BITS: std::ops::RangeInclusive<usize> = 512..=4096;

/// Why octets are no key that can be used here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFault {
    /// The algorithm's arithmetic is not among ours.
    Unsupported,
    /// The octets are no key of the algorithm.
    Malformed,
    /// An RSA modulus of this many bits, outside [`RSA_BITS`].
    ModulusSize(usize),
    /// An RSA exponent that is even, 1, or above 33 bits: verification with it would take long or mean nothing.
    Exponent,
}

/// A key ready for use.
#[derive(Clone, Debug)]
pub enum PublicKey {
    /// RSA with the algorithm that says which hash; boxed, being much larger than a curve's point.
    Rsa(Box<rsa::PublicKey>, Algorithm),
    /// ECDSA on P-256.
    P256(Box<p256::ecdsa::VerifyingKey>),
    /// ECDSA on P-384.
    P384(Box<p384::ecdsa::VerifyingKey>),
    /// Ed25519.
    Ed25519(Box<ed25519_dalek::VerifyingKey>),
}

/// What a signature is over, as far as the algorithm hashes it first: a hash, for Ed25519 all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digested(Box<[u8]>);

impl Digested {
    /// Reads what was signed ([`super::Rrsig::signed_octets`]).
    #[must_use]
    pub fn new(algorithm: Algorithm, signed: &[u8]) -> Self {
        Self(match algorithm {
            Algorithm::RSASHA1 | Algorithm::RSASHA1_NSEC3_SHA1 => Sha1::digest(signed).as_slice().into(),
            Algorithm::RSASHA256 | Algorithm::ECDSAP256SHA256 => Sha256::digest(signed).as_slice().into(),
            Algorithm::RSASHA512 => Sha512::digest(signed).as_slice().into(),
            Algorithm::ECDSAP384SHA384 => Sha384::digest(signed).as_slice().into(),
            _ => signed.into(),
        })
    }
}

/// The parts of an RSA key (RFC 3110 §2): exponent and modulus, big endian; none when they are not there.
#[must_use]
pub fn rsa_parts(public_key: &[u8]) -> Option<(&[u8], &[u8])> {
    let (len, rest) = match public_key {
        [0, high, low, rest @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), rest),
        [len, rest @ ..] => (usize::from(*len), rest),
        [] => return None,
    };
    rest.split_at_checked(len).filter(|(exponent, modulus)| !exponent.is_empty() && !modulus.is_empty())
}

/// Bits of a number, big endian.
#[must_use]
pub fn bits(number: &[u8]) -> usize {
    let first = number.iter().position(|&octet| octet != 0).unwrap_or(number.len());
    let rest = number.get(first..).unwrap_or_default();
    rest.first().map_or(0, |octet| rest.len() * 8 - octet.leading_zeros() as usize)
}

impl PublicKey {
    /// Reads a key in DNSKEY's form.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn new(algorithm: Algorithm, octets: &[u8]) -> Result<Self, KeyFault> {
        match algorithm {
            Algorithm::RSASHA1 | Algorithm::RSASHA1_NSEC3_SHA1 | Algorithm::RSASHA256 | Algorithm::RSASHA512 => {
                rsa(octets).map(|key| Self::Rsa(Box::new(key), algorithm))
            }
            // RFC 6605 §4: the point's coordinates without the octet that SEC 1 puts before them.
            Algorithm::ECDSAP256SHA256 => {
                let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(&uncompressed(octets, 64)?);
                key.map(|key| Self::P256(Box::new(key))).map_err(|_| KeyFault::Malformed)
            }
            Algorithm::ECDSAP384SHA384 => {
                let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(&uncompressed(octets, 96)?);
                key.map(|key| Self::P384(Box::new(key))).map_err(|_| KeyFault::Malformed)
            }
            Algorithm::ED25519 => {
                let octets = octets.try_into().map_err(|_| KeyFault::Malformed)?;
                let key = ed25519_dalek::VerifyingKey::from_bytes(octets);
                key.map(|key| Self::Ed25519(Box::new(key))).map_err(|_| KeyFault::Malformed)
            }
            _ => Err(KeyFault::Unsupported),
        }
    }

    /// Whether the signature was made with this key over what was digested.
    #[must_use]
    pub fn verifies(&self, signed: &Digested, signature: &[u8]) -> bool {
        match self {
            Self::Rsa(key, algorithm) => {
                let scheme = match *algorithm {
                    Algorithm::RSASHA256 => Pkcs1v15Sign::new::<Sha256>(),
                    Algorithm::RSASHA512 => Pkcs1v15Sign::new::<Sha512>(),
                    _ => Pkcs1v15Sign::new::<Sha1>(),
                };
                key.verify(scheme, &signed.0, signature).is_ok()
            }
            Self::P256(key) => p256::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_prehash(&signed.0, &signature).is_ok()),
            Self::P384(key) => p384::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_prehash(&signed.0, &signature).is_ok()),
            Self::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(&signed.0, &signature).is_ok()),
        }
    }
}

fn rsa(octets: &[u8]) -> Result<rsa::PublicKey, KeyFault> {
    let (exponent, modulus) = rsa_parts(octets).ok_or(KeyFault::Malformed)?;
    let size = bits(modulus);
    if !RSA_BITS.contains(&size) {
        return Err(KeyFault::ModulusSize(size));
    }
    if bits(exponent) > 33 {
        return Err(KeyFault::Exponent);
    }
    let number = BoxedUint::from_be_slice_vartime;
    rsa::PublicKey::new_with_size_limits(number(modulus), number(exponent), RSA_BITS).map_err(|fault| match fault {
        rsa::Error::InvalidModulus => KeyFault::Malformed,
        _ => KeyFault::Exponent,
    })
}

fn uncompressed(octets: &[u8], len: usize) -> Result<Vec<u8>, KeyFault> {
    if octets.len() == len { Ok([&[4], octets].concat()) } else { Err(KeyFault::Malformed) }
}
