//! An alias stands alone, once, not at the apex, and leads somewhere.

use std::collections::HashMap;

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Part, Place, first, last, target};
use crate::engine::check::questions::{Asked, Asker, Link, Question};
use crate::engine::check::target::Target;
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::dns::{Name, RecordType};
use crate::engine::zone::{Datum, RRset};

use super::targets::origin_twice;

pub(super) fn check(place: &Place<'_>, alias: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let owner = || place.node.owner.to_string();
    let Some(newest) = last(alias) else { return };
    if place.is_apex {
        // RFC 1034 §3.6.2: the SOA and NS beside it are other data.
        let at = context.part(newest.at, Part::Type);
        diagnostics.push(Diagnostic::new(&codes::CNAME_AT_APEX, at).arg("owner", owner()));
        return ask(place, context, newest, false);
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
    ask(place, context, newest, true);
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

/// Where the alias leads is told by [`answered`] and [`circles`].
fn ask(place: &Place<'_>, context: &Context<'_>, alias: Datum<'_>, may_dangle: bool) {
    if let Some(name) = target(RecordType::CNAME, alias.rdata) {
        let question = Question { asker: Asker::Alias { may_dangle }, rtype: RecordType::CNAME, at: alias.at };
        context.questions.ask(context.zone, place.node.owner, name, question);
    }
}

/// An alias to a name that is none.
pub(in crate::engine::check) fn answered(
    asked: &Asked<'_>,
    found: &Target,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) {
    if *found != Target::Missing || context.is_lost(asked.name) || origin_twice(asked, context, diagnostics) {
        return;
    }
    let at = asked.question.at;
    diagnostics.offer(&codes::CNAME_DANGLING, at, || {
        Diagnostic::new(&codes::CNAME_DANGLING, context.part(at, Part::Rdata(0)))
            .arg("owner", asked.owner.to_string())
            .arg("target", asked.name.to_string())
    });
}

/// Aliases that lead in a circle (RFC 1034 §3.6.2), each said once: at the one written last. `links` are all aliases
/// that lead to others, so every one but the last of a chain.
pub(in crate::engine::check) fn circles(links: &[Link], context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let places: HashMap<&Name, usize> = links.iter().enumerate().map(|(n, link)| (&link.owner, n)).collect();
    // The walk that met a link first; a walk that meets itself has found a circle.
    let mut met = vec![usize::MAX; links.len()];
    for start in 0..links.len() {
        let mut at = Some(start);
        while let Some((n, link)) = at.and_then(|n| Some((n, links.get(n)?)))
            && let Some(walk) = met.get_mut(n)
            && *walk == usize::MAX
        {
            *walk = start;
            at = places.get(&link.target).copied();
        }
        if let Some(n) = at.filter(|&n| met.get(n) == Some(&start)) {
            let circle =
                std::iter::successors(links.get(n), |link| places.get(&link.target).and_then(|&n| links.get(n)));
            let rest =
                circle.clone().skip(1).take_while(|link| links.get(n).is_some_and(|first| first.owner != link.owner));
            report_circle(links.get(n).into_iter().chain(rest).collect(), context, diagnostics);
        }
    }
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
