//! What the rules about content ask of other names of the zone.

use super::{binding, spf, transport};
use crate::engine::check::context::Context;
use crate::engine::check::questions::{Asked, Asker, Question};
use crate::engine::check::target::Target;
use crate::engine::diag::{Diagnostics, Span};
use crate::engine::dns::{NameRef, RecordType};

/// Why a name is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine::check) enum Concern {
    /// An SPF policy takes in the policy of that name. What it costs itself, the first time it does so.
    SpfInclude { own: Option<Own> },
    /// An SPF policy names the host.
    SpfHost,
    /// The target of SVCB or HTTPS, in alias form or not.
    Binding { is_alias: bool },
    /// The host of an MTA-STS policy.
    MtaStsHost,
}

/// What an SPF policy costs itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine::check) struct Own {
    /// Look-ups that its own terms cost.
    pub(super) lookups: u8,
    /// Whether it takes in one policy of the zone.
    pub(super) is_only: bool,
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

/// What is found out once about a name, however many ask.
#[derive(Default)]
pub(in crate::engine::check) struct Memo {
    /// Whether it has an SPF policy.
    pub(super) has_policy: Option<bool>,
    /// Look-ups that its policy costs, if that takes in none of the zone.
    pub(super) lookups: Option<Option<usize>>,
}

/// Hands an answer to the rule that asked.
pub(in crate::engine::check) fn answered(
    asked: &Asked<'_>,
    concern: Concern,
    found: &Target,
    memo: &mut Memo,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) {
    match concern {
        Concern::Binding { is_alias } => binding::answered(asked, is_alias, found, context, diagnostics),
        Concern::SpfInclude { own } => spf::include_answered(asked, own, found, memo, context, diagnostics),
        Concern::MtaStsHost => transport::host_answered(asked, found, context, diagnostics),
        Concern::SpfHost => spf::target_answered(asked, found, context, diagnostics),
    }
}
