//! What the panes of the step share: the editor element, and which finding is chosen.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::super::super::check::Check;
use super::super::super::io::editor::{Units, ZoneText, changes_for};
use super::super::super::io::editor_script::is_there;
use crate::product::api::report::{Finding, Place};
use crate::product::api::worker::{Answer, Checked, Job, Reply};

/// Shared by the panes.
#[derive(Clone, PartialEq)]
pub(crate) struct Bench {
    /// The editor element.
    pub editor: NodeRef,
    /// Which finding is open, by its index in the report.
    pub chosen: UseStateHandle<Option<usize>>,
    /// The record whose line holds the caret.
    pub here: UseStateHandle<Option<u64>>,
    /// The line that a held file's pane shows.
    pub line: UseStateHandle<Option<u32>>,
    /// Where the caret is, in UTF-16 units; absent until it was moved.
    pub caret: Rc<Cell<Option<u32>>>,
}

/// A new bench.
#[hook]
pub(crate) fn use_bench() -> Bench {
    Bench {
        editor: use_node_ref(),
        chosen: use_state_eq(|| None),
        here: use_state_eq(|| None),
        line: use_state_eq(|| None),
        caret: use_memo((), |()| Cell::new(None)),
    }
}

/// The step's bench.
#[hook]
#[expect(clippy::expect_used, reason = "zone.rs wraps every pane in the context")]
pub(crate) fn use_shared_bench() -> Bench {
    use_context::<Bench>().expect("the bench's context")
}

impl Bench {
    /// The editor, once it stands in the page.
    pub(crate) fn editor(&self) -> Option<ZoneText> {
        self.editor.get().filter(|_| is_there()).map(JsCast::unchecked_into)
    }

    /// Opens a finding and moves the caret to it.
    pub(crate) fn go(&self, check: &Check, index: usize) {
        self.chosen.set(Some(index));
        let finding = check.result.as_ref().and_then(|r| r.report.diagnostics.get(index));
        let place = finding.and_then(|f| f.place.as_ref()).filter(|place| in_text(check, place));
        if check.held {
            return self.line.set(place.map(|place| place.line));
        }
        if let (Some(editor), Some(place)) = (self.editor(), place) {
            let (from, to) = check.look(|text| {
                let mut units = Units::new(text);
                (units.utf16(place.offset as usize), units.utf16(place.offset as usize + place.length as usize))
            });
            editor.go(from, to);
        }
    }

    /// Shows the line of a record, where the text is; the focus stays.
    pub(crate) fn reveal(&self, check: &Check, line: Option<u32>) {
        let Some(line) = line else { return };
        if check.held {
            self.line.set(Some(line));
        } else if let (Some(editor), true) = (self.editor(), check.is_current()) {
            editor.reveal(line);
        }
    }

    /// Marks the record that is written on a line.
    pub(crate) fn find(&self, check: &Check, line: u32) {
        let here = self.here.clone();
        let on = Callback::from(move |reply| {
            if let Reply::Result { result: Answer::Found { key }, .. } = reply {
                here.set(key);
            }
        });
        if check.is_current() {
            check.ask(Job::Find { line }, on);
        }
    }

    /// Applies all fixes of the last check as one step that can be undone.
    pub(crate) fn apply_all(&self, check: &Check) {
        let (bench, asked) = (self.clone(), check.clone());
        let on = Callback::from(move |reply| {
            if let (Reply::Result { result: Answer::ApplyFixes { mut changes }, .. }, Some(editor)) =
                (reply, bench.editor())
            {
                // The worker lists them from the last to the first.
                changes.reverse();
                if asked.is_current() {
                    editor.apply(&asked.look(|text| changes_for(text, &changes)));
                }
            }
        });
        if check.is_current() && !check.held {
            check.ask(Job::ApplyFixes { findings: Vec::new() }, on);
        }
    }

    /// Applies a finding's fix as one step that can be undone.
    pub(crate) fn apply(&self, check: &Check, finding: &Finding) {
        // A result about an older text has offsets that no longer hold.
        let here = finding.place.as_ref().is_none_or(|place| in_text(check, place));
        if let (Some(editor), Some(fix), true, true) = (self.editor(), &finding.fix, check.is_current(), here) {
            editor.apply(&check.look(|text| changes_for(text, &fix.edits)));
        }
    }

    /// F8 and Shift-F8 go to the next and previous finding, Ctrl-. applies the open one's fix.
    pub(crate) fn keys(&self, check: &Check) -> Callback<KeyboardEvent> {
        let (bench, check) = (self.clone(), check.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some(result) = &check.result else { return };
            match (event.key().as_str(), event.ctrl_key() || event.meta_key()) {
                ("F8", _) => {
                    if let Some(next) = next(&order(result), *bench.chosen, event.shift_key()) {
                        event.prevent_default();
                        bench.go(&check, next);
                    }
                }
                (".", true) => {
                    if let Some(finding) = bench.chosen.and_then(|i| result.report.diagnostics.get(i)) {
                        event.prevent_default();
                        bench.apply(&check, finding);
                    }
                }
                _ => {}
            }
        })
    }
}

/// Whether a place is in the editor's text rather than in an included file.
pub(crate) fn in_text(check: &Check, place: &Place) -> bool {
    check.result.as_ref().is_some_and(|result| result.report.file == place.file)
}

/// Indices of the findings as they are listed: the worst first, then by place.
pub(crate) fn order(result: &Rc<Checked>) -> Vec<usize> {
    let findings = &result.report.diagnostics;
    let mut order: Vec<usize> = (0..findings.len()).collect();
    // Stable, and the report is ordered by place.
    order.sort_by_key(|&i| std::cmp::Reverse(findings.get(i).map(|f| f.severity)));
    order
}

/// The finding after (or before) the open one; the first (or last) when none is.
fn next(order: &[usize], chosen: Option<usize>, back: bool) -> Option<usize> {
    let at = chosen.and_then(|c| order.iter().position(|&i| i == c));
    let count = order.len();
    let to = match (at, back) {
        (None, false) => 0,
        (None, true) => count.checked_sub(1)?,
        (Some(at), false) => (at + 1) % count,
        (Some(at), true) => (at + count - 1) % count,
    };
    order.get(to).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f8_goes_round() {
        let order = [4, 0, 2];
        assert_eq!(next(&order, None, false), Some(4));
        assert_eq!(next(&order, Some(2), false), Some(4));
        assert_eq!(next(&order, Some(4), true), Some(2));
        assert_eq!(next(&order, None, true), Some(2));
        assert_eq!(next(&[], None, false), None);
        assert_eq!(next(&[], None, true), None);
    }
}
