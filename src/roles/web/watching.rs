//! Watch as a context that lives as long as the page: rounds of questions through the companion, and the zone's event
//! stream with reconnect. What an answer means is `state`'s.

mod carry;
mod known;
mod log;
mod order;
mod places;
mod question;
mod round;
mod state;
mod stream;
#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use super::asking::zone_of;
use super::check::use_check;
use super::io::companion::use_client;
use super::kept::now_ms;
use super::presence::use_look_again;
use super::state::use_project;
use crate::product::project::{Action, Companion, Submission};
pub(crate) use known::{Api, Found, Here, Line, Ordered};
pub(crate) use log::{Entry, What};
pub(crate) use order::use_order;
pub(crate) use places::{Place, Standing, Who, places};
pub(crate) use question::{Lack, assigned};
pub(crate) use state::{EVERY_S, Said, Watch, is_later};

impl Reducible for Watch {
    type Action = Said;

    fn reduce(self: Rc<Self>, said: Said) -> Rc<Self> {
        Rc::new(Rc::unwrap_or_clone(self).after(said))
    }
}

/// The context.
#[derive(Clone, PartialEq)]
pub(crate) struct Watching {
    /// What is known.
    pub watch: UseReducerHandle<Watch>,
    /// Why nothing can be asked; none when it can.
    pub lack: Option<Lack>,
    /// Asks now, content and all.
    pub check: Callback<()>,
}

/// Watch; absent outside `Watches`.
#[hook]
pub(crate) fn use_watching() -> Option<Watching> {
    use_context::<Watching>()
}

/// Properties of [`Watches`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct WatchesProperties {
    /// Whoever reads the context.
    pub children: Html,
}

/// Provides [`Watching`].
#[component]
pub(crate) fn Watches(props: &WatchesProperties) -> Html {
    let (project, client, check, look) = (use_project(), use_client(), use_check(), use_look_again());
    let watch = use_reducer(Watch::default);
    let (tick, retry) = (use_state_eq(|| 0_u32), use_state_eq(|| 0_u32));
    let forced = use_memo((), |()| Cell::new(false));
    let turn = use_memo((), |()| Cell::new(0_u32));
    let last = check.last_origin.clone();
    let zone = zone_of(&project, &last);
    let asked = question::question(&project, &last, &Found::default());
    let subject = question::subject(&project, asked.as_ref().ok());
    let lack = match asked {
        // The provider may tell which they are.
        Err(Lack::Servers) if question::may_ask_provider(&project) => None,
        Err(lack) => Some(lack),
        Ok(_) => None,
    };
    {
        let (watch, first) = (watch.clone(), use_mut_ref(|| true));
        use_effect_with(subject.clone(), move |_| {
            if !first.replace(false) {
                watch.dispatch(Said::Cleared);
            }
        });
    }
    {
        let (watch, project, client, look) = (watch.clone(), project.clone(), client.clone(), look.clone());
        let (forced, turn) = (forced.clone(), turn.clone());
        let able = watch.on && lack.is_none() && project.companion == Companion::Present;
        use_effect_with((able, *tick, subject), move |(able, ..)| {
            turn.set(turn.get() + 1);
            if *able {
                let content = forced.replace(false) || watch.wants_content();
                watch.dispatch(Said::Asking(content));
                let round = round::Round { watch, project, client, look, last, content, mine: turn.get(), turn };
                wasm_bindgen_futures::spawn_local(round.run());
            }
        });
    }
    {
        let tick = tick.clone();
        use_effect_with(watch.next_ms, move |next| {
            let wait = next.map(|at| u32::try_from(at.saturating_sub(now_ms())).unwrap_or(u32::MAX));
            let timer = wait.map(|wait| Timeout::new(wait, move || tick.set(*tick + 1)));
            move || drop(timer)
        });
    }
    {
        // What was applied is there to be looked at, and its events to be heard.
        let (tick, retry, on) = (tick.clone(), retry.clone(), watch.on);
        let applied = matches!(project.submission, Submission::Applied { .. });
        use_effect_with(applied, move |applied| {
            if *applied && on {
                tick.set(*tick + 1);
                retry.set(*retry + 1);
            }
        });
    }
    stream::use_stream(stream::Stream { zone, watch: watch.clone(), client, look, retry: retry.clone() });
    {
        let project = project.clone();
        use_effect_with(watch.summary(project.draft.is_rehearsal()), move |summary| {
            if project.watched != *summary {
                project.dispatch(Action::Watched(summary.clone()));
            }
        });
    }
    let check = {
        let watch = watch.clone();
        Callback::from(move |()| {
            forced.set(true);
            watch.dispatch(Said::Started);
            tick.set(*tick + 1);
            // What was not held here may be now.
            if watch.line != Line::Live {
                retry.set(*retry + 1);
            }
        })
    };
    html! { <ContextProvider<Watching> context={Watching { watch, lack, check }}>{ props.children.clone() }</ContextProvider<Watching>> }
}
