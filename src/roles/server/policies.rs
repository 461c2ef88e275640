//! What each zone runs with: its primaries, from the provider's API or the configuration file, and its policy, from the
//! store, the file and our defaults. A zone whose primaries stand in the file has those; the API's are then not used.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::catalogs::Members;
use super::config::Settings;
use super::driver::{Clients, ZoneConfig};
use super::store::{Audit, Fault, Kind, Object, Store, Write};
use crate::engine::answer::{Access, Rule};
use crate::engine::dns::{Name, NameRef};
use crate::engine::xfr::catalog::{Membership, Step};
use crate::engine::xfr::{Peer, Refresh, SessionConfig, Via};
use crate::product::api::policy::{Allow, Interval, Policy, Zonemd};

/// The policies in force.
#[derive(Default)]
pub struct Policies(RwLock<State>);

#[derive(Default)]
struct State {
    settings: Arc<Settings>,
    /// By apex, with the revision of the stored object.
    stored: HashMap<Name, (Policy, u64)>,
    /// Zones that catalogs brought.
    members: Members,
}

/// What the provider's API says of a zone.
#[derive(Debug)]
pub struct Made {
    /// In order of preference.
    pub peers: Vec<Peer>,
    /// How often to check.
    pub refresh: Refresh,
    /// Who may ask for what.
    pub clients: Clients,
}

impl Policies {
    /// What the store and the configuration file say.
    ///
    /// # Errors
    /// The store's.
    pub async fn load(store: &dyn Store, settings: Settings) -> Result<Self, Fault> {
        let mut stored = HashMap::new();
        for Object { id, body, revision, .. } in store.objects(Kind::Policy).await? {
            match (Name::absolute(&id), serde_json::from_value(body)) {
                (Ok(apex), Ok(policy)) => drop(stored.insert(apex, (policy, revision))),
                _ => tracing::error!(zone = id, "a stored policy does not read and is left out"),
            }
        }
        let members = Members::load(store).await?;
        Ok(Self(RwLock::new(State { settings: Arc::new(settings), stored, members })))
    }

    /// The configuration file's content.
    #[must_use]
    pub fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.read().settings)
    }

    /// Takes another content of the file; gives back the one before.
    pub fn replace(&self, settings: Settings) -> Arc<Settings> {
        std::mem::replace(&mut self.write().settings, Arc::new(settings))
    }

    /// What is stored for the zone.
    #[must_use]
    pub fn stored(&self, zone: NameRef<'_>) -> Policy {
        self.read().stored.get(&zone.to_owned()).map(|(policy, _)| policy.clone()).unwrap_or_default()
    }

    /// What holds for the zone: the stored policy, where it is silent the file's.
    #[must_use]
    pub fn of(&self, zone: NameRef<'_>) -> Policy {
        let member = self.member(zone);
        let below = self.settings().policy_of(zone, member.as_ref());
        self.stored(zone).over(&below)
    }

    /// Stores a zone's policy, in place of the one before.
    ///
    /// # Errors
    /// The store's; [`Fault::Conflict`] when somebody else stored one meanwhile.
    pub async fn store(&self, store: &dyn Store, zone: &Name, policy: Policy, audit: Audit) -> Result<(), Fault> {
        let expected = self.read().stored.get(zone).map(|(_, revision)| *revision);
        let body = serde_json::to_value(&policy).map_err(|e| Fault::Unavailable(e.to_string()))?;
        let id = zone.lowercase().to_string();
        let object = Object { kind: Kind::Policy, id, account: String::new(), revision: 0, body };
        let revisions = store.write_objects(vec![Write::Put { object, expected }], audit).await?;
        self.write().stored.insert(zone.clone(), (policy, revisions.first().copied().unwrap_or_default()));
        Ok(())
    }

    /// Forgets a zone's policy: the zone is gone.
    ///
    /// # Errors
    /// The store's.
    pub async fn forget(&self, store: &dyn Store, zone: &Name, audit: Audit) -> Result<(), Fault> {
        let Some((_, expected)) = self.read().stored.get(zone).cloned() else { return Ok(()) };
        let id = zone.lowercase().to_string();
        store.write_objects(vec![Write::Delete { kind: Kind::Policy, id, expected }], audit).await?;
        self.write().stored.remove(zone);
        Ok(())
    }

    /// The zones that catalogs brought, with what they are members of.
    #[must_use]
    pub fn members(&self) -> BTreeMap<Name, Membership> {
        self.read().members.all()
    }

    fn member(&self, zone: NameRef<'_>) -> Option<Membership> {
        self.read().members.get(zone).cloned()
    }

    /// Keeps what became of members, all or nothing.
    ///
    /// # Errors
    /// The store's.
    pub async fn enroll(&self, store: &dyn Store, steps: &[Step], audit: Audit) -> Result<(), Fault> {
        let writes = self.read().members.writes(steps);
        let revisions = store.write_objects(writes, audit).await?;
        self.write().members.take(steps, &revisions);
        Ok(())
    }

    /// What the zone is to run with; none when neither the file nor `made` has primaries for it.
    #[must_use]
    pub fn compose(&self, zone: &Name, made: Option<Made>) -> Option<ZoneConfig> {
        let settings = self.settings();
        let policy = self.of(zone.as_ref());
        let member = self.member(zone.as_ref());
        let (peers, refresh, mut clients) = match (settings.primaries(zone.as_ref()), made) {
            (Some(primaries), made) => (primaries, Refresh::Soa, made.map(|made| made.clients).unwrap_or_default()),
            (None, Some(mut made)) => {
                made.peers.iter_mut().for_each(|primary| settings.refine(primary));
                (made.peers, made.refresh, made.clients)
            }
            (None, None) => (settings.primaries_of_member(member.as_ref()?)?, Refresh::Soa, Clients::default()),
        };
        let rules = |list: Option<&Vec<Allow>>| list.map(|l| l.iter().filter_map(Allow::rule).collect::<Vec<Rule>>());
        clients.tell.extend(settings.listeners(zone.as_ref(), member.as_ref()));
        clients.query = rules(policy.queries.as_ref());
        clients.is_catalog = settings.is_catalog(zone.as_ref());
        clients.notify.extend(rules(policy.notify.as_ref()).unwrap_or_default());
        clients.transfer.extend(rules(policy.transfers.as_ref()).unwrap_or_default());
        if clients.is_catalog && clients.query.is_none() {
            // RFC 9432 §7: what is hosted where is not everybody's business.
            clients.query = Some(Access::default().transfer.into_iter().chain(clients.transfer.clone()).collect());
        }
        let (secondary, transfer) = policy.limits.unwrap_or_default().limits();
        let approval = policy.approval.unwrap_or_default().engine();
        let refresh = policy.refresh.map_or(refresh, |Interval(refresh)| refresh);
        let zonemd = policy.zonemd.map(Zonemd::engine).unwrap_or_default();
        let soa_via = if clients.is_catalog { Via::Stream } else { Via::Udp };
        let session = SessionConfig { peers, refresh, secondary, transfer, approval, soa_via, zonemd };
        Some(ZoneConfig { zone: zone.clone(), session, clients })
    }

    // What is held is replaced whole, so a panic in between leaves nothing half done.
    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}
