//! A finding, and the bounded collection that a parse or a check fills.

use std::cmp::Reverse;

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

/// The findings of one parse or check. All are counted; when there are more than `limit`, the worst are kept, and of
/// those equally bad the first in the text (by file, offset, code; then in the order raised).
#[derive(Clone, Debug)]
pub struct Diagnostics {
    /// Up to [`SLACK`] times the limit, in the order raised; thinned out when that is reached.
    kept: Vec<Diagnostic>,
    /// The last of the best `limit`, once there were that many: what ranks no better is not kept.
    bar: Option<Rank>,
    counts: Counts,
    limit: usize,
    /// Codes of findings that were not kept, each once: whoever judges the whole must know of them.
    dropped: Vec<&'static Code>,
    /// Codes that count as errors here, whatever their own severity.
    raised: Vec<&'static str>,
}

/// How soon a finding is kept: the worst first, then by place.
type Rank = (Reverse<Severity>, u16, u32, &'static str);

/// How many times the limit is kept until the rest is dropped.
const SLACK: usize = 2;

impl Diagnostics {
    /// Empty; keeps at most `limit` findings (limits.rs has the default).
    #[must_use]
    pub const fn new(limit: usize) -> Self {
        let counts = Counts { error: 0, warning: 0, info: 0 };
        Self { kept: Vec::new(), bar: None, counts, limit, dropped: Vec::new(), raised: Vec::new() }
    }

    /// The same, but findings with these codes (by name) are errors: what a named receiver refuses.
    #[must_use]
    pub fn raising(mut self, codes: Vec<&'static str>) -> Self {
        self.raised = codes;
        self
    }

    /// Empty, with the same limit and the same codes raised: for a part whose findings are [absorbed](Self::absorb).
    /// What would not be kept here any more is not kept there.
    #[must_use]
    pub fn part(&self) -> Self {
        Self { raised: self.raised.clone(), bar: self.bar, ..Self::new(self.limit) }
    }

    /// Counts the finding, and keeps it if it is among the best.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.severity = self.severity(diagnostic.code, diagnostic.severity);
        self.count(diagnostic.severity);
        self.keep(diagnostic);
    }

    /// Counts a finding of `code` with the code's own severity, and makes it only if it may be kept: in a flood the
    /// others cost next to nothing. `at` is the record or entry that the finding lies in.
    pub fn offer(&mut self, code: &'static Code, at: Span, finding: impl FnOnce() -> Diagnostic) {
        let severity = self.severity(code, code.severity);
        self.count(severity);
        if self.passes((Reverse(severity), at.file, at.start, "")) {
            self.keep(Diagnostic { severity, ..finding() });
        } else {
            self.drop_one(code);
        }
    }

    /// How many there were, kept or not.
    #[must_use]
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    /// Codes of findings that are counted but not kept.
    #[must_use]
    pub fn dropped(&self) -> &[&'static Code] {
        &self.dropped
    }

    /// Whether a finding of `code` was raised, kept or not.
    #[must_use]
    pub fn has(&self, code: &Code) -> bool {
        self.kept
            .iter()
            .map(|finding| finding.code)
            .chain(self.dropped.iter().copied())
            .any(|met| met.name == code.name)
    }

    /// Those kept, in the order raised. With more than the limit, call [`Self::sort`] first.
    #[must_use]
    pub fn kept(&self) -> &[Diagnostic] {
        self.kept.get(..self.limit).unwrap_or(&self.kept)
    }

    /// Orders those kept by file, offset, code: the order of every output.
    pub fn sort(&mut self) {
        self.thin();
        self.kept
            .sort_by(|a, b| (a.span.file, a.span.start, a.code.name).cmp(&(b.span.file, b.span.start, b.code.name)));
    }

    /// Those kept, given away.
    #[must_use]
    pub fn into_kept(mut self) -> Vec<Diagnostic> {
        self.thin();
        self.kept
    }

    /// Appends another collection, as if its findings had been raised here one after the other.
    pub fn absorb(&mut self, other: Self) {
        self.counts.error += other.counts.error;
        self.counts.warning += other.counts.warning;
        self.counts.info += other.counts.info;
        for diagnostic in other.kept {
            self.keep(diagnostic);
        }
        for code in other.dropped {
            self.drop_one(code);
        }
    }

    fn severity(&self, code: &Code, own: Severity) -> Severity {
        if self.raised.contains(&code.name) { Severity::Error } else { own }
    }

    const fn count(&mut self, severity: Severity) {
        let count = match severity {
            Severity::Error => &mut self.counts.error,
            Severity::Warning => &mut self.counts.warning,
            Severity::Info => &mut self.counts.info,
        };
        *count += 1;
    }

    fn passes(&self, rank: Rank) -> bool {
        self.limit > 0 && self.bar.is_none_or(|bar| rank < bar)
    }

    fn keep(&mut self, diagnostic: Diagnostic) {
        if self.passes(rank(&diagnostic)) {
            self.kept.push(diagnostic);
            if self.kept.len() >= self.limit.saturating_mul(SLACK) {
                self.thin();
            }
        } else {
            self.drop_one(diagnostic.code);
        }
    }

    fn drop_one(&mut self, code: &'static Code) {
        // In a flood it is mostly the one before.
        if !self.dropped.iter().rev().any(|dropped| std::ptr::eq(*dropped, code)) {
            self.dropped.push(code);
        }
    }

    /// Drops all but the best `limit`; their order stays.
    fn thin(&mut self) {
        if self.kept.len() < self.limit.max(1) {
            return;
        }
        let mut ranks: Vec<(Rank, usize)> = self.kept.iter().map(rank).zip(0..).collect();
        ranks.sort_unstable();
        let Some(&last) = self.limit.checked_sub(1).and_then(|last| ranks.get(last)) else { return self.kept.clear() };
        let mut at = 0;
        let mut dropped = Vec::new();
        self.kept.retain(|diagnostic| {
            at += 1;
            let stays = (rank(diagnostic), at - 1) <= last;
            if !stays {
                dropped.push(diagnostic.code);
            }
            stays
        });
        for code in dropped {
            self.drop_one(code);
        }
        self.bar = Some(last.0);
    }
}

const fn rank(diagnostic: &Diagnostic) -> Rank {
    (Reverse(diagnostic.severity), diagnostic.span.file, diagnostic.span.start, diagnostic.code.name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    static A: Code = Code::info("a", &[]);
    static B: Code = Code::warning("b", &[]);
    static C: Code = Code::warning("c", &[]);
    static D: Code = Code::error("d", &[]);

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

        /// The worst are kept, of those equally bad the first; parts and offers change nothing.
        #[test]
        fn the_best_are_kept_however_they_come(
            found in proptest::collection::vec((0..4_usize, 0..9_u32, any::<bool>()), 0..60),
            limit in 0..12_usize,
            cut in 0..60_usize,
        ) {
            let codes = [&A, &B, &C, &D];
            let all: Vec<_> = found.iter().enumerate().map(|(n, &(code, at, offer))| {
                (Diagnostic::new(codes[code], Span::new(0, at, 1)).arg("n", n), offer)
            }).collect();
            let raised = || Diagnostics::new(limit).raising(vec!["c"]);
            let (mut whole, mut front, mut back) = (raised(), raised(), None);
            for (n, (diagnostic, offer)) in all.iter().enumerate() {
                let part = if n < cut { &mut front } else { back.get_or_insert_with(|| front.part()) };
                for into in [&mut whole, part] {
                    if *offer {
                        // The record may begin before the finding.
                        let at = Span::new(0, diagnostic.span.start.saturating_sub(1), 5);
                        into.offer(diagnostic.code, at, || diagnostic.clone());
                    } else {
                        into.push(diagnostic.clone());
                    }
                }
            }
            if let Some(back) = back {
                front.absorb(back);
            }
            whole.sort();
            front.sort();
            prop_assert_eq!(whole.kept(), front.kept());
            prop_assert_eq!(whole.counts(), front.counts());
            prop_assert_eq!(whole.counts().total(), all.len() as u64);
            let mut model: Vec<_> = all.into_iter().map(|(mut d, _)| {
                if d.code.name == "c" { d.severity = Severity::Error; }
                d
            }).collect();
            model.sort_by_key(rank);
            model.truncate(limit);
            model.sort_by_key(|d| (d.span.start, d.code.name));
            prop_assert_eq!(whole.kept(), &model);
        }
    }
}
