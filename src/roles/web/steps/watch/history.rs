//! What happened, the latest first.

use yew::prelude::*;

use super::super::super::parts::action::{Action, Weight};
use super::super::super::parts::mark::{Mark, Sign};
use super::super::super::parts::pane::Pane;
use super::super::super::text::{clock, fill, sentence, t};
use super::super::super::watching::{Entry, What, use_watching};
use super::words;

/// Lines drawn at once.
const DRAWN: usize = 50;

/// The pane.
#[component]
pub(crate) fn History() -> Html {
    let drawn = use_state_eq(|| DRAWN);
    let Some(watching) = use_watching() else { return html! {} };
    let s = t().watch;
    let log = &watching.watch.log;
    let hidden = log.len().saturating_sub(*drawn);
    let further = {
        let drawn = drawn.clone();
        Callback::from(move |()| drawn.set(*drawn + DRAWN))
    };
    html! {
        <Pane title={s.history} meta={html! { s.history_meta }}>
            if log.is_empty() {
                <p class="us-pane__body dim">{ s.history_empty }</p>
            } else {
                <div class="us-history" tabindex="0" role="group" aria-label={s.history}>
                    <table class="pf-v6-c-table pf-m-compact us-table us-stack us-steps" aria-label={s.history}>
                        <colgroup><col class="us-c-when" /><col class="us-c-mark" /><col class="us-c-tried" /><col /></colgroup>
                        <tbody class="pf-v6-c-table__tbody">{ for log.iter().take(*drawn).enumerate().map(|(at, entry)| row(log.len() - at, entry)) }</tbody>
                    </table>
                    if hidden > 0 {
                        <div class="us-strip us-strip--plain"><Action label={fill(s.more_lines, &[("n", &hidden.min(DRAWN))])} weight={Weight::Link} onclick={further} /></div>
                    }
                </div>
            }
        </Pane>
    }
}

fn row(key: usize, entry: &Entry) -> Html {
    let s = t().watch;
    let (sign, what, detail) = match &entry.what {
        What::Stands(place) => {
            let (sign, word) = words::standing(place);
            let serial = place.serial.map(|serial| serial.to_string()).unwrap_or_default();
            let detail = [words::how(place), serial, words::content(place)];
            let detail = detail.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
            (sign, format!("{}: {word}", words::name(&place.who)), detail)
        }
        What::Many(place, n) => {
            let (sign, word) = words::standing(place);
            let serial = place.serial.map(|serial| serial.to_string()).unwrap_or_default();
            (sign, format!("{}: {word}", fill(s.many_servers, &[("n", n)])), serial)
        }
        What::Event { severity, message, via, .. } => {
            let sign = match severity.as_str() {
                "error" => Sign::Bad,
                "warning" => Sign::Warn,
                _ => Sign::Info,
            };
            (sign, format!("{}: {}", s.here, sentence(message)), via.clone())
        }
        What::Lost => (Sign::Bad, s.lost.to_owned(), String::new()),
        What::Back => (Sign::Ok, s.back.to_owned(), String::new()),
    };
    let times = (entry.times > 1).then(|| fill(s.times, &[("n", &entry.times)]));
    let detail =
        [Some(detail), times].into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
    html! {
        <tr class="pf-v6-c-table__tr" key={key}>
            <td class="pf-v6-c-table__td num">{ clock(&entry.at) }</td>
            <td class="pf-v6-c-table__td m"><Mark {sign} small=true label={words::sign(sign)} /></td>
            <td class="pf-v6-c-table__td wrap">{ what }</td>
            <td class="pf-v6-c-table__td dim wrap">{ detail }</td>
        </tr>
    }
}
