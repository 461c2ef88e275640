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

/// Judges a node.
type Rule = fn(&Place<'_>, &Context<'_>, &mut Diagnostics);

/// Judges an RRset of one type; called for no other, so a rule costs nothing where its type is absent.
type SetRule = fn(&Place<'_>, &RRset<'_>, &Context<'_>, &mut Diagnostics);

/// Judges the zone as a whole, after all its nodes.
type ZoneRule = fn(&Context<'_>, &mut Diagnostics);

/// What is true of RRsets that are served, a table a topic.
static SETS: &[&[(RecordType, SetRule)]] = &[content::SETS];

/// What is true of the whole, a table a topic.
static WHOLE: &[&[ZoneRule]] = &[content::WHOLE];

/// What is true of every node.
static EVERYWHERE: &[Rule] = &[ttl::check, idn::check];

/// What is true of nodes that a delegation or DNAME hides.
static HIDDEN: &[Rule] = &[occluded::check, dname::below];

/// What is true of the nodes that are served.
static SERVED: &[Rule] = &[
    apex::check,
    cname::check,
    dname::check,
    ds::check,
    host::check,
    occluded::at_cut,
    signature::check,
    soa::check,
    svcb::check,
    targets::check,
    tlsa::check,
    wildcard::check,
];

/// Walks the content once and applies every rule to every node.
pub(super) fn run(context: &Context<'_>, diagnostics: &mut Diagnostics) {
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
                for (_, rule) in SETS.iter().copied().flatten().filter(|(rtype, _)| *rtype == set.rtype()) {
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

/// The cut that a node makes: a DNAME (RFC 6672 §2.4), or NS below the apex (RFC 1034 §4.2.1).
fn cut_at(node: &Node<'_>, is_apex: bool) -> Option<Cut> {
    let ns = node.get(RecordType::NS).filter(|_| !is_apex);
    let set = node.get(RecordType::DNAME).or(ns)?;
    let at = last(set).map_or(Span::NONE, |r| r.at);
    Some(Cut { owner: node.owner.to_owned(), rtype: set.rtype(), at })
}
