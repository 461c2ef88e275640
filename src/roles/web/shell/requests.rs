//! The list of every request that the page has made, behind a button in the masthead.

use yew::prelude::*;

use super::super::io::log::{Entry, Requests};
use super::super::parts::dialog::Dialog;
use super::super::text::t;
use super::shown::{Which, use_shown};

/// The button.
#[component]
pub(crate) fn RequestsButton() -> Html {
    let requests = use_context::<Requests>();
    let (open, show, close) = use_shown(Which::Requests);
    let shell = t().shell;
    let count = requests.map_or(0, |requests| requests.0.len());
    html! {
        <>
            <button type="button" class="pf-v6-c-button pf-m-plain us-hide-m" title={shell.requests_about} aria-haspopup="dialog"
                onclick={show.reform(|_: MouseEvent| ())}>
                <span class="pf-v6-c-button__text">{ shell.requests }{ " " }<span class="num dim">{ count }</span></span>
            </button>
            <Dialog title={shell.requests} about={shell.requests_about} {open} onclose={close}><RequestsList /></Dialog>
        </>
    }
}

/// The list, newest first.
#[component]
fn RequestsList() -> Html {
    let requests = use_context::<Requests>();
    let shell = t().shell;
    let Some(requests) = requests.filter(|requests| !requests.0.is_empty()) else {
        return html! { <p>{ shell.requests_none }</p> };
    };
    html! {
        <div class="us-requests" tabindex="0" role="group" aria-label={shell.requests}>
            <table class="pf-v6-c-table pf-m-compact us-table" aria-label={shell.requests}>
                <colgroup><col class="us-c-when" /><col class="us-c-request" /><col /><col class="us-c-said" /></colgroup>
                <thead class="pf-v6-c-table__thead">
                    <tr class="pf-v6-c-table__tr">
                        { for [shell.requests_when, shell.requests_of, shell.requests_body, shell.requests_answer].map(head) }
                    </tr>
                </thead>
                <tbody class="pf-v6-c-table__tbody">{ for requests.0.iter().rev().map(row) }</tbody>
            </table>
        </div>
    }
}

fn head(words: &'static str) -> Html {
    html! { <th class="pf-v6-c-table__th" scope="col">{ words }</th> }
}

fn row(entry: &Entry) -> Html {
    let answer = match &entry.answer {
        None => t().shell.requests_waiting.to_owned(),
        Some(Ok(status)) => format!("{status}, {} ms", entry.ms.unwrap_or_default()),
        Some(Err(why)) => why.clone(),
    };
    html! {
        <tr class="pf-v6-c-table__tr" key={entry.number}>
            <td class="pf-v6-c-table__td num">{ &entry.when }</td>
            <td class="pf-v6-c-table__td mono" title={entry.path.clone()}>
                <span class="us-verb">{ entry.method }</span>{ &entry.path }
            </td>
            <td class="pf-v6-c-table__td mono dim" title={entry.body.clone()}>{ &entry.body }</td>
            <td class="pf-v6-c-table__td num">{ answer }</td>
        </tr>
    }
}
