//! What the provider has, what it should have, how far that is, and what undo would send.

use yew::prelude::*;

use super::super::super::parts::broken::broken;
use super::super::super::parts::mark::{Mark, Sign};
use super::super::super::parts::pane::Pane;
use super::super::super::state::use_project;
use super::super::super::submitting::use_submitting;
use super::super::super::text::{said, sentence, t};
use super::calls::short;
use crate::product::project::ProviderKind;
use crate::product::provider::{Action, Call, Step, StepState};

/// The pane.
#[component]
pub(crate) fn Objects() -> Html {
    let project = use_project();
    let run = use_submitting();
    let s = t().submit;
    let title = match project.draft.provider {
        ProviderKind::Cloudflare => s.at_cloudflare,
        ProviderKind::Local => s.at_local,
    };
    let undo = run.shown.record.undo();
    let heads = [s.object, s.had, s.should, s.now];
    html! {
        <Pane {title}>
            <div class="us-trace-wrap">
                if let Some(plan) = &run.shown.plan {
                    <table class="pf-v6-c-table pf-m-compact us-table us-objects" aria-label={s.comparison}>
                        <colgroup><col class="us-c-object" /><col class="us-c-had" /><col /><col class="us-c-now" /></colgroup>
                        <thead class="pf-v6-c-table__thead"><tr class="pf-v6-c-table__tr">
                            { for heads.map(|head| html! { <th class="pf-v6-c-table__th" scope="col">{ head }</th> }) }
                        </tr></thead>
                        <tbody class="pf-v6-c-table__tbody">{ for plan.steps.iter().map(|step| row(step, run.shown.dry)) }</tbody>
                    </table>
                } else {
                    <p class="us-pane__body dim">{ s.at_nothing }</p>
                }
                if !undo.is_empty() {
                    <div class="us-undo">
                        <h3>{ s.undo_would }</h3>
                        <ol class="mono">{ for undo.iter().map(line) }</ol>
                    </div>
                }
            </div>
        </Pane>
    }
}

fn line(call: &Call) -> Html {
    html! { <li><span class="us-verb">{ call.method.as_str() }</span>{ short(&call.path) }</li> }
}

fn row(step: &Step, dry: bool) -> Html {
    let s = t().submit;
    let (sign, word) = match (step.state, step.action) {
        (StepState::Failed, _) => (Sign::Bad, s.state_failed),
        (StepState::Running, _) => (Sign::Run, s.state_running),
        (_, Action::Keep) => (Sign::Ok, s.state_done),
        (StepState::Done, Action::Create) => (Sign::Ok, s.state_made),
        (StepState::Done, Action::Change | Action::Remove) => (Sign::Ok, s.state_changed),
        (StepState::Waiting, Action::Create) if dry => (Sign::Empty, s.state_to_make),
        (StepState::Waiting, Action::Change) if dry => (Sign::Empty, s.state_to_change),
        (StepState::Waiting, _) => (Sign::Empty, s.state_waiting),
    };
    let had = step.had.as_ref().map_or_else(|| s.none.to_owned(), |shape| said::phrase(&shape.said()));
    let should = said::phrase(&step.should.said());
    html! {
        <tr class="pf-v6-c-table__tr">
            <td class="pf-v6-c-table__td">{ sentence(&said::phrase(&step.object.said())) }</td>
            <td class="pf-v6-c-table__td mono dim wrap">{ broken(&had) }</td>
            <td class="pf-v6-c-table__td mono wrap">{ broken(&should) }</td>
            <td class="pf-v6-c-table__td"><Mark {sign} small=true />{ " " }{ word }</td>
        </tr>
    }
}
