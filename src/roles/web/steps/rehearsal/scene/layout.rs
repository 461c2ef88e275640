//! Where the events of a timeline stand in its drawing. Exchanges take milliseconds and hours lie between them, so the axis
//! is no ruler: events are as far apart as they can be read, and a long wait is a wider gap with its time at the end.

use crate::product::rehearse::{Entry, Served};

/// From one event to the next of the same exchange.
const NEAR: f64 = 17.0;
/// The room that the time at the beginning of an exchange needs.
const LABEL: f64 = 84.0;
/// From the edge to the first event.
pub(super) const EDGE: f64 = 14.0;
/// Milliseconds after which something is another exchange.
const PAUSE_MS: u64 = 5_000;

/// The places of events.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Layout {
    /// Of each event, from the left.
    pub(super) x: Vec<f64>,
    /// Where an exchange begins: the event.
    pub(super) groups: Vec<usize>,
    /// In all.
    pub(super) width: f64,
    times: Vec<u64>,
    ends_ms: u64,
}

impl Layout {
    /// Of `entries`, in the order of their time.
    pub(super) fn of(entries: &[Entry], ends_ms: u64) -> Self {
        let mut layout = Self { ends_ms, ..Self::default() };
        let (mut x, mut group_x, mut last) = (EDGE, EDGE, None::<u64>);
        for (n, entry) in entries.iter().enumerate() {
            match last {
                Some(before) if entry.at_ms.saturating_sub(before) <= PAUSE_MS => x += NEAR,
                before => {
                    if let Some(before) = before {
                        x = (x + wait(entry.at_ms - before)).max(group_x + LABEL);
                    }
                    group_x = x;
                    layout.groups.push(n);
                }
            }
            layout.x.push(x);
            layout.times.push(entry.at_ms);
            last = Some(entry.at_ms);
        }
        let rest = last.map_or(0.0, |last| wait(ends_ms.saturating_sub(last)));
        layout.width = (x + rest).max(group_x + LABEL);
        layout
    }

    /// Where a moment is.
    pub(super) fn at(&self, ms: u64) -> f64 {
        let after = self.times.partition_point(|time| *time < ms);
        match (after.checked_sub(1).and_then(|n| self.place(n)), self.place(after)) {
            (_, Some((time, x))) if time == ms => x,
            (Some((t0, x0)), Some((t1, x1))) => x0 + (x1 - x0) * share(ms - t0, t1 - t0),
            (None, Some((_, x))) => x.min(EDGE),
            (Some((t0, x0)), None) => x0 + (self.width - x0) * share(ms - t0, self.ends_ms.saturating_sub(t0)),
            (None, None) => EDGE,
        }
    }

    /// From where to where a span is drawn.
    pub(super) fn span(&self, served: &Served) -> (f64, f64) {
        let from = if served.from_ms == 0 { 0.0 } else { self.at(served.from_ms) };
        (from, self.at(served.until_ms).max(from))
    }

    fn place(&self, n: usize) -> Option<(u64, f64)> {
        Some((*self.times.get(n)?, *self.x.get(n)?))
    }
}

/// The width of a wait: a second is little more than nothing, a day not much more than an hour.
fn wait(ms: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a drawing")]
    let seconds = ms as f64 / 1_000.0;
    NEAR + 9.0 * (1.0 + seconds).log2()
}

fn share(part: u64, whole: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a drawing")]
    let share = part as f64 / whole.max(1) as f64;
    share.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::rehearse::{self, Timeline, library};

    fn timeline(name: &str) -> Timeline {
        rehearse::run(&rehearse::read(library::find(name).unwrap().text).unwrap()).unwrap()
    }

    #[test]
    fn events_follow_one_another_and_none_covers_another() {
        for example in library::ALL.iter().step_by(5) {
            let timeline = timeline(example.name);
            let layout = Layout::of(&timeline.entries, timeline.lasts_ms);
            assert!(layout.x.windows(2).all(|pair| pair[1] - pair[0] >= NEAR), "{}", example.name);
            assert!(layout.width > *layout.x.last().unwrap(), "{}", example.name);
            let labels: Vec<f64> = layout.groups.iter().map(|n| layout.x[*n]).collect();
            assert!(labels.windows(2).all(|pair| pair[1] - pair[0] >= LABEL), "{}", example.name);
            // What is served fills the whole, without gap or overlap.
            let spans: Vec<_> = timeline.served.iter().map(|served| layout.span(served)).collect();
            assert!(spans.windows(2).all(|pair| (pair[0].1 - pair[1].0).abs() < 0.001), "{spans:?}");
            assert!((spans.last().unwrap().1 - layout.width).abs() < 0.001, "{spans:?} {}", layout.width);
        }
    }

    #[test]
    fn a_long_wait_is_wider_and_a_moment_lies_within_it() {
        let lost = timeline("notify-lost");
        let layout = Layout::of(&lost.entries, lost.lasts_ms);
        let before = lost.entries.iter().rposition(|entry| entry.at_ms < 3_000_000).unwrap();
        let wait = layout.x[before + 1] - layout.x[before];
        assert!(wait > 5.0 * NEAR, "{wait}");
        let middle = layout.at(1_800_000);
        assert!(layout.x[before] < middle && middle < layout.x[before + 1]);
        assert_eq!(Layout::of(&[], 10).at(5), EDGE);
    }
}
