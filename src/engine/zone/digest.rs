//! A digest of the whole content: the SIMPLE scheme of RFC 8976, which names a version in state files and tests.

use sha2::digest::Output;
use sha2::{Digest, Sha384, Sha512};

use crate::engine::dns::{Class, RecordType, rdata};

use super::Snapshot;

/// SHA-384 over all records in canonical form and order, but the apex ZONEMD RRset and its signatures (RFC 8976 §3.3.1,
/// hash algorithm 1 of §2.2.3).
#[must_use]
pub fn simple_sha384(zone: &Snapshot) -> [u8; 48] {
    simple::<Sha384>(zone).into()
}

/// The same with SHA-512, hash algorithm 2.
#[must_use]
pub fn simple_sha512(zone: &Snapshot) -> [u8; 64] {
    simple::<Sha512>(zone).into()
}

fn simple<D: Digest>(zone: &Snapshot) -> Output<D> {
    let mut hash = D::new();
    let mut walk = zone.iter_canonical();
    let (mut owner, mut line) = (Vec::new(), Vec::new());
    while let Some(set) = walk.next() {
        // RFC 4034 §6.2: owners in lower case.
        owner.clear();
        owner.extend(set.owner().wire().iter().map(u8::to_ascii_lowercase));
        let at_apex = set.owner() == zone.apex();
        for record in set.records() {
            if at_apex && is_excluded(set.rtype(), record.rdata) {
                continue;
            }
            line.clear();
            line.extend_from_slice(&owner);
            line.extend_from_slice(&set.rtype().0.to_be_bytes());
            line.extend_from_slice(&Class::IN.0.to_be_bytes());
            line.extend_from_slice(&record.ttl.to_be_bytes());
            line.extend_from_slice(&u16::try_from(record.rdata.len()).unwrap_or(u16::MAX).to_be_bytes());
            rdata::canonical(set.rtype(), record.rdata, &mut line);
            hash.update(&line);
        }
    }
    hash.finalize()
}

/// RFC 8976 §3.3.1: the digest cannot cover itself, nor the signature over it.
fn is_excluded(rtype: RecordType, rdata: &[u8]) -> bool {
    let covered = || rdata.first_chunk().map(|octets| RecordType(u16::from_be_bytes(*octets)));
    rtype == RecordType::ZONEMD || rtype == RecordType::RRSIG && covered() == Some(RecordType::ZONEMD)
}
