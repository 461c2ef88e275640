//! The table of records, windowed: rows are 28 pixels high, those in sight are asked from the worker, two spacers stand
//! for the rest. It stays smooth with a million records.

use yew::prelude::*;

use super::super::super::check::use_check;
use super::super::super::text::t;
use crate::product::api::worker::{self, Answer, Job, Reply, Row};

/// Height of a row in pixels, as `--us-row` says.
const ROW: u64 = 28;
/// The same on small screens, where a row has two lines.
const TALL_ROW: u64 = 48;
/// Rows asked for at once: a screenful and a margin on both sides.
const COUNT: u32 = 120;
/// Windows begin at multiples of this, so that scrolling a little asks for nothing.
const STEP: u64 = 40;

/// Properties of [`Rows`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct RowsProperties {
    /// Only this type; empty is all.
    pub rtype: String,
    /// Only rows that hold this.
    pub search: String,
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
    let check = use_check();
    let z = t().zone;
    let window = use_state(|| worker::Rows { total: 0, start: 0, rows: Vec::new() });
    let start = use_state_eq(|| 0_u64);
    let scroller = use_node_ref();
    {
        let (start, scroller) = (start.clone(), scroller.clone());
        use_effect_with((props.rtype.clone(), props.search.clone()), move |_| {
            start.set(0);
            if let Some(element) = scroller.cast::<web_sys::Element>() {
                element.set_scroll_top(0);
            }
        });
    }
    {
        let window = window.clone();
        let check = check.clone();
        use_effect_with(
            (check.rev, props.rtype.clone(), props.search.clone(), *start),
            move |(_, rtype, search, start)| {
                let job = Job::Rows { rtype: rtype.clone(), search: search.clone(), start: *start, count: COUNT };
                let on = Callback::from(move |reply| {
                    if let Reply::Result { result: Answer::Rows(rows), .. } = reply {
                        window.set(rows);
                    }
                });
                check.ask(job, on);
            },
        );
    }
    let onscroll = {
        let (start, scroller) = (start.clone(), scroller.clone());
        Callback::from(move |_: Event| {
            if let Some(element) = scroller.cast::<web_sys::Element>() {
                start.set(first(u64::try_from(element.scroll_top()).unwrap_or(0), row_height()));
            }
        })
    };
    let below = window.total.saturating_sub(window.start + window.rows.len() as u64);
    html! {
        <div class="us-rows" ref={scroller} {onscroll} tabindex="0" role="group" aria-label={z.would_serve}>
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
                    { spacer(window.start) }
                    { for window.rows.iter().enumerate().map(|(i, row)| one(props, row, window.start + i as u64)) }
                    { spacer(below) }
                </tbody>
            </table>
            if window.total == 0 {
                <p class="us-strip us-strip--plain">{ z.records_none }</p>
            }
        </div>
    }
}

/// The first row of the window for a scroll position in pixels.
const fn first(scrolled: u64, height: u64) -> u64 {
    let row = scrolled / height;
    (row.saturating_sub(STEP / 2) / STEP) * STEP
}

/// A row's height on this screen; the width is where us.css §19 changes.
fn row_height() -> u64 {
    let query = web_sys::window().and_then(|w| w.match_media("(max-width: 767px)").ok().flatten());
    if query.is_some_and(|query| query.matches()) { TALL_ROW } else { ROW }
}

fn spacer(rows: u64) -> Html {
    if rows == 0 {
        return html! {};
    }
    html! { <tr aria-hidden="true" class="us-spacer"><td colspan="5" style={format!("height:{}px", rows * row_height())}></td></tr> }
}

fn one(props: &RowsProperties, row: &Row, index: u64) -> Html {
    let selected = props.selected == Some(row.key);
    let key = row.key;
    let select = props.onselect.reform(move |()| (!selected).then_some(key));
    let onclick = select.reform(|_: MouseEvent| ());
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            select.emit(());
        }
    });
    let (label, apex) = split_owner(&row.owner, &props.origin);
    html! {
        <tr class="pf-v6-c-table__tr us-row" key={key.to_string()} tabindex="0" aria-rowindex={(index + 2).to_string()}
            aria-selected={selected.to_string()} {onclick} {onkeydown}>
            <td class="pf-v6-c-table__td mono"><span class="us-name">{ label }<i>{ apex }</i></span></td>
            <td class="pf-v6-c-table__td num">{ row.ttl }</td>
            <td class="pf-v6-c-table__td mono">{ &row.rtype }</td>
            <td class="pf-v6-c-table__td mono">{ &row.data }</td>
            <td class="pf-v6-c-table__td num dim">{ row.line.map(|line| line.to_string()) }</td>
        </tr>
    }
}

/// An owner as its own labels and the apex that it shares with all.
fn split_owner<'a>(owner: &'a str, apex: &str) -> (&'a str, &'a str) {
    let cut = owner.len().checked_sub(apex.len() + 1).filter(|_| !apex.is_empty() && apex != ".");
    match cut {
        Some(at)
            if at > 0
                && owner.is_char_boundary(at)
                && owner.get(at + 1..).is_some_and(|end| end.eq_ignore_ascii_case(apex)) =>
        {
            owner.split_at(at)
        }
        _ => (owner, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_apex_is_set_apart() {
        assert_eq!(split_owner("www.example.com.", "example.com."), ("www", ".example.com."));
        assert_eq!(split_owner("example.com.", "example.com."), ("example.com.", ""));
        assert_eq!(split_owner("www.example.net.", "example.com."), ("www.example.net.", ""));
        assert_eq!(split_owner("com.", "."), ("com.", ""));
    }

    #[test]
    fn scrolling_a_little_keeps_the_window() {
        assert_eq!(first(0, ROW), 0);
        assert_eq!(first(59 * ROW, ROW), 0);
        assert_eq!(first(60 * ROW, ROW), 40);
        assert_eq!(first(1_000_000 * TALL_ROW, TALL_ROW), 999_960);
    }
}
