//! What differs, by RRset: the SOA apart, changes of the TTL alone marked; or line by line, as text.

use std::rc::Rc;

use yew::prelude::*;

use super::super::super::base::Version;
use super::super::super::parts::choice::Choice;
use super::super::super::parts::mark::Sign;
use super::super::super::parts::note::Note;
use super::super::super::parts::pane::Pane;
use super::super::super::remembered::use_remembered;
use super::super::super::text::{both, fill, number, plural, t};
use crate::product::api::compared::Compared;
use crate::product::api::difference::{Changed, Line, SoaField};

/// RRsets drawn at most; all are counted.
const SHOWN: usize = 200;

/// Properties of [`Differences`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct DifferencesProperties {
    /// What was found.
    pub compared: Rc<Compared>,
    /// The version before.
    pub version: Option<Rc<Version>>,
}

/// The pane.
#[component]
pub(crate) fn Differences(props: &DifferencesProperties) -> Html {
    let words = t().rehearsal;
    let as_text = use_remembered("differences.text", || false);
    let choose = {
        let as_text = as_text.clone();
        Callback::from(move |text| as_text.set(text))
    };
    let options = vec![(false, words.as_rrsets.into()), (true, words.as_text.into())];
    let tools = html! { <Choice<bool> label={words.shown_as} name="differences" {options} value={*as_text} onchange={choose} /> };
    let compared = &props.compared;
    let difference = &compared.difference;
    let kinds = compared.counts;
    let counts = [
        (kinds.added, words.added),
        (kinds.changed, words.changed),
        (kinds.removed, words.removed),
        (kinds.ttl, words.ttl_only),
        (kinds.case, words.case_only),
    ];
    let total: u64 = counts.iter().map(|(n, _)| n).sum();
    let parts: Vec<_> =
        counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{} {word}", number(*n))).collect();
    let meta = format!("{}: {}", plural(total, words.rrset, words.rrsets), parts.join(", "));
    let nothing = difference.rrsets.is_empty() && difference.soa.is_empty();
    let hidden = total.saturating_sub(difference.rrsets.len().min(SHOWN) as u64);
    html! {
        <Pane title={words.what_changes} meta={html! { if total > 0 { { meta } } }} {tools} class={classes!(as_text.then_some("us-re-text"))}>
            if let Some(version) = props.version.clone().filter(|_| *as_text) {
                <super::texts::Texts {version} />
            } else if nothing {
                <div class="us-pane__body"><Note sign={Sign::Ok}>{ words.nothing_changes }</Note></div>
            } else {
                <div class="us-re-scroll" tabindex="0" role="group" aria-label={words.what_changes}>
                    <table class="pf-v6-c-table pf-m-compact us-diff" aria-label={words.by_rrset}>
                        <tbody class="pf-v6-c-table__tbody">
                            if !difference.soa.is_empty() {
                                { head("~", &difference.origin, "SOA", &soa_note(&difference.soa), "") }
                                { for difference.soa.iter().map(field) }
                            }
                            { for difference.rrsets.iter().take(SHOWN).map(|set| one(set, &difference.origin)) }
                        </tbody>
                    </table>
                    if hidden > 0 {
                        <p class="us-strip us-strip--plain">{ fill(words.more_sets, &[("n", &number(hidden))]) }</p>
                    }
                </div>
            }
        </Pane>
    }
}

fn soa_note(fields: &[SoaField]) -> String {
    let names: Vec<_> = fields.iter().map(|field| field.field.as_str()).collect();
    fill(t().rehearsal.soa_apart, &[("fields", &names.join(", "))])
}

fn head(sign: &'static str, owner: &str, rtype: &str, note: &str, class: &'static str) -> Html {
    html! {
        <tr class={classes!("pf-v6-c-table__tr", "us-diff__g", class)}>
            <th class="pf-v6-c-table__th" colspan="3" scope="rowgroup">
                <span class="us-diff__sign" aria-hidden="true">{ sign }</span><span class="mono">{ both(owner) }</span>{ " " }
                <span class="mono us-diff__type">{ rtype }</span>{ " " }<span class="us-diff__note">{ note }</span>
            </th>
        </tr>
    }
}

fn field(field: &SoaField) -> Html {
    html! {
        <tr class="pf-v6-c-table__tr"><td class="pf-v6-c-table__td us-diff__sign"></td>
            <td class="pf-v6-c-table__td" colspan="2">{ &field.field }{ ": " }<span class="mono">{ &field.old }</span>
                { " → " }<b class="mono">{ &field.new }</b></td></tr>
    }
}

fn one(set: &Changed, origin: &str) -> Html {
    let words = t().rehearsal;
    let (sign, class, note) = match set.kind.as_str() {
        "added" => ("+", "us-add", words.added),
        "removed" => ("−", "us-del", words.removed),
        "ttl" => ("~", "", words.ttl_only),
        "case" => ("~", "", words.case_only),
        _ => ("~", "", words.changed),
    };
    let owner = set.owner.strip_suffix(origin).map(|own| own.trim_end_matches('.')).filter(|own| !own.is_empty());
    html! {
        <>
            { head(sign, owner.unwrap_or(&set.owner), &set.rtype, note, class) }
            { for set.removed.iter().map(|l| line("−", "us-del", words.minus, l)) }
            { for set.added.iter().map(|l| line("+", "us-add", words.plus, l)) }
        </>
    }
}

fn line(sign: &'static str, class: &'static str, word: &'static str, line: &Line) -> Html {
    html! {
        <tr class={classes!("pf-v6-c-table__tr", class)}>
            <td class="pf-v6-c-table__td us-diff__sign"><span aria-hidden="true">{ sign }</span><span class="pf-v6-screen-reader">{ word }</span></td>
            <td class="pf-v6-c-table__td num mono">{ line.ttl }</td>
            <td class="pf-v6-c-table__td mono" title={line.data.clone()}>{ &line.data }</td>
        </tr>
    }
}
