//! How many records of each type a zone has, counted while it is built: walking a million records again would take longer.

use std::collections::BTreeMap;

use crate::engine::dns::RecordType;

/// Numbers of types that are counted by place; nearly all records have one of these.
const USUAL: usize = 260;

/// Records by type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeCounts {
    /// Of the types below [`USUAL`], at their number; empty until the first.
    usual: Vec<u64>,
    /// Of the others, of which a zone can have thousands.
    rest: BTreeMap<RecordType, u64>,
}

impl TypeCounts {
    /// Each type that there is, with its records, by number.
    #[must_use]
    pub fn counts(&self) -> Vec<(RecordType, u64)> {
        let usual = (0..).map(RecordType).zip(self.usual.iter().copied()).filter(|(_, records)| *records > 0);
        usual.chain(self.rest.iter().map(|(rtype, records)| (*rtype, *records))).collect()
    }

    #[inline]
    pub(super) fn add(&mut self, rtype: RecordType, records: u64) {
        if let Some(count) = self.usual.get_mut(usize::from(rtype.0)) {
            *count += records;
        } else {
            self.add_other(rtype, records);
        }
    }

    pub(super) fn append(&mut self, other: &Self) {
        other.counts().into_iter().for_each(|(rtype, records)| self.add(rtype, records));
    }

    #[cold]
    fn add_other(&mut self, rtype: RecordType, records: u64) {
        if self.usual.is_empty() {
            self.usual.resize(USUAL, 0);
        }
        let usual = self.usual.get_mut(usize::from(rtype.0));
        *usual.unwrap_or_else(|| self.rest.entry(rtype).or_default()) += records;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_add_up_whatever_the_number() {
        let (mut one, mut other) = (TypeCounts::default(), TypeCounts::default());
        for (rtype, records) in [(65_280, 2), (1, 3), (257, 1), (65_280, 1), (1, 1)] {
            one.add(RecordType(rtype), records);
        }
        other.add(RecordType(65_281), 5);
        other.add(RecordType(65_280), 1);
        one.append(&other);
        let told: Vec<_> = one.counts().into_iter().map(|(rtype, records)| (rtype.0, records)).collect();
        assert_eq!(told, [(1, 4), (257, 1), (65_280, 4), (65_281, 5)]);
        assert_eq!(TypeCounts::default().counts(), []);
    }
}
