//! Signatures are valid from their inception to their expiration.

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Part, Place};
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::dns::{RecordType, Serial};
use crate::engine::zone::RRset;

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let Some(now) = context.at else { return };
    // RFC 4034 §3.1.5: times are 32 bits wide and compared as serials.
    #[expect(clippy::cast_possible_truncation, reason = "the low 32 bits are what RRSIG holds")]
    let now = Serial(now as u32);
    for record in set.records() {
        // RFC 4034 §3.1: type covered 2, algorithm 1, labels 1, original TTL 4, then the two times.
        let number =
            |at: usize| record.rdata.get(at..)?.first_chunk().map(|octets| Serial(u32::from_be_bytes(*octets)));
        let (Some(expiration), Some(inception)) = (number(8), number(12)) else { continue };
        let covered = record.rdata.first_chunk().map(|octets| RecordType(u16::from_be_bytes(*octets)));
        let (code, word) = if expiration.is_before(now) {
            (&codes::SIGNATURE_EXPIRED, 4)
        } else if now.is_before(inception) {
            (&codes::SIGNATURE_EARLY, 5)
        } else {
            continue;
        };
        diagnostics.push(
            Diagnostic::new(code, context.part(record.at, Part::Rdata(word)))
                .arg("owner", place.node.owner.to_string())
                .arg("type", covered.map_or_else(String::new, |covered| covered.to_string())),
        );
    }
}
