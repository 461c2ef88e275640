//! The seven steps.

mod key;
mod later;
mod primary;
mod provider;
mod rehearsal;
mod submit;
mod watch;
mod zone;

use yew::prelude::*;

use crate::product::project::steps::Step;

/// The component of `step`: the Zone step at once, each other once the rest of the program is here.
pub(crate) fn show(step: Step) -> Html {
    match step {
        Step::Zone => of(step),
        _ => html! { <later::Later {step} /> },
    }
}

fn of(step: Step) -> Html {
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
