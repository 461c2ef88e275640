//! The shared secret: held in one place, wiped when the last holder lets go, compared in constant time, never printed.

use std::hint::black_box;
use std::sync::Arc;

use data_encoding::{BASE64, HEXLOWER};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The octets both sides share. No `Debug`, no `Display`, no `Serialize`; clones share one copy.
#[derive(Clone)]
pub struct Secret(Arc<Zeroizing<Vec<u8>>>);

impl Secret {
    /// Takes the octets. The caller wipes copies of its own.
    #[must_use]
    pub fn new(octets: Vec<u8>) -> Self {
        Self(Arc::new(Zeroizing::new(octets)))
    }

    /// Reads padded base64 (RFC 4648 §4) and nothing laxer; [`super::understand`] says what is wrong with other text.
    #[must_use]
    pub fn from_base64(text: &str) -> Option<Self> {
        BASE64.decode(text.as_bytes()).ok().map(Self::new)
    }

    /// How many octets.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none: an HMAC key nobody need guess.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Sixteen hex digits in groups of four, safe to read to someone on the phone: the start of the SHA-256 of the
    /// octets, so that `base64 -d | sha256sum` on the other side gives the same.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let hash = Sha256::digest(self.octets());
        let groups: Vec<String> = hash.chunks(2).take(4).map(|pair| HEXLOWER.encode(pair)).collect();
        groups.join(" ")
    }

    /// The octets, for MACs and comparisons in this room.
    pub(super) fn octets(&self) -> &[u8] {
        &self.0
    }

    /// The octets in base64, for writing a key out on request.
    pub(super) fn base64(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE64.encode(self.octets()))
    }
}

impl PartialEq for Secret {
    /// Takes the same time wherever the octets differ; lengths are no secret.
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (self.octets(), other.octets());
        let difference = a.iter().zip(b).fold(0, |all, (x, y)| black_box(all | (x ^ y)));
        a.len() == b.len() && difference == 0
    }
}

impl Eq for Secret {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_equal_when_all_octets_are() {
        let secret = Secret::from_base64("c2VjcmV0").unwrap();
        assert!(secret == Secret::new(b"secret".to_vec()));
        assert!(secret != Secret::new(b"secreT".to_vec()));
        assert!(secret != Secret::new(b"secret!".to_vec()));
        assert!(Secret::from_base64("c2VjcmV").is_none());
    }

    #[test]
    fn the_fingerprint_is_what_sha256sum_says() {
        // printf secret | sha256sum
        assert_eq!(Secret::new(b"secret".to_vec()).fingerprint(), "2bb8 0d53 7b1d a3e3");
    }
}
