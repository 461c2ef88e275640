//! The scenario's text, to be read, copied and changed.

use yew::prelude::*;

use super::super::super::super::scene::{Act, Scene};
use super::super::super::super::text::t;

/// Properties of [`Toml`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct TomlProperties {
    /// What is rehearsed.
    pub scene: Scene,
}

/// The text.
#[component]
pub(crate) fn Toml(props: &TomlProperties) -> Html {
    let words = t().scene;
    let oninput = {
        let text = props.scene.text.clone();
        Callback::from(move |e: InputEvent| {
            let typed = e.target_unchecked_into::<web_sys::HtmlTextAreaElement>().value();
            text.dispatch(Act::Type(typed.into()));
        })
    };
    html! {
        <>
            <p class="us-strip us-strip--plain">{ words.same_text }</p>
            <textarea class="us-scene__toml mono" aria-label={words.toml_label} spellcheck="false" autocomplete="off" rows="18"
                value={props.scene.text.text.to_string()} {oninput} />
        </>
    }
}
