//! The native server: page, companion, provider API, secondary name server.
//!
//! - [`config`]: what it is started with; [`start`]: everything bound and running, or one line that says why not.
//! - [`catalogs`]: zones that catalog zones bring and take away.
//! - [`policies`]: what each zone runs with, from the configuration file, the store and our defaults.
//! - [`store`] keeps zones and provider objects over a restart.
//! - [`driver`] runs the zones and is what the HTTP side asks of them ([`driver::Control`]).
//! - [`listen`] answers DNS over UDP and TCP; [`net`] asks others.
//! - [`probe`] and [`transfer`] ask a primary once, for the companion and the command line; [`report`] tells them how
//!   it goes.
//! - [`nameservers`] asks the assigned name servers before somebody delegates to them.
//! - [`companion`]: those three over HTTP.
//! - [`threads`] do the engine's work on all cores.
//! - [`clock`] is the only place that asks the time.

pub mod ask;
pub mod catalogs;
pub mod clock;
pub mod companion;
pub mod config;
pub mod driver;
mod http;
pub mod listen;
pub mod nameservers;
pub mod net;
pub mod policies;
pub mod probe;
pub mod report;
pub mod reread;
mod run;
pub mod store;
pub mod threads;
pub mod token;
pub mod transfer;

pub use config::Config;
pub use http::Upstream;
pub use reread::Reread;
pub use run::{Running, StartFault, start};

use std::sync::Arc;

/// What every part of the server shares; cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The running zones.
    pub control: driver::Control,
    /// What transfers on request brought.
    pub transfers: transfer::Transfers,
    /// What each zone runs with.
    pub policies: Arc<policies::Policies>,
    /// Durable state.
    pub store: Arc<dyn store::Store>,
    /// What the server was started with.
    pub config: Arc<Config>,
}
