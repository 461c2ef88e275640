//! The difference of two versions as JSON: what `understudy diff --format json` prints.

use serde::{Deserialize, Serialize};

use crate::engine::dns::{Name, RecordType, rdata};
use crate::engine::zone::by_rrset::{Kind, RRsetChange};
use crate::engine::zone::{Change, Record, Snapshot};

/// The version of this shape.
pub const VERSION: u8 = 1;

/// What differs between two versions of a zone.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Difference {
    /// [`VERSION`].
    pub v: u8,
    /// The zone's name, with its final dot.
    pub origin: String,
    /// The serials of the old and of the new version.
    pub serials: [u32; 2],
    /// Whether a secondary at the old serial would ask for the new one (RFC 1982 §3.2).
    pub serial_increases: bool,
    /// The fields of the SOA that differ, the serial aside.
    pub soa: Vec<SoaField>,
    /// The RRsets that differ, the SOA's aside, in canonical order.
    pub rrsets: Vec<Changed>,
}

/// A field of the SOA.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct SoaField {
    /// Its name in RFC 1035 §3.3.13, in lower case; or `ttl`.
    pub field: String,
    /// Its old value.
    pub old: String,
    /// Its new value.
    pub new: String,
}

/// One RRset that differs.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Changed {
    /// The owner, absolute.
    pub owner: String,
    /// The mnemonic.
    #[serde(rename = "type")]
    pub rtype: String,
    /// `added`, `changed`, `removed`; `ttl` for the same records with another TTL, `case` with other capitals in names.
    pub kind: String,
    /// Records taken away.
    pub removed: Vec<Line>,
    /// Records added.
    pub added: Vec<Line>,
}

/// A record of an RRset.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Line {
    /// In seconds.
    pub ttl: u32,
    /// The RDATA in presentation form.
    pub data: String,
}

impl Difference {
    /// The difference that `change` makes on the way to `new`.
    #[must_use]
    pub fn new(change: &Change, new: &Snapshot) -> Self {
        let (from, to) = (change.from().unwrap_or_default(), change.to().unwrap_or_default());
        let stays = |owner: &Name, rtype| new.get(owner.as_ref(), rtype).map_or(0, |set| set.len());
        Self {
            v: VERSION,
            origin: new.apex().to_string(),
            serials: [from.0, to.0],
            serial_increases: from.is_before(to),
            soa: soa_fields(change),
            rrsets: change.by_rrset(stays).iter().map(Changed::from).collect(),
        }
    }
}

impl From<&RRsetChange<'_>> for Changed {
    fn from(change: &RRsetChange<'_>) -> Self {
        let kind = match change.kind {
            Kind::Added => "added",
            Kind::Case => "case",
            Kind::Changed => "changed",
            Kind::Removed => "removed",
            Kind::Ttl => "ttl",
        };
        let lines = |records: &[&Record]| records.iter().map(|record| line(record)).collect();
        Self {
            owner: change.owner.to_string(),
            rtype: change.rtype.to_string(),
            kind: kind.to_owned(),
            removed: lines(&change.removed),
            added: lines(&change.added),
        }
    }
}

fn line(record: &Record) -> Line {
    let mut data = String::new();
    rdata::print(record.rtype, &record.rdata, &mut data);
    Line { ttl: record.ttl, data }
}

fn soa_fields(change: &Change) -> Vec<SoaField> {
    let values = |record: &Record| -> Vec<(&'static str, String)> {
        let views = rdata::explain(RecordType::SOA, &record.rdata).into_iter().map(|view| (view.name, view.text));
        [("ttl", record.ttl.to_string())].into_iter().chain(views).collect()
    };
    let (old, new) = (values(&change.old_soa), values(&change.new_soa));
    let pairs = old.into_iter().zip(new).filter(|((name, was), (_, is))| *name != "serial" && was != is);
    pairs.map(|((name, old), (_, new))| SoaField { field: name.to_owned(), old, new }).collect()
}
