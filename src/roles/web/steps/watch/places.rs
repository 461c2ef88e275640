//! The zone at each place, beside the primary.

use yew::prelude::*;

use super::super::super::parts::mark::Mark;
use super::super::super::parts::pane::Pane;
use super::super::super::text::{clock, fill, t};
use super::super::super::watching::{EVERY_S, Place, places, use_watching};
use super::words;

/// The pane.
#[component]
pub(crate) fn Places() -> Html {
    let Some(watching) = use_watching() else { return html! {} };
    let s = t().watch;
    let watch = &watching.watch;
    let at = watch.report.as_ref().map(|report| clock(&report.at)).unwrap_or_default();
    let compared = watch.compared_at.as_ref().map(|at| fill(s.content_at, &[("at", &clock(at))]));
    let meta = [Some(fill(s.every, &[("seconds", &EVERY_S), ("at", &at)])), compared];
    let meta = meta.into_iter().flatten().collect::<Vec<_>>().join(", ");
    html! {
        <Pane title={s.places} class="us-places-wrap" meta={html! { meta }}>
            <table class="pf-v6-c-table pf-m-compact us-table us-places" aria-label={s.places_table}>
                <colgroup><col /><col class="us-c-standing" /><col class="us-c-serial" /></colgroup>
                <thead class="pf-v6-c-table__thead"><tr class="pf-v6-c-table__tr">
                    <th class="pf-v6-c-table__th" scope="col">{ s.place }</th>
                    <th class="pf-v6-c-table__th" scope="col">{ s.state }</th>
                    <th class="pf-v6-c-table__th num" scope="col">{ s.serial }</th>
                </tr></thead>
                <tbody class="pf-v6-c-table__tbody">{ for places(watch).iter().map(row) }</tbody>
            </table>
        </Pane>
    }
}

fn row(place: &Place) -> Html {
    let (sign, word) = words::standing(place);
    let content = words::content(place);
    let different = place.content.as_ref().map(|content| content.different.clone()).unwrap_or_default();
    html! {
        <tr class="pf-v6-c-table__tr" key={format!("{} {}", words::name(&place.who), place.address)} aria-selected={place.standing.is_bad().then_some("true")}>
            <td class="pf-v6-c-table__td wrap"><b class="b">{ words::name(&place.who) }</b><br /><span class="us-meta">{ words::how(place) }</span></td>
            <td class="pf-v6-c-table__td wrap">
                <div class="us-standing"><Mark {sign} small=true /><span>{ word }</span></div>
                if !content.is_empty() { <div class="us-meta">{ content }</div> }
                if !different.is_empty() {
                    <details><summary>{ t().watch.differences }</summary><ul class="us-different mono">{ for different.iter().map(|name| html! { <li>{ name }</li> }) }</ul></details>
                }
            </td>
            <td class="pf-v6-c-table__td num">{ place.serial.map(|serial| serial.to_string()) }</td>
        </tr>
    }
}
