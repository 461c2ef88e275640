//! What the primary's configuration, as pasted, lets the provider do: read anew whenever the text, the zone or the key is
//! another one.

use std::rc::Rc;

use yew::prelude::*;

use super::super::super::asking::zone_of;
use super::super::super::check::use_check;
use super::super::super::key;
use super::super::super::state::use_project;
use super::configuration::here;
use super::today;
use crate::engine::tsig::{Form, Key};
use crate::product::project::{Action, Allowed, ProviderKind};
use crate::product::provider::exports::Site;
use crate::product::provider::model::{Secret, Tsig};
use crate::product::provider::pasted::{self, Line, Pasted, State};
use crate::product::provider::{Date, Desired, Phrase};

/// What a text turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Read {
    /// Nothing pasted.
    Empty,
    /// Nobody's configuration.
    Foreign,
    /// Somebody's, line by line.
    Judged(Pasted, Vec<Line>),
}

/// What the project's is, and the zone that it is read for; the project is told whether the provider is let in.
#[hook]
pub(crate) fn use_judged() -> (Rc<Read>, String) {
    let project = use_project();
    let check = use_check();
    let zone = zone_of(&project, &check.last_origin).unwrap_or_default();
    let site = match project.draft.provider {
        ProviderKind::Cloudflare => Site::cloudflare(),
        ProviderKind::Local => here(&project),
    };
    let read = {
        let project = project.clone();
        let print = key::read(&project.secrets.key_text).single().map(|key| key.secret.fingerprint());
        let of = (project.secrets.configuration.clone(), zone.clone(), site, project.key.clone(), print);
        use_memo(of, move |(text, zone, site, ..)| {
            let key = key::read(&project.secrets.key_text).single();
            read(text, zone, site, key.as_ref(), today())
        })
    };
    let (known, lacks) = (project.allowed, project.lacking.clone());
    use_effect_with((allowed(&read), lacking(&read), known, lacks), move |(allowed, lacking, known, lacks)| {
        if known != allowed {
            project.dispatch(Action::Allowed(*allowed));
        }
        if lacks != lacking {
            project.dispatch(Action::Lacking(lacking.clone()));
        }
    });
    (read, zone)
}

fn read(text: &str, zone: &str, site: &Site, key: Option<&Key>, today: Date) -> Read {
    if text.trim().is_empty() {
        return Read::Empty;
    }
    let Some(found) = pasted::read(text, zone) else { return Read::Foreign };
    let want = Desired { zone: zone.to_owned(), keys: key.map(wanted).into_iter().collect(), ..Desired::default() };
    let lines = pasted::judge(&found, &want, site, today);
    Read::Judged(found, lines)
}

/// The key as a wish has it.
fn wanted(key: &Key) -> Tsig {
    let secret = key.write(Form::Bare);
    Tsig {
        id: String::new(),
        name: key.name.to_string(),
        algo: key.algorithm.mnemonic().to_owned(),
        secret: Secret::new(secret.trim_end()),
    }
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

/// The first thing that is not as it should be; the key before all, as no test passes without it.
fn lacking(read: &Read) -> Option<Phrase> {
    let Read::Judged(_, lines) = read else { return None };
    let bad = || lines.iter().filter(|line| line.state == State::Bad);
    bad().find(|line| pasted::is_other_key(&line.said)).or_else(|| bad().next()).map(|line| line.said.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BIND: &str = r#"key "k." { algorithm hmac-sha256; secret "hidden"; };
zone "example.com" { type primary; file "z"; allow-transfer { key "k."; };
  also-notify { 172.65.30.82; 172.65.50.145; 2606:4700:60:0:317:26ee:3bdf:5774; 2606:4700:60:0:35a:4be3:4144:c5ee; }; };"#;

    fn seen(text: &str, zone: &str, name: &str) -> Read {
        let text_of_key = format!("hmac-sha256:{name}:7Qx0hVbGmX9dT2aPq5Wn8sJ4kRcYzLfEuHo1iN3MtBg=");
        let key = key::read(&text_of_key).single().filter(|_| !name.is_empty());
        read(text, zone, &Site::cloudflare(), key.as_ref(), Date::new(2026, 11, 26))
    }

    #[test]
    fn without_a_configuration_nothing_is_green() {
        let seen = |text: &str, zone: &str, key: &str| allowed(&seen(text, zone, key));
        assert_eq!(seen(" \n", "example.com.", "k."), None);
        assert_eq!(seen("hello", "example.com.", "k."), None);
        assert_eq!(seen(BIND, "example.com.", "k."), Some(Allowed::Yes));
        assert_eq!(seen(BIND, "example.net.", "k."), Some(Allowed::Unknown), "another zone's");
        assert_eq!(seen(BIND, "example.com.", "other."), Some(Allowed::No));
        assert_eq!(seen(BIND, "example.com.", ""), Some(Allowed::Unknown), "the key would let it in");
        assert_eq!(seen(&BIND.replace("172.65.30.82;", ""), "example.com.", "k."), Some(Allowed::No));
        let old = BIND.replace(
            "{ key \"k.\"; }",
            "{ 198.41.144.240/28; 198.41.150.240/28; 2a06:98c0:1401::/48; 2a06:98c0:3601::/48; }",
        );
        assert_eq!(seen(&old, "example.com.", ""), Some(Allowed::No), "the new ones are turned away");
    }

    #[test]
    fn a_key_that_is_another_one_is_said_first() {
        let lacks = |text: &str| lacking(&seen(text, "example.com.", "k.")).map(|said| said.label.name);
        assert_eq!(lacks(BIND), None);
        assert_eq!(lacks(&BIND.replace("172.65.30.82;", "")), Some("pasted-not-told"));
        let other = BIND.replace("172.65.30.82;", "").replace("hmac-sha256", "hmac-sha512");
        assert_eq!(lacks(&other), Some("pasted-key-algorithm"));
        assert_eq!(lacks(&BIND.replace("hidden", "hidden-0123456789abcdef")), Some("pasted-key-secret"));
    }
}
