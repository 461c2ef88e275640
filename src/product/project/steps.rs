//! How far each step is, and what the summary says: computed from the workspace, never stored.

use serde::{Deserialize, Serialize};

use super::workspace::{Allowed, Key, Probe, RehearsalEnd, Submission, Watched, Workspace};
use crate::product::provider::model::is_id;
use crate::product::provider::rules;

/// The seven steps, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Who shall serve the zone.
    Provider,
    /// Where the zone comes from.
    Primary,
    /// The TSIG key.
    Key,
    /// The zone file.
    Zone,
    /// What a change would do.
    Rehearsal,
    /// The provider's objects.
    Submit,
    /// What is served.
    Watch,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Provider, Self::Primary, Self::Key, Self::Zone, Self::Rehearsal, Self::Submit, Self::Watch];
}

/// The mark beside a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// Nothing done yet.
    Empty,
    /// Verified.
    Ok,
    /// Works, but worth a look.
    Warning,
    /// Would fail.
    Error,
    /// Filled in, not verified.
    Unknown,
    /// Under way.
    Running,
}

/// How far `step` is.
#[must_use]
pub fn mark(step: Step, w: &Workspace) -> Mark {
    match step {
        Step::Provider => provider(w),
        Step::Primary => primary(w),
        Step::Key => key(w),
        Step::Zone => zone(w),
        Step::Rehearsal => rehearsal(w),
        Step::Watch => watch(&w.watched),
        Step::Submit => submit(&w.submission),
    }
}

fn provider(w: &Workspace) -> Mark {
    let draft = &w.draft;
    if draft.account_id.is_empty() && draft.zone_id.is_empty() && draft.name_servers.is_empty() {
        return Mark::Empty;
    }
    let zone_ok = draft.create_zone || is_id(&draft.zone_id);
    if !is_id(&draft.account_id) || !zone_ok {
        return Mark::Error;
    }
    let servers = draft.name_servers();
    if servers.iter().any(|name| !rules::is_secondary_server(name)) {
        return Mark::Warning;
    }
    if servers.is_empty() && !draft.create_zone { Mark::Unknown } else { Mark::Ok }
}

fn primary(w: &Workspace) -> Mark {
    if w.draft.primaries.iter().all(|p| p.address.is_empty()) {
        return Mark::Empty;
    }
    if w.is_tls_refused() {
        return Mark::Error;
    }
    match &w.probe {
        Probe::Running { .. } => Mark::Running,
        Probe::Ended { outcome: Err(_), .. } => Mark::Error,
        // A test from this machine tells whether it is let in.
        _ if w.allowed == Some(Allowed::No) && w.draft.provider == super::ProviderKind::Local => Mark::Warning,
        _ if w.allowed == Some(Allowed::No) => Mark::Error,
        _ if w.allowed == Some(Allowed::Ending) => Mark::Warning,
        Probe::Ended { outcome: Ok(_), .. } => Mark::Ok,
        Probe::Idle => {
            let sound = w.draft.primaries.iter().all(|p| p.socket().is_some() && p.is_believable());
            if sound { Mark::Unknown } else { Mark::Error }
        }
    }
}

fn key(w: &Workspace) -> Mark {
    match &w.key {
        Key::Empty if w.forgot_key() => Mark::Error,
        Key::Empty => Mark::Empty,
        Key::Faulty { .. } => Mark::Error,
        Key::Whole { .. } => match &w.probe {
            probe if probe.key_refused().is_some() => Mark::Error,
            Probe::Ended { outcome: Ok(_), .. } => Mark::Ok,
            _ if w.keys_differ || w.lacks_key().is_some() => Mark::Error,
            _ if matches!(w.key, Key::Whole { warnings: 1.., .. }) => Mark::Warning,
            _ => Mark::Unknown,
        },
    }
}

fn zone(w: &Workspace) -> Mark {
    if !w.has_zone() {
        return Mark::Empty;
    }
    match &w.checked {
        Some(c) if c.errors > 0 => Mark::Error,
        Some(c) if c.warnings > 0 => Mark::Warning,
        Some(_) => Mark::Ok,
        None => Mark::Unknown,
    }
}

fn rehearsal(w: &Workspace) -> Mark {
    if w.draft.scenario.trim().is_empty() || w.is_rehearsal_of_another_zone() {
        return Mark::Empty;
    }
    match &w.rehearsed {
        Some(rehearsed) if !w.is_rehearsal_stale() => match rehearsed.end {
            RehearsalEnd::InStep { interrupted: false, .. } => Mark::Ok,
            RehearsalEnd::InStep { .. } | RehearsalEnd::Behind { .. } => Mark::Warning,
            RehearsalEnd::Nothing | RehearsalEnd::Unplayable => Mark::Error,
        },
        _ => Mark::Unknown,
    }
}

fn submit(submission: &Submission) -> Mark {
    match submission {
        Submission::Idle => Mark::Empty,
        Submission::Planned { .. } => Mark::Unknown,
        Submission::Looking { .. } | Submission::Applying { .. } => Mark::Running,
        Submission::Applied { serial: Some(_) } => Mark::Ok,
        Submission::Applied { serial: None } | Submission::Stopped { .. } => Mark::Warning,
        Submission::Failed { .. } => Mark::Error,
    }
}

fn watch(watched: &Watched) -> Mark {
    match watched {
        Watched::Not => Mark::Empty,
        Watched::Looking => Mark::Running,
        Watched::Judged { wrong: 1.., .. } => Mark::Error,
        // What was proved a while ago is not proved now.
        Watched::Judged { unproved: 1.., .. } | Watched::Judged { stale: true, .. } => Mark::Unknown,
        Watched::Judged { .. } => Mark::Ok,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::project::outcome::Transport;
    use crate::product::project::{Action, Field};

    const ID: &str = "023e105f4ecef8ad9ca31a8372d0c353";

    #[test]
    fn a_name_server_without_secondary_is_worth_a_look() {
        let w = Workspace::default();
        assert_eq!(mark(Step::Provider, &w), Mark::Empty);
        let w = w.reduce(Action::Type(Field::AccountId, ID.into())).reduce(Action::Type(Field::ZoneId, ID.into()));
        assert_eq!(mark(Step::Provider, &w), Mark::Unknown);
        let w = w.reduce(Action::Type(Field::NameServers, "ns1.example ns1.secondary.example".into()));
        assert_eq!(mark(Step::Provider, &w), Mark::Warning);
        let w = w.reduce(Action::Type(Field::NameServers, "ns0.secondary.example ns1.secondary.example".into()));
        assert_eq!(mark(Step::Provider, &w), Mark::Ok);
        let w = w.reduce(Action::Type(Field::ZoneId, "xyz".into()));
        assert_eq!(mark(Step::Provider, &w), Mark::Error);
    }

    #[test]
    fn a_key_that_differs_from_the_primarys_is_wrong_until_the_primary_takes_it() {
        use crate::product::project::outcome::{Done, What};
        let key = Key::Whole { name: "k.".into(), algorithm: "hmac-sha256".into(), warnings: 0 };
        let w = Workspace::default().reduce(Action::Key(key));
        assert_eq!(mark(Step::Key, &w), Mark::Unknown);
        let w = w.reduce(Action::KeysDiffer(true));
        assert_eq!(mark(Step::Key, &w), Mark::Error);
        let done = What::Done(Done { serial: 1, records: None, bytes: None, ms: 0, soa: String::new() });
        let taken = w.clone().reduce(Action::ProbeBegun).reduce(Action::Probe(done, "t".into()));
        assert_eq!(mark(Step::Key, &taken), Mark::Ok);
        assert_eq!(mark(Step::Key, &w.reduce(Action::KeysDiffer(false))), Mark::Unknown);
    }

    #[test]
    fn only_what_is_proved_now_is_green() {
        let judged = |wrong, unproved, stale| {
            let (first, serial, at) = (None, Some(7), String::new());
            let w = Workspace::default().reduce(Action::Watched(Watched::Judged {
                wrong,
                unproved,
                first,
                serial,
                at,
                stale,
            }));
            mark(Step::Watch, &w)
        };
        assert_eq!(judged(0, 0, false), Mark::Ok);
        assert_eq!(judged(0, 0, true), Mark::Unknown);
        assert_eq!(judged(0, 1, false), Mark::Unknown);
        assert_eq!(judged(1, 4, false), Mark::Error);
    }

    #[test]
    fn a_rehearsal_is_marked_until_what_it_was_about_changes() {
        use crate::product::project::{Checked, Rehearsed};
        let played = |w: &Workspace, end| Rehearsed {
            text: w.draft.scenario.as_str().into(),
            zone: "example.com.".into(),
            made_of: w.made_of(),
            end,
        };
        let w = Workspace::default();
        assert_eq!(mark(Step::Rehearsal, &w), Mark::Empty);
        let w = w.reduce(Action::Type(Field::Scenario, "s".into()));
        assert_eq!(mark(Step::Rehearsal, &w), Mark::Unknown, "kept, not played");
        let marked = |end| mark(Step::Rehearsal, &w.clone().reduce(Action::Rehearsed(played(&w, end))));
        assert_eq!(marked(RehearsalEnd::InStep { serial: 1, interrupted: false }), Mark::Ok);
        assert_eq!(marked(RehearsalEnd::InStep { serial: 1, interrupted: true }), Mark::Warning);
        assert_eq!(marked(RehearsalEnd::Behind { serial: 1 }), Mark::Warning);
        assert_eq!(marked(RehearsalEnd::Nothing), Mark::Error);
        let end = RehearsalEnd::InStep { serial: 1, interrupted: false };
        let w = w.clone().reduce(Action::Rehearsed(played(&w, end)));
        let changed = w.clone().reduce(Action::Type(Field::Scenario, "t".into()));
        assert_eq!(mark(Step::Rehearsal, &changed), Mark::Unknown);
        // It says nothing of another zone; the zone's own text touches it.
        let typed = |w: Workspace, text: &str, origin: &str| {
            let w = w.reduce(Action::ZoneText(text.into()));
            let (revision, origin) = (w.revision, Some(origin.to_owned()));
            let checked = Checked { revision, origin, serial: None, records: 0, errors: 0, warnings: 0, infos: 0 };
            w.reduce(Action::Checked(checked))
        };
        let marked = |w: &Workspace| mark(Step::Rehearsal, w);
        assert_eq!(marked(&typed(w.clone(), "z", "other.")), Mark::Empty);
        let invented = Rehearsed { zone: String::new(), ..played(&w, RehearsalEnd::Behind { serial: 1 }) };
        assert_eq!(marked(&w.clone().reduce(Action::Rehearsed(invented))), Mark::Empty, "of the library");
        let edited = typed(w, "z", "example.com.");
        assert_eq!(marked(&edited), Mark::Unknown);
        assert_eq!(marked(&typed(edited.clone(), "", "example.com.")), Mark::Ok, "the edit is taken back");
        let file = edited.reduce(Action::Include("hosts".into(), Some("x".into())));
        assert_eq!(marked(&typed(file, "", "example.com.")), Mark::Unknown, "what it includes came");
    }

    #[test]
    fn an_address_is_unknown_until_it_was_tried() {
        let w = Workspace::default().reduce(Action::Type(Field::Address(0), "192.0.2.1".into()));
        assert_eq!(mark(Step::Primary, &w), Mark::Unknown);
        let refused = w.clone().reduce(Action::Allowed(Some(Allowed::No)));
        assert_eq!(mark(Step::Primary, &refused), Mark::Error, "its configuration turns the provider away");
        let elsewhere = refused.reduce(Action::Provider(crate::product::project::ProviderKind::Local));
        assert_eq!(mark(Step::Primary, &elsewhere.reduce(Action::Allowed(Some(Allowed::No)))), Mark::Warning);
        let tls = w.clone().reduce(Action::Transport(Transport::Tls));
        let named = tls.reduce(Action::Type(Field::Tls(0), "ns1.example".into()));
        assert_eq!(mark(Step::Primary, &named), Mark::Error, "Cloudflare has no field for it");
        let here = named.reduce(Action::Provider(crate::product::project::ProviderKind::Local));
        assert_eq!(mark(Step::Primary, &here), Mark::Unknown);
        assert_eq!(mark(Step::Primary, &here.reduce(Action::Type(Field::Tls(0), String::new()))), Mark::Error);
        let w = w.reduce(Action::Type(Field::Port(0), "0".into()));
        assert_eq!(mark(Step::Primary, &w), Mark::Error);
    }
}
