//! A step that the page does not begin with: shown once the rest of the program is here.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::super::io::rest;
use super::super::parts::action::Action;
use super::super::parts::async_view::{Async, async_view};
use super::super::parts::mark::Sign;
use super::super::parts::note::Note;
use super::super::text::t;
use crate::product::project::steps::Step;

/// Properties of [`Later`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct LaterProperties {
    /// Which.
    pub step: Step,
}

/// The step, or how far it is.
#[component]
pub(super) fn Later(props: &LaterProperties) -> Html {
    let state = use_state_eq(|| if rest::is_here() { Async::Ready(()) } else { Async::Running });
    let load = {
        let state = state.clone();
        use_callback((), move |(), ()| {
            let state = state.clone();
            state.set(Async::Running);
            spawn_local(async move {
                state.set(if rest::load().await { Async::Ready(()) } else { Async::Failed(()) });
            });
        })
    };
    {
        let (load, wanted) = (load.clone(), *state == Async::Running);
        use_effect_with((), move |()| {
            if wanted {
                load.emit(());
            }
        });
    }
    let shell = t().shell;
    let failed = |()| {
        html! {
            <Note sign={Sign::Bad} strip=true>
                { shell.step_failed }{ " " }<Action label={shell.retry} onclick={load} />
            </Note>
        }
    };
    let running = *state == Async::Running;
    let view = async_view(&state, Html::default, shell.step_loading, |()| super::of(props.step), |()| failed(()));
    // What takes no time is not announced.
    if running {
        html! { <div class="us-late">{ view }</div> }
    } else {
        view
    }
}
