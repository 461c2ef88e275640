//! Says what became of the last change of a form, with the way back. It stays until something else is changed or it is
//! closed: nobody has to be quick.

use yew::prelude::*;

use super::super::parts::action::{Action as Button, Weight};
use super::super::parts::mark::{Mark, Sign};
use super::super::route;
use super::super::state::use_project;
use super::super::text::{fill, t};
use super::masthead::focus_step;
use crate::product::project::{Action, Offer};

/// Nothing while nothing was thrown away or taken back.
#[component]
pub(crate) fn Undone() -> Html {
    let project = use_project();
    let dispatch = |action: Action| {
        let project = project.clone();
        Callback::from(move |()| project.dispatch(action.clone()))
    };
    let close = {
        let project = project.clone();
        Callback::from(move |()| {
            focus_step();
            project.dispatch(Action::Quiet);
        })
    };
    let words = t().palette;
    let (said, undone) = match project.history.offer() {
        None => (None, false),
        Some(Offer::Removed) => (Some(words.undo_removed.to_owned()), false),
        Some(Offer::Replaced) => (Some(words.undo_replaced.to_owned()), false),
        Some(Offer::Undone(step)) => (Some(fill(words.undo_undone, &[("step", &route::name(step))])), true),
        Some(Offer::Redone(step)) => (Some(fill(words.undo_redone, &[("step", &route::name(step))])), false),
    };
    html! {
        <div role="status">
            if let Some(said) = said {
                <div class="us-strip us-elsewhere">
                    <Mark sign={Sign::Info} small=true /><span>{ said }</span>
                    if undone {
                        <Button label={t().zone.redo} weight={Weight::Link} onclick={dispatch(Action::Redo)} disabled={!project.history.can_redo()} />
                    } else {
                        <Button label={t().zone.undo} weight={Weight::Link} onclick={dispatch(Action::Undo)} />
                    }
                    <Button label={t().zone.close} icon="times" weight={Weight::Plain} onclick={close} />
                </div>
            }
        </div>
    }
}
