//! One line of state under each step's name.

use super::super::text::{fill, plural, said, t};
use crate::product::project::steps::{Mark, Step};
use crate::product::project::{Key, Probe, ProviderKind, RehearsalEnd, Submission, Watched, Workspace};

/// The word beside a mark for those who do not see it.
pub(crate) fn word(mark: Mark) -> &'static str {
    let rail = t().rail;
    match mark {
        Mark::Empty => rail.word_empty,
        Mark::Ok => rail.word_ok,
        Mark::Warning => rail.word_warning,
        Mark::Error => rail.word_error,
        Mark::Unknown => rail.word_unknown,
        Mark::Running => rail.word_running,
    }
}

/// What stands under the name of `step`.
pub(crate) fn state_line(step: Step, w: &Workspace) -> String {
    let rail = t().rail;
    match step {
        Step::Provider => provider(w),
        Step::Primary => primary(w),
        Step::Key => match &w.key {
            Key::Empty if w.forgot_key() => t().summary.key_again.into(),
            Key::Empty => rail.key_empty.into(),
            Key::Faulty { .. } => rail.key_faulty.into(),
            Key::Whole { name, .. } => name.clone(),
        },
        Step::Zone => zone(w),
        Step::Rehearsal => rehearsal(w),
        Step::Submit => match &w.submission {
            Submission::Idle => rail.submit_empty.into(),
            Submission::Planned { changes: 0 } => rail.submit_nothing.into(),
            Submission::Planned { changes } => plural(*changes as u64, rail.submit_change, rail.submit_changes),
            Submission::Looking { done, total } | Submission::Applying { done, total } => {
                fill(rail.submit_running, &[("n", &(done + 1)), ("total", total)])
            }
            Submission::Applied { serial: Some(serial) } => fill(rail.submit_served, &[("serial", serial)]),
            Submission::Applied { serial: None } => rail.submit_applied.into(),
            Submission::Stopped { call } => fill(rail.submit_stopped, &[("n", call)]),
            Submission::Failed { call, .. } => fill(rail.submit_failed, &[("n", call)]),
        },
        Step::Watch => watch(w),
    }
}

fn rehearsal(w: &Workspace) -> String {
    let rail = t().rail;
    match &w.rehearsed {
        _ if w.draft.scenario.trim().is_empty() || w.is_rehearsal_of_another_zone() => rail.rehearsal.into(),
        Some(rehearsed) if !w.is_rehearsal_stale() => match rehearsed.end {
            RehearsalEnd::InStep { interrupted: true, .. } => rail.rehearsal_interrupted.into(),
            RehearsalEnd::InStep { serial, .. } => fill(rail.rehearsal_in_step, &[("serial", &serial)]),
            RehearsalEnd::Behind { serial } => fill(rail.rehearsal_behind, &[("serial", &serial)]),
            RehearsalEnd::Nothing => rail.rehearsal_nothing.into(),
            RehearsalEnd::Unplayable => rail.rehearsal_broken.into(),
        },
        Some(_) => rail.rehearsal_stale.into(),
        // A reload forgets how it came out; nobody changed it.
        None => rail.rehearsal_unplayed.into(),
    }
}

fn watch(w: &Workspace) -> String {
    let rail = t().rail;
    match &w.watched {
        Watched::Not => rail.watch.into(),
        Watched::Looking => rail.watch_looking.into(),
        Watched::Judged { stale: true, .. } => rail.watch_stale.into(),
        Watched::Judged { wrong: 1.., .. } => rail.watch_wrong.into(),
        Watched::Judged { unproved: n @ 1.., .. } => plural(*n as u64, rail.watch_unproved, rail.watch_unproved_many),
        Watched::Judged { .. } if w.draft.is_rehearsal() => rail.watch_rehearsed.into(),
        Watched::Judged { .. } => rail.watch_safe.into(),
    }
}

fn provider(w: &Workspace) -> String {
    let rail = t().rail;
    let name = match w.draft.provider {
        ProviderKind::Cloudflare => rail.cloudflare,
        ProviderKind::Local => rail.this_machine,
    };
    match w.draft.name_servers().len() as u64 {
        0 if w.draft.account_id.is_empty() => rail.provider_empty.into(),
        0 => name.into(),
        n => format!("{name}, {}", plural(n, rail.server, rail.servers)),
    }
}

fn primary(w: &Workspace) -> String {
    let rail = t().rail;
    let Some(first) = w.draft.primaries.iter().find(|p| !p.address.is_empty()) else {
        return rail.primary_empty.into();
    };
    let address = &first.address;
    match &w.probe {
        Probe::Idle => fill(rail.primary_untested, &[("address", address)]),
        Probe::Running { .. } => fill(rail.primary_testing, &[("address", address)]),
        Probe::Ended { outcome: Ok(_), .. } => fill(rail.primary_answers, &[("address", address)]),
        Probe::Ended { outcome: Err(failed), .. } => {
            // A response code is an operator's word; the other codes are ours alone.
            let mnemonic = failed.tsig_error.as_ref().or(failed.rcode.as_ref());
            let what = mnemonic.cloned().unwrap_or_else(|| said::failed(failed));
            fill(rail.primary_fails, &[("address", address), ("what", &what)])
        }
    }
}

fn zone(w: &Workspace) -> String {
    let rail = t().rail;
    if !w.has_zone() {
        return rail.zone_empty.into();
    }
    let Some(checked) = &w.checked else { return rail.zone_checking.into() };
    let errors = plural(checked.errors, rail.error, rail.errors);
    let warnings = plural(checked.warnings, rail.warning, rail.warnings);
    match (checked.errors, checked.warnings) {
        (0, 0) => plural(checked.records, rail.record, rail.records),
        (0, _) => warnings,
        (_, 0) => errors,
        _ => format!("{errors}, {warnings}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::project::{Action, Checked, Field};

    #[test]
    fn the_zone_line_counts_what_is_there() {
        let w = Workspace::default();
        assert_eq!(state_line(Step::Zone, &w), "What would be served");
        let w = w.reduce(Action::ZoneText("x".into()));
        let checked =
            Checked { revision: w.revision, origin: None, serial: None, records: 26, errors: 1, warnings: 2, infos: 0 };
        let w = w.reduce(Action::Checked(checked));
        assert_eq!(state_line(Step::Zone, &w), "1 error, 2 warnings");
    }

    #[test]
    fn a_failed_test_is_said_in_words() {
        use crate::product::project::outcome::{Failed, What};
        let failed = |rcode: Option<&str>| Failed {
            code: "xfr-connection-refused".into(),
            message: "the connection was refused".into(),
            args: std::collections::BTreeMap::new(),
            rcode: rcode.map(str::to_owned),
            tsig_error: None,
            causes: Vec::new(),
        };
        let line = |rcode| {
            let w = Workspace::default().reduce(Action::Type(Field::Address(0), "192.0.2.1".into()));
            state_line(Step::Primary, &w.reduce(Action::Probe(What::Failed(failed(rcode)), String::new())))
        };
        assert_eq!(line(None), "192.0.2.1: the connection was refused");
        assert_eq!(line(Some("REFUSED")), "192.0.2.1: REFUSED");
    }

    #[test]
    fn a_scenario_of_an_earlier_visit_is_not_called_changed() {
        use crate::product::project::{Draft, Rehearsed};
        let draft = Draft { scenario: "a".into(), ..Draft::default() };
        let w = Workspace::default().reduce(Action::Open(Box::new(draft)));
        assert_eq!(state_line(Step::Rehearsal, &w), "Not played in this session");
        let (made_of, end) = (w.made_of(), RehearsalEnd::Behind { serial: 1 });
        let played = Rehearsed { text: "a".into(), zone: "example.com.".into(), made_of, end };
        let w = w.reduce(Action::Type(Field::ZoneName, "example.com.".into())).reduce(Action::Rehearsed(played));
        assert_eq!(state_line(Step::Rehearsal, &w), "Ends behind, at 1");
        let w = w.reduce(Action::Type(Field::Scenario, "b".into()));
        assert_eq!(state_line(Step::Rehearsal, &w), "Changed, not played since");
    }

    #[test]
    fn what_is_proved_on_this_machine_is_a_rehearsal() {
        let (first, serial, at) = (None, Some(7), String::new());
        let judged = Watched::Judged { wrong: 0, unproved: 0, first, serial, at, stale: false };
        let mut w = Workspace::default().reduce(Action::Watched(judged));
        assert_eq!(state_line(Step::Watch, &w), "Safe to delegate");
        w.draft.provider = ProviderKind::Local;
        assert_eq!(state_line(Step::Watch, &w), "The rehearsal passed");
    }

    #[test]
    fn the_provider_line_counts_name_servers() {
        let w = Workspace::default().reduce(Action::Type(Field::NameServers, "a.secondary.example".into()));
        assert_eq!(state_line(Step::Provider, &w), "Cloudflare, 1 name server");
    }
}
