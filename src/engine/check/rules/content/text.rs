//! TXT records: which of them mean something to a consumer, told by their first octets and their owner.

use super::joined::{Joined, strings};
use super::spf;
use super::subject::Subject;
use crate::engine::check::context::{Context, Place};
use crate::engine::diag::Diagnostics;
use crate::engine::zone::{Datum, RRset};

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let mut policies = 0;
    for record in set.records() {
        let first = strings(record.rdata).next().unwrap_or_default();
        // Most texts end here.
        let Some(b'v' | b'V' | b's' | b'S' | b' ' | b'"' | b'\'') = first.first() else { continue };
        policies += usize::from(spf::is_policy(first));
        if spf::resembles_policy(first) || first.starts_with(b"spf2.0") {
            with(&record, place, context, diagnostics, spf::check);
        }
    }
    if policies > 1 {
        spf::several(place, set, policies, context, diagnostics);
    }
}

/// Joins the strings of a record and judges the text.
fn with(
    record: &Datum<'_>,
    place: &Place<'_>,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
    judge: impl FnOnce(&mut Subject<'_>),
) {
    let text = Joined::new(record.rdata, record.at);
    judge(&mut Subject { owner: place.node.owner, text: &text, context, diagnostics });
}
