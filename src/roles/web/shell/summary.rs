//! The summary at the right: what blocks, what is worth a look, what was verified. On small screens a bar at the bottom
//! that opens upward.

use yew::prelude::*;

use super::super::parts::mark::{Mark, Sign};
use super::super::route;
use super::super::state::use_project;
use super::super::text::{fill, t};
use super::points::{Point, Points, is_safe, is_tried};
use crate::product::project::{Submission, Watched};

/// The summary.
#[component]
pub(crate) fn Summary() -> Html {
    let project = use_project();
    let open = use_state_eq(|| false);
    let s = t().summary;
    let points = Points::of(&project);
    // Where nothing was begun nothing is wrong.
    let is_empty = !project.has_zone() && project.draft.zone_name.is_empty() && project.submission == Submission::Idle;
    let (sign, lead, why) = match &project.submission {
        Submission::Applying { .. } => (Sign::Run, s.running, s.running_why),
        _ if matches!(project.watched, Watched::Judged { wrong: 1.., .. }) => {
            // Which condition is not met stands below.
            (Sign::Bad, s.delegate_not, "")
        }
        _ if is_safe(&project) && project.draft.is_rehearsal() => (Sign::Ok, t().rail.watch_rehearsed, s.rehearsed_why),
        _ if is_safe(&project) => (Sign::Ok, s.delegate_safe, s.delegate_safe_why),
        Submission::Applied { .. } => (Sign::Ok, s.applied, s.applied_why),
        _ if is_empty => (Sign::Empty, s.empty, s.nothing_sent),
        _ if points.blocks.is_empty() && !is_tried(&project) => (Sign::Unknown, s.untried, s.clear_why),
        _ if points.blocks.is_empty() => (Sign::Ok, s.clear, s.clear_why),
        _ => (Sign::Bad, s.submit_blocked, s.nothing_sent),
    };
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let counts = fill(s.bar, &[("blocks", &points.blocks.len()), ("look", &points.look.len())]);
    html! {
        <aside class={classes!("us-summary", open.then_some("is-open"))} aria-label={s.going_on}>
            <button type="button" class="us-summary__bar" aria-expanded={open.to_string()} onclick={toggle}>
                <Mark {sign} />
                <span class="b">{ lead }</span>
                <span class="us-meta num">{ counts }</span>
                <i class={if *open { "fas fa-chevron-down" } else { "fas fa-chevron-up" }} aria-hidden="true"></i>
            </button>
            <h2>{ s.going_on }</h2>
            <p class="us-summary__lead"><Mark {sign} /><span>{ lead }</span></p>
            if !why.is_empty() { <p class="dim">{ why }</p> }
            { if is_empty { list(s.missing, Sign::Empty, &points.blocks) } else { list(s.blocks, Sign::Bad, &points.blocks) } }
            { list(s.worth_a_look, Sign::Warn, &points.look) }
            { list(s.verified, Sign::Ok, &points.verified) }
        </aside>
    }
}

fn list(title: &'static str, sign: Sign, points: &[Point]) -> Html {
    if points.is_empty() {
        return html! {};
    }
    let item = |point: &Point| {
        html! {
            <li>
                <Mark {sign} small=true />
                <span class="t">
                    <span><a href={route::href(point.step)}>{ &point.text }</a><small>{ route::name(point.step) }</small></span>
                    <time>{ &point.when }</time>
                </span>
            </li>
        }
    };
    html! {
        <section>
            <h3>{ title }<span class="num dim">{ points.len() }</span></h3>
            <ul>{ for points.iter().map(item) }</ul>
        </section>
    }
}
