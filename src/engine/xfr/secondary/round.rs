//! One round: the primaries are asked in turn until one confirms the version held or brings a newer one.

use std::cmp::Ordering;

use super::schedule::Reason;
use super::{Candidate, Follow, Kind, Outcome, Output, PeerConfig, PeerId, Persisted, Secondary, Serving, SoaOutcome};
use super::{StoreFault, Ticket, Via, event};
use crate::engine::diag::Args;
use crate::engine::dns::Serial;
use crate::engine::xfr::{Failure, Now, codes};

/// What is under way.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Work {
    #[default]
    Idle,
    Asking(Round, Via),
    Transferring(Round, Kind),
    Storing(Ticket, Candidate, Kind),
}

/// How far a round has come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Round {
    /// Where it began: a NOTIFY's sender is asked first.
    first: usize,
    /// Peers done with.
    tried: usize,
    /// The one asked now.
    pub(super) peer: PeerId,
    reason: Reason,
    /// Any serial is taken, and no SOA asked for.
    pub(super) force: bool,
    /// A primary holds what we hold, though a NOTIFY promised more.
    confirmed: bool,
    /// Records were received in vain.
    costly: bool,
}

impl Round {
    pub(super) const fn new(first: usize, reason: Reason) -> Self {
        Self { first, tried: 0, peer: PeerId(0), reason, force: false, confirmed: false, costly: false }
    }

    pub(super) const fn forced() -> Self {
        Self { force: true, ..Self::new(0, Reason::Asked) }
    }

    /// The place in the configuration of the next peer to ask: the first, then the others in order.
    const fn place(&self) -> usize {
        match self.tried {
            0 => self.first,
            n if n <= self.first => n - 1,
            n => n,
        }
    }
}

impl Secondary {
    pub(super) fn begin(&mut self, now: Now, round: Round, out: &mut Vec<Output>) {
        self.disarm_check(out);
        self.last_check_ms = Some(now.mono_ms);
        if self.config.peers.is_empty() {
            self.work = Work::Idle;
            return event(out, &codes::XFR_NO_PRIMARIES, Args::new());
        }
        self.ask(now, round, out);
    }

    /// Turns to the round's next peer, or ends the round.
    fn ask(&mut self, now: Now, mut round: Round, out: &mut Vec<Output>) {
        let Some(peer) = self.config.peers.get(round.place()) else {
            self.work = Work::Idle;
            return if round.confirmed { self.succeed(now, out) } else { self.fail(now, round.costly, out) };
        };
        round.peer = peer.id;
        if round.force {
            return self.transfer_from(round, Kind::Axfr, out);
        }
        let code = if round.tried == 0 { round.reason.code() } else { &codes::XFR_NEXT_PRIMARY };
        let via = peer.soa_via;
        event(out, code, named(peer));
        self.ask_via(round, via, out);
    }

    fn ask_via(&mut self, round: Round, via: Via, out: &mut Vec<Output>) {
        out.push(Output::AskSoa { peer: round.peer, via });
        self.work = Work::Asking(round, via);
    }

    fn next_peer(&mut self, now: Now, round: Round, out: &mut Vec<Output>) {
        self.ask(now, Round { tried: round.tried + 1, ..round }, out);
    }

    fn transfer_from(&mut self, round: Round, kind: Kind, out: &mut Vec<Output>) {
        let have = self.version.filter(|_| kind == Kind::Ixfr).map(|v| v.serial);
        event(out, &codes::XFR_BEGIN, self.about(round).with("kind", kind.mnemonic()));
        out.push(Output::Begin { peer: round.peer, kind, have });
        self.work = Work::Transferring(round, kind);
    }

    pub(super) fn soa(&mut self, now: Now, from: PeerId, outcome: SoaOutcome, out: &mut Vec<Output>) {
        let Work::Asking(round, via) = self.work else { return };
        if round.peer != from {
            return;
        }
        match outcome {
            SoaOutcome::Serial(theirs) => self.judge(now, round, theirs, out),
            SoaOutcome::Failed(failure) => {
                let silent = failure.rcode.is_none();
                self.report(round, failure, out);
                // UDP may be filtered, truncated or forged where TCP works; a response code would be the same.
                match via {
                    Via::Udp if silent => self.ask_via(round, Via::Stream, out),
                    Via::Udp | Via::Stream => self.next_peer(now, round, out),
                }
            }
        }
    }

    /// What a primary's serial means beside ours.
    fn judge(&mut self, now: Now, mut round: Round, theirs: Serial, out: &mut Vec<Output>) {
        let args = self.about(round).with("theirs", theirs.0);
        let Some(version) = self.version else {
            event(out, &codes::XFR_FIRST, args);
            return self.transfer_from(round, Kind::Axfr, out);
        };
        let ours = version.serial;
        if self.expired {
            // A zone that expired takes any version again, an older one too.
            event(out, &codes::XFR_AFTER_EXPIRY, args.with("ours", ours.0));
            return self.transfer_from(round, Kind::Axfr, out);
        }
        match ours.compare(theirs) {
            Some(Ordering::Less) => {
                let args = args.with("ours", ours.0).with("distance", theirs.0.wrapping_sub(ours.0));
                event(out, &codes::XFR_NEWER, args);
                let kind = self.config.peers.get(round.place()).map_or(Kind::Axfr, |p| p.kind);
                self.transfer_from(round, kind, out);
            }
            Some(Ordering::Equal) => {
                if let Some(promise) = self.promised.filter(|p| ours.is_before(p.serial)) {
                    event(out, &codes::XFR_NOTIFY_AHEAD, args.with("promised", promise.serial.0));
                    round.confirmed = true;
                    return self.next_peer(now, round, out);
                }
                event(out, &codes::XFR_CURRENT, args);
                self.work = Work::Idle;
                self.succeed(now, out);
            }
            Some(Ordering::Greater) | None => {
                self.never(round, ours, theirs, out);
                self.next_peer(now, round, out);
            }
        }
    }

    /// RFC 1982 §3.2: what is older, or exactly half the circle away, is never transferred.
    fn never(&self, round: Round, ours: Serial, theirs: Serial, out: &mut Vec<Output>) {
        let args = self.about(round).with("theirs", theirs.0).with("ours", ours.0);
        match ours.compare(theirs) {
            None => event(out, &codes::XFR_SERIAL_UNDEFINED, args),
            Some(_) => {
                event(out, &codes::XFR_OLDER, args.with("distance", ours.0.wrapping_sub(theirs.0)));
            }
        }
    }

    pub(super) fn transfer(&mut self, now: Now, from: PeerId, outcome: Outcome, out: &mut Vec<Output>) {
        let Work::Transferring(mut round, kind) = self.work else { return };
        if round.peer != from {
            return;
        }
        match outcome {
            Outcome::Complete(candidate, ()) => self.received(now, round, kind, candidate, out),
            // The primary's SOA was newer, so "nothing newer" cannot be relied on.
            Outcome::Current(_) => self.fall_back(round, out),
            Outcome::Failed(failure) => {
                self.report(round, failure, out);
                match kind {
                    // RFC 1995 §4: whatever is wrong with the incremental way, the whole zone is the way out.
                    Kind::Ixfr => self.fall_back(round, out),
                    Kind::Axfr => {
                        round.costly = true;
                        self.next_peer(now, round, out);
                    }
                }
            }
        }
    }

    fn fall_back(&mut self, round: Round, out: &mut Vec<Output>) {
        event(out, &codes::XFR_FALL_BACK, self.about(round));
        self.transfer_from(round, Kind::Axfr, out);
    }

    fn received(&mut self, now: Now, mut round: Round, kind: Kind, candidate: Candidate, out: &mut Vec<Output>) {
        let held = self.version.filter(|_| !self.expired && !round.force);
        match held.map(|v| (v.serial, v.serial.compare(candidate.serial))) {
            None | Some((_, Some(Ordering::Less))) => {
                self.tickets = self.tickets.wrapping_add(1);
                let ticket = Ticket(self.tickets);
                event(out, &codes::XFR_RECEIVED, self.about(round).with("serial", candidate.serial.0));
                let persisted = self.persisted_with(now, candidate);
                out.push(Output::Store(ticket, candidate, persisted));
                self.work = Work::Storing(ticket, candidate, kind);
            }
            Some((_, Some(Ordering::Equal))) => {
                event(out, &codes::XFR_CURRENT, self.about(round).with("theirs", candidate.serial.0));
                self.work = Work::Idle;
                self.succeed(now, out);
            }
            Some((ours, Some(Ordering::Greater) | None)) => {
                self.never(round, ours, candidate.serial, out);
                round.costly = true;
                self.next_peer(now, round, out);
            }
        }
    }

    pub(super) fn stored(&mut self, now: Now, of: Ticket, result: Result<(), StoreFault>, out: &mut Vec<Output>) {
        let Work::Storing(ticket, candidate, _) = self.work else { return };
        if ticket != of {
            return;
        }
        self.work = Work::Idle;
        let args = Args::new().with("serial", candidate.serial.0);
        match result {
            Ok(()) => {
                self.version = Some(candidate);
                self.expired = false;
                if let Some(promise) = &mut self.promised {
                    promise.looked_again = false;
                }
                out.push(Output::Serve(Serving::Stored(ticket)));
                event(out, &codes::XFR_SERVED, args);
                self.succeed(now, out);
            }
            Err(fault) => {
                event(out, &codes::XFR_STORE_FAILED, args.with("words", fault.words));
                self.fail(now, true, out);
            }
        }
    }

    /// What a restart needs once `candidate` is stored.
    fn persisted_with(&self, now: Now, candidate: Candidate) -> Persisted {
        let next_check_s = now.wall_s.saturating_add(u64::from(self.refresh_s(candidate.timers)));
        Persisted { version: Some(candidate), confirmed_s: now.wall_s, next_check_s, expired: false }
    }

    fn succeed(&mut self, now: Now, out: &mut Vec<Output>) {
        self.failures = 0;
        self.confirmed_s = now.wall_s;
        self.arm_expire(now, out);
        if !self.follow_up(now, out) && !self.look_again(now, out) {
            self.schedule_refresh(now, out);
        }
        out.push(Output::Note(self.persisted()));
    }

    fn fail(&mut self, now: Now, costly: bool, out: &mut Vec<Output>) {
        if !self.follow_up(now, out) {
            self.schedule_retry(now, costly, out);
            out.push(Output::Note(self.persisted()));
        }
    }

    /// Does what was asked for while the work ran.
    fn follow_up(&mut self, now: Now, out: &mut Vec<Output>) -> bool {
        match std::mem::take(&mut self.follow) {
            Follow::Nothing => false,
            Follow::Retransfer => {
                self.begin(now, Round::forced(), out);
                true
            }
            Follow::Check(reason) => {
                if reason == Reason::Notify && self.promise_kept() {
                    return false;
                }
                self.check_soon(now, reason, out);
                true
            }
        }
    }

    fn report(&self, round: Round, failure: Failure, out: &mut Vec<Output>) {
        let peer = self.config.peers.iter().find(|p| p.id == round.peer);
        let label = peer.map_or_else(String::new, |p| p.label.to_string());
        event(out, failure.code, failure.args.with("peer", label));
    }

    fn about(&self, round: Round) -> Args {
        self.config.peers.iter().find(|p| p.id == round.peer).map_or_else(Args::new, named)
    }
}

fn named(peer: &PeerConfig) -> Args {
    Args::new().with("peer", &*peer.label)
}
