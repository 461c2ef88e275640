//! What the records of a service say together: null MX and SRV, double entries, rewriting by NAPTR, a person's text.

use std::collections::HashMap;

use crate::engine::check::codes::targets as codes;
use crate::engine::check::codes::{FIRST_HERE, OTHER_HERE};
use crate::engine::check::context::{Context, Part, Place, first, target};
use crate::engine::check::target::{Target, resolve};
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::dns::{NameRef, RecordType, rdata};
use crate::engine::zone::{Datum, RRset};

use super::targets::{Pointer, final_dot};

/// Type RP.
pub(super) const RP: RecordType = RecordType(17);

pub(super) fn mx(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let owner = || place.node.owner.to_string();
    let is_null = |record: &Datum<'_>| target(RecordType::MX, record.rdata).is_some_and(NameRef::is_root);
    if let Some(null) = set.records().find(is_null) {
        // RFC 7505 §3: a null MX stands alone, with preference 0.
        if let Some(other) = set.records().find(|record| !is_null(record)) {
            diagnostics.push(
                Diagnostic::new(&codes::MX_NULL_BESIDE_OTHERS, context.part(null.at, Part::Rdata(1)))
                    .arg("owner", owner())
                    .related(other.at, &OTHER_HERE),
            );
        } else if let Some(preference) = number(null.rdata, 0).filter(|preference| *preference > 0) {
            diagnostics.push(
                Diagnostic::new(&codes::MX_NULL_PREFERENCE, context.part(null.at, Part::Rdata(0)))
                    .arg("owner", owner())
                    .arg("preference", preference),
            );
        }
        return;
    }
    if set.records().nth(1).is_none() {
        return;
    }
    let mut seen: HashMap<NameRef<'_>, Span> = HashMap::new();
    for record in set.records() {
        let Some(host) = target(RecordType::MX, record.rdata) else { continue };
        if let Some(earlier) = seen.insert(host, record.at) {
            let (at, related) = (earlier.max(record.at), earlier.min(record.at));
            diagnostics.offer(&codes::MX_HOST_TWICE, at, || {
                Diagnostic::new(&codes::MX_HOST_TWICE, context.part(at, Part::Rdata(1)))
                    .arg("owner", owner())
                    .arg("target", host.to_string())
                    .related(related, &FIRST_HERE)
            });
        }
    }
}

pub(super) fn srv(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let owner = || place.node.owner.to_string();
    // RFC 2782: _Service._Proto.Name. RFC 6763 §4.1 puts the name of an instance before it; a wildcard may stand for it.
    let named = place.node.owner.labels().take(3).filter(|label| label.starts_with(b"_")).count();
    let expected = if place.node.owner.is_wildcard() { 1 } else { 2 };
    if let (true, Some(record)) = (named < expected, first(set)) {
        let at = context.part(record.at, Part::Owner);
        diagnostics.push(Diagnostic::new(&codes::SRV_OWNER, at).arg("owner", owner()));
    }
    let is_null = |record: &Datum<'_>| target(RecordType::SRV, record.rdata).is_some_and(NameRef::is_root);
    let null = set.records().find(is_null);
    if let (Some(null), Some(other)) = (null, set.records().find(|record| !is_null(record))) {
        diagnostics.push(
            Diagnostic::new(&codes::SRV_NULL_BESIDE_OTHERS, context.part(null.at, Part::Rdata(3)))
                .arg("owner", owner())
                .related(other.at, &OTHER_HERE),
        );
    }
    for record in set.records().filter(|record| number(record.rdata, 4) == Some(0) && !is_null(record)) {
        let at = context.part(record.at, Part::Rdata(2));
        diagnostics.push(Diagnostic::new(&codes::SRV_PORT_ZERO, at).arg("owner", owner()));
    }
}

pub(super) fn naptr(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    for record in set.records() {
        let Some(target) = target(RecordType::NAPTR, record.rdata).filter(|name| !name.is_root()) else { continue };
        let pointer = Pointer { owner: place.node.owner, rtype: RecordType::NAPTR, target, word: 5, at: record.at };
        // RFC 3403 §4.1: order 2, preference 2, then three strings. Regexp and replacement exclude each other.
        let strings = record.rdata.get(4..).unwrap_or_default();
        if strings_of(strings).nth(2).is_some_and(|regexp| !regexp.is_empty()) {
            pointer.report(&codes::NAPTR_REGEXP_AND_REPLACEMENT, context, diagnostics);
        } else if resolve(context.zone, target) == Some(Target::Missing)
            // The name of a service may lie empty above its host (RFC 3403 §4.1, flag S), but not be missing.
            && !context.is_lost(target)
            && !final_dot(&pointer, context, diagnostics)
        {
            pointer.report(&codes::NAPTR_TARGET_MISSING, context, diagnostics);
        }
    }
}

pub(super) fn rp(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    for record in set.records() {
        // RFC 1183 §2.2: the mailbox, then the name of a text; the root for "none".
        let Some(text) = rdata::names(RP, record.rdata).nth(1).map(|embedded| embedded.name) else { continue };
        let zone = context.zone;
        let is_here = !text.is_root() && text.is_within(zone.apex());
        if !is_here || zone.get(text, RecordType::TXT).is_some() || context.is_lost(text) {
            continue;
        }
        let found = resolve(zone, text);
        let has_records = zone.node(text).next().is_some();
        let pointer = Pointer { owner: place.node.owner, rtype: RP, target: text, word: 1, at: record.at };
        let missing = match found {
            Some(Target::Missing) => !final_dot(&pointer, context, diagnostics),
            Some(Target::NoAddress | Target::Host) => has_records,
            _ => false,
        };
        if missing {
            pointer.report(&codes::RP_TXT_MISSING, context, diagnostics);
        }
    }
}

/// The 16 bits at an offset.
fn number(rdata: &[u8], at: usize) -> Option<u16> {
    rdata.get(at..)?.first_chunk().map(|octets| u16::from_be_bytes(*octets))
}

/// Character strings from the front (RFC 1035 §3.3).
fn strings_of(mut rest: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (&len, tail) = rest.split_first()?;
        let string = tail.get(..usize::from(len))?;
        rest = tail.get(usize::from(len)..)?;
        Some(string)
    })
}
