//! The alias form of SVCB and HTTPS points to another name; targets are best written whole.

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Part, Place, target};
use crate::engine::diag::{Args, Diagnostic, Diagnostics, Fix, Span};
use crate::engine::dns::RecordType;
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
        relative(record.at, rtype, record.rdata, context, diagnostics);
    }
}

/// RFC 1035 §5.1: a name without a final dot is completed by the origin. PowerDNS does so for the types of old only.
fn relative(at: Span, rtype: RecordType, rdata: &[u8], context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let Some(name) = target(rtype, rdata).map(|name| name.to_string()) else { return };
    let edit = context.rewrite(at, 1, |text| (!text.ends_with('.')).then(|| name.clone()));
    if let Some(edit) = edit {
        let finding = Diagnostic::new(&codes::receivers::SVCB_TARGET_RELATIVE, edit.span);
        let fix = Fix { title: &codes::ADD_FINAL_DOT, args: Args::new(), edits: vec![edit] };
        diagnostics.push(finding.arg("type", rtype.to_string()).arg("target", name).fix(fix));
    }
}
