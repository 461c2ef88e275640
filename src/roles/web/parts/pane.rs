//! A pane of the sheet: a heading with a few dim words and tools, then whatever it holds.

use yew::prelude::*;

/// Properties of [`Pane`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct PaneProperties {
    /// The heading.
    pub title: AttrValue,
    /// The region's name when it is not the heading.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// A few dim words beside it.
    #[prop_or_default]
    pub meta: Option<Html>,
    /// Buttons at the right.
    #[prop_or_default]
    pub tools: Option<Html>,
    /// Classes besides the pane's own.
    #[prop_or_default]
    pub class: Classes,
    /// For the jump row.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// What it holds.
    #[prop_or_default]
    pub children: Html,
}

/// A pane.
#[component]
pub(crate) fn Pane(props: &PaneProperties) -> Html {
    let label = props.label.as_ref().unwrap_or(&props.title);
    html! {
        <section class={classes!("us-pane", props.class.clone())} id={props.id.clone()} aria-label={label.clone()}>
            <header class="us-pane__head">
                <h2>{ &props.title }</h2>
                if let Some(meta) = &props.meta {
                    <span class="us-meta num">{ meta.clone() }</span>
                }
                if let Some(tools) = &props.tools {
                    <span class="us-pane__acts">{ tools.clone() }</span>
                }
            </header>
            { props.children.clone() }
        </section>
    }
}
