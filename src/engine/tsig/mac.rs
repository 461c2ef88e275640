//! HMAC over the six hashes (RFC 2104), fed piece by piece, cut to the algorithm's length.

use hmac::{Hmac, KeyInit, Mac as _};
use md5::Md5;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};

use super::{Algorithm, Secret};

/// A running HMAC. Its inner state, made from the secret, is wiped on drop.
pub(super) struct Mac {
    hash: Hash,
    len: usize,
}

enum Hash {
    Md5(Box<Hmac<Md5>>),
    Sha1(Box<Hmac<Sha1>>),
    Sha224(Box<Hmac<Sha224>>),
    Sha256(Box<Hmac<Sha256>>),
    Sha384(Box<Hmac<Sha384>>),
    Sha512(Box<Hmac<Sha512>>),
}

/// The same expression over whichever hash it is.
macro_rules! each {
    ($hash:expr, $hmac:ident => $e:expr) => {
        match $hash {
            Hash::Md5($hmac) => $e,
            Hash::Sha1($hmac) => $e,
            Hash::Sha224($hmac) => $e,
            Hash::Sha256($hmac) => $e,
            Hash::Sha384($hmac) => $e,
            Hash::Sha512($hmac) => $e,
        }
    };
}

impl Mac {
    pub(super) fn new(algorithm: Algorithm, secret: &Secret) -> Self {
        let key = secret.octets();
        let hash = match algorithm {
            Algorithm::Md5 => Hash::Md5(keyed(key)),
            Algorithm::Sha1 => Hash::Sha1(keyed(key)),
            Algorithm::Sha224 => Hash::Sha224(keyed(key)),
            Algorithm::Sha256 | Algorithm::Sha256Cut128 => Hash::Sha256(keyed(key)),
            Algorithm::Sha384 | Algorithm::Sha384Cut192 => Hash::Sha384(keyed(key)),
            Algorithm::Sha512 | Algorithm::Sha512Cut256 => Hash::Sha512(keyed(key)),
        };
        Self { hash, len: algorithm.mac_len() }
    }

    pub(super) fn update(&mut self, octets: &[u8]) {
        each!(&mut self.hash, hmac => hmac.update(octets));
    }

    pub(super) fn finish(self) -> Vec<u8> {
        let mut mac = each!(self.hash, hmac => hmac.finalize().as_bytes().to_vec());
        mac.truncate(self.len);
        mac
    }

    /// Whether `mac` is the start of the right one; in constant time for its length. An empty one never is.
    pub(super) fn verify(self, mac: &[u8]) -> bool {
        mac.len() <= self.len && each!(self.hash, hmac => hmac.verify_truncated_left(mac)).is_ok()
    }
}

#[expect(clippy::expect_used, reason = "HMAC takes a key of any length (RFC 2104 §2)")]
fn keyed<H: KeyInit>(key: &[u8]) -> Box<H> {
    Box::new(H::new_from_slice(key).expect("a key of any length"))
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;

    /// Test case 2 of RFC 2202 §2 and §3 and of RFC 4231 §4.3; the cut algorithms are its beginnings.
    #[test]
    fn published_vectors_come_out() {
        let (sha256, sha384, sha512) = (
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b\
             636e070a38bce737",
        );
        for (algorithm, expected) in [
            (Algorithm::Md5, "750c783e6ab0b503eaa86e310a5db738"),
            (Algorithm::Sha1, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
            (Algorithm::Sha224, "a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44"),
            (Algorithm::Sha256, sha256),
            (Algorithm::Sha256Cut128, &sha256[..32]),
            (Algorithm::Sha384, sha384),
            (Algorithm::Sha384Cut192, &sha384[..48]),
            (Algorithm::Sha512, sha512),
            (Algorithm::Sha512Cut256, &sha512[..64]),
        ] {
            let mac = || {
                let mut mac = Mac::new(algorithm, &Secret::new(b"Jefe".to_vec()));
                mac.update(b"what do ya want ");
                mac.update(b"for nothing?");
                mac
            };
            let right = mac().finish();
            assert_eq!(HEXLOWER.encode(&right), expected, "{algorithm}");
            assert!(mac().verify(&right));
            assert!(!mac().verify(&[]));
            assert!(!mac().verify(&[right, vec![0]].concat()));
        }
    }
}
