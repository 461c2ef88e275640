//! Variable-length numbers of stored entries: seven bits an octet, least significant first, the high bit says "more".

/// Appends `n`.
pub(super) fn put(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        #[expect(clippy::cast_possible_truncation, reason = "the low seven bits are meant")]
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    #[expect(clippy::cast_possible_truncation, reason = "below 0x80 here")]
    out.push(n as u8);
}

/// Takes a number from the front of `octets`; octets that end early read as if zeros followed.
pub(super) fn take(octets: &mut &[u8]) -> u64 {
    let (mut n, mut shift) = (0_u64, 0_u32);
    while let Some((&octet, rest)) = octets.split_first() {
        *octets = rest;
        n |= u64::from(octet & 0x7f).checked_shl(shift).unwrap_or(0);
        shift += 7;
        if octet < 0x80 {
            break;
        }
    }
    n
}

/// How many octets [`put`] appends for `n`.
pub(super) const fn len(n: u64) -> usize {
    let bits = 64 - n.leading_zeros() as usize;
    if bits == 0 { 1 } else { bits.div_ceil(7) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_survive_and_their_length_is_known() {
        for n in [0, 1, 127, 128, 16_383, 16_384, u64::from(u32::MAX), u64::MAX] {
            let mut out = Vec::new();
            put(&mut out, n);
            assert_eq!(out.len(), len(n));
            let mut rest = &out[..];
            assert_eq!(take(&mut rest), n);
            assert!(rest.is_empty());
        }
    }
}
