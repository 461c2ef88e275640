//! A TLSA record is about a service on a host: `_443._tcp.host` (RFC 6698 §3).

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Part, Place, first};
use crate::engine::check::target::{Target, resolve};
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::zone::RRset;

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let Some(record) = first(set) else { return };
    let service = |name: &crate::engine::dns::NameRef<'_>| name.labels().next().is_some_and(|l| l.starts_with(b"_"));
    let mut host = place.node.owner;
    while let Some(parent) = Some(host).filter(service).and_then(|name| name.parent()) {
        host = parent;
    }
    let found = resolve(context.zone, host);
    // The host itself exists as an empty non-terminal, since the TLSA record stands below it.
    let missing = matches!(found, Target::Missing | Target::NoAddress) && context.zone.node(host).next().is_none();
    if missing && !context.is_lost(&host.to_owned()) {
        diagnostics.push(
            Diagnostic::new(&codes::TLSA_HOST_MISSING, context.part(record.at, Part::Owner))
                .arg("owner", place.node.owner.to_string())
                .arg("host", host.to_string()),
        );
    }
}
