//! The timeline in words: each event a line, and what was served.

use std::rc::Rc;

use yew::prelude::*;

use super::super::super::super::parts::mark::Mark;
use super::super::super::super::text::{said, sentence, t};
use super::moment::sign;
use super::served;
use crate::product::api::rehearsal::Played;
use crate::product::rehearse::{Actor, Entry, Length, Severity};

/// Properties of [`Twin`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct TwinProperties {
    /// What was played.
    pub played: Rc<Played>,
    /// The event that is looked at.
    pub selected: usize,
    /// Another is.
    pub onselect: Callback<usize>,
}

/// The list.
#[component]
pub(crate) fn Twin(props: &TwinProperties) -> Html {
    let view = use_node_ref();
    {
        let view = view.clone();
        use_effect_with(props.selected, move |selected| {
            let Some(view) = view.cast::<web_sys::HtmlElement>() else { return };
            let row = view.query_selector(&format!("[data-n=\"{selected}\"]")).ok().flatten();
            let Some(row) = row.and_then(|row| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(row).ok()) else {
                return;
            };
            // The list scrolls, never the page.
            let (top, bottom) = (row.offset_top(), row.offset_top() + row.offset_height());
            if top < view.scroll_top() {
                view.set_scroll_top(top);
            } else if bottom > view.scroll_top() + view.client_height() {
                view.set_scroll_top(bottom - view.client_height());
            }
        });
    }
    let words = t().scene;
    let Some(timeline) = &props.played.timeline else { return html! {} };
    let row = |n: usize| {
        html! { <Row key={n} {n} played={props.played.clone()} here={n == props.selected} onselect={props.onselect.clone()} /> }
    };
    html! {
        <div class="us-twin" ref={view} tabindex="0" role="group" aria-label={words.steps}>
            <ol role="list" aria-label={words.steps}>{ for (0..timeline.entries.len()).map(row) }</ol>
            { served::list(timeline) }
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct RowProperties {
    n: usize,
    played: Rc<Played>,
    here: bool,
    onselect: Callback<usize>,
}

/// A line; drawn anew only when it is chosen or left.
#[component]
fn Row(props: &RowProperties) -> Html {
    let Some(entry) = props.played.timeline.as_ref().and_then(|timeline| timeline.entries.get(props.n)) else {
        return html! {};
    };
    let n = props.n;
    html! {
        <li data-n={n.to_string()} class={props.here.then_some("is-here")} aria-current={props.here.then_some("step")}
            onclick={props.onselect.reform(move |_: MouseEvent| n)}>
            <span class="num dim">{ Length(entry.at_ms).clock() }</span>
            <Mark sign={sign(entry.severity)} small=true label={loud(entry.severity)} />
            <span class="dim">{ who(entry) }</span>
            <span>{ sentence(&said::told(&entry.code, &entry.args, &entry.text)) }</span>
        </li>
    }
}

/// The word of a mark that says something.
fn loud(severity: Severity) -> Option<&'static str> {
    match severity {
        Severity::Error => Some(t().scene.error),
        Severity::Warning => Some(t().scene.warning),
        Severity::Info => None,
    }
}

/// Whose event it is.
pub(super) fn who(entry: &Entry) -> String {
    let words = t().scene;
    match (entry.actor, &entry.primary) {
        (Actor::Primary, Some(name)) => name.clone(),
        (Actor::Primary, None) => words.actor_primary.to_owned(),
        (Actor::Secondary, _) => words.actor_secondary.to_owned(),
        (Actor::Network, _) => words.actor_network.to_owned(),
        (Actor::Operator, _) => words.actor_operator.to_owned(),
    }
}
