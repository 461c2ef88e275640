//! Names in narrow places: they break behind their dots rather than within a label.

use yew::prelude::*;

/// The text, which may break behind each of its dots.
pub(crate) fn broken(text: &str) -> Html {
    text.split_inclusive('.').map(|part| html! { <>{ part.to_owned() }<wbr /></> }).collect()
}
