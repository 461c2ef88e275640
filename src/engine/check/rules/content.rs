//! What is written inside records: policies for mail, keys and services, read as their consumers read them.

mod spf;

use super::{SetRule, ZoneRule};
use crate::engine::dns::RecordType;

/// Rules of RRsets by type.
pub(super) static SETS: &[(RecordType, SetRule)] = &[(RecordType::SPF, spf::without_txt)];

/// Rules of the whole zone.
pub(super) static WHOLE: &[ZoneRule] = &[];
