//! TSIG keys as JSON: what a text holds and how two copies differ. What `understudy key … --format json` prints and the
//! Wasm module returns. No secret is in any of it.

use serde::{Deserialize, Serialize};

use super::report::Severity;
use crate::engine::diag::{LineIndex, english};
use crate::engine::tsig::{self, KeyParts, Part, Row, Understood};

/// The version of these shapes.
pub const VERSION: u8 = 1;

/// What a text holds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Keys {
    /// [`VERSION`].
    pub v: u8,
    /// The keys, in their order.
    pub keys: Vec<Key>,
    /// What is wrong or worth knowing. With an error among it the text cannot be used as it is.
    pub diagnostics: Vec<Finding>,
}

/// One key, its secret aside.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Key {
    /// Whose form it is written in.
    pub form: String,
    /// The name, with its final dot; absent when the text tells none, or what could be a secret in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The algorithm's mnemonic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<String>,
    /// Octets of the secret; absent when it is not base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub octets: Option<u64>,
    /// What two people read to each other to know that they hold the same secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// Characters of the secret as written.
    pub characters: u64,
}

/// A finding about a key's text.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Finding {
    /// Stable name of what is said.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is said, in English.
    pub message: String,
    /// Why it matters and what to do.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
}

/// Two copies of what should be one key.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Comparison {
    /// [`VERSION`].
    pub v: u8,
    /// Whether a message signed on one side verifies on the other.
    pub same: bool,
    /// Stable name of the one thing to say first.
    pub code: String,
    /// The same in English.
    pub message: String,
    /// Part by part.
    pub rows: Vec<Compared>,
}

/// One part on both sides.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Compared {
    /// `name`, `algorithm`, `secret as written`, `secret`.
    pub part: String,
    /// What follows.
    pub code: String,
    /// Here; a secret shows as length and fingerprint. Absent when the form does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub here: Option<String>,
    /// There.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub there: Option<String>,
}

impl Keys {
    /// What was understood of `text`.
    #[must_use]
    pub fn new(text: &str, understood: &Understood) -> Self {
        let index = LineIndex::new(text.as_bytes());
        let finding = |d: &crate::engine::diag::Diagnostic| {
            let place = index.position(text.as_bytes(), d.span.start);
            Finding {
                code: d.code.name.to_owned(),
                severity: d.severity.into(),
                message: english::other_message(d.code, &d.args),
                why: english::other_why(d.code, &d.args),
                line: place.line,
                column: place.column,
            }
        };
        Self {
            v: VERSION,
            keys: understood.keys.iter().map(Key::from).collect(),
            diagnostics: understood.diagnostics.kept().iter().map(finding).collect(),
        }
    }
}

impl From<&KeyParts> for Key {
    fn from(parts: &KeyParts) -> Self {
        Self {
            form: parts.form.title().to_owned(),
            name: parts.name_shown(),
            algorithm: parts.algorithm.map(|algorithm| algorithm.mnemonic().to_owned()),
            octets: parts.secret.as_ref().map(|secret| secret.len() as u64),
            fingerprint: parts.secret.as_ref().map(tsig::Secret::fingerprint),
            characters: parts.secret_chars as u64,
        }
    }
}

impl From<&tsig::Comparison> for Comparison {
    fn from(comparison: &tsig::Comparison) -> Self {
        Self {
            v: VERSION,
            same: comparison.is_same(),
            code: comparison.verdict.name.to_owned(),
            message: english::other_message(comparison.verdict, &comparison.args),
            rows: comparison.rows.iter().map(Compared::from).collect(),
        }
    }
}

impl From<&Row> for Compared {
    fn from(row: &Row) -> Self {
        Self {
            part: part(row.part).to_owned(),
            code: row.code.name.to_owned(),
            here: row.here.clone(),
            there: row.there.clone(),
        }
    }
}

/// A part's name.
#[must_use]
pub const fn part(part: Part) -> &'static str {
    match part {
        Part::Name => "name",
        Part::Algorithm => "algorithm",
        Part::SecretText => "secret as written",
        Part::Secret => "secret",
    }
}
