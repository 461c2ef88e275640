//! The clock: the engine is given its time (design.md §3), and this is where the server takes it from.

#![expect(clippy::disallowed_methods, reason = "this file is where the server asks the clock; nobody else does")]

use std::sync::LazyLock;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::engine::xfr::Now;

/// The moment that monotonic milliseconds count from: the first question to this clock.
static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Milliseconds since the process first asked; never goes back. What timers are kept in.
#[must_use]
pub fn mono_ms() -> u64 {
    u64::try_from(START.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// Seconds since 1970-01-01 UTC. What TSIG and expiry over restarts are kept in.
#[must_use]
pub fn wall_s() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs())
}

/// Microseconds since 1970-01-01 UTC.
#[must_use]
pub fn wall_us() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |d| u64::try_from(d.as_micros()).unwrap_or(u64::MAX))
}

/// Both at once, as the engine wants them.
#[must_use]
pub fn now() -> Now {
    Now { mono_ms: mono_ms(), wall_s: wall_s() }
}

/// The time of day as RFC 3339 has it, in UTC, to the millisecond.
#[must_use]
pub fn rfc3339() -> String {
    format!("{:.3}", jiff::Timestamp::now())
}

/// A second after 1970-01-01 UTC as RFC 3339 has it.
#[must_use]
pub fn rfc3339_at(wall_s: u64) -> String {
    let second = i64::try_from(wall_s).ok().and_then(|s| jiff::Timestamp::from_second(s).ok());
    format!("{:.3}", second.unwrap_or(jiff::Timestamp::MAX))
}

/// The time of day as the provider writes it: in UTC, to the microsecond.
#[must_use]
pub fn rfc3339_micros() -> String {
    format!("{:.6}", jiff::Timestamp::now())
}

/// A microsecond after 1970-01-01 UTC as the provider writes it.
#[must_use]
pub fn rfc3339_micros_at(wall_us: u64) -> String {
    let at = i64::try_from(wall_us).ok().and_then(|us| jiff::Timestamp::from_microsecond(us).ok());
    format!("{:.6}", at.unwrap_or(jiff::Timestamp::MAX))
}

/// The instant of a monotonic millisecond, for the runtime's timers.
#[must_use]
pub fn instant(mono_ms: u64) -> Instant {
    *START + Duration::from_millis(mono_ms)
}
