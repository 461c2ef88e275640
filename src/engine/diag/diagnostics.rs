//! A finding, and the bounded collection that a parse or a check fills.

use super::{Args, Code, Label, Severity, Span};

/// One finding with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is said.
    pub code: &'static Code,
    /// How bad it is here; usually the code's own.
    pub severity: Severity,
    /// Where.
    pub span: Span,
    /// A second place and what it is: "opened here".
    pub related: Option<(Span, &'static Label)>,
    /// What the text is filled with.
    pub args: Args,
    /// A change of the text that mends it.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A finding with the code's own severity and nothing else.
    #[must_use]
    pub const fn new(code: &'static Code, span: Span) -> Self {
        Self { code, severity: code.severity, span, related: None, args: Args::new(), fix: None }
    }

    /// With one more value for the text.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<super::Arg>) -> Self {
        self.args = self.args.with(name, value);
        self
    }

    /// With a second place; ignored when that is [`Span::NONE`].
    #[must_use]
    pub fn related(mut self, span: Span, label: &'static Label) -> Self {
        self.related = span.is_some().then_some((span, label));
        self
    }

    /// With a fix.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// With another severity than the code's own.
    #[must_use]
    pub const fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

/// Text edits that remove a finding. Edits are in ascending order, do not overlap and lie in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the button says; filled with `args`.
    pub title: &'static Label,
    /// What the title is filled with.
    pub args: Args,
    /// The edits.
    pub edits: Vec<Edit>,
}

/// Replace the bytes at `span` with `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; length 0 inserts.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// How many findings of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Of severity error.
    pub error: u64,
    /// Of severity warning.
    pub warning: u64,
    /// Of severity info.
    pub info: u64,
}

impl Counts {
    /// All together.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.error + self.warning + self.info
    }
}

/// The findings of one parse or check: all are counted, the first `limit` are kept.
#[derive(Clone, Debug)]
pub struct Diagnostics {
    kept: Vec<Diagnostic>,
    counts: Counts,
    limit: usize,
    /// Codes that count as errors here, whatever their own severity.
    raised: Vec<&'static str>,
}

impl Diagnostics {
    /// Empty; keeps at most `limit` findings (limits.rs has the default).
    #[must_use]
    pub const fn new(limit: usize) -> Self {
        Self { kept: Vec::new(), counts: Counts { error: 0, warning: 0, info: 0 }, limit, raised: Vec::new() }
    }

    /// The same, but findings with these codes (by name) are errors: what a named receiver refuses.
    #[must_use]
    pub fn raising(mut self, codes: Vec<&'static str>) -> Self {
        self.raised = codes;
        self
    }

    /// Counts the finding, and keeps it while there is room.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        if self.raised.contains(&diagnostic.code.name) {
            diagnostic.severity = Severity::Error;
        }
        let count = match diagnostic.severity {
            Severity::Error => &mut self.counts.error,
            Severity::Warning => &mut self.counts.warning,
            Severity::Info => &mut self.counts.info,
        };
        *count += 1;
        if self.kept.len() < self.limit {
            self.kept.push(diagnostic);
        }
    }

    /// How many there were, kept or not.
    #[must_use]
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    /// Those kept, in the order raised until [`Self::sort`] is called.
    #[must_use]
    pub fn kept(&self) -> &[Diagnostic] {
        &self.kept
    }

    /// Orders those kept by file, offset, code: the order of every output.
    pub fn sort(&mut self) {
        self.kept
            .sort_by(|a, b| (a.span.file, a.span.start, a.code.name).cmp(&(b.span.file, b.span.start, b.code.name)));
    }

    /// Those kept, given away.
    #[must_use]
    pub fn into_kept(self) -> Vec<Diagnostic> {
        self.kept
    }

    /// Appends another collection: its kept findings while there is room, its counts always.
    pub fn absorb(&mut self, other: Self) {
        let room = self.limit.saturating_sub(self.kept.len());
        self.counts.error += other.counts.error;
        self.counts.warning += other.counts.warning;
        self.counts.info += other.counts.info;
        self.kept.extend(other.kept.into_iter().take(room));
    }
}
