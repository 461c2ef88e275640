//! The table of records, windowed: rows are 28 pixels high, those in sight are asked from the worker, two spacers stand
//! for the rest. It stays smooth with a million records. Arrow keys move from row to row, Enter explains.

use yew::prelude::*;

use super::super::super::check::use_check;
use super::super::super::parts::windowed::{COUNT, Windowed};
use super::super::super::text::t;
use super::bench::use_shared_bench;
use super::row::{Standing, moved, one};
use super::row_focus;
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
    pub selected: UseStateHandle<Option<u64>>,
}

/// The table.
#[component]
pub(crate) fn Rows(props: &RowsProperties) -> Html {
    let (check, bench) = (use_check(), use_shared_bench());
    let z = t().zone;
    let window = use_state(|| worker::Rows { total: 0, start: 0, rows: Vec::new() });
    // Of a large zone the rows come a moment after the check's answer.
    let answered = use_state_eq(|| false);
    let start = use_state_eq(|| 0_u64);
    let current = use_state_eq(|| 0_u64);
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
        let (window, check, current, scroller) = (window.clone(), check.clone(), current.clone(), scroller.clone());
        let answered = answered.clone();
        let wanted = (check.rev, props.rtype.clone(), props.search.clone(), props.part, *start);
        use_effect_with(wanted, move |(_, rtype, search, part, start)| {
            let (rtype, search) = (rtype.clone(), search.clone());
            let on = Callback::from(move |reply| {
                if let Reply::Result { result: Answer::Rows(rows), .. } = reply {
                    // A row that goes would take the focus along; the answer to an older question may come in between.
                    if let Some(index) = row_focus::row(&scroller).filter(|index| at(&rows, *index).is_none()) {
                        current.set(index);
                        row_focus::hold(&scroller);
                    }
                    window.set(rows);
                    answered.set(true);
                }
            });
            check.ask(Job::Rows { rtype, search, part: *part, start: *start, count: COUNT }, on);
        });
    }
    {
        // The row that keys moved to takes the focus once it stands in the page.
        let (scroller, window, check, bench) = (scroller.clone(), window.clone(), check.clone(), bench.clone());
        let selected = props.selected.clone();
        use_effect_with((*current, window.start, window.rows.len()), move |(index, ..)| {
            if let Some(row) = at(&window, *index).filter(|_| row_focus::hand_over(&scroller, *index)) {
                bench.reveal(&check, row.line);
                selected.set(selected.map(|_| row.key));
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
        // Of a text whose rows are on their way it has none yet to lead to.
        let there = bench.here.is_some_and(|index| index < window.total);
        use_effect_with((*bench.here, there), move |(here, _)| {
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
        let selected = props.selected.clone();
        Callback::from(move |event: KeyboardEvent| {
            // All as it is this instant: keys may come faster than renderings.
            let from = row_focus::row(&scroller).unwrap_or(*current);
            if event.key() == "Escape" && selected.is_some() {
                return selected.set(None);
            }
            if matches!(event.key().as_str(), "Enter" | " ") {
                event.prevent_default();
                if let Some(row) = at(&window, from) {
                    selected.set((*selected != Some(row.key)).then_some(row.key));
                }
                return;
            }
            let page = scroller.cast::<web_sys::Element>().map_or(1, |e| pixels(e.client_height()) / list.row);
            let page = page.saturating_sub(2).max(1);
            let Some(to) = moved(&event.key(), from, window.total, page) else { return };
            event.prevent_default();
            current.set(to);
            show(to);
            if !row_focus::take(&scroller, to) {
                return row_focus::hold(&scroller);
            }
            if let Some(row) = at(&window, to) {
                bench.reveal(&check, row.line);
                // What stands beside the table follows.
                selected.set(selected.map(|_| row.key));
            }
        })
    };
    let in_window = *current >= window.start && *current < window.start + window.rows.len() as u64;
    let tabbable = if in_window { *current } else { list.at(*scrolled.borrow()) };
    let row = |(i, row): (usize, &worker::Row)| {
        let index = window.start + i as u64;
        let (explained, here) = (*props.selected == Some(row.key), *bench.here == Some(row.key));
        let (check, bench, current) = (check.clone(), bench.clone(), current.clone());
        let (selected, key, line) = (props.selected.clone(), row.key, row.line);
        let onclick = Callback::from(move |_: MouseEvent| {
            current.set(index);
            bench.reveal(&check, line);
            selected.set((!explained).then_some(key));
        });
        one(row, index, &props.origin, Standing { explained, here, current: index == tabbable }, onclick)
    };
    let below = window.total.saturating_sub(window.start + window.rows.len() as u64);
    html! {
        <div class="us-rows" ref={scroller} tabindex="-1" {onscroll} {onkeydown}>
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
            if *answered && window.total == 0 {
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

/// The row at `index`, while it is in the window.
fn at(window: &worker::Rows, index: u64) -> Option<&worker::Row> {
    window.rows.get(usize::try_from(index.checked_sub(window.start)?).ok()?)
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
