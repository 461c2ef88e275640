//! Which zones are members of which catalog, as the store keeps it: an object each.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::engine::dns::{Name, NameRef};
use crate::engine::xfr::catalog::{Membership, Step};
use crate::roles::server::store::{Fault, Kind, Object, Store, Write};

/// The members, each with the revision of its object.
#[derive(Debug, Default)]
pub struct Members(BTreeMap<Name, (Membership, u64)>);

/// The object's body.
#[derive(Deserialize, Serialize)]
struct Kept {
    catalog: String,
    label: String,
    #[serde(default)]
    groups: Vec<String>,
}

impl Members {
    /// What the store has.
    ///
    /// # Errors
    /// The store's.
    pub async fn load(store: &dyn Store) -> Result<Self, Fault> {
        let mut members = BTreeMap::new();
        for Object { id, body, revision, .. } in store.objects(Kind::Member).await? {
            let kept = serde_json::from_value::<Kept>(body).ok();
            let membership = kept.and_then(|kept| {
                let (catalog, label) = (Name::absolute(&kept.catalog).ok()?, Name::absolute(&kept.label).ok()?);
                Some(Membership { catalog, label, groups: kept.groups })
            });
            match (Name::absolute(&id), membership) {
                (Ok(zone), Some(membership)) => drop(members.insert(zone, (membership, revision))),
                _ => tracing::error!(zone = id, "a stored member of a catalog does not read and is left out"),
            }
        }
        Ok(Self(members))
    }

    /// All, by zone.
    #[must_use]
    pub fn all(&self) -> BTreeMap<Name, Membership> {
        self.0.iter().map(|(zone, (membership, _))| (zone.clone(), membership.clone())).collect()
    }

    /// What the zone is a member of.
    #[must_use]
    pub fn get(&self, zone: NameRef<'_>) -> Option<&Membership> {
        self.0.get(&zone.to_owned()).map(|(membership, _)| membership)
    }

    /// The writes of these steps, one each, in their order.
    #[must_use]
    pub fn writes(&self, steps: &[Step]) -> Vec<Write> {
        steps.iter().map(|step| self.write(step)).collect()
    }

    fn write(&self, step: &Step) -> Write {
        let (zone, Membership { catalog, label, groups }, _) = step.parts();
        let (kind, id) = (Kind::Member, zone.lowercase().to_string());
        let expected = self.0.get(zone).map(|(_, revision)| *revision);
        if is_end(step) {
            return Write::Delete { kind, id, expected: expected.unwrap_or_default() };
        }
        let kept = Kept { catalog: catalog.to_string(), label: label.to_string(), groups: groups.clone() };
        // Three strings and lists of them always become JSON.
        let body = serde_json::to_value(kept).unwrap_or_default();
        Write::Put { object: Object { kind, id, account: String::new(), revision: 0, body }, expected }
    }

    /// They were written, with these revisions.
    pub fn take(&mut self, steps: &[Step], revisions: &[u64]) {
        for (step, revision) in steps.iter().zip(revisions) {
            let (zone, membership, _) = step.parts();
            if is_end(step) {
                self.0.remove(zone);
            } else {
                self.0.insert(zone.clone(), (membership.clone(), *revision));
            }
        }
    }
}

/// Whether the zone is no member after it.
const fn is_end(step: &Step) -> bool {
    match step {
        Step::Remove(..) | Step::Release(..) | Step::Yield(..) => true,
        Step::Add(..) | Step::Reset(..) | Step::Move(..) | Step::Regroup(..) => false,
    }
}
