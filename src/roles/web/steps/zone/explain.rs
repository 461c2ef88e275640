//! One record, field by field, and its wire form.

use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::super::super::check::use_check;
use super::super::super::parts::action::{Action, Weight};
use super::super::super::parts::async_view::{Async, async_view};
use super::super::super::parts::copy::Copy;
use super::super::super::parts::pane::Pane;
use super::super::super::text::{fill, number, t};
use crate::product::api::worker::{Answer, Explained, Job, Reply};

/// What RDLENGTH counts at most (RFC 1035 §3.2.1).
const MOST_RDATA: u64 = 65_535;

/// Properties of [`Explain`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ExplainProperties {
    /// The record.
    pub record: u64,
    /// Close the pane.
    pub onclose: Callback<()>,
}

/// The pane.
#[component]
pub(crate) fn Explain(props: &ExplainProperties) -> Html {
    let check = use_check();
    let z = t().zone;
    let state = use_state(|| Async::<Explained, ()>::Idle);
    {
        let state = state.clone();
        use_effect_with((props.record, check.rev), move |&(key, _)| {
            state.set(Async::Running);
            let on = Callback::from(move |reply| match reply {
                Reply::Result { result: Answer::Explain(explained), .. } => state.set(Async::Ready(explained)),
                Reply::Failed { .. } => state.set(Async::Failed(())),
                _ => {}
            });
            check.ask(Job::Explain { key }, on);
        });
    }
    let (title, line, copy) = match &*state {
        Async::Ready(e) => {
            let line = e.row.line.map(|n| fill(z.line, &[("n", &n)])).unwrap_or_default();
            let text = format!("{}\t{}\tIN\t{}\t{}", e.row.owner, e.row.ttl, e.row.rtype, e.row.data);
            (fill(z.explain, &[("rtype", &e.row.rtype)]), line, text)
        }
        _ => (String::new(), String::new(), String::new()),
    };
    let close = {
        let onclose = props.onclose.clone();
        Callback::from(move |()| {
            focus_row();
            onclose.emit(());
        })
    };
    let tools = html! {
        <>
            <Copy make={Callback::from(move |()| copy.clone())} label={z.copy_record} />
            <Action label={z.close} icon="times" weight={Weight::Plain} onclick={close.clone()} />
        </>
    };
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            close.emit(());
        }
    });
    html! {
        <div class="us-zone-explain" {onkeydown}>
            <Pane {title} meta={html! { line }} {tools}>
                { async_view(&state, || html! {}, z.checking, view, |()| html! {}) }
            </Pane>
        </div>
    }
}

/// Gives the focus back to the row that was explained.
fn focus_row() {
    let document = web_sys::window().and_then(|window| window.document());
    let row = document.and_then(|document| document.query_selector(".us-rows [tabindex='0']").ok().flatten());
    if let Some(row) = row.and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = row.focus();
    }
}

fn view(e: &Explained) -> Html {
    let z = t().zone;
    let field = |f: &crate::product::api::worker::Field| html! { <><dt>{ &f.name }</dt><dd class="mono">{ &f.text }{ both(f.unicode.as_ref()) }</dd></> };
    let octets = e.wire.len() / 2;
    html! {
        <div class="us-explain">
            <dl>
                <dt>{ z.owner }</dt><dd class="mono">{ &e.row.owner }{ both(e.row.owner_unicode.as_ref()) }</dd>
                <dt>{ z.ttl }</dt><dd class="num">{ number(e.row.ttl.into()) }</dd>
                { for e.fields.iter().map(field) }
                <dt>{ z.size }</dt><dd class="num">{ fill(z.bytes, &[("n", &number(e.octets.into()))]) }</dd>
                <dt>{ z.room }</dt><dd class="num">{ fill(z.room_of, &[("n", &number(octets as u64)), ("most", &number(MOST_RDATA))]) }</dd>
                if let Some(rfc) = &e.rfc {
                    <dt>{ z.defined }</dt><dd>{ rfc }</dd>
                }
            </dl>
            <pre class="us-hex" aria-label={fill(z.wire, &[("n", &octets)])}><em>{ spaced(&e.wire) }</em></pre>
        </div>
    }
}

/// A name as people read it, under the form that the DNS has.
fn both(unicode: Option<&String>) -> Html {
    html! { if let Some(name) = unicode { <span class="us-unicode"><bdi>{ name }</bdi></span> } }
}

/// Hexadecimal in pairs.
fn spaced(hex: &str) -> String {
    let pairs: Vec<&str> = (0..hex.len()).step_by(2).filter_map(|at| hex.get(at..at + 2)).collect();
    pairs.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_are_set_apart() {
        assert_eq!(spaced("c0000201"), "c0 00 02 01");
        assert_eq!(spaced(""), "");
    }
}
