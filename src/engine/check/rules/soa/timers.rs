//! Timers and serial of an SOA: in the ranges of RFC 1912 §2.2, and in order.

use crate::engine::check::codes::{self, soa as advice};
use crate::engine::check::context::{Context, Part};
use crate::engine::diag::{Args, Code, Diagnostic, Diagnostics, Fix};
use crate::engine::limits::SecondaryLimits;
use crate::engine::zone::{Datum, Soa};

use super::{EXPIRE, MINIMUM, REFRESH, RETRY, SERIAL};

const DAY: u32 = 86_400;
/// RFC 1912 §2.2: twenty minutes to twelve hours; a day with notifications.
const REFRESH_LEAST: u32 = 1_200;
const REFRESH_MOST: u32 = DAY;
/// RFC 1912 §2.2: a fraction of REFRESH; three minutes for the quickest.
const RETRY_LEAST: u32 = 180;
/// A long weekend and the time to notice.
const EXPIRE_LEAST: u32 = 7 * DAY;
/// RFC 2308 §5: one to three hours, and more than a day has been found to be a problem.
const MINIMUM_LEAST: u32 = 300;
const MINIMUM_MOST: u32 = DAY;

pub(super) fn check(soa: &Soa, record: Datum<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let mut say = |code: &'static Code, word: usize, args: &[(&'static str, u32)]| {
        let place = context.part(record.at, Part::Rdata(word));
        let args = args.iter().fold(Args::new(), |args, (name, value)| args.with(name, *value));
        diagnostics.push(Diagnostic { args, ..Diagnostic::new(code, place) });
    };
    let Soa { refresh, retry, expire, minimum, .. } = *soa;
    if refresh < REFRESH_LEAST {
        say(&advice::SOA_REFRESH_SHORT, REFRESH, &[("seconds", refresh)]);
    } else if refresh > REFRESH_MOST {
        say(&advice::SOA_REFRESH_LONG, REFRESH, &[("seconds", refresh)]);
    }
    // RFC 1912 §2.2: RETRY is a fraction of REFRESH, EXPIRE is larger than both.
    if retry > refresh {
        say(&codes::SOA_RETRY_LONG, RETRY, &[("retry", retry), ("refresh", refresh)]);
    } else if retry < RETRY_LEAST {
        say(&advice::SOA_RETRY_SHORT, RETRY, &[("seconds", retry)]);
    }
    let both = refresh.saturating_add(retry);
    if expire < refresh {
        say(&codes::SOA_EXPIRE_SHORT, EXPIRE, &[("expire", expire), ("refresh", refresh)]);
    } else if expire < both && retry <= refresh {
        say(&advice::SOA_EXPIRE_MARGIN, EXPIRE, &[("expire", expire), ("both", both)]);
    } else if expire < EXPIRE_LEAST {
        say(&advice::SOA_EXPIRE_LOW, EXPIRE, &[("seconds", expire)]);
    } else if expire > SecondaryLimits::default().max_expire_s {
        say(&advice::SOA_EXPIRE_LONG, EXPIRE, &[("seconds", expire)]);
    }
    if minimum < MINIMUM_LEAST {
        say(&advice::SOA_MINIMUM_SHORT, MINIMUM, &[("seconds", minimum)]);
    } else if minimum > MINIMUM_MOST {
        say(&advice::SOA_MINIMUM_LONG, MINIMUM, &[("seconds", minimum)]);
    }
    let serial = soa.serial.0;
    if serial == 0 {
        let place = context.part(record.at, Part::Rdata(SERIAL));
        let edit = context.rewrite(record.at, SERIAL, |_| Some("1".to_owned()));
        let fix = edit.map(|edit| Fix { title: &codes::RAISE_SERIAL, args: Args::new(), edits: vec![edit] });
        diagnostics.push(Diagnostic { fix, ..Diagnostic::new(&codes::SOA_SERIAL_ZERO, place).arg("serial", 0_u32) });
    } else if let Some(code) = dated(serial, context.at) {
        say(code, SERIAL, &[("serial", serial)]);
    }
}

/// What is wrong with a serial of the form YYYYMMDDnn (RFC 1912 §2.2), at a time in seconds since 1970.
fn dated(serial: u32, now: Option<u64>) -> Option<&'static Code> {
    let (year, month, day) = (serial / 1_000_000, serial / 10_000 % 100, serial / 100 % 100);
    if !(1_990..=2_099).contains(&year) {
        return None;
    }
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && year != 2_000 + 100 => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    if day == 0 || day > days {
        return Some(&advice::SOA_SERIAL_DATE);
    }
    // A day ahead, for those who live east of here.
    let tomorrow = civil(now? / u64::from(DAY) + 1)?;
    (serial / 100 > tomorrow).then_some(&advice::SOA_SERIAL_FUTURE)
}

/// Days since 1970 as YYYYMMDD.
fn civil(days: u64) -> Option<u32> {
    // Years begin in March, so that the leap day is their last; 719 468 days lie between 0000-03-01 and 1970-01-01.
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
    u32::try_from((year + era * 400) * 10_000 + month * 100 + day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        for (days, date) in [(0, 19_700_101), (59, 19_700_301), (11_016, 20_000_229), (20_454, 20_260_101)] {
            assert_eq!(civil(days), Some(date));
        }
    }

    #[test]
    fn serials_are_read_as_dates_where_they_are_some() {
        let at = |serial, day: u64| dated(serial, Some(day * u64::from(DAY))).map(|code| code.name);
        assert_eq!(at(2_026_010_100, 20_454), None);
        assert_eq!(at(2_026_010_299, 20_454), None);
        assert_eq!(at(2_026_010_300, 20_454), Some("soa-serial-future"));
        assert_eq!(at(2_026_130_100, 20_454), Some("soa-serial-date"));
        assert_eq!(at(2_024_022_901, 20_454), None);
        assert_eq!(at(2_023_022_901, 20_454), Some("soa-serial-date"));
        for other in [1, 42, 1_767_225_600, 4_294_967_295, 1_989_123_199, 2_100_010_100] {
            assert_eq!(at(other, 20_454), None, "{other}");
        }
        assert_eq!(dated(2_099_123_199, None).map(|code| code.name), None);
    }
}
