//! HTTP: the routes of contracts.md §2, all on one origin.
//!
//! - `access`: who may ask: Host, Origin, tokens.
//! - `bounds`: how much may be asked for.
//! - `client`: who asks, for the audit.
//! - `metrics`: how the zones stand, for Prometheus.
//! - `page`: the page's files, embedded or from a folder, with a strict Content-Security-Policy.
//! - `policy`: what a zone's operator says beyond the provider's API.
//! - `provider`: `/client/v4`, this machine as the provider.
//! - `relay`: listed calls to the real provider.
//! - `secure`: HTTPS.
//! - `shape`: errors under `/companion` that the framework makes, in the companion's own words.
//! - `zones`: the zones as `/companion/v1` shows them; its other routes are the companion's own.

mod access;
mod bounds;
mod client;
mod metrics;
mod page;
mod policy;
mod provider;
mod relay;
mod secure;
mod shape;
mod zones;

pub use relay::Upstream;
pub(super) use secure::Https;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::connect_info::Connected;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::middleware;
use axum::routing::get;
use axum::serve::{IncomingStream, Listener};
use tokio::sync::{Mutex, watch};

use super::driver::ZoneConfig;
use super::store::Fault;
use super::{App, companion};
use crate::engine::dns::Name;
use bounds::{Bounds, Limits};
use client::Client;

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
fn router(app: App) -> Router {
    bounded_router(app, Limits::default())
}

/// Answers at a socket until it is told to stop; requests under way are answered still.
pub(super) async fn serve<L: Listener<Addr = SocketAddr>>(socket: L, app: App, mut stop: watch::Receiver<bool>)
where
    Client: for<'a> Connected<IncomingStream<'a, L>>,
{
    let service = router(app).into_make_service_with_connect_info::<Client>();
    let until = async move {
        // An error means that the sender is gone, which is a stop too.
        let _ = stop.wait_for(|stop| *stop).await;
    };
    if let Err(error) = axum::serve(socket, service).with_graceful_shutdown(until).await {
        tracing::error!(%error, "HTTP stopped");
    }
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
        .layer(middleware::from_fn(client::known))
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

/// The names of all zones that were made through the provider's API.
///
/// # Errors
/// The store's.
pub(super) async fn zones_made(app: &App) -> Result<Vec<Name>, Fault> {
    provider::names(app).await
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
