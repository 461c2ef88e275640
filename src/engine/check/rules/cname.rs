//! An alias stands alone, once, not at the apex, and leads somewhere.

use std::collections::HashMap;

use crate::engine::check::codes::{self, alias};
use crate::engine::check::context::{Context, Part, Place, first, last, target};
use crate::engine::check::questions::{Asked, Asker, Link, Question};
use crate::engine::check::target::{Target, is_address};
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::dns::{Name, RecordType};
use crate::engine::zone::{Datum, RRset};

use super::targets::{Pointer, final_dot};

/// Aliases in a chain until it is called long: resolvers follow about ten, and some may stand in other zones.
const LONG_CHAIN: usize = 8;

pub(super) fn check(place: &Place<'_>, alias: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let owner = || place.node.owner.to_string();
    let Some(newest) = last(alias) else { return };
    if place.is_apex {
        // RFC 1034 §3.6.2: the SOA and NS beside it are other data.
        let at = context.part(newest.at, Part::Type);
        diagnostics.push(Diagnostic::new(&codes::CNAME_AT_APEX, at).arg("owner", owner()));
        return ask(place, context, newest, false, diagnostics);
    }
    if alias.records().nth(1).is_some()
        && let Some(oldest) = first(alias)
    {
        // RFC 2181 §10.1
        diagnostics.push(
            Diagnostic::new(&codes::CNAME_SEVERAL, newest.at)
                .arg("owner", owner())
                .arg("count", alias.len())
                .related(oldest.at, &codes::FIRST_HERE),
        );
    }
    other_data(place, context, alias, diagnostics);
    ask(place, context, newest, true, diagnostics);
}

/// RFC 1034 §3.6.2: no other data beside a CNAME; RFC 4034 §2.5 lets the types of DNSSEC stand there.
fn other_data(place: &Place<'_>, context: &Context<'_>, alias: &RRset<'_>, diagnostics: &mut Diagnostics) {
    // Most aliases stand alone.
    if place.node.sets.len() == 1 {
        return;
    }
    // RFC 5155 §3: hashed names are other names, so their NSEC3 stands beside nothing.
    let may_stay = [RecordType::CNAME, RecordType::RRSIG, RecordType::NSEC, RecordType::NSEC3];
    let others = place.node.sets.iter().filter(|set| !may_stay.contains(&set.rtype()));
    let mut newest: Vec<_> = others.filter_map(|set| Some((last(&set)?.at, set.rtype()))).collect();
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

/// Where the alias leads is told by [`answered`] and [`chains`].
fn ask(place: &Place<'_>, context: &Context<'_>, alias: Datum<'_>, may_dangle: bool, diagnostics: &mut Diagnostics) {
    let Some(name) = target(RecordType::CNAME, alias.rdata) else { return };
    let (zone, owner) = (context.zone, place.node.owner);
    let pointer = || Pointer { owner, rtype: RecordType::CNAME, target: name, word: 0, at: alias.at };
    if name.is_root() {
        return pointer().report(&alias::CNAME_TARGET_ROOT, context, diagnostics);
    }
    let mut question = Question { asker: Asker::Alias { may_dangle }, rtype: RecordType::CNAME, at: alias.at };
    if is_address(name, zone.apex()) && !zone.exists(name) {
        pointer().report(&codes::TARGET_ADDRESS, context, diagnostics);
        question.asker = Asker::Alias { may_dangle: false };
    }
    context.questions.ask(zone, owner, name, question);
}

/// An alias to a name that is none.
pub(in crate::engine::check) fn answered(
    asked: &Asked<'_>,
    found: &Target,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) {
    match found {
        // RFC 4592 §2.2.1: the wildcard answers for a target without records; here that is this very alias.
        Target::Alias(_) if asked.owner().is_wildcard() && answers(asked, context) => {
            Pointer::of(asked).report(&alias::CNAME_WILDCARD_LOOP, context, diagnostics);
        }
        Target::Missing => {
            let pointer = Pointer::of(asked);
            if !context.is_lost(pointer.target) && !final_dot(&pointer, context, diagnostics) {
                pointer.report(&codes::CNAME_DANGLING, context, diagnostics);
            }
        }
        _ => {}
    }
}

/// Whether the wildcard that asks stands for the name it asks about.
fn answers(asked: &Asked<'_>, context: &Context<'_>) -> bool {
    context.zone.closest(asked.name()).as_ref().map(Name::as_ref) == asked.owner().parent()
}

/// Aliases that lead in a circle (RFC 1034 §3.6.2), each said once: at the one written last; and chains that are long.
/// `links` are all aliases that lead to others, so every one but the last of a chain.
pub(in crate::engine::check) fn chains(links: &[Link], context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let places: HashMap<&Name, usize> = links.iter().enumerate().map(|(n, link)| (&link.owner, n)).collect();
    let next = |n: usize| links.get(n).and_then(|link| places.get(&link.target).copied());
    // How many aliases lead on from a link, itself counted; 0 in a circle and in what leads into one.
    let mut lengths: Vec<Option<usize>> = vec![None; links.len()];
    // The walk that met a link first; a walk that meets itself has found a circle.
    let mut met = vec![usize::MAX; links.len()];
    for start in 0..links.len() {
        let (mut at, mut path) = (Some(start), Vec::new());
        while let Some(n) = at
            && let Some(walk) = met.get_mut(n)
            && *walk == usize::MAX
        {
            *walk = start;
            path.push(n);
            at = next(n);
        }
        let circle = at.filter(|&n| met.get(n) == Some(&start) && !path.is_empty());
        if let Some(n) = circle {
            let members = path.iter().skip_while(|&&member| member != n).filter_map(|&member| links.get(member));
            report_circle(members.collect(), context, diagnostics);
        }
        // The last link leads to an alias that is none of the links: the end of its chain.
        let mut length = match (circle, at) {
            (Some(_), _) => 0,
            (None, Some(n)) => lengths.get(n).copied().flatten().unwrap_or(0),
            (None, None) => 1,
        };
        for n in path.into_iter().rev() {
            length = if length == 0 { 0 } else { length + 1 };
            if let Some(place) = lengths.get_mut(n) {
                *place = Some(length);
            }
            // Said at one alias of a chain, not at each of those further back.
            if let (LONG_CHAIN, Some(link)) = (length, links.get(n)) {
                report_long(link, length, context, diagnostics);
            }
        }
    }
}

fn report_long(link: &Link, count: usize, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    diagnostics.offer(&alias::CNAME_CHAIN_LONG, link.at, || {
        Diagnostic::new(&alias::CNAME_CHAIN_LONG, context.part(link.at, Part::Rdata(0)))
            .arg("owner", link.owner.to_string())
            .arg("count", count)
    });
}

fn report_circle(circle: Vec<&Link>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let Some(newest) = circle.iter().max_by_key(|link| (link.at, &link.owner)) else { return };
    let oldest = circle.iter().map(|link| link.at).min().unwrap_or(Span::NONE);
    let finding = Diagnostic::new(&codes::CNAME_LOOP, context.part(newest.at, Part::Rdata(0)))
        .arg("owner", newest.owner.to_string())
        .arg("target", newest.target.to_string())
        .arg("count", circle.len());
    diagnostics.push(if oldest == newest.at { finding } else { finding.related(oldest, &codes::OTHER_HERE) });
}
