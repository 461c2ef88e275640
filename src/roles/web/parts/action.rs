//! A button in PatternFly's clothes. patternfly-yew's own takes the focus away after each click, which strands whoever
//! works with the keyboard, and passes no title or pressed state.

use yew::prelude::*;

/// How loud a button is. One primary a screen: the best next action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Filled.
    Primary,
    /// Outlined.
    #[default]
    Secondary,
    /// Text only.
    Link,
    /// Within a line of text.
    Inline,
    /// An icon.
    Plain,
}

/// Properties of [`Action`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ActionProperties {
    /// What the button says; the name of an icon button.
    pub label: AttrValue,
    /// What it does.
    pub onclick: Callback<()>,
    /// How loud it is.
    #[prop_or_default]
    pub weight: Weight,
    /// A Font Awesome name: `copy`.
    #[prop_or_default]
    pub icon: Option<AttrValue>,
    /// Cannot be pressed now.
    #[prop_or_default]
    pub disabled: bool,
    /// Why it cannot, or what it does in more words.
    #[prop_or_default]
    pub title: Option<AttrValue>,
    /// For a toggle: whether it is on.
    #[prop_or_default]
    pub pressed: Option<bool>,
    /// Classes besides PatternFly's.
    #[prop_or_default]
    pub class: Classes,
}

/// A button.
#[component]
pub(crate) fn Action(props: &ActionProperties) -> Html {
    let plain = props.weight == Weight::Plain;
    let weight = match props.weight {
        Weight::Primary => "pf-m-primary pf-m-small",
        Weight::Secondary => "pf-m-secondary pf-m-small",
        Weight::Link => "pf-m-link pf-m-small",
        Weight::Inline => "pf-m-link pf-m-inline",
        Weight::Plain => "pf-m-plain",
    };
    let onclick = props.onclick.reform(|_: MouseEvent| ());
    let icon = props.icon.as_ref().map(|name| {
        let class = classes!("pf-v6-c-button__icon", (!plain).then_some("pf-m-start"));
        html! { <span {class}><i class={format!("fas fa-{name}")} aria-hidden="true"></i></span> }
    });
    let title = props.title.clone().or_else(|| plain.then(|| props.label.clone()));
    html! {
        <button type="button" class={classes!("pf-v6-c-button", weight, props.class.clone())} {onclick} {title}
            disabled={props.disabled} aria-label={plain.then(|| props.label.clone())}
            aria-pressed={props.pressed.map(|on| if on { "true" } else { "false" })}>
            { icon }
            if !plain {
                <span class="pf-v6-c-button__text">{ &props.label }</span>
            }
        </button>
    }
}
