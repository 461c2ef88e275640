//! A TLSA record is about a service on a host: `_443._tcp.host` (RFC 6698 §3).

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Part, Place, first};
use crate::engine::check::questions::{Asked, Asker, Question};
use crate::engine::check::target::Target;
use crate::engine::diag::{Code, Diagnostic, Diagnostics};
use crate::engine::zone::RRset;

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, _: &mut Diagnostics) {
    let Some(record) = first(set) else { return };
    let service = |name: &crate::engine::dns::NameRef<'_>| name.labels().next().is_some_and(|l| l.starts_with(b"_"));
    let mut host = place.node.owner;
    while let Some(parent) = Some(host).filter(service).and_then(|name| name.parent()) {
        host = parent;
    }
    let question = Question { asker: Asker::Service, rtype: set.rtype(), at: record.at };
    context.questions.ask(context.zone, place.node.owner, host, question);
}

pub(in crate::engine::check) fn answered(
    asked: &Asked<'_>,
    found: &Target,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) {
    // The host itself exists as an empty non-terminal, since the TLSA record stands below it.
    if *found == Target::Missing && !context.is_lost(asked.name()) {
        let at = asked.question.at;
        diagnostics.offer(&codes::TLSA_HOST_MISSING, at, || about(&codes::TLSA_HOST_MISSING, asked, context));
    }
    // RFC 7671 §7: clients look at the name that the alias leads to first.
    if let Target::Alias(alias) = found {
        let code = &codes::content::keys::TLSA_HOST_ALIAS;
        diagnostics.offer(code, asked.question.at, || about(code, asked, context).related(*alias, &codes::ALIAS_HERE));
    }
}

fn about(code: &'static Code, asked: &Asked<'_>, context: &Context<'_>) -> Diagnostic {
    Diagnostic::new(code, context.part(asked.question.at, Part::Owner))
        .arg("owner", asked.owner().to_string())
        .arg("host", asked.name().to_string())
}
