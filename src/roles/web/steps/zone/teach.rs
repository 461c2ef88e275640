//! Under the empty state: what the steps will tell.

use yew::prelude::*;

use super::super::super::text::t;

/// Four questions.
#[component]
pub(crate) fn Teach() -> Html {
    let z = t().zone;
    let questions = [
        (z.teach_take, z.teach_take_text),
        (z.teach_transfer, z.teach_transfer_text),
        (z.teach_key, z.teach_key_text),
        (z.teach_apply, z.teach_apply_text),
    ];
    html! {
        <section class="us-teach us-pane__body">
            <h2>{ z.teach }</h2>
            <dl>{ for questions.map(|(ask, say)| html! { <div><dt>{ ask }</dt><dd>{ say }</dd></div> }) }</dl>
        </section>
    }
}
