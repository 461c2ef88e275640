//! What must be known of other names before something can be said of a node. Rules ask while nodes are judged; all
//! questions are answered together, in canonical order, which costs one more walk and no search a question.

use std::cell::RefCell;

use super::context::Context;
use super::rules::content::asked::{self as content, Concern};
use super::rules::{cname, occluded, targets, tlsa};
use super::target::{Has, Resolver};
use crate::engine::diag::{Diagnostics, Span};
use crate::engine::dns::{Name, NameRef, RecordType};
use crate::engine::zone::{Batch, Piece, Snapshot, Wanted, merged};

/// Who asks, and so who hears the answer.
#[derive(Clone, Copy, Debug)]
pub(super) enum Asker {
    /// A record that points to a host: `true` at the apex.
    Pointer { is_apex: bool },
    /// An alias; `true` if it may dangle.
    Alias { may_dangle: bool },
    /// A rule about what is written inside a record.
    Content(Concern),
    /// A record about a service on the host.
    Service,
    /// An NS record about which nothing is to be said; it makes addresses glue.
    NameServer,
    /// A hidden node with addresses, which are glue if any NS record names it; the delegation that hides it.
    Glue { cut_at: Span },
}

/// A question about a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question {
    pub(super) asker: Asker,
    /// The type of the record that names it.
    pub(super) rtype: RecordType,
    /// That record's place.
    pub(super) at: Span,
}

/// The questions of one piece of the zone.
#[derive(Debug, Default)]
pub(super) struct Questions(RefCell<Batch<Question>>);

/// A question with its names, which are read when they are needed: most answers say nothing.
pub(super) struct Asked<'b> {
    pub(super) question: Question,
    /// The name asked about, then the owner.
    names: &'b [u8],
}

/// An alias to a name that is an alias too: part of a chain, or of a circle.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) owner: Name,
    pub(super) target: Name,
    pub(super) at: Span,
}

impl Questions {
    /// Asks about a name; false when it lies outside the zone, so that there will be no answer.
    pub(super) fn ask(&self, zone: &Snapshot, owner: NameRef<'_>, name: NameRef<'_>, question: Question) -> bool {
        self.0.borrow_mut().push(zone, name, &[name.wire(), owner.wire()], question)
    }

    /// All of them, sorted, and cut by all pieces of the zone.
    pub(super) fn into_batch(self, pieces: &[Piece]) -> Batch<Question> {
        let mut batch = self.0.into_inner();
        batch.sort(pieces);
        batch
    }
}

/// Answers the questions about names of the piece of the zone with this number; gives the links found.
pub(super) fn answer(
    asked: &[Batch<Question>],
    piece: usize,
    has: Has,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Link> {
    let mut links = Vec::new();
    let all = merged(asked, piece);
    let mut resolver = Resolver::new(context.zone, has);
    for about in all.chunk_by(Wanted::same_name) {
        let mut target = None;
        let mut memo = content::Memo::default();
        let mut look = |asked: &Asked<'_>| {
            target
                .get_or_insert_with(|| match about.first() {
                    Some(first) => resolver.resolve_wanted(first, || asked.name()),
                    None => resolver.resolve(asked.name()),
                })
                .clone()
        };
        let is_name_server = about.iter().any(|wanted| wanted.what.rtype == RecordType::NS);
        for wanted in about {
            let asked = Asked { question: wanted.what, names: wanted.with };
            match wanted.what.asker {
                Asker::Pointer { is_apex } => {
                    targets::answered(&asked, is_apex, &look(&asked).0, context, diagnostics);
                }
                Asker::Alias { may_dangle } => match look(&asked) {
                    (_, true) => links.push(asked.link()),
                    (target, _) if may_dangle => cname::answered(&asked, &target, context, diagnostics),
                    _ => {}
                },
                Asker::Content(concern) => {
                    content::answered(&asked, concern, &look(&asked).0, &mut memo, context, diagnostics);
                }
                Asker::Service => tlsa::answered(&asked, &look(&asked).0, context, diagnostics),
                Asker::Glue { .. } if is_name_server => {}
                Asker::NameServer => {}
                Asker::Glue { cut_at } => occluded::answered(&asked, cut_at, diagnostics),
            }
        }
    }
    links
}

impl<'b> Asked<'b> {
    /// The name asked about, as the record has it.
    pub(super) fn name(&self) -> NameRef<'b> {
        NameRef::from_wire(self.names).map_or(NameRef::ROOT, |(name, _)| name)
    }

    /// The owner of the record that asks.
    pub(super) fn owner(&self) -> NameRef<'b> {
        let behind = self.names.get(self.name().wire().len()..).unwrap_or_default();
        NameRef::from_wire(behind).map_or(NameRef::ROOT, |(owner, _)| owner)
    }

    fn link(&self) -> Link {
        Link { owner: self.owner().to_owned(), target: self.name().to_owned(), at: self.question.at }
    }
}
