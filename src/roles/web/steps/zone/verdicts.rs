//! What each receiver makes of the zone.

use std::collections::BTreeMap;

use yew::prelude::*;

use super::super::super::parts::mark::{Mark, Sign};
use super::super::super::text::t;
use crate::product::api::report::Verdict;

/// In the order shown.
const RECEIVERS: [&str; 5] = ["bind", "knot", "nsd", "powerdns", "cloudflare"];

/// Properties of [`Verdicts`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct VerdictsProperties {
    /// By receiver.
    pub verdicts: BTreeMap<String, Verdict>,
}

/// The row of verdicts.
#[component]
pub(crate) fn Verdicts(props: &VerdictsProperties) -> Html {
    let cell = |name: &&str| {
        let verdict = props.verdicts.get(*name)?;
        let (sign, word) = said(&verdict.verdict);
        Some(html! {
            <div class="us-verdict">
                <dt>{ display_name(name) }{ " " }<span class="num">{ basis(&verdict.basis) }</span></dt>
                <dd><Mark {sign} /><b>{ word }</b><small>{ verdict.codes.join(", ") }</small></dd>
            </div>
        })
    };
    html! { <dl class="us-verdicts" aria-label={t().zone.verdicts}>{ for RECEIVERS.iter().filter_map(cell) }</dl> }
}

/// A verdict's mark and word.
pub(crate) fn said(verdict: &str) -> (Sign, &'static str) {
    let z = t().zone;
    match verdict {
        "accepts" => (Sign::Ok, z.verdict_accepts),
        "alters" => (Sign::Alter, z.verdict_alters),
        "refuses" => (Sign::Bad, z.verdict_refuses),
        _ => (Sign::Unknown, z.verdict_unknown),
    }
}

/// How a verdict is known, in short: the version that was measured, or the month of the documentation.
fn basis(basis: &str) -> String {
    match basis.split_once(' ') {
        Some(("measured", version)) => version.to_owned(),
        Some(("documented", month)) => format!("{} {month}", t().zone.verdict_documented),
        _ => basis.to_owned(),
    }
}

/// A receiver's name as its makers write it.
pub(crate) fn display_name(receiver: &str) -> &str {
    match receiver {
        "bind" => "BIND",
        "knot" => "Knot",
        "nsd" => "NSD",
        "powerdns" => "PowerDNS",
        "cloudflare" => "Cloudflare",
        other => other,
    }
}
