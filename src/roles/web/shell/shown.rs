//! Which dialog is open: palette, shortcuts, help, projects, requests. One at a time; buttons, keys and the palette open
//! them alike.

use wasm_bindgen::{JsCast, closure::Closure};
use yew::prelude::*;

use super::super::io::{rest, storage};
use super::super::route;
use super::super::state::use_project;
use super::pressed::{Does, Pressed, means};
use crate::product::project::{Action, steps::Step};

/// Where the browser keeps whether a key alone does something.
const KEY: &str = "understudy.single-keys";

/// A dialog of the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// Everything that can be gone to or done.
    Palette,
    /// The keys.
    Shortcuts,
    /// What each step is for.
    Help,
    /// The projects of this browser.
    Projects,
    /// The requests made.
    Requests,
}

/// The context: which is open.
pub(crate) type Shown = UseStateHandle<Option<Which>>;

/// Whether `which` is open, and how to open and close it.
#[hook]
pub(crate) fn use_shown(which: Which) -> (bool, Callback<()>, Callback<()>) {
    let shown = use_context::<Shown>();
    let open = shown.as_ref().is_some_and(|shown| **shown == Some(which));
    let show = {
        let shown = shown.clone();
        Callback::from(move |()| {
            if let Some(shown) = shown.clone() {
                rest::then(move || shown.set(Some(which)));
            }
        })
    };
    // A dialog that makes room for another one says that it was closed when the other is open already.
    let close = Callback::from(move |()| {
        if let Some(shown) = shown.as_ref().filter(|shown| ***shown == Some(which)) {
            shown.set(None);
        }
    });
    (open, show, close)
}

/// Properties of [`Showing`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ShowingProperties {
    /// Whoever reads the context.
    pub children: Html,
}

/// Provides [`Shown`] and hears the keys.
#[component]
pub(crate) fn Showing(props: &ShowingProperties) -> Html {
    let shown: Shown = use_state_eq(|| None);
    {
        // The listener lives as long as the page; it must see what is open now.
        let now = use_mut_ref(|| None::<Which>);
        now.replace(*shown);
        let (shown, dispatch) = (shown.clone(), use_project().dispatcher());
        use_effect_with((), move |()| {
            let on = Closure::<dyn Fn(KeyboardEvent)>::new(move |event: KeyboardEvent| {
                let does = means(&Pressed::of(&event), *now.borrow());
                if does.is_some() {
                    event.prevent_default();
                }
                match does {
                    Some(Does::Show(which)) => {
                        let shown = shown.clone();
                        rest::then(move || shown.set(which));
                    }
                    Some(Does::Go(step)) => go(step),
                    Some(Does::Primary) => press_primary(),
                    Some(Does::Undo) => dispatch.dispatch(Action::Undo),
                    Some(Does::Redo) => dispatch.dispatch(Action::Redo),
                    None => {}
                }
            });
            let window = web_sys::window();
            if let Some(window) = &window {
                let _ = window.add_event_listener_with_callback("keydown", on.as_ref().unchecked_ref());
            }
            move || {
                if let Some(window) = &window {
                    let _ = window.remove_event_listener_with_callback("keydown", on.as_ref().unchecked_ref());
                }
            }
        });
    }
    html! { <ContextProvider<Shown> context={shown}>{ props.children.clone() }</ContextProvider<Shown>> }
}

/// Opens a step.
pub(crate) fn go(step: Step) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().set_hash(&route::href(step));
    }
}

/// Whether `?` alone opens the list of keys (WCAG 2.1.4: it can be switched off).
pub(crate) fn single_keys() -> bool {
    storage::read(KEY).as_deref() != Some("off")
}

/// Switches it.
pub(crate) fn set_single_keys(on: bool) {
    storage::write(KEY, if on { "on" } else { "off" });
}

/// The screen's best next action, as if it were clicked.
fn press_primary() {
    let document = web_sys::window().and_then(|window| window.document());
    let button =
        document.and_then(|document| document.query_selector("#step .pf-m-primary:not(:disabled)").ok().flatten());
    if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        button.click();
    }
}
