//! Two sides of what should be one key, part by part.

use yew::prelude::*;

use super::super::super::parts::mark::{Mark, Sign};
use super::super::super::text::{said, sentence, t};
use crate::engine::diag::Severity;
use crate::engine::tsig::{Comparison, Part, Row};

/// Properties of [`View`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ViewProperties {
    /// Both sides compared.
    pub compared: Comparison,
}

/// The comparison.
#[component]
pub(crate) fn View(props: &ViewProperties) -> Html {
    let k = t().key;
    let c = &props.compared;
    let (sign, class) = if c.is_same() { (Sign::Ok, "pf-m-success") } else { (Sign::Bad, "pf-m-danger") };
    let heads = [k.part, k.here, k.there, k.what_it_means];
    html! {
        <section class="us-key-mid" tabindex="0" aria-label={k.comparison}>
            <div class={classes!("pf-v6-c-alert", "pf-m-inline", "us-alert", class)} role="status">
                <div class="pf-v6-c-alert__icon"><Mark {sign} /></div>
                <p class="pf-v6-c-alert__title">{ sentence(&said::message(c.verdict, &c.args)) }</p>
                <div class="pf-v6-c-alert__description"><p>{ said::why(c.verdict, &c.args) }</p></div>
            </div>
            <table class="pf-v6-c-table pf-m-compact us-table us-compare" aria-label={k.comparison}>
                <colgroup><col class="us-c-part" /><col /><col /><col class="us-c-means" /></colgroup>
                <thead class="pf-v6-c-table__thead"><tr class="pf-v6-c-table__tr">
                    { for heads.map(|head| html! { <th class="pf-v6-c-table__th" scope="col">{ head }</th> }) }
                </tr></thead>
                <tbody class="pf-v6-c-table__tbody">{ for c.rows.iter().map(row) }</tbody>
            </table>
        </section>
    }
}

fn row(row: &Row) -> Html {
    let k = t().key;
    let name = match row.part {
        Part::Name => k.name,
        Part::Algorithm => k.algorithm,
        Part::SecretText => k.secret_text,
        Part::Secret => k.secret_decoded,
    };
    let wrong = row.code.severity == Severity::Error;
    // The fingerprint has a line of its own: it is what one reads out.
    let side = |text: &Option<String>| {
        let text = said::side(text.as_deref().unwrap_or_default());
        match text.split_once(", ") {
            Some((length, fingerprint)) => html! { <>{ length }<br />{ fingerprint }</> },
            None => html! { text },
        }
    };
    let sign = match row.code.severity {
        Severity::Error => Sign::Bad,
        Severity::Warning => Sign::Warn,
        Severity::Info => Sign::Ok,
    };
    html! {
        <tr class="pf-v6-c-table__tr" aria-selected={wrong.then_some("true")}>
            <td class="pf-v6-c-table__td b">{ name }</td>
            <td class="pf-v6-c-table__td mono num">{ side(&row.here) }</td>
            <td class="pf-v6-c-table__td mono num">{ side(&row.there) }</td>
            <td class="pf-v6-c-table__td wrap"><Mark {sign} small=true />{ " " }{ sentence(&said::message(row.code, &row.args)) }</td>
        </tr>
    }
}
