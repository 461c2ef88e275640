//! The editor as the page sees it: the element `<zone-text>` of www/editor/main.js, and the arithmetic between its
//! UTF-16 offsets and the bytes of diagnostics.

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

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

/// Bytes that [`Units`] counts at once.
const BLOCK: usize = 256;

/// Turns offsets of a text between bytes and UTF-16 units. Offsets asked for in ascending order cost one walk.
#[derive(Debug)]
pub(crate) struct Units<'a> {
    text: &'a str,
    bytes: usize,
    utf16: usize,
}

impl<'a> Units<'a> {
    /// At the start of `text`.
    pub(crate) const fn new(text: &'a str) -> Self {
        Self { text, bytes: 0, utf16: 0 }
    }

    /// The UTF-16 offset of byte `offset`; inside a character, of its start; behind the end, of the end.
    pub(crate) fn utf16(&mut self, offset: usize) -> u32 {
        if offset < self.bytes {
            (self.bytes, self.utf16) = (0, 0);
        }
        self.skip(|end, _| end <= offset);
        for c in self.rest().chars() {
            if self.bytes + c.len_utf8() > offset {
                break;
            }
            self.bytes += c.len_utf8();
            self.utf16 += c.len_utf16();
        }
        u32::try_from(self.utf16).unwrap_or(u32::MAX)
    }

    /// The byte offset of UTF-16 unit `offset`.
    pub(crate) fn bytes(&mut self, offset: u32) -> usize {
        let offset = offset as usize;
        if offset < self.utf16 {
            (self.bytes, self.utf16) = (0, 0);
        }
        self.skip(|_, units| units <= offset);
        for c in self.rest().chars() {
            if self.utf16 + c.len_utf16() > offset {
                break;
            }
            self.bytes += c.len_utf8();
            self.utf16 += c.len_utf16();
        }
        self.bytes
    }

    /// Goes on by whole blocks while `may` takes their end, in bytes and in UTF-16 units.
    fn skip(&mut self, may: impl Fn(usize, usize) -> bool) {
        while let Some(block) = self.text.as_bytes().get(self.bytes..self.bytes + BLOCK) {
            // A character counts where it begins: two units when it takes four bytes.
            let units = |byte: &u8| u16::from(byte & 0xC0 != 0x80) + u16::from(*byte >= 0xF0);
            let mut end = self.bytes + BLOCK;
            let utf16 = self.utf16 + usize::from(block.iter().map(units).sum::<u16>());
            while !self.text.is_char_boundary(end) {
                end += 1;
            }
            if !may(end, utf16) {
                return;
            }
            (self.bytes, self.utf16) = (end, utf16);
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.bytes..).unwrap_or_default()
    }
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
    fn offsets_count_what_each_side_counts() {
        // ü is 2 bytes and 1 unit, 𝄞 is 4 bytes and 2 units.
        let text = "aü𝄞b";
        let mut units = Units::new(text);
        assert_eq!([0, 1, 3, 7, 8, 99].map(|b| units.utf16(b)), [0, 1, 2, 4, 5, 5]);
        assert_eq!([5, 4, 2, 1, 0].map(|u| units.bytes(u)), [8, 7, 3, 1, 0]);
    }

    #[test]
    fn long_texts_count_as_short_ones() {
        // Characters of all lengths lie over the ends of blocks.
        let text: String = "a\u{fc}\u{20ac}\u{1d11e}".chars().cycle().take(4 * BLOCK + 3).collect();
        let (mut bytes, mut utf16) = (0, 0);
        for c in text.chars() {
            let mut units = Units::new(&text);
            assert_eq!(units.utf16(bytes) as usize, utf16);
            assert_eq!(Units::new(&text).bytes(u32::try_from(utf16).unwrap()), bytes);
            (bytes, utf16) = (bytes + c.len_utf8(), utf16 + c.len_utf16());
        }
        assert_eq!(Units::new(&text).utf16(usize::MAX) as usize, utf16);
    }

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
