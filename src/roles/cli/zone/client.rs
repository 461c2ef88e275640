//! Asking the companion: a token from the environment, JSON back, and what went wrong as one line.

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use ureq::http::Response;
use ureq::{Agent, Body};
use zeroize::Zeroizing;

use super::super::trust;
use crate::engine::dns::Name;
use crate::product::api::companion::{ErrorBody, VERSION};

/// How long a server may take; it answers from memory.
const WITHIN: Duration = Duration::from_secs(60);

/// A list of a hundred thousand zones has some tens of megabytes.
const MOST: u64 = 256 << 20;

/// Where to ask.
pub(super) struct Client {
    agent: Agent,
    base: String,
    token: Zeroizing<String>,
}

/// Why there is no answer.
pub(super) enum Fault {
    /// The server says no.
    No(String),
    /// It could not be asked.
    Unasked(String),
}

impl Client {
    pub(super) fn new(url: &str) -> Result<Self, String> {
        if !url.starts_with("http://") && !url.starts_with("https://") {
            return Err(format!("{url} begins neither with https:// nor with http:// (--url)"));
        }
        let token = match std::env::var("UNDERSTUDY_TOKEN") {
            Ok(token) if !token.trim().is_empty() => Zeroizing::new(token.trim().to_owned()),
            _ => return Err("UNDERSTUDY_TOKEN must hold the server's token".to_owned()),
        };
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(WITHIN));
        let agent = config.tls_config(trust::tls()).build().into();
        Ok(Self { agent, base: format!("{}/companion/v1/", url.trim_end_matches('/')), token })
    }

    pub(super) fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Fault> {
        let request = self.agent.get(format!("{}{path}", self.base)).header("X-Understudy-Token", &*self.token);
        self.read(request.call())
    }

    pub(super) fn post(&self, path: &str, serial: Option<u32>) -> Result<Value, Fault> {
        let request = self.agent.post(format!("{}{path}", self.base)).header("X-Understudy-Token", &*self.token);
        let body = serial.map_or_else(|| json!({ "v": VERSION }), |serial| json!({ "v": VERSION, "serial": serial }));
        self.read(request.send_json(body))
    }

    fn read<T: DeserializeOwned>(&self, response: Result<Response<Body>, ureq::Error>) -> Result<T, Fault> {
        let unasked = |why: &dyn std::fmt::Display| Fault::Unasked(format!("cannot ask {}: {why}", self.base));
        let mut response = response.map_err(|error| unasked(&error))?;
        let status = response.status().as_u16();
        let text = response.body_mut().with_config().limit(MOST).read_to_string().map_err(|error| unasked(&error))?;
        if status < 300 {
            return serde_json::from_str(&text).map_err(|_| unasked(&"the answer is not this program's"));
        }
        let said = serde_json::from_str::<ErrorBody>(&text).map(|body| body.error.message);
        match (status, said) {
            (404 | 409, Ok(message)) => Err(Fault::No(message)),
            (_, Ok(message)) => Err(unasked(&message)),
            (_, Err(_)) => Err(unasked(&format_args!("status {status}"))),
        }
    }
}

/// The path of a zone's route. A name's escapes are the shell's and the URL's trouble at once.
pub(super) fn path(zone: &str, below: &str) -> Result<String, Fault> {
    let name = Name::absolute(zone).map_err(|_| Fault::Unasked(format!("{zone} is no domain name")))?;
    let mut encoded = String::new();
    for byte in name.to_string().bytes() {
        // RFC 3986 §2.3: what needs no escape.
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    Ok(format!("zones/{encoded}{below}"))
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn any_name_makes_a_path() {
        let path = |zone| path(zone, "/refresh").ok();
        assert_eq!(path("example.com").as_deref(), Some("zones/example.com./refresh"));
        assert_eq!(path("a/b.example").as_deref(), Some("zones/a%2Fb.example./refresh"));
        assert_eq!(path(".").as_deref(), Some("zones/./refresh"));
        assert_eq!(path("a..b"), None);
    }
}
