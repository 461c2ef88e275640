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

use std::sync::Arc;

use crate::engine::diag::{Diagnostic, Diagnostics, Fix, Span};
use crate::engine::dns::{Name, RecordType, Serial};
use crate::engine::limits::{DnssecLimits, TextLimits, ZoneLimits};
use crate::engine::zone::{Builder, Building, Built, Snapshot, TypeCounts};
use crate::engine::zonefile::{self, Content, Parser, Refusal, Request, Sources, Step};

use crate::engine::work::{Alone, Workers};
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
    /// Its records of each type, by number.
    pub types: Vec<(RecordType, u64)>,
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
    sources: Sources,
    diagnostics: Diagnostics,
    options: Options,
    /// The zone's name, once all is read.
    origin: Option<Name>,
    types: TypeCounts,
    stage: Stage,
}

/// How far a check has come.
enum Stage {
    Read(Box<(Parser, Builder)>),
    Build { building: Box<Building>, facts: Facts },
    Judge { zone: Snapshot, facts: Facts, judgement: Box<Judgement> },
    Done { snapshot: Option<Snapshot> },
}

impl Check {
    /// A check of the first file of `sources`.
    #[must_use]
    pub fn new(sources: Sources, options: Options) -> Self {
        let parsing = zonefile::Options { origin: options.origin.clone(), limits: options.text };
        let diagnostics = Diagnostics::new(options.text.diagnostics).raising(receivers::refused_by(&options.receivers));
        let stage = Stage::Read(Box::new((Parser::new(parsing), Builder::new(options.zone))));
        Self { sources, diagnostics, options, origin: None, types: TypeCounts::default(), stage }
    }

    /// Goes on for one slice: reads about `budget` bytes of text, or builds or judges some thousands of records. With
    /// several workers a slice is a round for all of them. An included file is added with [`Check::answer`].
    pub fn run(&mut self, budget: usize, workers: &dyn Workers) -> Step {
        let done = Stage::Done { snapshot: None };
        let (step, next) = match std::mem::replace(&mut self.stage, done) {
            Stage::Read(mut reading) => {
                let (parser, builder) = &mut *reading;
                let step = if workers.count() > 1 {
                    parser.run_parts(&self.sources, workers, builder, &mut self.diagnostics)
                } else {
                    parser.run(&self.sources, budget, builder, &mut self.diagnostics)
                };
                // What rules look at is the whole text, also where reading ended before.
                let step = if step == Step::Done && self.sources.is_coming(0) { Step::Waiting } else { step };
                let next = if step == Step::Done { self.build(*reading) } else { Stage::Read(reading) };
                (step, next)
            }
            Stage::Build { mut building, facts } => {
                let next = if building.step(workers) {
                    self.judge(building.finish(), facts)
                } else {
                    Stage::Build { building, facts }
                };
                (Step::Paused, next)
            }
            Stage::Judge { zone, facts, mut judgement } => {
                let subject = Subject { zone: &zone, sources: Some(&self.sources), facts: &facts };
                let next = if judgement.step(subject, workers, &mut self.diagnostics) {
                    Stage::Done { snapshot: Some(zone) }
                } else {
                    Stage::Judge { zone, facts, judgement }
                };
                (Step::Paused, next)
            }
            done @ Stage::Done { .. } => (Step::Done, done),
        };
        self.stage = next;
        match (step, &self.stage) {
            (_, Stage::Done { .. }) => Step::Done,
            // The text is read; there is more to do.
            (Step::Done, _) => Step::Paused,
            (step, _) => step,
        }
    }

    /// Answers [`Step::Include`]: the file's name and content, or why there is none.
    pub fn answer(&mut self, request: &Request, answer: Result<(String, Vec<u8>), Refusal>) {
        let full = || Refusal::Refused("too many files".to_owned());
        let answer = answer.and_then(|(name, bytes)| self.sources.add(name, bytes, request.at).ok_or_else(full));
        self.included(answer);
    }

    /// Has `receive` append what comes of a text of [`Sources::coming`]; none when nothing is awaited.
    pub fn receive<R>(&mut self, receive: impl FnOnce(&mut Vec<u8>) -> R) -> Option<R> {
        self.sources.receive(receive)
    }

    /// The text, once it is held.
    #[must_use]
    pub fn text(&self) -> Option<&Arc<Vec<u8>>> {
        match &self.sources.get(0)?.content {
            Content::Held(octets) => Some(octets),
            Content::Stored(_) | Content::Coming { .. } => None,
        }
    }

    /// How much is done, in thousandths, by what each stage usually takes: reading four tenths, building two.
    #[must_use]
    pub fn done(&self) -> u64 {
        match &self.stage {
            Stage::Read(reading) => {
                let length = (self.sources.length(0) as u64).max(1);
                // Included files are not foreseen.
                reading.0.bytes().min(length).saturating_mul(400) / length
            }
            Stage::Build { .. } => 400,
            Stage::Judge { judgement, .. } => {
                let (seen, pieces) = judgement.seen();
                600 + seen.saturating_mul(300) / pieces.max(1)
            }
            Stage::Done { .. } => 1_000,
        }
    }

    /// What was found, once [`Check::run`] is done; before that, what was found so far, without content.
    #[must_use]
    pub fn finish(mut self) -> Report {
        self.diagnostics.sort();
        let Self { stage, diagnostics, sources, origin, types, .. } = self;
        let snapshot = match stage {
            Stage::Done { snapshot } => snapshot,
            Stage::Read(_) | Stage::Build { .. } | Stage::Judge { .. } => None,
        };
        Report { origin, snapshot, types: types.counts(), diagnostics, sources }
    }

    fn included(&mut self, answer: Result<u16, Refusal>) {
        if let Stage::Read(reading) = &mut self.stage {
            reading.0.answer(answer, &self.sources, &mut self.diagnostics);
        }
    }

    /// All is read: what to build.
    fn build(&mut self, (parser, builder): (Parser, Builder)) -> Stage {
        let mut summary = parser.finish(&mut self.diagnostics);
        self.sources.keep_lines(&mut summary);
        self.origin = summary.origin;
        let Some(origin) = &self.origin else { return Stage::Done { snapshot: None } };
        let facts = Facts::new(summary.broken, self.options.at, self.options.dnssec).under_root(summary.under_root);
        // What stands for a TTL that is out of range is none that anybody wrote.
        let facts = facts.ttls_unknown(self.diagnostics.has(&zonefile::codes::TTL_RANGE));
        Stage::Build { building: Box::new(builder.start(origin.as_ref())), facts }
    }

    /// All is built: what to judge.
    fn judge(&mut self, built: Built, facts: Facts) -> Stage {
        report_built(&built, &self.sources, &mut self.diagnostics);
        let judgement = Box::new(Judgement::new(&built.snapshot));
        self.types = built.types;
        Stage::Judge { zone: built.snapshot, facts, judgement }
    }
}

/// Checks a text, which is there, at one go; `include` adds the files that `$INCLUDE` names and returns their index.
pub fn text(
    sources: Sources,
    options: Options,
    include: &mut dyn FnMut(&Request, &mut Sources) -> Result<u16, Refusal>,
) -> Report {
    text_with(sources, options, &Alone, include)
}

/// The same with workers; the report does not depend on them.
pub fn text_with(
    sources: Sources,
    options: Options,
    workers: &dyn Workers,
    include: &mut dyn FnMut(&Request, &mut Sources) -> Result<u16, Refusal>,
) -> Report {
    let mut check = Check::new(sources, options);
    loop {
        match check.run(usize::MAX, workers) {
            Step::Paused => {}
            Step::Include(request) => {
                let answer = include(&request, &mut check.sources);
                check.included(answer);
            }
            Step::Done | Step::Waiting => return check.finish(),
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
            Diagnostic::new(&codes::OUT_OF_ZONE, context::part(sources, outside.at, Part::Owner))
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
    sources.fields(at, |_| ())?;
    sources.removal(at)
}
