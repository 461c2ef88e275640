//! Names in an SOA: the primary and the mailbox.

use crate::engine::check::codes::{self, soa as advice};
use crate::engine::check::context::{Context, Part, Place, target};
use crate::engine::check::target::{Target, is_address, is_host_label, is_none, resolve, without_origin};
use crate::engine::diag::{Args, Code, Diagnostic, Diagnostics, Fix, Span};
use crate::engine::dns::{NameRef, RecordType};
use crate::engine::zone::Soa;

use super::super::targets::{Pointer, final_dot};
use super::{MNAME, RNAME};

pub(super) fn check(soa: &Soa, place: &Place<'_>, at: Span, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let pointer = |target, word| Pointer { owner: place.node.owner, rtype: RecordType::SOA, target, word, at };
    primary(place, &pointer(soa.mname.as_ref(), MNAME), context, diagnostics);
    // RFC 1035 §8: the at sign of a mailbox is written as a dot.
    if soa.rname.as_ref().labels().any(|label| label.contains(&b'@')) {
        diagnostics.push(mailbox(soa, at, context));
    } else {
        person(&pointer(soa.rname.as_ref(), RNAME), context, diagnostics);
    }
}

/// RFC 1035 §3.3.13: MNAME is the name of the primary, a host.
fn primary(place: &Place<'_>, pointer: &Pointer<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let (zone, name) = (context.zone, pointer.target);
    if is_none(name) {
        // RFC 9432 §4.1: a catalog has "invalid." there, which is no omission.
        if name.is_root() {
            pointer.report(&advice::SOA_MNAME_ROOT, context, diagnostics);
        }
        return;
    }
    if is_address(name, zone.apex()) {
        return pointer.report(&advice::SOA_MNAME_ADDRESS, context, diagnostics);
    }
    let ns = place.node.get(RecordType::NS);
    let is_ns = ns.is_some_and(|ns| ns.records().any(|r| target(RecordType::NS, r.rdata) == Some(name)));
    // What is wrong with a name server is said at its NS record.
    if is_ns {
        return;
    }
    let found = resolve(zone, name);
    // Of a host inside the zone it is said at its address.
    if found != Some(Target::Host) && !name.labels().all(is_host_label) {
        return pointer.report(&advice::SOA_MNAME_HOST_NAME, context, diagnostics);
    }
    match found {
        Some(Target::Alias(alias)) => {
            let finding = pointer.finding(&advice::SOA_MNAME_ALIAS, context);
            diagnostics.push(finding.related(alias, &codes::ALIAS_HERE));
        }
        Some(Target::Missing | Target::NoAddress) => {
            let is_told =
                context.is_lost(name) || (found == Some(Target::Missing) && final_dot(pointer, context, diagnostics));
            if !is_told {
                pointer.report(&advice::SOA_MNAME_MISSING, context, diagnostics);
            }
        }
        _ if ns.is_some() && !context.is_lost_type(RecordType::NS) => {
            pointer.report(&advice::SOA_MNAME_NOT_NS, context, diagnostics);
        }
        _ => {}
    }
}

/// RFC 1035 §3.3.13: RNAME is a mailbox, its first label the local part.
fn person(pointer: &Pointer<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let name = pointer.target;
    let finding = |code: &'static Code| {
        Diagnostic::new(code, context.part(pointer.at, Part::Rdata(RNAME))).arg("mailbox", name.to_string())
    };
    if is_none(name) && !name.is_root() {
        return;
    }
    let Some(domain) = name.parent().filter(|domain| !domain.is_root()) else {
        diagnostics.push(finding(&advice::SOA_RNAME_INCOMPLETE));
        return;
    };
    if !domain.is_within(context.zone.apex()) {
        return;
    }
    if without_origin(domain, context.zone.apex()).is_some() && !context.zone.exists(domain) {
        final_dot(pointer, context, diagnostics);
    } else if !takes_mail(domain, context) {
        diagnostics.push(finding(&advice::SOA_RNAME_NO_MAIL).arg("domain", domain.to_string()));
    }
}

/// RFC 5321 §5.1: mail goes to the MX, without one to the address.
fn takes_mail(domain: NameRef<'_>, context: &Context<'_>) -> bool {
    let zone = context.zone;
    if let Some(mx) = zone.get(domain, RecordType::MX) {
        return mx.records().any(|r| target(RecordType::MX, r.rdata).is_some_and(|host| !host.is_root()));
    }
    let found = resolve(zone, domain);
    let by_wildcard = found == Some(Target::NoAddress) && zone.node(domain).next().is_none();
    let lost = context.is_lost_type(RecordType::MX) || context.is_lost(domain);
    by_wildcard || lost || !matches!(found, Some(Target::Missing | Target::NoAddress))
}

fn mailbox(soa: &Soa, at: Span, context: &Context<'_>) -> Diagnostic {
    let finding = Diagnostic::new(&codes::SOA_RNAME_AT, context.part(at, Part::Rdata(RNAME)))
        .arg("mailbox", soa.rname.to_string().replacen("\\@", "@", 1));
    match context.rewrite(at, RNAME, |word| Some(word.replacen('@', ".", 1))) {
        Some(edit) => finding.fix(Fix { title: &codes::RNAME_DOT, args: Args::new(), edits: vec![edit] }),
        None => finding,
    }
}
