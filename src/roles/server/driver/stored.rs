//! What the store holds of a zone: how a version is written, whole or as a change, and how it is read again.

use std::sync::Arc;

use super::super::store::content::ContentWriter;
use super::super::store::{Claimed, Content, Damage, Fault, Kept, Step, Store, Version};
use crate::engine::diag::Span;
use crate::engine::dns::{RecordSink, RecordType, Serial};
use crate::engine::limits::ZoneLimits;
use crate::engine::zone::{Builder, Change, Mark, Snapshot, Versions};

/// Changes that a restart applies one after the other; some ten microseconds each.
const STEPS: usize = 1_000;

/// What we know of the store's version.
#[derive(Clone, Debug, Default)]
pub(super) struct Stored {
    /// Its serial.
    pub serial: Option<Serial>,
    /// A write failed, and may have been done all the same: a sync to disk that fails says nothing of what was written.
    pub doubtful: bool,
    /// Octets of the last version that was stored whole.
    whole: usize,
    /// Octets of the changes since, and how many.
    since: usize,
    steps: usize,
}

/// A version ready to be written.
pub(super) struct Next {
    pub version: Version,
    /// What led to it from the one before.
    pub change: Option<Arc<Change>>,
    /// What the store holds once it is written.
    pub stored: Stored,
}

/// A zone as it was before the restart.
pub(super) struct Restored {
    pub snapshot: Snapshot,
    pub history: Versions,
    pub stored: Stored,
}

impl Stored {
    /// Nothing is known but the serial.
    pub(super) fn of(serial: Option<Serial>) -> Self {
        Self { serial, ..Self::default() }
    }

    /// How to write a version behind this one; `base` is this one's content if it is at hand. A change alone while the
    /// changes since the last whole stay below half its size, so that neither the disk nor a restart has much more to
    /// carry than the zone. None without an SOA.
    pub(super) fn next(&self, base: Option<&Snapshot>, version: &Snapshot) -> Option<Next> {
        let base = base.filter(|base| base.serial() == self.serial);
        let change = base.and_then(|base| Versions::step(base, version));
        // A larger one would give way at once.
        let change = change.filter(|change| change.octets() <= ZoneLimits::default().journal).map(Arc::new);
        let step = change.as_deref().and_then(Step::new);
        let (serial, doubtful) = (version.serial(), false);
        if let Some(step) = &step {
            let (since, steps) = (self.since + step.octets.len(), self.steps + 1);
            if since <= self.whole / 2 && steps <= STEPS {
                let stored = Self { serial, doubtful, whole: self.whole, since, steps };
                return Some(Next { version: Version::Step(step.clone()), change, stored });
            }
        }
        let content = content(version)?;
        let stored = Self { whole: octets(&content), ..Self::of(serial) };
        Some(Next { version: Version::Whole(content, step), change, stored })
    }

    /// The first version of a zone, of so many octets.
    pub(super) const fn first(content: Content, octets: usize) -> Next {
        let stored = Self { serial: Some(content.serial), doubtful: false, whole: octets, since: 0, steps: 0 };
        Next { version: Version::Whole(content, None), change: None, stored }
    }
}

/// Reads what a claimed zone had; none when it had nothing.
pub(super) async fn restore(store: &dyn Store, claimed: &Claimed) -> Result<Option<Restored>, Fault> {
    let zone = &claimed.fence.zone;
    let Some(version) = claimed.persisted.version else { return Ok(None) };
    let Some(kept) = store.content(zone.clone()).await? else { return Ok(None) };
    let journal = store.journal(zone.clone(), None).await?;
    read(claimed, version.serial, &kept, &journal).map(Some).map_err(Fault::Damaged)
}

fn read(claimed: &Claimed, serial: Serial, kept: &Kept, journal: &[Step]) -> Result<Restored, Damage> {
    let mut builder = Builder::new(ZoneLimits::default());
    kept.whole.read(&mut builder)?;
    let mut snapshot = builder.finish(claimed.fence.zone.as_ref()).snapshot;
    if snapshot.serial() != Some(kept.whole.serial) {
        return Err(Damage::Zone);
    }
    for step in &kept.since {
        snapshot = step.change()?.apply(&snapshot).map_err(|_| Damage::Zone)?;
    }
    if snapshot.serial() != Some(serial) {
        return Err(Damage::Zone);
    }
    // Without the journal others transfer the whole zone once.
    let changes = journal.iter().map(Step::change).collect::<Result<Vec<_>, _>>().unwrap_or_default();
    let history = Versions::resumed(&ZoneLimits::default(), snapshot.clone(), changes);
    let stored = Stored {
        whole: octets(&kept.whole),
        since: kept.since.iter().map(|step| step.octets.len()).sum(),
        steps: kept.since.len(),
        ..Stored::of(Some(serial))
    };
    Ok(Restored { snapshot, history, stored })
}

fn octets(content: &Content) -> usize {
    content.chunks.iter().map(Vec::len).sum()
}

/// The version as the store keeps it; none without an SOA.
fn content(snapshot: &Snapshot) -> Option<Content> {
    let serial = snapshot.serial()?;
    let mut writer = ContentWriter::default();
    let apex = snapshot.apex();
    let soa = snapshot.get(apex, RecordType::SOA)?;
    for datum in soa.records() {
        writer.record(soa.owner(), RecordType::SOA, datum.ttl, datum.rdata, Span::NONE);
    }
    snapshot.resume(&mut Mark::default(), |owner, rtype, datum| {
        if rtype != RecordType::SOA {
            writer.record(owner, rtype, datum.ttl, datum.rdata, Span::NONE);
        }
        true
    });
    Some(writer.finish(serial))
}
