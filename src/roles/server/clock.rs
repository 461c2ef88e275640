//! The clock: the engine is given its time (design.md §3), and this is where the server takes it from.

#![expect(clippy::disallowed_methods, reason = "this file is where the server asks the clock; nobody else does")]

use std::sync::LazyLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

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

/// The instant of a monotonic millisecond, for the runtime's timers.
#[must_use]
pub fn instant(mono_ms: u64) -> Instant {
    *START + std::time::Duration::from_millis(mono_ms)
}
