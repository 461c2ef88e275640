//! `GET /companion/v1/zones/{zone}/events`: what happens to a zone, as a stream that can be taken up where it broke off.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Json, Response};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;

use super::super::Server;
use super::{known, no_such_zone, object, state};
use crate::engine::dns::Name;
use crate::product::api::companion::VERSION;
use crate::product::api::zones::{ZoneEvent, ZoneEvents};
use crate::roles::server::driver::Control;

/// A comment line this often keeps proxies from closing a quiet stream (contracts.md §2).
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Events that wait for a client that reads slowly; it then waits for the stream, not the stream for it.
const WAITING: usize = 64;

/// As a stream when that is asked for, beginning with a `status`; else what is remembered, as a list.
pub(super) async fn events(
    State(server): State<Arc<Server>>,
    Path(zone): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some(zone) = known(&server, &zone) else { return no_such_zone() };
    let text = |name: header::HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    let last = headers.get("last-event-id").and_then(|v| v.to_str().ok()).and_then(|v| v.trim().parse().ok());
    let control = &server.app.control;
    if !text(header::ACCEPT).unwrap_or_default().contains("text/event-stream") {
        let (known, _) = control.events_since(&zone, last.unwrap_or(0));
        let events = known.iter().map(state::event).collect();
        return Json(ZoneEvents { v: VERSION, zone: zone.to_string(), events }).into_response();
    }
    let object = object(&server, &zone).await.ok().flatten();
    let status = state::state(control, &zone, object.as_ref());
    let (sender, receiver) = mpsc::channel(WAITING);
    tokio::spawn(follow(control.clone(), zone, last.unwrap_or(0), status, sender));
    let stream = ReceiverStream::new(receiver).map(|event| Ok::<_, Infallible>(line(&event)));
    Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}

/// Sends until the client is gone.
async fn follow(
    control: Control,
    zone: Name,
    mut last: u64,
    status: crate::product::api::zones::ZoneState,
    sender: mpsc::Sender<ZoneEvent>,
) {
    if sender.send(state::status(last, status)).await.is_err() {
        return;
    }
    loop {
        let (missed, mut live) = control.events_since(&zone, last);
        for event in missed {
            last = event.seq;
            if sender.send(state::event(&event)).await.is_err() {
                return;
            }
        }
        loop {
            let event = tokio::select! {
                event = live.recv() => event,
                () = sender.closed() => return,
            };
            match event {
                Ok(event) if event.zone == zone => {
                    last = event.seq;
                    if sender.send(state::event(&event)).await.is_err() {
                        return;
                    }
                }
                Ok(_) => {}
                // Too much happened elsewhere meanwhile: what is of this zone is still remembered.
                Err(RecvError::Lagged(_)) => break,
                Err(RecvError::Closed) => return,
            }
        }
    }
}

fn line(event: &ZoneEvent) -> sse::Event {
    let data = serde_json::to_string(event).unwrap_or_default();
    let line = sse::Event::default().event(&event.kind).data(data);
    // A status has no number of its own: taking up from it must not skip what is remembered.
    if event.seq == 0 { line } else { line.id(event.seq.to_string()) }
}
