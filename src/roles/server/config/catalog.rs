//! What becomes of the members of a catalog zone (RFC 9432): which are admitted, where they come from, what holds for them.

use super::file;
use super::settings::{Settings, Wrong};
use crate::engine::dns::NameRef;
use crate::engine::xfr::catalog::Pattern;
use crate::product::api::policy::Policy;
use crate::roles::server::driver::Listener;

/// The resolved `[zone.catalog]`.
#[derive(Debug)]
pub(super) struct Catalog {
    members: Vec<Pattern>,
    /// Places in the list of peers; none: the catalog's own.
    primaries: Option<Vec<usize>>,
    pub(super) tell: Vec<Listener>,
    policy: Policy,
    groups: Vec<Group>,
}

#[derive(Debug)]
struct Group {
    name: String,
    primaries: Option<Vec<usize>>,
    policy: Policy,
}

impl Catalog {
    pub(super) fn resolve(settings: &Settings, catalog: file::Catalog) -> Result<Self, Wrong> {
        let pattern = |text: &toml::Spanned<String>| {
            let what = || Wrong::at(text, format!("{} is neither a domain name nor *.NAME nor *", text.get_ref()));
            Pattern::parse(text.get_ref()).map_err(|_| what())
        };
        let mut groups: Vec<Group> = Vec::new();
        for file::Group { name, primaries, policy } in catalog.groups {
            if groups.iter().any(|group| group.name == *name.get_ref()) {
                return Err(Wrong::at(&name, format!("the group {} is there already", name.get_ref())));
            }
            let primaries = settings.places(primaries.as_deref())?;
            groups.push(Group { name: name.into_inner(), primaries, policy });
        }
        Ok(Self {
            members: catalog.members.iter().map(pattern).collect::<Result<_, _>>()?,
            primaries: settings.places(catalog.primaries.as_deref())?,
            tell: settings.resolve_listeners(&catalog.tell)?,
            policy: catalog.policy,
            groups,
        })
    }

    pub(super) fn admits(&self, zone: NameRef<'_>) -> bool {
        self.members.iter().any(|pattern| pattern.admits(zone))
    }

    /// The first group in the file's order that a member has.
    fn group(&self, groups: &[String]) -> Option<&Group> {
        self.groups.iter().find(|group| groups.contains(&group.name))
    }

    /// Where the members of these groups come from; none: from where the catalog does.
    pub(super) fn primaries(&self, groups: &[String]) -> Option<&Vec<usize>> {
        self.group(groups).and_then(|group| group.primaries.as_ref()).or(self.primaries.as_ref())
    }

    /// What holds for members of these groups.
    pub(super) fn policy(&self, groups: &[String]) -> Policy {
        let own = self.group(groups).map(|group| group.policy.clone()).unwrap_or_default();
        own.over(&self.policy)
    }

    pub(super) fn policies(&self) -> impl Iterator<Item = &Policy> {
        std::iter::once(&self.policy).chain(self.groups.iter().map(|group| &group.policy))
    }
}
