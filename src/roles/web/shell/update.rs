//! Says that a new version of the page waits. It is taken when the person says so, never in the middle of work.

use wasm_bindgen::{JsCast, closure::Closure};
use yew::prelude::*;

use super::super::parts::action::{Action, Weight};
use super::super::parts::mark::{Mark, Sign};
use super::super::text::t;

/// Nothing while there is no new version.
#[component]
pub(crate) fn Update() -> Html {
    let waits = use_state_eq(|| false);
    {
        let waits = waits.clone();
        use_effect_with((), move |()| {
            let on = Closure::<dyn Fn(web_sys::Event)>::new(move |_: web_sys::Event| waits.set(true));
            let window = web_sys::window();
            if let Some(window) = &window {
                let _ = window.add_event_listener_with_callback("understudy-update", on.as_ref().unchecked_ref());
            }
            move || {
                if let Some(window) = &window {
                    let _ =
                        window.remove_event_listener_with_callback("understudy-update", on.as_ref().unchecked_ref());
                }
            }
        });
    }
    let take = Callback::from(|()| {
        if let (Some(window), Ok(event)) = (web_sys::window(), web_sys::Event::new("understudy-take-over")) {
            let _ = window.dispatch_event(&event);
        }
    });
    html! {
        <div role="status">
            if *waits {
                <div class="us-strip us-elsewhere">
                    <Mark sign={Sign::Info} small=true /><span>{ t().shell.update }</span>
                    <Action label={t().shell.update_take} weight={Weight::Link} onclick={take} />
                </div>
            }
        </div>
    }
}
