//! What a rehearsal gives: what happened, why, and what would have been served meanwhile. The page is told the same.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::engine::diag::{Args, Code, Severity as Weight, english};

/// The version of this shape.
pub(super) const VERSION: u8 = 1;

/// One scenario played through. Times are milliseconds from its beginning.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Timeline {
    /// The version of this shape: 1.
    pub v: u8,
    /// The scenario's title.
    pub title: String,
    /// What it teaches.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// The zone, with its final dot.
    pub zone: String,
    /// Whose behaviour it is: a provider's name; absent for our own secondary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// When it ends.
    pub lasts_ms: u64,
    /// What happened.
    pub entries: Vec<Entry>,
    /// What was served, without gaps from beginning to end.
    pub served: Vec<Served>,
    /// What is known of the provider, and what is not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// How it came out.
    pub outcome: Outcome,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Entry {
    /// When.
    pub at_ms: u64,
    /// Whose doing or experience it is.
    pub actor: Actor,
    /// The primary's name, where it is one's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary: Option<String>,
    /// Stable name of what is said.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is said, in English.
    pub text: String,
    /// Why it matters and what to do, in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// What `text` was filled with, for other languages.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
    /// The topic of [`Timeline::notes`] that makes it unknown whether the provider does the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown: Option<String>,
    /// For the end of an exchange: what went over the wire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traffic: Option<Traffic>,
    /// How the secondary stands after it, where that has changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
}

/// Whose doing or experience something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Actor {
    /// A primary's.
    Primary,
    /// The secondary's.
    Secondary,
    /// That of the way between.
    Network,
    /// The secondary's operator's.
    Operator,
}

/// How bad an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// As it should be.
    Info,
    /// Worth a look.
    Warning,
    /// It failed.
    Error,
}

/// Octets and messages of one exchange, length prefixes of streams included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Traffic {
    /// When the link was opened.
    pub opened_ms: u64,
    /// Octets to the primary.
    pub sent: u64,
    /// Octets from it.
    pub received: u64,
    /// Messages from it.
    pub messages: u64,
}

/// How the secondary stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct State {
    /// The serial held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<u32>,
    /// Whether what is held has expired.
    pub expired: bool,
    /// Whether it is asking, transferring or storing.
    pub busy: bool,
    /// When it will look again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_check_ms: Option<u64>,
    /// When what is held expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_ms: Option<u64>,
}

/// What queries are answered with from one moment to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Served {
    /// From when.
    pub from_ms: u64,
    /// Until when.
    pub until_ms: u64,
    /// With what.
    pub answers: Answers,
    /// The zone's serial.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<u32>,
    /// How it stands to what the primaries have.
    pub behind: Behind,
}

/// What queries are answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Answers {
    /// The zone.
    Zone,
    /// SERVFAIL.
    Servfail,
    /// Authoritatively, that there is nothing.
    Empty,
    /// Nobody knows.
    Unknown,
    /// Nothing: the secondary is not running.
    Nothing,
}

/// Whether the newest version published is the one served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Behind {
    /// The newest is served.
    No,
    /// An older one is.
    Yes,
    /// None is.
    Absent,
}

/// Something that is known of a provider, or not.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Note {
    /// What it is about.
    pub topic: String,
    /// What is known, or what is not.
    pub says: String,
    /// Whence: a document and its month, or `unknown`.
    pub basis: String,
}

/// How it came out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Outcome {
    /// For how long an older version was served than the primaries had.
    pub behind_ms: u64,
    /// For how long no version was served.
    pub absent_ms: u64,
    /// Whether a version expired.
    pub expired: bool,
    /// Whether the newest version is served at the end.
    pub current: bool,
    /// The serial served at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<u32>,
    /// Versions that were installed.
    pub installed: u32,
    /// Octets to the primaries.
    pub sent: u64,
    /// Octets from them.
    pub received: u64,
}

/// A timeline in the making.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub(super) entries: Vec<Entry>,
    pub(super) served: Vec<Served>,
    pub(super) outcome: Outcome,
    state: State,
}

impl Log {
    pub(super) fn say(&mut self, at_ms: u64, actor: Actor, code: &Code, args: &Args) -> &mut Entry {
        let severity = match code.severity {
            Weight::Info => Severity::Info,
            Weight::Warning => Severity::Warning,
            Weight::Error => Severity::Error,
        };
        self.entries.push(Entry {
            at_ms,
            actor,
            primary: None,
            code: code.name.to_owned(),
            severity,
            text: english::message(code, args),
            why: english::why(code, args),
            args: args.iter().map(|(name, value)| (name.to_owned(), value.to_string())).collect(),
            unknown: None,
            traffic: None,
            state: None,
        });
        let last = self.entries.len() - 1;
        &mut self.entries[last]
    }

    /// Notes how the secondary stands, on the last entry, when that is news.
    pub(super) fn stands(&mut self, state: State) {
        if state == self.state {
            return;
        }
        if let Some(entry) = self.entries.last_mut() {
            entry.state = Some(state);
            self.state = state;
        }
    }

    /// From `at_ms` on queries get this.
    pub(super) fn serves(&mut self, at_ms: u64, answers: Answers, serial: Option<u32>, behind: Behind) {
        if let Some(last) = self.served.last_mut() {
            if (last.answers, last.serial, last.behind) == (answers, serial, behind) {
                return;
            }
            last.until_ms = at_ms;
            if last.from_ms == at_ms {
                self.served.pop();
            }
        }
        self.served.push(Served { from_ms: at_ms, until_ms: at_ms, answers, serial, behind });
    }

    /// The end: sums up.
    pub(super) fn end(&mut self, at_ms: u64) {
        if let Some(last) = self.served.last_mut() {
            last.until_ms = at_ms;
            self.outcome.current = last.behind == Behind::No;
            self.outcome.serial = last.serial;
        }
        let total = |behind: Behind| {
            self.served.iter().filter(|s| s.behind == behind).map(|s| s.until_ms.saturating_sub(s.from_ms)).sum()
        };
        (self.outcome.behind_ms, self.outcome.absent_ms) = (total(Behind::Yes), total(Behind::Absent));
    }
}
