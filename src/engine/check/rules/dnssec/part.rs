//! What the nodes of a piece of a signed zone gave, and what is said when all pieces are there.

use super::bitmap::{is_delegation, is_hash};
use super::nsec::Chain;
use super::nsec3::Link;
use super::once::Once;
use super::standing::Denial;
use super::windows::Windows;
use super::{nsec, nsec3, param, signatures};
use crate::engine::check::codes::dnssec as codes;
use crate::engine::check::context::{Context, Place};
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::dns::RecordType;

/// What was seen of a piece; a later piece is absorbed by the one before.
#[derive(Debug, Default)]
pub(in crate::engine::check) struct Part {
    pub(super) once: Once,
    pub(super) windows: Windows,
    pub(super) chain: Chain,
    pub(super) links: Vec<Link>,
}

impl Part {
    /// Judges a node, hidden ones too.
    pub(in crate::engine::check) fn node(
        &mut self,
        place: &Place<'_>,
        context: &Context<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        if is_hidden(place) {
            signatures::hidden(place, context, diagnostics);
            nsec::hidden(place, context, diagnostics);
            return;
        }
        signatures::check(place, context, self, diagnostics);
        match &context.dnssec().denial {
            Denial::None => {}
            Denial::Nsec => {
                nsec::check(place, context, &mut self.chain, &mut self.once, diagnostics);
                if let Some(set) = place.node.get(RecordType::NSEC3) {
                    nsec::beside(place, &set, &mut self.once);
                }
            }
            Denial::Nsec3(params) => {
                nsec3::record(place, context, params, self, diagnostics);
                if let Some(set) = place.node.get(RecordType::NSEC) {
                    nsec::beside(place, &set, &mut self.once);
                }
            }
        }
    }

    /// Adds what comes behind it; links between the two are judged.
    pub(in crate::engine::check) fn absorb(
        &mut self,
        later: Self,
        context: &Context<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        self.once.absorb(later.once);
        self.windows.absorb(later.windows);
        self.chain.absorb(later.chain, context, diagnostics);
        self.links.extend(later.links);
    }

    /// Puts the links of the hashed chain into the order of their hashes.
    pub(in crate::engine::check) fn sort_links(&mut self) {
        self.links.sort_unstable_by_key(|link| link.hash);
    }

    /// The links of the hashed chain.
    pub(in crate::engine::check) fn links(&self) -> &[Link] {
        &self.links
    }

    /// Says what is true of the whole.
    pub(in crate::engine::check) fn finish(self, context: &Context<'_>, diagnostics: &mut Diagnostics) {
        self.windows.finish(context, diagnostics);
        self.once.finish(diagnostics);
        match &context.dnssec().denial {
            Denial::None => {
                // RFC 4035 §2.3, RFC 5155 §7.1.
                let zone = context.zone.apex().to_string();
                diagnostics.push(Diagnostic::new(&codes::DENIAL_MISSING, context.beginning()).arg("zone", zone));
            }
            Denial::Nsec => self.chain.close(context, diagnostics),
            Denial::Nsec3(params) => {
                param::advise(params, context, diagnostics);
                nsec3::chain(&self.links, context, diagnostics);
            }
        }
    }
}

/// Whether a node lies below a cut. NSEC3 records stand below the apex even where a DNAME there redirects everything
/// (RFC 6672 §2.4 has no word of them; Knot and BIND serve such zones).
pub(super) fn is_hidden(place: &Place<'_>) -> bool {
    place.cut.is_some_and(|cut| cut.rtype != RecordType::DNAME || !is_hash(place))
}

/// Whether a node has something that NSEC or NSEC3 must prove: data or a delegation, not only DNSSEC's own records.
pub(super) fn is_proved(place: &Place<'_>) -> bool {
    let own = |rtype| matches!(rtype, RecordType::RRSIG | RecordType::NSEC | RecordType::NSEC3);
    is_delegation(place) || place.node.sets.types().any(|rtype| !own(rtype))
}
