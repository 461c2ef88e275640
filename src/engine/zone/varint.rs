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
    match &**octets {
        [a, rest @ ..] if *a < 0x80 => {
            let n = u64::from(*a);
            *octets = rest;
            n
        }
        _ => take_several(octets),
    }
}

/// A number of several octets: times to live and places take up to four.
fn take_several(octets: &mut &[u8]) -> u64 {
    match &**octets {
        [a, b, c, d, ..] if a & b & c & d < 0x80 => {
            let four = u32::from_le_bytes([*a, *b, *c, *d]);
            let last = (!four & 0x8080_8080).trailing_zeros() / 8;
            let n = four & (u32::MAX >> (24 - 8 * last));
            *octets = octets.get(last as usize + 1..).unwrap_or_default();
            u64::from(n & 0x7f | n >> 1 & 0x3f80 | n >> 2 & 0x1f_c000 | n >> 3 & 0xfe0_0000)
        }
        _ => take_long(octets),
    }
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
    const { assert!(N * 5 + 3 <= 32) };
    for n in numbers {
        let (spread, len) = spread(n);
        if let Some(place) = octets.get_mut(at..).and_then(<[u8]>::first_chunk_mut) {
            *place = spread.to_le_bytes();
        }
        at += len;
    }
    // So many octets at a time are copied without a call; what is too much is taken away again.
    let start = out.len();
    out.extend_from_slice(&octets);
    out.truncate(start + at);
}

/// A number as its octets, the first of them lowest, and how many they are.
#[inline]
const fn spread(n: u32) -> (u64, usize) {
    if n < 0x80 {
        return (n as u64, 1);
    }
    let n = n as u64;
    let groups = n & 0x7f | (n & 0x3f80) << 1 | (n & 0x1f_c000) << 2 | (n & 0xfe0_0000) << 3 | (n & 0xf000_0000) << 4;
    let len = (70 - n.leading_zeros() as usize) / 7;
    // All but the last say that more follows.
    let more = 0x80_8080_8080 & ((1 << (8 * (len - 1))) - 1);
    (groups | more, len)
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
