//! What a consumer does about its members: which appear, vanish, change their owner or begin anew (RFC 9432 §5).

use std::collections::BTreeMap;

use super::{Catalog, Member, codes};
use crate::engine::diag::{Args, Code};
use crate::engine::dns::{Name, NameFault, NameRef};

/// Which names a catalog may bring: a name, `*.example` for all names below one, `*` for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(Name);

impl Pattern {
    /// Reads `example.com`, `*.example.com`, `*`.
    ///
    /// # Errors
    /// What is wrong with the name.
    pub fn parse(text: &str) -> Result<Self, NameFault> {
        Name::absolute(text).map(Self)
    }

    /// Whether a zone of this name fits.
    #[must_use]
    pub fn admits(&self, zone: NameRef<'_>) -> bool {
        let pattern = self.0.as_ref();
        match pattern.parent().filter(|_| pattern.is_wildcard()) {
            Some(above) => zone != above && zone.is_within(above),
            None => zone == pattern,
        }
    }
}

/// A zone that is configured because a catalog lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The catalog that it was configured from.
    pub catalog: Name,
    /// Its unique label there.
    pub label: Name,
    /// Its groups there.
    pub groups: Vec<String>,
}

/// One thing to do, for the zone named first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Configure it.
    Add(Name, Membership),
    /// Its state goes; then configure it anew (RFC 9432 §5.4).
    Reset(Name, Membership),
    /// Another catalog owns it now, and its state stays (RFC 9432 §4.3.1).
    Move(Name, Membership),
    /// Its groups are others.
    Regroup(Name, Membership),
    /// It goes, with its state (RFC 9432 §5.3).
    Remove(Name, Membership),
    /// By our own configuration its catalog does not bring it any more: it is served no more, its state stays.
    Release(Name, Membership),
    /// It is configured otherwise by now, and no member from here on.
    Yield(Name, Membership),
}

impl Step {
    /// The zone, what it is a member of, and what an event says of it.
    #[must_use]
    pub const fn parts(&self) -> (&Name, &Membership, &'static Code) {
        match self {
            Self::Add(zone, to) => (zone, to, &codes::CATALOG_ADDED),
            Self::Reset(zone, to) => (zone, to, &codes::CATALOG_RESET),
            Self::Move(zone, to) => (zone, to, &codes::CATALOG_MOVED),
            Self::Regroup(zone, to) => (zone, to, &codes::CATALOG_REGROUPED),
            Self::Remove(zone, from) => (zone, from, &codes::CATALOG_REMOVED),
            Self::Release(zone, from) => (zone, from, &codes::CATALOG_RELEASED),
            Self::Yield(zone, from) => (zone, from, &codes::CATALOG_YIELDED),
        }
    }
}

/// A member that a catalog lists and that is not configured from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The catalog.
    pub catalog: Name,
    /// Why.
    pub code: &'static Code,
    /// Its values; `member` is the zone.
    pub args: Args,
}

/// The catalogs that are configured, and what the last good version of each says: nothing when none was read since the
/// start. Where two list a zone that neither has, the first in order gets it.
pub type Read<'a> = [(Name, Option<&'a Catalog>)];

/// What to do so that the zones held become those that the catalogs list, and what they list in vain.
///
/// `admits`: whether the catalog named first may bring the zone (RFC 9432 §7). `is_taken`: whether the zone is configured
/// otherwise than by a catalog.
pub fn settle(
    held: &BTreeMap<Name, Membership>,
    catalogs: &Read<'_>,
    admits: &dyn Fn(NameRef<'_>, NameRef<'_>) -> bool,
    is_taken: &dyn Fn(NameRef<'_>) -> bool,
) -> (Vec<Step>, Vec<Refusal>) {
    let (mut steps, mut refused) = (Vec::new(), Vec::new());
    // Who has a zone once the steps are done.
    let mut owners: BTreeMap<&Name, &Name> = BTreeMap::new();
    for (zone, membership) in held {
        let step = if is_taken(zone.as_ref()) {
            Some(Step::Yield(zone.clone(), membership.clone()))
        } else {
            judge(zone, membership, catalogs, admits)
        };
        let owner = match &step {
            Some(Step::Reset(_, to) | Step::Move(_, to)) => catalogs.iter().find(|(name, _)| *name == to.catalog),
            Some(Step::Remove(..) | Step::Release(..) | Step::Yield(..)) => None,
            Some(Step::Add(..) | Step::Regroup(..)) | None => {
                catalogs.iter().find(|(name, _)| *name == membership.catalog)
            }
        };
        if let Some((owner, _)) = owner {
            owners.insert(zone, owner);
        }
        steps.extend(step);
    }
    for (catalog, read) in catalogs {
        for (zone, member) in read.iter().flat_map(|read| &read.members) {
            let why = match owners.get(zone) {
                Some(owner) if *owner == catalog => continue,
                // RFC 9432 §5.2: who has it keeps it.
                Some(owner) => Some((&codes::CATALOG_CLASH, Args::new().with("owner", owner.to_string()))),
                None if is_taken(zone.as_ref()) => Some((&codes::CATALOG_TAKEN, Args::new())),
                None if !admits(catalog.as_ref(), zone.as_ref()) => Some((&codes::CATALOG_NOT_ADMITTED, Args::new())),
                None => None,
            };
            if let Some((code, args)) = why {
                refused.push(Refusal { catalog: catalog.clone(), code, args: args.with("member", zone.to_string()) });
                continue;
            }
            owners.insert(zone, catalog);
            steps.push(Step::Add(zone.clone(), member.of(catalog)));
        }
    }
    (steps, refused)
}

/// What becomes of one zone that is held; nothing when it stays as it is.
fn judge(
    zone: &Name,
    from: &Membership,
    catalogs: &Read<'_>,
    admits: &dyn Fn(NameRef<'_>, NameRef<'_>) -> bool,
) -> Option<Step> {
    let find = |name: &Name| catalogs.iter().find(|(catalog, _)| catalog == name);
    let Some((catalog, read)) = find(&from.catalog).filter(|(name, _)| admits(name.as_ref(), zone.as_ref())) else {
        return Some(Step::Release(zone.clone(), from.clone()));
    };
    let read = (*read)?;
    let Some(member) = read.members.get(zone) else {
        return Some(Step::Remove(zone.clone(), from.clone()));
    };
    // RFC 9432 §4.3.1: it changes its owner once the old one says so and the new one lists it.
    let heir = member.coo.as_ref().filter(|heir| *heir != catalog).and_then(find);
    let heir = heir.filter(|(name, _)| admits(name.as_ref(), zone.as_ref()));
    let taken_over = heir.and_then(|(name, read)| Some((*read)?.members.get(zone)?.of(name)));
    let now = taken_over.unwrap_or_else(|| member.of(catalog));
    if now.label != from.label {
        Some(Step::Reset(zone.clone(), now))
    } else if now.catalog != from.catalog {
        Some(Step::Move(zone.clone(), now))
    } else if now.groups != from.groups {
        Some(Step::Regroup(zone.clone(), now))
    } else {
        None
    }
}

impl Member {
    fn of(&self, catalog: &Name) -> Membership {
        Membership { catalog: catalog.clone(), label: self.label.clone(), groups: self.groups.clone() }
    }
}
