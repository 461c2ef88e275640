//! What stands at or below a delegation is the child's to say; only glue has a reason to be there.

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Place, first};
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::dns::{NameRef, RecordType};
use crate::engine::zone::RRset;

/// Types that the parent has at a delegation (RFC 4035 §2.4, §2.3; RFC 2181 §6.1), or that have a rule of their own.
const AT_CUT: [RecordType; 6] =
    [RecordType::NS, RecordType::DS, RecordType::NSEC, RecordType::RRSIG, RecordType::DNAME, RecordType::CNAME];

pub(super) fn check(place: &Place<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let Some(cut) = place.cut.filter(|cut| cut.rtype == RecordType::NS) else { return };
    hidden(place, context, cut.owner.as_ref(), cut.at, &[], diagnostics);
}

pub(super) fn at_cut(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let crowded = !place.is_apex && place.node.sets.iter().any(|set| !AT_CUT.contains(&set.rtype()));
    if let Some(ns) = first(set).filter(|_| crowded) {
        hidden(place, context, place.node.owner, ns.at, &AT_CUT, diagnostics);
    }
}

fn hidden(
    place: &Place<'_>,
    context: &Context<'_>,
    cut: NameRef<'_>,
    cut_at: Span,
    allowed: &[RecordType],
    diagnostics: &mut Diagnostics,
) {
    let is_address = |set: &RRset<'_>| matches!(set.rtype(), RecordType::A | RecordType::AAAA);
    let others = place.node.sets.iter().filter(|set| !allowed.contains(&set.rtype()));
    let found = others.filter(|set| !(is_address(set) && context.is_name_server(&place.node.owner.to_owned())));
    let newest = found.filter_map(|set| Some((first(set)?.at, set.rtype()))).max();
    let Some((at, rtype)) = newest else { return };
    diagnostics.push(
        Diagnostic::new(&codes::OCCLUDED, at)
            .arg("owner", place.node.owner.to_string())
            .arg("type", rtype.to_string())
            .arg("cut", cut.to_string())
            .related(cut_at, &codes::CUT_HERE),
    );
}
