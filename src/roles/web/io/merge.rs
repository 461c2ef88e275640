//! Two texts beside each other, as the page sees them: the element `<zone-merge>` of www/editor/merge.js, which comes with
//! the editor.

use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

#[wasm_bindgen]
extern "C" {
    /// `<zone-merge>`.
    #[wasm_bindgen(extends = HtmlElement)]
    pub(crate) type ZoneMerge;

    /// Shows two texts, with or without the lines that are equal; gives in how many places they differ.
    #[wasm_bindgen(method)]
    pub(crate) fn show(this: &ZoneMerge, before: &str, after: &str, whole: bool) -> u32;

    /// Moves to the next place where they differ, or to the one before.
    #[wasm_bindgen(method)]
    pub(crate) fn go(this: &ZoneMerge, forth: bool);
}
