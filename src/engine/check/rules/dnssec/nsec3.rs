//! Hashed denial: each name has an NSEC3 at its hash that lists its types, and the hashes form a ring (RFC 5155 §7.1).
//!
//! The records are gathered while nodes are judged; then names are hashed and looked for among them, in a walk of its
//! own, since a name's hash lies anywhere.

use std::collections::HashSet;

use super::bitmap::{self, is_delegation, is_hash};
use super::nsec;
use super::part::{Part, is_hidden, is_proved};
use super::standing::Params;
use crate::engine::check::codes::dnssec as codes;
use crate::engine::check::context::{Context, Part as Word, Place, first};
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::dns::{Name, NameRef, RecordType};
use crate::engine::dnssec::{HASH_SHA1, Nsec3, OPT_OUT, TypeBitmap, covers_hash, hash_of_owner, owner_of_hash};

/// A record of the ring.
#[derive(Clone, Copy, Debug)]
pub(in crate::engine::check) struct Link {
    pub(super) hash: [u8; 20],
    next: [u8; 20],
    is_opt_out: bool,
    at: Span,
}

/// The NSEC3 records of a node.
pub(super) fn record(
    place: &Place<'_>,
    context: &Context<'_>,
    params: &Params,
    part: &mut Part,
    diagnostics: &mut Diagnostics,
) {
    let Some(set) = place.node.get(RecordType::NSEC3) else { return };
    let owner = place.node.owner;
    let hash = hash_of_owner(owner, context.zone.apex()).and_then(|hash| <[u8; 20]>::try_from(hash).ok());
    for record in set.records() {
        let Some(nsec3) = Nsec3::parse(record.rdata) else { continue };
        let finding = |code, word| Diagnostic::new(code, context.part(record.at, word)).arg("owner", owner.to_string());
        // RFC 5155 §3.1.2.
        if nsec3.param.flags & !OPT_OUT != 0 {
            let flags = u32::from(nsec3.param.flags);
            diagnostics.push(finding(&codes::NSEC3_FLAGS, Word::Rdata(1)).arg("flags", flags));
        }
        if nsec3.param.algorithm != HASH_SHA1 {
            let algorithm = u32::from(nsec3.param.algorithm);
            diagnostics
                .push(finding(&codes::NSEC3_HASH, Word::Rdata(0)).arg("algorithm", algorithm).arg("type", "NSEC3"));
            continue;
        }
        let Some((hash, next)) = hash.zip(nsec3.next.try_into().ok()) else {
            // RFC 5155 §3: the hash as one label below the apex.
            diagnostics.push(finding(&codes::NSEC3_MISPLACED, Word::Owner));
            continue;
        };
        if nsec3.param.hashes_as(&params.as_param()) {
            part.links.push(Link { hash, next, is_opt_out: nsec3.is_opt_out(), at: record.at });
        } else if !is_stated_elsewhere(&nsec3, context) {
            part.once.say(&codes::NSEC3_PARAMETERS, 0, || finding(&codes::NSEC3_PARAMETERS, Word::Rdata(2)));
        }
    }
    nsec::ttl(place, &set, context, &mut part.once);
}

/// Whether another NSEC3PARAM names how this record was made: a chain that is being built or taken down.
fn is_stated_elsewhere(nsec3: &Nsec3<'_>, context: &Context<'_>) -> bool {
    let set = context.zone.get(context.zone.apex(), RecordType::NSEC3PARAM);
    set.iter()
        .flat_map(|set| set.records())
        .any(|r| crate::engine::dnssec::Nsec3Param::parse(r.rdata).is_some_and(|param| param.hashes_as(&nsec3.param)))
}

/// Each record leads to the next hash, the last to the first.
pub(super) fn chain(links: &[Link], context: &Context<'_>, diagnostics: &mut Diagnostics) {
    if context.is_any_lost() {
        return;
    }
    let following = links.iter().skip(1).chain(links.first());
    for (link, expected) in links.iter().zip(following).filter(|(link, expected)| link.next != expected.hash) {
        let label = |hash: &[u8]| {
            owner_of_hash(hash, NameRef::ROOT).map_or_else(String::new, |name| name.as_ref().without_dot())
        };
        diagnostics.push(
            Diagnostic::new(&codes::NSEC3_NEXT, context.part(link.at, Word::Rdata(4)))
                .arg("owner", label(&link.hash))
                .arg("next", label(&link.next))
                .arg("expected", label(&expected.hash)),
        );
    }
}

/// What hashing the names of a piece gave.
#[derive(Debug, Default)]
pub(in crate::engine::check) struct Hashed {
    /// Indexes of links that belong to a name.
    matched: Vec<usize>,
    /// Empty non-terminals without a record, and what stands below each. A piece's first name may repeat one.
    bare: Vec<(Name, Span)>,
    /// The names above the last one that were looked at, from the apex down, and whether each has its record.
    path: Vec<(Name, bool)>,
    begun: bool,
}

impl Hashed {
    /// Looks for a node's record, and for those of the empty non-terminals above it.
    pub(in crate::engine::check) fn node(
        &mut self,
        place: &Place<'_>,
        links: &[Link],
        context: &Context<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(params) = context.dnssec().params() else { return };
        if is_hidden(place) || is_hash(place) || !is_proved(place) {
            return;
        }
        let owner = place.node.owner;
        let at = || place.node.sets.iter().find_map(|set| first(&set)).map_or(Span::NONE, |r| r.at);
        let found = self.find(owner, links, params);
        let may_hide = is_delegation(place) && !place.node.has(RecordType::DS);
        let is_missing = match found {
            Ok(index) => {
                self.compare(place, links.get(index), context, diagnostics);
                false
            }
            // RFC 5155 §6: an insecure delegation may go without a record where one with opt-out covers it.
            Err(covering) if may_hide => {
                let opted_out = covering.is_some_and(|link| link.is_opt_out);
                if !opted_out && !context.is_lost(owner) {
                    let finding = Diagnostic::new(&codes::NSEC3_OPT_OUT, at()).arg("owner", owner.to_string());
                    diagnostics.push(finding);
                }
                opted_out
            }
            Err(_) => {
                if !context.is_lost(owner) {
                    let finding = Diagnostic::new(&codes::NSEC3_MISSING, at()).arg("owner", owner.to_string());
                    diagnostics.push(finding);
                }
                false
            }
        };
        self.above(owner, !is_missing, at, links, context);
        self.path.push((owner.to_owned(), true));
    }

    /// RFC 5155 §7.1: empty non-terminals above a name have records too, unless all below them is opted out.
    fn above(
        &mut self,
        owner: NameRef<'_>,
        is_needed: bool,
        at: impl Fn() -> Span,
        links: &[Link],
        context: &Context<'_>,
    ) {
        let Some(params) = context.dnssec().params() else { return };
        while self.path.last().is_some_and(|(name, _)| !owner.is_within(name.as_ref())) {
            self.path.pop();
        }
        if is_needed {
            for (name, has_record) in self.path.iter_mut().filter(|(_, has_record)| !has_record) {
                self.bare.push((name.clone(), at()));
                *has_record = true;
            }
        }
        let apex = context.zone.apex();
        let known = self.path.last().map_or(apex.label_count(), |(name, _)| name.as_ref().label_count());
        let above = std::iter::successors(owner.parent(), |name| name.parent());
        let mut above: Vec<_> = above.take_while(|name| name.label_count() > known.max(apex.label_count())).collect();
        above.reverse();
        let begun = std::mem::replace(&mut self.begun, true);
        for name in above {
            // A piece begins anywhere: names above its first may have records of their own.
            if !begun && context.zone.node(name).next().is_some() {
                continue;
            }
            let found = self.find(name, links, params).is_ok();
            if !found && is_needed {
                self.bare.push((name.to_owned(), at()));
            }
            self.path.push((name.to_owned(), found || is_needed));
        }
    }

    /// The link at a name's hash, noted as matched; else the one that covers it.
    fn find<'l>(&mut self, name: NameRef<'_>, links: &'l [Link], params: &Params) -> Result<usize, Option<&'l Link>> {
        let hash = params.hash(name);
        match links.binary_search_by(|link| link.hash.cmp(&hash)) {
            Ok(index) => {
                self.matched.push(index);
                Ok(index)
            }
            Err(index) => {
                let before = index.checked_sub(1).map_or(links.last(), |before| links.get(before));
                Err(before.filter(|link| covers_hash(&link.hash, &link.next, &hash)))
            }
        }
    }

    fn compare(&self, place: &Place<'_>, link: Option<&Link>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
        let Some((link, params)) = link.zip(context.dnssec().params()) else { return };
        with_record(link, params, context, |types| {
            let found = bitmap::compare(&codes::NSEC3_BITMAP, link.at, place, types, place.node.has(RecordType::NSEC));
            found.filter(|_| !context.is_lost(place.node.owner)).into_iter().for_each(|it| diagnostics.push(it));
        });
    }

    pub(in crate::engine::check) fn absorb(&mut self, later: Self) {
        self.matched.extend(later.matched);
        self.bare.extend(later.bare);
    }

    /// What no name belongs to, and empty non-terminals without a record.
    pub(in crate::engine::check) fn finish(
        mut self,
        links: &[Link],
        context: &Context<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        let mut seen = HashSet::new();
        for (name, at) in self.bare.iter().filter(|(name, _)| seen.insert(name)) {
            diagnostics.push(Diagnostic::new(&codes::NSEC3_MISSING, *at).arg("owner", name.to_string()));
        }
        if context.is_any_lost() {
            return;
        }
        self.matched.sort_unstable();
        let surplus = (0..links.len()).filter(|index| self.matched.binary_search(index).is_err());
        for link in surplus.filter_map(|index| links.get(index)) {
            let owner =
                owner_of_hash(&link.hash, context.zone.apex()).map_or_else(String::new, |name| name.to_string());
            diagnostics.push(Diagnostic::new(&codes::NSEC3_SUPERFLUOUS, link.at).arg("owner", owner));
        }
    }
}

/// The bitmap of a link's record, read again: it is not kept for a million of them.
fn with_record(link: &Link, params: &Params, context: &Context<'_>, mut look: impl FnMut(TypeBitmap<'_>)) {
    let Some(owner) = owner_of_hash(&link.hash, context.zone.apex()) else { return };
    let Some(set) = context.zone.get(owner.as_ref(), RecordType::NSEC3) else { return };
    let records = set.records().filter_map(|r| Nsec3::parse(r.rdata));
    if let Some(nsec3) = records.into_iter().find(|nsec3| nsec3.param.hashes_as(&params.as_param())) {
        look(nsec3.types);
    }
}
