//! Which step is shown. Routes live in the fragment, so the page works from any folder of any static host
//! (contracts.md §2): `#/provider #/primary #/key #/zone #/rehearsal #/submit #/watch`.

use wasm_bindgen::{JsCast, closure::Closure};
use yew::prelude::*;

use super::text::t;
use crate::product::project::steps::Step;

/// The link to the Provider step that takes an article out of the zone's text.
pub(crate) const TAKE_ARTICLE: &str = "#/provider?article";

/// The word of `step` in the fragment.
pub(crate) const fn path(step: Step) -> &'static str {
    match step {
        Step::Provider => "provider",
        Step::Primary => "primary",
        Step::Key => "key",
        Step::Zone => "zone",
        Step::Rehearsal => "rehearsal",
        Step::Submit => "submit",
        Step::Watch => "watch",
    }
}

/// What a link to `step` says in `href`.
pub(crate) fn href(step: Step) -> String {
    format!("#/{}", path(step))
}

/// The step of a fragment such as `#/zone?p=…`; the zone step is where one begins.
pub(crate) fn from_fragment(fragment: &str) -> Step {
    let rest = fragment.trim_start_matches('#').trim_start_matches('/');
    let word = rest.split(['?', '/']).next().unwrap_or_default();
    Step::ALL.into_iter().find(|step| path(*step) == word).unwrap_or(Step::Zone)
}

/// The name of `step` in the rail and in its heading.
pub(crate) fn name(step: Step) -> &'static str {
    let shell = t().shell;
    match step {
        Step::Provider => shell.provider,
        Step::Primary => shell.primary,
        Step::Key => shell.key,
        Step::Zone => shell.zone,
        Step::Rehearsal => shell.rehearsal,
        Step::Submit => shell.submit,
        Step::Watch => shell.watch,
    }
}

/// The value of `name` in a fragment's query: `#/?token=abc`.
pub(crate) fn query_value<'a>(fragment: &'a str, name: &str) -> Option<&'a str> {
    let (_, query) = fragment.split_once('?')?;
    query.split('&').find_map(|pair| pair.split_once('=').filter(|(n, _)| *n == name).map(|(_, value)| value))
}

/// Whether a fragment asks for no more than the step where one begins.
pub(crate) fn is_plain(fragment: &str) -> bool {
    from_fragment(fragment) == Step::Zone && query_value(fragment, "p").is_none()
}

/// The step shown now.
pub(crate) fn now() -> Step {
    from_fragment(&fragment())
}

/// The step shown now; follows the fragment, so the back button works.
#[hook]
pub(crate) fn use_step() -> Step {
    let step = use_state_eq(now);
    let set = step.clone();
    use_effect_with((), move |()| {
        let on_change = Closure::<dyn Fn(Event)>::new(move |_: Event| set.set(now()));
        let window = web_sys::window();
        if let Some(window) = &window {
            let _ = window.add_event_listener_with_callback("hashchange", on_change.as_ref().unchecked_ref());
        }
        move || {
            if let Some(window) = &window {
                let _ = window.remove_event_listener_with_callback("hashchange", on_change.as_ref().unchecked_ref());
            }
        }
    });
    *step
}

/// The fragment with its `#`.
pub(crate) fn fragment() -> String {
    web_sys::window().and_then(|w| w.location().hash().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_found_by_its_own_link() {
        for step in Step::ALL {
            assert_eq!(from_fragment(&href(step)), step);
            assert_eq!(from_fragment(&format!("{}?p=x", href(step))), step);
        }
        assert_eq!(from_fragment(""), Step::Zone);
        assert_eq!(from_fragment("#/nonsense"), Step::Zone);
    }

    #[test]
    fn a_fragment_has_a_query() {
        assert_eq!(query_value("#/?token=ab-c_1", "token"), Some("ab-c_1"));
        assert_eq!(query_value("#/zone?p=1&token=x", "token"), Some("x"));
        assert_eq!(query_value("#/zone", "token"), None);
        assert!(is_plain("") && is_plain("#/?token=x") && is_plain("#/zone"));
        assert!(!is_plain("#/key") && !is_plain("#/zone?p=1"));
    }
}
