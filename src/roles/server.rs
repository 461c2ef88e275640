//! The native server: page, companion, provider API, secondary name server.
//!
//! - [`config`]: what it is started with; [`start`]: everything bound and running, or one line that says why not.
//! - [`store`] keeps zones and provider objects over a restart.
//! - [`clock`] is the only place that asks the time.

pub mod clock;
pub mod config;
mod http;
pub mod net;
mod run;
pub mod store;
pub mod token;

pub use config::Config;
pub use run::{Running, StartFault, start};

use std::sync::Arc;

/// What every part of the server shares; cheap to clone.
#[derive(Clone)]
pub struct App {
    /// Durable state.
    pub store: Arc<dyn store::Store>,
    /// What the server was started with.
    pub config: Arc<Config>,
}
