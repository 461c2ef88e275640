//! Safe to delegate: each condition with what shows it, or that nothing does.

use yew::prelude::*;

use super::super::super::parts::field::Field;
use super::super::super::parts::mark::{Mark, Sign};
use super::super::super::parts::pane::Pane;
use super::super::super::state::use_project;
use super::super::super::text::{clock, fill, said, sentence, t};
use super::super::super::watching::{is_later, use_watching};
use crate::product::project::{Action, Field as Typed};
use crate::product::provider::delegate::{Condition, Point, Standing};

/// The pane.
#[component]
pub(crate) fn Gate() -> Html {
    let project = use_project();
    let Some(watching) = use_watching() else { return html! {} };
    let s = t().watch;
    let watch = &watching.watch;
    let Some(verdict) = watch.verdict() else { return html! {} };
    let rehearsal = project.draft.is_rehearsal();
    let due = || verdict.points.iter().filter(|point| !is_later(point, rehearsal));
    let wrong = due().any(|point| point.standing == Standing::False);
    let safe = due().all(|point| point.standing == Standing::Proved);
    let proved = if rehearsal { s.verdict_rehearsed } else { s.verdict_safe };
    let stale = watch.is_stale();
    let (sign, words) = match (safe, wrong) {
        (true, _) if stale => (Sign::Unknown, proved),
        (true, _) => (Sign::Ok, proved),
        (false, true) => (Sign::Bad, s.verdict_not),
        (false, false) => (Sign::Unknown, s.verdict_unproved),
    };
    let at = watch.report.as_ref().map(|report| clock(&report.at)).unwrap_or_default();
    let oninput = {
        let project = project.clone();
        Callback::from(move |text: String| project.dispatch(Action::Type(Typed::Resolver, text.trim().to_owned())))
    };
    let resolver = project.draft.resolver.clone();
    let wrong_resolver = !resolver.is_empty() && resolver.parse::<std::net::SocketAddr>().is_err();
    html! {
        <Pane title={s.delegation} meta={html! { fill(s.verdict_old, &[("at", &at)]) }}>
            <div class="us-pane__body"><div class="us-gate">
                <p class="us-gate__lead" aria-live="assertive"><Mark {sign} /><span>{ words }</span></p>
                <ul role="list" aria-label={s.delegation}>{ for verdict.points.iter().map(|one| point(one, rehearsal)) }</ul>
                <Field label={s.resolver} id="resolver" value={resolver} mono=true {oninput} hint={s.resolver_hint}
                    error={wrong_resolver.then_some(s.resolver_wrong)} />
            </div></div>
        </Pane>
    }
}

fn point(point: &Point, rehearsal: bool) -> Html {
    let s = t().watch;
    let later = is_later(point, rehearsal);
    let (sign, word) = match point.standing {
        Standing::False if later => (Sign::Info, s.standing_later),
        Standing::Proved => (Sign::Ok, s.standing_proved),
        Standing::Unproved => (Sign::Unknown, s.standing_unproved),
        Standing::False => (Sign::Bad, s.standing_false),
    };
    let condition = match point.condition {
        Condition::Answers => s.condition_answers,
        Condition::Serial => s.condition_serial,
        Condition::Content => s.condition_content,
        Condition::ApexNs => s.condition_apex_ns,
        Condition::ParentDs => s.condition_parent_ds,
    };
    let todo = point.standing == Standing::False && point.condition == Condition::ApexNs;
    html! {
        <li key={condition}>
            <Mark {sign} />
            <span>{ sentence(&said::phrase(&point.said)) }<small>{ condition }{ ": " }{ word }</small>
                if todo { <small>{ if later { s.add_ns_later } else { s.add_ns } }</small> }</span>
        </li>
    }
}
