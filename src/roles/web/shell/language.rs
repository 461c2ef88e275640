//! The choice of language in the masthead. Each is called as it calls itself.

use yew::prelude::*;

use super::super::speech::{ID, use_speech};
use super::super::text::{Language, t};

/// The choice.
#[component]
pub(crate) fn LanguageChoice() -> Html {
    let Some(speech) = use_speech() else { return html! {} };
    let onchange = speech.choose.reform(|event: Event| {
        Language::of(&event.target_unchecked_into::<web_sys::HtmlSelectElement>().value()).unwrap_or(Language::English)
    });
    let option = |language: Language| {
        html! {
            <option value={language.tag()} lang={language.tag()} selected={language == speech.language}>{ language.name() }</option>
        }
    };
    html! {
        <select id={ID} class="us-select us-language" aria-label={t().shell.language} {onchange}>
            { for Language::ALL.into_iter().map(option) }
        </select>
    }
}
