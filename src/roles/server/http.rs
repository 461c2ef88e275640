//! HTTP: the routes of contracts.md §2.

use axum::Router;
use axum::routing::get;

use super::App;

/// All routes.
pub(super) fn router(app: App) -> Router {
    Router::new().route("/healthz", get(|| async { "ok\n" })).with_state(app)
}
