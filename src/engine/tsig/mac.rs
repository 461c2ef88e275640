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
