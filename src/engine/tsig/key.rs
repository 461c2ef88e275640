//! A key: the name by which both sides call it, the algorithm, the secret.

use std::fmt;

use super::{Algorithm, Secret};
use crate::engine::dns::{Name, NameRef};

/// What signs and verifies. Two sides agree when all three parts do; the name's case and final dot do not count.
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    /// The name sent in every signed message (RFC 8945 §4.2), by which the other side finds its copy.
    pub name: Name,
    /// What MACs are made with.
    pub algorithm: Algorithm,
    /// What only both sides know.
    pub secret: Secret,
}

impl Key {
    /// A new key. `random` gives as many octets as the digest has, from the operating system or the browser; what is
    /// more is cut off. None when there are too few (RFC 8945 §8).
    #[must_use]
    pub fn generate(name: Name, algorithm: Algorithm, mut random: Vec<u8>) -> Option<Self> {
        random.truncate(algorithm.digest_len());
        let secret = Secret::new(random);
        (secret.len() == algorithm.digest_len()).then_some(Self { name, algorithm, secret })
    }

    /// Octets that signing adds to a message at most: what a builder of messages keeps free.
    #[must_use]
    pub fn record_len(&self) -> usize {
        // Owner, type, class, TTL, RDLENGTH; algorithm, time, fudge, MAC size, MAC, original ID, error, other length;
        // BADTIME adds six octets of other data (RFC 8945 §4.2, §5.2.3).
        let owner = self.name.as_ref().wire().len();
        let algorithm = self.algorithm.wire().wire().len();
        owner + 10 + algorithm + 6 + 2 + 2 + self.algorithm.mac_len() + 2 + 2 + 2 + 6
    }
}

impl fmt::Debug for Key {
    /// Name and algorithm; the secret shows as its length.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({} {}, {} octets)", self.name.as_ref(), self.algorithm, self.secret.len())
    }
}

/// Where a server looks for the key that a request names.
pub trait Keyring {
    /// The key of this name and algorithm.
    fn find(&self, name: NameRef<'_>, algorithm: Algorithm) -> Option<&Key>;
}

impl Keyring for [Key] {
    fn find(&self, name: NameRef<'_>, algorithm: Algorithm) -> Option<&Key> {
        self.iter().find(|key| key.algorithm == algorithm && key.name.as_ref() == name)
    }
}

impl Keyring for Vec<Key> {
    fn find(&self, name: NameRef<'_>, algorithm: Algorithm) -> Option<&Key> {
        self.as_slice().find(name, algorithm)
    }
}
