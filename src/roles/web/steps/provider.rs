//! Step 1: who shall serve the zone, under which account and identifiers.

mod article;
pub(super) mod assigned;
mod checklist;
mod form;
mod limits;
mod moved;
mod taking;

use yew::prelude::*;

use super::super::parts::step_head::StepHead;
use super::super::route;
use super::super::state::use_project;
use super::super::text::t;
use crate::product::project::{ProviderKind, steps::Step};

/// The step.
#[component]
pub(crate) fn Provider() -> Html {
    let project = use_project();
    let p = t().provider;
    let (lead, rest) = match project.draft.provider {
        ProviderKind::Cloudflare => (p.lead_cloudflare, p.lead_cloudflare_rest),
        ProviderKind::Local => (p.lead_local, p.lead_local_rest),
    };
    html! {
        <>
            <StepHead title={route::name(Step::Provider)} {lead} {rest} />
            <div class="us-cols us-provider">
                <form::Form />
                <checklist::Checklist />
            </div>
            <article::Article />
            <limits::Limits />
        </>
    }
}
