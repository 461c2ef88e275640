//! HTTP: the routes of contracts.md §2, all on one origin.
//!
//! - `access`: who may ask: Host, Origin, tokens.
//! - `bounds`: how much may be asked for.
//! - `metrics`: how the zones stand, for Prometheus.
//! - `page`: the page's files, embedded or from a folder, with a strict Content-Security-Policy.
//! - `policy`: what a zone's operator says beyond the provider's API.
//! - `provider`: `/client/v4`, this machine as the provider.
//! - `relay`: listed calls to the real provider.
//! - `shape`: errors under `/companion` that the framework makes, in the companion's own words.
//! - `zones`: the zones as `/companion/v1` shows them; its other routes are the companion's own.

mod access;
mod bounds;
mod metrics;
mod page;
mod policy;
mod provider;
mod relay;
mod shape;
mod zones;

pub use relay::Upstream;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::middleware;
use axum::routing::get;
use tokio::sync::Mutex;

use super::driver::ZoneConfig;
use super::store::Fault;
use super::{App, companion};
use crate::engine::dns::Name;
use bounds::{Bounds, Limits};

/// Octets of a request's body. The largest is a link of 30 peers, 1.5 kB.
const MAX_BODY: usize = 65_536;

/// What every handler sees.
struct Server {
    app: App,
    /// Held while an object of the provider is checked against others and written, so that two requests cannot both
    /// pass the check.
    writing: Mutex<()>,
    bounds: Bounds,
}

/// All routes.
pub(super) fn router(app: App) -> Router {
    bounded_router(app, Limits::default())
}

fn bounded_router(app: App, limits: Limits) -> Router {
    let server = Arc::new(Server { app, writing: Mutex::new(()), bounds: Bounds::new(limits) });
    let bounded = middleware::from_fn_with_state(Arc::clone(&server), bounds::bounded);
    let token = middleware::from_fn_with_state(Arc::clone(&server), access::provider_token);
    let provider = provider::routes().layer(bounded).layer(token);
    let token = middleware::from_fn_with_state(Arc::clone(&server), relay::token);
    let relay = relay::routes().layer(token);
    let token = middleware::from_fn_with_state(Arc::clone(&server), access::companion_token);
    let companion = companion::routes().with_state(server.app.clone());
    let companion = zones::routes().merge(companion).layer(token);
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/metrics", get(metrics::metrics))
        .route("/readyz", get(ready))
        .nest("/client/v4", provider)
        .nest("/relay/cloudflare/client/v4", relay)
        .nest("/companion/v1", companion)
        .fallback(page::serve)
        .layer(middleware::from_fn(shape::companion))
        .layer(middleware::from_fn_with_state(Arc::clone(&server), access::same_site))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(server)
}

/// The zones that the provider's objects describe, as they are to run after a restart.
///
/// # Errors
/// The store's.
pub(super) async fn resume(app: &App) -> Result<Vec<ZoneConfig>, Fault> {
    provider::resume(app).await
}

/// Gives one of them its present configuration.
///
/// # Errors
/// The store's.
pub(super) async fn resume_zone(app: &App, zone: &Name) -> Result<(), Fault> {
    provider::resume_zone(app, zone).await
}

/// Ready when the store answers.
async fn ready(State(server): State<Arc<Server>>) -> (StatusCode, &'static str) {
    match server.app.store.objects(super::store::Kind::Zone).await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n"),
    }
}

#[cfg(test)]
mod tests;
