//! The text as it is this instant; the project's copy is one rendering behind while events arrive.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use web_sys::File;

use super::super::io::editor::{Change, edited};
use crate::product::api::report::Edit;
use crate::product::api::worker::{JobId, Rev, Text};

/// The text and what the worker knows of it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Mirror {
    text: RefCell<String>,
    /// In place of a text: a file that only the worker reads.
    file: RefCell<Option<File>>,
    /// Edits since the text that the worker has; absent when it must be told the whole.
    edits: RefCell<Option<Vec<Edit>>>,
    /// Whether the project's copy is older.
    ahead: Cell<bool>,
    /// The revision that the worker was told last.
    pub(super) told: Cell<Rev>,
    /// Whether the text is another project's than the editor has shown: nothing before it may come back by undo.
    pub(super) another: Cell<bool>,
    /// The last apex that a text of this project had; empty before any.
    pub(super) apex: RefCell<Rc<str>>,
    /// The check that was asked for last.
    pub(super) job: Cell<JobId>,
}

impl Mirror {
    /// Holds `text`, of which the worker knows nothing.
    pub(super) fn new(text: String) -> Self {
        Self { text: RefCell::new(text), another: Cell::new(true), ..Self::default() }
    }

    /// Another project's text, from which nothing of the one before is remembered.
    pub(super) fn open(&self, text: String) {
        self.replace(text, None);
        self.another.set(true);
        self.apex.replace(Rc::from(""));
    }

    /// The text.
    pub(super) fn text(&self) -> String {
        self.text.borrow().clone()
    }

    /// Looks into the text.
    pub(super) fn look<T>(&self, what: impl FnOnce(&str) -> T) -> T {
        what(&self.text.borrow())
    }

    /// The text for the project, when its copy is older; from then on it is not.
    pub(super) fn news(&self) -> Option<String> {
        self.ahead.replace(false).then(|| self.text())
    }

    /// Whether the project's copy is older.
    pub(super) const fn is_ahead(&self) -> bool {
        self.ahead.get()
    }

    /// The file, if that is the zone.
    pub(super) fn file(&self) -> Option<File> {
        self.file.borrow().clone()
    }

    /// Another text, or a file.
    pub(super) fn replace(&self, text: String, file: Option<File>) {
        self.text.replace(text);
        self.file.replace(file);
        self.edits.replace(None);
        self.ahead.set(false);
    }

    /// The editor's text was changed.
    pub(super) fn edit(&self, changes: &[Change]) {
        let (text, edits) = edited(&self.text.borrow(), changes);
        if let Some(known) = &mut *self.edits.borrow_mut() {
            known.extend(edits);
        }
        self.text.replace(text);
        self.ahead.set(true);
    }

    /// Whether the worker was told all of it.
    pub(super) fn is_told(&self) -> bool {
        self.edits.borrow().as_ref().is_some_and(Vec::is_empty)
    }

    /// The worker is out of step: the next check tells it the whole.
    pub(super) fn forget(&self) {
        self.edits.replace(None);
    }

    /// What to tell the worker for revision `rev`: the whole when it is new, else what changed. A file goes beside it.
    pub(super) fn tell(&self, rev: Rev, new: bool) -> (Text, Option<File>) {
        let base = self.told.replace(rev);
        match self.edits.replace(Some(Vec::new())).filter(|_| !new) {
            Some(changes) if changes.is_empty() => (Text::Same { base }, None),
            Some(changes) => (Text::Changes { base, changes }, None),
            None => match self.file() {
                Some(file) => (Text::File { name: file.name() }, Some(file)),
                None => (Text::Whole { name: String::new(), text: self.text() }, None),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_is_told_the_whole_once_and_changes_afterwards() {
        let mirror = Mirror::new("a".into());
        let whole = |text: &str| Text::Whole { name: String::new(), text: text.into() };
        assert_eq!(mirror.tell(1, false).0, whole("a"));
        assert_eq!(mirror.tell(2, false).0, Text::Same { base: 1 });
        mirror.edit(&[Change { from: 1, to: 1, insert: "b".into() }]);
        let change = Edit { offset: 1, length: 0, text: "b".into() };
        assert_eq!(mirror.tell(3, false).0, Text::Changes { base: 2, changes: vec![change] });
        assert_eq!(mirror.tell(4, true).0, whole("ab"));
        mirror.replace("c".into(), None);
        assert_eq!(mirror.tell(5, false).0, whole("c"));
        mirror.forget();
        assert_eq!(mirror.tell(6, false).0, whole("c"));
    }

    #[test]
    fn the_project_gets_what_was_typed_once() {
        let mirror = Mirror::new("a".into());
        assert_eq!((mirror.news(), mirror.is_told()), (None, false));
        mirror.tell(1, true);
        assert!(mirror.is_told());
        let typed = [Change { from: 1, to: 1, insert: "b".into() }];
        mirror.edit(&typed);
        assert_eq!((mirror.is_ahead(), mirror.is_told()), (true, false));
        assert_eq!((mirror.news().as_deref(), mirror.news()), (Some("ab"), None));
        mirror.edit(&typed);
        mirror.replace("c".into(), None);
        assert_eq!(mirror.news(), None, "what another text has taken the place of is not told");
    }
}
