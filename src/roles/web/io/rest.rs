//! The rest of the program: what the first step does without is a second Wasm module (www/split.mjs), fetched when it is
//! asked for and joined to this one by www/static/rest.js. In a build that was not parted all is here from the start.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::super::speech;
use super::super::text::{complete, is_complete, now};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = understudyRest, js_name = begin)]
    fn tell_exports(exports: &JsValue);
    #[wasm_bindgen(js_namespace = understudyRest, js_name = isHere)]
    fn has_rest() -> bool;
    #[wasm_bindgen(js_namespace = understudyRest, js_name = fetch, catch)]
    async fn fetch_rest() -> Result<JsValue, JsValue>;
    /// The texts of a language beside those that it begins with, fetched once.
    #[wasm_bindgen(js_namespace = understudyRest, js_name = texts, catch)]
    pub(crate) async fn texts(language: &str) -> Result<JsValue, JsValue>;
    /// Fetches them anew when they are asked for again.
    #[wasm_bindgen(js_namespace = understudyRest, js_name = forget)]
    fn forget_texts(language: &str);
    // Stubs of www/split.mjs call it too, which knows it by this name.
    #[wasm_bindgen(js_namespace = understudyRest, js_name = loadRestNow)]
    fn load_rest_now();
}

/// Tells what the rest is joined to; before anything else.
pub(crate) fn begin() {
    tell_exports(&wasm_bindgen::exports());
}

/// Whether all of the program is here, and all that the language in use says.
pub(crate) fn is_here() -> bool {
    has_rest() && is_complete()
}

/// Loads the rest; whether it is here now. Where the texts of the language in use cannot be had, it speaks English.
pub(crate) async fn load() -> bool {
    if !has_rest() {
        if fetch_rest().await.is_err() {
            return false;
        }
        load_rest_now();
    }
    if !is_complete() && speech::whole().await && !complete() {
        // The server may have the right ones later.
        forget_texts(now().tag());
    }
    true
}

/// Does something that needs the rest: at once when it is here. Nothing happens when it cannot be had.
pub(crate) fn then(does: impl FnOnce() + 'static) {
    if is_here() {
        return does();
    }
    spawn_local(async move {
        if load().await {
            does();
        }
    });
}
