//! `/companion/v1/zones`: how the zones of this machine stand, and what they can be told.

mod events;
mod state;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use serde_json::json;

use super::{Server, policy};
use crate::engine::dns::Name;
use crate::engine::zone::Change;
use crate::product::api::companion::{ErrorBody, ErrorDetail, VERSION};
use crate::product::api::difference::Difference;
use crate::product::api::zones::{Decision, ZoneBody, ZoneDifference, ZoneList};
use crate::product::provider::model::Zone;
use crate::roles::server::store;

pub(super) fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route("/zones", get(zones))
        .route("/zones/{zone}", get(one))
        .route("/zones/{zone}/difference", get(difference))
        .route("/zones/{zone}/events", get(events::events))
        .route("/zones/{zone}/policy", get(policy::show).put(policy::change))
        .route("/zones/{zone}/approve", post(approve))
        .route("/zones/{zone}/reject", post(reject))
        .route("/zones/{zone}/refresh", post(refresh))
        .route("/zones/{zone}/retransfer", post(retransfer))
        .fallback(|| async { refuse(StatusCode::NOT_FOUND, "no-such-route", "the companion has no such route") })
}

/// An error in the companion's shape.
pub(super) fn refuse(status: StatusCode, code: &str, message: &str) -> Response {
    let error = ErrorDetail { code: code.to_owned(), message: message.to_owned(), pointer: None };
    (status, Json(ErrorBody { v: VERSION, error })).into_response()
}

/// The zones of this machine and how they stand, by name: those of the provider's API and of the configuration file.
async fn zones(State(server): State<Arc<Server>>) -> Response {
    let objects = match server.app.store.objects(store::Kind::Zone).await {
        Ok(objects) => objects,
        Err(fault) => return store_failed(&fault),
    };
    let mut zones: BTreeMap<Name, Option<Zone>> =
        server.app.control.names().into_iter().map(|name| (name, None)).collect();
    for zone in objects.into_iter().filter_map(|o| serde_json::from_value::<Zone>(o.body).ok()) {
        if let Ok(name) = Name::absolute(&zone.name) {
            zones.insert(name, Some(zone));
        }
    }
    let shown = zones.iter().map(|(name, object)| state::state(&server.app.control, name, object.as_ref()));
    let store_fault = server.app.store.trouble();
    Json(ZoneList { v: VERSION, zones: shown.collect(), store_fault }).into_response()
}

async fn one(State(server): State<Arc<Server>>, Path(zone): Path<String>) -> Response {
    let Ok(zone) = Name::absolute(&zone) else { return no_such_zone() };
    let object = match object(&server, &zone).await {
        Ok(object) => object,
        Err(fault) => return store_failed(&fault),
    };
    let state = state::state(&server.app.control, &zone, object.as_ref());
    if state.running.is_none() && object.is_none() {
        return no_such_zone();
    }
    Json(ZoneBody { v: VERSION, state }).into_response()
}

/// From what is served to what waits for approval; when nothing does, what the last version changed.
async fn difference(State(server): State<Arc<Server>>, Path(zone): Path<String>) -> Response {
    let Some(zone) = known(&server, &zone) else { return no_such_zone() };
    let control = server.app.control.clone();
    // Two large versions take a while to compare; other requests go on meanwhile.
    let work = tokio::task::spawn_blocking(move || {
        let (waiting, difference) = match control.waiting(zone.as_ref()) {
            Some((held, served)) => {
                let change = served.and_then(|served| Change::between(&served, &held.snapshot));
                (true, change.map(|change| Difference::new(&change, &held.snapshot)))
            }
            None => (false, control.last_change(zone.as_ref()).map(|(change, now)| Difference::new(&change, &now))),
        };
        ZoneDifference { v: VERSION, zone: zone.to_string(), waiting, difference }
    });
    match work.await {
        Ok(difference) => Json(difference).into_response(),
        Err(_) => refuse(StatusCode::INTERNAL_SERVER_ERROR, "failed", "the server could not compare the versions"),
    }
}

/// A zone that runs.
pub(super) fn known(server: &Server, zone: &str) -> Option<Name> {
    let zone = Name::absolute(zone).ok()?;
    server.app.control.status(zone.as_ref()).map(|_| zone)
}

/// The provider's object of a zone.
async fn object(server: &Server, zone: &Name) -> Result<Option<Zone>, store::Fault> {
    let page = server.app.store.query(store::Query::named(store::Kind::Zone, &zone.to_string())).await?;
    Ok(page.objects.into_iter().find_map(|o| serde_json::from_value(o.body).ok()))
}

async fn approve(State(server): State<Arc<Server>>, Path(zone): Path<String>, body: Bytes) -> Response {
    decide(&server, &zone, &body, true)
}

async fn reject(State(server): State<Arc<Server>>, Path(zone): Path<String>, body: Bytes) -> Response {
    decide(&server, &zone, &body, false)
}

/// A person's yes or no to the version that waits.
fn decide(server: &Server, zone: &str, body: &[u8], approved: bool) -> Response {
    let Some(zone) = known(server, zone) else { return no_such_zone() };
    let decision = if body.is_empty() { Ok(Decision::default()) } else { serde_json::from_slice(body) };
    let wanted = match decision {
        Ok(Decision { serial, .. }) => serial,
        Err(error) => {
            return refuse(
                StatusCode::UNPROCESSABLE_ENTITY,
                "body-unreadable",
                &format!("the body does not read: {error}"),
            );
        }
    };
    let held = server.app.control.waiting(zone.as_ref()).and_then(|(held, _)| held.snapshot.serial());
    let Some(held) = held else {
        return refuse(StatusCode::CONFLICT, "nothing-held", "no version of this zone waits for approval");
    };
    if let Some(other) = wanted.filter(|serial| *serial != held.0) {
        let message = format!("serial {held} waits, not {other}: look at the difference again");
        return refuse(StatusCode::CONFLICT, "other-version", &message);
    }
    // The machine looks at the serial again: a newer version may have come this moment.
    server.app.control.decide(zone.as_ref(), approved, Some(held));
    Json(json!({ "v": VERSION, "zone": zone.to_string(), "serial": held.0 })).into_response()
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
