//! The rules, one concept a file, and the walk that applies them.
//!
//! A rule looks at one node and says what is wrong with it. What a pair of places shares is said once, at the place
//! written later, with the other beside it.

mod apex;
mod cname;
mod content;
mod dname;
mod ds;
mod host;
mod idn;
mod occluded;
mod signature;
mod soa;
mod svcb;
mod targets;
mod tlsa;
mod ttl;
mod wildcard;

use super::context::{Context, Cut, Place, last};
use crate::engine::diag::{Diagnostics, Span};
use crate::engine::dns::RecordType;
use crate::engine::zone::{Node, RRset};

/// Judges a node, whatever its types.
type Rule = fn(&Place<'_>, &Context<'_>, &mut Diagnostics);

/// Judges an RRset of one type; called for no other, so a rule costs nothing where its type is absent.
type SetRule = fn(&Place<'_>, &RRset<'_>, &Context<'_>, &mut Diagnostics);

/// Judges the zone as a whole, after all its nodes.
type ZoneRule = fn(&Context<'_>, &mut Diagnostics);

/// What is true of RRsets that are served, a table a topic.
static SETS: &[&[(RecordType, SetRule)]] = &[OWN, content::SETS];

/// What is true of the whole, a table a topic.
static WHOLE: &[&[ZoneRule]] = &[content::WHOLE];

/// What is true of every node.
static EVERYWHERE: &[Rule] = &[ttl::check, idn::check];

/// What is true of nodes that a delegation or DNAME hides.
static HIDDEN: &[Rule] = &[occluded::check, dname::below];

/// What is true of the nodes that are served.
static SERVED: &[Rule] = &[apex::check, wildcard::check];

/// What is true of RRsets by their type: the rules of this folder.
static OWN: &[(RecordType, SetRule)] = &[
    (RecordType::A, host::check),
    (RecordType::AAAA, host::check),
    (RecordType::CNAME, cname::check),
    (RecordType::DNAME, dname::check),
    (RecordType::DS, ds::check),
    (RecordType::HTTPS, svcb::check),
    (RecordType::MX, targets::check),
    (RecordType::NS, occluded::at_cut),
    (RecordType::NS, targets::check),
    (RecordType::RRSIG, signature::check),
    (RecordType::SOA, soa::check),
    (RecordType::SRV, targets::check),
    (RecordType::SVCB, svcb::check),
    (RecordType::TLSA, tlsa::check),
];

/// Walks the content once and applies every rule to every node.
pub(super) fn run(context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let by_type = ByType::new();
    soa::missing(context, diagnostics);
    let mut cut: Option<Cut> = None;
    let mut nodes = context.zone.nodes();
    while let Some(node) = nodes.next() {
        let is_apex = node.owner == context.zone.apex();
        // Canonical order: what lies below a node follows it, up to the first name that does not.
        cut = cut.filter(|cut| node.owner.is_within(cut.owner.as_ref()));
        let place = Place { node: &node, is_apex, cut: cut.as_ref() };
        let rules = if place.cut.is_some() { HIDDEN } else { SERVED };
        for rule in EVERYWHERE.iter().chain(rules) {
            rule(&place, context, diagnostics);
        }
        if place.cut.is_none() {
            for set in &node.sets {
                for rule in by_type.rules(set.rtype()) {
                    rule(&place, set, context, diagnostics);
                }
            }
        }
        cut = cut.or_else(|| cut_at(&node, is_apex));
    }
    for rule in WHOLE.iter().copied().flatten() {
        rule(context, diagnostics);
    }
}

/// The tables of [`SETS`] as one, indexed by type.
struct ByType {
    /// Where the rules of a type end in `rules`; they begin where those of the type before end. Types above all that
    /// have a rule have none.
    ends: Vec<usize>,
    rules: Vec<SetRule>,
}

impl ByType {
    fn new() -> Self {
        let mut all: Vec<_> = SETS.iter().copied().flatten().collect();
        all.sort_by_key(|(rtype, _)| rtype.0);
        let types = all.last().map_or(0, |(rtype, _)| usize::from(rtype.0) + 1);
        let ends = (0..types).map(|n| all.partition_point(|(rtype, _)| usize::from(rtype.0) <= n)).collect();
        Self { ends, rules: all.into_iter().map(|(_, rule)| *rule).collect() }
    }

    fn rules(&self, rtype: RecordType) -> &[SetRule] {
        let Some(&end) = self.ends.get(usize::from(rtype.0)) else { return &[] };
        let start = usize::from(rtype.0).checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |&e| e);
        self.rules.get(start..end).unwrap_or_default()
    }
}

/// The cut that a node makes: a DNAME (RFC 6672 §2.4), or NS below the apex (RFC 1034 §4.2.1).
fn cut_at(node: &Node<'_>, is_apex: bool) -> Option<Cut> {
    let ns = node.get(RecordType::NS).filter(|_| !is_apex);
    let set = node.get(RecordType::DNAME).or(ns)?;
    let at = last(set).map_or(Span::NONE, |r| r.at);
    Some(Cut { owner: node.owner.to_owned(), rtype: set.rtype(), at })
}
