//! An alias stands alone, once, not at the apex, and leads somewhere.

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Part, Place, first, last, target};
use crate::engine::check::target::{Target, resolve};
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::dns::{Name, NameRef, RecordType};
use crate::engine::zone::{RRset, Snapshot};

use super::targets::origin_twice;

/// Aliases followed in search of a circle; longer chains are followed by no resolver.
const MOST_ALIASES: usize = 32;

pub(super) fn check(place: &Place<'_>, alias: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let owner = || place.node.owner.to_string();
    let Some(newest) = last(alias) else { return };
    if place.is_apex {
        // RFC 1034 §3.6.2: the SOA and NS beside it are other data.
        let at = context.part(newest.at, Part::Type);
        diagnostics.push(Diagnostic::new(&codes::CNAME_AT_APEX, at).arg("owner", owner()));
        return;
    }
    if let (true, Some(oldest)) = (alias.len() > 1, first(alias)) {
        // RFC 2181 §10.1
        diagnostics.push(
            Diagnostic::new(&codes::CNAME_SEVERAL, newest.at)
                .arg("owner", owner())
                .arg("count", alias.len())
                .related(oldest.at, &codes::FIRST_HERE),
        );
    }
    other_data(place, context, alias, diagnostics);
    leads_somewhere(place, context, newest.rdata, newest.at, diagnostics);
}

/// RFC 1034 §3.6.2: no other data beside a CNAME; RFC 4034 §2.5 lets the types of DNSSEC stand there.
fn other_data(place: &Place<'_>, context: &Context<'_>, alias: &RRset<'_>, diagnostics: &mut Diagnostics) {
    let may_stay = [RecordType::CNAME, RecordType::RRSIG, RecordType::NSEC];
    let others = place.node.sets.iter().filter(|set| !may_stay.contains(&set.rtype()));
    let mut newest: Vec<_> = others.filter_map(|set| Some((last(set)?.at, set.rtype()))).collect();
    newest.sort_unstable();
    let (Some(&(other, rtype)), Some(own)) = (newest.last(), last(alias)) else { return };
    let (at, related) = if other >= own.at { (other, own.at) } else { (own.at, other) };
    diagnostics.push(
        Diagnostic::new(&codes::CNAME_OTHER_DATA, context.part(at, Part::Type))
            .arg("owner", place.node.owner.to_string())
            .arg("type", rtype.to_string())
            .related(related, &codes::OTHER_HERE),
    );
}

fn leads_somewhere(place: &Place<'_>, context: &Context<'_>, rdata: &[u8], at: Span, diagnostics: &mut Diagnostics) {
    let Some(name) = target(RecordType::CNAME, rdata).filter(|name| name.is_within(context.zone.apex())) else {
        return;
    };
    if let Some(circle) = circle(context.zone, place.node.owner) {
        // Said once: at the alias written last.
        let newest = circle.iter().max_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
        if newest.is_some_and(|(owner, _)| owner.as_ref() == place.node.owner) {
            let oldest = circle.iter().map(|(_, at)| *at).min().unwrap_or(Span::NONE);
            let finding = Diagnostic::new(&codes::CNAME_LOOP, context.part(at, Part::Rdata(0)))
                .arg("owner", place.node.owner.to_string())
                .arg("target", name.to_string())
                .arg("count", circle.len());
            diagnostics.push(if oldest == at { finding } else { finding.related(oldest, &codes::OTHER_HERE) });
        }
        return;
    }
    if resolve(context.zone, name) == Target::Missing
        && !context.is_lost(&name.to_owned())
        && !origin_twice(place, context, RecordType::CNAME, (name, 0), at, diagnostics)
    {
        diagnostics.push(
            Diagnostic::new(&codes::CNAME_DANGLING, context.part(at, Part::Rdata(0)))
                .arg("owner", place.node.owner.to_string())
                .arg("target", name.to_string()),
        );
    }
}

/// The aliases of the circle that `owner` is part of.
fn circle(zone: &Snapshot, owner: NameRef<'_>) -> Option<Vec<(Name, Span)>> {
    let mut members: Vec<(Name, Span)> = Vec::new();
    let mut at = owner.to_owned();
    for _ in 0..MOST_ALIASES {
        let alias = zone.get(at.as_ref(), RecordType::CNAME)?;
        let record = last(&alias)?;
        let next = target(RecordType::CNAME, record.rdata)?.to_owned();
        members.push((at.clone(), record.at));
        if next.as_ref() == owner {
            return Some(members);
        }
        // A circle further on, which does not come back here.
        if members.iter().any(|(member, _)| *member == next) {
            return None;
        }
        at = next;
    }
    None
}
