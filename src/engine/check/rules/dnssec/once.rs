//! Findings that are said once for the whole zone, with how often they are true.

use crate::engine::diag::{Code, Diagnostic, Diagnostics};

/// What was said so far, in canonical order of the zone.
#[derive(Debug, Default)]
pub(super) struct Once(Vec<Said>);

#[derive(Debug)]
struct Said {
    code: &'static Code,
    /// Tells findings of one code apart: an algorithm's number.
    about: u8,
    first: Diagnostic,
    count: u64,
}

impl Once {
    pub(super) fn say(&mut self, code: &'static Code, about: u8, finding: impl FnOnce() -> Diagnostic) {
        match self.0.iter_mut().find(|said| said.code == code && said.about == about) {
            Some(said) => said.count += 1,
            None => self.0.push(Said { code, about, first: finding(), count: 1 }),
        }
    }

    /// Adds what was said of a later piece.
    pub(super) fn absorb(&mut self, later: Self) {
        for said in later.0 {
            match self.0.iter_mut().find(|mine| mine.code == said.code && mine.about == said.about) {
                Some(mine) => mine.count += said.count,
                None => self.0.push(said),
            }
        }
    }

    /// Reports each with its `count`.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) {
        for said in self.0 {
            diagnostics.push(said.first.arg("count", said.count));
        }
    }
}
