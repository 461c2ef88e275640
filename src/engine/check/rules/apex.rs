//! The apex names its name servers: at least one, better two.

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Part, Place, first, target};
use crate::engine::check::mend;
use crate::engine::check::target::is_none;
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::dns::RecordType;

pub(super) fn check(place: &Place<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    if !place.is_apex || context.is_lost_type(RecordType::NS) {
        return;
    }
    let Some(soa) = place.node.get(RecordType::SOA).as_ref().and_then(first) else { return };
    let record = soa;
    let soa = context.part(soa.at, Part::Type);
    let zone = place.node.owner.to_string();
    match place.node.get(RecordType::NS) {
        // RFC 1034 §4.2.1: a zone's data begin with its SOA and NS.
        None => {
            let finding = Diagnostic::new(&codes::APEX_NS_MISSING, soa).arg("zone", zone);
            diagnostics.push(Diagnostic { fix: mend::name_servers(record, context), ..finding });
        }
        // RFC 1034 §4.1: every zone is served by at least two name servers.
        // RFC 9432 §4.1: a catalog is not served, and says so.
        Some(set) if set.records().filter_map(|r| target(RecordType::NS, r.rdata)).all(is_none) => {}
        Some(set) if set.len() == 1 => {
            let finding = Diagnostic::new(&codes::APEX_NS_SINGLE, soa).arg("zone", zone);
            diagnostics.push(match first(&set) {
                Some(only) => finding.related(only.at, &codes::ONLY_NS_HERE),
                None => finding,
            });
        }
        Some(_) => {}
    }
}
