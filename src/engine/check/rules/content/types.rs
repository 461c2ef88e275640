//! Types that not everybody takes: each is said once for the zone.

use std::collections::BTreeMap;

use crate::engine::check::codes::content::sizes as codes;
use crate::engine::check::context::{Context, Part, first};
use crate::engine::check::rules::obsolete;
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::dns::{RecordType, rdata};
use crate::engine::zone::RRset;

/// Types that need no look: what the provider's interface lists (2026-08), the SOA, and those of signed zones.
const USUAL: [u16; 27] =
    [1, 2, 5, 6, 12, 15, 16, 28, 29, 33, 35, 37, 43, 44, 46, 47, 48, 50, 51, 52, 53, 59, 60, 64, 65, 256, 257];
/// The same as bits.
const USUAL_BITS: [u64; 5] = {
    let mut bits = [0; 5];
    let mut i = 0;
    #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
    while i < USUAL.len() {
        bits[USUAL[i] as usize / 64] |= 1 << (USUAL[i] % 64);
        i += 1;
    }
    bits
};

/// Whether nothing is to be said of a type.
pub(super) fn is_usual(rtype: RecordType) -> bool {
    let bits = USUAL_BITS.get(usize::from(rtype.0 / 64)).copied().unwrap_or(0);
    bits >> (rtype.0 % 64) & 1 == 1
}

/// The other types of the zone, or of a piece of it: how many RRsets, and the first record written.
#[derive(Debug, Default)]
pub(in crate::engine::check) struct Unusual(BTreeMap<RecordType, (usize, Span)>);

impl Unusual {
    pub(super) fn note(&mut self, set: &RRset<'_>) {
        let at = first(set).map_or(Span::NONE, |record| record.at);
        self.add(set.rtype(), 1, at);
    }

    fn add(&mut self, rtype: RecordType, sets: usize, at: Span) {
        let found = self.0.entry(rtype).or_insert((0, at));
        found.0 += sets;
        found.1 = found.1.min(at);
    }

    /// Takes over what another piece has.
    pub(in crate::engine::check) fn absorb(&mut self, other: Self) {
        other.0.into_iter().for_each(|(rtype, (sets, at))| self.add(rtype, sets, at));
    }

    /// Says it.
    pub(in crate::engine::check) fn report(&self, context: &Context<'_>, diagnostics: &mut Diagnostics) {
        for (&rtype, &(sets, at)) in &self.0 {
            let code = match rtype.0 {
                // RFC 6895 §3.1
                65_280..=65_534 => &codes::TYPE_PRIVATE,
                // These have rules of their own.
                _ if rtype == RecordType::SPF || obsolete::SETS.iter().any(|(old, _)| *old == rtype) => continue,
                _ if !rdata::is_known(rtype) => &codes::TYPE_UNASSIGNED,
                _ => &codes::PROVIDER_TYPE,
            };
            let finding = Diagnostic::new(code, context.part(at, Part::Type)).arg("type", rtype.to_string());
            diagnostics.push(finding.arg("count", sets));
        }
    }
}
