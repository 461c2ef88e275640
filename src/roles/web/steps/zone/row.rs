//! One row of the table of records.

use yew::prelude::*;

use crate::product::api::worker::Row;

/// What a row is to the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// It is explained beside the table.
    pub explained: bool,
    /// Its line holds the editor's caret.
    pub here: bool,
    /// It is the one that Tab reaches.
    pub current: bool,
}

/// The row at `index`.
pub(super) fn one(row: &Row, index: u64, origin: &str, standing: Standing, onclick: Callback<MouseEvent>) -> Html {
    let (label, apex) = split_owner(&row.owner, origin);
    // The apex is the same on every row, so only what stands before it is worth the room.
    let own = if label.to_ascii_lowercase().contains("xn--") { row.owner_unicode.as_ref() } else { None };
    let unicode = own.map(|name| html! { <bdi class="us-unicode-in">{ name }</bdi> });
    html! {
        <tr class={classes!("pf-v6-c-table__tr", "us-row", standing.here.then_some("is-here"))} key={row.key.to_string()}
            tabindex={if standing.current { "0" } else { "-1" }} aria-rowindex={(index + 2).to_string()}
            data-index={index.to_string()} aria-selected={standing.explained.to_string()} {onclick}>
            <td class="pf-v6-c-table__td mono"><span class="us-name" title={row.owner_unicode.clone()}>{ label }<i>{ apex }</i>{ unicode }</span></td>
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

/// The row that a key moves to from `at` in a table of `total` rows, of which `page` are in sight.
pub(super) fn moved(key: &str, at: u64, total: u64, page: u64) -> Option<u64> {
    let last = total.checked_sub(1)?;
    let to = match key {
        "ArrowDown" => at.saturating_add(1),
        "ArrowUp" => at.saturating_sub(1),
        "PageDown" => at.saturating_add(page),
        "PageUp" => at.saturating_sub(page),
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    Some(to.min(last))
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
    fn keys_move_within_the_table() {
        let from = |key| moved(key, 5, 10, 4);
        assert_eq!(
            ["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End"].map(from),
            [Some(6), Some(4), Some(9), Some(1), Some(0), Some(9)]
        );
        assert_eq!(from("x"), None);
        assert_eq!(moved("End", 0, 0, 4), None);
    }
}
