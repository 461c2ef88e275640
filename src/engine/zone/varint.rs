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
#[inline]
pub(super) fn take(octets: &mut &[u8]) -> u64 {
    // Times to live and places take up to four octets; most numbers take one.
    let (n, rest) = match &**octets {
        [a, rest @ ..] if *a < 0x80 => (u32::from(*a), rest),
        [a, b, rest @ ..] if *b < 0x80 => (low(*a) | u32::from(*b) << 7, rest),
        [a, b, c, rest @ ..] if *c < 0x80 => (low(*a) | low(*b) << 7 | u32::from(*c) << 14, rest),
        [a, b, c, d, rest @ ..] if *d < 0x80 => (low(*a) | low(*b) << 7 | low(*c) << 14 | u32::from(*d) << 21, rest),
        _ => return take_long(octets),
    };
    *octets = rest;
    u64::from(n)
}

/// The seven bits of an octet that more follow.
const fn low(octet: u8) -> u32 {
    octet as u32 & 0x7f
}

#[cold]
fn take_long(octets: &mut &[u8]) -> u64 {
    let (mut n, mut shift, mut used) = (0_u64, 0_u32, 0);
    for &octet in octets.iter() {
        used += 1;
        if shift < u64::BITS {
            n |= u64::from(octet & 0x7f) << shift;
        }
        shift += 7;
        if octet < 0x80 {
            break;
        }
    }
    *octets = octets.get(used..).unwrap_or_default();
    n
}

/// Appends several numbers at once: quicker than one after the other.
pub(super) fn put_all<const N: usize>(out: &mut Vec<u8>, numbers: [u32; N]) {
    let (mut octets, mut at) = ([0_u8; 32], 0);
    const { assert!(N * 5 <= 32) };
    for mut n in numbers {
        while n >= 0x80 {
            if let Some(slot) = octets.get_mut(at) {
                #[expect(clippy::cast_possible_truncation, reason = "the low seven bits are meant")]
                let low = n as u8 | 0x80;
                *slot = low;
            }
            (n, at) = (n >> 7, at + 1);
        }
        if let Some(slot) = octets.get_mut(at) {
            #[expect(clippy::cast_possible_truncation, reason = "below 0x80 here")]
            let last = n as u8;
            *slot = last;
        }
        at += 1;
    }
    out.extend_from_slice(octets.get(..at).unwrap_or_default());
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
        let powers = (0..64).flat_map(|bit| [(1_u64 << bit) - 1, 1 << bit, u64::MAX >> bit]);
        for n in powers {
            let mut out = Vec::new();
            put(&mut out, n);
            assert_eq!(out.len(), len(n));
            let mut rest = &out[..];
            assert_eq!(take(&mut rest), n);
            assert!(rest.is_empty());
            // With octets behind it.
            let followed = [&out[..], &[0x85; 9]].concat();
            let mut rest = &followed[..];
            assert_eq!((take(&mut rest), rest), (n, &[0x85; 9][..]));
            let narrow = u32::try_from(n).unwrap_or(7);
            let (mut one, mut all) = (Vec::new(), vec![9]);
            one.extend_from_slice(&[9, 3]);
            put(&mut one, u64::from(narrow));
            put_all(&mut all, [3, narrow]);
            assert_eq!(all, one);
        }
    }
}
