//! `GET|PUT /companion/v1/zones/{zone}/policy`: what a zone's operator says beyond the provider's API.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Json, Response};
use serde_json::json;

use super::zones::{known, no_such_zone, refuse, store_failed};
use super::{Server, client};
use crate::engine::dns::Name;
use crate::product::api::companion::VERSION;
use crate::product::api::policy::{Policy, PolicyBody};
use crate::product::project::mistake;
use crate::roles::server::clock;
use crate::roles::server::store::Audit;

pub(super) async fn show(State(server): State<Arc<Server>>, Path(zone): Path<String>) -> Response {
    match known(&server, &zone) {
        Some(zone) => told(&server, &zone),
        None => no_such_zone(),
    }
}

pub(super) async fn change(
    State(server): State<Arc<Server>>,
    Path(zone): Path<String>,
    method: Method,
    uri: Uri,
    body: Bytes,
) -> Response {
    let Some(zone) = known(&server, &zone) else { return no_such_zone() };
    let policy = match read(&body) {
        Ok(policy) => policy,
        Err(why) => return refuse(StatusCode::UNPROCESSABLE_ENTITY, "body-unreadable", &why),
    };
    if let Some(key) = unknown_key(&server, &policy) {
        let why = format!("a rule names the key {key}, which the configuration file does not have");
        return refuse(StatusCode::UNPROCESSABLE_ENTITY, "key-unknown", &why);
    }
    let audit = Audit { at_s: clock::wall_s(), action: client::action(&method, uri.path()) };
    // To its end, even when whoever asked is gone: what is stored must be what runs.
    let work = tokio::spawn(async move {
        let _writing = server.writing.lock().await;
        let app = &server.app;
        let done = match app.policies.store(app.store.as_ref(), &zone, policy, audit).await {
            Ok(()) => app.run_zone(&zone).await,
            Err(fault) => Err(fault),
        };
        match done {
            Ok(()) => told(&server, &zone),
            Err(fault) => store_failed(&fault),
        }
    });
    work.await.unwrap_or_else(|_| refuse(StatusCode::INTERNAL_SERVER_ERROR, "failed", "the server could not do it"))
}

fn told(server: &Server, zone: &Name) -> Response {
    let policies = &server.app.policies;
    let (stored, effective) = (policies.stored(zone.as_ref()), policies.of(zone.as_ref()));
    Json(PolicyBody { v: VERSION, zone: zone.to_string(), policy: stored, effective }).into_response()
}

/// `{"v":1,"policy":{…}}`. No secret can stand there, so the words of the parser may be told.
fn read(body: &[u8]) -> Result<Policy, String> {
    let mut value: serde_json::Value = serde_json::from_slice(body).map_err(|e| format!("this is not JSON: {e}"))?;
    let fields = value.as_object_mut().ok_or("the body must be an object")?;
    if fields.remove("v") != Some(json!(VERSION)) {
        return Err(format!("v must be {VERSION}"));
    }
    let policy = fields.remove("policy").ok_or("the field policy is missing")?;
    if let Some(other) = fields.keys().next() {
        return Err(format!("unknown field {other}"));
    }
    serde_json::from_value(policy).map_err(|e| mistake::told(&e.to_string()))
}

/// A rule with a key that nobody holds would allow nothing, without a word.
fn unknown_key(server: &Server, policy: &Policy) -> Option<String> {
    let settings = server.app.policies.settings();
    let named = policy.rules().filter_map(|rule| rule.key.as_deref());
    let mut unknown = named.filter(|key| !settings.keys.iter().any(|k| Name::absolute(key).is_ok_and(|n| n == k.name)));
    unknown.next().map(str::to_owned)
}
