//! What an apply has done so far, as the page keeps it beside the project: enough to finish or to undo it after a
//! reload. It holds no secret, since a [`Record`] holds none.

use serde::{Deserialize, Serialize};

use crate::product::provider::Record;

/// The version of the stored form.
const VERSION: u8 = 1;

/// The record of the last apply.
#[derive(Clone, Debug, Default)]
pub struct Applied {
    /// What was meant and done.
    pub record: Record,
    /// Whether the apply came to its end, whichever; else the page went away in the middle of it.
    pub ended: bool,
}

#[derive(Deserialize, Serialize)]
struct Stored {
    applied: u8,
    ended: bool,
    record: Record,
}

impl Applied {
    /// The stored form: one JSON object.
    #[must_use]
    pub fn store(&self) -> String {
        let stored = Stored { applied: VERSION, ended: self.ended, record: self.record.clone() };
        serde_json::to_string(&stored).unwrap_or_default()
    }

    /// Reads the stored form; none when it is none, or of a newer version.
    #[must_use]
    pub fn restore(json: &str) -> Option<Self> {
        let stored: Stored = serde_json::from_str(json).ok().filter(|stored: &Stored| stored.applied <= VERSION)?;
        Some(Self { record: stored.record, ended: stored.ended })
    }

    /// Whether something is left to undo, or the outcome of a call is not known: then it must not be forgotten.
    #[must_use]
    pub fn matters(&self) -> bool {
        !self.record.is_empty() || self.record.is_unfinished()
    }

    /// Whether the page went away in the middle of it.
    #[must_use]
    pub fn is_interrupted(&self) -> bool {
        self.matters() && (!self.ended || self.record.is_unfinished())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(state: &str) -> Record {
        let json = format!(
            r#"{{"v":1,"place":"p","entries":[{{"zone":"a.","object":"peer","change":"created","method":"POST",
            "path":"/accounts/x/secondary_dns/peers","state":"{state}"}}]}}"#
        );
        Record::read(&json).unwrap()
    }

    #[test]
    fn what_was_meant_comes_back_and_says_how_far_it_was() {
        let back = |state, ended| {
            let kept = Applied { record: record(state), ended }.store();
            Applied::restore(&kept).map(|a| (a.matters(), a.is_interrupted(), a.record.place.clone()))
        };
        assert_eq!(back("intended", false), Some((true, true, "p".into())));
        assert_eq!(back("intended", true), Some((true, true, "p".into())), "an answer was not heard");
        assert_eq!(back("done", false), Some((true, true, "p".into())));
        assert_eq!(back("done", true), Some((true, false, "p".into())), "done, and can be undone");
        assert_eq!(back("undone", false), Some((false, false, "p".into())));
        assert!(Applied::restore("{}").is_none());
        let newer = Applied::default().store().replace(r#""applied":1"#, r#""applied":2"#);
        assert!(Applied::restore(&newer).is_none());
    }
}
