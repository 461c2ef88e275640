//! Times to live in text: seconds, or BIND's units (`1h30m`).

/// The largest TTL (RFC 2181 §8: 31 bits).
pub const MAX_TTL: u32 = 0x7fff_ffff;

/// Why a word is no TTL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TtlFault {
    /// Not digits, nor digits with units.
    Malformed,
    /// More than 2³¹−1 seconds.
    TooLarge,
}

/// Reads `3600`, `1h`, `1W2D3h4m5s`: decimal seconds, or numbers each followed by a unit of either case.
///
/// # Errors
/// What is wrong with the word.
pub fn parse_ttl(word: &[u8]) -> Result<u32, TtlFault> {
    let mut total: u64 = 0;
    let mut number: Option<u64> = None;
    let mut units = false;
    for &octet in word {
        if octet.is_ascii_digit() {
            let digit = u64::from(octet - b'0');
            number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(digit));
            continue;
        }
        let seconds = match octet.to_ascii_lowercase() {
            b's' => 1,
            b'm' => 60,
            b'h' => 3_600,
            b'd' => 86_400,
            b'w' => 604_800,
            _ => return Err(TtlFault::Malformed),
        };
        let count = number.take().ok_or(TtlFault::Malformed)?;
        total = total.saturating_add(count.saturating_mul(seconds));
        units = true;
    }
    match number {
        // A number without a unit stands alone: `1h30` is not clear, and BIND refuses it.
        Some(_) if units => return Err(TtlFault::Malformed),
        Some(seconds) => total = seconds,
        None if !units => return Err(TtlFault::Malformed),
        None => {}
    }
    // RFC 2181 §8
    u32::try_from(total).ok().filter(|&ttl| ttl <= MAX_TTL).ok_or(TtlFault::TooLarge)
}

/// Whether a word was meant as a TTL: a digit first, then digits and unit letters only.
pub(super) fn looks_like_ttl(word: &[u8]) -> bool {
    word.first().is_some_and(u8::is_ascii_digit)
        && word.iter().all(|b| b.is_ascii_digit() || matches!(b.to_ascii_lowercase(), b's' | b'm' | b'h' | b'd' | b'w'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_units_up_to_31_bits() {
        assert_eq!(parse_ttl(b"0"), Ok(0));
        assert_eq!(parse_ttl(b"1h30M"), Ok(5_400));
        assert_eq!(parse_ttl(b"1w2d3h4m5s"), Ok(788_645));
        assert_eq!(parse_ttl(b"2147483647"), Ok(MAX_TTL));
        assert_eq!(parse_ttl(b"2147483648"), Err(TtlFault::TooLarge));
        assert_eq!(parse_ttl(b"99999999999999999999999w"), Err(TtlFault::TooLarge));
        for bad in ["", "h", "1h30", "1x", "-1", "1 h"] {
            assert_eq!(parse_ttl(bad.as_bytes()), Err(TtlFault::Malformed), "{bad}");
        }
    }
}
