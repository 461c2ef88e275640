//! What is written inside records: policies for mail, keys and services, read as their consumers read them.

pub(in crate::engine::check) mod asked;
mod binding;
mod caa;
mod dane;
mod der;
mod dkim;
mod dmarc;
mod joined;
mod policy;
mod quotes;
mod rewriting;
mod sizes;
mod spf;
mod sshfp;
mod subject;
mod tags;
mod text;
mod transport;
mod types;

pub(in crate::engine::check) use types::Unusual;

use super::{Rule, SetRule, ZoneRule};
use crate::engine::dns::RecordType;

/// Types without a constant of their own.
const HINFO: RecordType = RecordType(13);
const SSHFP: RecordType = RecordType(44);
const SMIMEA: RecordType = RecordType(53);
const OPENPGPKEY: RecordType = RecordType(61);
const URI: RecordType = RecordType(256);

/// Rules of RRsets by type.
pub(super) static SETS: &[(RecordType, SetRule)] = &[
    (HINFO, rewriting::hinfo),
    (RecordType::MX, spf::beside_mx),
    (RecordType::TXT, text::check),
    (RecordType::NAPTR, rewriting::naptr),
    (SSHFP, sshfp::check),
    (RecordType::TLSA, dane::tlsa),
    (SMIMEA, dane::smimea),
    (OPENPGPKEY, dane::openpgpkey),
    (RecordType::SVCB, binding::check),
    (RecordType::HTTPS, binding::check),
    (RecordType::SPF, spf::without_txt),
    (URI, rewriting::uri),
    (RecordType::CAA, caa::check),
];

/// The rule of nodes that are served.
pub(super) const NODE: Rule = sizes::check;

/// Rules of the whole zone.
pub(super) static WHOLE: &[ZoneRule] = &[];
