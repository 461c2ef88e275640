//! Times to live in text: seconds, or BIND's units (`1h30m`).

use crate::engine::dns::number::{NumberFault, duration};

/// The largest TTL (RFC 2181 §8: 31 bits).
pub const MAX_TTL: u32 = 0x7fff_ffff;

/// Reads `3600`, `1h`, `1W2D3h4m5s`.
///
/// # Errors
/// What is wrong with the word; [`NumberFault::TooLarge`] above [`MAX_TTL`].
pub fn parse_ttl(word: &[u8]) -> Result<u32, NumberFault> {
    // RFC 2181 §8
    duration(word).and_then(|ttl| if ttl > MAX_TTL { Err(NumberFault::TooLarge) } else { Ok(ttl) })
}

/// Whether a word was meant as a TTL: a digit first, then digits and unit letters only.
pub(super) fn looks_like_ttl(word: &[u8]) -> bool {
    word.first().is_some_and(u8::is_ascii_digit)
        && word.iter().all(|b| b.is_ascii_digit() || matches!(b.to_ascii_lowercase(), b's' | b'm' | b'h' | b'd' | b'w'))
}

/// Whether a word in front of a class or type is a TTL that somebody got wrong, as in `1hour`, `1.5h` or `-1`.
pub(super) fn is_meant_as_ttl(word: &[u8]) -> bool {
    let digits = word.strip_prefix(b"-").unwrap_or(word);
    let is_address = || std::str::from_utf8(word).is_ok_and(|text| text.parse::<std::net::IpAddr>().is_ok());
    digits.first().is_some_and(u8::is_ascii_digit) && !is_address()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_one_bits_and_no_more() {
        assert_eq!(parse_ttl(b"1h30M"), Ok(5_400));
        assert_eq!(parse_ttl(b"2147483647"), Ok(MAX_TTL));
        assert_eq!(parse_ttl(b"2147483648"), Err(NumberFault::TooLarge));
        assert_eq!(parse_ttl(b"1h30"), Err(NumberFault::Malformed));
    }
}
