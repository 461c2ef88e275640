//! What one language says: its diagnostics, www/locale/LANGUAGE, and its texts of the page, as files that www/build.mjs
//! writes: a line a text, KIND/KEY and the texts behind it, with tabs between, sorted by octets. Nothing is copied out of
//! them. Keys and values' names of diagnostics are those of the engine's English (`engine::diag::english`);
//! tests/engine/locale.rs holds both equal.

use std::cell::Cell;

use crate::engine::diag::english::fill_by;

/// All texts of a file. They are never freed.
#[derive(Clone, Debug)]
pub(crate) struct Catalogue {
    lines: Vec<&'static str>,
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
    /// What the file holds.
    pub(crate) fn read(file: String) -> Self {
        Self { lines: Box::leak(file.into_boxed_str()).lines().collect() }
    }

    /// The message of `code`; nothing when a value of it is not given, since English has it whole.
    pub(super) fn message(&self, code: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        self.two("texts", code).and_then(|(message, _)| self.fill(message, &value))
    }

    /// Why `code` matters.
    pub(super) fn why(&self, code: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        self.two("texts", code).and_then(|(_, why)| self.fill(why, &value))
    }

    /// The phrase of a label.
    pub(super) fn label(&self, name: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        self.find("labels", name).and_then(|template| self.fill(template, &value))
    }

    /// The word that stands for `english` as the value called `name`; `{}` in both stands for whatever is there.
    pub(super) fn value(&self, name: &str, english: &str) -> Option<String> {
        let kind = format!("values/{name}");
        if let Some(word) = self.find(&kind, english) {
            return Some(word.to_owned());
        }
        let kind = format!("{kind}/");
        let from = self.lines.partition_point(|line| *line < kind.as_str());
        let known = self.lines.get(from..)?.iter().map_while(|line| line.strip_prefix(&kind)?.split_once('\t'));
        known.into_iter().find_map(|(pattern, word)| {
            let (before, behind) = pattern.split_once("{}")?;
            let inside = english.strip_prefix(before)?.strip_suffix(behind)?;
            Some(word.replace("{}", inside))
        })
    }

    /// The title of a scenario, and what it teaches.
    pub(super) fn scenario(&self, name: &str) -> Option<(String, String)> {
        self.two("scenarios", name).map(|(title, about)| (title.to_owned(), about.to_owned()))
    }

    /// A topic, and what is said of it.
    pub(super) fn note(&self, topic: &str) -> Option<(String, String)> {
        self.two("notes", topic).map(|(topic, says)| (topic.to_owned(), says.to_owned()))
    }

    /// The page's texts of a group, in the order in which it declares them; none when the file is of another version of the
    /// page, by the [`sum`] of its keys.
    pub(super) fn page(&self, group: &str, keys: u32) -> Option<Vec<&'static str>> {
        let (sum, texts) = self.two("page", group)?;
        (sum.parse() == Ok(keys)).then(|| texts.split('\t').collect())
    }

    fn find(&self, kind: &str, key: &str) -> Option<&'static str> {
        let start = format!("{kind}/{key}\t");
        let at = self.lines.partition_point(|line| *line < start.as_str());
        self.lines.get(at)?.strip_prefix(start.as_str())
    }

    fn two(&self, kind: &str, key: &str) -> Option<(&'static str, &'static str)> {
        self.find(kind, key)?.split_once('\t')
    }

    fn fill(&self, template: &str, value: &dyn Fn(&str) -> Option<String>) -> Option<String> {
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
        let file = "page/a\t7\tEins\tZwei\ntexts/a\t{who} antwortet {n} {n#Mal#Mal}\t{x}\ntexts/b-c\tx\ty\n\
                    values/who/the primary\tPrimary\nvalues/x/it has {} characters\t{} Zeichen\n";
        let catalogue = Catalogue::read(file.into());
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
        assert_eq!(catalogue.message("b-c", value).as_deref(), Some("x"));
        assert_eq!(catalogue.page("a", 7), Some(vec!["Eins", "Zwei"]));
        assert_eq!((catalogue.page("a", 8), catalogue.page("b", 7)), (None, None));
        assert_eq!(Catalogue::read("<html>".into()).page("a", 7), None);
    }
}
