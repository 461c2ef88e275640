//! The content of a version that waits for approval, and the judging of it.

use super::Session;
use crate::engine::xfr::{Input, Now, Objection, SessionOutput, Ticket};
use crate::engine::zone::Snapshot;

/// A version that was received and is not served yet.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub(super) ticket: Ticket,
    /// Its content.
    pub snapshot: Snapshot,
    /// Why it waits.
    pub objections: Vec<Objection>,
    /// Since when, by the wall clock.
    pub since_s: u64,
}

impl Session {
    /// The version that waits for approval.
    #[must_use]
    pub const fn waiting(&self) -> Option<&Waiting> {
        self.waiting.as_ref()
    }

    pub(super) fn judge(&mut self, now: Now, ticket: Ticket, snapshot: Snapshot, out: &mut Vec<SessionOutput>) {
        let objections = self.config.approval.judge(self.held.as_ref(), &snapshot, now.wall_s);
        let passes = objections.is_empty();
        out.extend(objections.iter().map(|(code, args)| SessionOutput::Event(code, args.clone())));
        self.waiting = Some(Waiting { ticket, snapshot, objections, since_s: now.wall_s });
        self.drive(now, Input::Judged(ticket, passes), out);
    }

    /// Its content, to be stored.
    pub(super) fn let_through(&mut self, ticket: Ticket) -> Option<Snapshot> {
        self.waiting.take_if(|waiting| waiting.ticket == ticket).map(|waiting| waiting.snapshot)
    }

    /// Drops the content of what the machine has dropped.
    pub(super) fn forget_settled(&mut self) {
        let held = self.secondary.waiting().map(|(ticket, _)| ticket);
        self.waiting.take_if(|waiting| held != Some(waiting.ticket));
    }
}
