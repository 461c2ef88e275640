//! Where calls go, and how names get into other languages' quotes.

use std::net::{Ipv4Addr, SocketAddr};

use super::super::{Desired, Kind};

/// Where the API is, and from where the provider asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The API's address, up to `/client/v4`.
    pub url: String,
    /// For *this machine* as provider: the address from which it asks, and where it hears NOTIFY.
    pub own: Option<SocketAddr>,
}

impl Site {
    /// Cloudflare.
    #[must_use]
    pub fn cloudflare() -> Self {
        Self { url: "https://api.cloudflare.com/client/v4".to_owned(), own: None }
    }

    /// This machine, at `origin`, which hears DNS at 127.0.0.1 and the usual port.
    #[must_use]
    pub fn here(origin: &str) -> Self {
        let own = Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 53)));
        Self { url: format!("{}/client/v4", origin.trim_end_matches('/')), own }
    }

    /// The same where DNS is heard at `own`.
    #[must_use]
    pub fn hearing(self, own: SocketAddr) -> Self {
        Self { own: Some(own), ..self }
    }
}

/// The environment variable with the token.
pub(super) const fn token(want: &Desired) -> &'static str {
    match want.provider {
        Kind::Cloudflare => "CLOUDFLARE_API_TOKEN",
        Kind::ThisMachine => "UNDERSTUDY_TOKEN",
    }
}

/// The environment variable with the secret of the key of index `i`.
pub(super) fn secret(i: usize) -> String {
    if i == 0 { "TSIG_SECRET".to_owned() } else { format!("TSIG_SECRET_{}", i + 1) }
}

/// Which of the wish's keys a name means.
pub(super) fn key(want: &Desired, name: Option<&String>) -> Option<usize> {
    want.keys.iter().position(|k| name.is_some_and(|name| k.is_named(name)))
}

/// The zone without and with its final dot.
pub(super) fn names(want: &Desired) -> (String, String) {
    let bare = want.zone.trim_end_matches('.');
    if bare.is_empty() { (".".to_owned(), ".".to_owned()) } else { (bare.to_owned(), format!("{bare}.")) }
}

/// An identifier, which is letters and digits or nothing that belongs here.
pub(super) fn bare(id: &str) -> String {
    id.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// A word that a POSIX shell takes as it is.
pub(super) fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A text between quotes as JSON, JavaScript, Python and YAML read it.
pub(super) fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The same for HCL, which also reads `${` and `%{`.
pub(super) fn hcl(text: &str) -> String {
    json(text).replace("${", "$${").replace("%{", "%%{")
}
