//! What the rules about content ask of other names of the zone.

use super::spf;
use crate::engine::check::context::Context;
use crate::engine::check::questions::{Asked, Asker, Question};
use crate::engine::check::target::Target;
use crate::engine::diag::{Diagnostics, Span};
use crate::engine::dns::{NameRef, RecordType};

/// Why a name is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine::check) enum Concern {
    /// An SPF policy takes in the policy of that name; the first time it does so.
    SpfInclude { is_first: bool },
    /// An SPF policy names the host.
    SpfHost,
}

/// Asks about a name; [`answered`] hears what it is, unless it lies outside the zone.
pub(super) fn ask(
    concern: Concern,
    rtype: RecordType,
    at: Span,
    owner: NameRef<'_>,
    name: NameRef<'_>,
    context: &Context<'_>,
) {
    let question = Question { asker: Asker::Content(concern), rtype, at };
    context.questions.ask(context.zone, owner, name, question);
}

/// Hands an answer to the rule that asked.
pub(in crate::engine::check) fn answered(
    asked: &Asked<'_>,
    concern: Concern,
    found: &Target,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) {
    match concern {
        Concern::SpfInclude { is_first } => spf::include_answered(asked, is_first, found, context, diagnostics),
        Concern::SpfHost => spf::target_answered(asked, found, context, diagnostics),
    }
}
