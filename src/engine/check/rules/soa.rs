//! One SOA, at the apex, with values that make sense together.

use crate::engine::check::codes;
use crate::engine::check::context::{Context, Part, Place, first, last};
use crate::engine::diag::{Args, Code, Diagnostic, Diagnostics, Fix, Span};
use crate::engine::dns::RecordType;
use crate::engine::zone::{RRset, Soa};

/// Words of an SOA's RDATA (RFC 1035 §3.3.13).
const RNAME: usize = 1;
const SERIAL: usize = 2;
const RETRY: usize = 4;
const EXPIRE: usize = 5;

/// RFC 1034 §4.2.1: a zone has an SOA. A text without any record was told so by the parser.
pub(super) fn missing(context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let zone = context.zone;
    if zone.soa().is_some() || zone.is_empty() || context.is_lost_type(RecordType::SOA) {
        return;
    }
    diagnostics.push(Diagnostic::new(&codes::SOA_MISSING, context.beginning()).arg("zone", zone.apex().to_string()));
}

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let (Some(oldest), Some(newest)) = (first(set), last(set)) else { return };
    if !place.is_apex {
        let at = context.part(newest.at, Part::Owner);
        diagnostics.push(
            Diagnostic::new(&codes::SOA_MISPLACED, at)
                .arg("owner", place.node.owner.to_string())
                .arg("zone", context.zone.apex().to_string()),
        );
        return;
    }
    if set.len() > 1 {
        // RFC 1035 §5.2: exactly one SOA.
        diagnostics.push(
            Diagnostic::new(&codes::SOA_SEVERAL, newest.at)
                .arg("zone", place.node.owner.to_string())
                .arg("count", set.len())
                .related(oldest.at, &codes::FIRST_HERE),
        );
    }
    values(set, context, diagnostics);
}

fn values(set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let Some(record) = first(set) else { return };
    let Some(soa) = Soa::parse(record.rdata) else { return };
    let mut say = |code: &'static Code, word: usize, args: [(&'static str, u32); 2]| {
        let place = context.part(record.at, Part::Rdata(word));
        let args = args.into_iter().fold(Args::new(), |args, (name, value)| args.with(name, value));
        diagnostics.push(Diagnostic { args, ..Diagnostic::new(code, place) });
    };
    // RFC 1912 §2.2: RETRY is a fraction of REFRESH, EXPIRE is larger than both.
    if soa.retry > soa.refresh {
        say(&codes::SOA_RETRY_LONG, RETRY, [("retry", soa.retry), ("refresh", soa.refresh)]);
    }
    if soa.expire < soa.refresh {
        say(&codes::SOA_EXPIRE_SHORT, EXPIRE, [("expire", soa.expire), ("refresh", soa.refresh)]);
    }
    if soa.serial.0 == 0 {
        say(&codes::SOA_SERIAL_ZERO, SERIAL, [("serial", 0), ("refresh", soa.refresh)]);
    }
    // RFC 1035 §8: the at sign of a mailbox is written as a dot.
    if soa.rname.as_ref().labels().any(|label| label.contains(&b'@')) {
        diagnostics.push(mailbox(&soa, record.at, context));
    }
}

fn mailbox(soa: &Soa, at: Span, context: &Context<'_>) -> Diagnostic {
    let finding = Diagnostic::new(&codes::SOA_RNAME_AT, context.part(at, Part::Rdata(RNAME)))
        .arg("mailbox", soa.rname.to_string().replacen("\\@", "@", 1));
    match context.rewrite(at, RNAME, |word| Some(word.replacen('@', ".", 1))) {
        Some(edit) => finding.fix(Fix { title: &codes::RNAME_DOT, args: Args::new(), edits: vec![edit] }),
        None => finding,
    }
}
