//! The empty state: ways to begin. One click loads a zone with instructive faults.

use yew::prelude::*;

use super::super::super::parts::action::Action;
use super::super::super::parts::needs_companion::NeedsCompanion;
use super::super::super::parts::pane::Pane;
use super::super::super::route;
use super::super::super::shell::shown::{Which, use_shown};
use super::super::super::text::t;
use super::samples::Samples;
use crate::product::project::steps::Step;

/// Properties of [`Start`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct StartProperties {
    /// Load from the primary.
    pub onload: Callback<()>,
}

/// Ways to begin.
#[component]
pub(crate) fn Start(props: &StartProperties) -> Html {
    let z = t().zone;
    let (_, projects, _) = use_shown(Which::Projects);
    html! {
        <Pane title={z.start_title} class="us-zone-findings">
            <div class="us-pane__body">
                <ol class="us-ways" role="list">
                    <li class="us-way">
                        <i class="fas fa-paste" aria-hidden="true"></i>
                        <div><h3>{ z.start_drop }</h3><p>{ z.start_drop_why }</p><p><a href={route::href(Step::Provider)}>{ z.start_article }</a></p></div>
                    </li>
                    <li class="us-way">
                        <i class="fas fa-flask" aria-hidden="true"></i>
                        <div><h3>{ z.sample_title }</h3><p>{ z.sample_why }</p></div>
                        <Samples />
                    </li>
                    <li class="us-way us-way--cmd">
                        <i class="fas fa-download" aria-hidden="true"></i>
                        <div><h3>{ z.start_primary }</h3><p>{ z.start_primary_why }</p></div>
                        <Action label={z.start_load} onclick={props.onload.clone()} />
                    </li>
                    <li class="us-way">
                        <i class="fas fa-folder-open" aria-hidden="true"></i>
                        <div><h3>{ z.start_project }</h3><p>{ z.start_project_why }</p></div>
                        <Action label={z.start_project_open} onclick={projects} />
                    </li>
                </ol>
                <NeedsCompanion />
            </div>
        </Pane>
    }
}
