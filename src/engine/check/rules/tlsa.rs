//! A TLSA record is about a service on a host: `_443._tcp.host` (RFC 6698 §3).

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Part, Place, first};
use crate::engine::check::questions::{Asked, Asker, Question};
use crate::engine::check::target::Target;
use crate::engine::diag::{Diagnostic, Diagnostics};
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
    if *found == Target::Missing && !context.is_lost(asked.name) {
        let at = asked.question.at;
        diagnostics.offer(&codes::TLSA_HOST_MISSING, at, || {
            Diagnostic::new(&codes::TLSA_HOST_MISSING, context.part(at, Part::Owner))
                .arg("owner", asked.owner.to_string())
                .arg("host", asked.name.to_string())
        });
    }
}
