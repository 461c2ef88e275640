//! The primary's configuration as it stands, checked against the provider's dated addresses. A test from here cannot
//! show whether those are let in, so without it that line stays unknown.

use yew::prelude::*;

use super::super::super::asking::zone_of;
use super::super::super::check::use_check;
use super::super::super::parts::mark::Sign;
use super::super::super::parts::note::Note;
use super::super::super::parts::pane::Pane;
use super::super::super::state::use_project;
use super::super::super::text::{fill, said, sentence, t};
use super::today;
use crate::product::project::{Action, Allowed, Field, Key, ProviderKind, Workspace};
use crate::product::provider::model::{Secret, Tsig};
use crate::product::provider::pasted::{self, Line, Pasted, State, Vendor};
use crate::product::provider::{Date, Desired};

/// What a text turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Read {
    /// Nothing pasted.
    Empty,
    /// Nobody's configuration.
    Foreign,
    /// Somebody's, line by line.
    Judged(Pasted, Vec<Line>),
}

/// The pane.
#[component]
pub(crate) fn Configured() -> Html {
    let project = use_project();
    let check = use_check();
    let p = t().primary;
    let zone = zone_of(&project, &check.last_origin).unwrap_or_default();
    let key = match &project.key {
        Key::Whole { name, .. } => name.clone(),
        Key::Empty | Key::Faulty { .. } => String::new(),
    };
    let text = project.secrets.configuration.clone();
    let read = use_memo((text.clone(), zone.clone(), key), |(text, zone, key)| read(text, zone, key, today()));
    {
        let project = project.clone();
        use_effect_with(allowed(&read), move |&allowed| {
            if project.allowed != allowed {
                project.dispatch(Action::Allowed(allowed));
            }
        });
    }
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
        html! { <li><Note {sign}>{ sentence(&said::phrase(&line.said)) }</Note></li> }
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

fn read(text: &str, zone: &str, key: &str, today: Date) -> Read {
    if text.trim().is_empty() {
        return Read::Empty;
    }
    let Some(found) = pasted::read(text, zone) else { return Read::Foreign };
    let keys = if key.is_empty() { Vec::new() } else { vec![named(key)] };
    let want = Desired { zone: zone.to_owned(), keys, ..Desired::default() };
    let lines = pasted::judge(&found, &want, today);
    Read::Judged(found, lines)
}

/// A key of which only the name is asked.
fn named(key: &str) -> Tsig {
    Tsig { id: String::new(), name: key.to_owned(), algo: String::new(), secret: Secret::new("") }
}

/// The worst line stands for all.
fn allowed(read: &Read) -> Option<Allowed> {
    let Read::Judged(_, lines) = read else { return None };
    let worst = lines.iter().map(|line| line.state).max()?;
    Some(match worst {
        State::Ok => Allowed::Yes,
        State::Unknown => Allowed::Unknown,
        State::Ending => Allowed::Ending,
        State::Bad => Allowed::No,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BIND: &str = r#"key "k." { algorithm hmac-sha256; secret "hidden"; };
zone "example.com" { type primary; file "z"; allow-transfer { key "k."; };
  also-notify { 172.65.30.82; 172.65.50.145; 2606:4700:60:0:317:26ee:3bdf:5774; 2606:4700:60:0:35a:4be3:4144:c5ee; }; };"#;

    #[test]
    fn without_a_configuration_nothing_is_green() {
        let day = Date::new(2026, 11, 26);
        let seen = |text: &str, zone: &str, key: &str| allowed(&read(text, zone, key, day));
        assert_eq!(seen(" \n", "example.com.", "k."), None);
        assert_eq!(seen("hello", "example.com.", "k."), None);
        assert_eq!(seen(BIND, "example.com.", "k."), Some(Allowed::Yes));
        assert_eq!(seen(BIND, "example.net.", "k."), Some(Allowed::Unknown), "another zone's");
        assert_eq!(seen(BIND, "example.com.", "other."), Some(Allowed::No));
        assert_eq!(seen(&BIND.replace("172.65.30.82;", ""), "example.com.", "k."), Some(Allowed::No));
        let old = BIND.replace(
            "{ key \"k.\"; }",
            "{ 198.41.144.240/28; 198.41.150.240/28; 2a06:98c0:1401::/48; 2a06:98c0:3601::/48; }",
        );
        assert_eq!(seen(&old, "example.com.", ""), Some(Allowed::No), "the new ones are turned away");
    }
}
