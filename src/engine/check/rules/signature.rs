//! Signatures are valid from their inception to their expiration.

use crate::engine::check::codes::{self, dnssec};
use crate::engine::check::context::{Context, Part, Place};
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::dnssec::Rrsig;
use crate::engine::zone::RRset;

use super::dnssec::now;

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    for record in set.records() {
        let Some(rrsig) = Rrsig::parse(record.rdata) else { continue };
        // RFC 4034 §3.1.5: the window ends after it begins, and now lies in it.
        let (code, word) = if rrsig.expiration.is_before(rrsig.inception) {
            (&dnssec::SIGNATURE_WINDOW, 4)
        } else {
            match now(context) {
                Some(now) if rrsig.expiration.is_before(now) => (&codes::SIGNATURE_EXPIRED, 4),
                Some(now) if now.is_before(rrsig.inception) => (&codes::SIGNATURE_EARLY, 5),
                _ => continue,
            }
        };
        diagnostics.push(
            Diagnostic::new(code, context.part(record.at, Part::Rdata(word)))
                .arg("owner", place.node.owner.to_string())
                .arg("type", rrsig.covered.to_string()),
        );
    }
}
