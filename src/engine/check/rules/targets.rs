//! NS, MX and SRV point to hosts: names with addresses, no aliases, no addresses written as names.

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Part, Place, target};
use crate::engine::check::questions::{Asked, Asker, Question};
use crate::engine::check::target::{Target, is_address, without_origin_twice};
use crate::engine::diag::{Args, Code, Diagnostic, Diagnostics, Fix};
use crate::engine::dns::RecordType;
use crate::engine::zone::RRset;

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let (rtype, is_apex) = (set.rtype(), place.is_apex);
    for record in set.records() {
        // RFC 7505 §3, RFC 2782: the root says "no such service".
        let Some(name) = target(rtype, record.rdata).filter(|name| !name.is_root()) else { continue };
        let mut question = Question { asker: Asker::Pointer { is_apex }, rtype, at: record.at };
        if is_address(name, context.zone.apex()) {
            let code = own(rtype, is_apex, &codes::TARGET_ADDRESS, &codes::APEX_NS_TARGET_ADDRESS);
            let asked = Asked { question, owner: place.node.owner, name };
            diagnostics.offer(code, record.at, || finding(code, &asked, context));
            question.asker = Asker::NameServer;
        }
        context.questions.ask(context.zone, place.node.owner, name, question);
    }
}

pub(in crate::engine::check) fn answered(
    asked: &Asked<'_>,
    is_apex: bool,
    found: &Target,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Question { rtype, at, .. } = asked.question;
    let own = |plain, apex| own(rtype, is_apex, plain, apex);
    let code = match found {
        Target::Host | Target::Elsewhere => return,
        // RFC 2181 §10.3, RFC 2782: the target must not be an alias.
        Target::Alias(alias) => {
            let code = own(&codes::TARGET_ALIAS, &codes::APEX_NS_TARGET_ALIAS);
            return diagnostics.offer(code, at, || finding(code, asked, context).related(*alias, &codes::ALIAS_HERE));
        }
        Target::Delegated => match needed_glue(asked) {
            Some(code) => code,
            None => return,
        },
        Target::NoAddress => own(&codes::TARGET_NO_ADDRESS, &codes::APEX_NS_TARGET_MISSING),
        Target::Missing => own(&codes::TARGET_MISSING, &codes::APEX_NS_TARGET_MISSING),
    };
    // Its records may be among those that could not be read.
    if context.is_lost(asked.name) || *found == Target::Missing && origin_twice(asked, context, diagnostics) {
        return;
    }
    diagnostics.offer(code, at, || finding(code, asked, context));
}

/// BIND refuses a zone for its own name servers, not for other targets.
fn own(rtype: RecordType, is_apex: bool, plain: &'static Code, apex: &'static Code) -> &'static Code {
    if is_apex && rtype == RecordType::NS { apex } else { plain }
}

fn finding(code: &'static Code, asked: &Asked<'_>, context: &Context<'_>) -> Diagnostic {
    let Question { rtype, at, .. } = asked.question;
    Diagnostic::new(code, context.part(at, Part::Rdata(word(rtype))))
        .arg("owner", asked.owner.to_string())
        .arg("type", rtype.to_string())
        .arg("target", asked.name.to_string())
}

/// Which word of the RDATA is the target.
fn word(rtype: RecordType) -> usize {
    match rtype {
        RecordType::MX => 1,
        RecordType::SRV => 3,
        _ => 0,
    }
}

/// RFC 9471 §2: name servers inside the zone that they serve need their addresses here; those inside a sibling are
/// found through the sibling.
fn needed_glue(asked: &Asked<'_>) -> Option<&'static Code> {
    if asked.question.rtype != RecordType::NS {
        return None;
    }
    let own = asked.name.is_within(asked.owner);
    Some(if own { &codes::GLUE_MISSING } else { &codes::GLUE_SIBLING_MISSING })
}

/// Reports a name that ends in the origin twice, because its final dot was forgotten. True when it did.
pub(super) fn origin_twice(asked: &Asked<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) -> bool {
    let Question { rtype, at, .. } = asked.question;
    // RFC 1035 §5.1: a name without a final dot is completed by the origin.
    let Some(meant) = without_origin_twice(asked.name, context.zone.apex()) else { return false };
    diagnostics.offer(&codes::MISSING_FINAL_DOT, at, || {
        let finding = finding(&codes::MISSING_FINAL_DOT, asked, context).arg("meant", meant.to_string());
        match context.rewrite(at, word(rtype), |text| (!text.ends_with('.')).then(|| format!("{text}."))) {
            Some(edit) => finding.fix(Fix { title: &codes::ADD_FINAL_DOT, args: Args::new(), edits: vec![edit] }),
            None => finding,
        }
    });
    true
}
