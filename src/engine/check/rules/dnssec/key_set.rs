//! The keys of a zone together.

use std::collections::BTreeMap;

use crate::engine::check::codes::dnssec as codes;
use crate::engine::check::context::{Context, Part, first};
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::dns::RecordType;

use super::standing::Key;

pub(in crate::engine::check::rules) fn check(context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let (zone, standing) = (context.zone, context.dnssec());
    let apex = || zone.apex().to_string();
    if standing.keys.is_empty() {
        if standing.is_signed && !context.is_lost_type(RecordType::DNSKEY) {
            let set = zone.get(zone.apex(), RecordType::RRSIG);
            let at = set.as_ref().and_then(first).map_or(context.beginning(), |r| r.at);
            diagnostics.push(Diagnostic::new(&codes::DNSKEY_MISSING, at).arg("zone", apex()));
        }
        return;
    }
    let at = standing.keys.iter().map(|key| key.at).min().unwrap_or(Span::NONE);
    if !standing.is_signed {
        diagnostics.push(Diagnostic::new(&codes::UNSIGNED_DNSKEY, at).arg("zone", apex()));
    }
    if !standing.keys.iter().any(Key::is_sep) {
        diagnostics.push(Diagnostic::new(&codes::DNSKEY_SEP_MISSING, at).arg("zone", apex()));
    }
    let mut tags: BTreeMap<_, Vec<&Key>> = BTreeMap::new();
    for key in &standing.keys {
        tags.entry((key.tag, key.algorithm)).or_default().push(key);
    }
    for ((tag, _), keys) in tags.into_iter().filter(|(_, keys)| keys.len() > 1) {
        // A validator that has met CVE-2023-50387 tries a few keys of one tag and no more.
        let code = if keys.len() > context.limits().keys_per_tag {
            &codes::DNSKEY_TAGS_MANY
        } else {
            &codes::DNSKEY_TAGS_EQUAL
        };
        let at = keys.iter().map(|key| key.at).max().unwrap_or(Span::NONE);
        diagnostics.push(Diagnostic::new(code, at).arg("tag", tag).arg("count", keys.len()));
    }
    for key in standing.keys.iter().filter(|key| key.is_revoked()) {
        let at = context.part(key.at, Part::Rdata(0));
        diagnostics.push(Diagnostic::new(&codes::DNSKEY_REVOKED, at).arg("tag", key.tag));
    }
    // RFC 5155 §2: validators that know 1, 3 or 5 alone would find NSEC3 records they cannot read.
    for key in standing.keys.iter().filter(|key| standing.params().is_some() && !key.algorithm.allows_nsec3()) {
        let at = context.part(key.at, Part::Rdata(2));
        let algorithm = key.algorithm.to_string();
        diagnostics.push(Diagnostic::new(&codes::NSEC3_ALGORITHM, at).arg("algorithm", algorithm));
    }
}
