//! What Watch knows, and how each answer changes it. Pure: the driver beside it asks, this says what to ask next.

use super::carry::{carry, serials_of};
use super::known::{Api, Found, Here, Line, Ordered};
use super::log::{Entry, changes, happened, lost, shortened};
use super::places::places;
use crate::product::api::nameservers::Report;
use crate::product::api::zones::ZoneEvent;
use crate::product::project::Watched;
use crate::product::provider::delegate::{self, Condition, Delegation, Point, Standing};

/// Seconds between two rounds.
pub(crate) const EVERY_S: u32 = 30;
/// Content is compared again after this many rounds, though no serial has moved: it may differ all the same.
const AGAIN: u32 = 10;
/// Until a transfer that was ordered is looked for, in milliseconds.
const SETTLES_MS: u64 = 2_000;
/// Lines of history that are remembered.
pub(super) const REMEMBERED: usize = 200;

/// All of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Watch {
    /// Whether rounds are made.
    pub on: bool,
    /// Whether a person has paused it: then opening the step does not start it.
    pub paused: bool,
    /// Whether a round is out, and whether it compares content.
    pub asking: Option<bool>,
    /// When the next round is due, in Unix milliseconds.
    pub next_ms: Option<u64>,
    /// What the name servers said last.
    pub report: Option<Report>,
    /// When content was compared last, RFC 3339.
    pub compared_at: Option<String>,
    /// Why the last round brought nothing.
    pub fault: Option<String>,
    /// The zone's object at the provider, once found.
    pub zone: Option<Found>,
    /// What the provider's API says.
    pub api: Api,
    /// How the zone stands on this machine.
    pub here: Here,
    /// The event stream.
    pub line: Line,
    /// What happened, the latest first.
    pub log: Vec<Entry>,
    /// Something was served since the round that is out began: the next one follows at once.
    again: bool,
    /// What became of the transfer that a person ordered.
    pub ordered: Option<Ordered>,
    rounds: u32,
    /// The serials of the round that last compared content, and its number.
    compared: Option<(Vec<Option<u32>>, u32)>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Said {
    /// Watching begins.
    Started,
    /// A person pauses it.
    Paused,
    /// Another question: what is known answers it no longer.
    Cleared,
    /// A round goes out.
    Asking(bool),
    /// The name servers' answers are in, at a time in Unix milliseconds.
    Reported(Box<Report>, u64),
    /// They could not be asked.
    Failed(String, u64),
    /// The zone was found at the provider.
    Found(Found),
    /// The provider's API has answered, at a time in RFC 3339.
    Api(Api, String),
    /// How the zone stands here, at a time.
    Here(Here, String),
    /// Something happened to the zone here.
    Happened(Box<ZoneEvent>),
    /// A person orders a transfer, or its answer is in at a time in Unix milliseconds.
    Ordered(Ordered, u64),
    /// The stream is open.
    Live(String),
    /// The stream broke off, or could not be opened.
    Lost(String),
}

/// Whether queries are answered otherwise from this event on: what was seen before is old.
fn moves(event: &ZoneEvent) -> bool {
    let served = ["xfr-served", "xfr-restored", "xfr-expired"];
    event.happened.as_ref().is_some_and(|happened| served.contains(&happened.code.as_str()))
}

/// Whether a condition that is not met can wait. Names that only a rehearsal gives out belong in nobody's zone: the
/// primary's NS are due when the servers that it is delegated to are known.
pub(crate) fn is_later(point: &Point, rehearsal: bool) -> bool {
    rehearsal && point.condition == Condition::ApexNs && point.standing == Standing::False
}

// Apart, since the page begins without (www/later.mjs): a report comes later.
#[inline(never)]
fn judged(report: &Report) -> Delegation {
    delegate::judge(&report.observations())
}

impl Watch {
    /// The state after `said`.
    #[must_use]
    pub(crate) fn after(mut self, said: Said) -> Self {
        match said {
            Said::Started => (self.on, self.paused) = (true, false),
            Said::Paused => {
                (self.on, self.paused, self.asking, self.next_ms, self.line) = (false, true, None, None, Line::Closed);
            }
            Said::Cleared => return Self { on: self.on, paused: self.paused, ..Self::default() },
            Said::Asking(content) => (self.asking, self.next_ms) = (Some(content), None),
            Said::Reported(report, now_ms) => self.reported(*report, now_ms),
            Said::Failed(why, now_ms) => {
                self.fault = Some(why);
                self.ended(now_ms);
            }
            Said::Found(found) => self.zone = Some(found),
            Said::Api(api, at) => self.noting(&at, |w| w.api = api),
            Said::Here(here, at) => self.noting(&at, |w| w.here = here),
            Said::Happened(event) => {
                if let Some(entry) = happened(&event) {
                    self.remember(vec![entry]);
                }
                if moves(&event) {
                    self.soon(0);
                }
            }
            Said::Ordered(ordered, now_ms) => {
                if matches!(ordered, Ordered::Taken(_)) {
                    self.soon(now_ms + SETTLES_MS);
                }
                self.ordered = Some(ordered);
            }
            Said::Live(at) => {
                if let Line::Lost(1..) = self.line {
                    self.remember(vec![lost(&at, false)]);
                }
                self.line = Line::Live;
            }
            Said::Lost(at) => {
                if self.line == Line::Live {
                    self.remember(vec![lost(&at, true)]);
                }
                self.line = Line::Lost(if let Line::Lost(n) = self.line { n + 1 } else { 1 });
            }
        }
        self
    }

    /// Whether the next round compares content: when a serial has moved since it last did, and now and then.
    pub(crate) fn wants_content(&self) -> bool {
        match (&self.compared, &self.report) {
            (Some((serials, round)), Some(report)) => {
                *serials != serials_of(report) || self.rounds.saturating_sub(*round) >= AGAIN
            }
            _ => true,
        }
    }

    /// The judgement of what was seen last.
    pub(crate) fn verdict(&self) -> Option<Delegation> {
        self.report.as_ref().map(judged)
    }

    /// Whether what was seen last is older than it should be: paused, failed, or the companion is lost.
    pub(crate) fn is_stale(&self) -> bool {
        !self.on || self.fault.is_some() || matches!(self.line, Line::Lost(_))
    }

    /// What the rail and the summary show; of a rehearsal, what it can show.
    pub(crate) fn summary(&self, rehearsal: bool) -> Watched {
        let Some(verdict) = self.verdict() else {
            return if self.asking.is_some() { Watched::Looking } else { Watched::Not };
        };
        let (mut wrong, mut unproved, mut first) = (0, 0, None);
        for point in verdict.points.iter().filter(|point| !is_later(point, rehearsal)) {
            let said = || Some(point.said.clone());
            match point.standing {
                Standing::Proved => {}
                Standing::Unproved => {
                    first = first.or_else(said);
                    unproved += 1;
                }
                Standing::False => {
                    first = if wrong == 0 { said() } else { first };
                    wrong += 1;
                }
            }
        }
        Watched::Judged {
            wrong,
            unproved,
            first,
            serial: self.report.as_ref().and_then(|r| r.primary.as_ref()).and_then(|p| p.serial),
            at: self.report.as_ref().map(|r| r.at.clone()).unwrap_or_default(),
            stale: self.is_stale(),
        }
    }

    fn reported(&mut self, mut report: Report, now_ms: u64) {
        if self.asking == Some(true) {
            self.compared = Some((serials_of(&report), self.rounds));
            self.compared_at = Some(report.at.clone());
        } else if let Some(before) = &self.report {
            carry(before, &mut report);
        }
        let at = report.at.clone();
        self.noting(&at, |w| w.report = Some(report));
        self.fault = None;
        self.ended(now_ms);
    }

    fn ended(&mut self, now_ms: u64) {
        self.rounds += 1;
        self.asking = None;
        let wait = if std::mem::take(&mut self.again) { 0 } else { u64::from(EVERY_S) * 1000 };
        self.next_ms = self.on.then_some(now_ms + wait);
    }

    /// Brings the next round forward to `at_ms`; one that is out already may have asked too early.
    fn soon(&mut self, at_ms: u64) {
        match self.next_ms {
            Some(next) => self.next_ms = Some(next.min(at_ms)),
            None => self.again = self.asking.is_some(),
        }
    }

    /// Changes what is known and writes down which places stand differently now.
    fn noting(&mut self, at: &str, change: impl FnOnce(&mut Self)) {
        let before = places(self);
        change(self);
        let fresh = changes(&before, &places(self), at, &mut self.log);
        self.remember(fresh);
    }

    fn remember(&mut self, mut fresh: Vec<Entry>) {
        fresh.append(&mut self.log);
        self.log = shortened(fresh, REMEMBERED);
    }
}
