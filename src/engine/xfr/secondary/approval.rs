//! A version that waits for approval: the version before is served on, and as long as primaries answer it does not
//! expire. After a restart the version is fetched again, unless it was rejected.

use super::round::{Round, Storing, Work};
use super::schedule::Reason;
use super::{Candidate, Output, Secondary, Ticket, event};
use crate::engine::diag::Args;
use crate::engine::dns::Serial;
use crate::engine::xfr::{Now, codes};

/// What was received and is not served.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Gate {
    /// Being judged, or waiting for a person.
    waiting: Option<Storing>,
    /// The serial a person said no to: it is not fetched again.
    rejected: Option<Serial>,
}

impl Gate {
    pub(super) const fn close() -> Self {
        Self { waiting: None, rejected: None }
    }

    /// A no holds over a restart; what waited is fetched again.
    pub(super) const fn after_restart(rejected: Option<Serial>) -> Self {
        Self { waiting: None, rejected }
    }

    pub(super) const fn rejected(&self) -> Option<Serial> {
        self.rejected
    }
}

impl Secondary {
    /// The version that waits, by the ticket that its content has.
    #[must_use]
    pub fn waiting(&self) -> Option<(Ticket, Candidate)> {
        self.gate.waiting.map(|storing| (storing.ticket, storing.candidate))
    }

    /// Whether a restart has to fetch what waits again.
    pub(super) const fn gate_holds(&self) -> bool {
        self.gate.waiting.is_some()
    }

    /// A version was received. Where there are conditions its content is judged first.
    pub(super) fn admit(&mut self, now: Now, storing: Storing, out: &mut Vec<Output>) {
        // A newer version takes the place of one that waited.
        self.gate = Gate::close();
        if !self.config.approval {
            return self.store(now, storing, out);
        }
        self.gate.waiting = Some(storing);
        self.work = Work::Judging(storing);
        out.push(Output::Judge(storing.ticket, storing.candidate));
    }

    fn store(&mut self, now: Now, storing: Storing, out: &mut Vec<Output>) {
        let persisted = self.persisted_with(now, storing.candidate, storing.expire_s);
        out.push(Output::Store(storing.ticket, storing.candidate, persisted));
        self.work = Work::Storing(storing);
    }

    /// What came of judging it.
    pub(super) fn judged(&mut self, now: Now, of: Ticket, passes: bool, out: &mut Vec<Output>) {
        let Work::Judging(storing) = self.work else { return };
        if storing.ticket != of {
            return;
        }
        if passes {
            self.gate.waiting = None;
            return self.store(now, storing, out);
        }
        self.work = Work::Idle;
        event(out, &codes::XFR_HELD, Args::new().with("serial", storing.candidate.serial.0));
        // A retransfer that was ordered has been made.
        self.owed = false;
        self.keep_serving(now, out);
    }

    /// Whether this serial was received already and is not to be fetched again; that is then all there is to do.
    pub(super) fn is_settled(&mut self, now: Now, round: Round, theirs: Serial, out: &mut Vec<Output>) -> bool {
        let code = match self.gate {
            Gate { waiting: Some(waiting), .. } if waiting.candidate.serial == theirs => &codes::XFR_HELD_STILL,
            Gate { rejected: Some(rejected), .. } if rejected == theirs => &codes::XFR_REJECTED_STILL,
            _ => return false,
        };
        event(out, code, self.about(round).with("serial", theirs.0));
        self.work = Work::Idle;
        self.forgive(round.peer);
        self.keep_serving(now, out);
        true
    }

    /// A primary answered, and it is our own choice to stay with the version held: that does not make it expire.
    fn keep_serving(&mut self, now: Now, out: &mut Vec<Output>) {
        if self.version.is_some() && !self.expired {
            self.confirmed_s = now.wall_s;
        }
        self.succeed(now, out);
    }

    /// Whether a promised serial is here, though not served.
    pub(super) fn is_here(&self, promised: Serial) -> bool {
        let waiting = self.gate.waiting.map(|storing| storing.candidate.serial);
        [waiting, self.gate.rejected].into_iter().flatten().any(|serial| !serial.is_before(promised))
    }

    pub(super) fn approve(&mut self, now: Now, serial: Option<Serial>, out: &mut Vec<Output>) {
        let Some(storing) = self.meant(serial, out) else { return };
        if let Work::Asking(round, _) | Work::Transferring(round, _) = self.work {
            out.push(Output::Abort(round.peer));
            self.follow = self.follow.or_check(Reason::Asked);
        }
        self.disarm_check(out);
        self.gate = Gate::close();
        event(out, &codes::XFR_APPROVED, Args::new().with("serial", storing.candidate.serial.0));
        self.store(now, storing, out);
    }

    pub(super) fn reject(&mut self, serial: Option<Serial>, out: &mut Vec<Output>) {
        let Some(Storing { candidate, .. }) = self.meant(serial, out) else { return };
        self.gate = Gate { waiting: None, rejected: Some(candidate.serial) };
        event(out, &codes::XFR_REJECTED, Args::new().with("serial", candidate.serial.0));
        out.push(Output::Note(self.persisted()));
    }

    /// The version that waits, if it is the one that was looked at.
    fn meant(&self, serial: Option<Serial>, out: &mut Vec<Output>) -> Option<Storing> {
        let waiting = self.gate.waiting;
        match (waiting, serial) {
            (None, _) => event(out, &codes::XFR_NOTHING_HELD, Args::new()),
            (Some(held), Some(serial)) if held.candidate.serial != serial => {
                let args = Args::new().with("held", held.candidate.serial.0).with("serial", serial.0);
                event(out, &codes::XFR_HELD_OTHER, args);
            }
            (Some(_), _) => return waiting,
        }
        None
    }
}
