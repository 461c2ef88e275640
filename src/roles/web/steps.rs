//! The seven steps.

mod key;
mod primary;
mod provider;
mod rehearsal;
mod submit;
mod watch;
mod zone;

use yew::prelude::*;

use crate::product::project::steps::Step;

/// The component of `step`.
pub(crate) fn show(step: Step) -> Html {
    match step {
        Step::Provider => html! { <provider::Provider /> },
        Step::Zone => html! { <zone::Zone /> },
        Step::Key => html! { <key::Key /> },
        Step::Primary => html! { <primary::Primary /> },
        Step::Submit => html! { <submit::Submit /> },
        Step::Rehearsal => html! { <rehearsal::Rehearsal /> },
        Step::Watch => html! { <watch::Watch /> },
    }
}

pub(crate) use primary::today;
pub(crate) use zone::sample;
