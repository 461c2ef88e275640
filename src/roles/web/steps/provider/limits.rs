//! What the provider does and does not do, dated.

use yew::prelude::*;

use super::super::super::parts::pane::Pane;
use super::super::super::state::use_project;
use super::super::super::text::{day, fill, t};
use crate::product::project::ProviderKind;
use crate::product::provider::cloudflare::{NOTIFY_BASIS, SOURCES};

/// The limits.
#[component]
pub(crate) fn Limits() -> Html {
    let project = use_project();
    let p = t().provider;
    let local = project.draft.provider == ProviderKind::Local;
    // Of the API's and the records' limits, too: they were read in the same month.
    let month: String = NOTIFY_BASIS.as_of.to_string().chars().take(7).collect();
    let ends = SOURCES.iter().find_map(|source| source.until).map(day);
    let sources = fill(p.limit_sources_text, &[("day", &ends.unwrap_or_default())]);
    let documented = [
        (p.limit_answers, p.limit_answers_text),
        (p.limit_sources, sources.as_str()),
        (p.limit_refresh, p.limit_refresh_text),
        (p.limit_peers, p.limit_peers_text),
        (p.limit_record, p.limit_record_text),
        (p.limit_proxy, p.limit_proxy_text),
        (p.limit_dnssec, p.limit_dnssec_text),
        (p.limit_rate, p.limit_rate_text),
    ];
    let here = [(p.local_limit, p.local_limit_text), (p.local_state, p.local_state_text)];
    let shown: &[_] = if local { &here } else { &documented };
    let meta = (!local).then(|| html! { fill(p.limits_dated, &[("month", &day(&month))]) });
    html! {
        <Pane title={p.limits} {meta} class="us-limits">
            <div class="us-pane__body us-teach" tabindex="0" role="group" aria-label={p.limits}>
                <dl>
                    { for shown.iter().map(|(name, text)| html! { <div><dt>{ *name }</dt><dd>{ (*text).to_owned() }</dd></div> }) }
                </dl>
            </div>
        </Pane>
    }
}
