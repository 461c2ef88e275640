//! A change of a zone as bytes: what led from one stored version to the next, for IXFR to others and in place of the whole.
//!
//! Records as in [`super::content`], in the order of a difference sequence (RFC 1995 §4): old SOA, deletions, new SOA,
//! additions.

use sha2::{Digest, Sha256};

use super::content::{Damage, read_record, write_record};
use crate::engine::diag::Span;
use crate::engine::dns::{NameRef, RecordSink, RecordType, Serial};
use crate::engine::zone::{Change, Record};

/// One change, ready to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The serial of the version that it changes.
    pub from: Serial,
    /// The serial of the version that it becomes.
    pub to: Serial,
    /// SHA-256 over the octets.
    pub digest: [u8; 32],
    /// The records.
    pub octets: Vec<u8>,
}

impl Step {
    /// None when the change lacks a serial.
    #[must_use]
    pub fn new(change: &Change) -> Option<Self> {
        let mut octets = Vec::new();
        for record in change.records() {
            write_record(&mut octets, record.owner.as_ref(), record.rtype, record.ttl, &record.rdata);
        }
        let digest = Sha256::digest(&octets).into();
        Some(Self { from: change.from()?, to: change.to()?, digest, octets })
    }

    /// The change.
    ///
    /// # Errors
    /// What is wrong with the octets.
    pub fn change(&self) -> Result<Change, Damage> {
        if <[u8; 32]>::from(Sha256::digest(&self.octets)) != self.digest {
            return Err(Damage::Digest);
        }
        let (mut records, mut rest) = (Records(Vec::new()), self.octets.as_slice());
        while !rest.is_empty() {
            let at = records.0.len() as u64;
            rest = read_record(rest, &mut records).ok_or(Damage::Record(at))?;
        }
        let mut records = records.0.into_iter();
        let old_soa = records.next().filter(is_soa).ok_or(Damage::Record(0))?;
        let (mut deletions, mut new_soa) = (Vec::new(), None);
        for record in records.by_ref() {
            if is_soa(&record) {
                new_soa = Some(record);
                break;
            }
            deletions.push(record);
        }
        let new_soa = new_soa.ok_or(Damage::Record(deletions.len() as u64 + 1))?;
        let change = Change { old_soa, new_soa, deletions, additions: records.collect() };
        let serials = (change.from(), change.to());
        if serials == (Some(self.from), Some(self.to)) { Ok(change) } else { Err(Damage::Zone) }
    }
}

fn is_soa(record: &Record) -> bool {
    record.rtype == RecordType::SOA
}

struct Records(Vec<Record>);

impl RecordSink for Records {
    fn record(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8], _at: Span) {
        self.0.push(Record { owner: owner.to_owned(), rtype, ttl, rdata: rdata.into() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dns::Name;

    fn record(owner: &str, rtype: RecordType, ttl: u32, rdata: &[u8]) -> Record {
        Record { owner: Name::absolute(owner).unwrap(), rtype, ttl, rdata: rdata.into() }
    }

    fn soa(serial: u32) -> Record {
        let numbers = [serial, 1, 2, 3, 4].into_iter().flat_map(|n| n.to_be_bytes());
        record("Example.", RecordType::SOA, 5, &[0, 0].into_iter().chain(numbers).collect::<Vec<_>>())
    }

    #[test]
    fn a_change_comes_back_and_damage_is_seen() {
        let txt = |n: u8| record("a.Example.", RecordType::TXT, u32::from(n), &[1, n]);
        for (deletions, additions) in [(vec![], vec![]), (vec![txt(1), txt(2)], vec![txt(3)]), (vec![], vec![txt(4)])] {
            let change = Change { old_soa: soa(7), new_soa: soa(8), deletions, additions };
            let step = Step::new(&change).unwrap();
            assert_eq!((step.from, step.to), (Serial(7), Serial(8)));
            assert_eq!(step.change(), Ok(change));
            let mut flipped = step.clone();
            flipped.octets[3] ^= 1;
            assert_eq!(flipped.change(), Err(Damage::Digest));
            let mut cut = step.clone();
            cut.octets.pop();
            cut.digest = Sha256::digest(&cut.octets).into();
            assert!(matches!(cut.change(), Err(Damage::Record(_))));
            assert_eq!(Step { to: Serial(9), ..step }.change(), Err(Damage::Zone));
        }
    }
}
