//! The rail: the seven steps, each with its mark and one line of state. Any step can be opened at any time.

use yew::prelude::*;

use super::super::io::locks::Got;
use super::super::keeping::use_keeping;
use super::super::parts::mark::{Mark, Sign};
use super::super::route;
use super::super::state::use_project;
use super::super::text::t;
use super::state_line::{state_line, word};
use crate::product::project::steps::{self, Step};

/// Properties of [`Rail`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct RailProperties {
    /// The step shown.
    pub step: Step,
}

/// The rail.
#[component]
pub(crate) fn Rail(props: &RailProperties) -> Html {
    let project = use_project();
    let shell = t().shell;
    let kept = use_keeping().is_none_or(|keeping| keeping.kept && keeping.got != Some(Got::Elsewhere));
    let item = |(at, step): (usize, Step)| {
        let current = step == props.step;
        let mark = steps::mark(step, &project);
        let line = state_line(step, &project);
        html! {
            <li class="pf-v6-c-nav__item" key={at}>
                <a class={classes!("pf-v6-c-nav__link", "us-rail__item", current.then_some("pf-m-current"))}
                    href={route::href(step)} aria-current={current.then_some("step")}
                    aria-describedby={format!("rail-mark-{at} rail-{at}")}>
                    <span class="us-rail__no" aria-hidden="true">{ at + 1 }</span>
                    <span class="us-rail__name">{ route::name(step) }</span>
                    <Mark sign={Sign::from(mark)} />
                    <span class="us-rail__sub" aria-hidden="true" title={line.clone()} id={format!("rail-{at}")}>{ line }</span>
                    <span hidden=true id={format!("rail-mark-{at}")}>{ word(mark) }</span>
                </a>
            </li>
        }
    };
    html! {
        <nav class="pf-v6-c-nav us-rail" aria-label={shell.steps}>
            <ol class="pf-v6-c-nav__list" role="list">{ for Step::ALL.into_iter().enumerate().map(item) }</ol>
            <div class="us-rail__foot num">{ if kept { shell.kept } else { shell.kept_not } }</div>
        </nav>
    }
}
