//! `/companion/v1`: what the page cannot do itself, since a browser has no sockets (contracts.md §2). The router puts
//! access control before these routes.

mod ask;
mod assigned;

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tokio::sync::{Semaphore, mpsc};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;

use super::{App, clock, nameservers, probe, transfer};
use crate::product::api::companion::{Clock, ErrorBody, ErrorDetail, Event, VERSION};
use crate::product::api::nameservers::Report;

/// A comment line this often keeps proxies from closing a quiet stream.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Surveys of name servers at a time: each may hold a zone. Others wait.
static SURVEYS: Semaphore = Semaphore::const_new(4);

/// The routes below `/companion/v1`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/probe", post(post_probe))
        .route("/transfer", post(post_transfer))
        .route("/nameservers", post(post_nameservers))
        .route("/transfers/{id}/zone", get(transferred_zone))
        .route("/clock", get(tell_time))
}

async fn post_probe(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Result<Response, Refusal> {
    let want = ask::read(&app.config, &body)?;
    Ok(events(&headers, probe::start(want)).await)
}

async fn post_transfer(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Result<Response, Refusal> {
    let want = ask::read(&app.config, &body)?;
    Ok(events(&headers, transfer::start(want, &app.transfers)).await)
}

async fn post_nameservers(State(app): State<App>, body: Bytes) -> Result<Json<Report>, Refusal> {
    let want = assigned::read(&app.config, &body)?;
    // It is closed never, so that there is a place in the end.
    let _place = SURVEYS.acquire().await;
    Ok(Json(nameservers::survey(want, Some(Arc::clone(&app.config))).await))
}

async fn transferred_zone(State(app): State<App>, Path(id): Path<String>) -> Result<Response, Refusal> {
    let text = app.transfers.take(&id).ok_or(Refusal {
        status: StatusCode::NOT_FOUND,
        code: "transfer-gone",
        message: "no zone of that transfer is kept: it was read already, or is older than ten minutes".to_owned(),
        pointer: None,
    })?;
    Ok(([(header::CONTENT_TYPE, "text/dns; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], text).into_response())
}

async fn tell_time(State(app): State<App>) -> Json<Clock> {
    let dns = app.config.dns.iter().map(ToString::to_string).collect();
    Json(Clock { v: VERSION, at: clock::rfc3339(), build: env!("UNDERSTUDY_BUILD").to_owned(), dns })
}

/// As a stream when that is asked for, else the last event alone. Either way the work ends when the client goes away,
/// since that drops the receiver.
async fn events(headers: &HeaderMap, mut events: mpsc::Receiver<Event>) -> Response {
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accepts.contains("text/event-stream") {
        let stream = ReceiverStream::new(events).map(|event| Ok::<_, Infallible>(line(&event)));
        return Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response();
    }
    let mut last = None;
    while let Some(event) = events.recv().await {
        last = Some(event);
    }
    Json(last).into_response()
}

fn line(event: &Event) -> sse::Event {
    let data = serde_json::to_string(event).unwrap_or_default();
    sse::Event::default().event(event.what.name()).id(event.seq.to_string()).data(data)
}

/// Why a request was not begun.
#[derive(Debug)]
struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
    pointer: Option<String>,
}

impl Refusal {
    fn unprocessable(code: &'static str, message: impl Into<String>, pointer: impl Into<String>) -> Self {
        let (status, message) = (StatusCode::UNPROCESSABLE_ENTITY, message.into());
        Self { status, code, message, pointer: Some(pointer.into()) }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let error = ErrorDetail { code: self.code.to_owned(), message: self.message, pointer: self.pointer };
        (self.status, Json(ErrorBody { v: VERSION, error })).into_response()
    }
}
