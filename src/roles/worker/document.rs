//! A document: its text at a revision, and what the last check made of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::desk::Progress;
use super::rows::{Filter, View};
use crate::engine::check::Report;
use crate::engine::diag::LineIndex;
use crate::product::api::report::Format;
use crate::product::api::worker::{Answer, Change, Rev, Text};

/// Lines of one window, however many are asked for.
const MOST_LINES: u32 = 2_000;

/// A text and what is known of it.
#[derive(Default)]
pub(super) struct Document {
    rev: Rev,
    /// Shown in findings.
    pub(super) name: String,
    /// None until the first text came.
    pub(super) text: Option<Arc<Vec<u8>>>,
    /// The lines of `text`; counted when a window is asked for.
    pub(super) index: Option<LineIndex>,
    /// The last check, if it was of this revision.
    pub(super) checked: Option<Checked>,
    /// Files that the page supplied for `$INCLUDE`, by their path as written.
    includes: BTreeMap<String, Vec<u8>>,
}

/// What a check left for later questions.
pub(super) struct Checked {
    pub(super) report: Report,
    /// All records, once [`Checked::reach`] is done.
    pub(super) all: View,
    /// The records of the last filter and search.
    pub(super) filtered: Option<View>,
}

impl Checked {
    /// Nobody has looked at its records yet.
    pub(super) fn new(report: Report) -> Self {
        Self { report, all: View::new(Filter::default()), filtered: None }
    }

    /// Looks at some more records, so that each is at hand; none when all are. Not done before the answer, which needs none.
    pub(super) fn reach(&mut self) -> Option<Progress> {
        let zone = self.report.snapshot.as_ref().filter(|_| !self.all.is_complete())?;
        self.all.grow(zone);
        Some(Progress::Going { done: self.all.seen(), total: zone.len() as u64 })
    }
}

/// Why a text could not be taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextFault {
    UnknownRevision,
    BadChange,
    FileUnreadable,
}

impl TextFault {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::UnknownRevision => "unknown-revision",
            Self::BadChange => "bad-change",
            Self::FileUnreadable => "file-unreadable",
        }
    }
}

impl Document {
    pub(super) const fn rev(&self) -> Rev {
        self.rev
    }

    /// Whether no revision was ever taken over.
    pub(super) const fn is_new(&self) -> bool {
        self.rev == 0 && self.text.is_none()
    }

    /// Takes over what the text is at `rev`; the content of a file follows with [`Document::set_text`].
    pub(super) fn take(&mut self, rev: Rev, text: Text) -> Result<(), TextFault> {
        match text {
            Text::Whole { name, text } => {
                self.name = name;
                self.text = Some(Arc::new(text.into_bytes()));
            }
            Text::File { name } => {
                self.name = name;
                self.text = None;
            }
            Text::Changes { base, changes } => {
                let text = self.text.as_mut().filter(|_| base == self.rev).ok_or(TextFault::UnknownRevision)?;
                let mut changed = text.as_ref().clone();
                changes.into_iter().try_for_each(|change| apply(&mut changed, &change))?;
                *text = Arc::new(changed);
            }
            Text::Same { base } => {
                if base != self.rev || self.text.is_none() {
                    return Err(TextFault::UnknownRevision);
                }
            }
        }
        self.rev = rev;
        self.index = None;
        self.checked = None;
        Ok(())
    }

    /// Takes a file for `$INCLUDE`, or takes it away.
    pub(super) fn supply(&mut self, path: String, text: Option<String>) {
        match text {
            Some(text) => drop(self.includes.insert(path, text.into_bytes())),
            None => drop(self.includes.remove(&path)),
        }
    }

    /// The file that was supplied for a path.
    pub(super) fn included(&self, path: &str) -> Option<&[u8]> {
        self.includes.get(path).map(Vec::as_slice)
    }

    /// The content of the file that [`Text::File`] announced.
    pub(super) fn set_text(&mut self, text: Arc<Vec<u8>>) {
        self.text = Some(text);
    }

    /// The edits of the findings named, all if none is, as changes one after the other.
    pub(super) fn fixes(&self, findings: &[u32]) -> Progress {
        let Some(checked) = &self.checked else { return Progress::Failed("nothing-checked") };
        let mut edits = Vec::new();
        for (index, diagnostic) in checked.report.diagnostics.kept().iter().enumerate() {
            let named = findings.is_empty() || findings.iter().any(|&f| f as usize == index);
            // Included files are not the page's to change.
            let fix = diagnostic.fix.as_ref().filter(|fix| named && fix.edits.iter().all(|e| e.span.file == 0));
            edits.extend(fix.into_iter().flat_map(|fix| &fix.edits));
        }
        edits.sort_by_key(|edit| (edit.span.start, edit.span.len));
        // Of two that overlap the first counts; the other is found again by the next check.
        let mut end = 0;
        edits.retain(|edit| {
            let free = edit.span.start >= end;
            end = if free { edit.span.end().max(edit.span.start + 1) } else { end };
            free
        });
        // From the last to the first, so that no change moves the place of another.
        let change =
            |e: &&crate::engine::diag::Edit| Change { offset: e.span.start, length: e.span.len, text: e.text.clone() };
        Progress::Done(Answer::ApplyFixes { changes: edits.iter().rev().map(change).collect() })
    }

    /// The last check's report, written.
    pub(super) fn report(&self, format: Format, name: &str) -> Progress {
        let Some(checked) = &self.checked else { return Progress::Failed("nothing-checked") };
        Progress::Done(Answer::Report { text: format.write(&checked.report, name) })
    }

    /// A window of the text.
    pub(super) fn lines(&mut self, start: u32, count: u32) -> Progress {
        let Some(text) = &self.text else { return Progress::Failed("unknown-document") };
        let index = self.index.get_or_insert_with(|| LineIndex::new(text));
        let total = index.lines();
        let first = start.max(1);
        let last = first.saturating_add(count.min(MOST_LINES)).min(total.saturating_add(1));
        let line = |n: u32| {
            let bytes = text.get(index.start(n) as usize..index.start(n + 1) as usize).unwrap_or_default();
            String::from_utf8_lossy(bytes).trim_end_matches(['\r', '\n']).to_owned()
        };
        Progress::Done(Answer::Lines { lines: (first..last).map(line).collect(), total })
    }
}

/// Changes a text in place.
fn apply(text: &mut Vec<u8>, change: &Change) -> Result<(), TextFault> {
    let (start, end) = (change.offset as usize, change.offset as usize + change.length as usize);
    if end > text.len() {
        return Err(TextFault::BadChange);
    }
    text.splice(start..end, change.text.bytes());
    Ok(())
}
