//! The records of an RRset have one TTL (RFC 2181 §5.2), neither 0 nor longer than resolvers keep it.

use crate::engine::check::codes::{self, names};
use crate::engine::check::context::{Context, Part, Place, first};
use crate::engine::check::mend;
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::dns::RecordType;
use crate::engine::zone::RRset;

/// Seconds; RFC 8767 §4 has resolvers cut longer TTLs to a week.
const WEEK: u32 = 604_800;

pub(super) fn check(place: &Place<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    // Nearly all nodes end here.
    let is_plain = |set: &RRset<'_>| (1..=WEEK).contains(&set.first_ttl()) && !set.may_mix_ttls();
    if place.node.sets.iter().all(|set| is_plain(&set)) {
        return;
    }
    for set in place.node.sets.iter().filter(|set| set.rtype() != RecordType::RRSIG) {
        if !(1..=WEEK).contains(&set.first_ttl()) {
            bounds(place, &set, context, diagnostics);
        }
    }
    // RFC 4034 §3: a signature has the TTL of what it covers, so those of one name differ.
    for set in place.node.sets.iter().filter(|set| set.may_mix_ttls() && set.rtype() != RecordType::RRSIG) {
        let Some(one) = first(&set) else { continue };
        let Some(other) = set.records().filter(|r| r.ttl != one.ttl).min_by_key(|r| r.at) else { continue };
        diagnostics.offer(&codes::TTL_MISMATCH, other.at, || {
            let finding = Diagnostic::new(&codes::TTL_MISMATCH, context.part(other.at, Part::Ttl))
                .arg("owner", place.node.owner.to_string())
                .arg("type", set.rtype().to_string())
                .arg("ttl", other.ttl)
                .arg("other", one.ttl)
                .related(one.at, &codes::FIRST_HERE);
            Diagnostic { fix: mend::align_ttls(&set, one.ttl, context), ..finding }
        });
    }
}

/// Said of an RRset once, where it begins.
fn bounds(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let (Some(record), ttl) = (first(set), set.ttl()) else { return };
    let code = match ttl {
        0 if context.has_unknown_ttls() => return,
        0 => &names::TTL_ZERO,
        ttl if ttl > WEEK => &names::TTL_LONG,
        _ => return,
    };
    diagnostics.offer(code, record.at, || {
        Diagnostic::new(code, context.part(record.at, Part::Ttl))
            .arg("owner", place.node.owner.to_string())
            .arg("type", set.rtype().to_string())
            .arg("ttl", ttl)
    });
}
