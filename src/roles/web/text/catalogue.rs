//! What one language says: its diagnostics, www/locale/LANGUAGE, and its texts of the page, as one file that www/build.mjs
//! writes. Keys and values' names of diagnostics are those of the engine's English (`engine::diag::english`);
//! tests/engine/locale.rs holds both equal.

use std::cell::Cell;
use std::collections::HashMap;

use serde::Deserialize;

use crate::engine::diag::english::fill_by;

/// All texts.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Catalogue {
    /// By code: the message, and why it matters.
    #[serde(default)]
    texts: HashMap<String, (String, String)>,
    /// By a label's name.
    #[serde(default)]
    labels: HashMap<String, String>,
    /// English words that stand as values in a text: by the value's name, then by the word. `{}` in both stands for
    /// whatever is there.
    #[serde(default)]
    values: HashMap<String, HashMap<String, String>>,
    /// Scenarios of the library, by name: title, and what they teach.
    #[serde(default)]
    scenarios: HashMap<String, (String, String)>,
    /// What is known of a provider, by topic: the topic, and what is said.
    #[serde(default)]
    notes: HashMap<String, (String, String)>,
    /// The page's own, by group, in the order in which the group declares them, behind the [`sum`] of its keys.
    #[serde(default)]
    page: HashMap<String, (u32, Vec<String>)>,
}

/// FNV-1a over keys, as www/build.mjs computes it.
pub(super) const fn sum(keys: &str) -> u32 {
    let (mut sum, mut rest) = (0x811c_9dc5_u32, keys.as_bytes());
    while let [octet, behind @ ..] = rest {
        sum = (sum ^ *octet as u32).wrapping_mul(0x0100_0193);
        rest = behind;
    }
    sum
}

impl Catalogue {
    /// What the file holds; nothing when it is none.
    pub(crate) fn read(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }

    /// The message of `code`; nothing when a value of it is not given, since English has it whole.
    pub(super) fn message(&self, code: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        self.texts.get(code).and_then(|(message, _)| self.fill(message, value))
    }

    /// Why `code` matters.
    pub(super) fn why(&self, code: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        self.texts.get(code).and_then(|(_, why)| self.fill(why, value))
    }

    /// The phrase of a label.
    pub(super) fn label(&self, name: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        self.labels.get(name).and_then(|template| self.fill(template, value))
    }

    /// The word that stands for `english` as the value called `name`.
    pub(super) fn value(&self, name: &str, english: &str) -> Option<String> {
        let known = self.values.get(name)?;
        let like = |(pattern, word): (&String, &String)| {
            let (before, behind) = pattern.split_once("{}")?;
            let inside = english.strip_prefix(before)?.strip_suffix(behind)?;
            Some(word.replace("{}", inside))
        };
        known.get(english).cloned().or_else(|| known.iter().find_map(like))
    }

    /// The title of a scenario, and what it teaches.
    pub(super) fn scenario(&self, name: &str) -> Option<(String, String)> {
        self.scenarios.get(name).cloned()
    }

    /// A topic, and what is said of it.
    pub(super) fn note(&self, topic: &str) -> Option<(String, String)> {
        self.notes.get(topic).cloned()
    }

    /// The page's texts of a group; none when the file is of another version of the page. They are never freed.
    pub(super) fn page(&self, group: &str, keys: u32) -> Option<Vec<&'static str>> {
        let leak = |text: &String| &*Box::leak(text.clone().into_boxed_str());
        let (_, texts) = self.page.get(group).filter(|(sum, _)| *sum == keys)?;
        Some(texts.iter().map(leak).collect())
    }

    fn fill(&self, template: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        let lacks = Cell::new(false);
        let filled = fill_by(template, |name| {
            let Some(english) = value(name) else {
                // Braces of other languages, such as BIND's, hold more than a name.
                lacks.set(lacks.get() || name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
                return None;
            };
            Some(self.value(name, &english).unwrap_or(english))
        });
        (!lacks.get()).then_some(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_are_words_are_put_into_the_language_too() {
        let json = r#"{"texts":{"a":["{who} antwortet {n} {n#Mal#Mal}","{x}"]},"values":{"who":{"the primary":"Primary"},"x":{"it has {} characters":"{} Zeichen"}}}"#;
        let catalogue = Catalogue::read(json).unwrap();
        let value = |name: &str| match name {
            "who" => Some("the primary".to_owned()),
            "n" => Some("2".to_owned()),
            _ => None,
        };
        assert_eq!(catalogue.message("a", value).as_deref(), Some("Primary antwortet 2 Mal"));
        assert_eq!(catalogue.why("a", value), None, "x is not given");
        let why = catalogue.why("a", |name| (name == "x").then(|| "it has 5 characters".to_owned()));
        assert_eq!(why.as_deref(), Some("5 Zeichen"));
        assert_eq!(catalogue.message("b", value), None);
        assert!(Catalogue::read("<html>").is_none());
    }
}
