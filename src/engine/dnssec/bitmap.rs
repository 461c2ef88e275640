//! The set of types that NSEC, NSEC3 and CSYNC carry (RFC 4034 §4.1.2).

use crate::engine::dns::RecordType;

/// Windows of bits, as they stand in RDATA.
#[derive(Clone, Copy, Debug)]
pub struct TypeBitmap<'a>(&'a [u8]);

impl<'a> TypeBitmap<'a> {
    /// The octets behind the other fields; what is malformed in them reads as absent.
    #[must_use]
    pub const fn new(octets: &'a [u8]) -> Self {
        Self(octets)
    }

    /// The types, ascending when the windows are.
    pub fn types(self) -> impl Iterator<Item = RecordType> + use<'a> {
        windows(self.0).flat_map(|(window, bits)| {
            (0_u16..).zip(bits).flat_map(move |(i, octet)| {
                let of_bit = move |bit: u16| RecordType(window << 8 | i << 3 | bit);
                (0..8_u16).filter(move |bit| octet & 0x80 >> bit != 0).map(of_bit)
            })
        })
    }

    /// Whether the type is in it.
    #[must_use]
    pub fn contains(self, rtype: RecordType) -> bool {
        let [high, low] = rtype.0.to_be_bytes();
        windows(self.0)
            .filter(|(window, _)| *window == u16::from(high))
            .any(|(_, bits)| bits.get(usize::from(low >> 3)).is_some_and(|octet| octet & 0x80 >> (low & 7) != 0))
    }

    /// Whether no type is in it: an empty non-terminal's NSEC3 (RFC 5155 §7.1).
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.types().next().is_none()
    }
}

fn windows(octets: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = octets;
    std::iter::from_fn(move || {
        let (&[window, len], tail) = rest.split_first_chunk()?;
        let (bits, others) = tail.split_at_checked(usize::from(len).min(32))?;
        rest = others;
        Some((u16::from(window), bits))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4034 §4.3: A MX RRSIG NSEC TYPE1234.
    #[test]
    fn the_example_of_rfc_4034_is_read() {
        let mut octets = vec![0, 6, 0x40, 0x01, 0, 0, 0, 0x03, 4, 0x1b];
        octets.extend([0; 26]);
        octets.push(0x20);
        let types: Vec<_> = TypeBitmap::new(&octets).types().map(|t| t.0).collect();
        assert_eq!(types, [1, 15, 46, 47, 1234]);
        assert!(TypeBitmap::new(&octets).contains(RecordType(1234)));
        assert!(!TypeBitmap::new(&octets).contains(RecordType(1235)));
        assert!(!TypeBitmap::new(&octets).contains(RecordType::NS));
        assert!(TypeBitmap::new(&[]).is_empty() && TypeBitmap::new(&[0, 9, 1]).is_empty());
    }
}
