//! The transfer that would carry the change, message by message, and its size beside that of the whole zone.

use std::rc::Rc;

use yew::prelude::*;

use super::super::super::parts::copy::Copy;
use super::super::super::parts::mark::Sign;
use super::super::super::parts::note::Note;
use super::super::super::parts::pane::Pane;
use super::super::super::text::{both, fill, number, plural, t};
use crate::product::api::compared::{Compared, Line, Role, Sent, Transfer};

/// Properties of [`Carried`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct CarriedProperties {
    /// What was found.
    pub compared: Rc<Compared>,
}

/// The pane.
#[component]
pub(crate) fn Carried(props: &CarriedProperties) -> Html {
    let words = t().rehearsal;
    let Some(ixfr) = props.compared.ixfr.clone() else {
        return html! {
            <Pane title={words.carried}>
                <div class="us-pane__body"><Note sign={Sign::Skip}>{ words.no_ixfr }</Note></div>
                { sizes(None, &props.compared.axfr) }
            </Pane>
        };
    };
    let meta = format!(
        "{}, {}",
        plural(ixfr.messages, words.message, words.messages),
        plural(ixfr.records, words.record, words.records)
    );
    let text = as_text(&ixfr);
    let tools = html! { <Copy make={Callback::from(move |()| text.clone())} label={words.copy_ixfr} /> };
    let hidden = ixfr.messages.saturating_sub(ixfr.first.len() as u64);
    html! {
        <Pane title={words.carried} meta={html! { meta }} {tools}>
            if ixfr.whole {
                <Note sign={Sign::Info} strip=true>{ words.answered_whole }</Note>
            }
            <div class="us-re-scroll" tabindex="0" role="group" aria-label={words.carried}>
                { for ixfr.first.iter().enumerate().map(|(i, sent)| message(i + 1, ixfr.messages, sent, &props.compared.difference.origin)) }
                if hidden > 0 {
                    <p class="us-strip us-strip--plain">{ fill(words.more_messages, &[("n", &number(hidden))]) }</p>
                }
            </div>
            { sizes(Some(&ixfr), &props.compared.axfr) }
        </Pane>
    }
}

fn message(at: usize, of: u64, sent: &Sent, origin: &str) -> Html {
    let words = t().rehearsal;
    let caption = fill(
        words.message_of,
        &[("n", &at), ("of", &number(of)), ("octets", &number(sent.octets)), ("records", &number(sent.records))],
    );
    let hidden = sent.records.saturating_sub(sent.lines.len() as u64);
    html! {
        <table class="pf-v6-c-table pf-m-compact us-table us-ixfr" key={at}>
            <caption class="us-meta num">{ caption }</caption>
            <colgroup><col style="width:38px" /><col style="width:18px" /><col /><col style="width:84px" /></colgroup>
            <tbody class="pf-v6-c-table__tbody">{ for sent.lines.iter().enumerate().map(|(i, l)| row(i + 1, l, origin)) }</tbody>
            if hidden > 0 {
                <tfoot><tr><td colspan="4" class="us-meta">{ fill(words.more_records, &[("n", &number(hidden))]) }</td></tr></tfoot>
            }
        </table>
    }
}

fn row(at: usize, line: &Line, origin: &str) -> Html {
    let (sign, word) = said(line.role);
    html! {
        <tr class="pf-v6-c-table__tr">
            <td class="pf-v6-c-table__td num dim">{ at }</td>
            <td class="pf-v6-c-table__td us-diff__sign" aria-hidden="true">{ sign }</td>
            <td class="pf-v6-c-table__td mono" title={both(&line.text.replace('\t', " "))}>{ both(&short(&line.text, origin)) }</td>
            <td class="pf-v6-c-table__td dim">{ word }</td>
        </tr>
    }
}

/// A record as far as it tells one from another: its owner within the zone, no class, and of an SOA the serial.
fn short(text: &str, origin: &str) -> String {
    let parts: Vec<&str> = text.split('\t').collect();
    let &[owner, ttl, _, rtype, data] = parts.as_slice() else { return text.replace('\t', " ") };
    if rtype == "SOA" {
        return format!("SOA {}", data.split(' ').nth(2).unwrap_or(data));
    }
    let own = owner.strip_suffix(origin).and_then(|own| own.strip_suffix('.')).filter(|own| !own.is_empty());
    format!("{} {ttl} {rtype} {data}", own.unwrap_or(owner))
}

fn said(role: Role) -> (&'static str, &'static str) {
    let words = t().rehearsal;
    match role {
        Role::Frame => ("", words.role_frame),
        Role::From => ("−", words.role_from),
        Role::Delete => ("−", words.role_delete),
        Role::To => ("+", words.role_to),
        Role::Add => ("+", words.role_add),
    }
}

fn as_text(ixfr: &Transfer) -> String {
    let lines = ixfr.first.iter().flat_map(|sent| &sent.lines);
    lines.map(|line| format!("{}\n", line.text)).collect()
}

fn sizes(ixfr: Option<&Transfer>, axfr: &Transfer) -> Html {
    let words = t().rehearsal;
    let most = axfr.octets.max(ixfr.map_or(0, |ixfr| ixfr.octets)).max(1);
    let bar = |octets: u64| format!("--w:{}%", octets * 100 / most);
    let said = match ixfr {
        Some(ixfr) => fill(words.sizes, &[("ixfr", &number(ixfr.octets)), ("axfr", &number(axfr.octets))]),
        None => fill(words.size_axfr, &[("axfr", &number(axfr.octets))]),
    };
    html! {
        <div class="us-sizes num" role="img" aria-label={said}>
            if let Some(ixfr) = ixfr {
                <span>{ "IXFR" }</span><i style={bar(ixfr.octets)}></i><b>{ bytes(ixfr.octets) }</b>
            }
            <span>{ "AXFR" }</span><i class="is-dim" style={bar(axfr.octets)}></i><b>{ bytes(axfr.octets) }</b>
        </div>
    }
}

/// A size to be read at a glance.
fn bytes(octets: u64) -> String {
    match octets {
        0..10_000 => format!("{octets} B"),
        10_000..10_000_000 => format!("{} kB", octets / 1_000),
        _ => format!("{} MB", octets / 1_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_told_from_another_in_few_words() {
        let of = |text: &str| short(text, "example.com.");
        assert_eq!(of("www.example.com.\t3600\tIN\tA\t192.0.2.9"), "www 3600 A 192.0.2.9");
        assert_eq!(of("example.com.\t3600\tIN\tSOA\tns1.a. h.a. 7 1 2 3 4"), "SOA 7");
        assert_eq!(of("example.com.\t60\tIN\tNS\tns1.a."), "example.com. 60 NS ns1.a.");
        assert_eq!(of("what else"), "what else");
    }

    #[test]
    fn sizes_are_read_at_a_glance() {
        assert_eq!([516, 28_400, 31_000_000].map(bytes), ["516 B", "28 kB", "31 MB"]);
    }
}
