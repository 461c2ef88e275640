//! Drives the zones' sessions (`engine::xfr`): sockets, timers, store and clock for machines that have none.
//!
//! It takes no decision of its own. Every input goes to the zone's [`Session`]; what comes out is done in order. A zone
//! has no task: whoever brings an input (a link, a timer, the store, a command) steps the machine under the zone's lock
//! and does what it says, none of which waits.

mod board;
mod current;
mod early;
mod idle;
mod journal;
mod keys;
mod link;
mod past;
mod stored;
#[cfg(test)]
mod tests;
mod tell;
mod timers;
mod trace;
mod zone;

pub(super) use board::Held;
pub use board::{Status, Zones};
pub use journal::Tally;
pub use past::{Counts, Failed};
pub use tell::Listener;
pub use trace::Trace;
pub use zone::ZoneEvent;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::sync::{broadcast, mpsc};

use super::catalogs::Word;
use super::clock;
use super::store::{Claimed, Fault, Owner, Store};
use super::threads::Threads;
use crate::engine::answer::{Access, Notified, Rule};
use crate::engine::diag::{Args, Code};
use crate::engine::dns::{Name, NameRef, Serial};
use crate::engine::tsig::Key;
use crate::engine::xfr::{Session, SessionCommand, SessionConfig, SessionInput, Waiting};
use crate::engine::zone::{Change, Snapshot};
use journal::Journal;
pub(super) use keys::InUse;
use keys::Keys;
use link::Gate;
use past::Past;
use stored::Stored;
use timers::Timers;
use zone::Zone;

/// The locks of what tests/loom looks at; there they are loom's.
mod sync {
    pub(super) use std::sync::RwLock;
}

/// Zones claimed in one transaction: a start with a hundred thousand waits for a hundred of them.
const CLAIMED_AT_ONCE: usize = 1_000;

/// What a zone is configured with.
#[derive(Clone, Debug)]
pub struct ZoneConfig {
    /// The apex.
    pub zone: Name,
    /// Primaries and policy.
    pub session: SessionConfig,
    /// Who may ask for what.
    pub clients: Clients,
}

/// Who may ask a zone for what.
#[derive(Clone, Debug, Default)]
pub struct Clients {
    /// Who may ask for its records; none: everybody.
    pub query: Option<Vec<Rule>>,
    /// Who may transfer the zone from us, besides those the server allows for every zone.
    pub transfer: Vec<Rule>,
    /// Who may send NOTIFY besides the primaries; it then counts as the first primary's.
    pub notify: Vec<Rule>,
    /// Who is told of new versions.
    pub tell: Vec<Listener>,
    /// The keys that [`Self::transfer`] names.
    pub keys: Vec<Arc<Key>>,
    /// Whether it is a catalog whose members are configured, too.
    pub is_catalog: bool,
}

/// A handle on the running zones; cheap to clone. Without the last one they stop.
#[derive(Clone)]
pub struct Control {
    shared: Arc<Shared>,
}

/// What all zones share.
struct Shared {
    /// Where links and writes run, whoever steps a zone.
    runtime: Handle,
    store: Arc<dyn Store>,
    /// Who claims zones: this process.
    owner: Owner,
    zones: Zones,
    keys: Keys,
    /// Those of access rules, whoever the primaries are.
    own_keys: Mutex<Vec<Arc<Key>>>,
    timers: Timers,
    gate: Gate,
    idle: idle::Pool,
    /// Bounds how many others are told at a time.
    telling: Semaphore,
    /// Where others find us.
    homes: OnceLock<Vec<IpAddr>>,
    journal: Journal,
    /// Who may transfer every zone.
    transfer: Vec<Rule>,
    trace: OnceLock<Arc<Trace>>,
    /// Hears of new versions of catalogs.
    catalogs: OnceLock<mpsc::UnboundedSender<Word>>,
}

impl Control {
    /// A driver without zones. Its timers run on the current runtime.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, transfer: Vec<Rule>) -> Self {
        let timers = Timers::start();
        let runtime = Handle::current();
        let shared = Shared {
            runtime,
            store,
            owner: format!("process {} since {}", std::process::id(), clock::wall_s()),
            zones: Zones::default(),
            keys: Keys::default(),
            own_keys: Mutex::default(),
            timers,
            gate: Gate::default(),
            idle: idle::Pool::default(),
            telling: Semaphore::new(tell::AT_ONCE),
            homes: OnceLock::new(),
            journal: Journal::new(),
            transfer,
            trace: OnceLock::new(),
            catalogs: OnceLock::new(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Writes down what zones are given and say from now on; those that run already are left out.
    pub fn trace_to(&self, trace: Arc<Trace>) {
        // A second trace would have no beginning.
        let _ = self.shared.trace.set(trace);
    }

    /// Tells others of new versions from the one of these addresses where they may find us.
    pub fn tell_from(&self, homes: Vec<IpAddr>) {
        // Listeners do not change while a server runs.
        let _ = self.shared.homes.set(homes);
    }

    /// Says new versions of catalogs there.
    pub fn catalogs_to(&self, words: mpsc::UnboundedSender<Word>) {
        // A second listener would have missed the first versions.
        let _ = self.shared.catalogs.set(words);
    }

    /// What zones there are may have changed: whether all members of catalogs run is looked at anew.
    pub fn look_at_catalogs(&self) {
        self.shared.tell_catalogs(Word::Look);
    }

    /// Something happened to a zone, for its log and its listeners; nothing when there is no such zone.
    pub fn say(&self, zone: NameRef<'_>, code: &'static Code, args: Args) {
        if let Some(zone) = self.shared.zones.get(zone) {
            zone.say(&self.shared, code, args);
        }
    }

    /// Adds a zone, restoring what the store holds of it, or gives an existing one another configuration.
    ///
    /// # Errors
    /// The store's; damaged content is no error, since the zone can be fetched anew.
    pub async fn configure_zone(&self, config: ZoneConfig) -> Result<(), Fault> {
        self.configure_zones(vec![config]).await
    }

    /// The same for many zones: new ones are claimed [`CLAIMED_AT_ONCE`] at a time.
    ///
    /// # Errors
    /// The store's first; the zones that it concerns do not run, or as they were stored, all others do.
    pub async fn configure_zones(&self, configs: Vec<ZoneConfig>) -> Result<(), Fault> {
        // Of several for one zone the last holds.
        let (mut new, mut outcome) = (BTreeMap::new(), Ok(()));
        for config in configs {
            match self.shared.zones.get(config.zone.as_ref()) {
                Some(zone) => self.reconfigure(&zone, config),
                None => drop(new.insert(config.zone.clone(), config)),
            }
        }
        let mut new: Vec<_> = new.into_values().collect();
        while !new.is_empty() {
            let rest = new.split_off(new.len().min(CLAIMED_AT_ONCE));
            let zones = new.iter().map(|config| config.zone.clone()).collect();
            match self.shared.store.claim(self.shared.owner.clone(), zones, clock::wall_s()).await {
                Ok(claimed) => {
                    for (config, claimed) in std::mem::take(&mut new).into_iter().zip(claimed) {
                        outcome = outcome.and(self.begin(config, claimed).await);
                    }
                }
                Err(fault) => {
                    // What is held is served while nothing can be written.
                    let zones = new.iter().map(|config| config.zone.clone()).collect();
                    let kept = self.shared.store.resume(zones).await.unwrap_or_default();
                    for (config, kept) in std::mem::take(&mut new).into_iter().zip(kept) {
                        if let Some(claimed) = kept {
                            // The fault that counts is the one above.
                            let _ = self.begin(config, claimed).await;
                        }
                    }
                    outcome = outcome.and(Err(fault));
                }
            }
            new = rest;
        }
        outcome
    }

    fn reconfigure(&self, zone: &Arc<Zone>, config: ZoneConfig) {
        zone.set_access(self.access(&config), Deputy::new(&config));
        let keys = keys_of(&config);
        zone.told().set(config.clients.tell);
        zone.set_catalog(&self.shared, config.clients.is_catalog);
        self.shared.keys.replace(&zone.set_keys(keys.clone()), &keys);
        zone.step(&self.shared, SessionInput::Command(SessionCommand::Configure(Box::new(config.session))));
    }

    /// Restores a claimed zone and sets it going.
    async fn begin(&self, config: ZoneConfig, claimed: Claimed) -> Result<(), Fault> {
        let restored = match stored::restore(self.shared.store.as_ref(), &claimed).await {
            Ok(restored) => restored,
            Err(Fault::Damaged(damage)) => {
                tracing::error!(zone = %claimed.fence.zone, %damage, "the stored zone is unusable and is fetched anew");
                None
            }
            Err(fault) => return Err(fault),
        };
        let Claimed { fence, persisted, memory } = claimed;
        let (access, deputy, keys) = (self.access(&config), Deputy::new(&config), keys_of(&config));
        let stored = Stored::of(persisted.version.map(|v| v.serial));
        let content = restored.as_ref().map(|restored| restored.snapshot.clone());
        let seed = seed()?;
        let mut session = Session::new(config.zone, config.session, persisted, content, seed);
        session.work_with(Threads::cores());
        if let Some(trace) = self.shared.trace.get() {
            trace.born(&mut session, seed, clock::now());
        }
        let zone = Arc::new(Zone::new(session, fence, stored, restored, access, deputy, Past::read(&memory)));
        zone.told().set(config.clients.tell);
        zone.set_catalog(&self.shared, config.clients.is_catalog);
        // Somebody may have configured it while the store answered; the later claim holds.
        if let Some(earlier) = self.shared.zones.insert(Arc::clone(&zone)) {
            self.retire(&earlier);
        }
        self.shared.keys.replace(&zone.set_keys(keys.clone()), &keys);
        zone.step(&self.shared, SessionInput::Command(SessionCommand::Start));
        Ok(())
    }

    /// Takes keys that messages may be signed with besides those of primaries, in place of the ones before.
    pub fn set_keys(&self, keys: Vec<Arc<Key>>) {
        let mut own = self.shared.own_keys.lock().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *own, keys);
        self.shared.keys.replace(&before, &own);
    }

    /// Stops a zone and answers for it no more; what the store holds of it stays.
    pub fn release_zone(&self, zone: NameRef<'_>) {
        if let Some(zone) = self.shared.zones.remove(zone) {
            self.retire(&zone);
        }
    }

    /// Stops a zone and forgets it, in the store first. A zone that is not there is fine.
    ///
    /// # Errors
    /// The store's; the zone then goes on as it was.
    pub async fn remove_zone(&self, zone: NameRef<'_>) -> Result<(), Fault> {
        let Some(found) = self.shared.zones.get(zone) else { return Ok(()) };
        match self.shared.store.remove_zone(found.fence().clone()).await {
            // Made again meanwhile: nothing of ours is left.
            Ok(()) | Err(Fault::Fenced) => {}
            Err(fault) => return Err(fault),
        }
        if self.shared.zones.remove_this(&found) {
            self.retire(&found);
        }
        Ok(())
    }

    /// Transfers the whole zone now, whatever its serial. False: there is no such zone.
    pub fn force_transfer(&self, zone: NameRef<'_>) -> bool {
        self.command(zone, SessionCommand::Retransfer)
    }

    /// Tells the zone's listeners of the version served, as when it was new. False: there is no such zone, or nothing is
    /// served.
    pub fn tell(&self, zone: NameRef<'_>) -> bool {
        let Some(zone) = self.shared.zones.get(zone) else { return false };
        let Some(version) = zone.served().content else { return false };
        zone.told().begin(&self.shared, &zone, &version);
        true
    }

    /// Checks the zone's serial now. False: there is no such zone.
    pub fn refresh(&self, zone: NameRef<'_>) -> bool {
        self.command(zone, SessionCommand::Refresh)
    }

    /// Serves the version that waits for approval, or drops it; with a serial only that one. False: there is no such
    /// zone.
    pub fn decide(&self, zone: NameRef<'_>, approved: bool, serial: Option<Serial>) -> bool {
        self.command(zone, if approved { SessionCommand::Approve(serial) } else { SessionCommand::Reject(serial) })
    }

    /// The version that waits for approval, and the one served.
    #[must_use]
    pub fn waiting(&self, zone: NameRef<'_>) -> Option<(Waiting, Option<Snapshot>)> {
        let zone = self.shared.zones.get(zone)?;
        Some((zone.waiting()?, zone.served().content))
    }

    /// A NOTIFY that was let through.
    pub(super) fn notify(&self, Notified { apex, source, key, serial }: Notified) {
        if let Some(zone) = self.shared.zones.get(apex.as_ref()) {
            let (source, key) = zone.deputy().speaks_for(source, key);
            zone.step(&self.shared, SessionInput::Notify { source, key, serial });
        }
    }

    /// How the zone stands; none when there is no such zone.
    #[must_use]
    pub fn status(&self, zone: NameRef<'_>) -> Option<Status> {
        self.shared.zones.get(zone).map(|zone| zone.status())
    }

    /// Somebody has transferred the zone from here.
    pub(super) fn given(&self, zone: NameRef<'_>) {
        if let Some(zone) = self.shared.zones.get(zone) {
            zone.given(&self.shared);
        }
    }

    /// What the zone answers with; none when there is no such zone, it has no content yet, or it expired.
    #[must_use]
    pub fn snapshot(&self, zone: NameRef<'_>) -> Option<Snapshot> {
        self.shared.zones.get(zone)?.served().content
    }

    /// All zones, for the listeners.
    pub(super) fn zones(&self) -> Held<'_> {
        self.shared.zones.hold()
    }

    /// The keys of all zones' primaries.
    pub(super) fn keys(&self) -> Arc<InUse> {
        self.shared.keys.current()
    }

    /// What happens from now on, to all zones.
    #[must_use]
    pub fn events(&self) -> broadcast::Receiver<ZoneEvent> {
        self.shared.journal.listen()
    }

    /// What is remembered of a zone behind the event of this number, and what happens to all zones from then on.
    #[must_use]
    pub fn events_since(&self, zone: &Name, after: u64) -> (Vec<ZoneEvent>, broadcast::Receiver<ZoneEvent>) {
        self.shared.journal.since(zone, after)
    }

    /// How often what happened since the start.
    #[must_use]
    pub fn tally(&self) -> Vec<(Tally, u64)> {
        self.shared.journal.tally()
    }

    /// The names of all zones, in no order.
    #[must_use]
    pub fn names(&self) -> Vec<Name> {
        self.shared.zones.all().iter().map(|zone| zone.fence().zone.clone()).collect()
    }

    /// The change that led to the version served; none before there are two.
    #[must_use]
    pub fn last_change(&self, zone: NameRef<'_>) -> Option<(Arc<Change>, Snapshot)> {
        let served = self.shared.zones.get(zone)?.served();
        Some((Arc::clone(served.history.last_change()?), served.content?))
    }

    /// Ends all work under way. What was committed stays; what was not is fetched again after the next start.
    pub fn stop(&self) {
        for zone in self.shared.zones.all() {
            zone.step(&self.shared, SessionInput::Command(SessionCommand::Stop));
        }
    }

    fn command(&self, zone: NameRef<'_>, command: SessionCommand) -> bool {
        let zone = self.shared.zones.get(zone);
        if let Some(zone) = &zone {
            zone.step(&self.shared, SessionInput::Command(command));
        }
        zone.is_some()
    }

    fn retire(&self, zone: &Arc<Zone>) {
        zone.step(&self.shared, SessionInput::Command(SessionCommand::Stop));
        zone.told().stop();
        self.shared.keys.replace(&zone.set_keys(Vec::new()), &[]);
    }

    /// The server's transfer rules and the zone's own; NOTIFY from its primaries and those it allows besides.
    fn access(&self, config: &ZoneConfig) -> Arc<Access> {
        let mut access = Access::default();
        access.transfer.extend(self.shared.transfer.iter().chain(&config.clients.transfer).cloned());
        access.notify.extend(config.session.peers.iter().map(|peer| Rule::host(peer.address.ip())));
        access.notify.extend(config.clients.notify.iter().cloned());
        access.query.clone_from(&config.clients.query);
        Arc::new(access)
    }
}

impl Shared {
    fn tell_catalogs(&self, word: Word) {
        // Nobody hears before the start and after the end.
        let _ = self.catalogs.get().map(|words| words.send(word));
    }
}

/// Who may send NOTIFY in a primary's place: the account's ranges (`/client/v4` calls them ACLs).
#[derive(Clone, Debug, Default)]
struct Deputy {
    primaries: Vec<IpAddr>,
    others: Vec<Rule>,
}

impl Deputy {
    fn new(config: &ZoneConfig) -> Self {
        let primaries = config.session.peers.iter().map(|peer| peer.address.ip().to_canonical()).collect();
        Self { primaries, others: config.clients.notify.clone() }
    }

    /// The sender that the session knows, and its key: a signature of somebody else's is checked, but is not a
    /// primary's.
    fn speaks_for(&self, source: IpAddr, key: Option<Name>) -> (IpAddr, Option<Name>) {
        let sender = source.to_canonical();
        match self.primaries.first() {
            Some(first) if !self.primaries.contains(&sender) && self.others.iter().any(|r| r.covers(sender)) => {
                (*first, None)
            }
            _ => (source, key),
        }
    }
}

/// Those of its primaries and its clients.
fn keys_of(config: &ZoneConfig) -> Vec<Arc<Key>> {
    let primaries = config.session.peers.iter().filter_map(|peer| peer.key.clone());
    primaries.chain(config.clients.keys.iter().cloned()).collect()
}

/// Message IDs and jitter come from it: nobody outside may guess it.
fn seed() -> Result<u64, Fault> {
    getrandom::u64().map_err(|e| Fault::Unavailable(format!("no randomness: {e}")))
}
