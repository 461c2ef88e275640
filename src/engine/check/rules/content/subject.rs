//! A text under judgement and where its findings go.

use std::ops::Range;

use super::joined::Joined;
use crate::engine::check::context::Context;
use crate::engine::diag::{Args, Code, Diagnostic, Diagnostics, Edit, Fix, Label};
use crate::engine::dns::{NameRef, codes::shown};

/// One record's text.
pub(super) struct Subject<'s> {
    pub(super) owner: NameRef<'s>,
    pub(super) text: &'s Joined<'s>,
    pub(super) context: &'s Context<'s>,
    pub(super) diagnostics: &'s mut Diagnostics,
}

impl Subject<'_> {
    /// Says something about `range` of the text; `more` gives what the words need besides `owner` and `value`, which
    /// is what stands there.
    pub(super) fn say(
        &mut self,
        code: &'static Code,
        range: Range<usize>,
        more: impl FnOnce(Diagnostic) -> Diagnostic,
    ) {
        let (owner, text, context) = (self.owner, self.text, self.context);
        self.diagnostics.offer(code, text.at, || {
            let value = shown(text.get(range.clone()));
            let place = text.place(context, range);
            more(Diagnostic::new(code, place).arg("owner", owner.to_string()).arg("value", value))
        });
    }

    /// Says something about `range`, with a fix that writes `new` in the place of `change`.
    pub(super) fn mend(
        &mut self,
        code: &'static Code,
        range: Range<usize>,
        label: &'static Label,
        change: Range<usize>,
        new: &str,
    ) {
        let (text, context) = (self.text, self.context);
        self.say(code, range, |finding| {
            with_fix(finding, label, text.edit(context, change, new).map(|edit| vec![edit]))
        });
    }
}

/// The finding with a fix, if there are edits.
pub(super) fn with_fix(finding: Diagnostic, title: &'static Label, edits: Option<Vec<Edit>>) -> Diagnostic {
    match edits {
        Some(edits) => finding.fix(Fix { title, args: Args::new(), edits }),
        None => finding,
    }
}
