//! Where a transfer on request goes: straight to text, or through the version that differences change; and what the linter
//! of differences hears.

use super::Want;
use crate::engine::diag::{Diagnostic, Span};
use crate::engine::dns::message::{Message, Section};
use crate::engine::dns::{NameRef, RecordSink, RecordType};
use crate::engine::xfr::{ChangeSink, Failure, Intake, IxfrLint, Part, codes};
use crate::engine::zone::{Mark, Snapshot};
use crate::engine::zonefile::Printer;

/// Findings that are told; the others only repeat them.
const FINDINGS: usize = 200;

/// Where records go.
pub(super) enum Sink {
    Text(Printer),
    /// Differences change a version, which must be whole before there is text.
    Version(Box<Intake>),
}

impl Sink {
    pub(super) fn new(want: &Want) -> Self {
        match &want.base {
            None => Self::Text(Printer::new()),
            Some(base) => {
                let apex = want.target.apex.clone();
                Self::Version(Box::new(Intake::new(apex, Some(base.clone()), want.target.limits)))
            }
        }
    }

    /// The zone's text.
    pub(super) fn finish(self) -> String {
        match self {
            Self::Text(printer) => printer.finish(),
            Self::Version(intake) => text_of(&intake.finish().snapshot),
        }
    }
}

impl ChangeSink for Sink {
    fn takes_changes(&self) -> bool {
        match self {
            Self::Text(printer) => printer.takes_changes(),
            Self::Version(intake) => intake.takes_changes(),
        }
    }

    fn record(
        &mut self,
        part: Part,
        owner: NameRef<'_>,
        rtype: RecordType,
        ttl: u32,
        rdata: &[u8],
    ) -> Result<(), Failure> {
        match self {
            Self::Text(printer) => ChangeSink::record(printer, part, owner, rtype, ttl, rdata),
            Self::Version(intake) => intake.record(part, owner, rtype, ttl, rdata),
        }
    }

    fn end(&mut self) -> Result<(), Failure> {
        match self {
            Self::Text(printer) => printer.end(),
            Self::Version(intake) => intake.end(),
        }
    }
}

/// A version as text, its SOA first.
pub(super) fn text_of(zone: &Snapshot) -> String {
    let (mut printer, apex) = (Printer::new(), zone.apex());
    for datum in zone.get(apex, RecordType::SOA).iter().flat_map(|set| set.records()) {
        RecordSink::record(&mut printer, apex, RecordType::SOA, datum.ttl, datum.rdata, Span::NONE);
    }
    zone.resume(&mut Mark::default(), |owner, rtype, datum| {
        if rtype != RecordType::SOA {
            RecordSink::record(&mut printer, owner, rtype, datum.ttl, datum.rdata, Span::NONE);
        }
        true
    });
    printer.finish()
}

/// The linter of answers to IXFR, fed with messages.
pub(super) struct Linter(IxfrLint);

impl Linter {
    pub(super) fn new(want: &Want) -> Self {
        Self(IxfrLint::new(want.target.apex.clone(), want.base.clone(), FINDINGS))
    }

    /// What does not read is the transfer's to say.
    pub(super) fn hear(&mut self, wire: &[u8]) {
        let Ok(message) = Message::parse(wire) else { return };
        let mut rdata = Vec::new();
        for record in message.records(Section::Answer) {
            rdata.clear();
            if record.rdata(&mut rdata).is_ok() {
                self.0.record(record.owner(), record.rtype, record.ttl, &rdata);
            }
        }
    }

    /// The findings. A transfer that failed has said itself that its answer has no end.
    pub(super) fn finish(self, is_whole: bool) -> Vec<Diagnostic> {
        let all = self.0.finish();
        let cut = |finding: &&Diagnostic| *finding.code == codes::IXFR_NO_END || *finding.code == codes::IXFR_NOTHING;
        all.kept().iter().filter(|finding| is_whole || !cut(finding)).cloned().collect()
    }
}
