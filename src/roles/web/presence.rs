//! Whether the companion is there: asked once at the start, again when the window gets the focus back, and on request.
//! Its token comes with the address once and is then kept for the tab's life (contracts.md §2).

use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::io::{companion::use_client, storage};
use super::route;
use super::state::use_project;
use crate::product::project::{Action, Companion};

const TOKEN: &str = "understudy.token";

/// The token from the address or the session. It is taken out of the address at once.
pub(crate) fn take_token() -> Option<String> {
    let fragment = route::fragment();
    let Some(token) = route::query_value(&fragment, "token").filter(|token| !token.is_empty()) else {
        return storage::read_session(TOKEN);
    };
    storage::write_session(TOKEN, token);
    if let Some(history) = web_sys::window().and_then(|w| w.history().ok()) {
        let here = route::href(route::from_fragment(&fragment));
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&here));
    }
    Some(token.to_owned())
}

/// Looks for the companion again.
#[hook]
pub(crate) fn use_look_again() -> Callback<()> {
    let client = use_client();
    let project = use_project();
    Callback::from(move |()| {
        let (client, project) = (client.clone(), project.clone());
        spawn_local(async move {
            let (companion, dns) = client.look().await;
            project.dispatch(Action::Companion(companion, dns));
        });
    })
}

/// Keeps an eye on the companion; belongs in one component that lives as long as the page.
#[hook]
pub(crate) fn use_presence() {
    let project = use_project();
    let look = use_look_again();
    use_effect_with(project.secrets.companion_token.clone(), {
        let look = look.clone();
        move |_| look.emit(())
    });
    let absent = matches!(project.companion, Companion::Absent | Companion::Locked);
    use_effect_with(absent, move |&absent| {
        let on_focus = Closure::<dyn Fn(Event)>::new(move |_: Event| look.emit(()));
        let window = web_sys::window().filter(|_| absent);
        if let Some(window) = &window {
            let _ = window.add_event_listener_with_callback("focus", on_focus.as_ref().unchecked_ref());
        }
        move || {
            if let Some(window) = &window {
                let _ = window.remove_event_listener_with_callback("focus", on_focus.as_ref().unchecked_ref());
            }
        }
    });
}
