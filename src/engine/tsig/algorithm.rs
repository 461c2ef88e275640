//! The nine HMAC names of RFC 8945 §6, and every way people and programs spell them.

use crate::engine::dns::{Name, NameRef};

/// What a MAC is made with. The last three are the hash above them with the MAC cut to the number of bits named; they
/// are algorithms of their own, unlike a MAC that one side cut short (RFC 8945 §5.2.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// `hmac-md5.sig-alg.reg.int`, obsolete.
    Md5,
    /// `hmac-sha1`, only for peers that have nothing better.
    Sha1,
    /// `hmac-sha224`
    Sha224,
    /// `hmac-sha256`, which everybody must have.
    Sha256,
    /// `hmac-sha256-128`
    Sha256Cut128,
    /// `hmac-sha384`
    Sha384,
    /// `hmac-sha384-192`
    Sha384Cut192,
    /// `hmac-sha512`
    Sha512,
    /// `hmac-sha512-256`
    Sha512Cut256,
}

/// One row an algorithm: itself, its name, octets of the hash, of the MAC and of the hash's block.
type Row = (Algorithm, &'static str, usize, usize, usize);

/// RFC 8945 §6, table 3.
static TABLE: [Row; 9] = [
    (Algorithm::Md5, "hmac-md5.sig-alg.reg.int", 16, 16, 64),
    (Algorithm::Sha1, "hmac-sha1", 20, 20, 64),
    (Algorithm::Sha224, "hmac-sha224", 28, 28, 64),
    (Algorithm::Sha256, "hmac-sha256", 32, 32, 64),
    (Algorithm::Sha256Cut128, "hmac-sha256-128", 32, 16, 64),
    (Algorithm::Sha384, "hmac-sha384", 48, 48, 128),
    (Algorithm::Sha384Cut192, "hmac-sha384-192", 48, 24, 128),
    (Algorithm::Sha512, "hmac-sha512", 64, 64, 128),
    (Algorithm::Sha512Cut256, "hmac-sha512-256", 64, 32, 128),
];

impl Algorithm {
    /// All nine, in the order of their names.
    pub const ALL: [Self; 9] = [
        Self::Md5,
        Self::Sha1,
        Self::Sha224,
        Self::Sha256,
        Self::Sha256Cut128,
        Self::Sha384,
        Self::Sha384Cut192,
        Self::Sha512,
        Self::Sha512Cut256,
    ];

    /// Those that a new key is offered with, the usual choice first.
    pub const OFFERED: [Self; 3] = [Self::Sha256, Self::Sha384, Self::Sha512];

    /// Reads a spelling: with or without final dot, any case, `_` for `-`, with or without `hmac-`, `md5` with or
    /// without its domain.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let plain = text.trim().trim_end_matches('.').to_ascii_lowercase().replace('_', "-");
        let hash = plain.strip_prefix("hmac").map_or(plain.as_str(), |rest| rest.strip_prefix('-').unwrap_or(rest));
        let hash = hash.strip_suffix(".sig-alg.reg.int").unwrap_or(hash);
        // "sha-256" and "sha256-128" both occur; only the dash behind "sha" can go.
        let hash = hash.strip_prefix("sha-").map_or_else(|| hash.to_owned(), |bits| format!("sha{bits}"));
        Self::ALL.into_iter().find(|a| a.short() == hash)
    }

    /// Reads the name in a TSIG record: exactly the registered ones, any case.
    #[must_use]
    pub fn from_name(name: NameRef<'_>) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.wire() == name)
    }

    /// The registered name without its final dot: `hmac-sha256`, `hmac-md5.sig-alg.reg.int`.
    #[must_use]
    pub fn mnemonic(self) -> &'static str {
        self.row().1
    }

    /// As name servers' configurations write it: the mnemonic, but `hmac-md5`.
    #[must_use]
    pub fn config_name(self) -> &'static str {
        if self == Self::Md5 { "hmac-md5" } else { self.mnemonic() }
    }

    /// The name in wire form, lower case.
    #[must_use]
    pub fn name(self) -> Name {
        self.wire().to_owned()
    }

    /// The name in wire form, lower case, borrowed.
    #[must_use]
    pub(super) fn wire(self) -> NameRef<'static> {
        let octets: &'static [u8] = match self {
            Self::Md5 => b"\x08hmac-md5\x07sig-alg\x03reg\x03int\0",
            Self::Sha1 => b"\x09hmac-sha1\0",
            Self::Sha224 => b"\x0bhmac-sha224\0",
            Self::Sha256 => b"\x0bhmac-sha256\0",
            Self::Sha256Cut128 => b"\x0fhmac-sha256-128\0",
            Self::Sha384 => b"\x0bhmac-sha384\0",
            Self::Sha384Cut192 => b"\x0fhmac-sha384-192\0",
            Self::Sha512 => b"\x0bhmac-sha512\0",
            Self::Sha512Cut256 => b"\x0fhmac-sha512-256\0",
        };
        NameRef::from_wire(octets).map_or(NameRef::ROOT, |(name, _)| name)
    }

    /// Octets that the hash yields; also the length RFC 8945 §8 advises for the secret.
    #[must_use]
    pub fn digest_len(self) -> usize {
        self.row().2
    }

    /// Octets of a MAC that nobody cut.
    #[must_use]
    pub fn mac_len(self) -> usize {
        self.row().3
    }

    /// Octets of the hash's block: a longer secret is hashed first (RFC 2104 §2).
    #[must_use]
    pub fn block_len(self) -> usize {
        self.row().4
    }

    /// Octets of the shortest MAC that may be looked at (RFC 8945 §5.2.2.1): half the hash, and at least ten.
    #[must_use]
    pub fn shortest_mac(self) -> usize {
        (self.digest_len() / 2).max(10).min(self.mac_len())
    }

    /// Whether the hash is one to move away from (RFC 8945 §6: MD5 "MUST NOT" be used for new keys, SHA-1 "NOT
    /// RECOMMENDED").
    #[must_use]
    pub const fn is_dated(self) -> bool {
        matches!(self, Self::Md5 | Self::Sha1)
    }

    /// Whether the MAC is a cut one by definition; few servers know these names.
    #[must_use]
    pub const fn is_cut(self) -> bool {
        matches!(self, Self::Sha256Cut128 | Self::Sha384Cut192 | Self::Sha512Cut256)
    }

    fn short(self) -> &'static str {
        let name = self.config_name();
        name.strip_prefix("hmac-").unwrap_or(name)
    }

    fn row(self) -> &'static Row {
        let [first, ..] = &TABLE;
        TABLE.iter().find(|row| row.0 == self).unwrap_or(first)
    }
}

impl std::fmt::Display for Algorithm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.mnemonic())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_understood() {
        for (text, algorithm) in [
            ("hmac-md5.sig-alg.reg.int", Algorithm::Md5),
            ("HMAC-MD5.SIG-ALG.REG.INT.", Algorithm::Md5),
            ("hmac-md5", Algorithm::Md5),
            ("md5", Algorithm::Md5),
            ("hmac-sha1.", Algorithm::Sha1),
            ("HMAC_SHA256", Algorithm::Sha256),
            ("hmacsha256", Algorithm::Sha256),
            ("sha256", Algorithm::Sha256),
            ("SHA-256", Algorithm::Sha256),
            ("hmac-sha-512", Algorithm::Sha512),
            (" hmac-sha384-192. ", Algorithm::Sha384Cut192),
            ("hmac_sha512_256", Algorithm::Sha512Cut256),
        ] {
            assert_eq!(Algorithm::from_text(text), Some(algorithm), "{text}");
        }
        for text in ["", "hmac", "hmac-", "sha", "hmac-sha999", "hmac-sha25", "hmac-sha256-12", "gss-tsig", "sha2-256"]
        {
            assert_eq!(Algorithm::from_text(text), None, "{text}");
        }
    }

    #[test]
    fn names_on_the_wire_are_the_registered_ones() {
        for algorithm in Algorithm::ALL {
            assert_eq!(algorithm.name(), Name::absolute(algorithm.mnemonic()).unwrap());
            assert_eq!(Algorithm::from_name(algorithm.name().as_ref()), Some(algorithm));
            assert_eq!(Algorithm::from_text(algorithm.mnemonic()), Some(algorithm));
        }
        assert_eq!(Algorithm::from_name(Name::absolute("hmac-md5").unwrap().as_ref()), None);
        assert_eq!(Algorithm::from_name(Name::absolute("HMAC-sha1").unwrap().as_ref()), Some(Algorithm::Sha1));
    }

    #[test]
    fn the_shortest_mac_is_half_the_hash_and_ten_at_least() {
        let shortest: Vec<_> = Algorithm::ALL.iter().map(|a| a.shortest_mac()).collect();
        assert_eq!(shortest, [10, 10, 14, 16, 16, 24, 24, 32, 32]);
    }
}
