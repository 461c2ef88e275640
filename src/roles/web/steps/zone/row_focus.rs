//! Where the focus is in the table of records. While a row that keys moved to is still being asked for, the table itself
//! holds the focus, so that it hears the next key.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::NodeRef;

/// Whether the table itself holds it.
pub(super) fn is_held(table: &NodeRef) -> bool {
    table.cast::<Element>().is_some_and(|table| active() == Some(table))
}

/// Gives it to the table itself.
pub(super) fn hold(table: &NodeRef) {
    if let Some(table) = table.cast::<HtmlElement>() {
        let _ = table.focus();
    }
}

/// The row that has it.
pub(super) fn row(table: &NodeRef) -> Option<u64> {
    let row = active()?.closest("[data-index]").ok()??;
    row.get_attribute("data-index")?.parse().ok().filter(|_| within(table, &row))
}

/// Gives it to a row; whether that was there to take it.
pub(super) fn take(table: &NodeRef, index: u64) -> bool {
    let row = table.cast::<Element>().and_then(|e| e.query_selector(&format!("[data-index=\"{index}\"]")).ok()?);
    row.and_then(|row| row.dyn_into::<HtmlElement>().ok()).is_some_and(|row| row.focus().is_ok())
}

/// Gives a row the focus that the table held for it; nothing moves under whoever scrolls.
pub(super) fn hand_over(table: &NodeRef, index: u64) -> bool {
    let Some(element) = table.cast::<Element>().filter(|_| is_held(table)) else { return false };
    let top = element.scroll_top();
    let taken = take(table, index);
    element.set_scroll_top(top);
    taken
}

fn within(table: &NodeRef, row: &Element) -> bool {
    table.cast::<Element>().is_some_and(|table| table.contains(Some(row)))
}

fn active() -> Option<Element> {
    web_sys::window()?.document()?.active_element()
}
