//! The chain of NSEC records: each name has one, it lists the name's types and leads to the next (RFC 4035 §2.3).

use super::bitmap;
use super::once::Once;
use super::part::is_proved;
use crate::engine::check::codes::dnssec as codes;
use crate::engine::check::context::{Context, Part as Word, Place, first, last};
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::dns::{Name, NameRef, RecordType};
use crate::engine::dnssec::Nsec;
use crate::engine::zone::RRset;

/// The part of the chain that a piece holds: its first owner, and its last record.
#[derive(Debug, Default)]
pub(super) struct Chain {
    first: Option<Name>,
    /// A name before it that lacks its record, which the piece before may lead to.
    missed: Option<Name>,
    last: Option<Tail>,
}

/// A record whose next name is not yet known to be right.
#[derive(Debug)]
struct Tail {
    owner: Name,
    next: Name,
    at: Span,
}

pub(super) fn check(
    place: &Place<'_>,
    context: &Context<'_>,
    chain: &mut Chain,
    once: &mut Once,
    diagnostics: &mut Diagnostics,
) {
    let owner = place.node.owner;
    let proved = is_proved(place);
    let Some(set) = place.node.get(RecordType::NSEC) else {
        if proved && !context.is_lost(owner) {
            chain.miss(owner);
            // RFC 4035 §2.3: each name with authoritative data or a delegation.
            let at = place.node.sets.iter().find_map(|set| first(&set)).map_or(Span::NONE, |r| r.at);
            diagnostics.push(Diagnostic::new(&codes::NSEC_MISSING, at).arg("owner", owner.to_string()));
        }
        return;
    };
    let mut records = set.records();
    let Some((record, nsec)) = records.next().and_then(|r| Some((r, Nsec::parse(r.rdata)?))) else { return };
    if records.next().is_some() {
        let at = last(&set).map_or(Span::NONE, |r| r.at);
        let several = Diagnostic::new(&codes::NSEC_SEVERAL, at).arg("owner", owner.to_string());
        diagnostics.push(several.arg("count", set.len()));
        chain.reach(owner, context, diagnostics);
        return;
    }
    if proved {
        chain.reach(owner, context, diagnostics);
        let found = bitmap::compare(&codes::NSEC_BITMAP, record.at, place, nsec.types, true);
        found.filter(|_| !context.is_lost(owner)).into_iter().for_each(|finding| diagnostics.push(finding));
    } else {
        // RFC 4035 §2.3: not the only records of a name. The chain may lead over it all the same.
        diagnostics.push(superfluous(place, record.at));
        if chain.last.as_ref().is_some_and(|tail| tail.next.as_ref() == owner) {
            chain.reach(owner, context, diagnostics);
        } else {
            return;
        }
    }
    ttl(place, &set, context, once);
    chain.last = Some(Tail { owner: owner.to_owned(), next: nsec.next.to_owned(), at: record.at });
}

/// NSEC where nothing is to be proved: at glue, or below a cut.
pub(super) fn hidden(place: &Place<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    for rtype in [RecordType::NSEC, RecordType::NSEC3] {
        if let Some(record) = place.node.get(rtype).as_ref().and_then(first) {
            diagnostics.push(superfluous(place, context.part(record.at, Word::Type)));
        }
    }
}

fn superfluous(place: &Place<'_>, at: Span) -> Diagnostic {
    Diagnostic::new(&codes::NSEC_SUPERFLUOUS, at).arg("owner", place.node.owner.to_string())
}

/// RFC 9077 §3: negative answers live as long as the lesser of the SOA's TTL and its last field.
pub(super) fn ttl(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, once: &mut Once) {
    let Some(negative) = context.dnssec().negative_ttl else { return };
    if set.ttl() > negative {
        once.say(&codes::NSEC_TTL, 0, || {
            let at = first(set).map_or(Span::NONE, |r| context.part(r.at, Word::Ttl));
            Diagnostic::new(&codes::NSEC_TTL, at)
                .arg("owner", place.node.owner.to_string())
                .arg("type", set.rtype().to_string())
                .arg("ttl", set.ttl())
                .arg("negative", negative)
        });
    }
}

/// The other kind of denial's records in a zone.
pub(super) fn beside(place: &Place<'_>, set: &RRset<'_>, once: &mut Once) {
    once.say(&codes::NSEC_BESIDE_NSEC3, 0, || {
        let at = first(set).map_or(Span::NONE, |r| r.at);
        Diagnostic::new(&codes::NSEC_BESIDE_NSEC3, at)
            .arg("owner", place.node.owner.to_string())
            .arg("type", set.rtype().to_string())
    });
}

impl Chain {
    /// The chain has come to a name: the record before must have led here.
    fn reach(&mut self, owner: NameRef<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
        match self.last.take() {
            Some(tail) => tail.judge(owner, context, diagnostics),
            None if self.first.is_none() => self.first = Some(owner.to_owned()),
            None => {}
        }
    }

    /// A name that should be in the chain is not: what led to it was right, what leads over it may be.
    fn miss(&mut self, owner: NameRef<'_>) {
        match &self.last {
            Some(tail) if tail.next.as_ref() == owner => self.last = None,
            None if self.first.is_none() => self.missed = self.missed.take().or_else(|| Some(owner.to_owned())),
            _ => {}
        }
    }

    pub(super) fn absorb(&mut self, later: Self, context: &Context<'_>, diagnostics: &mut Diagnostics) {
        if let Some(missed) = later.missed {
            self.miss(missed.as_ref());
        }
        let Some(first) = later.first else { return };
        self.reach(first.as_ref(), context, diagnostics);
        self.last = later.last;
    }

    /// RFC 4034 §4.1.1: the last leads to the apex.
    pub(super) fn close(self, context: &Context<'_>, diagnostics: &mut Diagnostics) {
        if let Some(tail) = self.last {
            tail.judge(context.zone.apex(), context, diagnostics);
        }
    }
}

impl Tail {
    fn judge(&self, reached: NameRef<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
        if self.next.as_ref() == reached || context.is_any_lost() {
            return;
        }
        diagnostics.push(
            Diagnostic::new(&codes::NSEC_NEXT, context.part(self.at, Word::Rdata(0)))
                .arg("owner", self.owner.to_string())
                .arg("next", self.next.to_string())
                .arg("expected", reached.to_string()),
        );
    }
}
