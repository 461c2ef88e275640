//! From a transfer to the version it brings: a whole zone is sorted once, differences are applied one after the other
//! to what is held, which stays as it is.

use std::fmt;

use super::{ChangeSink, Failure, Part, Tap, codes};
use crate::engine::diag::{Args, Span};
use crate::engine::dns::{Name, NameRef, RecordSink, RecordType};
use crate::engine::limits::{TransferLimits, ZoneLimits};
use crate::engine::work::{Alone, Workers};
use crate::engine::zone::{ApplyFault, Builder, Change, Record, Snapshot};

/// Makes a version of what a transfer brings. At most one difference sequence is kept at a time.
pub struct Intake {
    apex: Name,
    base: Option<Snapshot>,
    whole: Builder,
    /// The version after the sequences applied so far.
    version: Option<Snapshot>,
    open: Option<Sequence>,
    /// Records of differences so far, and how many may come.
    changes: u64,
    most: u64,
    limits: TransferLimits,
    redundant: u64,
    tap: Option<Box<dyn Tap>>,
}

/// What an intake made.
#[derive(Debug)]
pub struct Arrived {
    /// The version.
    pub snapshot: Snapshot,
    /// Records that differences added though they were there: NSD 4.6 sends some in every one.
    pub redundant: u64,
}

/// A difference sequence on its way in.
struct Sequence {
    old_soa: Record,
    new_soa: Option<Record>,
    deletions: Vec<Record>,
    additions: Vec<Record>,
}

impl Intake {
    /// For one transfer of `apex`; differences change `base`. Without it they end the transfer.
    #[must_use]
    pub fn new(apex: Name, base: Option<Snapshot>, limits: TransferLimits) -> Self {
        let held = base.as_ref().map_or(0, |zone| zone.len() as u64);
        let most = held.saturating_mul(u64::from(limits.change_percent)) / 100;
        Self {
            apex,
            base,
            whole: Builder::new(ZoneLimits::default()),
            version: None,
            open: None,
            changes: 0,
            most: most.max(limits.changes),
            limits,
            redundant: 0,
            tap: None,
        }
    }

    /// Gives `tap` a copy of the records of a whole zone.
    pub fn tap(&mut self, tap: Box<dyn Tap>) {
        self.tap = Some(tap);
    }

    /// The version, once the transfer is complete.
    #[must_use]
    pub fn finish(self) -> Arrived {
        self.finish_with(&Alone)
    }

    /// The same, with what can be done at the same time done by `workers`.
    #[must_use]
    pub fn finish_with(self, workers: &dyn Workers) -> Arrived {
        let snapshot = self.version.unwrap_or_else(|| {
            if let Some(mut tap) = self.tap {
                tap.end();
            }
            let mut building = self.whole.start(self.apex.as_ref());
            while !building.step(workers) {}
            building.finish().snapshot
        });
        Arrived { snapshot, redundant: self.redundant }
    }

    fn begin(&mut self, old_soa: Record) -> Result<(), Failure> {
        self.apply()?;
        self.open = Some(Sequence { old_soa, new_soa: None, deletions: Vec::new(), additions: Vec::new() });
        Ok(())
    }

    /// Applies the sequence that has come wholly.
    fn apply(&mut self) -> Result<(), Failure> {
        let Some(Sequence { old_soa, new_soa: Some(new_soa), deletions, additions }) = self.open.take() else {
            return Ok(());
        };
        let Some(before) = self.version.as_ref().or(self.base.as_ref()) else {
            return Err(Failure::new(&codes::XFR_INCREMENTAL, Args::new()));
        };
        let change = Change { old_soa, new_soa, deletions, additions };
        let (after, redundant) = change.install(before).map_err(|fault| does_not_fit(&fault))?;
        self.version = Some(after);
        self.redundant += redundant as u64;
        Ok(())
    }
}

impl ChangeSink for Intake {
    fn takes_changes(&self) -> bool {
        self.base.is_some()
    }

    fn record(
        &mut self,
        part: Part,
        owner: NameRef<'_>,
        rtype: RecordType,
        ttl: u32,
        rdata: &[u8],
    ) -> Result<(), Failure> {
        if part == Part::Zone {
            RecordSink::record(&mut self.whole, owner, rtype, ttl, rdata, Span::NONE);
            if let Some(tap) = &mut self.tap {
                tap.record(owner, rtype, ttl, rdata, Span::NONE);
            }
            return Ok(());
        }
        self.changes += 1;
        // A difference far larger than the zone is a waste, or an attack; the whole zone costs less.
        if self.changes > self.most {
            return Err(Failure::new(&codes::XFR_LIMIT_CHANGES, Args::new().with("limit", self.most)));
        }
        let record = Record { owner: owner.to_owned(), rtype, ttl, rdata: rdata.into() };
        let is_soa = rtype == RecordType::SOA;
        match (part, &mut self.open) {
            (Part::Deletion, _) if is_soa => return self.begin(record),
            (Part::Deletion, Some(open)) => open.deletions.push(record),
            (Part::Addition, Some(open)) if is_soa => open.new_soa = Some(record),
            (Part::Addition, Some(open)) => open.additions.push(record),
            (Part::Zone | Part::Deletion | Part::Addition, _) => {}
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Failure> {
        self.apply()?;
        // Only here: a version on the way may be larger than what is allowed to stay.
        let records = self.version.as_ref().map_or(0, |zone| zone.len() as u64);
        if records > self.limits.records {
            return Err(Failure::new(&codes::XFR_LIMIT_RECORDS, Args::new().with("limit", self.limits.records)));
        }
        Ok(())
    }
}

impl fmt::Debug for Intake {
    /// Not the records: there may be millions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Intake({:?}, {} changes)", self.apex, self.changes)
    }
}

/// A difference that was made from another version than ours: RFC 1995 §4 leaves the whole zone as the way out.
fn does_not_fit(fault: &ApplyFault) -> Failure {
    let about =
        |record: &Record| Args::new().with("owner", record.owner.to_string()).with("type", record.rtype.to_string());
    match fault {
        ApplyFault::Missing(record) => Failure::new(&codes::XFR_CHANGE_MISSING, about(record)),
        ApplyFault::Present(record) | ApplyFault::Outside(record) => {
            Failure::new(&codes::XFR_CHANGE_MISFIT, about(record))
        }
        ApplyFault::Serial { have, wants } => {
            let number = |serial: &Option<crate::engine::dns::Serial>| serial.map_or(0, |serial| serial.0);
            let args = Args::new().with("have", number(have)).with("serial", number(wants));
            Failure::new(&codes::XFR_IXFR_START, args)
        }
    }
}
