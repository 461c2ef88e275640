//! A step's heading: its name, one sentence that answers "what will happen if I go on?", its buttons.

use yew::prelude::*;

/// Properties of [`StepHead`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct StepHeadProperties {
    /// The step's name.
    pub title: AttrValue,
    /// What matters most.
    #[prop_or_default]
    pub lead: AttrValue,
    /// What follows from it.
    #[prop_or_default]
    pub rest: AttrValue,
    /// Buttons.
    #[prop_or_default]
    pub children: Html,
}

/// A step's heading.
#[component]
pub(crate) fn StepHead(props: &StepHeadProperties) -> Html {
    html! {
        <header class="us-step__head">
            <div>
                <h1>{ &props.title }</h1>
                <p aria-live="polite"><strong>{ &props.lead }</strong>{ " " }{ &props.rest }</p>
            </div>
            <div class="us-step__acts">{ props.children.clone() }</div>
        </header>
    }
}
