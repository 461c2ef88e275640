//! Signature times: `YYYYMMDDHHmmSS` in UTC, or seconds since 1970 (RFC 4034 §3.2).
//!
//! The wire form has 32 bits on a circle. Without a clock the printed year is the one between 1970 and 2106.

use std::fmt::Write;

use super::{Diagnostics, Words};
use crate::engine::dns::codes;
use crate::engine::dns::number::decimal;

const DAY: u64 = 86_400;

pub(super) fn parse(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let token = words.next(diags)?;
    // RFC 4034 §3.2: 14 digits are a date, at most 10 a number.
    let seconds = match token.text.len() {
        14 => date(token.text),
        _ => decimal(token.text, u64::from(u32::MAX)).ok(),
    };
    let Some(seconds) = seconds.and_then(|s| u32::try_from(s).ok()) else {
        diags.push(words.bad(&codes::TIME_MALFORMED, &token));
        return None;
    };
    out.extend_from_slice(&seconds.to_be_bytes());
    Some(())
}

/// Seconds since 1970 of fourteen digits.
fn date(text: &[u8]) -> Option<u64> {
    let part =
        |from: usize, to: usize, least: u64, most: u64| decimal(text.get(from..to)?, most).ok().filter(|n| *n >= least);
    let year = part(0, 4, 1970, 9999)?;
    let month = part(4, 6, 1, 12)?;
    let day = part(6, 8, 1, days_in(year, month))?;
    let (hour, minute, second) = (part(8, 10, 0, 23)?, part(10, 12, 0, 59)?, part(12, 14, 0, 59)?);
    let days = (1970..year).map(days_of).sum::<u64>() + (1..month).map(|m| days_in(year, m)).sum::<u64>() + day - 1;
    Some(days * DAY + hour * 3_600 + minute * 60 + second)
}

pub(super) fn print(seconds: u32, out: &mut String) {
    let mut days = u64::from(seconds) / DAY;
    let mut year = 1970;
    while days >= days_of(year) {
        days -= days_of(year);
        year += 1;
    }
    let mut month = 1;
    while days >= days_in(year, month) {
        days -= days_in(year, month);
        month += 1;
    }
    let second = u64::from(seconds) % DAY;
    // Writing to a string does not fail.
    let _ = write!(out, "{year}{month:02}{:02}", days + 1);
    let _ = write!(out, "{:02}{:02}{:02}", second / 3_600, second / 60 % 60, second % 60);
}

const fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_of(year: u64) -> u64 {
    if is_leap(year) { 366 } else { 365 }
}

const fn days_in(year: u64, month: u64) -> u64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
