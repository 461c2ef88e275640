//! HTTP: the routes of contracts.md §2.

use axum::Router;
use axum::routing::get;

use super::{App, companion};

/// All routes.
pub(super) fn router(app: App) -> Router {
    Router::new().route("/healthz", get(|| async { "ok\n" })).nest("/companion/v1", companion::routes()).with_state(app)
}
