//! `/metrics`: how every zone stands and what happened since the start, in the text that Prometheus reads.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use super::Server;
use crate::roles::server::driver::{Control, Status};

type Labels = Vec<(&'static str, String)>;

/// What is told of each zone: name, help, value; none where there is nothing to tell.
type Told = (&'static str, &'static str, fn(&Status, Option<usize>) -> Option<i64>);

/// One a line, sorted.
const ZONE: [Told; 9] = [
    ("understudy_zone_expires_timestamp_seconds", "When the zone expires unless a primary confirms it", |s, _| {
        s.expires_at_s.and_then(|at| i64::try_from(at).ok())
    }),
    ("understudy_zone_failing", "Whether the last check of the primaries failed", |s, _| {
        Some(i64::from(!s.failures.is_empty()))
    }),
    ("understudy_zone_failures", "Failures since the last success, counted up to eight", |s, _| {
        i64::try_from(s.failures.len()).ok()
    }),
    ("understudy_zone_last_success_timestamp_seconds", "When a primary last confirmed or brought the zone", |s, _| {
        s.confirmed_at_s.and_then(|at| i64::try_from(at).ok())
    }),
    ("understudy_zone_next_check_timestamp_seconds", "When a primary is asked next", |s, _| {
        i64::try_from(s.next_check_at_s).ok()
    }),
    ("understudy_zone_records", "Records served", |_, records| records.and_then(|n| i64::try_from(n).ok())),
    ("understudy_zone_serial", "The serial held", |s, _| s.serial.map(|serial| i64::from(serial.0))),
    ("understudy_zone_served", "Whether the zone is answered with content; else with SERVFAIL", |_, records| {
        Some(i64::from(records.is_some()))
    }),
    ("understudy_zone_waiting", "Whether a version waits for approval", |s, _| Some(i64::from(s.waiting.is_some()))),
];

/// Open on loopback, else with the companion's token (contracts.md §2, Access).
pub(super) async fn metrics(State(server): State<Arc<Server>>, headers: HeaderMap) -> Response {
    let config = &server.app.config;
    let is_open = config.listen.iter().all(|address| address.ip().is_loopback());
    let token = headers.get("x-understudy-token").map(|value| value.as_bytes());
    if !is_open && !token.is_some_and(|token| config.token.matches(token)) {
        return (StatusCode::UNAUTHORIZED, "the header X-Understudy-Token must hold the server's token\n")
            .into_response();
    }
    match text(&server.app.control, server.app.store.trouble().is_some()) {
        Ok(text) => {
            ([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response()
        }
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, "cannot write the metrics\n").into_response(),
    }
}

/// Made anew for each reader: what stands is asked of the zones themselves, so that nothing can be out of step.
fn text(control: &Control, store_fails: bool) -> Result<String, std::fmt::Error> {
    let mut registry = Registry::default();
    let failing = Gauge::<i64, AtomicI64>::default();
    failing.set(i64::from(store_fails));
    registry.register("understudy_store_failing", "Whether the last write to the database failed", failing);
    let families: Vec<Family<Labels, Gauge<i64, AtomicI64>>> = ZONE.iter().map(|_| Family::default()).collect();
    for name in control.names() {
        let Some(status) = control.status(name.as_ref()) else { continue };
        let records = control.snapshot(name.as_ref()).map(|snapshot| snapshot.len());
        let labels = vec![("zone", name.to_string())];
        for ((_, _, value), family) in ZONE.iter().zip(&families) {
            if let Some(value) = value(&status, records) {
                family.get_or_create(&labels).set(value);
            }
        }
    }
    for ((name, help, _), family) in ZONE.iter().zip(families) {
        registry.register(*name, *help, family);
    }
    let (events, failures) = (Family::<Labels, Counter>::default(), Family::<Labels, Counter>::default());
    for (what, count) in control.tally() {
        let (code, severity) = (what.code.name.to_owned(), what.code.severity.word().to_owned());
        events.get_or_create(&vec![("code", code.clone()), ("severity", severity)]).inc_by(count);
        if let Some(peer) = what.peer {
            let transport = what.transport.unwrap_or_default();
            let labels = vec![("code", code), ("peer", peer), ("transport", transport)];
            failures.get_or_create(&labels).inc_by(count);
        }
    }
    registry.register("understudy_events", "What happened to zones since the start, by code", events);
    registry.register("understudy_failures", "Failures since the start, by reason, primary and transport", failures);
    let mut out = String::new();
    encode(&mut out, &registry)?;
    Ok(out)
}
