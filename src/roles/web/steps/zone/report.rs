//! The button that opens the report's forms.

use yew::prelude::*;

use super::super::super::io::rest;
use super::super::super::text::t;

/// Properties of [`ReportButton`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct ReportButtonProperties {
    /// Whether the forms are shown.
    pub open: UseStateHandle<bool>,
}

/// The button.
#[component]
pub(super) fn ReportButton(props: &ReportButtonProperties) -> Html {
    let open = props.open.clone();
    let label = t().zone.report;
    let onclick = move |_: MouseEvent| {
        let open = open.clone();
        rest::then(move || open.set(!*open));
    };
    html! {
        <button type="button" class="pf-v6-c-button pf-m-plain" aria-label={label} title={label} {onclick}
            aria-expanded={props.open.to_string()}>
            <span class="pf-v6-c-button__icon"><i class="fas fa-download" aria-hidden="true"></i></span>
        </button>
    }
}
