//! Lengths of time as a scenario writes them: `1h30m`, `250ms`, `-10m`.

use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::engine::dns::number::duration;

/// A length of time, or a moment counted from the beginning, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Length(pub u64);

/// How far a clock is off, in seconds; negative is behind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offset(pub i64);

impl Length {
    /// Whole seconds.
    #[must_use]
    pub const fn seconds(seconds: u64) -> Self {
        Self(seconds.saturating_mul(1_000))
    }

    /// Whole seconds, what is more left out; at most what a SOA's timer holds.
    #[must_use]
    pub fn whole_seconds(self) -> u32 {
        u32::try_from(self.0 / 1_000).unwrap_or(u32::MAX)
    }

    /// Reads `1h30m`, `250ms`.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        if let Some(digits) = text.strip_suffix("ms") {
            return digits.parse().ok().map(Self);
        }
        duration(text.as_bytes()).ok().map(|seconds| Self::seconds(u64::from(seconds)))
    }

    /// As a clock shows it: `0:58:12.250`, `2d 0:00:00`.
    #[must_use]
    pub fn clock(self) -> String {
        let (ms, seconds) = (self.0 % 1_000, self.0 / 1_000);
        let days = match seconds / 86_400 {
            0 => String::new(),
            days => format!("{days}d "),
        };
        let (h, m, s) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
        format!("{days}{h}:{m:02}:{s:02}.{ms:03}")
    }
}

impl Offset {
    /// Reads `+10m`, `-90s`.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        duration(digits.as_bytes()).ok().map(|seconds| Self(sign * i64::from(seconds)))
    }
}

impl fmt::Display for Offset {
    /// As a scenario writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { '-' } else { '+' };
        match self.0.unsigned_abs() {
            0 => f.write_str("+0s"),
            seconds => write!(f, "{sign}{}", Length::seconds(seconds)),
        }
    }
}

impl fmt::Display for Length {
    /// As a scenario writes it; the two largest units tell enough when it is said to a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.is_multiple_of(1_000) || self.0 == 0 {
            return write!(f, "{}ms", self.0);
        }
        let mut rest = self.0 / 1_000;
        for (unit, seconds) in [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)] {
            if rest >= seconds {
                write!(f, "{}{unit}", rest / seconds)?;
                rest %= seconds;
            }
        }
        Ok(())
    }
}

/// A length of time for people: the two largest units, `58 min 12 s`.
#[must_use]
pub fn spoken(ms: u64) -> String {
    if ms < 1_000 {
        return format!("{ms} ms");
    }
    let units = [("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1_000)];
    let mut rest = ms;
    let mut parts = Vec::new();
    for (unit, size) in units {
        if rest >= size {
            parts.push(format!("{} {unit}", rest / size));
            rest %= size;
        }
    }
    parts.truncate(2);
    parts.join(" ")
}

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::from_text(&text)
            .ok_or_else(|| D::Error::custom(format!("`{text}` is no length of time, such as 1h30m or 250ms")))
    }
}

impl Serialize for Length {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Offset {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::from_text(&text).ok_or_else(|| {
            D::Error::custom(format!("`{text}` does not say how far the clock is off, such as +10m or -90s"))
        })
    }
}

impl Serialize for Offset {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_and_said() {
        assert_eq!(Length::from_text("1h30m"), Some(Length(5_400_000)));
        assert_eq!(Length::from_text("250ms"), Some(Length(250)));
        assert_eq!(Length::from_text("1.5h"), None);
        assert_eq!(Length(5_400_000).to_string(), "1h30m");
        assert_eq!(Length(90_061_000).to_string(), "1d1h1m1s");
        assert_eq!(Length(90_061_250).clock(), "1d 1:01:01.250");
        assert_eq!(spoken(3_492_000), "58 min 12 s");
        assert_eq!(spoken(90_061_250), "1 d 1 h");
    }
}
