//! Ranges of addresses as the provider's ACLs and the primaries' configurations write them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A range: an address with its host bits cleared, and how many bits count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first address.
    pub first: IpAddr,
    /// Bits that count: up to 32 or 128.
    pub bits: u8,
}

impl Range {
    /// Reads `192.0.2.53`, `192.0.2.53/28` (host bits may be set), `2001:db8::/64`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u8>().ok()?)),
            None => (text, None),
        };
        match address.parse::<IpAddr>().ok()? {
            IpAddr::V4(ip) => {
                let bits = bits.unwrap_or(32);
                let mask = u32::MAX.checked_shl(32_u32.checked_sub(u32::from(bits))?).unwrap_or(0);
                Some(Self { first: Ipv4Addr::from_bits(ip.to_bits() & mask).into(), bits })
            }
            IpAddr::V6(ip) => {
                let bits = bits.unwrap_or(128);
                let mask = u128::MAX.checked_shl(128_u32.checked_sub(u32::from(bits))?).unwrap_or(0);
                Some(Self { first: Ipv6Addr::from_bits(ip.to_bits() & mask).into(), bits })
            }
        }
    }

    /// Whether every address of `other` is in this range.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        let same_family = self.first.is_ipv4() == other.first.is_ipv4();
        let cut = |ip: IpAddr| Self::read(&format!("{ip}/{}", self.bits));
        same_family && self.bits <= other.bits && cut(other.first) == Some(*self)
    }

    /// Whether it is wider than the provider takes: /24 for IPv4, /64 for IPv6.
    #[must_use]
    pub const fn is_too_wide(&self) -> bool {
        match self.first {
            IpAddr::V4(_) => self.bits < 24,
            IpAddr::V6(_) => self.bits < 64,
        }
    }
}

impl std::fmt::Display for Range {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let whole = if self.first.is_ipv4() { 32 } else { 128 };
        if self.bits == whole { write!(f, "{}", self.first) } else { write!(f, "{}/{}", self.first, self.bits) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_clear_host_bits_and_contain_what_lies_inside() {
        let range = |text| Range::read(text).unwrap();
        assert_eq!(range("192.0.2.53/28").to_string(), "192.0.2.48/28");
        assert_eq!(range("192.0.2.53").to_string(), "192.0.2.53");
        assert!(range("0.0.0.0/0").contains(&range("192.0.2.1")));
        assert!(range("2001:db8::/32").contains(&range("2001:db8:1::/48")));
        assert!(!range("192.0.2.0/25").contains(&range("192.0.2.0/24")));
        assert!(!range("::/0").contains(&range("192.0.2.1")));
        assert!(range("192.0.0.0/23").is_too_wide() && !range("192.0.2.0/24").is_too_wide());
        assert!(range("2001:db8::/63").is_too_wide() && !range("2001:db8::/64").is_too_wide());
        for bad in ["", "192.0.2.0/33", "2001:db8::/129", "192.0.2.0/", "host"] {
            assert_eq!(Range::read(bad), None, "{bad}");
        }
    }
}
