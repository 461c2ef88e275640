//! The table of records, windowed: rows are 28 pixels high, those in sight are asked from the worker, two spacers stand
//! for the rest. It stays smooth with a million records. Arrow keys move from row to row, Enter explains.

use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::super::super::check::use_check;
use super::super::super::parts::windowed::{COUNT, Windowed};
use super::super::super::text::t;
use super::bench::use_shared_bench;
use super::row::{Standing, moved, one};
use crate::product::api::worker::{self, Answer, Job, Part, Reply};

/// Height of a row in pixels, as `--us-row` says.
const ROW: u64 = 28;
/// The same on small screens, where a row has two lines.
const TALL_ROW: u64 = 48;

/// Properties of [`Rows`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct RowsProperties {
    /// Only this type; empty is all.
    pub rtype: String,
    /// Only rows that hold this.
    pub search: String,
    /// Where they hold it.
    pub part: Part,
    /// The apex, shown dim in owners below it.
    pub origin: String,
    /// The record explained.
    pub selected: Option<u64>,
    /// Another shall be explained.
    pub onselect: Callback<Option<u64>>,
}

/// The table.
#[component]
pub(crate) fn Rows(props: &RowsProperties) -> Html {
    let (check, bench) = (use_check(), use_shared_bench());
    let z = t().zone;
    let window = use_state(|| worker::Rows { total: 0, start: 0, rows: Vec::new() });
    let start = use_state_eq(|| 0_u64);
    let current = use_state_eq(|| 0_u64);
    let wants_focus = use_mut_ref(|| false);
    // Asked of the element while it is rendered, it would have the whole page laid out there and then.
    let scrolled = use_mut_ref(|| 0_u64);
    let scroller = use_node_ref();
    let list = Windowed { total: window.total, row: row_height() };
    {
        let (start, current, scroller, scrolled) = (start.clone(), current.clone(), scroller.clone(), scrolled.clone());
        use_effect_with((props.rtype.clone(), props.search.clone(), props.part), move |_| {
            start.set(0);
            current.set(0);
            if let Some(element) = scroller.cast::<web_sys::Element>() {
                element.set_scroll_top(0);
                scrolled.replace(0);
            }
        });
    }
    {
        let (window, check) = (window.clone(), check.clone());
        let wanted = (check.rev, props.rtype.clone(), props.search.clone(), props.part, *start);
        use_effect_with(wanted, move |(_, rtype, search, part, start)| {
            let (rtype, search) = (rtype.clone(), search.clone());
            let on = Callback::from(move |reply| {
                if let Reply::Result { result: Answer::Rows(rows), .. } = reply {
                    window.set(rows);
                }
            });
            check.ask(Job::Rows { rtype, search, part: *part, start: *start, count: COUNT }, on);
        });
    }
    {
        // The row that keys moved to takes the focus once it stands in the page.
        let (wants, scroller, at) = (wants_focus.clone(), scroller.clone(), *current);
        use_effect_with((at, window.start, window.rows.len()), move |_| {
            if *wants.borrow() && focus(&scroller, at) {
                wants.replace(false);
            }
        });
    }
    let show = {
        let (start, scroller, scrolled) = (start.clone(), scroller.clone(), scrolled.clone());
        move |index: u64| {
            if let Some(element) = scroller.cast::<web_sys::Element>() {
                scroll(&element, list, index);
                let at = pixels(element.scroll_top());
                scrolled.replace(at);
                start.set(list.first(at));
            }
        }
    };
    {
        // The caret leads to the row of its line, unless a filter may hide it.
        let (show, current) = (show.clone(), current.clone());
        let filtered = !props.rtype.is_empty() || !props.search.is_empty();
        use_effect_with(*bench.here, move |here| {
            if let Some(index) = here.filter(|_| !filtered) {
                current.set(index);
                show(index);
            }
        });
    }
    let onscroll = {
        let (start, scroller, scrolled) = (start.clone(), scroller.clone(), scrolled.clone());
        Callback::from(move |_: Event| {
            if let Some(element) = scroller.cast::<web_sys::Element>() {
                let at = pixels(element.scroll_top());
                scrolled.replace(at);
                start.set(list.first(at));
            }
        })
    };
    let onkeydown = {
        let (window, current, scroller, check, bench) =
            (window.clone(), current.clone(), scroller.clone(), check.clone(), bench.clone());
        let (selected, onselect) = (props.selected, props.onselect.clone());
        Callback::from(move |event: KeyboardEvent| {
            let row =
                |index: u64| index.checked_sub(window.start).and_then(|i| window.rows.get(usize::try_from(i).ok()?));
            let at = index_of(&event).unwrap_or(*current);
            if event.key() == "Escape" && selected.is_some() {
                return onselect.emit(None);
            }
            if matches!(event.key().as_str(), "Enter" | " ") {
                event.prevent_default();
                let key = row(at).map(|row| row.key);
                return onselect.emit(key.filter(|_| key != selected));
            }
            let page = scroller.cast::<web_sys::Element>().map_or(1, |e| pixels(e.client_height()) / list.row);
            let Some(to) = moved(&event.key(), at, list.total, page.saturating_sub(2).max(1)) else { return };
            event.prevent_default();
            current.set(to);
            show(to);
            wants_focus.replace(!focus(&scroller, to));
            if let Some(row) = row(to) {
                bench.reveal(&check, row.line);
                // What stands beside the table follows.
                onselect.emit(selected.map(|_| row.key));
            }
        })
    };
    let in_window = *current >= window.start && *current < window.start + window.rows.len() as u64;
    let tabbable = if in_window { *current } else { list.at(*scrolled.borrow()) };
    let row = |(i, row): (usize, &worker::Row)| {
        let index = window.start + i as u64;
        let (explained, here) = (props.selected == Some(row.key), *bench.here == Some(row.key));
        let (check, bench, current) = (check.clone(), bench.clone(), current.clone());
        let (onselect, key, line) = (props.onselect.clone(), row.key, row.line);
        let onclick = Callback::from(move |_: MouseEvent| {
            current.set(index);
            bench.reveal(&check, line);
            onselect.emit((!explained).then_some(key));
        });
        one(row, index, &props.origin, Standing { explained, here, current: index == tabbable }, onclick)
    };
    let below = window.total.saturating_sub(window.start + window.rows.len() as u64);
    html! {
        <div class="us-rows" ref={scroller} {onscroll} {onkeydown}>
            <table class="pf-v6-c-table pf-m-compact us-table us-stack us-records" aria-label={z.table}
                aria-rowcount={(window.total + 1).to_string()}>
                <colgroup><col class="us-c-owner" /><col class="us-c-ttl" /><col class="us-c-type" /><col /><col class="us-c-line" /></colgroup>
                <thead class="pf-v6-c-table__thead">
                    <tr class="pf-v6-c-table__tr">
                        <th class="pf-v6-c-table__th" scope="col">{ z.owner }</th>
                        <th class="pf-v6-c-table__th num" scope="col">{ z.ttl }</th>
                        <th class="pf-v6-c-table__th" scope="col">{ z.type_ }</th>
                        <th class="pf-v6-c-table__th" scope="col">{ z.data }</th>
                        <th class="pf-v6-c-table__th num" scope="col">{ z.line_head }</th>
                    </tr>
                </thead>
                <tbody class="pf-v6-c-table__tbody">
                    { spacer(list.height(window.start)) }
                    { for window.rows.iter().enumerate().map(row) }
                    { spacer(list.height(below)) }
                </tbody>
            </table>
            if window.total == 0 {
                <p class="us-strip us-strip--plain">{ z.records_none }</p>
            }
        </div>
    }
}

/// Brings a row into sight.
fn scroll(element: &web_sys::Element, list: Windowed, index: u64) {
    let head = if list.row == ROW { ROW } else { 0 };
    let seen = pixels(element.client_height());
    if let Some(to) = list.scroll_to(index, pixels(element.scroll_top()), seen, head) {
        element.set_scroll_top(i32::try_from(to).unwrap_or(i32::MAX));
    }
}

/// Whether the row was there to take the focus.
fn focus(scroller: &NodeRef, index: u64) -> bool {
    let row = scroller
        .cast::<web_sys::Element>()
        .and_then(|e| e.query_selector(&format!("[data-index=\"{index}\"]")).ok()?);
    row.and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok()).is_some_and(|row| row.focus().is_ok())
}

/// The row that a key was pressed in.
fn index_of(event: &KeyboardEvent) -> Option<u64> {
    let element = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    element.closest("[data-index]").ok()??.get_attribute("data-index")?.parse().ok()
}

fn pixels(n: i32) -> u64 {
    u64::try_from(n).unwrap_or(0)
}

/// A row's height on this screen; the width is where us.css §19 changes.
fn row_height() -> u64 {
    let query = web_sys::window().and_then(|w| w.match_media("(max-width: 767px)").ok().flatten());
    if query.is_some_and(|query| query.matches()) { TALL_ROW } else { ROW }
}

fn spacer(height: u64) -> Html {
    if height == 0 {
        return html! {};
    }
    html! { <tr aria-hidden="true" class="us-spacer"><td colspan="5" style={format!("height:{height}px")}></td></tr> }
}
