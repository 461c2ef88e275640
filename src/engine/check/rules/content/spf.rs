//! SPF policies are read from TXT records alone.

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Part, Place, first};
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::dns::RecordType;
use crate::engine::zone::RRset;

pub(super) fn without_txt(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let Some(spf) = first(set) else { return };
    // RFC 7208 §3.1: type 99 was given up. The policy begins the first string of a TXT record.
    let policy = |rdata: &[u8]| rdata.get(1..).is_some_and(|text| text.starts_with(b"v=spf1"));
    if place.node.get(RecordType::TXT).is_some_and(|txt| txt.records().any(|r| policy(r.rdata))) {
        return;
    }
    let at = context.part(spf.at, Part::Type);
    diagnostics.push(Diagnostic::new(&codes::content::SPF_WITHOUT_TXT, at).arg("owner", place.node.owner.to_string()));
}
