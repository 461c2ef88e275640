//! Octets of names asked about eight at a time: each answer is a word with the highest bit of an octet set where it is yes.

const EACH: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = EACH << 7;

/// Whether the answer is yes for any of the octets.
pub(in crate::engine) fn any(octets: &[u8], ask: impl Fn(u64) -> u64) -> bool {
    let (words, rest) = octets.as_chunks();
    words.iter().any(|word| ask(u64::from_le_bytes(*word)) != 0)
        || match octets.last_chunk() {
            // What is left is looked at with some of those before.
            Some(last) => ask(u64::from_le_bytes(*last)) != 0,
            // The answers for what is padded are no one's.
            None => ask(last(octets, rest)) & of(rest) != 0,
        }
}

/// The octets of a text that are left when it is cut into eights, with zeros behind them.
pub(in crate::engine) fn last(text: &[u8], rest: &[u8]) -> u64 {
    match text.last_chunk() {
        // Read with some of those before, which are shifted out.
        Some(last) => u64::from_le_bytes(*last).checked_shr(64 - 8 * count(rest)).unwrap_or(0),
        None => match (rest.first_chunk(), rest.last_chunk()) {
            // Two halves that overlap.
            (Some(first), Some(last)) => {
                u64::from(u32::from_le_bytes(*first))
                    | u64::from(u32::from_le_bytes(*last)).checked_shl(8 * count(rest) - 32).unwrap_or(0)
            }
            _ => rest.iter().rev().fold(0, |word, octet| word << 8 | u64::from(*octet)),
        },
    }
}

/// All bits of as many octets as are left.
pub(in crate::engine) fn of(rest: &[u8]) -> u64 {
    !u64::MAX.checked_shl(8 * count(rest)).unwrap_or(0)
}

/// Of fewer than eight octets.
fn count(rest: &[u8]) -> u32 {
    u32::try_from(rest.len()).unwrap_or(0)
}

/// Those that are `octet`, an ASCII character.
pub(super) const fn equal(octets: u64, octet: u8) -> u64 {
    let differ = octets ^ (EACH * octet as u64);
    !(((differ & !HIGH) + !HIGH) | differ | !HIGH)
}

/// Those from `first` to `last`, both ASCII characters; the answers for octets above 127 are not to be used.
const fn between(octets: u64, first: u8, last: u8) -> u64 {
    let low = octets & !HIGH;
    // Bit 7 of each: from `first` on, and behind `last`.
    (low + EACH * (128 - first as u64)) & !(low + EACH * (127 - last as u64)) & HIGH
}

/// What few names in text have: neither letters nor digits, nor `-`, `.` or `/`.
pub(super) const fn unusual(octets: u64) -> u64 {
    !(letters(octets) | between(octets, b'-', b'9') & !octets) & HIGH
}

/// Capital letters.
pub(in crate::engine) const fn capitals(octets: u64) -> u64 {
    between(octets, b'A', b'Z') & !octets
}

/// Letters.
const fn letters(octets: u64) -> u64 {
    between(octets | EACH << 5, b'a', b'z') & !octets
}

/// Neither letters nor digits.
pub(in crate::engine) const fn no_letters_or_digits(octets: u64) -> u64 {
    !(letters(octets) | between(octets, b'0', b'9') & !octets) & HIGH
}

/// Above the digits and no letters; octets that count a label are none of these.
pub(in crate::engine) const fn other_signs(octets: u64) -> u64 {
    (octets | octets << 1) & !letters(octets) & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each octet at each place of texts of each length, among others about which the answer is no.
    #[test]
    fn answers_are_those_about_each_octet() {
        type Question = (fn(u64) -> u64, fn(u8) -> bool, u8);
        let questions: [Question; 5] = [
            (capitals, |octet| octet.is_ascii_uppercase(), b'b'),
            (no_letters_or_digits, |octet| !octet.is_ascii_alphanumeric(), b'7'),
            (unusual, |octet| !octet.is_ascii_alphanumeric() && !b"-./".contains(&octet), b'7'),
            (other_signs, |octet| octet > 63 && !octet.is_ascii_alphabetic(), b'Q'),
            (|octets| equal(octets, b'.'), |octet| octet == b'.', b'-'),
        ];
        for (eights, one, other) in questions {
            for octet in 0..=u8::MAX {
                for len in 1..20 {
                    for at in 0..len {
                        let mut text = vec![other; len];
                        text[at] = octet;
                        assert_eq!(any(&text, eights), one(octet), "{octet} at {at} of {len}");
                    }
                }
            }
        }
        assert!(!any(b"", no_letters_or_digits));
    }

    #[test]
    fn what_is_left_of_a_text_is_read_once() {
        let text: Vec<u8> = (1..=20).collect();
        for len in 0..=text.len() {
            let rest = &text[len / 8 * 8..len];
            let mut expected = [0; 8];
            expected[..rest.len()].copy_from_slice(rest);
            assert_eq!(last(&text[..len], rest).to_le_bytes(), expected, "{len}");
        }
    }
}
