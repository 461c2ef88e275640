//! Watch: what it will answer, how to find it out by hand until then, and nothing that pretends.

use yew::prelude::*;

use super::super::parts::step_head::StepHead;
use super::super::route;
use super::super::text::t;
use crate::product::project::steps::Step;

/// Properties of [`Later`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct LaterProperties {
    /// Which of the two.
    pub step: Step,
}

/// A step that is not part of this version.
#[component]
pub(crate) fn Later(props: &LaterProperties) -> Html {
    let later = t().later;
    let (will, by_hand, commands) = (later.watch_will, later.watch_by_hand, later.watch_commands);
    html! {
        <>
            <StepHead title={route::name(props.step)} lead={later.lead} rest={will} />
            <div class="us-start">
                <section class="us-teach">
                    <h2>{ later.until_then }</h2>
                    <p>{ by_hand }</p>
                    <pre class="us-code us-code--boxed" tabindex="0">{ commands }</pre>
                </section>
            </div>
        </>
    }
}
