//! Numbers as zone files write them: decimal, and durations with units.

/// Why a text is no number of its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberFault {
    /// Something else than digits, or nothing.
    Malformed,
    /// Above the greatest value.
    TooLarge,
}

/// Reads a decimal number of at most `max`.
///
/// # Errors
/// Why it is none.
pub fn decimal(text: &[u8], max: u64) -> Result<u64, NumberFault> {
    if let Some(value) = short(text).map(u64::from) {
        return if value <= max { Ok(value) } else { Err(NumberFault::TooLarge) };
    }
    if text.is_empty() || !text.iter().all(u8::is_ascii_digit) {
        return Err(NumberFault::Malformed);
    }
    let add = |value: u64, digit: &u8| value.checked_mul(10)?.checked_add(u64::from(digit - b'0'));
    text.iter().try_fold(0, add).filter(|value| *value <= max).ok_or(NumberFault::TooLarge)
}

/// A number of up to nine digits, which is what most are; none if it is no such, though it may be a number.
#[must_use]
pub fn short(text: &[u8]) -> Option<u32> {
    let mut value = 0_u32;
    for octet in text {
        let digit = octet.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value.wrapping_mul(10).wrapping_add(u32::from(digit));
    }
    (1..=9).contains(&text.len()).then_some(value)
}

/// Reads seconds: a decimal number, or numbers with units such as `1h30m` (w d h m s, either case, each once or more).
/// The units are BIND's; every server reads them.
///
/// # Errors
/// Why it is none; [`NumberFault::TooLarge`] above 2³² − 1.
pub fn duration(text: &[u8]) -> Result<u32, NumberFault> {
    if let Some(value) = short(text) {
        return Ok(value);
    }
    let max = u64::from(u32::MAX);
    let mut total = 0_u64;
    let mut rest = text;
    loop {
        let digits = rest.iter().position(|o| !o.is_ascii_digit()).unwrap_or(rest.len());
        let (number, tail) = rest.split_at(digits);
        let number = decimal(number, max)?;
        let (unit, tail) = match tail.split_first() {
            // A number without unit stands alone.
            None if digits == text.len() => (1, tail),
            None => return Err(NumberFault::Malformed),
            Some((unit, tail)) => (seconds(*unit).ok_or(NumberFault::Malformed)?, tail),
        };
        total += number * unit;
        if total > max {
            return Err(NumberFault::TooLarge);
        }
        if tail.is_empty() {
            return u32::try_from(total).map_err(|_| NumberFault::TooLarge);
        }
        rest = tail;
    }
}

const fn seconds(unit: u8) -> Option<u64> {
    Some(match unit.to_ascii_lowercase() {
        b's' => 1,
        b'm' => 60,
        b'h' => 3_600,
        b'd' => 86_400,
        b'w' => 604_800,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_have_a_range() {
        assert_eq!(decimal(b"65535", 65_535), Ok(65_535));
        assert_eq!(decimal(b"65536", 65_535), Err(NumberFault::TooLarge));
        assert_eq!(decimal(b"99999999999999999999999", u64::MAX), Err(NumberFault::TooLarge));
        for text in ["", "-1", "+1", "1 ", "0x1", "1.5"] {
            assert_eq!(decimal(text.as_bytes(), 9), Err(NumberFault::Malformed), "{text}");
        }
    }

    #[test]
    fn durations_have_units() {
        assert_eq!(duration(b"3600"), Ok(3_600));
        assert_eq!(duration(b"1W2d3H4m5s"), Ok(788_645));
        assert_eq!(duration(b"4294967295"), Ok(u32::MAX));
        assert_eq!(duration(b"4294967296"), Err(NumberFault::TooLarge));
        assert_eq!(duration(b"7102w"), Err(NumberFault::TooLarge));
        for text in ["", "h", "1h2", "1y", "1hh", "-1h"] {
            assert_eq!(duration(text.as_bytes()), Err(NumberFault::Malformed), "{text}");
        }
    }
}
