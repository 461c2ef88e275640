//! The two clocks a driver gives with every input.

/// One instant on both clocks. Timers use the first; TSIG and expiry over restarts the second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// Milliseconds since any fixed moment; never goes back.
    pub mono_ms: u64,
    /// Seconds since 1970 UTC, leap seconds not counted; may jump.
    pub wall_s: u64,
}
