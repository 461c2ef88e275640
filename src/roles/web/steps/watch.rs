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
use super::super::text::{clock, fill, t};
use super::super::watching::{Ordered, Said, use_order, use_watching};
use super::provider::assigned::Assigned;
use crate::product::project::{Companion, steps::Step};

/// The step's button for a transfer and what became of it.
#[derive(Clone, PartialEq, Properties)]
struct OrderProperties {
    watch: UseReducerHandle<super::super::watching::Watch>,
}

#[component]
fn Order(props: &OrderProperties) -> Html {
    let Some(onclick) = use_order(&props.watch) else { return html! {} };
    let s = t().watch;
    let disabled = props.watch.ordered == Some(Ordered::Sent);
    html! { <Action label={s.order} icon="download" title={s.order_why} {onclick} {disabled} /> }
}

fn ordered(ordered: &Ordered) -> Html {
    let s = t().watch;
    match ordered {
        Ordered::Sent => html! { <Note sign={Sign::Run} strip=true>{ s.order_sent }</Note> },
        Ordered::Taken(at) => {
            html! { <Note sign={Sign::Info} strip=true>{ fill(s.order_taken, &[("at", &clock(at))]) }</Note> }
        }
        Ordered::Refused(why) => {
            html! { <Note sign={Sign::Bad} strip=true>{ fill(s.order_refused, &[("why", why)]) }</Note> }
        }
    }
}

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
    let (lead, rest) = lead::lead(watch, watching.lack, &project);
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
                if able {
                    <Order watch={watch.clone()} />
                }
                <Action label={s.check} icon="redo" weight={Weight::Primary} onclick={watching.check.clone()}
                    disabled={!able || watch.asking.is_some()} />
            </StepHead>
            <Assigned strip=true />
            <div role="status">{ for watch.ordered.as_ref().map(ordered) }</div>
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
