//! One side's key as pasted. Masked from the first character on; shown while the button or Space is held. What is no key
//! can be shown for longer, by whoever mends it. What is pasted over a masked text takes its place: nobody sees where the
//! cursor stands in it.

use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::super::super::key;
use super::super::super::parts::action::{Action, Weight};
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
    let mending = use_state_eq(|| false);
    let understood = key::read(&props.text);
    let whole = understood.single().is_some();
    let masked = !*held && (whole || !*mending);
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
    let oninput = {
        let (oninput, mending) = (props.oninput.clone(), mending.clone());
        Callback::from(move |event: InputEvent| {
            let text = area(event.target()).map(|area| area.value()).unwrap_or_default();
            // The next text is masked again.
            if text.is_empty() || key::read(&text).single().is_some() {
                mending.set(false);
            }
            oninput.emit(text);
        })
    };
    let onpaste = Callback::from(move |event: Event| {
        if masked && let Some(area) = area(event.target()) {
            area.select();
        }
    });
    let onmend = {
        let mending = mending.clone();
        Callback::from(move |()| mending.set(!*mending))
    };
    let tools = html! {
        if !props.text.is_empty() && !whole {
            <Action label={if *mending { k.hide } else { k.show }} icon={if *mending { "eye-slash" } else { "eye" }}
                weight={Weight::Link} onclick={onmend} />
        } else if whole {
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
                autocomplete="off" {onpaste} />
        </Pane>
    }
}

fn area(target: Option<web_sys::EventTarget>) -> Option<web_sys::HtmlTextAreaElement> {
    target.and_then(|target| target.dyn_into().ok())
}
