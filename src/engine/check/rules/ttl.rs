//! The records of an RRset have one TTL (RFC 2181 §5.2).

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Part, Place, first};
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::dns::RecordType;

pub(super) fn check(place: &Place<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    // RFC 4034 §3: a signature has the TTL of what it covers, so those of one name differ.
    for set in place.node.sets.iter().filter(|set| set.may_mix_ttls() && set.rtype() != RecordType::RRSIG) {
        let Some(one) = first(set) else { continue };
        let Some(other) = set.records().filter(|r| r.ttl != one.ttl).min_by_key(|r| r.at) else { continue };
        diagnostics.push(
            Diagnostic::new(&codes::TTL_MISMATCH, context.part(other.at, Part::Ttl))
                .arg("owner", place.node.owner.to_string())
                .arg("type", set.rtype().to_string())
                .arg("ttl", other.ttl)
                .arg("other", one.ttl)
                .related(one.at, &codes::FIRST_HERE),
        );
    }
}
