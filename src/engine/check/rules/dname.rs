//! A DNAME stands once, beside no delegation, with nothing below it, and leads somewhere.

use crate::engine::check::codes::{self, alias};
use crate::engine::check::context::{Context, Part, Place, first, last, target};
use crate::engine::check::target::{own_part, without_origin};
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::dns::{Name, NameRef, RecordType};
use crate::engine::zone::{RRset, Snapshot};

use super::targets::{Pointer, final_dot};

pub(super) fn check(place: &Place<'_>, dname: &RRset<'_>, _: &Context<'_>, diagnostics: &mut Diagnostics) {
    let (Some(newest), Some(oldest)) = (last(dname), first(dname)) else { return };
    let owner = || place.node.owner.to_string();
    if dname.len() > 1 {
        // RFC 6672 §2.4: a singleton type.
        diagnostics.push(
            Diagnostic::new(&codes::DNAME_SEVERAL, newest.at)
                .arg("owner", owner())
                .arg("count", dname.len())
                .related(oldest.at, &codes::FIRST_HERE),
        );
    }
    // RFC 6672 §2.3: beside NS only at the apex.
    if let Some(ns) = place.node.get(RecordType::NS).filter(|_| !place.is_apex).as_ref().and_then(last) {
        let (at, related) = if ns.at >= newest.at { (ns.at, newest.at) } else { (newest.at, ns.at) };
        diagnostics.push(
            Diagnostic::new(&codes::DNAME_WITH_NS, at).arg("owner", owner()).related(related, &codes::OTHER_HERE),
        );
    }
}

/// Where the names below are redirected to.
pub(super) fn leads(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let (owner, zone) = (place.node.owner, context.zone);
    let Some(record) = last(set) else { return };
    // RFC 4592 §4.4
    if owner.is_wildcard() {
        let at = context.part(record.at, Part::Owner);
        diagnostics.push(Diagnostic::new(&alias::DNAME_AT_WILDCARD, at).arg("owner", owner.to_string()));
        return;
    }
    let Some(name) = target(RecordType::DNAME, record.rdata).filter(|name| name.is_within(zone.apex())) else { return };
    let pointer = Pointer { owner: place.node.owner, rtype: RecordType::DNAME, target: name, word: 0, at: record.at };
    if is_last_of_circle(zone, owner, name, record.at) {
        pointer.report(&alias::DNAME_LOOP, context, diagnostics);
    } else if !zone.exists(name) && !context.is_lost(name) && !is_hidden(zone, name) {
        match without_origin(name, zone.apex()) {
            Some(_) => _ = final_dot(&pointer, context, diagnostics),
            None => pointer.report(&alias::DNAME_DANGLING, context, diagnostics),
        }
    }
}

/// DNAMEs followed in search of a circle. Resolvers follow about ten; a zone of nothing but DNAMEs costs no more than
/// this many look-ups each.
const MOST_REDIRECTIONS: usize = 64;

/// Whether the names below `owner` come back below it, and this DNAME, written at `own`, is the last of the circle.
fn is_last_of_circle(zone: &Snapshot, owner: NameRef<'_>, target_of_owner: NameRef<'_>, own: Span) -> bool {
    let mut at = target_of_owner.to_owned();
    for _ in 0..MOST_REDIRECTIONS {
        if at.as_ref().is_within(owner) {
            return true;
        }
        match redirected(zone, at.as_ref()) {
            // Said there.
            Some((_, later)) if later > own => return false,
            Some((next, _)) => at = next,
            None => return false,
        }
    }
    false
}

/// RFC 6672 §2.2: what stands below a DNAME goes on to its target. The DNAME's place beside it.
fn redirected(zone: &Snapshot, name: NameRef<'_>) -> Option<(Name, Span)> {
    let (set, dname) = ancestors(name, zone).find_map(|a| Some((zone.get(a, RecordType::DNAME)?, a)))?;
    let record = last(&set)?;
    let kept = own_part(name, dname)?;
    let wire = [kept, target(RecordType::DNAME, record.rdata)?.wire()].concat();
    Some((Name::from_wire(&wire).ok()?.0, record.at))
}

/// A name and those above it, inside the zone.
fn ancestors<'n>(name: NameRef<'n>, zone: &Snapshot) -> impl Iterator<Item = NameRef<'n>> {
    std::iter::successors(Some(name), |name| name.parent()).take_while(|name| name.is_within(zone.apex()))
}

/// Whether a delegation or DNAME stands above a name, or a wildcard beside it, so that more may be there than is here.
fn is_hidden(zone: &Snapshot, name: NameRef<'_>) -> bool {
    ancestors(name, zone)
        .filter(|above| *above != zone.apex())
        .any(|above| zone.get(above, RecordType::NS).is_some() || zone.get(above, RecordType::DNAME).is_some())
}

/// RFC 6672 §2.4: no data below a DNAME. RFC 5155 §3: hashed names stand below the apex, whatever that has.
pub(super) fn below(place: &Place<'_>, _: &Context<'_>, diagnostics: &mut Diagnostics) {
    let Some(cut) = place.cut.filter(|cut| cut.rtype == RecordType::DNAME) else { return };
    let data = |set: &RRset<'_>| !matches!(set.rtype(), RecordType::NSEC3 | RecordType::RRSIG);
    let Some(at) = place.node.sets.iter().filter(data).filter_map(|set| first(&set)).map(|r| r.at).min() else {
        return;
    };
    diagnostics.push(
        Diagnostic::new(&codes::DNAME_DATA_BELOW, at)
            .arg("owner", place.node.owner.to_string())
            .arg("dname", cut.owner.to_string())
            .related(cut.at, &codes::CUT_HERE),
    );
}
