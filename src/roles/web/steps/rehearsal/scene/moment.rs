//! One event: what happened, why it matters, how the secondary stands after it. Said aloud when another is chosen.

use std::rc::Rc;

use yew::prelude::*;

use super::super::super::super::parts::mark::{Mark, Sign};
use super::super::super::super::parts::note::Note;
use super::super::super::super::text::{fill, number, said, sentence, t};
use super::served;
use super::twin::who;
use crate::product::api::rehearsal::Played;
use crate::product::rehearse::{Length, Severity, State, Timeline};

/// Properties of [`Moment`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct MomentProperties {
    /// What was played.
    pub played: Rc<Played>,
    /// The event.
    pub at: usize,
}

/// The event.
#[component]
pub(crate) fn Moment(props: &MomentProperties) -> Html {
    let words = t().scene;
    let Some(timeline) = &props.played.timeline else { return html! {} };
    let Some(entry) = timeline.entries.get(props.at) else { return html! {} };
    let state = timeline.entries.get(..=props.at).and_then(|until| until.iter().rev().find_map(|entry| entry.state));
    let served = timeline.served.iter().rfind(|served| served.from_ms <= entry.at_ms);
    let provider = timeline.provider.clone().unwrap_or_default();
    html! {
        <div class="us-pane__body us-moment" role="group" aria-label={words.steps}>
            <div role="status" aria-atomic="true">
                <p class="us-meta num">{ Length(entry.at_ms).clock() }{ " · " }{ who(entry) }</p>
                <p class="us-moment__text"><Mark sign={sign(entry.severity)} small=true />{ " " }<b>{ sentence(&said::told(&entry.code, &entry.args, &entry.text)) }</b></p>
                if !entry.why.is_empty() { <p>{ said::told_why(&entry.code, &entry.args, &entry.why) }</p> }
                if let Some(topic) = &entry.unknown {
                    <Note sign={Sign::Unknown}>{ fill(words.unknown, &[("who", &provider), ("topic", topic)]) }</Note>
                }
            </div>
            <dl class="us-dl">
                if let Some(traffic) = entry.traffic {
                    <dt>{ words.lane_network }</dt>
                    <dd class="num">{ fill(words.sent, &[("sent", &number(traffic.sent)), ("received", &number(traffic.received)), ("messages", &traffic.messages)]) }</dd>
                }
                if let Some(state) = state {
                    <dt>{ words.stands }</dt><dd class="num">{ stands(state) }</dd>
                }
                if let Some(served) = served {
                    <dt>{ words.lane_served }</dt><dd class="num">{ served::words(served) }</dd>
                }
            </dl>
            { known(timeline) }
        </div>
    }
}

/// The sign of a severity.
pub(super) const fn sign(severity: Severity) -> Sign {
    match severity {
        Severity::Error => Sign::Bad,
        Severity::Warning => Sign::Warn,
        Severity::Info => Sign::Info,
    }
}

fn stands(state: State) -> String {
    let words = t().scene;
    let held = match (state.serial, state.expired) {
        (Some(serial), true) => fill(words.holds_expired, &[("serial", &serial)]),
        (Some(serial), false) => fill(words.holds, &[("serial", &serial)]),
        (None, _) => words.holds_nothing.to_owned(),
    };
    let when = |template, ms: Option<u64>| ms.map(|ms| fill(template, &[("at", &Length(ms).clock())]));
    let parts = [Some(held), when(words.looks, state.next_check_ms), when(words.expires, state.expires_ms)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn known(timeline: &Timeline) -> Html {
    if timeline.notes.is_empty() {
        return html! {};
    }
    let title = fill(t().scene.notes, &[("who", &timeline.provider.as_deref().unwrap_or_default())]);
    html! {
        <details class="us-moment__notes">
            <summary>{ title }</summary>
            <ul role="list">{ for timeline.notes.iter().map(said::note).map(|[topic, says, basis]| html! { <li><b>{ topic }</b>{ ": " }{ says }{ " " }<span class="dim">{ format!("({basis})") }</span></li> }) }</ul>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_it_stands_is_said() {
        let state = State { serial: Some(7), next_check_ms: Some(60_000), ..State::default() };
        assert_eq!(stands(state), "holds 7, looks again at 0:01:00.000");
        assert_eq!(stands(State::default()), "holds nothing");
        assert_eq!(stands(State { serial: Some(7), expired: true, ..State::default() }), "7 has expired");
    }
}
