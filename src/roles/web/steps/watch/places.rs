//! The zone at each place, beside the primary.

use yew::prelude::*;

use super::super::super::parts::action::{Action, Weight};
use super::super::super::parts::broken::broken;
use super::super::super::parts::choice::Choice;
use super::super::super::parts::mark::{Mark, Sign};
use super::super::super::parts::pane::Pane;
use super::super::super::remembered::use_remembered;
use super::super::super::text::{both, clock, fill, number, t};
use super::super::super::watching::{EVERY_S, Place, places, use_watching};
use super::words;

/// More places than this are counted first, and can be cut down to those to look at.
const MANY: usize = 24;
/// Places drawn at once.
const DRAWN: usize = 60;

/// The pane.
#[component]
pub(crate) fn Places() -> Html {
    let only = use_remembered("places.only", || false);
    let drawn = use_state_eq(|| DRAWN);
    let Some(watching) = use_watching() else { return html! {} };
    let s = t().watch;
    let watch = &watching.watch;
    let at = watch.report.as_ref().map(|report| clock(&report.at)).unwrap_or_default();
    let compared = watch.compared_at.as_ref().map(|at| fill(s.content_at, &[("at", &clock(at))]));
    let meta = [Some(fill(s.every, &[("seconds", &EVERY_S), ("at", &at)])), compared];
    let meta = meta.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let all = places(watch);
    let many = all.len() > MANY;
    let look: Vec<&Place> = all.iter().filter(|place| !is_well(place)).collect();
    let options = vec![
        (false, fill(s.all_places, &[("n", &number(all.len() as u64))]).into()),
        (true, fill(s.look_places, &[("n", &number(look.len() as u64))]).into()),
    ];
    let onchange = {
        let only = only.clone();
        Callback::from(move |on| only.set(on))
    };
    let shown: Vec<&Place> = if many && *only { look } else { all.iter().collect() };
    let hidden = shown.len().saturating_sub(*drawn);
    let further = {
        let drawn = drawn.clone();
        Callback::from(move |()| drawn.set(*drawn + DRAWN))
    };
    html! {
        <Pane title={s.places} class="us-places-wrap" meta={html! { meta }}>
            if many {
                <div class="us-strip us-strip--plain us-tally">
                    <ul role="list" aria-label={s.tally}>{ for tally(&all).into_iter().map(|(sign, word, n)| html! { <li key={word.clone()}><Mark {sign} small=true /><span class="num">{ format!("{} ", number(n)) }{ word }</span></li> }) }</ul>
                    <Choice<bool> label={s.shown} name="places" {options} value={*only} {onchange} />
                </div>
            }
            <table class="pf-v6-c-table pf-m-compact us-table us-places" aria-label={s.places_table}>
                <colgroup><col /><col class="us-c-standing" /><col class="us-c-serial" /></colgroup>
                <thead class="pf-v6-c-table__thead"><tr class="pf-v6-c-table__tr">
                    <th class="pf-v6-c-table__th" scope="col">{ s.place }</th>
                    <th class="pf-v6-c-table__th" scope="col">{ s.state }</th>
                    <th class="pf-v6-c-table__th num" scope="col">{ s.serial }</th>
                </tr></thead>
                <tbody class="pf-v6-c-table__tbody">{ for shown.iter().take(*drawn).map(|place| row(place)) }</tbody>
            </table>
            if hidden > 0 {
                <div class="us-strip us-strip--plain"><Action label={fill(s.more_places, &[("n", &hidden.min(DRAWN))])} weight={Weight::Link} onclick={further} /></div>
            }
        </Pane>
    }
}

/// Whether there is nothing to look at.
fn is_well(place: &Place) -> bool {
    matches!(words::standing(place).0, Sign::Ok | Sign::Skip | Sign::Empty)
}

/// How many places stand how, those to look at first.
fn tally(all: &[Place]) -> Vec<(Sign, String, u64)> {
    let mut counts: Vec<(Sign, String, u64)> = Vec::new();
    let well = |place: &&Place| is_well(place);
    for place in all.iter().filter(|p| !well(p)).chain(all.iter().filter(well)) {
        let (sign, word) = words::standing(place);
        match counts.iter_mut().find(|(_, known, _)| *known == word) {
            Some((_, _, n)) => *n += 1,
            None => counts.push((sign, word, 1)),
        }
    }
    counts
}

fn row(place: &Place) -> Html {
    let (sign, word) = words::standing(place);
    let content = words::content(place);
    let different = place.content.as_ref().map(|content| content.different.clone()).unwrap_or_default();
    html! {
        <tr class="pf-v6-c-table__tr" key={format!("{} {}", words::name(&place.who), place.address)} aria-selected={place.standing.is_bad().then_some("true")}>
            <td class="pf-v6-c-table__td wrap"><b class="b">{ broken(&words::name(&place.who)) }</b><br /><span class="us-meta">{ words::how(place) }</span></td>
            <td class="pf-v6-c-table__td wrap">
                <div class="us-standing"><Mark {sign} small=true /><span>{ word }</span></div>
                if !content.is_empty() { <div class="us-meta">{ content }</div> }
                if !different.is_empty() {
                    <details><summary>{ t().watch.differences }</summary><ul class="us-different mono">{ for different.iter().map(|name| html! { <li>{ both(name) }</li> }) }</ul></details>
                }
            </td>
            <td class="pf-v6-c-table__td num" data-label={place.serial.map(|_| t().watch.serial)}>{ place.serial.map(|serial| serial.to_string()) }</td>
        </tr>
    }
}
