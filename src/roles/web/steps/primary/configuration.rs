//! The configuration for the primary and for the firewall before it, by server, to be copied.

use yew::prelude::*;

use super::super::super::check::use_check;
use super::super::super::desired::primary_side;
use super::super::super::io::companion::origin;
use super::super::super::io::log::MASK;
use super::super::super::key;
use super::super::super::parts::copy::{Copy, Save};
use super::super::super::parts::mark::Sign;
use super::super::super::parts::note::Note;
use super::super::super::parts::pane::Pane;
use super::super::super::parts::snippet::Snippet;
use super::super::super::parts::tabs::Tabs;
use super::super::super::remembered::use_remembered;
use super::super::super::state::{Project, use_project};
use super::super::super::text::{self, fill, t};
use super::super::submit::proof;
use crate::engine::tsig::Form;
use crate::product::project::{Probe, ProviderKind};
use crate::product::provider::Date;
use crate::product::provider::cloudflare::{NOTIFY_BASIS, SOURCES};
use crate::product::provider::exports::{Export, Site};

/// The pane.
#[component]
pub(crate) fn Configuration() -> Html {
    let project = use_project();
    let check = use_check();
    let p = t().primary;
    let selected = use_remembered("configuration", || 0_usize);
    let server = Export::PRIMARY.get(*selected).copied().unwrap_or(Export::Bind);
    let want = primary_side(&project, &check.last_origin);
    let local = project.draft.provider == ProviderKind::Local;
    let site = if local { here(&project) } else { Site::cloudflare() };
    let ends = SOURCES.iter().filter(|source| source.is_used(today())).find_map(|source| source.until);
    let held = key::read(&project.secrets.key_text).single().is_some();
    let shown = server.write_with(&want, &site, today(), held.then_some(MASK));
    // A file stays behind where it was saved: it has no secret.
    let save = {
        let (want, site) = (want.clone(), site.clone());
        Callback::from(move |()| server.write(&want, &site, today()))
    };
    let make = {
        let project = project.clone();
        Callback::from(move |()| {
            let secret = key::read(&project.secrets.key_text).single().map(|key| key.write(Form::Bare));
            server.write_with(&want, &site, today(), secret.as_ref().map(|text| text.trim_end()))
        })
    };
    let onselect = {
        let selected = selected.clone();
        Callback::from(move |at| selected.set(at))
    };
    let meta = if local {
        p.configuration_local.to_owned()
    } else {
        fill(p.configuration_dated, &[("date", &text::day(NOTIFY_BASIS.as_of))])
    };
    html! {
        <Pane title={p.configuration} meta={html! { meta }} tools={html! { <><Copy {make} /><Save make={save} file={server.file_name()} /></> }}>
            <Tabs label={p.server} tabs={Export::PRIMARY.map(tab).to_vec()} selected={*selected} {onselect} />
            if let Some(day) = ends.filter(|_| !local) {
                <Note sign={Sign::Warn} strip=true>{ fill(p.configuration_ends, &[("date", &text::day(day))]) }</Note>
            }
            <p class="us-meta us-export__proof">{ proof(server.proof()) }</p>
            <Snippet text={shown} comment={server.comment()} label={p.configuration} />
        </Pane>
    }
}

/// A tab's words: short, as there are many.
const fn tab(server: Export) -> &'static str {
    match server {
        Export::PowerDns => "PowerDNS",
        other => other.title(),
    }
}

/// This machine as the primary sees it: where a test came from, else its loopback address.
pub(super) fn here(project: &Project) -> Site {
    let started = match &project.probe {
        Probe::Running { started, .. } | Probe::Ended { started, .. } => started.as_ref(),
        Probe::Idle => None,
    };
    let from = started.and_then(|s| s.local.as_deref()).and_then(|local| local.parse::<std::net::SocketAddr>().ok());
    let site = Site::here(&origin());
    match (project.own_dns(), from) {
        (Some(mut own), Some(from)) => {
            own.set_ip(from.ip());
            site.hearing(own)
        }
        (Some(own), None) => site.hearing(own),
        (None, _) => site,
    }
}

/// This machine's date.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds since 1970 are positive and fit")]
pub(crate) fn today() -> Date {
    Date::of_unix((js_sys::Date::now() / 1000.0) as u64)
}
