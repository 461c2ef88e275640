//! Whether a run can begin where the record of the last one ends.

use super::super::desired::desired;
use super::super::text::{fill, t};
use crate::engine::diag::Diagnostic;
use crate::product::project::file::CLOUDFLARE_URL;
use crate::product::project::{ProviderKind, Workspace};
use crate::product::provider::{Date, Mode, Object, Record, Run};

/// Why a run was not begun.
pub(super) enum Unbegun {
    /// What the provider's rules say.
    Findings(Vec<Diagnostic>),
    /// What happened, and what to do.
    Words((String, String)),
}

/// The run that goes on where `record` ends. `here` is [`place`] and the day.
pub(super) fn begun(
    w: &Workspace,
    last: &str,
    record: &Record,
    mode: Mode,
    here: (String, Date),
) -> Result<Run, Unbegun> {
    let words = |what: String| Unbegun::Words((what, String::new()));
    let (place, today) = here;
    let kept = !record.is_empty() || record.is_unfinished();
    if kept && record.place != place {
        return Err(words(fill(t().submit.record_elsewhere, &[("place", &record.place)])));
    }
    // A reload forgets secrets: without the key the plan would take it away from the peer.
    let keyed = record.entries.iter().any(|entry| entry.object == Object::Key && entry.is_to_undo());
    if mode == Mode::Apply && keyed && w.secrets.key_text.trim().is_empty() {
        return Err(words(t().submit.needs_key_again.to_owned()));
    }
    let want = desired(w, last).map_err(|lack| words(lack.words()))?;
    let run = Run::new(want, mode, today).map_err(Unbegun::Findings)?;
    Ok(run.resuming(if kept { record.clone() } else { Record::about(place) }))
}

/// Whose API and which account, as the command line's record says it.
pub(super) fn place(w: &Workspace, origin: &str) -> String {
    let url = match w.draft.provider {
        ProviderKind::Cloudflare => CLOUDFLARE_URL.to_owned(),
        ProviderKind::Local => format!("{origin}/client/v4"),
    };
    format!("{url} {}", w.draft.account_id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::project::{Action, Field};

    const ID: &str = "023e105f4ecef8ad9ca31a8372d0c353";

    fn record(place: &str, object: &str) -> Record {
        let json = format!(
            r#"{{"v":1,"place":"{place}","entries":[{{"zone":"a.","object":"{object}","change":"created","method":"POST","path":"/x","id":"1","state":"done"}}]}}"#
        );
        Record::read(&json).unwrap()
    }

    #[test]
    fn a_record_of_elsewhere_or_without_its_key_begins_nothing() {
        let w =
            [(Field::AccountId, ID), (Field::ZoneId, ID), (Field::ZoneName, "a."), (Field::Address(0), "192.0.2.1")]
                .into_iter()
                .fold(Workspace::default(), |w, (field, text)| w.reduce(Action::Type(field, text.into())));
        let here = place(&w, "");
        assert_eq!(here, format!("https://api.cloudflare.com/client/v4 {ID}"));
        let said = |record: &Record, mode| match begun(&w, "", record, mode, (here.clone(), Date::new(2026, 11, 26))) {
            Ok(_) => "begun".to_owned(),
            Err(Unbegun::Findings(found)) => format!("{} findings", found.len()),
            Err(Unbegun::Words((what, _))) => what,
        };
        assert!(said(&record("elsewhere", "peer"), Mode::DryRun).contains("elsewhere"));
        assert!(said(&record(&here, "key"), Mode::Apply).contains("step 3"));
        assert_eq!(said(&record(&here, "key"), Mode::DryRun), "begun");
        assert_eq!(said(&record(&here, "peer"), Mode::Apply), "begun");
        assert_eq!(said(&Record::about("elsewhere".into()), Mode::Apply), "begun", "nothing is left of it");
    }
}
