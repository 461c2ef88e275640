//! Short phrases of a plan and its calls, as label and values; English is rendered from the catalogue.

use crate::engine::diag::{Arg, Args, Label, english};

/// A phrase: "store the key {name}" with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Which.
    pub label: &'static Label,
    /// What it is filled with.
    pub args: Args,
}

impl Phrase {
    /// A phrase without values.
    #[must_use]
    pub const fn new(label: &'static Label) -> Self {
        Self { label, args: Args::new() }
    }

    /// With one more value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args = self.args.with(name, value);
        self
    }

    /// The English text.
    #[must_use]
    pub fn english(&self) -> String {
        english::other_label(self.label, &self.args)
    }
}
