//! Likely causes of a failure, most likely first, each with what to do.

use yew::prelude::*;

use super::super::text::{said, sentence};
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
    let cause = |cause: &Cause| {
        let (text, remedy) = said::told_cause(cause);
        html! { <li><div><b>{ sentence(&text) }</b><p>{ remedy }</p></div></li> }
    };
    html! { <ol class="us-causes">{ for props.causes.iter().map(cause) }</ol> }
}
