//! Locations (RFC 1876): latitude, longitude, altitude, and the size and precisions as powers of ten.

use std::fmt::Write;

use super::{Diagnostics, Reader, WireFault, Words};
use crate::engine::dns::number::decimal;
use crate::engine::dns::{Token, codes};

/// The equator and the prime meridian (RFC 1876 §2).
const ORIGIN: u32 = 1 << 31;
/// Thousandths of an arc second in a degree.
const DEGREE: u32 = 3_600_000;
/// Centimetres from the reference spheroid down to the zero of altitudes (RFC 1876 §2).
const BASE: i64 = 10_000_000;
/// Centimetres of the greatest size, 9·10⁹.
const MAX_SIZE: i64 = 9_000_000_000;
/// RFC 1876 §3: 1 m, 10,000 m, 10 m.
const DEFAULTS: [u8; 3] = [0x12, 0x16, 0x13];

pub(super) fn parse(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    words.enter_part("latitude");
    let latitude = angle(words, b"N", b"S", 90, diags)?;
    words.enter_part("longitude");
    let longitude = angle(words, b"E", b"W", 180, diags)?;
    words.enter_part("altitude");
    let token = words.next(diags)?;
    let altitude = metres(token.text).and_then(|cm| u32::try_from(cm + BASE).ok());
    let Some(altitude) = altitude else {
        diags.push(words.bad(&codes::LOC_ALTITUDE, &token));
        return None;
    };
    let mut sizes = DEFAULTS;
    for (size, part) in sizes.iter_mut().zip(["size", "horizontal precision", "vertical precision"]) {
        words.enter_part(part);
        let Some(token) = words.next_if_any() else { break };
        let Some(octet) = metres(token.text).and_then(size_octet) else {
            diags.push(words.bad(&codes::LOC_SIZE, &token));
            return None;
        };
        *size = octet;
    }
    // RFC 1876 §2: the only version is 0.
    out.push(0);
    out.extend_from_slice(&sizes);
    for number in [latitude, longitude, altitude] {
        out.extend_from_slice(&number.to_be_bytes());
    }
    Some(())
}

/// Degrees, maybe minutes, maybe seconds with up to three decimals, then the side.
fn angle(words: &mut Words<'_, '_>, plus: &[u8], minus: &[u8], most: u32, diags: &mut Diagnostics) -> Option<u32> {
    let mut total = 0;
    let bad = |words: &Words<'_, '_>, token: &Token<'_>, diags: &mut Diagnostics| {
        diags.push(
            words
                .bad(&codes::LOC_ANGLE, token)
                .arg("limit", most)
                .arg("plus", codes::shown(plus))
                .arg("minus", codes::shown(minus)),
        );
    };
    for (i, unit) in [DEGREE, 60_000, 1_000, 0].into_iter().enumerate() {
        let token = words.next(diags)?;
        let side = token.text;
        if i > 0 && (side.eq_ignore_ascii_case(plus) || side.eq_ignore_ascii_case(minus)) {
            if total > most * DEGREE {
                bad(words, &token, diags);
                return None;
            }
            return Some(if side.eq_ignore_ascii_case(plus) { ORIGIN + total } else { ORIGIN - total });
        }
        let value = match i {
            0 => decimal(side, u64::from(most)).ok(),
            1 => decimal(side, 59).ok(),
            2 => fraction(side, 3).filter(|ms| *ms < 60_000),
            _ => None,
        };
        let Some(value) = value.and_then(|v| u32::try_from(v).ok()) else {
            bad(words, &token, diags);
            return None;
        };
        total += if i == 2 { value } else { value * unit };
    }
    None
}

/// A decimal with at most `places` decimals, times ten to that power.
fn fraction(text: &[u8], places: usize) -> Option<u64> {
    let dot = memchr::memchr(b'.', text);
    let (whole, decimals) = match dot {
        Some(at) => (text.get(..at)?, text.get(at + 1..)?),
        None => (text, &b""[..]),
    };
    if decimals.len() > places {
        return None;
    }
    let scale = |n: usize| (0..n).fold(1_u64, |s, _| s * 10);
    let decimals_value = if decimals.is_empty() { 0 } else { decimal(decimals, u64::MAX).ok()? };
    let whole = decimal(whole, u64::from(u32::MAX)).ok()?;
    Some(whole * scale(places) + decimals_value * scale(places - decimals.len()))
}

/// Metres with up to two decimals, maybe negative, maybe with `m`; as centimetres.
fn metres(text: &[u8]) -> Option<i64> {
    let text = text.strip_suffix(b"m").or_else(|| text.strip_suffix(b"M")).unwrap_or(text);
    let (sign, digits) = match text.strip_prefix(b"-") {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    i64::try_from(fraction(digits, 2)?).ok().map(|cm| sign * cm)
}

/// RFC 1876 §2: the first digit in the upper four bits, the power of ten of centimetres in the lower. Further digits
/// are lost.
fn size_octet(mut centimetres: i64) -> Option<u8> {
    if centimetres > MAX_SIZE {
        return None;
    }
    let mut power = 0_u8;
    while centimetres > 9 {
        centimetres /= 10;
        power += 1;
    }
    u8::try_from(centimetres).ok().map(|digit| digit << 4 | power)
}

pub(super) fn skip(reader: &mut Reader<'_>) -> Result<(), WireFault> {
    let at = reader.offset();
    let [version, sizes @ ..] = reader.array::<4>()?;
    let (latitude, longitude, _) = (reader.u32()?, reader.u32()?, reader.u32()?);
    let digits_hold = sizes.iter().all(|s| s >> 4 <= 9 && s & 0x0f <= 9);
    let angles_hold = latitude.abs_diff(ORIGIN) <= 90 * DEGREE && longitude.abs_diff(ORIGIN) <= 180 * DEGREE;
    if version == 0 && digits_hold && angles_hold { Ok(()) } else { Err(WireFault::new(&codes::LOC_WIRE, at)) }
}

pub(super) fn print(reader: &mut Reader<'_>, out: &mut String) -> Result<(), WireFault> {
    let mut checked = *reader;
    skip(&mut checked)?;
    let at = reader.offset();
    let [_, sizes @ ..] = reader.array::<4>()?;
    // A zero times a power of ten has no text that gives the power back.
    if sizes.iter().any(|s| s >> 4 == 0 && s & 0x0f > 0) {
        return Err(WireFault::new(&codes::LOC_WIRE, at));
    }
    print_angle(reader.u32()?, 'N', 'S', out);
    print_angle(reader.u32()?, 'E', 'W', out);
    let altitude = i64::from(reader.u32()?) - BASE;
    let sign = if altitude < 0 { "-" } else { "" };
    // Writing to a string does not fail.
    let _ = write!(out, "{sign}{}.{:02}m", altitude.abs() / 100, altitude.abs() % 100);
    for size in sizes {
        let centimetres = u64::from(size >> 4) * 10_u64.pow(u32::from(size & 0x0f));
        let _ = match centimetres % 100 {
            0 => write!(out, " {}m", centimetres / 100),
            rest => write!(out, " {}.{rest:02}m", centimetres / 100),
        };
    }
    Ok(())
}

fn print_angle(value: u32, plus: char, minus: char, out: &mut String) {
    let side = if value >= ORIGIN { plus } else { minus };
    let ms = value.abs_diff(ORIGIN);
    let (degrees, minutes, rest) = (ms / DEGREE, ms / 60_000 % 60, ms % 60_000);
    // Writing to a string does not fail.
    let _ = write!(out, "{degrees} {minutes} {}.{:03} {side} ", rest / 1_000, rest % 1_000);
}
