//! `/companion/v1/zones`: how the zones of this machine stand, and what they can be told.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use serde_json::json;

use super::{Server, policy};
use crate::engine::diag::english;
use crate::engine::dns::Name;
use crate::product::api::companion::{ErrorBody, ErrorDetail, VERSION};
use crate::product::provider::model::Zone;
use crate::roles::server::{clock, store};

pub(super) fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route("/zones", get(zones))
        .route("/zones/{zone}/policy", get(policy::show).put(policy::change))
        .route("/zones/{zone}/refresh", post(refresh))
        .route("/zones/{zone}/retransfer", post(retransfer))
        .fallback(|| async { refuse(StatusCode::NOT_FOUND, "no-such-route", "the companion has no such route") })
}

/// An error in the companion's shape.
pub(super) fn refuse(status: StatusCode, code: &str, message: &str) -> Response {
    let error = ErrorDetail { code: code.to_owned(), message: message.to_owned(), pointer: None };
    (status, Json(ErrorBody { v: VERSION, error })).into_response()
}

/// The zones of this machine and how they stand.
async fn zones(State(server): State<Arc<Server>>) -> Response {
    let objects = match server.app.store.objects(store::Kind::Zone).await {
        Ok(objects) => objects,
        Err(fault) => return store_failed(&fault),
    };
    let zones = objects.into_iter().filter_map(|o| serde_json::from_value::<Zone>(o.body).ok());
    let shown = zones.filter_map(|zone| {
        let name = Name::absolute(&zone.name).ok()?;
        let mut shown = json!({ "zone": name.to_string(), "id": zone.id, "type": zone.kind });
        if let (Some(status), Some(object)) = (server.app.control.status(name.as_ref()), shown.as_object_mut()) {
            object.insert("expired".to_owned(), status.expired.into());
            object.insert("busy".to_owned(), status.busy.into());
            object.insert("next_check".to_owned(), clock::rfc3339_at(status.next_check_at_s).into());
            if let Some(serial) = status.serial {
                object.insert("serial".to_owned(), serial.0.into());
            }
            if let Some(at_s) = status.confirmed_at_s {
                object.insert("confirmed".to_owned(), clock::rfc3339_at(at_s).into());
            }
            if let Some(failure) = status.failure {
                let message = english::message(failure.code, &failure.args);
                let at = clock::rfc3339_at(failure.at_s);
                object.insert("failure".to_owned(), json!({ "code": failure.code.name, "message": message, "at": at }));
            }
        }
        Some(shown)
    });
    Json(json!({ "v": VERSION, "zones": shown.collect::<Vec<_>>() })).into_response()
}

async fn refresh(State(server): State<Arc<Server>>, Path(zone): Path<String>) -> Response {
    command(&zone, |name| server.app.control.refresh(name.as_ref()))
}

async fn retransfer(State(server): State<Arc<Server>>, Path(zone): Path<String>) -> Response {
    command(&zone, |name| server.app.control.force_transfer(name.as_ref()))
}

fn command(zone: &str, run: impl FnOnce(&Name) -> bool) -> Response {
    match Name::absolute(zone) {
        Ok(name) if run(&name) => Json(json!({ "v": VERSION, "zone": name.to_string() })).into_response(),
        _ => no_such_zone(),
    }
}

/// The zone is none of this machine's.
pub(super) fn no_such_zone() -> Response {
    refuse(StatusCode::NOT_FOUND, "no-such-zone", "this machine does not run that zone")
}

/// The store did not do it.
pub(super) fn store_failed(fault: &store::Fault) -> Response {
    let status = match fault {
        store::Fault::Conflict | store::Fault::Fenced => StatusCode::CONFLICT,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    refuse(status, "store", &fault.to_string())
}
