//! Who may ask: the Host that was meant, the Origin that asks, the token it bears (contracts.md §2, Access).
//!
//! A page from elsewhere can make a browser send requests here, by DNS rebinding even with this machine's address behind
//! the foreign name. The Host header then still has the foreign name, so names that are not ours are refused.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::provider::Refusal;
use super::{Server, zones};
use crate::roles::server::Config;

/// Host must be ours; Origin, if sent, the same site.
pub(super) async fn same_site(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let host = headers.get(HOST).and_then(|h| h.to_str().ok());
    let refused = match host {
        Some(host) if is_ours(&server.app.config, host) => match headers.get(ORIGIN) {
            None => None,
            Some(origin) if origin.to_str().ok().and_then(authority).is_some_and(|o| o.eq_ignore_ascii_case(host)) => {
                None
            }
            Some(_) => Some("the request comes from another site's page"),
        },
        Some(_) => Some("this host name is not served here; start the server with --host NAME to allow it"),
        None => Some("the request has no Host header"),
    };
    match refused {
        None => next.run(request).await,
        Some(why) => refuse(request.uri(), StatusCode::FORBIDDEN, why),
    }
}

/// `/client/v4`: a bearer token, or the token as a global key.
pub(super) async fn provider_token(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let token = &server.app.config.token;
    let bearer = headers.get(AUTHORIZATION).map(|value| bearer(value.as_bytes()));
    let key = headers.get("x-auth-key").map(HeaderValue::as_bytes);
    match (bearer, key) {
        (Some(Some(presented)), _) | (None, Some(presented)) if token.matches(presented) => next.run(request).await,
        (Some(None), _) => {
            Refusal::new(StatusCode::UNAUTHORIZED, 6003, "Invalid request headers: Authorization must be Bearer TOKEN")
                .into_response()
        }
        (None, None) => {
            let missing = "Missing X-Auth-Key, X-Auth-Email or Authorization headers";
            Refusal::new(StatusCode::UNAUTHORIZED, 9106, missing).into_response()
        }
        _ => Refusal::new(StatusCode::UNAUTHORIZED, 10_000, "Authentication error").into_response(),
    }
}

/// `/companion/v1`: the token in a header that no form and no link can send.
pub(super) async fn companion_token(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let presented = request.headers().get("x-understudy-token").map(HeaderValue::as_bytes);
    if presented.is_some_and(|presented| server.app.config.token.matches(presented)) {
        return next.run(request).await;
    }
    let message = match presented {
        Some(_) => "the token is not the one this server printed when it started",
        None => "the header X-Understudy-Token is missing",
    };
    zones::refuse(StatusCode::UNAUTHORIZED, "unauthorized", message)
}

/// The token behind `Bearer `, in any case (RFC 9110 §11.1).
fn bearer(value: &[u8]) -> Option<&[u8]> {
    let (scheme, token) = value.split_at_checked(7)?;
    scheme.eq_ignore_ascii_case(b"bearer ").then(|| token.trim_ascii())
}

/// `host:port` of an origin.
fn authority(origin: &str) -> Option<&str> {
    origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"))
}

/// Whether `host` is a listen address, `localhost` or a name that was allowed. Ports do not count: a tunnel may change
/// them, and rebinding is about names.
fn is_ours(config: &Config, host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or("", |(ip, _)| ip),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    if let Ok(ip) = name.parse::<IpAddr>() {
        // Listening on all addresses, any of them may be the one that was reached.
        return config.listen.iter().any(|a| a.ip() == ip || a.ip().is_unspecified());
    }
    let name = name.trim_end_matches('.');
    name.eq_ignore_ascii_case("localhost") || config.hosts.iter().any(|h| h.eq_ignore_ascii_case(name))
}

/// In the shape of the route that was asked for.
fn refuse(uri: &Uri, status: StatusCode, why: &str) -> Response {
    if uri.path().starts_with("/client/v4") || uri.path().starts_with("/relay/") {
        Refusal::new(status, 10_000, why).into_response()
    } else if uri.path().starts_with("/companion/") {
        zones::refuse(status, "other-site", why)
    } else {
        (status, HeaderMap::new(), format!("{why}\n")).into_response()
    }
}
