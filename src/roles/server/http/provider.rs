//! `/client/v4`: this machine as the provider, in Cloudflare's shapes, so that its SDKs and Terraform work here.
//!
//! Any account of 32 hex digits exists, any domain name may be a zone. Objects are kept by the store as the JSON they are
//! answered with. An `incoming` configuration makes the zone run; see [`zones`], [`incoming`]. The paths and words of the
//! API's two earlier generations (`masters`, `primaries`, a zone's `secondary_dns` without more) are understood too.

mod accounts;
mod acls;
mod body;
mod dnssec;
mod incoming;
mod links;
mod objects;
mod outgoing;
mod peers;
mod records;
mod refusal;
mod running;
mod settings;
mod tsigs;
mod zones;

pub(super) use refusal::Refusal;
pub(super) use running::{names, resume, resume_zone};

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{delete, get, post, put};
use data_encoding::HEXLOWER;
use serde::Serialize;
use sha2::{Digest, Sha256};
use tokio::time::timeout;

use super::super::store::{Fault, Query};
use super::{Server, client};
use crate::product::provider::model::{ApiMessage, Envelope, ResultInfo, TokenStatus};

type App = State<Arc<Server>>;
type Answer = Result<Response, Refusal>;

/// How long a request may take. All but `dns_records` of a giant zone are done in milliseconds.
const WITHIN: Duration = Duration::from_secs(30);

pub(super) fn routes() -> Router<Arc<Server>> {
    let account = "/accounts/{account}/secondary_dns";
    let zone = "/zones/{zone}";
    let mut routes = Router::new()
        .route("/user/tokens/verify", get(token))
        .route("/accounts", get(accounts::list))
        .route("/accounts/{account}", get(accounts::one))
        .route("/accounts/{account}/tokens/verify", get(token))
        .route(&format!("{account}/tsigs"), get(tsigs::list).post(tsigs::create))
        .route(&format!("{account}/tsigs/{{id}}"), get(tsigs::one).put(tsigs::update).delete(tsigs::remove))
        .route(&format!("{account}/acls"), get(acls::list).post(acls::create))
        .route(&format!("{account}/acls/{{id}}"), get(acls::one).put(acls::update).delete(acls::remove))
        .route("/zones", get(zones::list).post(zones::create))
        .route(zone, get(zones::one).patch(zones::edit).delete(zones::remove))
        .route(&format!("{zone}/activation_check"), put(zones::activation_check))
        .route(&format!("{zone}/dns_records"), get(records::list))
        .route(&format!("{zone}/dns_settings"), get(settings::one).patch(settings::change))
        .route(&format!("{zone}/dnssec"), get(dnssec::one).patch(dnssec::change))
        .route(&format!("{zone}/secondary_dns/force_axfr"), post(incoming::force_axfr))
        .route(
            &format!("{zone}/secondary_dns/outgoing"),
            get(outgoing::one).post(outgoing::create).put(outgoing::update).delete(outgoing::remove),
        )
        .route(&format!("{zone}/secondary_dns/outgoing/enable"), post(outgoing::enable))
        .route(&format!("{zone}/secondary_dns/outgoing/disable"), post(outgoing::disable))
        .route(&format!("{zone}/secondary_dns/outgoing/force_notify"), post(outgoing::force_notify))
        .route(&format!("{zone}/secondary_dns/outgoing/status"), get(outgoing::status))
        // A client of 2021 deletes there, with the account's id.
        .route("/zones/{account}/secondary_dns/primaries/{id}", delete(peers::remove));
    // Today's word, then those of about 2020 and 2018.
    for word in ["peers", "primaries", "masters"] {
        routes = routes
            .route(&format!("{account}/{word}"), get(peers::list).post(peers::create))
            .route(&format!("{account}/{word}/{{id}}"), get(peers::one).put(peers::update).delete(peers::remove));
    }
    for path in ["/incoming", ""] {
        routes = routes.route(
            &format!("{zone}/secondary_dns{path}"),
            get(incoming::one).post(incoming::create).put(incoming::update).delete(incoming::remove),
        );
    }
    routes.fallback(no_route).method_not_allowed_fallback(no_method).layer(middleware::from_fn(in_time))
}

/// Whoever gets here has shown the token.
async fn token(State(server): App) -> Response {
    // An identifier of the token that does not reveal it.
    let digest = Sha256::digest([b"token id ", server.app.config.token.reveal().as_bytes()].concat());
    let id = HEXLOWER.encode(digest.get(..16).unwrap_or_default());
    let mut envelope = Envelope::ok(TokenStatus { id, status: "active".to_owned() });
    envelope.messages.push(ApiMessage::new(10_000, "This API Token is valid and active"));
    Json(envelope).into_response()
}

async fn no_route(uri: Uri) -> Refusal {
    Refusal::no_route(uri.path())
}

async fn no_method(request: Request) -> Refusal {
    let message = format!("Method {} not available for that URI.", request.method());
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, 7001, message)
}

async fn in_time(request: Request, next: Next) -> Response {
    timeout(WITHIN, next.run(request)).await.unwrap_or_else(|_| {
        let message = format!("the request was given up after {} seconds", WITHIN.as_secs());
        Refusal::new(StatusCode::SERVICE_UNAVAILABLE, refusal::TOO_SLOW, message).into_response()
    })
}

/// Runs a request that writes to its end, even when whoever asked is gone or [`WITHIN`] is over: dropped between the
/// store and the running zones, it would leave them different until the next start.
async fn whole(work: impl Future<Output = Answer> + Send + 'static) -> Answer {
    tokio::spawn(client::carried(work))
        .await
        .unwrap_or_else(|failed| Err(Fault::Unavailable(failed.to_string()).into()))
}

/// 200, as the provider answers a POST that creates, too.
fn ok<T: Serialize>(result: T) -> Answer {
    told(result, Vec::new())
}

/// A success with something to know besides.
fn told<T: Serialize>(result: T, messages: Vec<ApiMessage>) -> Answer {
    Ok(Json(Envelope { messages, ..Envelope::ok(result) }).into_response())
}

/// The answer to a DELETE.
fn gone(id: &str) -> Answer {
    ok(serde_json::json!({ "id": id }))
}

/// Which part of a list is wanted.
#[derive(Clone, Copy)]
struct Page {
    number: u64,
    size: u64,
}

impl Page {
    /// `page` and `per_page`; what makes no sense is taken as the nearest that does.
    fn asked(page: Option<u64>, per_page: Option<u64>, usual: u64, most: u64) -> Self {
        Self { number: page.unwrap_or(1).max(1), size: per_page.unwrap_or(usual).clamp(1, most) }
    }

    /// How many entries lie before this page.
    const fn skipped(self) -> u64 {
        (self.number - 1).saturating_mul(self.size)
    }

    /// The query with this page of it.
    fn of(self, query: Query) -> Query {
        Query { skip: self.skipped(), limit: self.size, ..query }
    }

    /// Past the last page the list is empty: SDKs ask for the next page until it is.
    fn answer<T: Serialize>(self, entries: Vec<T>, total: u64) -> Answer {
        let count = entries.len() as u64;
        let mut envelope = Envelope::ok(entries);
        envelope.result_info = Some(ResultInfo {
            page: self.number,
            per_page: self.size,
            count,
            total_count: total,
            total_pages: total.div_ceil(self.size),
        });
        Ok(Json(envelope).into_response())
    }
}
