//! What the summary says: computed from the workspace, in the order of the steps.

use super::super::text::{clock, fill, number, plural, said, sentence, t};
use super::state_line::state_line;
use crate::engine::dns::Serial;
use crate::product::project::steps::{self, Mark, Step};
use crate::product::project::{
    Allowed, Key, Primary, Probe, ProviderKind, Submission, TransferRun, Watched, Workspace,
};
use crate::product::provider::model::is_id;

/// One line of the summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    /// The step where it can be seen to.
    pub step: Step,
    /// What it says.
    pub text: String,
    /// When, as `16:02:31`; empty when that is not known.
    pub when: String,
}

/// The summary's three lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Points {
    /// What makes Submit pointless.
    pub blocks: Vec<Point>,
    /// What would work, but not as wanted.
    pub look: Vec<Point>,
    /// What was tried and held.
    pub verified: Vec<Point>,
}

impl Points {
    /// The summary of `w`.
    pub(crate) fn of(w: &Workspace) -> Self {
        let mut points = Self::default();
        points.provider(w);
        points.primary(w);
        points.key(w);
        points.zone(w);
        points.rehearsal(w);
        points.submit(w);
        points.watch(w);
        // What would make Submit pointless is no obstacle to what is served and proved already.
        if is_safe(w) {
            let blocks = std::mem::take(&mut points.blocks);
            points.look.splice(0..0, blocks);
        }
        points
    }

    fn provider(&mut self, w: &Workspace) {
        let s = t().summary;
        if !is_id(&w.draft.account_id) {
            self.blocks.push(point(Step::Provider, s.account));
        }
        if !w.draft.create_zone && !is_id(&w.draft.zone_id) {
            self.blocks.push(point(Step::Provider, s.zone_id));
        }
        if steps::mark(Step::Provider, w) == Mark::Warning {
            self.look.push(point(Step::Provider, s.servers));
        }
    }

    fn primary(&mut self, w: &Workspace) {
        let s = t().summary;
        match (&w.probe, steps::mark(Step::Primary, w)) {
            _ if w.is_tls_refused() => self.blocks.push(point(Step::Primary, s.tls_refused)),
            (_, Mark::Empty) => self.blocks.push(point(Step::Primary, s.address)),
            (Probe::Ended { outcome: Ok(done), at, .. }, _) => {
                self.verified.push(Point {
                    when: clock(at),
                    ..point(Step::Primary, &fill(s.probe_ok, &[("serial", &done.serial)]))
                });
            }
            (Probe::Ended { outcome: Err(failed), at, .. }, _) => {
                let text = sentence(&said::failed(failed));
                self.blocks.push(Point { when: clock(at), ..point(Step::Primary, &text) });
            }
            _ if w.draft.primaries.iter().any(|p| p.socket().is_none()) => {
                self.blocks.push(point(Step::Primary, s.address_wrong))
            }
            _ if !w.draft.primaries.iter().all(Primary::is_believable) => {
                self.blocks.push(point(Step::Primary, s.tls_untrusted))
            }
            _ => self.look.push(point(Step::Primary, s.untested)),
        }
        let addressed = steps::mark(Step::Primary, w) != Mark::Empty;
        let cloudflare = w.draft.provider == ProviderKind::Cloudflare;
        match w.allowed {
            None | Some(Allowed::Unknown) if addressed && cloudflare => {
                self.look.push(point(Step::Primary, s.allowed_unknown))
            }
            None | Some(Allowed::Unknown) => {}
            Some(Allowed::Yes) => self.verified.push(point(Step::Primary, s.allowed)),
            Some(Allowed::Ending) => self.look.push(point(Step::Primary, s.allowed_ending)),
            Some(Allowed::No) => {
                let lacking = w.lacking.as_ref().map(|said| sentence(&said::phrase(said)));
                let point = point(Step::Primary, lacking.as_deref().unwrap_or(s.allowed_not));
                // A test from this machine tells whether it is let in.
                (if cloudflare { &mut self.blocks } else { &mut self.look }).push(point);
            }
        }
    }

    fn key(&mut self, w: &Workspace) {
        let s = t().summary;
        match &w.key {
            Key::Empty if w.forgot_key() => self.blocks.push(point(Step::Key, s.key_again)),
            Key::Empty => self.look.push(point(Step::Key, s.key_none)),
            Key::Faulty { .. } => self.blocks.push(point(Step::Key, s.key_faulty)),
            Key::Whole { .. } if steps::mark(Step::Key, w) == Mark::Error && w.keys_differ => {
                self.blocks.push(point(Step::Key, t().key.lead_differ.trim_end_matches('.')))
            }
            // Primary says why.
            Key::Whole { .. } if steps::mark(Step::Key, w) == Mark::Error => {}
            Key::Whole { name, .. } => self.verified.push(point(Step::Key, &fill(s.key_whole, &[("name", name)]))),
        }
    }

    fn zone(&mut self, w: &Workspace) {
        let s = t().summary;
        if !w.has_zone() {
            // Submit needs the zone's name; its content comes from the primary.
            let named = !w.draft.zone_name.is_empty();
            let (list, text) = if named { (&mut self.look, s.zone_unseen) } else { (&mut self.blocks, s.zone_none) };
            list.push(point(Step::Zone, text));
        } else if let Some(checked) = &w.checked {
            if checked.errors > 0 {
                self.blocks.push(point(Step::Zone, &plural(checked.errors, s.zone_error, s.zone_errors)));
            } else {
                let text = fill(s.zone_ok, &[("n", &number(checked.records))]);
                self.verified.push(point(Step::Zone, &text));
            }
            if checked.warnings > 0 {
                self.look.push(point(Step::Zone, &plural(checked.warnings, s.zone_warning, s.zone_warnings)));
            }
        }
        let served = match (&w.probe, &w.submission, &w.watched) {
            (Probe::Ended { outcome: Ok(done), .. }, ..) => Some(done.serial),
            (_, Submission::Applied { serial }, _) => *serial,
            (_, _, Watched::Judged { serial, .. }) => *serial,
            _ => None,
        };
        let text = w.checked.as_ref().and_then(|checked| checked.serial);
        if let (Some(text), Some(served)) = (text, served)
            && Serial(text).is_before(Serial(served))
        {
            self.look.push(point(Step::Zone, s.zone_older));
        }
        match &w.transfer {
            TransferRun::Ended { outcome: Ok(_), at, .. } => {
                self.verified.push(Point { when: clock(at), ..point(Step::Zone, s.loaded) });
            }
            TransferRun::Ended { outcome: Err(_), at, .. } => {
                self.look.push(Point { when: clock(at), ..point(Step::Zone, s.loaded_failed) });
            }
            TransferRun::Idle | TransferRun::Running { .. } => {}
        }
    }

    fn rehearsal(&mut self, w: &Workspace) {
        let list = match steps::mark(Step::Rehearsal, w) {
            Mark::Ok => &mut self.verified,
            Mark::Warning | Mark::Error => &mut self.look,
            Mark::Empty | Mark::Unknown | Mark::Running => return,
        };
        list.push(point(Step::Rehearsal, &state_line(Step::Rehearsal, w)));
    }

    fn watch(&mut self, w: &Workspace) {
        let s = t().summary;
        let Watched::Judged { wrong, unproved, first, serial, at, stale } = &w.watched else { return };
        let when = clock(at);
        let list = match (wrong, unproved, stale) {
            (1.., _, _) => &mut self.blocks,
            (0, 1.., _) | (0, 0, true) => &mut self.look,
            (0, 0, false) => &mut self.verified,
        };
        let text = match first {
            Some(first) => sentence(&said::phrase(first)),
            None => fill(s.watch_safe, &[("serial", &serial.unwrap_or_default())]),
        };
        list.push(Point { when, ..point(Step::Watch, &text) });
    }

    fn submit(&mut self, w: &Workspace) {
        let s = t().summary;
        match &w.submission {
            Submission::Planned { changes } => {
                self.verified.push(point(Step::Submit, &fill(s.planned, &[("n", changes)])));
            }
            Submission::Applied { serial: Some(serial) } => {
                self.verified.push(point(Step::Submit, &fill(s.served, &[("serial", serial)])));
            }
            Submission::Stopped { call } => self.look.push(point(Step::Submit, &fill(s.stopped, &[("n", call)]))),
            Submission::Failed { call, .. } => {
                self.blocks.push(point(Step::Submit, &fill(s.call_failed, &[("n", call)])))
            }
            _ => {}
        }
    }
}

/// Whether every condition of a delegation was proved at the last check, and that is fresh.
pub(crate) const fn is_safe(w: &Workspace) -> bool {
    matches!(w.watched, Watched::Judged { wrong: 0, unproved: 0, stale: false, .. })
}

/// Whether the zone was read and the primary has answered: without that nothing is known to stand in the way.
pub(crate) const fn is_tried(w: &Workspace) -> bool {
    let loaded = matches!(w.transfer, TransferRun::Ended { outcome: Ok(_), .. });
    loaded || w.checked.is_some() && matches!(w.probe, Probe::Ended { outcome: Ok(_), .. })
}

fn point(step: Step, text: &str) -> Point {
    Point { step, text: text.to_owned(), when: String::new() }
}

#[cfg(test)]
mod tests;
