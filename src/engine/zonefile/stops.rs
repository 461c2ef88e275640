//! Where words end: 64 octets are looked at together, and what ends a word among them is remembered as bits.

/// Octets looked at together.
const BLOCK: usize = 64;

/// The ends of words in a block of a text.
#[derive(Debug)]
pub(super) struct Stops {
    /// Offset of the block.
    base: usize,
    /// A bit for each of its octets.
    bits: u64,
}

impl Default for Stops {
    fn default() -> Self {
        Self::new()
    }
}

impl Stops {
    /// Nothing was looked at.
    pub(super) const fn new() -> Self {
        // A block that no text reaches.
        Self { base: usize::MAX - BLOCK, bits: 0 }
    }

    /// The first octet at or behind `at` that is no part of a word, or begins an escape; the end of the text when there is
    /// none. It is always the same text.
    pub(super) fn next(&mut self, text: &[u8], mut at: usize) -> usize {
        loop {
            let mut ahead = at.wrapping_sub(self.base);
            if ahead >= BLOCK {
                let rest = text.get(at..).unwrap_or_default();
                if rest.is_empty() {
                    return text.len();
                }
                (self.base, self.bits, ahead) = (at, look(rest), 0);
            }
            let bits = self.bits >> ahead;
            if bits != 0 {
                return (at + bits.trailing_zeros() as usize).min(text.len());
            }
            at = self.base + BLOCK;
        }
    }
}

/// A bit for each of the first octets; where there are fewer, a word ends behind the last.
fn look(text: &[u8]) -> u64 {
    if let Some(block) = text.first_chunk() {
        return bits_of(block);
    }
    let mut padded = [b' '; BLOCK];
    padded.iter_mut().zip(text).for_each(|(slot, octet)| *slot = *octet);
    bits_of(&padded)
}

/// A bit for each octet. On its own the compiler makes of it a few instructions for sixteen octets.
#[inline(never)]
fn bits_of(block: &[u8; BLOCK]) -> u64 {
    let mut flags = [0; BLOCK];
    flags.iter_mut().zip(block).for_each(|(flag, octet)| *flag = u8::from(is_stop(*octet)));
    let words = flags.as_chunks::<8>().0.iter().rev();
    // Eight flags, each in its octet, become the eight bits of the highest octet.
    words.fold(0, |bits, word| bits << 8 | u64::from_le_bytes(*word).wrapping_mul(0x0102_0408_1020_4080) >> 56)
}

/// Whether an octet is none of a word: blanks and line ends, `"`, `(`, `)`, `;`, and the backslash.
const fn is_stop(octet: u8) -> bool {
    // Without branches, so that many are looked at at once.
    (octet.wrapping_sub(b'\t') < 5)
        | (octet == b' ')
        | (octet == b'"')
        | (octet.wrapping_sub(b'(') < 2)
        | (octet == b';')
        | (octet == b'\\')
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

        /// From wherever they are asked for, forwards and back again.
        #[test]
        fn ends_are_those_that_one_look_at_each_octet_finds(
            text in vec(prop_oneof![12 => b'a'..=b'z', 1 => any::<u8>()], 0..300),
            asked in vec(0..310_usize, 0..40),
        ) {
            let is_end = |octet: &u8| b"\t\n\x0b\x0c\r \"();\\".contains(octet);
            let mut stops = Stops::new();
            for at in asked {
                let rest = text.get(at..).unwrap_or_default();
                let expected = rest.iter().position(is_end).map_or(text.len(), |n| at + n);
                prop_assert_eq!(stops.next(&text, at), expected, "from {}", at);
            }
        }
    }
}
