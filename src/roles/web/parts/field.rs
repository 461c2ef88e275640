//! A labelled text field with what is worth saying about its value.

use patternfly_yew::prelude::{InputState, TextInput};
use yew::prelude::*;

use super::mark::{Mark, Sign};

/// Properties of [`Field`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct FieldProperties {
    /// The field's name.
    pub label: AttrValue,
    /// Unique in the page.
    pub id: AttrValue,
    /// What stands in it.
    pub value: AttrValue,
    /// Another text was typed.
    pub oninput: Callback<String>,
    /// What belongs in it.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// What is wrong with it.
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// What is doubtful about it.
    #[prop_or_default]
    pub warning: Option<AttrValue>,
    /// Typewriter face: names, addresses, identifiers.
    #[prop_or_default]
    pub mono: bool,
    /// Shown as dots. An input of type password would be offered to the browser's password store.
    #[prop_or_default]
    pub secret: bool,
    /// The label is for screen readers only.
    #[prop_or_default]
    pub bare: bool,
    /// Cannot be typed into now.
    #[prop_or_default]
    pub disabled: bool,
    /// `numeric` shows digits on small screens.
    #[prop_or_default]
    pub inputmode: Option<AttrValue>,
    /// An example.
    #[prop_or_default]
    pub placeholder: Option<AttrValue>,
}

/// A text field.
#[component]
pub(crate) fn Field(props: &FieldProperties) -> Html {
    let says = format!("{}-says", props.id);
    let state = if props.error.is_some() {
        InputState::Error
    } else if props.warning.is_some() {
        InputState::Warning
    } else {
        InputState::Default
    };
    let class = classes!(
        props.mono.then_some("mono"),
        props.secret.then_some("us-masked"),
        (props.inputmode.as_deref() == Some("numeric")).then_some("num")
    );
    html! {
        <div class={if props.bare { "us-field us-field--bare" } else { "us-field" }}>
            <label for={&props.id} class={props.bare.then_some("pf-v6-screen-reader")}>{ &props.label }</label>
            <TextInput {class} id={&props.id} value={&props.value} onchange={&props.oninput} {state} autocomplete="off"
                disabled={props.disabled} inputmode={props.inputmode.clone()} placeholder={props.placeholder.clone()}
                aria_describedby={says.clone()} />
            <div id={says} aria-live="polite">
                if let Some(error) = &props.error {
                    <p class="us-says"><Mark sign={Sign::Bad} small=true />{ error }</p>
                }
                if let Some(warning) = &props.warning {
                    <p class="us-says"><Mark sign={Sign::Warn} small=true />{ warning }</p>
                }
                if let Some(hint) = &props.hint {
                    <p class="us-meta">{ hint }</p>
                }
            </div>
        </div>
    }
}
