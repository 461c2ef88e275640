//! Step 5: what a change does. Two versions compared, the transfer that would carry it, serials, scenarios played through.

mod carried;
mod clock;
mod differences;
mod scene;
mod texts;
mod versions;

use yew::prelude::*;

use super::super::base::{Rehearsed, use_rehearsed};
use super::super::parts::async_view::{Async, async_view};
use super::super::parts::mark::Sign;
use super::super::parts::note::Note;
use super::super::parts::step_head::StepHead;
use super::super::route;
use super::super::state::use_project;
use super::super::text::{fill, number, plural, t};
use crate::product::api::compared::{Compared, Kinds};
use crate::product::project::steps::Step;

/// The step.
#[component]
pub(crate) fn Rehearsal() -> Html {
    let project = use_project();
    let rehearsed = use_rehearsed();
    let words = t().rehearsal;
    let (lead, rest) = lead(&rehearsed);
    let serial = project.checked.as_ref().and_then(|checked| checked.serial);
    let old = rehearsed.checked.as_ref().and_then(|checked| checked.report.serial);
    html! {
        <>
            <StepHead title={route::name(Step::Rehearsal)} {lead} {rest}>
                <versions::Versions rehearsed={rehearsed.clone()} />
            </StepHead>
            { async_view(&rehearsed.compared, || html! { <Note sign={Sign::Empty} strip=true>{ words.how }</Note> }, words.comparing, |compared| both(compared, &rehearsed),
                |code| html! { <Note sign={Sign::Bad} strip=true>{ why_not(code) }</Note> }) }
            <scene::Scenario rehearsed={rehearsed.clone()} />
            <div class="us-re-lower">
                <clock::Clock held={old.or(serial)} published={serial} />
            </div>
        </>
    }
}

fn both(compared: &std::rc::Rc<Compared>, rehearsed: &Rehearsed) -> Html {
    html! {
        <div class="us-cols us-re-top">
            <differences::Differences compared={compared.clone()} version={rehearsed.version()} />
            <carried::Carried compared={compared.clone()} />
        </div>
    }
}

fn why_not(code: &str) -> &'static str {
    let words = t().rehearsal;
    match code {
        "two-zones" => words.two_zones,
        "no-soa" => words.no_soa,
        "superseded" | "cancelled" => words.comparing,
        _ => words.incomparable,
    }
}

/// What will happen if one goes on: the first sentence, and the rest.
fn lead(rehearsed: &Rehearsed) -> (String, String) {
    let words = t().rehearsal;
    if rehearsed.version().is_none() {
        return (words.lead_empty.into(), words.lead_empty_rest.into());
    }
    let compared = match &rehearsed.compared {
        Async::Ready(compared) => compared,
        Async::Failed(_) => return (words.lead_failed.into(), String::new()),
        Async::Idle | Async::Running => return (words.comparing.into(), String::new()),
    };
    let [from, to] = compared.difference.serials;
    let Kinds { added, changed, removed, ttl, case } = compared.counts;
    let total = added + changed + removed + ttl + case;
    let sets = plural(total, words.rrset, words.rrsets);
    let octets = number(compared.ixfr.as_ref().map_or(0, |ixfr| ixfr.octets));
    match &compared.ixfr {
        None if total == 0 && from == to => (words.lead_same.into(), String::new()),
        None => {
            (words.lead_never.into(), fill(words.lead_never_rest, &[("sets", &sets), ("from", &from), ("to", &to)]))
        }
        Some(ixfr) if ixfr.whole => {
            (fill(words.lead_change, &[("sets", &sets)]), fill(words.lead_whole, &[("octets", &octets)]))
        }
        Some(_) => {
            let axfr = number(compared.axfr.octets);
            (
                fill(words.lead_change, &[("sets", &sets)]),
                fill(words.lead_ixfr, &[("octets", &octets), ("axfr", &axfr)]),
            )
        }
    }
}
