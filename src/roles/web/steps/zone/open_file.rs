//! Opening a file by a button; one may also be dropped anywhere on the step.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::super::super::check::use_open_file;
use super::super::super::parts::action::Action;
use super::super::super::text::t;

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
            <Action label={t().zone.open} icon="folder-open" {onclick} />
            <input type="file" ref={input} {onchange} hidden=true />
        </>
    }
}

/// Takes a file that is dropped; the editor takes those dropped on itself.
pub(super) fn dropped(event: &DragEvent, open: &Callback<web_sys::File>) {
    let file = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.item(0));
    if let Some(file) = file.filter(|_| !event.default_prevented()) {
        event.prevent_default();
        open.emit(file);
    }
}
