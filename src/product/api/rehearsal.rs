//! What page and worker tell each other of scenarios: those of the library, and one that was played.

use serde::{Deserialize, Serialize};

use crate::product::rehearse::{Timeline, builder::Built};

/// A scenario that comes with the program.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Example {
    /// Its name, as `understudy simulate` takes it.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What it teaches.
    pub about: String,
    /// Its text.
    pub text: String,
}

/// A scenario that was played, or why it was not.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Played {
    /// Its text, with the change that was asked for.
    pub text: String,
    /// Its parts; absent when the text is no scenario.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub built: Option<Built>,
    /// What happened, the first entries of it; absent when it could not be played.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeline: Option<Timeline>,
    /// How many entries there are.
    pub entries: u64,
    /// The timeline as `understudy simulate` prints it; empty when it is long.
    #[serde(default)]
    pub print: String,
    /// What is wrong with the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wrong: Vec<Wrong>,
    /// Why the change was not made: `length`, `offset`, `number`, `name`, `place`, `last`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// Something wrong with a scenario's text.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Wrong {
    /// Stable name of what is said.
    pub code: String,
    /// Line, from 1; 0 when it is about the whole.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// What is said, in English.
    pub message: String,
    /// What to do, in English.
    pub why: String,
}
