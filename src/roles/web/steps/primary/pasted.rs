//! The primary's configuration as it stands, checked against the provider's dated addresses. A test from here cannot
//! show whether those are let in, so without it that line stays unknown.

use yew::prelude::*;

use super::super::super::parts::mark::Sign;
use super::super::super::parts::note::Note;
use super::super::super::parts::pane::Pane;
use super::super::super::route;
use super::super::super::state::use_project;
use super::super::super::text::{fill, said, sentence, t};
use super::judged::{Read, use_judged};
use crate::product::project::steps::Step;
use crate::product::project::{Action, Field, ProviderKind, Workspace};
use crate::product::provider::pasted::{self, Line, Pasted, State, Vendor};

/// The pane.
#[component]
pub(crate) fn Configured() -> Html {
    let project = use_project();
    let p = t().primary;
    let (read, zone) = use_judged();
    let text = project.secrets.configuration.clone();
    let oninput = {
        let project = project.clone();
        Callback::from(move |e: InputEvent| {
            let area: web_sys::HtmlTextAreaElement = e.target_unchecked_into();
            // What is not needed is not held: the secrets go at once.
            let text = pasted::masked(&area.value());
            if text != area.value() {
                area.set_value(&text);
            }
            project.dispatch(Action::Type(Field::Configuration, text));
        })
    };
    html! {
        <Pane title={p.pasted} meta={html! { p.pasted_meta }}>
            <div class="us-pane__body us-message">
                <textarea class="mono" rows="6" spellcheck="false" aria-label={p.pasted_text} placeholder={p.pasted_example} value={text} {oninput} />
                <div role="status">
                    { match &*read {
                        Read::Empty => html! { <Note sign={Sign::Unknown}>{ unknown(&project) }</Note> },
                        Read::Foreign => html! { <Note sign={Sign::Unknown}>{ p.pasted_foreign }</Note> },
                        Read::Judged(found, lines) => judged(found, lines, &zone, &project),
                    } }
                </div>
            </div>
        </Pane>
    }
}

fn unknown(w: &Workspace) -> &'static str {
    match w.draft.provider {
        ProviderKind::Cloudflare => t().primary.pasted_none,
        ProviderKind::Local => t().primary.pasted_none_local,
    }
}

fn judged(found: &Pasted, lines: &[Line], zone: &str, w: &Workspace) -> Html {
    let p = t().primary;
    let vendor = match found.vendor {
        Vendor::Bind => "BIND",
        Vendor::Knot => "Knot",
        Vendor::Nsd => "NSD",
        Vendor::PowerDns => "PowerDNS",
    };
    let line = |line: &Line| {
        let sign = match line.state {
            State::Ok => Sign::Ok,
            State::Unknown => Sign::Unknown,
            State::Ending => Sign::Warn,
            State::Bad => Sign::Bad,
        };
        html! {
            <li><Note {sign}>
                { sentence(&said::phrase(&line.said)) }
                if pasted::is_other_key(&line.said) {
                    { ". " }<a href={route::href(Step::Key)}>{ p.pasted_to_key }</a>
                }
            </Note></li>
        }
    };
    html! {
        <>
            <p class="us-meta">{ fill(p.pasted_read, &[("vendor", &vendor), ("zone", &zone.strip_suffix('.').filter(|name| !name.is_empty()).unwrap_or(zone))]) }
                if w.draft.provider == ProviderKind::Local { { " " }{ p.pasted_local } }</p>
            <ul class="us-pasted" role="list" aria-label={p.pasted_lines}>{ for lines.iter().map(line) }</ul>
            if !found.unknown.is_empty() {
                <p class="us-meta">{ fill(p.pasted_not_read, &[("names", &found.unknown.join(", "))]) }</p>
            }
        </>
    }
}
