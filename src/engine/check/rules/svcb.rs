//! The alias form of SVCB and HTTPS points to another name.

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Part, Place, target};
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::zone::RRset;

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let rtype = set.rtype();
    for record in set.records() {
        // RFC 9460 §2.4.2: priority 0 is the alias form; following it must not come back.
        let is_alias = record.rdata.starts_with(&[0, 0]);
        if is_alias && target(rtype, record.rdata) == Some(place.node.owner) {
            diagnostics.push(
                Diagnostic::new(&codes::SVCB_ALIAS_SELF, context.part(record.at, Part::Rdata(1)))
                    .arg("owner", place.node.owner.to_string())
                    .arg("type", rtype.to_string()),
            );
        }
    }
}
