//! Runs the zones that the configuration file, catalogs and the provider's objects describe: at the start, and after
//! the file was read again.

use std::collections::HashSet;

use super::config::Settings;
use super::store::Fault;
use super::{App, http};
use crate::engine::dns::Name;

/// What reading the file again led to.
#[derive(Debug, PartialEq, Eq)]
pub enum Reread {
    /// There is no configuration file.
    NoFile,
    /// It was read, and is in force.
    Taken {
        /// Zones that it defines.
        zones: usize,
        /// Whether something changed that only a start brings into force: addresses, folders, the token.
        restart: bool,
    },
}

impl App {
    /// Starts every zone that should run, or gives it its present configuration.
    ///
    /// # Errors
    /// The store's.
    pub(super) async fn run_zones(&self) -> Result<(), Fault> {
        let mut configs = http::resume(self).await?;
        let settings = self.policies.settings();
        configs.extend(settings.zones().filter_map(|zone| self.policies.compose(zone, None)));
        // Who has a zone of its own goes before a catalog's member of that name.
        let own: HashSet<_> = configs.iter().map(|config| config.zone.clone()).collect();
        let members = self.policies.members();
        let members = members.keys().filter(|zone| !own.contains(zone));
        configs.extend(members.filter_map(|zone| self.policies.compose(zone, None)));
        self.control.configure_zones(configs).await?;
        self.control.look_at_catalogs();
        Ok(())
    }

    /// Gives the zone its present configuration, whoever defines it.
    ///
    /// # Errors
    /// The store's.
    pub(super) async fn run_zone(&self, zone: &Name) -> Result<(), Fault> {
        http::resume_zone(self, zone).await?;
        self.run_from_file(zone).await
    }

    /// Gives the zone what the configuration file says of it, or of the catalog that it is a member of.
    ///
    /// # Errors
    /// The store's.
    async fn run_from_file(&self, zone: &Name) -> Result<(), Fault> {
        match self.policies.compose(zone, None) {
            Some(config) => self.control.configure_zone(config).await,
            None => Ok(()),
        }
    }

    pub(super) async fn reread(&self) -> Result<Reread, String> {
        let Some(path) = self.config.file.clone() else { return Ok(Reread::NoFile) };
        let read = tokio::task::spawn_blocking(move || Settings::read(&path)).await.map_err(|e| e.to_string())?;
        let settings = read.map_err(|fault| fault.to_string())?;
        let zones = settings.zones().count();
        let keys = settings.keys.clone();
        let before = self.policies.replace(settings);
        let now = self.policies.settings();
        // New keys first: a zone that is configured anew may be asked with one at once.
        self.control.set_keys(keys);
        for gone in before.zones().filter(|zone| !now.defines(zone.as_ref())) {
            self.control.release_zone(gone.as_ref());
        }
        self.run_zones().await.map_err(|fault| fault.to_string())?;
        Ok(Reread::Taken { zones, restart: before.server != now.server })
    }
}
