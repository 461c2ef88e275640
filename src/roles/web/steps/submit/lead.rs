//! What will happen if one goes on, or did.

use super::super::super::submitting::{Shown, Undo};
use super::super::super::text::{fill, plural, t, whole};
use crate::product::project::Submission;

/// The first sentence, and the rest.
pub(crate) fn lead(shown: &Shown, submission: &Submission) -> (String, String) {
    let s = t().submit;
    match (&shown.undo, submission) {
        (Some(Undo::Done), _) => (s.lead_undone.into(), String::new()),
        (Some(Undo::Left(why)), _) => (s.lead_undone_partly.into(), whole(why)),
        (Some(Undo::Failed(why)), _) => (fill(s.lead_undo_failed, &[("why", why)]), String::new()),
        (_, Submission::Idle) if shown.interrupted => {
            let one = plural(shown.record.entries.len() as u64, s.lead_interrupted_one, s.lead_interrupted_many);
            (s.lead_interrupted.into(), one)
        }
        (_, Submission::Idle) if !shown.record.is_empty() => (s.lead_kept.into(), s.lead_kept_rest.into()),
        (_, Submission::Idle) => (s.lead_idle.into(), s.lead_idle_rest.into()),
        (_, Submission::Planned { changes: 0 }) => (s.lead_nothing.into(), s.lead_nothing_rest.into()),
        (_, Submission::Planned { changes }) => {
            (plural(*changes as u64, s.lead_planned_one, s.lead_planned), s.lead_planned_rest.into())
        }
        (_, Submission::Looking { done, total }) => {
            (fill(s.lead_looking, &[("n", done), ("total", total)]), s.lead_looking_rest.into())
        }
        (_, Submission::Applying { done, total }) => {
            (fill(s.lead_applying, &[("n", done), ("total", total)]), s.lead_applying_rest.into())
        }
        (_, Submission::Applied { serial: Some(serial) }) => {
            (fill(s.lead_applied, &[("serial", serial)]), s.lead_applied_rest.into())
        }
        (_, Submission::Applied { serial: None }) => (s.lead_applied_none.into(), s.lead_applied_none_rest.into()),
        (_, Submission::Stopped { call }) => (fill(s.lead_stopped, &[("n", call)]), stays(shown)),
        // Why stands below, beside what to do about it.
        (_, Submission::Failed { call, .. }) if shown.failure.is_some() => {
            (fill(s.lead_failed, &[("n", call)]), stays(shown))
        }
        (_, Submission::Failed { call, message }) => (fill(s.lead_failed, &[("n", call)]), whole(message)),
    }
}

/// What became of what was done before a run ended early.
fn stays(shown: &Shown) -> String {
    let s = t().submit;
    if shown.record.entries.is_empty() { s.lead_stopped_unchanged } else { s.lead_stopped_rest }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_from_before_is_said() {
        let json = r#"{"v":1,"entries":[{"zone":"a.","object":"peer","change":"created","method":"POST","path":"/x","id":"1","state":"done"}]}"#;
        let record = crate::product::provider::Record::read(json).unwrap();
        let lead =
            |interrupted| lead(&Shown { interrupted, record: record.clone(), ..Shown::default() }, &Submission::Idle).0;
        assert_eq!(lead(true), "A run was interrupted.");
        assert_eq!(lead(false), "An earlier apply can still be undone.");
    }

    #[test]
    fn one_change_is_not_many() {
        let lead = |submission| lead(&Shown::default(), &submission).0;
        assert_eq!(lead(Submission::Planned { changes: 1 }), "1 change would be made.");
        assert_eq!(lead(Submission::Planned { changes: 5 }), "5 changes would be made.");
        assert_eq!(lead(Submission::Applied { serial: Some(7) }), "Serial 7 is served.");
        assert_eq!(lead(Submission::Stopped { call: 6 }), "Stopped after call 6.");
        assert_eq!(lead(Submission::Looking { done: 1, total: 4 }), "Looking: 1 of 4 calls done.");
    }
}
