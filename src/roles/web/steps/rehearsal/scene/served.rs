//! What queries get: as a bar under the lanes, and as a list.

use yew::prelude::*;

use super::super::super::super::text::{fill, t};
use super::layout::Layout;
use super::timeline::clock;
use crate::product::rehearse::{Answers, Behind, Served, Timeline};

/// Pixels of a letter of the bar.
const LETTER: f64 = 6.6;

/// The bar.
pub(super) fn bar(timeline: &Timeline, layout: &Layout, y: f64) -> Html {
    let span = |served: &Served| {
        let (from, to) = layout.span(served);
        let class = match (served.answers, served.behind) {
            (Answers::Zone, Behind::No) => "tl-new",
            (Answers::Zone, _) => "tl-behind",
            _ => "tl-absent",
        };
        let words = short(served);
        #[expect(clippy::cast_precision_loss, reason = "pixels")]
        let fits = to - from > words.chars().count() as f64 * LETTER + 10.0;
        html! {
            <>
                <rect {class} x={from.to_string()} y={y.to_string()} width={(to - from).to_string()} height="18" />
                if fits {
                    <text class={classes!("num", (class == "tl-new").then_some("tl-on"))} x={(from + 5.0).to_string()} y={(y + 13.0).to_string()}>{ words }</text>
                }
            </>
        }
    };
    html! { <>{ for timeline.served.iter().map(span) }</> }
}

fn short(served: &Served) -> String {
    match (served.answers, served.serial) {
        (Answers::Zone, Some(serial)) if served.behind == Behind::No => serial.to_string(),
        (Answers::Zone, Some(serial)) => format!("{serial} ↓"),
        _ => words(served),
    }
}

/// What a query gets, in words.
pub(super) fn words(served: &Served) -> String {
    let words = t().scene;
    match (served.answers, served.serial) {
        (Answers::Zone, serial) => {
            let template = if served.behind == Behind::No { words.served_serial } else { words.served_behind };
            fill(template, &[("serial", &serial.unwrap_or_default())])
        }
        (Answers::Servfail, _) => words.served_servfail.to_owned(),
        (Answers::Empty, _) => words.served_empty.to_owned(),
        (Answers::Unknown, _) => words.served_unknown.to_owned(),
        (Answers::Nothing, _) => words.served_nothing.to_owned(),
    }
}

/// The list.
pub(super) fn list(timeline: &Timeline) -> Html {
    let row = |served: &Served| {
        let length = clock(served.until_ms.saturating_sub(served.from_ms));
        let when = fill(t().scene.served_for, &[("from", &clock(served.from_ms)), ("length", &length)]);
        html! { <li><span class="num dim">{ when }</span>{ ": " }{ words(served) }</li> }
    };
    html! {
        <>
            <h3>{ t().scene.served }</h3>
            <ul class="us-tl-served" role="list" aria-label={t().scene.served}>{ for timeline.served.iter().map(row) }</ul>
        </>
    }
}
