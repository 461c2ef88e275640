//! Names that a trace brings. The machine's own are part of the program and live as long as it; those of a trace are kept
//! once each for the life of the process, and only so many of them.

use std::collections::BTreeMap;

use crate::engine::diag::Code;
use crate::engine::limits::RehearsalLimits;

/// What was met in a trace so far.
#[derive(Debug, Default)]
pub(super) struct Names {
    names: BTreeMap<String, &'static str>,
    codes: BTreeMap<String, &'static Code>,
}

impl Names {
    /// The name; none when there are too many, as no server's trace has.
    pub(super) fn name(&mut self, text: &str) -> Option<&'static str> {
        if let Some(known) = self.names.get(text) {
            return Some(known);
        }
        let fits = self.names.len() < RehearsalLimits::default().names;
        let kept: &'static str = fits.then(|| Box::leak(text.to_owned().into_boxed_str()))?;
        self.names.insert(text.to_owned(), kept);
        Some(kept)
    }

    /// A code of this name; the machine passes it on and does not look at it.
    pub(super) fn code(&mut self, text: &str) -> Option<&'static Code> {
        if let Some(known) = self.codes.get(text) {
            return Some(known);
        }
        let kept: &'static Code = Box::leak(Box::new(Code::error(self.name(text)?, &[])));
        self.codes.insert(text.to_owned(), kept);
        Some(kept)
    }
}
