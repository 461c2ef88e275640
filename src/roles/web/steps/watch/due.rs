//! Countdowns: the next check, the next look of the provider and of this machine, the end of this copy.

use gloo_timers::callback::Interval;
use yew::prelude::*;

use super::super::super::kept::now_ms;
use super::super::super::parts::pane::Pane;
use super::super::super::state::use_project;
use super::super::super::text::{clock, fill, t};
use super::super::super::watching::{Api, Here, Line, use_watching};

/// The pane; it is written anew each second, by itself.
#[component]
pub(crate) fn Due() -> Html {
    let now = use_state_eq(now_ms);
    {
        let now = now.clone();
        use_effect_with((), move |()| {
            let every = Interval::new(1_000, move || now.set(now_ms()));
            move || drop(every)
        });
    }
    let project = use_project();
    let Some(watching) = use_watching() else { return html! {} };
    let s = t().watch;
    let watch = &watching.watch;
    let running = match &watch.here {
        Here::Held(state) => state.running.as_ref(),
        Here::Unknown | Here::Absent => None,
    };
    let next = match (watch.on, watch.next_ms) {
        (false, _) => s.due_paused.to_owned(),
        (true, Some(at)) => left(at, *now),
        (true, None) => s.due_now.to_owned(),
    };
    let provider = match &watch.api {
        Api::Told(link) => unix_ms(&link.checked_time).map(|at| at + u64::from(link.auto_refresh_seconds) * 1000),
        Api::Unasked | Api::Missing | Api::Failed(_) => None,
    };
    let expires = running.and_then(|running| match (&running.expires, running.expired) {
        (_, true) => Some(s.due_expired.to_owned()),
        (Some(at), false) => unix_ms(at).map(|at| left(at, *now)),
        (None, false) => None,
    });
    let confirmed = running.and_then(|r| r.confirmed.as_ref()).map(|at| fill(s.here_confirmed, &[("at", &clock(at))]));
    let one = |title: &'static str, value: Option<String>, note: Option<String>| {
        html! {
            <div><dt>{ title }</dt><dd class="num">{ value.unwrap_or_else(|| s.due_unknown.to_owned()) }
                if let Some(note) = note { { " " }<small>{ note }</small> }</dd></div>
        }
    };
    let line = match (&watch.here, watch.line) {
        (_, Line::Live) => s.stream_live,
        (_, Line::Lost(_)) => s.stream_lost,
        (_, Line::Closed) => s.stream_closed,
    };
    html! {
        <Pane title={s.counts}>
            <div class="us-pane__body">
                <dl class="us-due">
                    { one(s.due_check, Some(next), None) }
                    // This machine is the provider of a rehearsal: one line tells of it.
                    if running.is_none() || !project.draft.is_rehearsal() {
                        { one(s.due_provider, provider.map(|at| left(at, *now)), None) }
                    }
                    if let Some(running) = running {
                        { one(s.due_here, unix_ms(&running.next_check).map(|at| left(at, *now)), confirmed) }
                        { one(s.due_expires, expires, Some(s.due_expires_note.to_owned())) }
                    }
                </dl>
                <p class="us-meta">{ line }</p>
            </div>
        </Pane>
    }
}

/// Until `at`: `0:18`, `1:02:03`, `13 d 23 h`.
fn left(at: u64, now: u64) -> String {
    let seconds = at.saturating_sub(now).div_ceil(1000);
    let (days, hours, minutes, rest) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    match (days, seconds / 3600) {
        _ if seconds == 0 => t().watch.due_now.to_owned(),
        (1.., _) => format!("{days} d {hours} h"),
        (0, 1..) => format!("{hours}:{minutes:02}:{rest:02}"),
        (0, 0) => format!("{minutes}:{rest:02}"),
    }
}

/// Unix milliseconds of an RFC 3339 time.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "times after 1970 in milliseconds fit")]
pub(super) fn unix_ms(at: &str) -> Option<u64> {
    let ms = js_sys::Date::parse(at);
    (ms.is_finite() && ms > 0.0).then_some(ms as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_read_at_a_glance() {
        let second = |n: u64| left(n * 1000, 0);
        assert_eq!([0, 18, 3_599].map(second), ["now", "0:18", "59:59"]);
        assert_eq!([3_723, 86_400 * 13 + 3_600 * 23].map(second), ["1:02:03", "13 d 23 h"]);
        assert_eq!(left(5, 9_000), "now");
    }
}
