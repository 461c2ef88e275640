//! Policies that take in policies of the same zone: whether those exist, whether they come back, what they cost.

use std::ops::Range;

use super::term::{Kind, Term};
use super::{LOOKUPS, VERSION, begins_policy, literal_name, terms};
use crate::engine::check::codes::content::spf;
use crate::engine::check::context::Context;
use crate::engine::check::questions::Asked;
use crate::engine::check::rules::content::asked::{Memo, Own};
use crate::engine::check::rules::content::joined::Joined;
use crate::engine::check::target::Target;
use crate::engine::diag::{Code, Diagnostic, Diagnostics, Span};
use crate::engine::dns::{Name, NameRef, RecordType};
use crate::engine::zone::Snapshot;

/// An `include` or `redirect` whose name lies in the zone.
pub(in crate::engine::check::rules::content) fn include_answered(
    asked: &Asked<'_>,
    own: Option<Own>,
    found: &Target,
    memo: &mut Memo,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) {
    let leads_away = matches!(found, Target::Redirected | Target::Alias(_) | Target::Delegated | Target::Wildcard);
    if leads_away || context.is_lost(asked.name()) {
        return;
    }
    // RFC 7208 §5.2, §6.1: without policy there the whole has a permanent error.
    let is_missing =
        *found == Target::Missing || !*memo.has_policy.get_or_insert_with(|| has_policy(context.zone, asked.name()));
    if is_missing {
        return say(&spf::INCLUDE_MISSING, asked, context, diagnostics);
    }
    let Some(own) = own.filter(|own| usize::from(own.lookups) <= LOOKUPS) else { return };
    // Many policies take in one that ends there.
    let ends = own.is_only.then(|| *memo.lookups.get_or_insert_with(|| lookups(context.zone, asked.name()))).flatten();
    let is_too_many = match ends {
        Some(lookups) => usize::from(own.lookups) + lookups > LOOKUPS,
        None => match measure(context.zone, asked.owner()) {
            Cost::Loop { newest } if newest == asked.question.at => {
                return say(&spf::LOOP, asked, context, diagnostics);
            }
            Cost::TooMany => true,
            Cost::Fits | Cost::Circle | Cost::Loop { .. } => false,
        },
    };
    if is_too_many {
        say(&spf::LOOKUPS, asked, context, diagnostics);
    }
}

/// Look-ups that the policy of a name costs; none if it takes in another of the zone.
fn lookups(zone: &Snapshot, name: NameRef<'_>) -> Option<usize> {
    let set = zone.get(name, RecordType::TXT)?;
    let record = set.records().find(|record| begins_policy(record.rdata))?;
    let text = Joined::new(record.rdata, record.at);
    let (mut lookups, mut redirects, mut has_all) = (0, 0, false);
    for term in terms(&text.octets, VERSION.len()).filter_map(|range| Term::parse(text.get(range)).ok()) {
        let takes_in = matches!(term.kind, Kind::Include | Kind::Redirect);
        if takes_in && literal_name(term.domain).is_some_and(|name| name.as_ref().is_within(zone.apex())) {
            return None;
        }
        lookups += usize::from(term.kind.is_lookup());
        redirects += usize::from(term.kind == Kind::Redirect);
        has_all |= term.kind == Kind::All;
    }
    Some(if has_all { lookups - redirects } else { lookups })
}

/// An `a` or `mx` whose name lies in the zone and does not exist: a void look-up (RFC 7208 §4.6.4).
pub(in crate::engine::check::rules::content) fn target_answered(
    asked: &Asked<'_>,
    found: &Target,
    context: &Context<'_>,
    diagnostics: &mut Diagnostics,
) {
    if *found == Target::Missing && !context.is_lost(asked.name()) {
        say(&spf::TARGET_MISSING, asked, context, diagnostics);
    }
}

fn say(code: &'static Code, asked: &Asked<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let at = asked.question.at;
    diagnostics.offer(code, at, || {
        Diagnostic::new(code, place(asked, context))
            .arg("owner", asked.owner().to_string())
            .arg("target", asked.name().to_string())
            .arg("limit", LOOKUPS)
    });
}

/// Where the policy of the record that asks names the name asked about.
fn place(asked: &Asked<'_>, context: &Context<'_>) -> Span {
    let at = asked.question.at;
    let set = context.zone.get(asked.owner(), RecordType::TXT);
    let record = set.and_then(|set| set.records().find(|r| r.at == at && begins_policy(r.rdata)));
    let Some(record) = record else { return at };
    let text = Joined::new(record.rdata, at);
    let names = |range: &Range<usize>| {
        let term = Term::parse(text.get(range.clone())).ok();
        term.and_then(|term| literal_name(term.domain)).is_some_and(|name| name.as_ref() == asked.name())
    };
    terms(&text.octets, VERSION.len()).find(names).map_or(at, |range| text.place(context, range))
}

fn has_policy(zone: &Snapshot, name: NameRef<'_>) -> bool {
    let Some(set) = zone.get(name, RecordType::TXT) else {
        // A name that a wildcard stands for has what the wildcard has.
        return !zone.exists(name);
    };
    set.records().any(|record| begins_policy(record.rdata))
}

/// What a policy takes with all that it includes from its own zone.
enum Cost {
    Fits,
    /// It comes back to itself; the place written last on that way.
    Loop {
        newest: Span,
    },
    /// It leads into a circle it is not part of.
    Circle,
    /// More look-ups than allowed.
    TooMany,
}

/// Follows the policies from a name. Ends after as many look-ups as a receiver makes.
fn measure(zone: &Snapshot, start: NameRef<'_>) -> Cost {
    let mut way = Way { zone, path: Vec::new(), lookups: 0 };
    way.enter(start.to_owned()).err().unwrap_or(Cost::Fits)
}

struct Way<'z> {
    zone: &'z Snapshot,
    /// The policies that lead here.
    path: Vec<(Name, Span)>,
    lookups: usize,
}

impl Way<'_> {
    fn enter(&mut self, name: Name) -> Result<(), Cost> {
        if let Some(back) = self.path.iter().position(|(on, _)| *on == name) {
            let newest = self.path.iter().map(|(_, at)| *at).max().unwrap_or(Span::NONE);
            return Err(if back == 0 { Cost::Loop { newest } } else { Cost::Circle });
        }
        let Some(set) = self.zone.get(name.as_ref(), RecordType::TXT) else { return Ok(()) };
        let Some(record) = set.records().find(|record| begins_policy(record.rdata)) else { return Ok(()) };
        let text = Joined::new(record.rdata, record.at);
        let parsed = || terms(&text.octets, VERSION.len()).filter_map(|range| Term::parse(text.get(range)).ok());
        let has_all = parsed().any(|term| term.kind == Kind::All);
        self.path.push((name.clone(), record.at));
        for term in parsed().filter(|term| term.kind.is_lookup() && !(has_all && term.kind == Kind::Redirect)) {
            self.lookups += 1;
            if self.lookups > LOOKUPS {
                return Err(Cost::TooMany);
            }
            let follows = matches!(term.kind, Kind::Include | Kind::Redirect);
            if let Some(next) =
                literal_name(term.domain).filter(|name| follows && name.as_ref().is_within(self.zone.apex()))
            {
                self.enter(next)?;
            }
        }
        self.path.pop();
        Ok(())
    }
}
