//! Sizes: what a message, a datagram and known receivers take.

use super::types::is_usual;
use crate::engine::check::codes::content::sizes as codes;
use crate::engine::check::context::{Context, Part, Place, last};
use crate::engine::diag::{Code, Diagnostic, Diagnostics};
use crate::engine::dns::rdata;
use crate::engine::zone::{Datum, RRset};

/// Octets of a message (RFC 1035 §4.2.2).
const MESSAGE: usize = 65_535;
/// Octets of a datagram that no path cuts (RFC 9715 §3).
const DATAGRAM: usize = 1_232;
/// Octets of a message's header, of a question behind its name, and of a record beside its name and RDATA.
const HEADER: usize = 12;
const QUESTION: usize = 4;
const RECORD: usize = 10;
/// A name that was there before (RFC 1035 §4.1.4).
const POINTER: usize = 2;

/// BIND's `max-records-per-type` and `max-types-per-name` (9.18.28, 9.20.0; 2024-07).
const BIND_RECORDS: usize = 100;
const BIND_TYPES: usize = 100;

/// Cloudflare's documentation, read 2026-08: octets of a record, characters of the records of one name and type.
const PROVIDER_RECORD: usize = 4_096;
const PROVIDER_SET: usize = 8_192;

pub(super) fn check(place: &Place<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    for set in place.node.sets.iter() {
        if !is_usual(set.rtype()) {
            context.unusual.borrow_mut().note(&set);
        }
        // Records of no more octets than these are below every limit.
        if set.stored() > DATAGRAM / 4 {
            large(place, &set, context, diagnostics);
        }
    }
    let count = place.node.sets.len();
    if count > BIND_TYPES
        && let Some(record) = place.node.sets.iter().next_back().as_ref().and_then(last)
    {
        let at = context.part(record.at, Part::Owner);
        let finding = Diagnostic::new(&codes::NODE_TYPES_MANY, at).arg("owner", place.node.owner.to_string());
        diagnostics.push(finding.arg("count", count).arg("limit", BIND_TYPES));
    }
}

/// What a large RRset takes, at least.
#[derive(Default)]
struct Sizes {
    records: usize,
    /// Octets in an answer.
    answer: usize,
    /// The longest record.
    longest: usize,
    /// Octets of RDATA.
    content: usize,
}

impl Sizes {
    fn of(set: &RRset<'_>) -> Self {
        // Names in these types may shrink to pointers; what is certain then are the octets of a number and a pointer.
        let is_compressible = rdata::is_compressible(set.rtype());
        let mut sizes = Self::default();
        for record in set.records() {
            let len = record.rdata.len();
            sizes.records += 1;
            sizes.content += len;
            sizes.longest = sizes.longest.max(len);
            sizes.answer += POINTER + RECORD + if is_compressible { len.min(2 * POINTER) } else { len };
        }
        sizes.answer += HEADER + set.owner().wire().len() + QUESTION;
        sizes.longest += RECORD + set.owner().wire().len();
        sizes
    }
}

fn large(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let sizes = Sizes::of(set);
    let mut say = |code: &'static Code, record: Option<Datum<'_>>, count: usize, limit: usize| {
        let Some(record) = record else { return };
        diagnostics.push(
            Diagnostic::new(code, context.part(record.at, Part::Type))
                .arg("owner", place.node.owner.to_string())
                .arg("type", set.rtype().to_string())
                .arg("count", count)
                .arg("limit", limit),
        );
    };
    let longest = || set.records().max_by_key(|record| record.rdata.len());
    let is_many = sizes.records > BIND_RECORDS;
    if is_many {
        say(&codes::SET_RECORDS_MANY, last(set), sizes.records, BIND_RECORDS);
    }
    if sizes.answer > MESSAGE {
        say(&codes::SET_TOO_LARGE, last(set), sizes.answer, MESSAGE);
    } else if sizes.longest > PROVIDER_RECORD {
        say(&codes::PROVIDER_RECORD_SIZE, longest(), sizes.longest, PROVIDER_RECORD);
    } else if sizes.content > PROVIDER_SET {
        say(&codes::PROVIDER_SET_SIZE, last(set), sizes.content, PROVIDER_SET);
    } else if sizes.answer > DATAGRAM && !is_many {
        say(&codes::SET_OVER_DATAGRAM, last(set), sizes.answer, DATAGRAM);
    }
}
