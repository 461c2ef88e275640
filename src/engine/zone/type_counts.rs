//! How many records of each type a zone has, counted while it is built: walking a million records again would take longer.

use crate::engine::dns::RecordType;

/// Numbers of types that are counted by place; nearly all records have one of these.
const USUAL: usize = 260;

/// Records by type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeCounts {
    /// Of the types below [`USUAL`], at their number; empty until the first.
    usual: Vec<u64>,
    /// Of the others, in order of first sight.
    rest: Vec<(RecordType, u64)>,
}

impl TypeCounts {
    /// Each type that there is, with its records, by number.
    #[must_use]
    pub fn counts(&self) -> Vec<(RecordType, u64)> {
        let usual = (0..).map(RecordType).zip(self.usual.iter().copied()).filter(|(_, records)| *records > 0);
        let mut counts: Vec<_> = usual.chain(self.rest.iter().copied()).collect();
        counts.sort_unstable();
        counts
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
        let slot = self.usual.get_mut(usize::from(rtype.0));
        let slot = match slot {
            Some(slot) => slot,
            None => {
                let at = self.rest.iter().position(|(own, _)| *own == rtype).unwrap_or(self.rest.len());
                if at == self.rest.len() {
                    self.rest.push((rtype, 0));
                }
                let Some((_, slot)) = self.rest.get_mut(at) else { return };
                slot
            }
        };
        *slot += records;
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
