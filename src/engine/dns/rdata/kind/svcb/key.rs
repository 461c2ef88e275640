//! Keys of service parameters (IANA "Service Parameter Keys (SvcParamKeys)").

use std::fmt;

use crate::engine::diag::Code;
use crate::engine::dns::codes;
use crate::engine::dns::number::decimal;

/// A parameter's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(pub(super) u16);

/// Names by number, from 0 on: RFC 9460 §14.3.2, RFC 9461, RFC 9540, and IANA's later entries.
const NAMES: [&str; 11] = [
    "mandatory",
    "alpn",
    "no-default-alpn",
    "port",
    "ipv4hint",
    "ech",
    "ipv6hint",
    "dohpath",
    "ohttp",
    "tls-supported-groups",
    "docpath",
];

impl Key {
    pub(super) const MANDATORY: Self = Self(0);
    pub(super) const ALPN: Self = Self(1);
    pub(super) const NO_DEFAULT_ALPN: Self = Self(2);
    pub(super) const PORT: Self = Self(3);
    pub(super) const IPV4HINT: Self = Self(4);
    pub(super) const ECH: Self = Self(5);
    pub(super) const IPV6HINT: Self = Self(6);
    pub(super) const DOHPATH: Self = Self(7);
    pub(super) const OHTTP: Self = Self(8);
    pub(super) const GROUPS: Self = Self(9);
    pub(super) const DOCPATH: Self = Self(10);
    /// RFC 9460 §14.3.2: reserved as "invalid key".
    pub(super) const INVALID: Self = Self(65_535);

    /// Reads a name, or `key` and a number without leading zeros (RFC 9460 §2.1).
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let named = (0..).zip(NAMES).find(|(_, name)| name.as_bytes() == text).map(|(number, _)| Self(number));
        let numbered = || {
            let digits = text.strip_prefix(b"key").filter(|d| *d == b"0" || !d.starts_with(b"0"))?;
            u16::try_from(decimal(digits, 65_534).ok()?).ok().map(Self)
        };
        named.or_else(numbered)
    }

    /// Whether backslashes mean something in the key's value. RFC 9460 §7.2, §7.3, §8: lists of numbers, addresses and
    /// keys are written without, as are Base64 and single numbers.
    pub(super) const fn takes_escapes(self) -> bool {
        !matches!(self, Self::MANDATORY | Self::PORT | Self::IPV4HINT | Self::ECH | Self::IPV6HINT | Self::GROUPS)
    }

    /// What is said of a value that this key cannot have.
    pub(super) const fn value_code(self) -> &'static Code {
        match self {
            Self::MANDATORY => &codes::SVCB_MANDATORY,
            Self::ALPN => &codes::SVCB_ALPN,
            Self::NO_DEFAULT_ALPN | Self::OHTTP => &codes::SVCB_NO_VALUE,
            Self::PORT => &codes::SVCB_PORT,
            Self::IPV4HINT => &codes::SVCB_IPV4HINT,
            Self::ECH => &codes::SVCB_ECH,
            Self::IPV6HINT => &codes::SVCB_IPV6HINT,
            Self::GROUPS => &codes::SVCB_GROUPS,
            Self::DOCPATH => &codes::SVCB_DOCPATH,
            _ => &codes::SVCB_DOHPATH,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match NAMES.get(usize::from(self.0)) {
            Some(name) => f.write_str(name),
            None => write!(f, "key{}", self.0),
        }
    }
}
