//! Numbers, times and plurals as the language in use has them, by the browser's Intl. Tests run without a browser and see
//! plain English forms.

use super::language::Language;

/// A count with thousands separated: `4,096`, `4.096`.
pub(super) fn number(language: Language, n: u64) -> String {
    browser::number(language, n).unwrap_or_else(|| grouped(n))
}

/// With one decimal: `1.5`, `1,5`.
pub(super) fn decimal(language: Language, n: f64) -> String {
    browser::decimal(language, n).unwrap_or_else(|| format!("{n:.1}"))
}

/// Whether a noun behind `n` stands in the singular.
pub(super) fn is_one(language: Language, n: u64) -> bool {
    browser::is_one(language, n).unwrap_or(n == 1)
}

/// The time of day, to the second, of an RFC 3339 time, in this machine's zone: `16:02:31`. Empty when it is none.
pub(super) fn clock(language: Language, at: &str) -> String {
    let plain = || at.split_once('T').and_then(|(_, time)| time.get(..8)).unwrap_or_default().to_owned();
    browser::clock(language, at).unwrap_or_else(plain)
}

/// A day such as `2026-12-01` in words: `1 December 2026`. As it is when it is none.
pub(super) fn day(language: Language, day: &str) -> String {
    browser::day(language, day).unwrap_or_else(|| day.to_owned())
}

/// How long ago, in the largest unit that fits: `5 minutes ago`.
pub(super) fn ago(language: Language, ms: u64) -> String {
    let (n, unit) = largest(ms);
    browser::ago(language, n, unit).unwrap_or_else(|| format!("{n} {unit}s ago"))
}

/// A duration's largest unit, and how many of it.
fn largest(ms: u64) -> (u64, &'static str) {
    const UNITS: [(u64, &str); 5] =
        [(604_800_000, "week"), (86_400_000, "day"), (3_600_000, "hour"), (60_000, "minute"), (1_000, "second")];
    let found = UNITS.into_iter().find(|(length, _)| ms >= *length);
    found.map_or((0, "second"), |(length, unit)| (ms / length, unit))
}

fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Intl itself.
#[cfg(target_arch = "wasm32")]
mod browser {
    use std::cell::RefCell;

    use js_sys::{Array, Date, Function, Intl, Object, Reflect};
    use wasm_bindgen::JsValue;

    use super::Language;

    thread_local! {
        /// Formatters cost more than what they format: each language's are made once.
        static COUNTS: RefCell<Vec<(Language, u8, Function)>> = const { RefCell::new(Vec::new()) };
    }

    fn options(pairs: &[(&str, JsValue)]) -> Object {
        let options = Object::new();
        for (name, value) in pairs {
            let _ = Reflect::set(&options, &(*name).into(), value);
        }
        options
    }

    fn tags(language: Language) -> Array {
        Array::of1(&language.tag().into())
    }

    fn formatted(language: Language, decimals: u8, n: f64) -> Option<String> {
        COUNTS.with_borrow_mut(|kept| {
            let at = kept.iter().position(|(of, with, _)| (*of, *with) == (language, decimals)).unwrap_or_else(|| {
                let digits = JsValue::from(decimals);
                let options = options(&[("minimumFractionDigits", digits.clone()), ("maximumFractionDigits", digits)]);
                kept.push((language, decimals, Intl::NumberFormat::new(&tags(language), &options).format()));
                kept.len() - 1
            });
            let (_, _, format) = kept.get(at)?;
            format.call1(&JsValue::UNDEFINED, &n.into()).ok()?.as_string()
        })
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of this page are far below 2^53")]
    pub(super) fn number(language: Language, n: u64) -> Option<String> {
        formatted(language, 0, n as f64)
    }

    pub(super) fn decimal(language: Language, n: f64) -> Option<String> {
        formatted(language, 1, n)
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of this page are far below 2^53")]
    pub(super) fn is_one(language: Language, n: u64) -> Option<bool> {
        let rules = Intl::PluralRules::new(&tags(language), &Object::new());
        Some(rules.select(n as f64) == "one")
    }

    fn time(language: Language, at: &str, pairs: &[(&str, JsValue)]) -> Option<String> {
        let date = Date::new(&at.into());
        if date.get_time().is_nan() {
            return None;
        }
        let format = Intl::DateTimeFormat::new(&tags(language), &options(pairs)).format();
        format.call1(&JsValue::UNDEFINED, &date).ok()?.as_string()
    }

    pub(super) fn clock(language: Language, at: &str) -> Option<String> {
        let two = JsValue::from("2-digit");
        let parts = [("hour", two.clone()), ("minute", two.clone()), ("second", two), ("hourCycle", "h23".into())];
        time(language, at, &parts)
    }

    pub(super) fn day(language: Language, day: &str) -> Option<String> {
        let mut parts = vec![("year", "numeric".into()), ("month", "long".into()), ("timeZone", "UTC".into())];
        // A month alone is `2026-06`.
        if day.len() > 7 {
            parts.push(("day", "numeric".into()));
        }
        time(language, day, &parts)
    }

    #[expect(clippy::cast_precision_loss, reason = "weeks and seconds")]
    pub(super) fn ago(language: Language, n: u64, unit: &str) -> Option<String> {
        let options = options(&[("numeric", "auto".into())]);
        Some(Intl::RelativeTimeFormat::new(&tags(language), &options).format(-(n as f64), unit).into())
    }
}

/// No Intl here.
#[cfg(not(target_arch = "wasm32"))]
mod browser {
    use super::Language;

    pub(super) const fn number(_: Language, _: u64) -> Option<String> {
        None
    }
    pub(super) const fn decimal(_: Language, _: f64) -> Option<String> {
        None
    }
    pub(super) const fn is_one(_: Language, _: u64) -> Option<bool> {
        None
    }
    pub(super) const fn clock(_: Language, _: &str) -> Option<String> {
        None
    }
    pub(super) const fn day(_: Language, _: &str) -> Option<String> {
        None
    }
    pub(super) const fn ago(_: Language, _: u64, _: &str) -> Option<String> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        assert_eq!([7, 1000, 1_234_567].map(grouped), ["7", "1,000", "1,234,567"]);
    }

    #[test]
    fn a_duration_has_a_largest_unit() {
        assert_eq!(largest(999), (0, "second"));
        assert_eq!(largest(150_000), (2, "minute"));
        assert_eq!(largest(1_300_000_000), (2, "week"));
    }

    #[test]
    fn the_time_of_day_is_cut_out() {
        assert_eq!(clock(Language::English, "2026-11-23T16:02:31Z"), "16:02:31");
        assert_eq!(clock(Language::English, "soon"), "");
    }
}
