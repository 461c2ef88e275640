//! Step 2: where the zone comes from, how to let the provider in, and a real test through the companion.

mod becomes;
mod configuration;
mod form;
mod judged;
mod log_line;
mod pasted;
mod probe;
mod trace;
mod zone_name;

pub(crate) use configuration::today;
pub(crate) use judged::use_judged;
use yew::prelude::*;

use super::super::parts::action::{Action, Weight};
use super::super::parts::step_head::StepHead;
use super::super::route;
use super::super::state::use_project;
use super::super::text::{fill, said, t, whole};
use crate::product::project::steps::{Mark, Step, mark};
use crate::product::project::{Probe, Workspace};

/// The step.
#[component]
pub(crate) fn Primary() -> Html {
    let project = use_project();
    let probe = probe::use_probe();
    let p = t().primary;
    let (lead, rest) = lead(&project);
    html! {
        <>
            <StepHead title={route::name(Step::Primary)} {lead} {rest}>
                if probe.running() {
                    <Action label={p.cancel} onclick={probe.cancel.clone()} />
                }
                <Action label={p.test} icon="play" weight={Weight::Primary} onclick={probe.begin.clone()} disabled={probe.running()} />
            </StepHead>
            { probe.trouble() }
            <div class="us-cols us-primary-top">
                <form::Form />
                <configuration::Configuration />
            </div>
            <trace::Trace />
            <pasted::Configured />
            <log_line::LogLine />
        </>
    }
}

fn lead(w: &Workspace) -> (String, String) {
    let p = t().primary;
    match &w.probe {
        Probe::Running { .. } => (p.lead_running.into(), String::new()),
        Probe::Ended { outcome: Ok(done), .. } => (fill(p.lead_ok, &[("serial", &done.serial)]), p.lead_ok_rest.into()),
        Probe::Ended { outcome: Err(failed), .. } => (p.lead_failed.into(), whole(&said::failed(failed))),
        Probe::Idle if mark(Step::Primary, w) == Mark::Empty => (p.lead_empty.into(), p.lead_empty_rest.into()),
        Probe::Idle => (p.lead_idle.into(), p.lead_idle_rest.into()),
    }
}
