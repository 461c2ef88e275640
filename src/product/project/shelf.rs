//! The projects that a browser keeps: which there are, and how each stood when it was last open. What was typed is kept
//! apart from this list, one project at a time.

use serde::{Deserialize, Serialize};

use super::steps::{Mark, Step, mark};
use super::{ProviderKind, Workspace};

/// The version of the stored form.
const VERSION: u8 = 1;

/// One project.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Entry {
    /// Names it in the browser's storage.
    pub id: String,
    /// What the person calls it; empty is its zone's name.
    #[serde(default)]
    pub title: String,
    /// The zone's name; empty while there is none.
    #[serde(default)]
    pub zone: String,
    /// Who shall serve the zone.
    #[serde(default)]
    pub provider: ProviderKind,
    /// The marks of the seven steps, in their order.
    #[serde(default)]
    pub marks: Vec<Mark>,
    /// When it was changed last, in Unix milliseconds.
    #[serde(default)]
    pub changed_ms: u64,
}

impl Entry {
    /// How `w` stands, under `id`.
    #[must_use]
    pub fn of(id: &str, w: &Workspace, changed_ms: u64) -> Self {
        let known = w.checked.as_ref().and_then(|checked| checked.origin.as_ref());
        Self {
            id: id.to_owned(),
            title: w.draft.title.clone(),
            zone: known.unwrap_or(&w.draft.zone_name).clone(),
            provider: w.draft.provider,
            marks: Step::ALL.into_iter().map(|step| mark(step, w)).collect(),
            changed_ms,
        }
    }

    /// What it is called; empty when it has neither title nor zone.
    #[must_use]
    pub fn name(&self) -> &str {
        if self.title.is_empty() { &self.zone } else { &self.title }
    }

    /// The mark that says most: the first error, else warning, else what is under way or unknown, else ok.
    #[must_use]
    pub fn worst(&self) -> Mark {
        let weight = |mark: &Mark| match mark {
            Mark::Error => 5,
            Mark::Warning => 4,
            Mark::Running => 3,
            Mark::Unknown => 2,
            Mark::Ok => 1,
            Mark::Empty => 0,
        };
        self.marks.iter().copied().max_by_key(weight).unwrap_or(Mark::Empty)
    }
}

/// All projects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelf(Vec<Entry>);

#[derive(Deserialize, Serialize)]
struct Stored {
    projects: u8,
    list: Vec<Entry>,
}

impl Shelf {
    /// Reads the stored form; what is no such list, or of a newer version, is an empty one.
    #[must_use]
    pub fn restore(json: &str) -> Self {
        let stored = serde_json::from_str::<Stored>(json).ok().filter(|stored| stored.projects <= VERSION);
        Self(stored.map(|stored| stored.list).unwrap_or_default())
    }

    /// The stored form.
    #[must_use]
    pub fn store(&self) -> String {
        serde_json::to_string(&Stored { projects: VERSION, list: self.0.clone() }).unwrap_or_default()
    }

    /// Adds a project or replaces what is known of it.
    pub fn put(&mut self, entry: Entry) {
        match self.0.iter_mut().find(|known| known.id == entry.id) {
            Some(known) => *known = entry,
            None => self.0.push(entry),
        }
    }

    /// Takes a project away.
    pub fn remove(&mut self, id: &str) {
        self.0.retain(|entry| entry.id != id);
    }

    /// A project.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.0.iter().find(|entry| entry.id == id)
    }

    /// All whose name or zone holds `text`, in either case; the one changed last comes first.
    #[must_use]
    pub fn found(&self, text: &str) -> Vec<&Entry> {
        let text = text.to_lowercase();
        let holds = |words: &str| words.to_lowercase().contains(&text);
        let mut found: Vec<_> = self.0.iter().filter(|e| holds(&e.title) || holds(&e.zone)).collect();
        found.sort_by_key(|entry| std::cmp::Reverse(entry.changed_ms));
        found
    }

    /// An id that no project has, made from the time.
    #[must_use]
    pub fn free_id(&self, now_ms: u64) -> String {
        let mut at = now_ms;
        while self.get(&format!("{at:x}")).is_some() {
            at += 1;
        }
        format!("{at:x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::project::{Action, Field};

    fn entry(id: &str, zone: &str, changed_ms: u64) -> Entry {
        let w = Workspace::default().reduce(Action::Type(Field::ZoneName, zone.into()));
        Entry::of(id, &w, changed_ms)
    }

    #[test]
    fn projects_are_found_by_name_and_kept_by_id() {
        let mut shelf = Shelf::default();
        shelf.put(entry("1", "example.com.", 5));
        shelf.put(entry("2", "example.net.", 9));
        shelf.put(entry("3", "other.test.", 7));
        let ids = |shelf: &Shelf, text| shelf.found(text).iter().map(|e| e.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&shelf, ""), ["2", "3", "1"]);
        assert_eq!(ids(&shelf, "EXAMPLE"), ["2", "1"]);
        shelf.put(Entry { title: "the old one".into(), ..entry("1", "example.com.", 10) });
        shelf.remove("2");
        assert_eq!(ids(&Shelf::restore(&shelf.store()), ""), ["1", "3"]);
        assert_eq!(shelf.get("1").map(Entry::name), Some("the old one"));
        assert_eq!(Shelf::restore(r#"{"projects":2,"list":[]}"#), Shelf::default());
    }

    #[test]
    fn an_id_is_nobody_elses() {
        let mut shelf = Shelf::default();
        shelf.put(entry("ff", "a.", 0));
        assert_eq!([shelf.free_id(255), shelf.free_id(16)], ["100", "10"]);
    }

    #[test]
    fn the_worst_mark_stands_for_all() {
        let w = Workspace::default().reduce(Action::Type(Field::Address(0), "192.0.2.1".into()));
        assert_eq!(Entry::of("1", &w, 0).worst(), Mark::Unknown);
        let w = w.reduce(Action::Type(Field::Port(0), "x".into()));
        assert_eq!(Entry::of("1", &w, 0).worst(), Mark::Error);
    }
}
