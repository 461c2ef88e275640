//! Where a transfer on request goes: straight to text, or through the version that differences change; and what the linter
//! of differences hears.

use super::Want;
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::dns::message::{Message, Section};
use crate::engine::dns::{Name, NameRef, RecordSink, RecordType};
use crate::engine::limits::ZoneLimits;
use crate::engine::xfr::{ChangeSink, Failure, Intake, IxfrLint, Part, Zonemd, codes};
use crate::engine::zone::{Builder, Mark, Snapshot};
use crate::engine::zonefile::{self, Options, Printer, Refusal, Sources};

/// Findings that are told; the others only repeat them.
const FINDINGS: usize = 200;

/// Where records go.
pub(super) enum Sink {
    /// Straight to text.
    Text {
        printer: Printer,
        apex: Name,
        /// A digest of the zone was among the records.
        digested: bool,
    },
    /// Differences change a version, which must be whole before there is text.
    Version(Box<Intake>),
}

impl Sink {
    pub(super) fn new(want: &Want) -> Self {
        match &want.base {
            None => Self::Text { printer: Printer::new(), apex: want.target.apex.clone(), digested: false },
            Some(base) => {
                let apex = want.target.apex.clone();
                Self::Version(Box::new(Intake::new(apex, Some(base.clone()), want.target.limits)))
            }
        }
    }

    /// The zone's text, and what its digest says of it (RFC 8976 §4).
    pub(super) fn finish(self) -> (String, Zonemd) {
        match self {
            Self::Text { printer, digested: false, .. } => (printer.finish(), Zonemd::Absent),
            Self::Text { printer, apex, .. } => {
                let text = printer.finish();
                let digest = Zonemd::verify(&version(&apex, &text));
                (text, digest)
            }
            Self::Version(intake) => {
                let zone = intake.finish().snapshot;
                (text_of(&zone), Zonemd::verify(&zone))
            }
        }
    }
}

/// The version that a text of our own holds.
fn version(apex: &Name, text: &str) -> Snapshot {
    let mut builder = Builder::new(ZoneLimits::default());
    let options = Options { origin: Some(apex.clone()), ..Options::default() };
    // Records of types that differ from what they should be were refused in the transfer already.
    let mut found = Diagnostics::new(0);
    let mut sources = Sources::new("transfer", text.as_bytes().to_vec());
    zonefile::parse(&mut sources, options, &mut builder, &mut found, &mut |_, _| Err(Refusal::Refused(String::new())));
    builder.finish(apex.as_ref()).snapshot
}

impl ChangeSink for Sink {
    fn takes_changes(&self) -> bool {
        match self {
            Self::Text { printer, .. } => printer.takes_changes(),
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
            Self::Text { printer, digested, .. } => {
                // One below the apex says nothing (RFC 8976 §2.1); the look at the version sees that.
                *digested |= rtype == RecordType::ZONEMD;
                ChangeSink::record(printer, part, owner, rtype, ttl, rdata)
            }
            Self::Version(intake) => intake.record(part, owner, rtype, ttl, rdata),
        }
    }

    fn end(&mut self) -> Result<(), Failure> {
        match self {
            Self::Text { printer, .. } => printer.end(),
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
