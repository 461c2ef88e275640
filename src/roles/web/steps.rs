//! The seven steps.

mod later;
mod provider;

use yew::prelude::*;

use crate::product::project::steps::Step;

/// The component of `step`.
pub fn show(step: Step) -> Html {
    match step {
        Step::Provider => html! { <provider::Provider /> },
        Step::Primary | Step::Key | Step::Zone | Step::Submit => html! {},
        Step::Rehearsal | Step::Watch => html! { <later::Later {step} /> },
    }
}
