//! What is written inside records: policies for mail, keys and services, read as their consumers read them.

pub(in crate::engine::check) mod asked;
mod der;
mod dkim;
mod dmarc;
mod joined;
mod policy;
mod quotes;
mod spf;
mod subject;
mod tags;
mod text;
mod transport;

use super::{SetRule, ZoneRule};
use crate::engine::dns::RecordType;

/// Rules of RRsets by type.
pub(super) static SETS: &[(RecordType, SetRule)] =
    &[(RecordType::SPF, spf::without_txt), (RecordType::TXT, text::check)];

/// Rules of the whole zone.
pub(super) static WHOLE: &[ZoneRule] = &[];
