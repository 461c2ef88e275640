//! The rules, one concept a file, and the tables that say where each applies.
//!
//! A rule looks at one node and says what is wrong with it. What a pair of places shares is said once, at the place
//! written later, with the other beside it.

mod addresses;
mod apex;
pub(super) mod cname;
pub(super) mod content;
mod dialect;
pub(super) mod dnssec;
mod dname;
mod ds;
mod host;
mod name_servers;
mod names;
mod obsolete;
pub(super) mod occluded;
mod reverse;
mod services;
mod signature;
mod soa;
mod svcb;
pub(super) mod targets;
pub(super) mod tlsa;
mod ttl;
mod whole;
mod wildcard;

use std::ops::Range;

use super::context::{Context, Place};
use crate::engine::diag::Diagnostics;
use crate::engine::dns::RecordType;
use crate::engine::zone::RRset;

/// Judges a node, whatever its types.
type Rule = fn(&Place<'_>, &Context<'_>, &mut Diagnostics);

/// Judges an RRset of one type; called for no other, so a rule costs nothing where its type is absent.
type SetRule = fn(&Place<'_>, &RRset<'_>, &Context<'_>, &mut Diagnostics);

/// Judges the zone as a whole, after all its nodes.
type ZoneRule = fn(&Context<'_>, &mut Diagnostics);

/// What is true of RRsets that are served, a table a topic.
static SETS: &[&[(RecordType, SetRule)]] = &[OWN, content::SETS, dialect::SETS, dnssec::SETS, obsolete::SETS];

/// What is true of the whole, a table a topic.
static WHOLE: &[&[ZoneRule]] = &[&[soa::missing], content::WHOLE, dnssec::WHOLE, whole::WHOLE];

/// What is true of every node.
static EVERYWHERE: &[Rule] = &[ttl::check, names::check];

/// What is true of nodes that a delegation or DNAME hides.
static HIDDEN: &[Rule] = &[occluded::check, dname::below, addresses::hidden];

/// What is true of the nodes that are served.
static SERVED: &[Rule] = &[apex::check, content::NODE, wildcard::check];

/// What is true of RRsets by their type: the rules of this folder.
static OWN: &[(RecordType, SetRule)] = &[
    (RecordType::A, addresses::check),
    (RecordType::A, host::check),
    (RecordType::AAAA, addresses::check),
    (RecordType::AAAA, host::check),
    (RecordType::CNAME, cname::check),
    (RecordType::DNAME, dname::check),
    (RecordType::DNAME, dname::leads),
    (RecordType::DS, ds::check),
    (RecordType::HTTPS, svcb::check),
    (RecordType::MX, host::check),
    (RecordType::MX, services::mx),
    (RecordType::MX, targets::check),
    (RecordType::NAPTR, services::naptr),
    (RecordType::NS, name_servers::check),
    (RecordType::NS, occluded::at_cut),
    (RecordType::NS, targets::check),
    (RecordType::PTR, reverse::check),
    (RecordType::RRSIG, signature::check),
    (RecordType::SOA, soa::check),
    (RecordType::SRV, services::srv),
    (RecordType::SRV, targets::check),
    (RecordType::SVCB, svcb::check),
    (RecordType::TLSA, tlsa::check),
    (services::RP, services::rp),
    (targets::AFSDB, targets::check),
    (targets::KX, targets::check),
    (targets::LP, targets::check),
    (targets::RT, targets::check),
];

/// Applies the rules to a node.
pub(super) fn node(place: &Place<'_>, by_type: &ByType, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    for rules in [EVERYWHERE, if place.cut.is_some() { HIDDEN } else { SERVED }] {
        for rule in rules {
            rule(place, context, diagnostics);
        }
    }
    if place.cut.is_none() {
        for set in place.node.sets.iter() {
            for rule in by_type.rules(set.rtype()) {
                rule(place, &set, context, diagnostics);
            }
        }
    }
}

/// Applies the rules about the whole.
pub(super) fn whole(context: &Context<'_>, diagnostics: &mut Diagnostics) {
    for rule in WHOLE.iter().copied().flatten() {
        rule(context, diagnostics);
    }
}

/// The tables of [`SETS`] as one, indexed by type.
pub(super) struct ByType {
    /// Where the rules of a type stand in `rules`.
    low: [Range<u16>; LOW],
    /// The same for higher types that have any.
    high: Vec<(RecordType, Range<u16>)>,
    rules: Vec<SetRule>,
}

/// Types below this are looked up at once; nearly all records are of these.
const LOW: usize = 260;

impl ByType {
    pub(super) fn new() -> Self {
        let mut all: Vec<_> = SETS.iter().copied().flatten().collect();
        all.sort_by_key(|(rtype, _)| rtype.0);
        let mut by_type = Self { low: [const { 0..0 }; LOW], high: Vec::new(), rules: Vec::new() };
        let end = |rules: &[SetRule]| u16::try_from(rules.len()).unwrap_or(u16::MAX);
        for of_type in all.chunk_by(|(a, _), (b, _)| a == b) {
            let start = end(&by_type.rules);
            by_type.rules.extend(of_type.iter().map(|(_, rule)| *rule));
            let place = start..end(&by_type.rules);
            let Some((rtype, _)) = of_type.first() else { continue };
            match by_type.low.get_mut(usize::from(rtype.0)) {
                Some(low) => *low = place,
                None => by_type.high.push((*rtype, place)),
            }
        }
        by_type
    }

    fn rules(&self, rtype: RecordType) -> &[SetRule] {
        let high = || self.high.iter().find(|(other, _)| *other == rtype).map(|(_, place)| place);
        let place = self.low.get(usize::from(rtype.0)).or_else(high);
        let Some(Range { start, end }) = place.cloned() else { return &[] };
        self.rules.get(usize::from(start)..usize::from(end)).unwrap_or_default()
    }
}
