//! Copying.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::Callback;

/// Puts `text` on the clipboard; `done` says whether the browser let us.
pub(crate) fn copy(text: &str, done: Callback<bool>) {
    let Some(window) = web_sys::window() else { return done.emit(false) };
    let promise = window.navigator().clipboard().write_text(text);
    spawn_local(async move { done.emit(JsFuture::from(promise).await.is_ok()) });
}
