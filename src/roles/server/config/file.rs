//! The shape of the configuration file: TOML, `version = 1`, unknown keys are errors (docs/configuration.md).

use std::net::{AddrParseError, IpAddr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use crate::engine::limits::RateLimits;
use crate::product::api::policy::Policy;

/// The version of the shape.
pub(super) const VERSION: u32 = 1;

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) version: Spanned<u32>,
    #[serde(default)]
    pub(super) server: Server,
    #[serde(default, rename = "key")]
    pub(super) keys: Vec<Key>,
    #[serde(default, rename = "peer")]
    pub(super) peers: Vec<Peer>,
    /// For every zone that says nothing else.
    #[serde(default)]
    pub(super) policy: Policy,
    #[serde(default, rename = "zone")]
    pub(super) zones: Vec<Zone>,
}

/// What the flags of `serve` say too; a flag wins. Read at the start alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Addresses for HTTP and HTTPS.
    pub listen: Option<Vec<Listen>>,
    /// Addresses for DNS over UDP and TCP.
    pub dns: Option<Vec<SocketAddr>>,
    /// Addresses for zone transfers over TLS.
    pub xot: Option<Vec<SocketAddr>>,
    /// The certificate chain for them and for HTTPS, PEM.
    pub tls_cert: Option<PathBuf>,
    /// Its key, PEM.
    pub tls_key: Option<PathBuf>,
    /// The folder of the database.
    pub data: Option<PathBuf>,
    /// The file with the access token.
    pub token_file: Option<PathBuf>,
    /// What the names of assigned name servers end with.
    pub ns_suffix: Option<String>,
    /// Host names that requests may name.
    pub hosts: Option<Vec<String>>,
    /// A folder to serve the page from.
    pub www: Option<PathBuf>,
    /// Whether tokens may travel without TLS outside this machine.
    pub insecure_http: Option<bool>,
    /// Private networks that primaries of the provider's API may be in.
    pub allow_peer: Option<Vec<Rule>>,
    /// Who may transfer every zone.
    pub allow_transfer: Option<Vec<Rule>>,
    /// How many responses a network gets over UDP.
    pub rate: Option<Rate>,
}

/// `ADDRESS:PORT`, with `http://` or `https://` before it where that is to be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Listen {
    /// The address.
    pub at: SocketAddr,
    /// What is spoken there; unless said, it depends on the address and the certificate.
    pub scheme: Option<Scheme>,
}

/// What is spoken at an address of HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Without TLS.
    Http,
    /// With TLS.
    Https,
}

impl From<SocketAddr> for Listen {
    fn from(at: SocketAddr) -> Self {
        Self { at, scheme: None }
    }
}

impl FromStr for Listen {
    type Err = AddrParseError;

    fn from_str(text: &str) -> Result<Self, AddrParseError> {
        let (scheme, at) = match text.split_once("://") {
            Some(("http", at)) => (Some(Scheme::Http), at),
            Some(("https", at)) => (Some(Scheme::Https), at),
            _ => (None, text),
        };
        Ok(Self { at: at.parse()?, scheme })
    }
}

impl TryFrom<String> for Listen {
    type Error = AddrParseError;

    fn try_from(text: String) -> Result<Self, AddrParseError> {
        text.parse()
    }
}

/// Bounds of responses over UDP; absent: `engine/limits.rs`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Responses of one kind a second to one network; 0: no bound.
    pub per_second: Option<u32>,
    /// Each so many-th of those held back is sent truncated; 0: none.
    pub slip: Option<u32>,
    /// Bits of an IPv4 address that make a network.
    #[serde(default, deserialize_with = "bits::<32, _>")]
    pub ipv4_prefix: Option<u8>,
    /// Bits of an IPv6 address that make a network.
    #[serde(default, deserialize_with = "bits::<128, _>")]
    pub ipv6_prefix: Option<u8>,
    /// Whether this machine itself is bounded, too.
    pub loopback: Option<bool>,
}

impl Rate {
    /// The engine's limits with these in place.
    #[must_use]
    pub fn limits(self) -> RateLimits {
        let usual = RateLimits::default();
        RateLimits {
            per_second: self.per_second.unwrap_or(usual.per_second),
            slip: self.slip.unwrap_or(usual.slip),
            ipv4_prefix: self.ipv4_prefix.unwrap_or(usual.ipv4_prefix),
            ipv6_prefix: self.ipv6_prefix.unwrap_or(usual.ipv6_prefix),
            loopback: self.loopback.unwrap_or(usual.loopback),
            ..usual
        }
    }
}

fn bits<'de, const MOST: u8, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
    let bits = u8::deserialize(deserializer)?;
    if bits > MOST {
        return Err(D::Error::custom(format!("a prefix has {MOST} bits at most")));
    }
    Ok(Some(bits))
}

/// `CIDR` or `CIDR,KEY`, as the flags have it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Rule(pub crate::engine::answer::Rule);

impl TryFrom<String> for Rule {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map(Self).map_err(|_| format!("{text} is no address, network, or network and key"))
    }
}

/// A TSIG key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Key {
    pub(super) name: Spanned<String>,
    pub(super) algorithm: Spanned<String>,
    /// A file that holds the secret in base64, or the key in any form that `key show` understands.
    pub(super) secret_file: Option<Spanned<PathBuf>>,
    /// A variable of the environment that holds the secret in base64.
    pub(super) secret_env: Option<Spanned<String>>,
}

/// A primary; also how one of the provider's API is reached, when the address is the same.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Peer {
    pub(super) name: Spanned<String>,
    pub(super) address: IpAddr,
    pub(super) port: Option<Spanned<u16>>,
    #[serde(default)]
    pub(super) transport: Transport,
    pub(super) tls_name: Option<Spanned<String>>,
    /// Digests of keys, one of which the primary must have.
    #[serde(default)]
    pub(super) tls_pins: Vec<Spanned<String>>,
    /// Whether any certificate will do.
    #[serde(default)]
    pub(super) tls_any: bool,
    pub(super) source: Option<Spanned<IpAddr>>,
    pub(super) key: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) transfer: Transfer,
}

/// What carries a transfer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Transport {
    #[default]
    Tcp,
    Tls,
}

/// The transfer to ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Transfer {
    Axfr,
    #[default]
    Ixfr,
}

/// A zone: with primaries it is defined here, without only its policy is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Zone {
    pub(super) name: Spanned<String>,
    pub(super) primaries: Option<Vec<Spanned<String>>>,
    /// Others that are told of new versions: `ADDRESS:PORT` or `ADDRESS:PORT,KEY`.
    #[serde(default)]
    pub(super) tell: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) policy: Policy,
    /// What it lists is configured, too (RFC 9432).
    pub(super) catalog: Option<Catalog>,
}

/// What becomes of the members of a catalog zone.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Catalog {
    /// Which names it may bring: `example.com`, `*.example.com`, `*`.
    pub(super) members: Vec<Spanned<String>>,
    /// Where members come from; absent: from where the catalog does.
    pub(super) primaries: Option<Vec<Spanned<String>>>,
    /// As a zone's.
    #[serde(default)]
    pub(super) tell: Vec<Spanned<String>>,
    /// Of members that say nothing else.
    #[serde(default)]
    pub(super) policy: Policy,
    /// Members of a group (RFC 9432 §4.3.2) may have others.
    #[serde(default, rename = "group")]
    pub(super) groups: Vec<Group>,
}

/// What members of a group have.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    /// The value of the `group` property.
    pub(super) name: Spanned<String>,
    /// In place of the catalog's.
    pub(super) primaries: Option<Vec<Spanned<String>>>,
    /// Where it is silent, the catalog's holds.
    #[serde(default)]
    pub(super) policy: Policy,
}
