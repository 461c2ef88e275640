//! The configuration for the primary, by server, to be copied.

use yew::prelude::*;

use super::super::super::asking::zone_of;
use super::super::super::check::use_check;
use super::super::super::io::log::MASK;
use super::super::super::key;
use super::super::super::parts::copy::Copy;
use super::super::super::parts::mark::Sign;
use super::super::super::parts::note::Note;
use super::super::super::parts::pane::Pane;
use super::super::super::parts::snippet::Snippet;
use super::super::super::parts::tabs::Tabs;
use super::super::super::remembered::use_remembered;
use super::super::super::state::use_project;
use super::super::super::text::{self, fill, t};
use super::snippets::{Server, Setup};
use crate::engine::tsig::Form;
use crate::product::project::{Key, Probe, ProviderKind};
use crate::product::provider::Date;
use crate::product::provider::cloudflare::NOTIFY_BASIS;

/// The pane.
#[component]
pub(crate) fn Configuration() -> Html {
    let project = use_project();
    let check = use_check();
    let p = t().primary;
    let selected = use_remembered("configuration", || 0_usize);
    let server = Server::ALL.get(*selected).copied().unwrap_or(Server::Bind);
    let zone = zone_of(&project, &check.last_origin).unwrap_or_else(|| "example.com.".into());
    let known = match &project.key {
        Key::Whole { name, algorithm, .. } => Some((name.clone(), algorithm.clone())),
        Key::Empty | Key::Faulty { .. } => None,
    };
    let local = project.draft.provider == ProviderKind::Local;
    let setup = if local {
        let started = match &project.probe {
            Probe::Running { started, .. } | Probe::Ended { started, .. } => started.as_ref(),
            Probe::Idle => None,
        };
        let asked_from =
            started.and_then(|s| s.local.as_deref()).and_then(|local| local.parse::<std::net::SocketAddr>().ok());
        let address = asked_from.map_or_else(|| "127.0.0.1".to_owned(), |local| local.ip().to_string());
        Setup::local(zone, known, &address)
    } else {
        Setup::cloudflare(zone, known, today())
    };
    let ends = setup.sources.iter().find_map(|(_, until)| *until);
    let shown = setup.write(server, MASK);
    let make = {
        let project = project.clone();
        Callback::from(move |()| {
            let secret = key::read(&project.secrets.key_text).single().map(|key| key.write(Form::Bare));
            setup.write(server, secret.as_ref().map_or("", |text| text.trim_end()))
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
        <Pane title={p.configuration} meta={html! { meta }} tools={html! { <Copy {make} /> }}>
            <Tabs label={p.server} tabs={Server::ALL.map(Server::name).to_vec()} selected={*selected} {onselect} />
            if let Some(day) = ends {
                <Note sign={Sign::Warn} strip=true>{ fill(p.configuration_ends, &[("date", &text::day(day))]) }</Note>
            }
            <Snippet text={shown} comment={server.comment()} label={p.configuration} />
        </Pane>
    }
}

/// This machine's date.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds since 1970 are positive and fit")]
pub(crate) fn today() -> Date {
    Date::of_unix((js_sys::Date::now() / 1000.0) as u64)
}
