//! NOTIFY: what a promise is worth, and how often one may make us look (RFC 1996).

use std::net::IpAddr;

use super::round::{Round, Work};
use super::schedule::Reason;
use super::{Follow, Output, PeerId, Promise, Secondary, event};
use crate::engine::diag::Args;
use crate::engine::dns::Serial;
use crate::engine::xfr::{Now, codes};

impl Secondary {
    pub(super) fn notify(
        &mut self,
        now: Now,
        from: Option<PeerId>,
        source: IpAddr,
        serial: Option<Serial>,
        out: &mut Vec<Output>,
    ) {
        let mut args = Args::new().with("source", source.to_string());
        // RFC 1996 §3.10: from anybody but a known primary it is ignored, and said.
        let Some(by) = from.filter(|id| self.config.peers.iter().any(|p| p.id == *id)) else {
            return event(out, &codes::XFR_NOTIFY_UNKNOWN, args);
        };
        if let Some(promised) = serial {
            args = args.with("promised", promised.0);
            if let Some(held) = self.version.filter(|v| !self.expired && !v.serial.is_before(promised)) {
                return event(out, &codes::XFR_NOTIFY_CURRENT, args.with("ours", held.serial.0));
            }
        }
        let news = self.promise(serial);
        match self.work {
            Work::Idle if self.earliest_ms() <= now.mono_ms => {
                event(out, &codes::XFR_NOTIFY, args);
                self.begin(now, Round::notified(by), out);
            }
            // One check an interval, however many NOTIFYs: the first of them is said, the others change nothing.
            Work::Idle if self.due.is_some_and(|(reason, _)| reason == Reason::Notify) => {}
            Work::Idle if self.failures > 0 => self.bring_forward(now, out),
            Work::Idle => {
                event(out, &codes::XFR_NOTIFY, args);
                self.check_soon(now, Reason::Notify, out);
            }
            Work::Asking(..) | Work::Transferring(..) | Work::Judging(..) | Work::Storing(..) => {
                if news || self.follow == Follow::Nothing {
                    event(out, &codes::XFR_NOTIFY_LATER, args);
                }
                self.follow = self.follow.or_check(Reason::Notify);
            }
        }
    }

    /// Remembers the newest serial promised; whether it is news.
    fn promise(&mut self, serial: Option<Serial>) -> bool {
        let Some(serial) = serial else { return false };
        let known = self.promised.is_some_and(|p| !p.serial.is_before(serial));
        if !known {
            self.promised = Some(Promise { serial, looked_again: false });
        }
        !known
    }

    /// Whether nothing promised is missing any more; a kept promise is forgotten.
    pub(super) fn promise_kept(&mut self) -> bool {
        let Some(promise) = self.promised else { return false };
        let held = self.version.filter(|_| !self.expired);
        let kept = held.is_some_and(|v| !v.serial.is_before(promise.serial)) || self.is_here(promise.serial);
        if kept {
            self.promised = None;
        }
        kept
    }

    /// A NOTIFY while rounds fail: it may bring the next check forward, the less the more have failed, for a primary that
    /// sends what is of no use may well announce it every second.
    pub(super) fn bring_forward(&mut self, now: Now, out: &mut Vec<Output>) {
        let due_ms = self.due.map_or(u64::MAX, |(_, at_ms)| at_ms);
        let wait_ms = self.earliest_ms().min(due_ms).saturating_sub(now.mono_ms);
        let args = Args::new().with("failures", self.failures).with("seconds", wait_ms.div_ceil(1_000));
        event(out, &codes::XFR_NOTIFY_WAITS, args);
        self.arm_check(now, wait_ms, Reason::Notify, out);
    }

    /// The next check that a NOTIFY may cause. After failures the distance doubles with each.
    fn earliest_ms(&self) -> u64 {
        let spacing_ms = self.config.limits.notify_spacing_ms.saturating_mul(1 << self.failures.min(31));
        self.last_check_ms.map_or(0, |last| last.saturating_add(spacing_ms))
    }

    pub(super) fn check_soon(&mut self, now: Now, reason: Reason, out: &mut Vec<Output>) {
        let wait_ms = self.earliest_ms().saturating_sub(now.mono_ms);
        self.arm_check(now, wait_ms, reason, out);
    }

    /// After a round that succeeded without reaching a promised serial: one more look, then the promise is forgotten,
    /// for a primary may announce what it never serves.
    pub(super) fn look_again(&mut self, now: Now, out: &mut Vec<Output>) -> bool {
        if self.promise_kept() {
            return false;
        }
        let Some(promise) = &mut self.promised else { return false };
        let args = Args::new().with("promised", promise.serial.0);
        if promise.looked_again {
            self.promised = None;
            event(out, &codes::XFR_NOTIFY_BROKEN, args);
            return false;
        }
        promise.looked_again = true;
        let wait_ms = self.config.limits.notify_recheck_ms;
        event(out, &codes::XFR_NOTIFY_RECHECK, args.with("seconds", wait_ms / 1_000));
        self.arm_check(now, wait_ms, Reason::Notify, out);
        true
    }

    pub(super) fn check_due(&mut self, now: Now, out: &mut Vec<Output>) {
        // A timer that was moved while it came due is not believed.
        if let Some((reason, _)) = self.due.take_if(|(_, at_ms)| *at_ms <= now.mono_ms) {
            self.begin(now, Round::new(reason), out);
        }
    }
}
