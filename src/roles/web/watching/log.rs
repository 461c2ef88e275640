//! The history: which place changed how and when, what happened to the zone here, when the companion was lost. Pure.

use super::super::text::said;
use super::places::{Place, Standing};
use crate::product::api::zones::ZoneEvent;

/// One line, the latest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// RFC 3339: since when.
    pub at: String,
    /// What happened.
    pub what: What,
    /// How often it was seen since.
    pub times: u32,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A place stands like that.
    Stands(Place),
    /// So many places came to stand like that at once, of which this is one.
    Many(Place, usize),
    /// Something happened to the zone here.
    Event {
        /// `error`, `warning`, `info`.
        severity: String,
        /// Stable name.
        code: String,
        /// In words.
        message: String,
        /// The primary and the transport, as far as known.
        via: String,
    },
    /// The companion's stream broke off.
    Lost,
    /// And is back.
    Back,
}

/// The lines for places that stand differently now; what stands as badly as before counts up in `log`.
pub(super) fn changes(before: &[Place], after: &[Place], at: &str, log: &mut [Entry]) -> Vec<Entry> {
    let mut fresh = Vec::new();
    for place in after {
        let same = |old: &&Place| old.who == place.who && old.address == place.address;
        let old = before.iter().find(same);
        let known = old.is_some_and(|old| (&old.standing, old.serial) == (&place.standing, place.serial));
        if known && place.standing.is_bad() {
            let last = log.iter_mut().find(|entry| matches!(&entry.what, What::Stands(p) if same(&p)));
            if let Some(last) = last {
                last.times += 1;
            }
        }
        if !known && worth(old, place) {
            fresh.push(Entry { at: at.to_owned(), what: What::Stands(place.clone()), times: 1 });
        }
    }
    fresh.reverse();
    folded(fresh)
}

/// Lines of one kind that are written one by one.
const EACH: usize = 16;

/// Of many places that do alike at once, and well, one line tells; each failure keeps its own.
fn folded(fresh: Vec<Entry>) -> Vec<Entry> {
    let alike = |a: &Place, b: &Place| {
        (&a.standing, a.serial) == (&b.standing, b.serial) && a.who.is_server() && b.who.is_server()
    };
    let count = |place: &Place| fresh.iter().filter(|e| matches!(&e.what, What::Stands(p) if alike(p, place))).count();
    let mut lines: Vec<Entry> = Vec::new();
    for entry in &fresh {
        let What::Stands(place) = &entry.what else { continue };
        let many = if place.standing.is_bad() { 1 } else { count(place) };
        if many <= EACH {
            lines.push(entry.clone());
        } else if !lines.iter().any(|line| matches!(&line.what, What::Many(p, _) if alike(p, place))) {
            lines.push(Entry { what: What::Many(place.clone(), many), ..entry.clone() });
        }
    }
    lines
}

/// The latest lines, at most `most`; failures go last.
pub(super) fn shortened(mut log: Vec<Entry>, most: usize) -> Vec<Entry> {
    let mut over = log.len().saturating_sub(most);
    let bad = |entry: &Entry| match &entry.what {
        What::Stands(place) => place.standing.is_bad(),
        What::Event { severity, .. } => severity == "error",
        What::Lost => true,
        What::Many(..) | What::Back => false,
    };
    let mut kept = Vec::with_capacity(log.len());
    while let Some(entry) = log.pop() {
        if over > 0 && !bad(&entry) {
            over -= 1;
        } else {
            kept.push(entry);
        }
    }
    kept.reverse();
    kept.truncate(most);
    kept
}

/// What was not there before and is not there now is nothing to write down; nor is a comparison that only went stale.
fn worth(old: Option<&Place>, new: &Place) -> bool {
    let quiet = |standing: &Standing| matches!(standing, Standing::Unasked | Standing::Absent);
    let less = old.is_some_and(|old| old.standing == Standing::Same && new.standing == Standing::SameSerial);
    match old {
        None => !quiet(&new.standing),
        Some(old) => !(less || quiet(&old.standing) && quiet(&new.standing)),
    }
}

/// The line for an event of the zone here; none for what carries nothing but a status.
pub(super) fn happened(event: &ZoneEvent) -> Option<Entry> {
    let happened = event.happened.as_ref()?;
    let via = [happened.peer.as_deref(), happened.transport.as_deref()];
    Some(Entry {
        at: happened.at.clone(),
        what: What::Event {
            severity: event.severity.clone().unwrap_or_default(),
            code: happened.code.clone(),
            message: said::happened(happened),
            via: via.into_iter().flatten().collect::<Vec<_>>().join(", "),
        },
        times: 1,
    })
}

/// The line for a companion that was lost, or came back.
pub(super) fn lost(at: &str, is: bool) -> Entry {
    Entry { at: at.to_owned(), what: if is { What::Lost } else { What::Back }, times: 1 }
}
