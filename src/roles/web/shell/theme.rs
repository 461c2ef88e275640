//! Light, dark, or what the system says. Kept in the browser; www/static/theme.js sets it before the first paint.

use wasm_bindgen::{JsCast, closure::Closure};
use yew::prelude::*;

use super::super::io::storage;
use super::super::parts::action::{Action, Weight};
use super::super::text::t;

const KEY: &str = "understudy.theme";
/// The event by which the switch hears of a choice.
const CHOSEN: &str = "understudy-theme";

/// The choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// What the system says.
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Choice {
    fn read() -> Self {
        match storage::read(KEY).as_deref() {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    const fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }

    /// What the switch says while it is chosen.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::System => t().shell.theme_system,
            Self::Light => t().shell.theme_light,
            Self::Dark => t().shell.theme_dark,
        }
    }
}

fn system() -> Option<web_sys::MediaQueryList> {
    web_sys::window()?.match_media("(prefers-color-scheme: dark)").ok()?
}

fn show(choice: Choice) {
    let dark = match choice {
        Choice::Dark => true,
        Choice::Light => false,
        Choice::System => system().is_some_and(|query| query.matches()),
    };
    if let Some(root) = web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element()) {
        let _ = root.class_list().toggle_with_force("pf-v6-theme-dark", dark);
    }
}

/// Keeps a choice that was made elsewhere than at the switch, and tells the switch.
pub(super) fn choose(choice: Choice) {
    storage::write(KEY, choice.word());
    if let (Some(window), Ok(event)) = (web_sys::window(), web_sys::Event::new(CHOSEN)) {
        let _ = window.dispatch_event(&event);
    }
}

/// The switch in the masthead: system, light, dark, in turn.
#[component]
pub(crate) fn Theme() -> Html {
    let choice = use_state_eq(Choice::read);
    use_effect_with(*choice, |&choice| {
        show(choice);
        let on_change = Closure::<dyn Fn(Event)>::new(move |_: Event| show(choice));
        let query = system();
        if let Some(query) = &query {
            let _ = query.add_event_listener_with_callback("change", on_change.as_ref().unchecked_ref());
        }
        move || {
            if let Some(query) = &query {
                let _ = query.remove_event_listener_with_callback("change", on_change.as_ref().unchecked_ref());
            }
        }
    });
    {
        let choice = choice.clone();
        use_effect_with((), move |()| {
            let on = Closure::<dyn Fn(Event)>::new(move |_: Event| choice.set(Choice::read()));
            let window = web_sys::window();
            if let Some(window) = &window {
                let _ = window.add_event_listener_with_callback(CHOSEN, on.as_ref().unchecked_ref());
            }
            move || {
                if let Some(window) = &window {
                    let _ = window.remove_event_listener_with_callback(CHOSEN, on.as_ref().unchecked_ref());
                }
            }
        });
    }
    let onclick = {
        let choice = choice.clone();
        Callback::from(move |()| {
            let next = choice.next();
            storage::write(KEY, next.word());
            choice.set(next);
        })
    };
    html! { <Action label={choice.label()} icon="adjust" weight={Weight::Plain} {onclick} /> }
}
