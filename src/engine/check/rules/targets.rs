//! NS, MX and SRV point to hosts: names with addresses, no aliases, no addresses written as names.

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Part, Place, target};
use crate::engine::check::target::{Target, is_address, resolve, without_origin_twice};
use crate::engine::diag::{Args, Code, Diagnostic, Diagnostics, Fix, Span};
use crate::engine::dns::{NameRef, RecordType};
use crate::engine::zone::RRset;

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let rtype = set.rtype();
    // Which word of the RDATA is the target.
    let word = match rtype {
        RecordType::NS => 0,
        RecordType::MX => 1,
        _ => 3,
    };
    for record in set.records() {
        // RFC 7505 §3, RFC 2782: the root says "no such service".
        let host = target(rtype, record.rdata).filter(|name| !name.is_root());
        if let Some(name) = host {
            pointer(place, context, rtype, (name, word), record.at, diagnostics);
        }
    }
}

fn pointer(
    place: &Place<'_>,
    context: &Context<'_>,
    rtype: RecordType,
    (name, word): (NameRef<'_>, usize),
    at: Span,
    diagnostics: &mut Diagnostics,
) {
    let zone = context.zone;
    let finding = |code: &'static Code| {
        Diagnostic::new(code, context.part(at, Part::Rdata(word)))
            .arg("owner", place.node.owner.to_string())
            .arg("type", rtype.to_string())
            .arg("target", name.to_string())
    };
    // BIND refuses a zone for its own name servers, not for other targets.
    let own = |plain, apex| if place.is_apex && rtype == RecordType::NS { apex } else { plain };
    if is_address(name, zone.apex()) {
        diagnostics.push(finding(own(&codes::TARGET_ADDRESS, &codes::APEX_NS_TARGET_ADDRESS)));
        return;
    }
    let found = resolve(zone, name);
    let code = match found {
        Target::Host | Target::Elsewhere => return,
        // RFC 2181 §10.3, RFC 2782: the target must not be an alias.
        Target::Alias(alias) => {
            diagnostics.push(
                finding(own(&codes::TARGET_ALIAS, &codes::APEX_NS_TARGET_ALIAS)).related(alias, &codes::ALIAS_HERE),
            );
            return;
        }
        Target::Delegated => match needed_glue(place, rtype, name) {
            Some(code) => code,
            None => return,
        },
        Target::NoAddress => own(&codes::TARGET_NO_ADDRESS, &codes::APEX_NS_TARGET_MISSING),
        Target::Missing => own(&codes::TARGET_MISSING, &codes::APEX_NS_TARGET_MISSING),
    };
    // Its records may be among those that could not be read.
    if context.is_lost(&name.to_owned()) {
        return;
    }
    if found == Target::Missing && origin_twice(place, context, rtype, (name, word), at, diagnostics) {
        return;
    }
    diagnostics.push(finding(code));
}

/// RFC 9471 §2: name servers inside the zone that they serve need their addresses here; those inside a sibling are
/// found through the sibling.
fn needed_glue(place: &Place<'_>, rtype: RecordType, name: NameRef<'_>) -> Option<&'static Code> {
    if rtype != RecordType::NS {
        return None;
    }
    let own = name.is_within(place.node.owner);
    Some(if own { &codes::GLUE_MISSING } else { &codes::GLUE_SIBLING_MISSING })
}

/// Reports a name that ends in the origin twice, because its final dot was forgotten. True when it did.
pub(super) fn origin_twice(
    place: &Place<'_>,
    context: &Context<'_>,
    rtype: RecordType,
    (name, word): (NameRef<'_>, usize),
    at: Span,
    diagnostics: &mut Diagnostics,
) -> bool {
    // RFC 1035 §5.1: a name without a final dot is completed by the origin.
    let Some(meant) = without_origin_twice(name, context.zone.apex()) else { return false };
    let finding = Diagnostic::new(&codes::MISSING_FINAL_DOT, context.part(at, Part::Rdata(word)))
        .arg("owner", place.node.owner.to_string())
        .arg("type", rtype.to_string())
        .arg("target", name.to_string())
        .arg("meant", meant.to_string());
    let edit = context.rewrite(at, word, |text| (!text.ends_with('.')).then(|| format!("{text}.")));
    diagnostics.push(match edit {
        Some(edit) => finding.fix(Fix { title: &codes::ADD_FINAL_DOT, args: Args::new(), edits: vec![edit] }),
        None => finding,
    });
    true
}
