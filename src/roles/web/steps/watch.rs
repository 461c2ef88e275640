//! Step 7: what is served where, and whether it is safe to delegate.

mod due;
mod gate;
mod history;
mod lanes;
mod lead;
mod places;
mod words;

use yew::prelude::*;

use super::super::parts::action::{Action, Weight};
use super::super::parts::mark::{Mark, Sign};
use super::super::parts::needs_companion::NeedsCompanion;
use super::super::parts::note::Note;
use super::super::parts::step_head::StepHead;
use super::super::route;
use super::super::state::use_project;
use super::super::text::t;
use super::super::watching::{Said, use_watching};
use crate::product::project::{Companion, steps::Step};

/// The step.
#[component]
pub(crate) fn Watch() -> Html {
    let project = use_project();
    let watching = use_watching();
    let s = t().watch;
    {
        let watching = watching.clone();
        use_effect_with((), move |()| {
            if let Some(watching) = watching
                && !watching.watch.on
                && !watching.watch.paused
            {
                watching.watch.dispatch(Said::Started);
            }
        });
    }
    let Some(watching) = watching else { return html! {} };
    let watch = &watching.watch;
    let (lead, rest) = lead::lead(watch, watching.lack, project.companion);
    let toggle = {
        let watch = watch.clone();
        let said = if watch.on { Said::Paused } else { Said::Started };
        Callback::from(move |()| watch.dispatch(said.clone()))
    };
    let there = project.companion == Companion::Present;
    let able = watching.lack.is_none() && there;
    html! {
        <>
            <StepHead title={route::name(Step::Watch)} {lead} {rest}>
                if able {
                    <Action label={if watch.on { s.pause } else { s.resume }} onclick={toggle} />
                }
                <Action label={s.check} icon="redo" weight={Weight::Primary} onclick={watching.check.clone()}
                    disabled={!able || watch.asking.is_some()} />
            </StepHead>
            if let Some(fault) = watch.fault.as_ref().filter(|_| there) {
                <div class="us-load-failed" role="alert"><Note sign={Sign::Bad}>{ fault }</Note></div>
            }
            if !there && project.companion != Companion::Unknown {
                <div class="us-pane__body"><NeedsCompanion /></div>
            }
            if watch.report.is_some() {
                <div class="us-cols us-watch-top">
                    <places::Places />
                    <div class="us-watch-side"><gate::Gate /><due::Due /></div>
                </div>
                <lanes::Lanes />
                <history::History />
            } else if watch.asking.is_some() {
                <p class="us-strip us-strip--plain" role="status"><Mark sign={Sign::Run} small=true /><span>{ s.wait_first }</span></p>
            } else {
                <div class="us-start">
                    <section class="us-teach">
                        <h2>{ s.teach }</h2>
                        <p>{ s.teach_points }</p>
                    </section>
                </div>
            }
        </>
    }
}
