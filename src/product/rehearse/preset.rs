//! Whose behaviour is rehearsed. What a provider does not document is said to be unknown, never guessed: the timeline
//! then shows what our own secondary does, and marks it.

use serde::{Deserialize, Serialize};

use super::Note;

/// A provider whose behaviour is known in parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    /// Cloudflare's Secondary DNS.
    Cloudflare,
}

/// The usual refresh interval of a zone there.
pub(super) const CLOUDFLARE_REFRESH_S: u32 = 86_400;

/// One row: what it is about, what is known, whence, and the events that rest on what is not known.
struct Row {
    topic: &'static str,
    says: &'static str,
    basis: &'static str,
    events: &'static [&'static str],
}

/// docs of 2026-06 and the API reference of 2026; sorted by topic.
static CLOUDFLARE: [Row; 9] = [
    Row {
        topic: "before the first transfer",
        says: "the zone is answered authoritatively and empty from the moment it is created",
        basis: "documented 2026-06",
        events: &[],
    },
    Row {
        topic: "expiry",
        says: "what is answered when the primaries have failed for longer than SOA EXPIRE",
        basis: "unknown",
        events: &["xfr-expired", "xfr-after-expiry"],
    },
    Row {
        topic: "NOTIFY",
        says: "makes it look at once; what it does about a promised serial that does not appear, and how many NOTIFYs make one check",
        basis: "unknown",
        events: &["xfr-notify-ahead", "xfr-notify-broken", "xfr-notify-recheck", "xfr-notify-later"],
    },
    Row {
        topic: "refresh",
        says: "the serial is asked for every auto_refresh_seconds (at least 300, usually 86400), whatever SOA REFRESH says",
        basis: "documented 2026-06",
        events: &[],
    },
    Row {
        topic: "retry",
        says: "when it tries again after all primaries have failed",
        basis: "unknown",
        events: &["xfr-round-failed", "xfr-check-retry"],
    },
    Row {
        topic: "serial",
        says: "what it does about a serial that went back or is half the circle away",
        basis: "unknown",
        events: &["xfr-older", "xfr-serial-undefined"],
    },
    Row {
        topic: "several primaries",
        says: "in which order peers are asked, and when the next is",
        basis: "unknown",
        events: &["xfr-next-primary"],
    },
    Row {
        topic: "transfer",
        says: "a peer with IXFR is asked for IXFR first and for AXFR when that fails",
        basis: "documented 2026-06",
        events: &[],
    },
    Row {
        topic: "zone content",
        says: "which records it leaves out or refuses",
        basis: "unknown",
        events: &["xfr-no-ns", "xfr-out-of-zone"],
    },
];

impl Preset {
    /// How it is called.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Cloudflare => "Cloudflare",
        }
    }

    /// What is known of it, and what is not.
    #[must_use]
    pub fn notes(self) -> Vec<Note> {
        let note =
            |row: &Row| Note { topic: row.topic.to_owned(), says: row.says.to_owned(), basis: row.basis.to_owned() };
        self.rows().iter().map(note).collect()
    }

    /// The topic that makes it unknown whether the provider does the same here.
    pub(super) fn unknown(self, code: &str) -> Option<&'static str> {
        self.rows().iter().find(|row| row.events.contains(&code)).map(|row| row.topic)
    }

    const fn rows(self) -> &'static [Row] {
        match self {
            Self::Cloudflare => &CLOUDFLARE,
        }
    }
}
