//! What a zone tells of its past, over restarts too: failures since the last success, how often what happened, and when it
//! was last transferred from here.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::ZoneEvent;
use crate::engine::diag::{Severity, english};
use crate::engine::xfr::codes;

/// Failures that a zone's status tells: enough to see a pattern, over several primaries.
const FAILURES: usize = 8;

/// A failure as it is told.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Failed {
    /// When, in seconds since 1970.
    pub at_s: u64,
    /// The code's name.
    pub code: String,
    /// In words.
    pub message: String,
    /// The primary it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peer: Option<String>,
    /// `udp`, `tcp` or `tls`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transport: Option<String>,
}

/// How often what happened since the zone was first configured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Counts {
    /// Checks that found nothing newer.
    pub current: u64,
    /// Versions that were served.
    pub versions: u64,
    /// Checks in which no primary could be used.
    pub failed: u64,
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Past {
    /// Since the last success, the latest first.
    #[serde(default)]
    pub(super) failures: VecDeque<Failed>,
    #[serde(default)]
    pub(super) counts: Counts,
    /// When it was last transferred from here, in microseconds since 1970; 0 for never.
    #[serde(default, skip_serializing_if = "is_never")]
    pub(super) given_us: u64,
}

const fn is_never(at_us: &u64) -> bool {
    *at_us == 0
}

impl Past {
    /// What the store has; what does not read is forgotten.
    pub(super) fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// For the store.
    pub(super) fn text(&self) -> String {
        // Numbers and strings always become JSON.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Something happened.
    pub(super) fn hear(&mut self, event: &ZoneEvent) {
        let code = event.code;
        if *code == codes::XFR_CURRENT || *code == codes::XFR_SERVED {
            // The primary has nothing newer, or something that works: what went wrong before is over.
            self.failures.clear();
        }
        let counts = &mut self.counts;
        counts.current += u64::from(*code == codes::XFR_CURRENT);
        counts.versions += u64::from(*code == codes::XFR_SERVED);
        counts.failed += u64::from(*code == codes::XFR_ROUND_FAILED);
        if code.severity == Severity::Error {
            let value = |name| event.args.get(name).map(ToString::to_string);
            self.failures.truncate(FAILURES - 1);
            self.failures.push_front(Failed {
                at_s: event.at_s,
                code: code.name.to_owned(),
                message: english::message(code, &event.args),
                peer: value("peer"),
                transport: value("transport"),
            });
        }
    }
}
