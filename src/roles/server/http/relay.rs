//! `/relay/cloudflare/client/v4`: listed calls go to the real provider, whose API a page cannot ask by itself, for it sends
//! no CORS headers. The token that goes with them is neither kept nor logged.
//!
//! The host is [`HOST`] and TLS proves it; paths and methods are those of [`list`]; headers are passed by name, both ways;
//! bodies are bounded; a redirect is not followed. There is no flag for another host: a test gives [`Upstream::stand_in`]
//! to a [`Config`](crate::roles::server::Config) it builds, which moves the address and the trust anchor, not the name.

mod list;
mod upstream;

pub use upstream::Upstream;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::provider::Refusal;
use super::{MAX_BODY, Server};
use upstream::{Call, Failed};

/// The provider.
const HOST: &str = "api.cloudflare.com";
/// Octets of an answer: a page of 5,000 records has about 2 MB.
const MAX_ANSWER: u64 = 8 << 20;
/// Characters of a query.
const MAX_QUERY: usize = 1_024;
/// Calls under way at a time: a plan makes one after the other, a page some at once.
const AT_ONCE: usize = 8;

/// What goes on to the provider. No cookie, no Origin, nothing of ours.
const REQUEST_HEADERS: [&str; 5] = ["accept", "authorization", "content-type", "x-auth-email", "x-auth-key"];
/// What comes back.
const RESPONSE_HEADERS: [&str; 6] =
    ["cf-ray", "content-type", "ratelimit", "ratelimit-policy", "retry-after", "x-should-retry"];

/// A call that is not on the list.
const NOT_LISTED: u32 = 1320;
/// The provider was not reached, or its certificate is not right.
const UNREACHED: u32 = 1321;
/// The provider sends elsewhere.
const REDIRECTS: u32 = 1322;
/// The answer is too large.
const TOO_LARGE: u32 = 1323;
/// Too many calls at once.
const BUSY: u32 = 1324;

pub(super) fn routes() -> Router<Arc<Server>> {
    Router::new().fallback(pass)
}

/// The companion's token, in the provider's error shape: whoever asks here expects the provider.
pub(super) async fn token(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let presented = request.headers().get("x-understudy-token");
    if presented.is_some_and(|presented| server.app.config.token.matches(presented.as_bytes())) {
        return next.run(request).await;
    }
    Refusal::new(StatusCode::UNAUTHORIZED, 10_000, "the header X-Understudy-Token is missing or wrong").into_response()
}

async fn pass(
    State(server): State<Arc<Server>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<Response, Refusal> {
    let query = uri.query().unwrap_or_default();
    if !list::has(&method, uri.path()) || query.len() > MAX_QUERY || !query.bytes().all(is_plain) {
        let message = format!("{method} {} is not passed on: the relay has a list of calls", uri.path());
        return Err(Refusal::new(StatusCode::FORBIDDEN, NOT_LISTED, message));
    }
    let Ok(body) = body else {
        let message = format!("the body is larger than {MAX_BODY} octets");
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, TOO_LARGE, message));
    };
    let upstream = &server.app.config.relay;
    let Some(place) = upstream.place() else {
        return Err(Refusal::new(StatusCode::SERVICE_UNAVAILABLE, BUSY, "too many calls at once; ask again"));
    };
    let question = if query.is_empty() { "" } else { "?" };
    let call = Call {
        method,
        url: format!("https://{HOST}/client/v4{}{question}{query}", uri.path()),
        headers: named(&headers, &REQUEST_HEADERS),
        body,
    };
    let upstream = upstream.clone();
    let answered = tokio::task::spawn_blocking(move || {
        let _place = place;
        upstream.ask(call)
    });
    let answer = answered.await.map_err(|_| Failed::Unreached).flatten().map_err(refusal)?;
    let mut response = (answer.status, answer.body).into_response();
    response.headers_mut().remove("content-type");
    response.headers_mut().extend(named(&answer.headers, &RESPONSE_HEADERS));
    Ok(response)
}

/// What the client library says of a failure may quote the request: it is not repeated.
fn refusal(failed: Failed) -> Refusal {
    let (code, message) = match failed {
        Failed::Unreached => (
            UNREACHED,
            "the provider was not reached: no connection, no answer in time, or its certificate is not right",
        ),
        Failed::Redirects => (REDIRECTS, "the provider answers from elsewhere; the relay does not follow"),
        Failed::TooLarge => (TOO_LARGE, "the provider's answer is too large to pass on"),
    };
    Refusal::new(StatusCode::BAD_GATEWAY, code, message)
}

fn named(headers: &HeaderMap, names: &[&'static str]) -> HeaderMap {
    let named = names.iter().flat_map(|name| {
        let name = HeaderName::from_static(name);
        headers.get_all(&name).iter().map(move |value| (name.clone(), value.clone()))
    });
    named.collect()
}

/// Characters of a query that are passed on.
const fn is_plain(octet: u8) -> bool {
    octet.is_ascii_alphanumeric()
        || matches!(octet, b'=' | b'&' | b'.' | b'_' | b'-' | b':' | b'%' | b'+' | b',' | b'*')
}
