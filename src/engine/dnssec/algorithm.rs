//! Numbers with a meaning: signing algorithms and digest types (IANA "DNS Security Algorithm Numbers", "DS RR Type
//! Digest Algorithms"), and what the RFCs think of them now.

use std::fmt;

/// A signing algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Algorithm(pub u8);

/// A digest type of DS and CDS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DigestType(pub u8);

/// What the RFCs say of using a number today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Fit for use.
    Current,
    /// Must not be used to sign or delegate any more (RFC 9904, RFC 9905, RFC 9906).
    Deprecated,
    /// Assigned to nothing that a validator could know: reserved, private or not assigned.
    Unknown,
}

#[expect(missing_docs, reason = "the mnemonics say it all")]
impl Algorithm {
    /// In CDS and CDNSKEY: remove what the parent has (RFC 8078 §4).
    pub const DELETE: Self = Self(0);
    pub const RSAMD5: Self = Self(1);
    pub const DSA: Self = Self(3);
    pub const RSASHA1: Self = Self(5);
    pub const DSA_NSEC3_SHA1: Self = Self(6);
    pub const RSASHA1_NSEC3_SHA1: Self = Self(7);
    pub const RSASHA256: Self = Self(8);
    pub const RSASHA512: Self = Self(10);
    pub const ECC_GOST: Self = Self(12);
    pub const ECDSAP256SHA256: Self = Self(13);
    pub const ECDSAP384SHA384: Self = Self(14);
    pub const ED25519: Self = Self(15);
    pub const ED448: Self = Self(16);
}

impl Algorithm {
    /// What the RFCs say of signing with it.
    #[must_use]
    pub const fn standing(self) -> Standing {
        match self.0 {
            // RFC 9905 §2: SHA-1; RFC 9906 §2: GOST; the rest was already so in RFC 8624 §3.1.
            1 | 3 | 5 | 6 | 7 | 12 => Standing::Deprecated,
            8 | 10 | 13..=17 | 23 => Standing::Current,
            _ => Standing::Unknown,
        }
    }

    /// Whether [`super::verify`] can judge its signatures.
    #[must_use]
    pub const fn is_supported(self) -> bool {
        matches!(self.0, 5 | 7 | 8 | 10 | 13 | 14 | 15)
    }

    /// Whether its keys are those of RSA.
    #[must_use]
    pub const fn is_rsa(self) -> bool {
        matches!(self.0, 1 | 5 | 7 | 8 | 10)
    }

    /// Whether validators that know it also know NSEC3 (RFC 5155 §2).
    #[must_use]
    pub const fn allows_nsec3(self) -> bool {
        !matches!(self.0, 1 | 3 | 5)
    }

    /// The mnemonic; none when the number has none.
    #[must_use]
    pub const fn mnemonic(self) -> Option<&'static str> {
        Some(match self.0 {
            1 => "RSAMD5",
            3 => "DSA",
            5 => "RSASHA1",
            6 => "DSA-NSEC3-SHA1",
            7 => "RSASHA1-NSEC3-SHA1",
            8 => "RSASHA256",
            10 => "RSASHA512",
            12 => "ECC-GOST",
            13 => "ECDSAP256SHA256",
            14 => "ECDSAP384SHA384",
            15 => "ED25519",
            16 => "ED448",
            17 => "SM2SM3",
            23 => "ECC-GOST12",
            252 => "INDIRECT",
            253 => "PRIVATEDNS",
            254 => "PRIVATEOID",
            _ => return None,
        })
    }
}

impl DigestType {
    /// SHA-1 (RFC 3658).
    pub const SHA1: Self = Self(1);
    /// SHA-256 (RFC 4509).
    pub const SHA256: Self = Self(2);
    /// GOST R 34.11-94 (RFC 5933).
    pub const GOST: Self = Self(3);
    /// SHA-384 (RFC 6605).
    pub const SHA384: Self = Self(4);

    /// What the RFCs say of delegating with it.
    #[must_use]
    pub const fn standing(self) -> Standing {
        match self.0 {
            // RFC 9905 §2 and RFC 9906 §2.
            1 | 3 => Standing::Deprecated,
            2 | 4..=6 => Standing::Current,
            _ => Standing::Unknown,
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.mnemonic() {
            Some(mnemonic) => write!(f, "{} ({mnemonic})", self.0),
            None => write!(f, "{}", self.0),
        }
    }
}

impl fmt::Display for DigestType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => f.write_str("1 (SHA-1)"),
            2 => f.write_str("2 (SHA-256)"),
            3 => f.write_str("3 (GOST)"),
            4 => f.write_str("4 (SHA-384)"),
            other => write!(f, "{other}"),
        }
    }
}
