//! Opening a file: by a button, or dropped on the editor.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use super::super::super::check::use_load_text;
use super::super::super::parts::action::Action;
use super::super::super::text::t;
use crate::engine::limits::TextLimits;

/// Reads a file into the editor.
#[hook]
pub(crate) fn use_open_file() -> Callback<File> {
    let load = use_load_text();
    Callback::from(move |file: File| {
        let load = load.clone();
        if too_large(&file) {
            return;
        }
        spawn_local(async move {
            match JsFuture::from(file.text()).await {
                Ok(text) => load.emit(text.as_string().unwrap_or_default()),
                Err(_) => say(t().zone.open_failed),
            }
        });
    })
}

/// Whether a file is more than the editor takes, which is then said.
pub(super) fn too_large(file: &File) -> bool {
    let large = file.size() > f64::from(TextLimits::EDITOR_BYTES);
    if large {
        say(t().zone.open_large);
    }
    large
}

pub(super) fn say(words: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.alert_with_message(words);
    }
}

/// The button.
#[component]
pub(crate) fn OpenFile() -> Html {
    let open = use_open_file();
    let input = use_node_ref();
    let onclick = {
        let input = input.clone();
        Callback::from(move |()| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                input.click();
            }
        })
    };
    let onchange = Callback::from(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        if let Some(file) = input.files().and_then(|files| files.item(0)) {
            open.emit(file);
        }
        // The same file may be chosen again after it was changed.
        input.set_value("");
    });
    html! {
        <>
            <Action label={t().zone.open} {onclick} />
            <input type="file" ref={input} {onchange} hidden=true />
        </>
    }
}
