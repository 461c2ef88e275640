//! What was tried, what came back, and what most likely caused a failure.

use yew::prelude::*;

use super::super::super::parts::causes::Causes;
use super::super::super::parts::mark::{Mark, Sign};
use super::super::super::parts::needs_companion::NeedsCompanion;
use super::super::super::parts::note::Note;
use super::super::super::parts::pane::Pane;
use super::super::super::state::use_project;
use super::super::super::text::{clock, fill, number, said, sentence, t, whole};
use crate::product::api::companion::{Cause, Started, Step, StepState};
use crate::product::project::Probe;

/// The lower half of the step.
#[component]
pub(crate) fn Trace() -> Html {
    let project = use_project();
    let p = t().primary;
    let (started, steps, at) = match &project.probe {
        Probe::Idle => {
            return html! {
                <div class="us-pane__body us-primary-idle">
                    <p class="dim">{ p.trace_wait }</p>
                    <NeedsCompanion />
                </div>
            };
        }
        Probe::Running { started, steps } => (started, steps, String::new()),
        Probe::Ended { started, steps, at, .. } => (started, steps, clock(at)),
    };
    // Until the companion says whom it asks, whom it was told to ask.
    let told = || project.draft.primaries.first().map(|primary| primary.address.clone()).unwrap_or_default();
    let peer = started.as_ref().map_or_else(told, |started| started.peer.clone());
    html! {
        <div class="us-cols us-primary-bottom">
            { table(&peer, started.as_ref(), steps, &at, matches!(project.probe, Probe::Running { .. })) }
            <Pane title={p.causes}>
                <div class="us-pane__body us-causes-pane" tabindex="0" role="group" aria-label={p.causes}>
                    if let Some(reached) = project.silent_since() {
                        <Note sign={Sign::Bad}><b class="b">
                            { fill(p.silent_since, &[("peer", &reached.peer), ("at", &clock(&reached.at))]) }
                        </b></Note>
                    }
                    { causes(&project.probe) }
                </div>
            </Pane>
        </div>
    }
}

fn table(peer: &str, started: Option<&Started>, steps: &[Step], at: &str, running: bool) -> Html {
    let p = t().primary;
    let title = fill(p.test_of, &[("address", &peer)]);
    let local =
        started.and_then(|s| s.local.as_ref()).map(|local| fill(p.from, &[("local", local)])).unwrap_or_default();
    let meta = [at, local.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    html! {
        <Pane {title} meta={html! { meta }}>
            <div class="us-trace-wrap" tabindex="0" role="group" aria-label={p.trace}>
                <table class="pf-v6-c-table pf-m-compact us-table us-trace us-stack us-steps" aria-label={p.trace}>
                    <colgroup><col class="us-c-no" /><col class="us-c-mark" /><col class="us-c-tried" /><col /><col class="us-c-time" /></colgroup>
                    <thead class="pf-v6-c-table__thead"><tr class="pf-v6-c-table__tr">
                        <th class="pf-v6-c-table__th num" scope="col">{ p.step }</th>
                        <th class="pf-v6-c-table__th" scope="col"><span class="pf-v6-screen-reader">{ p.state }</span></th>
                        <th class="pf-v6-c-table__th" scope="col">{ p.tried }</th>
                        <th class="pf-v6-c-table__th" scope="col">{ p.came_back }</th>
                        <th class="pf-v6-c-table__th num" scope="col">{ p.time }</th>
                    </tr></thead>
                    <tbody class="pf-v6-c-table__tbody" aria-live="polite">
                        { for steps.iter().enumerate().map(|(i, step)| row(i + 1, step)) }
                        if running {
                            <tr class="pf-v6-c-table__tr">
                                <td class="pf-v6-c-table__td num dim">{ steps.len() + 1 }</td>
                                <td class="pf-v6-c-table__td m"><Mark sign={Sign::Run} small=true label={t().rail.word_running} /></td>
                                <td class="pf-v6-c-table__td" colspan="3"></td>
                            </tr>
                        }
                    </tbody>
                </table>
            </div>
        </Pane>
    }
}

fn row(number_of: usize, step: &Step) -> Html {
    let p = t().primary;
    let (sign, word) = match step.state {
        StepState::Ok => (Sign::Ok, p.state_ok),
        StepState::Failed => (Sign::Bad, p.state_failed),
        StepState::Skipped => (Sign::Skip, p.state_skipped),
        StepState::Unknown => (Sign::Unknown, p.state_unknown),
    };
    let failed = step.state == StepState::Failed;
    let codes =
        [step.rcode.as_deref(), step.tsig_error.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let time = (step.state != StepState::Skipped).then(|| fill(p.ms, &[("n", &number(step.ms))]));
    html! {
        <tr class="pf-v6-c-table__tr" key={number_of} aria-selected={failed.then_some("true")}>
            <td class="pf-v6-c-table__td num dim">{ number_of }</td>
            <td class="pf-v6-c-table__td m"><Mark {sign} small=true label={word} /></td>
            <td class="pf-v6-c-table__td wrap">{ sentence(&said::words(&step.tried_words, &step.tried)) }</td>
            <td class={classes!("pf-v6-c-table__td", "wrap", failed.then_some("b"))} title={codes}>{ sentence(&said::words(&step.got_words, &step.got)) }</td>
            <td class="pf-v6-c-table__td num dim">{ time }</td>
        </tr>
    }
}

fn causes(probe: &Probe) -> Html {
    let p = t().primary;
    let causes: Vec<Cause> = match probe {
        Probe::Idle => Vec::new(),
        Probe::Running { steps, .. } => steps.iter().flat_map(|step| step.causes.clone()).collect(),
        Probe::Ended { outcome: Ok(_), .. } => return html! { <p>{ p.causes_none }</p> },
        Probe::Ended { outcome: Err(failed), steps, .. } if failed.causes.is_empty() => {
            steps.iter().flat_map(|step| step.causes.clone()).collect()
        }
        Probe::Ended { outcome: Err(failed), .. } => failed.causes.clone(),
    };
    let message = match probe {
        Probe::Ended { outcome: Err(failed), .. } => said::failed(failed),
        _ => String::new(),
    };
    if causes.is_empty() {
        return html! { <p class="dim">{ if message.is_empty() { p.causes_wait.to_owned() } else { message } }</p> };
    }
    html! {
        <>
            <p class="us-causes-first">{ whole(&message) }{ " " }{ p.causes_first }</p>
            <Causes {causes} />
        </>
    }
}
