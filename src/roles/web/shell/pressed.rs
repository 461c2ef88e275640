//! What a pressed key means: palette, dialogs, steps, the main action, undo.

use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::super::route;
use super::shown::{Which, single_keys};
use crate::product::project::steps::Step;

/// A key as it is pressed.
#[derive(Clone, Debug, Default)]
pub(super) struct Pressed {
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
    pub(super) fn of(event: &KeyboardEvent) -> Self {
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
pub(super) enum Does {
    Show(Option<Which>),
    Go(Step),
    Primary,
    /// Takes the last change of a form back.
    Undo,
    /// Makes it again.
    Redo,
}

/// What a pressed key means while `open` is shown.
pub(super) fn means(pressed: &Pressed, open: Option<Which>) -> Option<Does> {
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
