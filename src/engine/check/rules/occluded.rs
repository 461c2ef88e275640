//! What stands at or below a delegation is the child's to say; only glue has a reason to be there.

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Place, first, target};
use crate::engine::check::questions::{Asked, Asker, Question};
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::dns::{NameRef, RecordType};
use crate::engine::zone::RRset;

/// Types that the parent has at a delegation (RFC 4035 §2.4, §2.3; RFC 2181 §6.1), or that have a rule of their own.
const AT_CUT: [RecordType; 6] =
    [RecordType::NS, RecordType::DS, RecordType::NSEC, RecordType::RRSIG, RecordType::DNAME, RecordType::CNAME];

/// Types about which DNSSEC's rules speak where a zone is signed.
const SIGNERS: [RecordType; 3] = [RecordType::RRSIG, RecordType::NSEC, RecordType::NSEC3];

pub(super) fn check(place: &Place<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let Some(cut) = place.cut.filter(|cut| cut.rtype == RecordType::NS) else { return };
    let own: &[RecordType] = if context.dnssec().is_signed() { &SIGNERS } else { &[] };
    hidden(place, context, cut.owner.as_ref(), cut.at, own, diagnostics);
    // Hidden NS records say nothing, but they show what the addresses beside them are for.
    for record in place.node.get(RecordType::NS).into_iter().flat_map(|set| set.records()) {
        if let Some(name) = target(RecordType::NS, record.rdata) {
            let question = Question { asker: Asker::NameServer, rtype: RecordType::NS, at: record.at };
            context.questions.ask(context.zone, place.node.owner, name, question);
        }
    }
}

pub(super) fn at_cut(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let crowded = !place.is_apex && place.node.sets.types().any(|rtype| !AT_CUT.contains(&rtype));
    if let Some(ns) = if crowded { first(set) } else { None } {
        hidden(place, context, place.node.owner, ns.at, &AT_CUT, diagnostics);
    }
}

/// Reports what a node has besides `allowed` types; addresses only if they are no glue.
fn hidden(
    place: &Place<'_>,
    context: &Context<'_>,
    cut: NameRef<'_>,
    cut_at: Span,
    allowed: &[RecordType],
    diagnostics: &mut Diagnostics,
) {
    let is_address = |rtype| matches!(rtype, RecordType::A | RecordType::AAAA);
    let others = place.node.sets.iter().filter(|set| !allowed.contains(&set.rtype()));
    let newest = |addresses: bool| {
        let sets = others.clone().filter(|set| addresses || !is_address(set.rtype()));
        sets.filter_map(|set| Some((first(&set)?.at, set.rtype()))).max()
    };
    let (Some((at, rtype)), certain) = (newest(true), newest(false)) else { return };
    if let Some((at, rtype)) = certain {
        // Something is to be said in any case; whether the addresses are glue decides only of what.
        let (at, rtype) = if context.is_name_server(&place.node.owner.to_owned()) {
            (at, rtype)
        } else {
            newest(true).unwrap_or((at, rtype))
        };
        report(place.node.owner, rtype, at, cut, cut_at, diagnostics);
    } else {
        // The name asked about is the node's own; what stands for the owner is the cut.
        let question = Question { asker: Asker::Glue { cut_at }, rtype, at };
        context.questions.ask(context.zone, cut, place.node.owner, question);
    }
}

/// No NS record of the zone names the host.
pub(in crate::engine::check) fn answered(asked: &Asked<'_>, cut_at: Span, diagnostics: &mut Diagnostics) {
    let Question { rtype, at, .. } = asked.question;
    report(asked.name(), rtype, at, asked.owner(), cut_at, diagnostics);
}

fn report(
    owner: NameRef<'_>,
    rtype: RecordType,
    at: Span,
    cut: NameRef<'_>,
    cut_at: Span,
    diagnostics: &mut Diagnostics,
) {
    diagnostics.offer(&codes::OCCLUDED, at, || {
        Diagnostic::new(&codes::OCCLUDED, at)
            .arg("owner", owner.to_string())
            .arg("type", rtype.to_string())
            .arg("cut", cut.to_string())
            .related(cut_at, &codes::CUT_HERE)
    });
}
