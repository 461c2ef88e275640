//! The walk that applies the rules: node by node, then the names that nodes ask about, then the zone as a whole. In
//! pieces, which can be judged at the same time or one after the other.

use super::context::{Context, Cut, Facts, Place, last};
use super::questions::{self, Link, Question};
use super::rules::content::Unusual;
use super::rules::{ByType, cname, dnssec, node, whole};
use super::target::{Has, is_simple, labels_of, own_part};
use crate::engine::diag::{Diagnostics, Span};
use crate::engine::dns::{NameRef, RecordType};
use crate::engine::work::{Workers, each};
use crate::engine::zone::{Batch, Node, Piece, Snapshot};
use crate::engine::zonefile::Sources;

/// Pages of a piece: a thousand nodes or two, less than a millisecond.
const PIECE: usize = 64;
/// Pages of a piece whose names are looked up: more, since each looks into the questions of all others.
const ASKED: usize = 4 * PIECE;
/// Pieces at most.
const PIECES: usize = 1_024;
/// Pieces a worker gets at once, in the first round and later. Findings of a flood are compared with those kept between two
/// rounds, so the first ones are short; in long ones workers seldom wait for one another.
const ROUND: usize = 1;
const LATER_ROUND: usize = 32;

/// A judgement on its way.
pub(super) struct Judgement {
    pieces: Vec<Piece>,
    /// The same, as names are looked up.
    wide: Vec<Piece>,
    by_type: ByType,
    stage: Stage,
    /// Pieces done in this stage.
    done: usize,
    asked: Vec<Batch<Question>>,
    has: Has,
    links: Vec<Link>,
    /// What the pieces of a signed zone gave, put together; then its hashed names.
    signed: dnssec::Part,
    hashed: dnssec::Hashed,
    unusual: Unusual,
}

enum Stage {
    Nodes,
    Names,
    Hashes,
    Whole,
}

/// What a judgement looks at.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) zone: &'a Snapshot,
    pub(super) sources: Option<&'a Sources>,
    pub(super) facts: &'a Facts,
}

/// What the nodes of a piece gave.
struct Judged {
    diagnostics: Diagnostics,
    asked: Batch<Question>,
    has: Has,
    signed: dnssec::Part,
    unusual: Unusual,
}

impl Judgement {
    pub(super) fn new(zone: &Snapshot) -> Self {
        let (pieces, wide) = (zone.pieces(PIECE, PIECES), zone.pieces(ASKED, PIECES));
        let by_type = ByType::new();
        Self {
            pieces,
            wide,
            by_type,
            stage: Stage::Nodes,
            done: 0,
            asked: Vec::new(),
            has: Has::NOTHING,
            links: Vec::new(),
            signed: dnssec::Part::default(),
            hashed: dnssec::Hashed::default(),
            unusual: Unusual::default(),
        }
    }

    /// Pieces of which each node was looked at, and how many there are.
    pub(super) const fn seen(&self) -> (u64, u64) {
        let pieces = self.pieces.len() as u64;
        (if matches!(self.stage, Stage::Nodes) { self.done as u64 } else { pieces }, pieces)
    }

    /// Judges some pieces. True when all is done.
    pub(super) fn step(&mut self, subject: Subject<'_>, workers: &dyn Workers, diagnostics: &mut Diagnostics) -> bool {
        let first = ROUND * workers.count();
        let count = if workers.count() == 1 { 1 } else { self.done.clamp(first, LATER_ROUND * workers.count()) };
        let pieces = if matches!(self.stage, Stage::Names) { &self.wide } else { &self.pieces };
        let round = pieces.iter().enumerate().skip(self.done).take(count);
        let round: Vec<_> = round.map(|(n, piece)| (n, piece, diagnostics.part())).collect();
        self.done += round.len();
        match self.stage {
            Stage::Nodes if !round.is_empty() => {
                let (by_type, wide) = (&self.by_type, self.wide.as_slice());
                for judged in each(workers, round, |(_, piece, part)| nodes(subject, by_type, piece, wide, part)) {
                    diagnostics.absorb(judged.diagnostics);
                    let context = Context::new(subject.zone, subject.sources, subject.facts);
                    self.signed.absorb(judged.signed, &context, diagnostics);
                    self.unusual.absorb(judged.unusual);
                    self.has |= judged.has;
                    if !judged.asked.is_empty() {
                        self.asked.push(judged.asked);
                    }
                }
            }
            Stage::Names if !round.is_empty() => {
                let (asked, has) = (&self.asked, self.has);
                let answer = |(piece, _, mut part): (usize, &Piece, Diagnostics)| {
                    let context = Context::new(subject.zone, subject.sources, subject.facts);
                    let links = questions::answer(asked, piece, has, &context, &mut part);
                    (links, part)
                };
                for (links, part) in each(workers, round, answer) {
                    diagnostics.absorb(part);
                    self.links.extend(links);
                }
            }
            Stage::Nodes if !self.asked.is_empty() => (self.stage, self.done) = (Stage::Names, 0),
            Stage::Hashes if !round.is_empty() => {
                let links = self.signed.links();
                let look = |(_, piece, mut part): (usize, &Piece, Diagnostics)| {
                    let context = Context::new(subject.zone, subject.sources, subject.facts);
                    let mut hashed = dnssec::Hashed::default();
                    walk(subject.zone, piece, |place| hashed.node(place, links, &context, &mut part));
                    (hashed, part)
                };
                for (hashed, part) in each(workers, round, look) {
                    diagnostics.absorb(part);
                    self.hashed.absorb(hashed);
                }
            }
            Stage::Nodes | Stage::Names => {
                self.asked = Vec::new();
                let context = Context::new(subject.zone, subject.sources, subject.facts);
                self.stage = if context.dnssec().is_hashed(&context) { Stage::Hashes } else { Stage::Whole };
                self.signed.sort_links();
                self.done = 0;
            }
            Stage::Hashes => {
                let context = Context::new(subject.zone, subject.sources, subject.facts);
                std::mem::take(&mut self.hashed).finish(self.signed.links(), &context, diagnostics);
                self.stage = Stage::Whole;
            }
            Stage::Whole => {
                let context = Context::new(subject.zone, subject.sources, subject.facts);
                cname::chains(&std::mem::take(&mut self.links), &context, diagnostics);
                if context.dnssec().is_signed() {
                    std::mem::take(&mut self.signed).finish(&context, diagnostics);
                }
                self.unusual.report(&context, diagnostics);
                whole(&context, diagnostics);
                return true;
            }
        }
        false
    }
}

/// Judges the nodes of a piece; what they ask is cut by the `wide` ones.
fn nodes(
    subject: Subject<'_>,
    by_type: &ByType,
    piece: &Piece,
    wide: &[Piece],
    mut diagnostics: Diagnostics,
) -> Judged {
    let Subject { zone, sources, facts } = subject;
    let context = Context::new(zone, sources, facts);
    let (mut has, mut signed) = (Has::NOTHING, dnssec::Part::default());
    let is_signed = context.dnssec().is_signed();
    walk(zone, piece, |place| {
        has.wildcards |= place.node.owner.is_wildcard();
        has.cuts |= place.cut.is_some() || is_cut(place.node, place.is_apex);
        self::node(place, by_type, &context, &mut diagnostics);
        if is_signed {
            signed.node(place, &context, &mut diagnostics);
        }
    });
    let unusual = context.unusual.into_inner();
    Judged { diagnostics, asked: context.questions.into_batch(wide), has, signed, unusual }
}

/// Gives each node of a piece its place.
fn walk(zone: &Snapshot, piece: &Piece, mut visit: impl FnMut(&Place<'_>)) {
    let (mut cut, mut first, apex) = (None::<Cut>, true, zone.apex());
    let mut nodes = zone.nodes_of(piece);
    while let Some(node) = nodes.next() {
        if std::mem::take(&mut first) {
            cut = cut_above(zone, node.owner);
        }
        let is_apex = node.owner == apex;
        // Canonical order: what lies below a node follows it, up to the first name that does not.
        cut = cut.filter(|cut| node.owner.is_within(cut.owner.as_ref()));
        let is_simple = own_part(node.owner, apex).is_some_and(|own| labels_of(own).all(is_simple));
        visit(&Place { node: &node, is_apex, is_simple, cut: cut.as_ref() });
        if node.has_below {
            cut = cut.or_else(|| cut_at(&node, is_apex));
        }
    }
}

/// The highest cut above a name.
fn cut_above(zone: &Snapshot, name: NameRef<'_>) -> Option<Cut> {
    let (mut highest, mut nodes) = (None, zone.nodes());
    let mut at = name;
    while let Some(parent) = at.parent().filter(|_| at != zone.apex()) {
        at = parent;
        if let Some(node) = nodes.find(at) {
            highest = cut_at(&node, at == zone.apex()).or(highest);
        }
    }
    highest
}

/// Whether a node makes a cut.
fn is_cut(node: &Node<'_>, is_apex: bool) -> bool {
    let mut types = node.sets.types();
    types.any(|rtype| rtype == RecordType::DNAME || rtype == RecordType::NS && !is_apex)
}

/// The cut that a node makes: a DNAME (RFC 6672 §2.4), or NS below the apex (RFC 1034 §4.2.1).
fn cut_at(node: &Node<'_>, is_apex: bool) -> Option<Cut> {
    if !is_cut(node, is_apex) {
        return None;
    }
    let ns = node.get(RecordType::NS).filter(|_| !is_apex);
    let set = node.get(RecordType::DNAME).or(ns)?;
    let at = last(&set).map_or(Span::NONE, |r| r.at);
    Some(Cut { owner: node.owner.to_owned(), rtype: set.rtype(), at })
}
