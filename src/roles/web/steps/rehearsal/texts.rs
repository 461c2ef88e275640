//! The two versions as texts: what differs line by line, in the editor's own view.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::super::super::base::{Content, Version};
use super::super::super::check::use_check;
use super::super::super::io::editor_script::use_editor;
use super::super::super::io::merge::ZoneMerge;
use super::super::super::parts::action::{Action, Weight};
use super::super::super::parts::mark::Sign;
use super::super::super::parts::note::Note;
use super::super::super::text::{plural, t};

/// Properties of [`Texts`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct TextsProperties {
    /// The version before.
    pub version: Rc<Version>,
}

/// The view.
#[component]
pub(crate) fn Texts(props: &TextsProperties) -> Html {
    let check = use_check();
    let words = t().rehearsal;
    let here = use_editor();
    let node = use_node_ref();
    let places = use_state_eq(|| None::<u32>);
    let whole = use_state_eq(|| false);
    let before = match &props.version.content {
        Content::Text(text) if !check.held => Some(text.clone()),
        Content::Text(_) | Content::File(_) => None,
    };
    let merge = {
        let node = node.clone();
        move || node.cast::<web_sys::Element>().filter(|_| here == Some(true)).map(JsCast::unchecked_into::<ZoneMerge>)
    };
    {
        let (places, merge, check) = (places.clone(), merge.clone(), check.clone());
        use_effect_with((before.clone(), check.rev, here, *whole), move |(before, _, _, whole)| {
            if let (Some(merge), Some(before)) = (merge(), before) {
                places.set(Some(merge.show(before, &check.text(), *whole)));
            }
        });
    }
    if before.is_none() {
        return html! { <div class="us-pane__body"><Note sign={Sign::Skip}>{ words.texts_not }</Note></div> };
    }
    let go = |forth: bool| {
        let merge = merge.clone();
        Callback::from(move |()| {
            if let Some(merge) = merge() {
                merge.go(forth);
            }
        })
    };
    let toggle = {
        let whole = whole.clone();
        Callback::from(move |()| whole.set(!*whole))
    };
    html! {
        <>
            <div class="us-strip us-strip--plain us-spread">
                <span class="num" role="status">{ for places.map(|n| plural(n.into(), words.place, words.places)) }</span>
                <span class="us-pane__acts">
                    <Action label={words.place_previous} icon="chevron-up" weight={Weight::Plain} onclick={go(false)} />
                    <Action label={words.place_next} icon="chevron-down" weight={Weight::Plain} onclick={go(true)} />
                    <Action label={words.whole_text} weight={Weight::Link} onclick={toggle} pressed={*whole} />
                </span>
            </div>
            <zone-merge class="us-merge" ref={node} label-before={words.text_before} label-after={words.text_after} phrases={phrases()}>
                <p class="us-strip us-strip--plain" role="status">{ if here == Some(false) { t().zone.editor_failed } else { t().zone.editor_loading } }</p>
            </zone-merge>
        </>
    }
}

/// What the view says itself, by CodeMirror's words for it.
fn phrases() -> String {
    let pairs = [("$ unchanged lines", t().rehearsal.unchanged)];
    serde_json::to_string(&std::collections::BTreeMap::from(pairs)).unwrap_or_default()
}
