//! The keys, as a list; `?` opens it.

use yew::prelude::*;

use super::super::parts::dialog::Dialog;
use super::super::text::t;
use super::shown::{Which, set_single_keys, single_keys, use_shown};

/// The dialog.
#[component]
pub(crate) fn Shortcuts() -> Html {
    let (open, _, close) = use_shown(Which::Shortcuts);
    html! { <Dialog title={t().palette.shortcuts} {open} onclose={close}><List /></Dialog> }
}

#[component]
fn List() -> Html {
    let words = t().palette;
    let single = use_state_eq(single_keys);
    let rows: [(&[&str], &str); 15] = [
        (&["Ctrl K", "⌘ K"], words.key_palette),
        (&["?"], words.key_shortcuts),
        (&["Alt 1 … 7"], words.key_step),
        (&["Ctrl Enter", "⌘ Enter"], words.key_primary),
        (&["Esc"], words.key_escape),
        (&["F8", "Shift F8"], words.key_finding),
        (&["Ctrl ."], words.key_fix),
        (&["Ctrl F"], words.key_find),
        (&["Ctrl Z", "Ctrl Y"], words.key_undo),
        (&["Ctrl Z", "Ctrl Y"], words.key_undo_forms),
        (&["Esc Tab"], words.key_leave),
        (&["↑ ↓ Page Home End"], words.key_records),
        (&["← →"], words.key_event),
        (&["Page Up", "Page Down"], words.key_exchange),
        (&["← →"], words.key_tabs),
    ];
    let row = |(keys, what): (&[&str], &str)| {
        html! { <div><dt>{ for keys.iter().map(|key| html! { <><kbd>{ *key }</kbd>{ " " }</> }) }</dt><dd>{ what }</dd></div> }
    };
    let onchange = {
        let single = single.clone();
        Callback::from(move |_: Event| {
            set_single_keys(!*single);
            single.set(!*single);
        })
    };
    html! {
        <>
            <dl class="us-keys">{ for rows.into_iter().map(row) }</dl>
            <label class="us-check"><input type="checkbox" checked={*single} {onchange} />{ words.single }</label>
        </>
    }
}
