//! Likely causes of a failure, most likely first, each with what to do.

use yew::prelude::*;

use super::super::text::sentence;
use crate::product::api::companion::Cause;

/// Properties of [`Causes`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct CausesProperties {
    /// In the order shown.
    pub causes: Vec<Cause>,
}

/// The list.
#[component]
pub(crate) fn Causes(props: &CausesProperties) -> Html {
    let cause = |cause: &Cause| html! { <li><div><b>{ sentence(&cause.text) }</b><p>{ &cause.remedy }</p></div></li> };
    html! { <ol class="us-causes">{ for props.causes.iter().map(cause) }</ol> }
}
