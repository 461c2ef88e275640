//! NSEC3PARAM: what the zone says of its hashed chain.

use crate::engine::check::codes::dnssec as codes;
use crate::engine::check::context::{Context, Part, Place, last};
use crate::engine::diag::{Code, Diagnostic, Diagnostics};
use crate::engine::dnssec::{HASH_SHA1, Nsec3Param};
use crate::engine::zone::RRset;

use super::standing::Params;

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let finding = |code: &'static Code, at| Diagnostic::new(code, at).arg("owner", place.node.owner.to_string());
    if !place.is_apex {
        // RFC 5155 §4: at the apex, where servers look for it.
        if let Some(record) = last(set) {
            diagnostics.push(finding(&codes::NSEC3PARAM_MISPLACED, context.part(record.at, Part::Owner)));
        }
        return;
    }
    for record in set.records() {
        let Some(param) = Nsec3Param::parse(record.rdata) else { continue };
        // RFC 5155 §4.1.2: a server ignores one with flags.
        if param.flags != 0 {
            let at = context.part(record.at, Part::Rdata(1));
            diagnostics.push(finding(&codes::NSEC3PARAM_FLAGS, at).arg("flags", param.flags));
        }
        if param.algorithm != HASH_SHA1 {
            let at = context.part(record.at, Part::Rdata(0));
            diagnostics
                .push(finding(&codes::NSEC3_HASH, at).arg("algorithm", param.algorithm).arg("type", "NSEC3PARAM"));
        }
    }
    if let Some(record) = last(set).filter(|_| set.len() > 1) {
        diagnostics.push(finding(&codes::NSEC3PARAM_SEVERAL, record.at).arg("count", set.len()));
    }
}

/// What RFC 9276 says of iterations and salt, once for the chain.
pub(super) fn advise(params: &Params, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let at = |word| context.part(params.at, Part::Rdata(word));
    // RFC 9276 §3.1: zero iterations; §3.2: validators may treat more as insecure.
    if params.iterations > context.limits().iterations {
        diagnostics.push(
            Diagnostic::new(&codes::NSEC3_ITERATIONS_MANY, at(2))
                .arg("iterations", params.iterations)
                .arg("limit", context.limits().iterations),
        );
    } else if params.iterations > 0 {
        let found = Diagnostic::new(&codes::NSEC3_ITERATIONS, at(2));
        diagnostics.push(found.arg("iterations", params.iterations));
    }
    // RFC 9276 §3.1: no salt.
    if !params.as_param().salt.is_empty() {
        diagnostics.push(Diagnostic::new(&codes::NSEC3_SALT, at(3)));
    }
    if !params.is_stated {
        let zone = context.zone.apex().to_string();
        diagnostics.push(Diagnostic::new(&codes::NSEC3PARAM_MISSING, params.at).arg("zone", zone));
    }
}
