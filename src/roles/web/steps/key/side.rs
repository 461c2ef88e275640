//! One side's key as pasted. Masked as soon as it is understood; shown while the button or Space is held.

use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::super::super::key;
use super::super::super::parts::mark::Sign;
use super::super::super::parts::note::Note;
use super::super::super::parts::pane::Pane;
use super::super::super::text::{fill, t};

/// Properties of [`Side`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SideProperties {
    /// The pane's heading.
    pub title: AttrValue,
    /// A few words beside it.
    pub meta: AttrValue,
    /// The text field's name.
    pub label: AttrValue,
    /// What belongs in it.
    pub placeholder: AttrValue,
    /// Unique in the page.
    pub id: AttrValue,
    /// What was pasted.
    pub text: String,
    /// Another text was pasted.
    pub oninput: Callback<String>,
}

/// One side.
#[component]
pub(crate) fn Side(props: &SideProperties) -> Html {
    let k = t().key;
    let held = use_state_eq(|| false);
    let focused = use_state_eq(|| false);
    let understood = key::read(&props.text);
    let whole = understood.single().is_some();
    // What is faulty must be seen to be mended, by whoever works on it.
    let masked = !*held && (whole || !*focused);
    let set = |state: &UseStateHandle<bool>, to: bool| {
        let state = state.clone();
        Callback::from(move |()| state.set(to))
    };
    let (show, hide) = (set(&held, true), set(&held, false));
    let keys = {
        let (show, hide) = (show.clone(), hide.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == " " {
                event.prevent_default();
                if event.type_() == "keydown" { show.emit(()) } else { hide.emit(()) }
            }
        })
    };
    let oninput = props.oninput.reform(|event: InputEvent| {
        event
            .target()
            .and_then(|e| e.dyn_into::<web_sys::HtmlTextAreaElement>().ok())
            .map(|e| e.value())
            .unwrap_or_default()
    });
    let tools = html! {
        if !props.text.is_empty() {
            <button type="button" class="pf-v6-c-button pf-m-link pf-m-small" aria-pressed={held.to_string()}
                onpointerdown={show.reform(|_: PointerEvent| ())} onpointerup={hide.reform(|_: PointerEvent| ())}
                onpointerleave={hide.reform(|_: PointerEvent| ())} onblur={hide.reform(|_: FocusEvent| ())}
                onkeydown={keys.clone()} onkeyup={keys}>
                <span class="pf-v6-c-button__icon pf-m-start"><i class="fas fa-eye" aria-hidden="true"></i></span>
                <span class="pf-v6-c-button__text">{ k.hold }</span>
            </button>
        }
    };
    let first = understood.keys.first();
    html! {
        <Pane title={&props.title} meta={html! { &props.meta }} {tools}>
            if let Some(parts) = first {
                <Note sign={if whole { Sign::Ok } else { Sign::Bad }} strip=true>
                    <span class="dim">{ fill(k.read_as, &[("form", &parts.form.title())]) }</span>
                </Note>
            }
            <label class="pf-v6-screen-reader" for={&props.id}>{ &props.label }</label>
            <textarea id={&props.id} class={classes!("us-code", "us-paste", masked.then_some("us-masked"))}
                placeholder={&props.placeholder} value={props.text.clone()} {oninput} rows="5" spellcheck="false"
                autocomplete="off" onfocus={set(&focused, true).reform(|_: FocusEvent| ())}
                onblur={set(&focused, false).reform(|_: FocusEvent| ())} />
        </Pane>
    }
}
