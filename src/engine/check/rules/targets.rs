//! NS, MX, SRV and their kin point to hosts: names with addresses, no aliases, no addresses written as names.

use crate::engine::check::codes::{self, name_servers, targets};
use crate::engine::check::context::{Context, Part, Place, target};
use crate::engine::check::mend;
use crate::engine::check::questions::{Asked, Asker, Question};
use crate::engine::check::target::{Target, below, is_address, is_host_label, is_none, without_origin};
use crate::engine::diag::{Args, Code, Diagnostic, Diagnostics, Edit, Fix, Label, Span};
use crate::engine::dns::name::eights;
use crate::engine::dns::{NameRef, RecordType};
use crate::engine::zone::RRset;

/// Types without a constant of their own.
pub(super) const AFSDB: RecordType = RecordType(18);
pub(super) const RT: RecordType = RecordType(21);
pub(super) const KX: RecordType = RecordType(36);
pub(super) const LP: RecordType = RecordType(107);

/// A name that a record points to, and where.
#[derive(Clone, Copy)]
pub(super) struct Pointer<'a> {
    pub(super) owner: NameRef<'a>,
    pub(super) rtype: RecordType,
    pub(super) target: NameRef<'a>,
    /// The word of the RDATA.
    pub(super) word: usize,
    /// The record.
    pub(super) at: Span,
}

impl<'a> Pointer<'a> {
    pub(super) fn of(asked: &Asked<'a>) -> Self {
        let Question { rtype, at, .. } = asked.question;
        Self { owner: asked.owner(), rtype, target: asked.name(), word: word(rtype), at }
    }

    pub(super) fn finding(&self, code: &'static Code, context: &Context<'_>) -> Diagnostic {
        Diagnostic::new(code, context.part(self.at, Part::Rdata(self.word)))
            .arg("owner", self.owner.to_string())
            .arg("type", self.rtype.to_string())
            .arg("target", self.target.to_string())
    }

    pub(super) fn report(&self, code: &'static Code, context: &Context<'_>, diagnostics: &mut Diagnostics) {
        diagnostics.offer(code, self.at, || self.finding(code, context));
    }
}

/// Which word of the RDATA is the target.
const fn word(rtype: RecordType) -> usize {
    match rtype {
        RecordType::NS | RecordType::PTR | RecordType::CNAME => 0,
        RecordType::SRV => 3,
        _ => 1,
    }
}

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let (rtype, is_apex) = (set.rtype(), place.is_apex);
    for record in set.records() {
        let Some(name) = target(rtype, record.rdata) else { continue };
        let pointer = || Pointer { owner: place.node.owner, rtype, target: name, word: word(rtype), at: record.at };
        // RFC 7505 §3, RFC 2782: the root says "no such service".
        if name.is_root() {
            if rtype == RecordType::NS {
                pointer().report(&name_servers::NS_TARGET_ROOT, context, diagnostics);
            }
            continue;
        }
        let mut question = Question { asker: Asker::Pointer { is_apex }, rtype, at: record.at };
        let is_address = is_address(name, context.zone.apex());
        if is_address {
            let code = own(rtype, is_apex, &codes::TARGET_ADDRESS, &codes::APEX_NS_TARGET_ADDRESS);
            pointer().report(code, context, diagnostics);
            question.asker = Asker::NameServer;
        }
        // RFC 6761 §6.3; the same for a zone's own `localhost`, whatever its address.
        let is_localhost = name.wire().get(..10).is_some_and(|label| label.eq_ignore_ascii_case(b"\x09localhost"));
        if is_localhost {
            pointer().report(&targets::TARGET_LOCALHOST, context, diagnostics);
            question.asker = Asker::NameServer;
        }
        let is_told = is_address || is_localhost;
        let is_inside = context.questions.ask(context.zone, place.node.owner, name, question);
        if !is_inside && !is_told && is_odd(name) {
            outside(&pointer(), context, diagnostics);
        }
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
        Target::Host => return,
        Target::Wildcard if rtype == RecordType::NS => &name_servers::NS_TARGET_WILDCARD,
        Target::Wildcard => return,
        // RFC 6672 §2.4, RFC 2181 §10.3: what stands below a DNAME is an alias.
        Target::Redirected => own(&targets::TARGET_REDIRECTED, &name_servers::APEX_NS_TARGET_REDIRECTED),
        // RFC 2181 §10.3, RFC 2782: the target must not be an alias.
        Target::Alias(alias) => {
            let code = own(&codes::TARGET_ALIAS, &codes::APEX_NS_TARGET_ALIAS);
            let finding = || Pointer::of(asked).finding(code, context).related(*alias, &codes::ALIAS_HERE);
            return diagnostics.offer(code, at, finding);
        }
        Target::Delegated => match needed_glue(asked) {
            Some(code) => code,
            None => return,
        },
        Target::NoAddress => own(&codes::TARGET_NO_ADDRESS, &codes::APEX_NS_TARGET_MISSING),
        Target::Missing => own(&codes::TARGET_MISSING, &codes::APEX_NS_TARGET_MISSING),
    };
    let pointer = Pointer::of(asked);
    // Its records may be among those that could not be read.
    if context.is_lost(pointer.target) || *found == Target::Missing && final_dot(&pointer, context, diagnostics) {
        return;
    }
    let stub = matches!(found, Target::Delegated | Target::Missing | Target::NoAddress) && rtype == RecordType::NS;
    diagnostics.offer(code, at, || {
        let ttl = context.zone.get(pointer.owner, rtype).map_or(0, |set| set.ttl());
        let fix = stub.then(|| mend::glue(pointer.target, at, ttl, context)).flatten();
        Diagnostic { fix, ..pointer.finding(code, context) }
    });
}

/// BIND refuses a zone for its own name servers, not for other targets.
fn own(rtype: RecordType, is_apex: bool, plain: &'static Code, apex: &'static Code) -> &'static Code {
    if is_apex && rtype == RecordType::NS { apex } else { plain }
}

/// RFC 9471 §2: name servers inside the zone that they serve need their addresses here; those inside a sibling are
/// found through the sibling.
fn needed_glue(asked: &Asked<'_>) -> Option<&'static Code> {
    if asked.question.rtype != RecordType::NS {
        return None;
    }
    let own = asked.name().is_within(asked.owner());
    Some(if own { &codes::GLUE_MISSING } else { &codes::GLUE_SIBLING_MISSING })
}

/// Whether a target outside of the zone has one label, or octets above the digits that are no letters: nearly no target
/// has, and to see that costs next to nothing. Length octets end at 63.
fn is_odd(name: NameRef<'_>) -> bool {
    let wire = name.wire();
    let is_single = wire.first().is_some_and(|len| usize::from(*len) + 2 == wire.len());
    is_single || eights::any(wire, eights::other_signs)
}

/// What the form of a target outside of the zone says.
fn outside(pointer: &Pointer<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let name = pointer.target;
    let Some(first) = name.labels().next() else { return };
    if !name.parent().is_some_and(NameRef::is_root) {
        // RFC 952, RFC 1123 §2.1; what check-names of BIND looks at.
        if !name.labels().all(is_host_label) {
            pointer.report(&targets::TARGET_HOST_NAME, context, diagnostics);
        }
        return;
    }
    let meant = below(first, context.zone.apex()).filter(|meant| context.zone.exists(meant.as_ref()));
    if is_none(name) {
        return;
    }
    let Some(meant) = meant else {
        return pointer.report(&targets::TARGET_SINGLE_LABEL, context, diagnostics);
    };
    // RFC 1035 §5.1: with its final dot a name is not completed by the origin.
    diagnostics.offer(&targets::SURPLUS_FINAL_DOT, pointer.at, || {
        let finding = pointer.finding(&targets::SURPLUS_FINAL_DOT, context).arg("meant", meant.to_string());
        let edit = context.rewrite(pointer.at, pointer.word, |text| text.strip_suffix('.').map(str::to_owned));
        fixed(finding, &codes::REMOVE_FINAL_DOT, edit)
    });
}

/// Reports a name that the origin completed because its final dot was forgotten. True when it did.
pub(super) fn final_dot(pointer: &Pointer<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) -> bool {
    // RFC 1035 §5.1: a name without a final dot is completed by the origin.
    let Some(meant) = without_origin(pointer.target, context.zone.apex()) else { return false };
    diagnostics.offer(&codes::MISSING_FINAL_DOT, pointer.at, || {
        let finding = pointer.finding(&codes::MISSING_FINAL_DOT, context).arg("meant", meant.to_string());
        fixed(finding, &codes::ADD_FINAL_DOT, add_dot(pointer, context))
    });
    true
}

/// The edit that puts a final dot behind the target.
pub(super) fn add_dot(pointer: &Pointer<'_>, context: &Context<'_>) -> Option<Edit> {
    context.rewrite(pointer.at, pointer.word, |text| (!text.ends_with('.') && text != "@").then(|| format!("{text}.")))
}

/// A finding with a fix of one edit, if there is one.
pub(super) fn fixed(finding: Diagnostic, title: &'static Label, edit: Option<Edit>) -> Diagnostic {
    match edit {
        Some(edit) => finding.fix(Fix { title, args: Args::new(), edits: vec![edit] }),
        None => finding,
    }
}
