//! What a probe or a transfer said, step by step: what a project remembers of its primary.
//!
//! The companion sends these as events (`product::api::companion`). Absent things are absent keys, never null; no secret
//! is among them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::engine::diag::Args;

/// The kind of transfer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The whole zone (RFC 5936).
    #[default]
    Axfr,
    /// The changes since a serial (RFC 1995).
    Ixfr,
}

pub use crate::product::rehearse::Transport;

/// What happened. Exactly one `done` or `failed` ends a stream.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum What {
    /// The first event.
    Started(Started),
    /// One step of a probe has an answer.
    Step(Step),
    /// A transfer goes on.
    Progress(Progress),
    /// It succeeded.
    Done(Done),
    /// It failed.
    Failed(Failed),
}

impl What {
    /// The `event:` line of the stream.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Started(_) => "started",
            Self::Step(_) => "step",
            Self::Progress(_) => "progress",
            Self::Done(_) => "done",
            Self::Failed(_) => "failed",
        }
    }
}

/// What is asked, and from where.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Started {
    /// The apex, absolute.
    pub zone: String,
    /// `192.0.2.1:53`, `[2001:db8::1]:53`.
    pub peer: String,
    /// The local address that was used; absent until a socket is bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local: Option<String>,
    /// Under which the zone of a transfer can be fetched when it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<String>,
}

/// One step of a probe.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Step {
    /// Which.
    pub id: StepId,
    /// How it went.
    pub state: StepState,
    /// What was tried, one sentence.
    pub tried: String,
    /// What came back, one sentence.
    pub got: String,
    /// What `tried` was made of.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub tried_words: Words,
    /// What `got` was made of.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub got_words: Words,
    /// Milliseconds it took.
    pub ms: u64,
    /// Mnemonic of the response code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rcode: Option<String>,
    /// Mnemonic of the TSIG error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tsig_error: Option<String>,
    /// Likely causes of a failure, most likely first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<Cause>,
}

/// What an English sentence was made of, for other languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Words {
    /// Stable name of the sentence.
    pub code: String,
    /// Its values; numbers in decimal.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
    /// Stable name of a second sentence without values, set off by a semicolon.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub then: String,
}

impl Words {
    /// The sentence called `code` with its values.
    #[must_use]
    pub fn new(code: &str, args: &Args) -> Self {
        Self { code: code.to_owned(), args: texts(args), then: String::new() }
    }

    /// Whether nothing is said of it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.code.is_empty()
    }
}

/// Values as text: numbers in decimal.
#[must_use]
pub fn texts(args: &Args) -> BTreeMap<String, String> {
    args.iter().map(|(name, value)| (name.to_owned(), value.to_string())).collect()
}

/// The steps of a probe, in the order they are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StepId {
    /// A TCP connection.
    Tcp,
    /// An answer over UDP.
    Udp,
    /// The zone's SOA.
    Soa,
    /// The key is accepted.
    Tsig,
    /// The clocks agree.
    Clock,
    /// A whole transfer.
    Axfr,
    /// An incremental transfer.
    Ixfr,
    /// Transfer over TLS.
    Xot,
}

/// How a step went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StepState {
    /// As wanted.
    Ok,
    /// Not as wanted.
    Failed,
    /// Not tried, and `got` says why.
    Skipped,
    /// Tried, and the answer proves nothing.
    Unknown,
}

/// One likely cause of a failure.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Cause {
    /// Stable name.
    pub code: String,
    /// How likely.
    pub likelihood: Likelihood,
    /// What it is and why we think so.
    pub text: String,
    /// What to do about it.
    #[serde(rename = "do")]
    pub remedy: String,
    /// What both were filled with, for other languages.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
}

/// How likely a cause is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Likelihood {
    /// Look here first.
    High,
    /// Then here.
    Medium,
    /// Then here.
    Low,
}

/// A transfer goes on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Progress {
    /// Records so far.
    pub records: u64,
    /// Octets so far.
    pub bytes: u64,
    /// DNS messages so far.
    pub messages: u64,
    /// Records expected, when something tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

/// A transfer or probe succeeded. A probe leaves out what it did not learn.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Done {
    /// The primary's serial.
    pub serial: u32,
    /// Records transferred, the SOA counted once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<u64>,
    /// Octets transferred.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// Milliseconds from the first to the last event.
    pub ms: u64,
    /// The SOA record as text.
    pub soa: String,
}

/// A transfer or probe failed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Failed {
    /// Stable name.
    pub code: String,
    /// One sentence.
    pub message: String,
    /// What it was filled with, for other languages.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
    /// Mnemonic of the response code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rcode: Option<String>,
    /// Mnemonic of the TSIG error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tsig_error: Option<String>,
    /// Likely causes, most likely first.
    #[serde(default)]
    pub causes: Vec<Cause>,
}
