//! A line with a mark: what is known, and of what kind that knowledge is.

use yew::prelude::*;

use super::mark::{Mark, Sign};

/// Properties of [`Note`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct NoteProperties {
    /// What kind.
    pub sign: Sign,
    /// A strip under a pane's heading rather than a line in its body.
    #[prop_or_default]
    pub strip: bool,
    /// What is said.
    pub children: Html,
}

/// A line with a mark.
#[component]
pub(crate) fn Note(props: &NoteProperties) -> Html {
    html! {
        <p class={if props.strip { "us-strip" } else { "us-note" }}>
            <Mark sign={props.sign} small=true />
            <span>{ props.children.clone() }</span>
        </p>
    }
}
