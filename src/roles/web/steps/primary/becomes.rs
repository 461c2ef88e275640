//! What the form becomes at the provider.

use yew::prelude::*;

use super::super::super::parts::copy::Copy;
use super::super::super::parts::snippet::Snippet;
use super::super::super::state::use_project;
use super::super::super::text::{fill, plural, t};
use crate::product::api::companion::Kind;
use crate::product::project::ProviderKind;

/// One line under the form.
#[component]
pub(crate) fn Becomes() -> Html {
    let project = use_project();
    let p = t().primary;
    let draft = &project.draft;
    let peers = draft.primaries.iter().filter(|primary| !primary.address.is_empty()).count() as u64;
    if peers == 0 {
        return html! {};
    }
    let ixfr = draft.primaries.first().is_some_and(|first| first.transfer == Kind::Ixfr);
    let words = fill(if ixfr { p.becomes_ixfr } else { p.becomes_axfr }, &[("peers", &plural(peers, p.peer, p.peers))]);
    let title = match draft.provider {
        ProviderKind::Cloudflare => p.becomes_cloudflare,
        ProviderKind::Local => p.becomes_local,
    };
    let peers = if draft.provider == ProviderKind::Local { draft.serve_peers() } else { String::new() };
    let make = {
        let peers = peers.clone();
        Callback::from(move |()| peers.clone())
    };
    html! {
        <>
            <div class="us-field"><span class="lbl">{ title }</span><p class="us-meta">{ words }</p></div>
            if !peers.is_empty() {
                <div class="us-field">
                    <div class="us-spread"><span class="lbl">{ p.becomes_serve }</span><Copy {make} /></div>
                    <p class="us-meta">{ p.becomes_serve_why }</p>
                    <div class="us-code--boxed"><Snippet text={peers} label={p.becomes_serve} /></div>
                </div>
            }
        </>
    }
}
