//! Where the relay goes, and how: one client, with TLS and the provider's name.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use ureq::Agent;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use super::{AT_ONCE, MAX_ANSWER};

/// How long a call may take.
const WITHIN: Duration = Duration::from_secs(30);

/// The provider as the relay reaches it; cheap to clone.
#[derive(Clone, Debug)]
pub struct Upstream {
    agent: Agent,
    places: Arc<Semaphore>,
}

/// A call to pass on.
pub(super) struct Call {
    pub(super) method: Method,
    pub(super) url: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// What came back.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

/// Why nothing came back.
#[derive(Debug)]
pub(super) enum Failed {
    /// No connection, no TLS, no answer in time.
    Unreached,
    /// It answers from elsewhere.
    Redirects,
    /// Its answer is too large.
    TooLarge,
}

impl Upstream {
    /// The provider, found by DNS and proved by a certificate that a well-known authority gave.
    #[must_use]
    pub fn cloudflare() -> Self {
        let config = configured().build();
        Self::new(Agent::with_parts(config, DefaultConnector::default(), DefaultResolver::default()))
    }

    /// For tests: a server at `address` that stands in for the provider and has a certificate for its name from the
    /// authority `root` (DER). Everything else is as with the real one.
    #[must_use]
    pub fn stand_in(address: SocketAddr, root: &[u8]) -> Self {
        let roots = vec![Certificate::from_der(root).to_owned()];
        let tls = TlsConfig::builder().root_certs(RootCerts::Specific(Arc::new(roots))).build();
        let config = configured().tls_config(tls).proxy(None).build();
        Self::new(Agent::with_parts(config, DefaultConnector::default(), Fixed(address)))
    }

    fn new(agent: Agent) -> Self {
        Self { agent, places: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// The right to make a call; none when too many are under way.
    pub(super) fn place(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.places).try_acquire_owned().ok()
    }

    /// Makes the call; blocks.
    pub(super) fn ask(&self, call: Call) -> Result<Answer, Failed> {
        let mut request = Request::builder().method(call.method).uri(call.url);
        if let Some(headers) = request.headers_mut() {
            *headers = call.headers;
        }
        // A DELETE and an action come without a body, which is not the same as an empty one.
        let answered = if call.body.is_empty() {
            self.agent.run(request.body(()).map_err(|_| Failed::Unreached)?)
        } else {
            self.agent.run(request.body(call.body.to_vec()).map_err(|_| Failed::Unreached)?)
        };
        let (parts, mut body) = answered.map_err(|_| Failed::Unreached)?.into_parts();
        if parts.status.is_redirection() {
            return Err(Failed::Redirects);
        }
        let body = body.with_config().limit(MAX_ANSWER).read_to_vec().map_err(|error| match error {
            ureq::Error::BodyExceedsLimit(_) => Failed::TooLarge,
            _ => Failed::Unreached,
        })?;
        Ok(Answer { status: parts.status, headers: parts.headers, body })
    }
}

fn configured() -> ureq::config::ConfigBuilder<ureq::typestate::AgentScope> {
    Config::builder()
        .https_only(true)
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .allow_non_standard_methods(true)
        .accept_encoding("identity")
        .user_agent("understudy")
        .timeout_global(Some(WITHIN))
}

/// Finds every name at one address.
#[derive(Debug)]
struct Fixed(SocketAddr);

impl Resolver for Fixed {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut found = self.empty();
        found.push(self.0);
        Ok(found)
    }
}
