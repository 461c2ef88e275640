//! One SOA, at the apex, with values that make sense together.

mod names;
mod timers;

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Part, Place, first, last};
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::dns::RecordType;
use crate::engine::zone::{RRset, Soa};

/// Words of an SOA's RDATA (RFC 1035 §3.3.13).
const MNAME: usize = 0;
const RNAME: usize = 1;
const SERIAL: usize = 2;
const REFRESH: usize = 3;
const RETRY: usize = 4;
const EXPIRE: usize = 5;
const MINIMUM: usize = 6;

/// RFC 1034 §4.2.1: a zone has an SOA. Of a text that gave no record, whatever was wrong with it was said.
pub(super) fn missing(context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let zone = context.zone;
    let told = zone.is_empty() && diagnostics.counts().error > 0;
    if zone.soa().is_some() || told || context.is_lost_type(RecordType::SOA) {
        return;
    }
    diagnostics.push(Diagnostic::new(&codes::SOA_MISSING, context.beginning()).arg("zone", zone.apex().to_string()));
}

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let (Some(oldest), Some(newest)) = (first(set), last(set)) else { return };
    if !place.is_apex {
        let at = context.part(newest.at, Part::Owner);
        diagnostics.push(
            Diagnostic::new(&codes::SOA_MISPLACED, at)
                .arg("owner", place.node.owner.to_string())
                .arg("zone", context.zone.apex().to_string()),
        );
        return;
    }
    if set.len() > 1 {
        // RFC 1035 §5.2: exactly one SOA.
        diagnostics.push(
            Diagnostic::new(&codes::SOA_SEVERAL, newest.at)
                .arg("zone", place.node.owner.to_string())
                .arg("count", set.len())
                .related(oldest.at, &codes::FIRST_HERE),
        );
    }
    // Of several, which one is served is open; one set of values is enough to judge.
    let Some(soa) = Soa::parse(oldest.rdata) else { return };
    timers::check(&soa, oldest, context, diagnostics);
    names::check(&soa, place, oldest.at, context, diagnostics);
}
