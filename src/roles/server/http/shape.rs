//! The shape of what the framework itself answers under `/companion`: a wrong method, a body that is too large, a path
//! that does not decode. Whatever is wrong there, a client finds the companion's error (contracts.md §2).

use axum::extract::Request;
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use super::zones::refuse;

/// Passes answers on; an error that is not the companion's own JSON becomes it.
pub(super) async fn companion(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path != "/companion" && !path.starts_with("/companion/") {
        return next.run(request).await;
    }
    let response = next.run(request).await;
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) || is_json(response.headers()) {
        return response;
    }
    let (code, message) = words(status);
    let mut shaped = refuse(status, code, message);
    // RFC 9110 §15.5.6: a 405 names the methods that there are.
    if let Some(allowed) = response.headers().get(ALLOW) {
        shaped.headers_mut().insert(ALLOW, allowed.clone());
    }
    shaped
}

fn is_json(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"application/json"))
}

fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::NOT_FOUND => ("no-such-route", "the companion has no such route"),
        StatusCode::METHOD_NOT_ALLOWED => ("method-not-allowed", "this route has other methods; see the header Allow"),
        StatusCode::PAYLOAD_TOO_LARGE => ("body-too-large", "the body is larger than 65536 octets"),
        status if status.is_server_error() => ("failed", "the server could not do it; its log says why"),
        _ => ("request-unreadable", "the request does not read: its path, its query or its body"),
    }
}
