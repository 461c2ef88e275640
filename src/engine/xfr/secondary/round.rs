//! One round: the primaries are asked in turn until one confirms the version held or brings a newer one.

use std::cmp::Ordering;

use super::schedule::Reason;
use super::{Candidate, Follow, Kind, Outcome, Output, PeerConfig, PeerId, Persisted, Secondary, Serving, SoaOutcome};
use super::{Source, StoreFault, Ticket, Via, event};
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
    /// Received; whether it may be served is being found out.
    Judging(Storing),
    Storing(Storing),
}

/// A version on its way into the store.
#[derive(Clone, Copy, Debug)]
pub(super) struct Storing {
    pub(super) ticket: Ticket,
    pub(super) candidate: Candidate,
    pub(super) kind: Kind,
    pub(super) from: Source,
    /// Seconds until it expires where it came from (RFC 7314).
    pub(super) expire_s: Option<u32>,
}

/// How far a round has come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Round {
    /// Peers done with.
    tried: usize,
    /// The one asked now.
    pub(super) peer: PeerId,
    reason: Reason,
    /// Who sent the NOTIFY that caused it.
    notifier: Option<PeerId>,
    /// Any serial is taken, and no SOA asked for.
    pub(super) force: bool,
    /// A primary holds what we hold, though a NOTIFY promised more.
    confirmed: bool,
    /// Records were received in vain.
    costly: bool,
    /// When it began, of `mono_ms`.
    began_ms: u64,
    /// Seconds until the zone expires at the peer asked now, if it says so (RFC 7314).
    expire_s: Option<u32>,
}

impl Round {
    pub(super) const fn new(reason: Reason) -> Self {
        Self {
            tried: 0,
            peer: PeerId(0),
            reason,
            notifier: None,
            force: false,
            confirmed: false,
            costly: false,
            began_ms: 0,
            expire_s: None,
        }
    }

    pub(super) const fn notified(by: PeerId) -> Self {
        Self { notifier: Some(by), ..Self::new(Reason::Notify) }
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
        if self.owed {
            event(out, &codes::XFR_FORCED, Args::new());
        }
        self.rank(now, round.notifier, out);
        self.ask(now, Round { force: self.owed, began_ms: now.mono_ms, ..round }, out);
    }

    /// Turns to the round's next peer, or ends the round.
    fn ask(&mut self, now: Now, mut round: Round, out: &mut Vec<Output>) {
        let peer = self.order.get(round.tried).and_then(|place| self.config.peers.get(*place));
        // Another primary has confirmed what is held: one that only sends what is of no use need not be asked as well.
        let wanted = |id: PeerId| !(round.confirmed && self.standings.held_back(now, id).is_some_and(|s| s.costly));
        let Some(peer) = peer.filter(|peer| wanted(peer.id) && self.has_time(now, round, out)) else {
            self.work = Work::Idle;
            return if round.confirmed { self.succeed(now, out) } else { self.fail(now, round.costly, out) };
        };
        round.peer = peer.id;
        round.expire_s = None;
        if round.force {
            return self.transfer_from(round, Kind::Axfr, out);
        }
        let code = if round.tried == 0 { round.reason.code() } else { &codes::XFR_NEXT_PRIMARY };
        let via = peer.soa_via;
        event(out, code, named(peer));
        self.ask_via(round, via, out);
    }

    /// Whether the round may ask on; if not, that is said.
    fn has_time(&self, now: Now, round: Round, out: &mut Vec<Output>) -> bool {
        let most = self.config.limits.round_ms;
        let has_time = now.mono_ms.saturating_sub(round.began_ms) <= most;
        if !has_time {
            event(out, &codes::XFR_LIMIT_ROUND, Args::new().with("limit", most / 1_000));
        }
        has_time
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
            SoaOutcome::Serial { serial, expire_s } => self.judge(now, Round { expire_s, ..round }, serial, out),
            SoaOutcome::Failed(failure) => {
                let silent = failure.rcode.is_none();
                self.report(round, via, failure, out);
                // UDP may be filtered, truncated or forged where TCP works; a response code would be the same.
                match via {
                    Via::Udp if silent => self.ask_via(round, Via::Stream, out),
                    Via::Udp | Via::Stream => {
                        self.remember_failure(now, round.peer, false);
                        self.next_peer(now, round, out);
                    }
                }
            }
        }
    }

    /// What a primary's serial means beside ours.
    fn judge(&mut self, now: Now, mut round: Round, theirs: Serial, out: &mut Vec<Output>) {
        if self.is_settled(now, round, theirs, out) {
            return;
        }
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
                let kind = self.kind_for(round, out);
                self.transfer_from(round, kind, out);
            }
            Some(Ordering::Equal) => {
                self.forgive(round.peer);
                self.confirm(now, round, version, out);
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

    /// Changes are asked for only of the primary whose version they would change: two that sign for themselves hold
    /// different records under one serial, and changes of one applied to the other's would make a zone that neither has.
    fn kind_for(&self, round: Round, out: &mut Vec<Output>) -> Kind {
        let kind = self.config.peers.iter().find(|p| p.id == round.peer).map_or(Kind::Axfr, |p| p.kind);
        let theirs = match self.source {
            Source::Peer(id) => id == round.peer,
            Source::Unknown => self.config.peers.len() == 1,
            Source::Gone => false,
        };
        if kind == Kind::Axfr || theirs {
            return kind;
        }
        event(out, &codes::XFR_OTHER_SOURCE, self.about(round));
        Kind::Axfr
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
        let Work::Transferring(round, kind) = self.work else { return };
        if round.peer != from {
            return;
        }
        match outcome {
            Outcome::Complete(candidate, ()) => self.received(now, round, kind, candidate, out),
            // The primary's SOA was newer, so "nothing newer" cannot be relied on.
            Outcome::Current(_) => self.fall_back(now, round, out),
            Outcome::Failed(failure) => {
                self.report(round, Via::Stream, failure, out);
                match kind {
                    // RFC 1995 §4: whatever is wrong with the incremental way, the whole zone is the way out.
                    Kind::Ixfr => self.fall_back(now, round, out),
                    Kind::Axfr => self.in_vain(now, round, out),
                }
            }
        }
    }

    /// Records came, and are of no use.
    fn in_vain(&mut self, now: Now, round: Round, out: &mut Vec<Output>) {
        self.remember_failure(now, round.peer, true);
        self.next_peer(now, Round { costly: true, ..round }, out);
    }

    fn fall_back(&mut self, now: Now, round: Round, out: &mut Vec<Output>) {
        if !self.has_time(now, round, out) {
            // No other primary is asked any more, either.
            return self.end_early(now, round, out);
        }
        event(out, &codes::XFR_FALL_BACK, self.about(round));
        self.transfer_from(round, Kind::Axfr, out);
    }

    /// Too little time is left to ask anybody.
    fn end_early(&mut self, now: Now, round: Round, out: &mut Vec<Output>) {
        self.remember_failure(now, round.peer, true);
        self.work = Work::Idle;
        self.fail(now, true, out);
    }

    fn received(&mut self, now: Now, round: Round, kind: Kind, candidate: Candidate, out: &mut Vec<Output>) {
        let held = self.version.filter(|_| !self.expired && !round.force);
        match held.map(|v| (v.serial, v.serial.compare(candidate.serial))) {
            None | Some((_, Some(Ordering::Less))) => {
                self.tickets = self.tickets.wrapping_add(1);
                let ticket = Ticket(self.tickets);
                event(out, &codes::XFR_RECEIVED, self.about(round).with("serial", candidate.serial.0));
                let Round { peer, expire_s, .. } = round;
                self.admit(now, Storing { ticket, candidate, kind, from: Source::Peer(peer), expire_s }, out);
            }
            Some((_, Some(Ordering::Equal))) => {
                event(out, &codes::XFR_CURRENT, self.about(round).with("theirs", candidate.serial.0));
                self.forgive(round.peer);
                self.confirm(now, round, candidate, out);
                self.work = Work::Idle;
                self.succeed(now, out);
            }
            Some((ours, Some(Ordering::Greater) | None)) => {
                self.never(round, ours, candidate.serial, out);
                self.in_vain(now, round, out);
            }
        }
    }

    pub(super) fn stored(&mut self, now: Now, of: Ticket, result: Result<(), StoreFault>, out: &mut Vec<Output>) {
        let Work::Storing(Storing { ticket, candidate, kind, from, expire_s }) = self.work else { return };
        if ticket != of {
            return;
        }
        self.work = Work::Idle;
        let args = Args::new().with("serial", candidate.serial.0);
        match result {
            Ok(()) => {
                self.version = Some(candidate);
                self.expired = false;
                self.source = from;
                self.owed &= kind == Kind::Ixfr;
                if let Source::Peer(peer) = from {
                    self.forgive(peer);
                }
                if let Some(promise) = &mut self.promised {
                    promise.looked_again = false;
                }
                out.push(Output::Serve(Serving::Stored(ticket)));
                event(out, &codes::XFR_SERVED, args);
                self.confirmed_s = self.confirmed_at(now, candidate, expire_s);
                self.succeed(now, out);
            }
            Err(fault) => {
                event(out, &codes::XFR_STORE_FAILED, args.with("words", fault.words));
                self.fail(now, true, out);
            }
        }
    }

    /// What a restart needs once `candidate` is stored.
    pub(super) fn persisted_with(&self, now: Now, candidate: Candidate, expire_s: Option<u32>) -> Persisted {
        let next_check_s = now.wall_s.saturating_add(u64::from(self.refresh_s(candidate.timers)));
        let confirmed_s = self.confirmed_at(now, candidate, expire_s);
        Persisted { version: Some(candidate), confirmed_s, next_check_s, expired: false, rejected: None }
    }

    /// A primary holds what we hold.
    fn confirm(&mut self, now: Now, round: Round, version: Candidate, out: &mut Vec<Output>) {
        let confirmed_s = self.confirmed_at(now, version, round.expire_s);
        if confirmed_s < now.wall_s && confirmed_s > self.confirmed_s {
            let args = self.about(round).with("seconds", round.expire_s.unwrap_or_default());
            event(out, &codes::XFR_EXPIRE_OPTION, args);
        }
        // RFC 7314 §4: a refresh never shortens what an earlier one gave.
        self.confirmed_s = self.confirmed_s.min(now.wall_s).max(confirmed_s);
    }

    pub(super) fn succeed(&mut self, now: Now, out: &mut Vec<Output>) {
        self.failures = 0;
        self.arm_expire(now, out);
        if !self.follow_up(now, out) && !self.look_again(now, out) {
            self.schedule_refresh(now, out);
        }
        out.push(Output::Note(self.persisted()));
    }

    fn fail(&mut self, now: Now, costly: bool, out: &mut Vec<Output>) {
        // NOTIFYs count their distance from here, or a long round would have used it up.
        self.last_check_ms = Some(now.mono_ms);
        self.schedule_retry(now, costly, out);
        match std::mem::take(&mut self.follow) {
            Follow::Nothing => {}
            Follow::Retransfer => return self.begin(now, Round::new(Reason::Asked), out),
            Follow::Check(Reason::Notify) => self.bring_forward(now, out),
            Follow::Check(reason) => self.check_soon(now, reason, out),
        }
        out.push(Output::Note(self.persisted()));
    }

    /// Does what was asked for while the work ran.
    fn follow_up(&mut self, now: Now, out: &mut Vec<Output>) -> bool {
        match std::mem::take(&mut self.follow) {
            Follow::Nothing => false,
            Follow::Retransfer => {
                self.begin(now, Round::new(Reason::Asked), out);
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

    fn report(&self, round: Round, via: Via, failure: Failure, out: &mut Vec<Output>) {
        let peer = self.config.peers.iter().find(|p| p.id == round.peer);
        let label = peer.map_or_else(String::new, |p| p.label.to_string());
        let transport = match (via, peer.is_some_and(|p| p.tls)) {
            (Via::Udp, _) => "udp",
            (Via::Stream, true) => "tls",
            (Via::Stream, false) => "tcp",
        };
        event(out, failure.code, failure.args.with("peer", label).with("transport", transport));
    }

    pub(super) fn about(&self, round: Round) -> Args {
        self.config.peers.iter().find(|p| p.id == round.peer).map_or_else(Args::new, named)
    }
}

fn named(peer: &PeerConfig) -> Args {
    Args::new().with("peer", &*peer.label)
}
