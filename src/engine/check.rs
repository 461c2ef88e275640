//! Is this zone fit to be served? Text or a snapshot in, findings out.
//!
//! [`Check`] reads a text in slices, builds the content and runs the rules of [`rules`], one concept a file, over it;
//! [`text`] does so at one go, [`snapshot`] runs the rules over content that came another way. [`receivers`] says what
//! known name servers make of a zone with such findings.

pub mod codes;
mod context;
mod judge;
mod questions;
mod mend;
pub mod receivers;
mod rules;
mod target;

use crate::engine::diag::{Diagnostic, Diagnostics, Fix, Span};
use crate::engine::dns::{Name, Serial};
use crate::engine::limits::{DnssecLimits, TextLimits, ZoneLimits};
use crate::engine::zone::{Builder, Built, Snapshot};
use crate::engine::zonefile::{self, Parser, Refusal, Request, Sources, Step};

use crate::engine::work::Alone;
use context::{Facts, Part};
use judge::{Judgement, Subject};
use receivers::Receiver;

/// How to check (contracts.md §1).
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The zone's name; without it the text says it.
    pub origin: Option<Name>,
    /// The time for which signatures are judged, in seconds since 1970; none leaves them alone.
    pub at: Option<u64>,
    /// Receivers for whom the zone is meant: what one of them refuses is an error.
    pub receivers: Vec<Receiver>,
    /// Bounds of reading.
    pub text: TextLimits,
    /// Bounds of the content.
    pub zone: ZoneLimits,
    /// Bounds of verifying.
    pub dnssec: DnssecLimits,
}

/// What a check found.
#[derive(Debug)]
pub struct Report {
    /// The zone's name; none when neither the caller nor the text says it.
    pub origin: Option<Name>,
    /// The content, without duplicates and outsiders; none without a name.
    pub snapshot: Option<Snapshot>,
    /// The findings, ordered by file, offset, code.
    pub diagnostics: Diagnostics,
    /// The texts that the findings point into.
    pub sources: Sources,
}

impl Report {
    /// The SOA's serial.
    #[must_use]
    pub fn serial(&self) -> Option<Serial> {
        self.snapshot.as_ref().and_then(Snapshot::serial)
    }

    /// Records that would be served.
    #[must_use]
    pub fn records(&self) -> usize {
        self.snapshot.as_ref().map_or(0, Snapshot::len)
    }

    /// Their RRsets.
    #[must_use]
    pub fn rrsets(&self) -> usize {
        self.snapshot.as_ref().map_or(0, Snapshot::rrsets)
    }
}

/// A check of a text, in slices: [`Check::run`] until it is done, [`Check::finish`].
pub struct Check {
    parser: Parser,
    sources: Sources,
    builder: Builder,
    diagnostics: Diagnostics,
    options: Options,
}

impl Check {
    /// A check of the first file of `sources`.
    #[must_use]
    pub fn new(sources: Sources, options: Options) -> Self {
        let parsing = zonefile::Options { origin: options.origin.clone(), limits: options.text };
        let diagnostics = Diagnostics::new(options.text.diagnostics).raising(receivers::refused_by(&options.receivers));
        let builder = Builder::new(options.zone);
        Self { parser: Parser::new(parsing), sources, builder, diagnostics, options }
    }

    /// Reads on for about `budget` bytes of text. An included file is added with [`Check::answer`].
    pub fn run(&mut self, budget: usize) -> Step {
        self.parser.run(&self.sources, budget, &mut self.builder, &mut self.diagnostics)
    }

    /// Answers [`Step::Include`]: the file's name and content, or why there is none.
    pub fn answer(&mut self, request: &Request, answer: Result<(String, Vec<u8>), Refusal>) {
        let full = || Refusal::Refused("too many files".to_owned());
        let answer = answer.and_then(|(name, bytes)| self.sources.add(name, bytes, request.at).ok_or_else(full));
        self.parser.answer(answer, &self.sources, &mut self.diagnostics);
    }

    /// Bytes read so far.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.parser.bytes()
    }

    /// Builds the content and runs the rules.
    #[must_use]
    pub fn finish(self) -> Report {
        let Self { parser, sources, builder, mut diagnostics, options } = self;
        let summary = parser.finish(&mut diagnostics);
        let snapshot = summary.origin.as_ref().map(|origin| {
            let built = builder.finish(origin.as_ref());
            report_built(&built, &sources, &mut diagnostics);
            let facts = Facts::new(summary.broken, options.at, options.dnssec);
            let subject = Subject { zone: &built.snapshot, sources: Some(&sources), facts: &facts };
            let mut judgement = Judgement::new(subject.zone);
            while !judgement.step(subject, &Alone, &mut diagnostics) {}
            built.snapshot
        });
        diagnostics.sort();
        Report { origin: summary.origin, snapshot, diagnostics, sources }
    }
}

/// Checks a text at one go; `include` adds the files that `$INCLUDE` names and returns their index.
pub fn text(
    sources: Sources,
    options: Options,
    include: &mut dyn FnMut(&Request, &mut Sources) -> Result<u16, Refusal>,
) -> Report {
    let mut check = Check::new(sources, options);
    loop {
        match check.run(usize::MAX) {
            Step::Paused => {}
            Step::Include(request) => {
                let answer = include(&request, &mut check.sources);
                check.parser.answer(answer, &check.sources, &mut check.diagnostics);
            }
            Step::Done => return check.finish(),
        }
    }
}

/// Runs the rules over content that has no text, or none any more.
#[must_use]
pub fn snapshot(zone: &Snapshot, options: &Options) -> Diagnostics {
    let mut diagnostics = Diagnostics::new(options.text.diagnostics).raising(receivers::refused_by(&options.receivers));
    let facts = Facts::new(Vec::new(), options.at, options.dnssec);
    let mut judgement = Judgement::new(zone);
    while !judgement.step(Subject { zone, sources: None, facts: &facts }, &Alone, &mut diagnostics) {}
    diagnostics.sort();
    diagnostics
}

/// What the builder left out.
fn report_built(built: &Built, sources: &Sources, diagnostics: &mut Diagnostics) {
    for outside in &built.outside {
        let apex = built.snapshot.apex();
        diagnostics.push(
            Diagnostic::new(&codes::OUT_OF_ZONE, context::part(Some(sources), outside.at, Part::Owner))
                .arg("owner", outside.owner.to_string())
                .arg("zone", apex.to_string()),
        );
    }
    for duplicate in &built.duplicates {
        let code = if duplicate.case_differs { &codes::DUPLICATE_CASE } else { &codes::DUPLICATE_RECORD };
        let finding = Diagnostic::new(code, duplicate.second)
            .arg("owner", duplicate.owner.to_string())
            .arg("type", duplicate.rtype.to_string())
            .related(duplicate.first, &codes::FIRST_HERE);
        let fix = duplicate_fix(duplicate.second, sources);
        diagnostics.push(Diagnostic { fix, ..finding });
    }
    let unlisted = (built.outside_count - built.outside.len()) + (built.duplicate_count - built.duplicates.len());
    if unlisted > 0 {
        diagnostics.push(Diagnostic::new(&codes::UNLISTED, Span::NONE).arg("count", unlisted));
    }
}

/// Takes a record out of its file, where it is written as one.
fn duplicate_fix(at: Span, sources: &Sources) -> Option<Fix> {
    let text = sources.bytes(at.file);
    zonefile::fields_at(text, at)?;
    zonefile::removal(text, at)
}
