//! The editor as the page sees it: the element `<zone-text>` of www/editor/main.js, and what its changes are to a text.

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

pub(crate) use super::units::Units;
use crate::product::api::report::Edit;

#[wasm_bindgen]
extern "C" {
    /// `<zone-text>`.
    #[wasm_bindgen(extends = HtmlElement)]
    pub(crate) type ZoneText;

    /// Another text, as one step that can be undone; no event follows.
    #[wasm_bindgen(method)]
    pub(crate) fn load(this: &ZoneText, text: &str);

    /// Another project's text: what was before it cannot be brought back; no event follows.
    #[wasm_bindgen(method)]
    pub(crate) fn begin(this: &ZoneText, text: &str);

    #[wasm_bindgen(method, js_name = apply)]
    fn apply_js(this: &ZoneText, changes: &JsValue);

    #[wasm_bindgen(method, js_name = mark)]
    fn mark_js(this: &ZoneText, diagnostics: &JsValue);

    /// Moves the caret, shows it, takes the focus. UTF-16 offsets.
    #[wasm_bindgen(method)]
    pub(crate) fn go(this: &ZoneText, from: u32, to: u32);

    /// Shows a line without moving the caret or the focus. From 1.
    #[wasm_bindgen(method)]
    pub(crate) fn reveal(this: &ZoneText, line: u32);

    /// One step back.
    #[wasm_bindgen(method)]
    pub(crate) fn undo(this: &ZoneText);

    /// One step forth.
    #[wasm_bindgen(method)]
    pub(crate) fn redo(this: &ZoneText);
}

/// One change of the text, in UTF-16 offsets of the text before all changes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Change {
    /// Where it begins.
    pub from: u32,
    /// Where what it replaces ends.
    pub to: u32,
    /// What stands there afterwards.
    pub insert: String,
}

/// A squiggle with its mark in the gutter, in UTF-16 offsets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Squiggle {
    /// Where it begins.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
    /// `error`, `warning`, `info`.
    pub severity: &'static str,
    /// What the tooltip says.
    pub message: String,
}

impl ZoneText {
    /// Makes the changes as one step that can be undone; an `edited` event follows.
    pub(crate) fn apply(&self, changes: &[Change]) {
        if let Ok(changes) = serde_wasm_bindgen::to_value(changes) {
            self.apply_js(&changes);
        }
    }

    /// Shows squiggles in place of the former ones.
    pub(crate) fn mark(&self, squiggles: &[Squiggle]) {
        if let Ok(squiggles) = serde_wasm_bindgen::to_value(squiggles) {
            self.mark_js(&squiggles);
        }
    }
}

/// The changes of an `edited` event.
pub(crate) fn changes_of(event: &web_sys::CustomEvent) -> Vec<Change> {
    #[derive(Deserialize)]
    struct Detail {
        changes: Vec<Change>,
    }
    serde_wasm_bindgen::from_value::<Detail>(event.detail()).map(|d| d.changes).unwrap_or_default()
}

/// `text` after `changes`, and the same changes for the worker: bytes, last one first, so that each holds for the text
/// that the ones before it left.
pub(crate) fn edited(text: &str, changes: &[Change]) -> (String, Vec<Edit>) {
    let mut units = Units::new(text);
    let mut out = String::with_capacity(text.len() + 64);
    let mut edits = Vec::with_capacity(changes.len());
    let mut kept = 0;
    for change in changes {
        let (from, to) = (units.bytes(change.from), units.bytes(change.to));
        out.push_str(text.get(kept..from).unwrap_or_default());
        out.push_str(&change.insert);
        kept = to;
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        edits.push(Edit { offset: number(from), length: number(to - from), text: change.insert.clone() });
    }
    out.push_str(text.get(kept..).unwrap_or_default());
    edits.reverse();
    (out, edits)
}

/// A fix's edits as changes of the editor's text.
pub(crate) fn changes_for(text: &str, edits: &[Edit]) -> Vec<Change> {
    let mut units = Units::new(text);
    let change = |edit: &Edit| Change {
        from: units.utf16(edit.offset as usize),
        to: units.utf16(edit.offset as usize + edit.length as usize),
        insert: edit.text.clone(),
    };
    edits.iter().map(change).collect()
}

/// A text as the editor holds it: LF line ends, as CodeMirror makes them (`\r\n` and `\r` become one `\n`).
pub(crate) fn with_lf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_hold_for_the_text_before_them() {
        let change = |from, to, insert: &str| Change { from, to, insert: insert.into() };
        let (text, edits) = edited("üa b c", &[change(1, 2, "xx"), change(5, 6, "")]);
        assert_eq!(text, "üxx b ");
        // Applying them one after the other gives the same.
        let mut worker = String::from("üa b c");
        for edit in &edits {
            let from = edit.offset as usize;
            worker.replace_range(from..from + edit.length as usize, &edit.text);
        }
        assert_eq!(worker, text);
    }

    #[test]
    fn a_fix_becomes_changes() {
        let edits = [Edit { offset: 3, length: 1, text: "!".into() }];
        assert_eq!(changes_for("üab", &edits), [Change { from: 2, to: 3, insert: "!".into() }]);
    }

    #[test]
    fn line_ends_are_as_the_editor_has_them() {
        assert_eq!(with_lf("a\r\nb\rc\n"), "a\nb\nc\n");
    }
}
