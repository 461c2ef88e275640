//! The versions, faults and deeds of a scenario, each with its times.

use yew::prelude::*;

use super::super::super::super::parts::action::{Action, Weight};
use super::super::super::super::text::{fill, t};
use super::settings::Committed;
use crate::product::rehearse::builder::{Change, List, Part};

/// The faults of docs/rehearsal.md, in its order.
const FAULTS: [&str; 35] = [
    "down",
    "silent",
    "unreachable",
    "udp-lost",
    "notify-lost",
    "loss",
    "delay",
    "cut",
    "reset",
    "stall",
    "wrong-secret",
    "key-unknown",
    "wrong-algorithm",
    "unsigned",
    "primary-clock",
    "our-clock",
    "transfer-refused",
    "zone-absent",
    "not-loaded",
    "not-authoritative",
    "rcode",
    "ixfr-whole",
    "ixfr-soa-alone",
    "ixfr-empty",
    "ixfr-gap",
    "ixfr-wrong-start",
    "ixfr-wrong-end",
    "ixfr-missing",
    "ixfr-redundant",
    "serial-moves",
    "after-end",
    "out-of-zone",
    "first-not-soa",
    "one-record-a-message",
    "disk-full",
];
const DEEDS: [&str; 3] = ["refresh", "retransfer", "restart"];

/// Properties of [`Parts`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct PartsProperties {
    /// Which list.
    pub list: List,
    /// What is in it.
    pub parts: Vec<Part>,
    /// Changes it.
    pub change: Callback<Change>,
}

/// A list.
#[component]
pub(crate) fn Parts(props: &PartsProperties) -> Html {
    let words = t().scene;
    let list = props.list;
    let title = match list {
        List::Versions => words.versions,
        List::Faults => words.faults,
        List::Deeds => words.deeds,
    };
    let rows = props.parts.iter().zip(0_u32..).map(|(part, place)| row(list, part, place, &props.change));
    html! {
        <fieldset class="us-scene__parts">
            <legend>{ title }{ " " }<span class="num dim">{ props.parts.len() }</span></legend>
            <ul role="list" aria-label={title}>{ for rows }</ul>
            { more(list, &props.change) }
        </fieldset>
    }
}

fn row(list: List, part: &Part, place: u32, change: &Callback<Change>) -> Html {
    let words = t().scene;
    let name = match list {
        List::Versions => format!("{} {}", words.versions, place + 1),
        List::Faults | List::Deeds => part.what.clone(),
    };
    let named = |label: &str| format!("{name}: {label}");
    let at_label = if list == List::Versions { words.at_version } else { words.at };
    let value_label = if list == List::Versions { words.serial } else { words.value };
    html! {
        <li key={place}>
            if list != List::Versions { <span class="mono us-scene__what">{ &part.what }</span> }
            <span class="us-scene__word">{ at_label }</span>
            <Committed bare=true label={named(at_label)} value={part.at.clone()}
                onchange={change.reform(move |to| Change::At { list, place, to })} />
            if list == List::Faults {
                <span class="us-scene__word">{ words.until }</span>
                <Committed bare=true label={named(words.until)} value={part.until.clone()} placeholder={words.until_end}
                    onchange={change.reform(move |to| Change::Until { place, to })} />
            }
            if part.valued {
                <span class="us-scene__word">{ value_label }</span>
                <Committed bare=true label={named(value_label)} value={part.value.clone()}
                    placeholder={(list == List::Versions).then_some(words.next_serial)}
                    onchange={change.reform(move |to| Change::Value { list, place, to })} />
            }
            <span class="us-meta num">{ note(list, part) }</span>
            <Action label={fill(words.drop, &[("what", &name)])} icon="times" weight={Weight::Plain}
                onclick={change.reform(move |()| Change::Drop { list, place })} />
        </li>
    }
}

fn note(list: List, part: &Part) -> String {
    let words = t().scene;
    let mut said = match part.note.strip_prefix('=') {
        Some(lines) => fill(words.whole_text, &[("n", &lines)]),
        None => part.note.clone(),
    };
    if list == List::Versions && !part.what.is_empty() {
        said = format!("{said} {}", words.is_lower);
    }
    if part.primary.is_empty() { said } else { format!("{said} {}", part.primary) }
}

fn more(list: List, change: &Callback<Change>) -> Html {
    let words = t().scene;
    let (label, names, make): (_, &[&str], fn(String) -> Change) = match list {
        List::Versions => {
            return html! { <Action label={words.add_version} icon="plus" weight={Weight::Inline} onclick={change.reform(|()| Change::AddVersion)} /> };
        }
        List::Faults => (words.add_fault, &FAULTS, |what| Change::AddFault { what }),
        List::Deeds => (words.add_deed, &DEEDS, |what| Change::AddDeed { what }),
    };
    let change = change.clone();
    let onchange = Callback::from(move |e: Event| {
        let select = e.target_unchecked_into::<web_sys::HtmlSelectElement>();
        let what = select.value();
        select.set_value("");
        if !what.is_empty() {
            change.emit(make(what));
        }
    });
    html! {
        <select class="us-select" aria-label={label} {onchange}>
            <option value="" selected=true>{ label }</option>
            { for names.iter().map(|name| html! { <option value={*name}>{ *name }</option> }) }
        </select>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::rehearse::builder::{BLANK, changed};

    #[test]
    fn every_name_is_a_scenario_s() {
        for what in FAULTS.map(str::to_owned) {
            assert!(changed(BLANK, Change::AddFault { what: what.clone() }).is_ok(), "{what}");
        }
        for what in DEEDS.map(str::to_owned) {
            assert!(changed(BLANK, Change::AddDeed { what: what.clone() }).is_ok(), "{what}");
        }
    }
}
