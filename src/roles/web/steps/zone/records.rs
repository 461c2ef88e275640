//! What the secondary would serve: counted by type, filtered, in a table that holds only the rows in sight.

use std::rc::Rc;

use yew::prelude::*;

use super::super::super::parts::pane::Pane;
use super::super::super::remembered::use_remembered;
use super::super::super::text::{number, plural, t};
use super::normal::Normal;
use super::rows::Rows;
use crate::product::api::worker::{Checked, Part};

/// Properties of [`Records`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct RecordsProperties {
    /// The check whose records they are.
    pub result: Rc<Checked>,
    /// The record explained.
    pub selected: UseStateHandle<Option<u64>>,
}

/// The pane.
#[component]
pub(crate) fn Records(props: &RecordsProperties) -> Html {
    let z = t().zone;
    let rtype = use_remembered("records.type", String::new);
    let search = use_remembered("records.search", String::new);
    let part = use_remembered("records.part", Part::default);
    let report = &props.result.report;
    let oninput = {
        let search = search.clone();
        Callback::from(move |event: InputEvent| {
            search.set(event.target_unchecked_into::<web_sys::HtmlInputElement>().value());
        })
    };
    let meta = html! {
        <span role="status" aria-label={z.summary}>
            { plural(report.records, z.record, z.records) }{ ", " }{ plural(report.rrsets, z.rrset, z.rrsets) }
        </span>
    };
    let onpart = {
        let part = part.clone();
        Callback::from(move |event: Event| {
            part.set(part_of(&event.target_unchecked_into::<web_sys::HtmlSelectElement>().value()));
        })
    };
    let option = |of: Part, value: &'static str, words: &'static str| html! { <option {value} selected={*part == of}>{ words }</option> };
    let tools = html! {
        <>
        <Normal />
        <select class="us-select" aria-label={z.filter_part} onchange={onpart}>
            { option(Part::Line, "line", z.part_line) }
            { option(Part::Owner, "owner", z.part_owner) }
            { option(Part::Data, "data", z.part_data) }
        </select>
        <span class="us-filter">
            <i class="fas fa-search" aria-hidden="true"></i>
            <input type="text" aria-label={z.filter} placeholder={z.filter_placeholder} value={(*search).clone()} {oninput} />
        </span>
        </>
    };
    let button = |name: &str, words: &str, count: u64| {
        let pressed = *rtype == name;
        let onclick = {
            let (rtype, name) = (rtype.clone(), name.to_owned());
            move |_: MouseEvent| rtype.set(name.clone())
        };
        html! { <button type="button" aria-pressed={pressed.to_string()} {onclick}>{ words }<span>{ number(count) }</span></button> }
    };
    html! {
        <Pane title={z.would_serve} class="us-zone-records" {meta} {tools}>
            <div class="us-types" role="group" aria-label={z.filter_types}>
                { button("", z.all, report.records) }
                { for props.result.types.iter().map(|ty| button(&ty.rtype, &ty.rtype, ty.records)) }
            </div>
            <Rows rtype={(*rtype).clone()} search={(*search).clone()} part={*part} origin={report.origin.clone().unwrap_or_default()}
                selected={props.selected.clone()} />
        </Pane>
    }
}

/// The part that a choice names.
fn part_of(value: &str) -> Part {
    match value {
        "owner" => Part::Owner,
        "data" => Part::Data,
        _ => Part::Line,
    }
}
