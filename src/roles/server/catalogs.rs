//! The consumer of catalog zones (RFC 9432): reads their new versions and does what `engine::xfr::catalog` decides.
//!
//! What is a member of what is kept in the store before the zone runs, so that a restart, and a catalog that is broken
//! or not there, leave members as they are. Each step can be taken twice: a kill between two of them costs nothing.

mod members;

pub use members::Members;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::timeout;

use super::store::{Audit, Fault};
use super::{App, clock, http};
use crate::engine::diag::Args;
use crate::engine::dns::{Name, NameRef};
use crate::engine::limits::CatalogLimits;
use crate::engine::xfr::catalog::{Catalog, Refusal, Step, codes, settle};
use crate::engine::zone::Snapshot;

/// After the store failed, until the same is tried again.
const AGAIN: Duration = Duration::from_secs(30);

/// What the consumer hears.
#[derive(Debug)]
pub enum Word {
    /// A catalog has a new version.
    Version(Name, Snapshot),
    /// The configuration changed, or a zone was removed.
    Look,
}

/// Hears until nobody speaks any more.
pub(super) async fn run(app: App, mut words: mpsc::UnboundedReceiver<Word>) {
    let mut consumer = Consumer { app, limits: CatalogLimits::default(), read: HashMap::new(), news: BTreeSet::new() };
    let mut owed = false;
    loop {
        let word = if owed { timeout(AGAIN, words.recv()).await } else { Ok(words.recv().await) };
        match word {
            Ok(None) => return,
            Ok(Some(word)) => consumer.hear(word).await,
            Err(_) => {}
        }
        // What came meanwhile is settled together.
        while let Ok(word) = words.try_recv() {
            consumer.hear(word).await;
        }
        owed = match consumer.settle().await {
            Ok(()) => false,
            Err(fault) => {
                tracing::error!(%fault, "members of catalogs are not what they should be; tried again soon");
                true
            }
        };
    }
}

struct Consumer {
    app: App,
    limits: CatalogLimits,
    /// The last good version of each catalog since the start.
    read: HashMap<Name, Catalog>,
    /// Those that came since the last settling.
    news: BTreeSet<Name>,
}

impl Consumer {
    async fn hear(&mut self, word: Word) {
        let Word::Version(apex, version) = word else { return };
        let limits = self.limits;
        match tokio::task::spawn_blocking(move || Catalog::read(&version, &limits)).await {
            Ok(Ok(catalog)) => {
                self.read.insert(apex.clone(), catalog);
                self.news.insert(apex);
            }
            // RFC 9432 §5.1: nothing of it is processed; the last good version holds.
            Ok(Err((code, args))) => self.app.control.say(apex.as_ref(), code, args),
            Err(failed) => tracing::error!(%failed, catalog = %apex, "the catalog could not be read"),
        }
    }

    /// Makes the zones that run those that the catalogs list.
    async fn settle(&mut self) -> Result<(), Fault> {
        let app = &self.app;
        let settings = app.policies.settings();
        let held = app.policies.members();
        if held.is_empty() && settings.catalogs().next().is_none() {
            return Ok(());
        }
        let catalogs: Vec<_> = settings.catalogs().map(|name| (name.clone(), self.read.get(name))).collect();
        let here: HashSet<Name> = settings.zones().cloned().chain(http::zones_made(app).await?).collect();
        let admits = |catalog: NameRef<'_>, zone: NameRef<'_>| settings.admits(catalog, zone);
        let is_taken = |zone: NameRef<'_>| here.contains(&zone.to_owned());
        let (steps, refused) = settle(&held, &catalogs, &admits, &is_taken);
        for step in &steps {
            match step {
                Step::Remove(zone, _) | Step::Reset(zone, _) => app.control.remove_zone(zone.as_ref()).await?,
                _ => {}
            }
        }
        if !steps.is_empty() {
            let action = format!("catalogs: {} members changed", steps.len());
            let audit = || Audit { at_s: clock::wall_s(), action: action.clone() };
            for step in &steps {
                if let Step::Remove(zone, _) = step {
                    app.policies.forget(app.store.as_ref(), zone, audit()).await?;
                }
            }
            app.policies.enroll(app.store.as_ref(), &steps, audit()).await?;
        }
        for step in &steps {
            if let Step::Release(zone, _) = step {
                app.control.release_zone(zone.as_ref());
            }
        }
        let members = app.policies.members();
        let changed: HashSet<_> = steps.iter().map(|step| step.parts().0).collect();
        // And those that a fault of the store kept from running.
        let to_run =
            members.keys().filter(|zone| changed.contains(zone) || app.control.status(zone.as_ref()).is_none());
        app.control.configure_zones(to_run.filter_map(|zone| app.policies.compose(zone, None)).collect()).await?;
        let news = std::mem::take(&mut self.news);
        self.tell(&news, &steps, &refused);
        Ok(())
    }

    /// Each change; and of new versions, how many there are and what is listed in vain.
    fn tell(&self, news: &BTreeSet<Name>, steps: &[Step], refused: &[Refusal]) {
        let control = &self.app.control;
        for step in steps {
            let (zone, membership, code) = step.parts();
            let args = Args::new()
                .with("member", zone.to_string())
                .with("label", membership.label.as_ref().without_dot())
                .with("groups", membership.groups.join(", "))
                .with("catalog", membership.catalog.to_string());
            control.say(membership.catalog.as_ref(), code, args);
        }
        for name in news {
            let Some(catalog) = self.read.get(name) else { continue };
            let of_this = || refused.iter().filter(|refusal| refusal.catalog == *name);
            let steps = steps.iter().filter(|step| step.parts().1.catalog == *name).count();
            let args = Args::new()
                .with("members", catalog.members.len())
                .with("steps", steps)
                .with("refused", of_this().count())
                .with("unknown", catalog.unknown);
            control.say(name.as_ref(), &codes::CATALOG_READ, args);
            for Refusal { code, args, .. } in of_this().take(self.limits.reported) {
                control.say(name.as_ref(), code, args.clone());
            }
        }
    }
}
