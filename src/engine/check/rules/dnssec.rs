//! DNSSEC: signatures, keys, denial of existence, delegations, signals to the parent, the zone's digest.
//!
//! Only a signed zone pays for it: [`Standing`] says whether it is one, then each node is judged as it is walked by
//! ([`Part::node`]), hashed names in a second walk ([`hashed`]), and what spans nodes at the end ([`Part::finish`]).
//! docs/dnssec.md says what is verified and what is not.

mod bitmap;
mod ds;
mod key_set;
mod keys;
mod nsec;
mod nsec3;
mod once;
mod param;
mod part;
mod signals;
mod signatures;
mod standing;
mod stray;
mod windows;
mod zonemd;

use super::{SetRule, ZoneRule};
use crate::engine::dns::RecordType;

pub(in crate::engine::check) use nsec3::Hashed;
pub(in crate::engine::check) use part::Part;
pub(in crate::engine::check) use standing::Standing;
pub(super) use windows::now;

/// Rules of RRsets by type.
pub(super) static SETS: &[(RecordType, SetRule)] = &[
    (RecordType::CDNSKEY, signals::misplaced),
    (RecordType::CDS, signals::misplaced),
    (RecordType::CSYNC, signals::csync),
    (RecordType::DNSKEY, keys::check),
    (RecordType::DS, ds::check),
    (RecordType::NSEC, stray::check),
    (RecordType::NSEC3, stray::check),
    (RecordType::NSEC3PARAM, param::check),
    (RecordType::RRSIG, stray::check),
    (RecordType::ZONEMD, zonemd::misplaced),
];

/// Rules of the whole zone.
pub(super) static WHOLE: &[ZoneRule] = &[key_set::check, signals::check, zonemd::check];
