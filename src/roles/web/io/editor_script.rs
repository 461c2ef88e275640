//! The editor's script, fetched when one of its elements is first shown.

use wasm_bindgen::prelude::*;
use yew::prelude::*;

/// Whether `<zone-text>` is known; its script is fetched when it is first shown.
pub(crate) fn is_there() -> bool {
    let registry = web_sys::window().map(|window| window.custom_elements());
    registry.is_some_and(|registry| !registry.get("zone-text").is_undefined())
}

/// Fetches the editor; `on` hears whether it came.
fn fetch(on: Callback<bool>) {
    let document = web_sys::window().and_then(|window| window.document());
    let made = document.and_then(|document| Some((document.create_element("script").ok()?, document.head()?)));
    let Some((script, head)) = made else { return on.emit(false) };
    for (name, came) in [("load", true), ("error", false)] {
        let on = on.clone();
        let heard = Closure::once_into_js(move || on.emit(came));
        let _ = script.add_event_listener_with_callback(name, heard.unchecked_ref());
    }
    let _ = script.set_attribute("type", "module");
    let _ = script.set_attribute("src", "assets/editor.js");
    let _ = head.append_child(&script);
}

/// Whether the editor's elements are known; none while they are fetched, which this begins.
#[hook]
pub(crate) fn use_editor() -> Option<bool> {
    let here = use_state_eq(|| Some(is_there()).filter(|here| *here));
    {
        let here = here.clone();
        use_effect_with((), move |()| {
            if here.is_none() {
                fetch(Callback::from(move |came| here.set(Some(came))));
            }
        });
    }
    *here
}
