//! SOA serials and their arithmetic (RFC 1982).

use std::cmp::Ordering;
use std::fmt;

/// A zone's version number: 32 bits on a circle. Deliberately not `Ord`: two serials half a circle apart have no order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Serial(pub u32);

impl Serial {
    /// RFC 1982 §3.2: `Less` when `self` is older than `other`; none when they are exactly 2³¹ apart.
    #[must_use]
    pub fn compare(self, other: Self) -> Option<Ordering> {
        match other.0.wrapping_sub(self.0) {
            0 => Some(Ordering::Equal),
            1..=0x7fff_ffff => Some(Ordering::Less),
            0x8000_0000 => None,
            _ => Some(Ordering::Greater),
        }
    }

    /// Whether `other` is a later version than this one: the only case in which a secondary transfers.
    #[must_use]
    pub fn is_before(self, other: Self) -> bool {
        self.compare(other) == Some(Ordering::Less)
    }

    /// RFC 1982 §3.1: the serial `n` later.
    #[must_use]
    pub const fn plus(self, n: u32) -> Self {
        Self(self.0.wrapping_add(n))
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparison_wraps_and_has_an_undefined_half() {
        assert!(Serial(1).is_before(Serial(2)));
        assert!(Serial(u32::MAX).is_before(Serial(0)));
        assert!(!Serial(5).is_before(Serial(5)));
        assert!(Serial(0).is_before(Serial(0x7fff_ffff)));
        assert_eq!(Serial(0).compare(Serial(0x8000_0000)), None);
        assert_eq!(Serial(0).compare(Serial(0x8000_0001)), Some(Ordering::Greater));
    }
}
