//! How much may be asked for: a rate, told as the provider tells its own, and how many requests are under way.

use std::sync::{Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use tokio::sync::Semaphore;

use super::Server;
use super::provider::Refusal;
use crate::roles::server::clock;

/// Bounds on requests that bear the token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Requests within [`Self::window_s`]. Twenty-five times the provider's 1,200: a rehearsal of many zones should not
    /// wait, a script that went wild should.
    pub(super) requests: u32,
    /// Seconds. The provider's window.
    pub(super) window_s: u32,
    /// Requests under way at a time: more than SDKs and a page have open.
    pub(super) at_once: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { requests: 30_000, window_s: 300, at_once: 64 }
    }
}

/// What has been asked for in the present window.
pub(super) struct Bounds {
    limits: Limits,
    window: Mutex<Window>,
    places: Semaphore,
}

struct Window {
    began_ms: u64,
    asked: u32,
}

/// How the rate stands.
struct Standing {
    remaining: u32,
    reset_s: u64,
    exceeded: bool,
}

impl Bounds {
    pub(super) fn new(limits: Limits) -> Self {
        let window = Mutex::new(Window { began_ms: 0, asked: 0 });
        Self { limits, window, places: Semaphore::new(limits.at_once) }
    }

    fn count(&self, now_ms: u64) -> Standing {
        let window_ms = u64::from(self.limits.window_s) * 1_000;
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        if window.asked == 0 || now_ms.saturating_sub(window.began_ms) >= window_ms {
            *window = Window { began_ms: now_ms, asked: 0 };
        }
        window.asked = window.asked.saturating_add(1);
        Standing {
            remaining: self.limits.requests.saturating_sub(window.asked),
            reset_s: (window.began_ms + window_ms).saturating_sub(now_ms).div_ceil(1_000),
            exceeded: window.asked > self.limits.requests,
        }
    }
}

/// `/client/v4`: counted, and told in the provider's headers.
pub(super) async fn bounded(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let bounds = &server.bounds;
    let standing = bounds.count(clock::mono_ms());
    let mut response = if standing.exceeded {
        Refusal::new(StatusCode::TOO_MANY_REQUESTS, TOO_MANY, "too many requests; see retry-after").into_response()
    } else {
        match bounds.places.try_acquire() {
            Ok(_place) => next.run(request).await,
            Err(_) => {
                Refusal::new(StatusCode::SERVICE_UNAVAILABLE, TOO_MANY, "too many requests at once").into_response()
            }
        }
    };
    let Limits { requests, window_s, .. } = bounds.limits;
    let headers = response.headers_mut();
    set(headers, "ratelimit", format!("\"default\";r={};t={}", standing.remaining, standing.reset_s));
    set(headers, "ratelimit-policy", format!("\"default\";q={requests};w={window_s}"));
    if standing.exceeded {
        set(headers, "retry-after", standing.reset_s.to_string());
    }
    response
}

/// The rate or the number at once is exceeded.
const TOO_MANY: u32 = 1310;

fn set(headers: &mut HeaderMap, name: &'static str, value: String) {
    if let Ok(value) = HeaderValue::try_from(value) {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_exact_at_its_edge_and_begins_anew() {
        let bounds = Bounds::new(Limits { requests: 2, window_s: 10, at_once: 1 });
        let told = |ms| {
            let s = bounds.count(ms);
            (s.remaining, s.reset_s, s.exceeded)
        };
        assert_eq!((told(5_000), told(6_000)), ((1, 10, false), (0, 9, false)));
        assert_eq!(told(14_999), (0, 1, true));
        assert_eq!(told(15_000), (1, 10, false));
    }
}
