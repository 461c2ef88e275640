//! When: refresh, retry, expiry, and the jitter that keeps zones of one birth apart.

use super::{Output, Refresh, Secondary, SoaTimers, TimerId, event};
use crate::engine::diag::{Args, Code};
use crate::engine::xfr::{Candidate, Now, codes};

/// Why a check is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    Start,
    Refresh,
    Retry,
    Notify,
    Asked,
    Configured,
}

impl Reason {
    pub(super) const fn code(self) -> &'static Code {
        match self {
            Self::Start => &codes::XFR_CHECK_START,
            Self::Refresh => &codes::XFR_CHECK_REFRESH,
            Self::Retry => &codes::XFR_CHECK_RETRY,
            Self::Notify => &codes::XFR_CHECK_NOTIFY,
            Self::Asked => &codes::XFR_CHECK_ASKED,
            Self::Configured => &codes::XFR_CHECK_CONFIGURED,
        }
    }

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Refresh => "refresh",
            Self::Retry => "retry",
            Self::Notify => "notify",
            Self::Asked => "asked",
            Self::Configured => "configured",
        }
    }
}

/// A small generator of our own (SplitMix64): the same seed gives the same timeline in the server and in a rehearsal.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine::xfr) struct Jitter(u64);

impl Jitter {
    pub(in crate::engine::xfr) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A message's ID.
    pub(in crate::engine::xfr) fn message_id(&mut self) -> u16 {
        let [high, low, ..] = self.next().to_be_bytes();
        u16::from_be_bytes([high, low])
    }

    /// `ms` less up to a tenth: never later than asked.
    fn shorten(&mut self, ms: u64) -> u64 {
        ms - self.next() % (ms / 10 + 1)
    }
}

impl Secondary {
    /// Seconds between two checks that succeed.
    pub(super) fn refresh_s(&self, timers: SoaTimers) -> u32 {
        let limits = &self.config.limits;
        let asked = match self.config.refresh {
            Refresh::Soa => timers.refresh,
            Refresh::Every(seconds) => seconds,
        };
        // A zone must not expire between two checks: EXPIRE may be far below a provider's interval.
        let before_expiry = self.expire_s(timers) / 2;
        asked.min(before_expiry).clamp(limits.min_refresh_s, limits.max_refresh_s)
    }

    fn retry_s(&self, timers: SoaTimers) -> u32 {
        let limits = &self.config.limits;
        timers.retry.clamp(limits.min_retry_s, limits.max_retry_s).min(self.refresh_s(timers))
    }

    fn expire_s(&self, timers: SoaTimers) -> u32 {
        timers.expire.clamp(self.config.limits.min_expire_s, self.config.limits.max_expire_s)
    }

    /// Seconds until `version` expires, by the wall clock. A clock that went back counts as no time passed.
    pub(super) fn remaining_s(&self, now: Now, version: Candidate) -> u64 {
        let age_s = now.wall_s.saturating_sub(self.confirmed_s);
        u64::from(self.expire_s(version.timers)).saturating_sub(age_s)
    }

    /// When the version that a primary holds was last confirmed: now; earlier where the primary is a secondary itself
    /// and says how long it is still good (RFC 7314 §4, the lesser of that and EXPIRE).
    pub(super) fn confirmed_at(&self, now: Now, version: Candidate, expire_s: Option<u32>) -> u64 {
        let whole_s = self.expire_s(version.timers);
        let left_s = expire_s.map_or(whole_s, |left_s| left_s.min(whole_s));
        now.wall_s.saturating_sub(u64::from(whole_s - left_s))
    }

    /// When what is held expires unless it is confirmed before, by the wall clock; none when nothing is held.
    #[must_use]
    pub fn expires_at_s(&self) -> Option<u64> {
        self.version.map(|v| self.confirmed_s.saturating_add(u64::from(self.expire_s(v.timers))))
    }

    pub(super) fn arm_expire(&mut self, now: Now, out: &mut Vec<Output>) {
        if let Some(version) = self.version {
            self.expires_ms = now.mono_ms.saturating_add(self.remaining_s(now, version).saturating_mul(1_000));
            out.push(Output::Arm(TimerId::Expire, self.expires_ms));
        }
    }

    pub(super) fn arm_check(&mut self, now: Now, wait_ms: u64, reason: Reason, out: &mut Vec<Output>) {
        let at_ms = now.mono_ms.saturating_add(wait_ms);
        self.due = Some((reason, at_ms));
        self.next_check_s = now.wall_s.saturating_add(wait_ms.div_ceil(1_000));
        out.push(Output::Arm(TimerId::Check, at_ms));
    }

    pub(super) fn disarm_check(&mut self, out: &mut Vec<Output>) {
        if self.due.take().is_some() {
            out.push(Output::Disarm(TimerId::Check));
        }
    }

    /// After a round in which a primary confirmed or brought a version.
    pub(super) fn schedule_refresh(&mut self, now: Now, out: &mut Vec<Output>) {
        let timers = self.version.map(|v| v.timers).unwrap_or_default();
        let wait_ms = self.jitter.shorten(u64::from(self.refresh_s(timers)) * 1_000);
        self.arm_check(now, wait_ms, Reason::Refresh, out);
    }

    /// After a round in which none did. `costly`: records were moved and thrown away, so waits double (a broken zone
    /// must not be fetched over and over); a primary that is merely away is asked at the SOA's pace, unless that is
    /// quicker than [`SecondaryLimits::away_retry_s`](crate::engine::limits::SecondaryLimits::away_retry_s).
    pub(super) fn schedule_retry(&mut self, now: Now, costly: bool, out: &mut Vec<Output>) {
        self.failures = self.failures.saturating_add(1);
        let limits = self.config.limits;
        let (first_s, most_s) = match self.version {
            Some(version) => {
                let (retry, refresh) = (self.retry_s(version.timers), self.refresh_s(version.timers));
                (retry, if costly { refresh } else { retry.max(refresh.min(limits.away_retry_s)) })
            }
            // Nothing held yet: no SOA has told us a pace.
            None => (limits.first_retry_s, limits.max_first_retry_s),
        };
        let doubled = u64::from(first_s) << self.failures.saturating_sub(1).min(31);
        let wait_ms = self.jitter.shorten(doubled.min(u64::from(most_s.max(first_s))) * 1_000);
        let args = Args::new().with("failures", self.failures).with("seconds", wait_ms.div_ceil(1_000));
        event(out, &codes::XFR_ROUND_FAILED, args);
        self.arm_check(now, wait_ms, Reason::Retry, out);
    }
}
