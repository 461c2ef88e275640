//! Which dialog is open: palette, shortcuts, help, projects, requests. One at a time; buttons, keys and the palette open
//! them alike.

use wasm_bindgen::{JsCast, closure::Closure};
use yew::prelude::*;

use super::super::io::{rest, storage};
use super::super::route;
use super::super::state::use_project;
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

/// A key as it is pressed.
#[derive(Clone, Debug, Default)]
struct Pressed {
    key: String,
    /// Its place on the keyboard: `Digit1`, whatever the layout writes there.
    code: String,
    control: bool,
    command: bool,
    alt: bool,
    shift: bool,
    /// Where text is typed.
    typing: bool,
    /// On a step whose forms have no other undo than ours.
    forms: bool,
    apple: bool,
    single: bool,
}

impl Pressed {
    fn of(event: &KeyboardEvent) -> Self {
        let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        // What is typed into the editor comes from its element: the text itself is in a shadow tree.
        let typing = element.is_some_and(|e| {
            let kind = e.get_attribute("type").unwrap_or_default();
            let button = ["checkbox", "radio", "button", "file"].contains(&kind.as_str());
            ["INPUT", "TEXTAREA", "SELECT", "ZONE-TEXT"].contains(&e.tag_name().as_str()) && !button
        });
        let platform = web_sys::window().and_then(|w| w.navigator().platform().ok()).unwrap_or_default();
        Self {
            key: event.key(),
            code: event.code(),
            control: event.ctrl_key(),
            command: event.meta_key(),
            alt: event.alt_key(),
            shift: event.shift_key(),
            forms: !matches!(route::now(), Step::Zone | Step::Rehearsal),
            typing,
            apple: platform.starts_with("Mac") || platform.starts_with("iP"),
            single: single_keys(),
        }
    }
}

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    Show(Option<Which>),
    Go(Step),
    Primary,
    /// Takes the last change of a form back.
    Undo,
    /// Makes it again.
    Redo,
}

/// What a pressed key means while `open` is shown.
fn means(pressed: &Pressed, open: Option<Which>) -> Option<Does> {
    // On a Mac, Control and K cut a line in every text field.
    let main = if pressed.apple { pressed.command } else { pressed.control };
    if main && !pressed.alt && pressed.key.eq_ignore_ascii_case("k") {
        return Some(Does::Show(if open == Some(Which::Palette) { None } else { Some(Which::Palette) }));
    }
    if open.is_some() {
        return None;
    }
    if main && !pressed.alt && pressed.key == "Enter" {
        return Some(Does::Primary);
    }
    // Where text is typed the browser and the editor have an undo of their own.
    if main && !pressed.alt && !pressed.typing && pressed.forms {
        match (pressed.key.to_ascii_lowercase().as_str(), pressed.shift) {
            ("z", false) => return Some(Does::Undo),
            ("z", true) | ("y", false) => return Some(Does::Redo),
            _ => {}
        }
    }
    if pressed.alt && !pressed.control && !pressed.command {
        let digit = pressed.code.strip_prefix("Digit").and_then(|digit| digit.parse::<usize>().ok());
        return digit.and_then(|digit| Step::ALL.get(digit.checked_sub(1)?)).map(|step| Does::Go(*step));
    }
    let alone = !pressed.control && !pressed.command && !pressed.typing && pressed.single;
    (alone && pressed.key == "?").then_some(Does::Show(Some(Which::Shortcuts)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: &str) -> Pressed {
        Pressed { key: key.into(), single: true, ..Pressed::default() }
    }

    #[test]
    fn keys_mean_what_the_list_says() {
        let k = Pressed { control: true, ..key("k") };
        assert_eq!(means(&k, None), Some(Does::Show(Some(Which::Palette))));
        assert_eq!(means(&k, Some(Which::Palette)), Some(Does::Show(None)));
        assert_eq!(means(&Pressed { apple: true, ..k.clone() }, None), None);
        assert_eq!(
            means(&Pressed { apple: true, command: true, control: false, ..k }, None),
            Some(Does::Show(Some(Which::Palette)))
        );
        let three = Pressed { alt: true, code: "Digit3".into(), ..key("£") };
        assert_eq!(means(&three, None), Some(Does::Go(Step::Key)));
        assert_eq!(means(&three, Some(Which::Help)), None);
        assert_eq!(means(&Pressed { code: "Digit9".into(), ..three }, None), None);
        assert_eq!(means(&Pressed { control: true, ..key("Enter") }, None), Some(Does::Primary));
    }

    #[test]
    fn undo_is_ours_where_nothing_else_undoes() {
        let z = Pressed { control: true, forms: true, ..key("z") };
        assert_eq!(means(&z, None), Some(Does::Undo));
        assert_eq!(means(&Pressed { shift: true, ..z.clone() }, None), Some(Does::Redo));
        assert_eq!(means(&Pressed { key: "y".into(), ..z.clone() }, None), Some(Does::Redo));
        assert_eq!(means(&Pressed { typing: true, ..z.clone() }, None), None);
        assert_eq!(means(&Pressed { forms: false, ..z.clone() }, None), None);
        assert_eq!(means(&z, Some(Which::Help)), None);
    }

    #[test]
    fn a_key_alone_does_nothing_where_text_is_typed_or_when_switched_off() {
        assert_eq!(means(&key("?"), None), Some(Does::Show(Some(Which::Shortcuts))));
        assert_eq!(means(&Pressed { typing: true, ..key("?") }, None), None);
        assert_eq!(means(&Pressed { single: false, ..key("?") }, None), None);
        assert_eq!(means(&key("?"), Some(Which::Help)), None);
    }
}
