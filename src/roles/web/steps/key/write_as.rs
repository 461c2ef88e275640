//! The key in each vendor's form; the secret is shown as dots and copied for real.

use yew::prelude::*;

use super::super::super::io::log::MASK;
use super::super::super::key;
use super::super::super::parts::copy::Copy;
use super::super::super::parts::pane::Pane;
use super::super::super::parts::snippet::Snippet;
use super::super::super::parts::tabs::Tabs;
use super::super::super::text::t;
use crate::engine::tsig::Form;

/// What the tabs say, in the order of [`Form::WRITABLE`].
const TABS: [&str; 6] = ["BIND", "Knot", "NSD", "PowerDNS", "dig", "JSON"];

/// Properties of [`WriteAs`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct WriteAsProperties {
    /// The key as pasted.
    pub text: String,
}

/// The pane.
#[component]
pub(crate) fn WriteAs(props: &WriteAsProperties) -> Html {
    let k = t().key;
    let selected = use_state_eq(|| 0_usize);
    let form = Form::WRITABLE.get(*selected).copied().unwrap_or(Form::Bind);
    let Some(key) = key::read(&props.text).single() else { return html! {} };
    let shown = key.write_masked(form, MASK);
    let make = Callback::from(move |()| key.write(form).to_string());
    let onselect = {
        let selected = selected.clone();
        Callback::from(move |at| selected.set(at))
    };
    html! {
        <Pane title={k.write_as} meta={html! { k.yours }} tools={html! { <Copy {make} /> }}>
            <Tabs label={k.write_as} tabs={TABS.to_vec()} selected={*selected} {onselect} />
            <Snippet text={shown} label={form.title()} />
        </Pane>
    }
}
