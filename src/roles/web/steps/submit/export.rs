//! The same plan as a script, secrets from the environment.

use yew::prelude::*;

use super::super::super::check::use_check;
use super::super::super::desired::desired;
use super::super::super::parts::copy::Copy;
use super::super::super::parts::pane::Pane;
use super::super::super::parts::snippet::Snippet;
use super::super::super::state::use_project;
use super::super::super::text::t;
use super::curl;

/// The pane.
#[component]
pub(crate) fn Export() -> Html {
    let project = use_project();
    let check = use_check();
    let s = t().submit;
    let origin = web_sys::window().and_then(|w| w.location().origin().ok()).unwrap_or_default();
    match desired(&project, &check.last_origin) {
        Ok(want) => {
            let script = curl::script(&want, &origin);
            let make = {
                let script = script.clone();
                Callback::from(move |()| script.clone())
            };
            html! {
                <Pane title={s.export} meta={html! { "curl" }} tools={html! { <Copy {make} /> }}>
                    <Snippet text={script} label="curl" />
                </Pane>
            }
        }
        Err(lack) => html! { <Pane title={s.export}><p class="us-pane__body dim">{ lack.words() }</p></Pane> },
    }
}
