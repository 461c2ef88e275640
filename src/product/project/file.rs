//! The project file (`project = 1`): one zone or several, their provider, primaries and keys, as TOML or JSON.
//!
//! It holds no secret: a key names the environment variable or the file that does. What a secret in it would be is an
//! error that names the two fields, and no message repeats a value.

mod article;
mod exchange;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::engine::diag::{Code, Diagnostic, Span};
use crate::engine::dns::Name;
use crate::engine::tsig::Algorithm;
use crate::product::project::mistake;
use crate::product::project::outcome::Transport;
use crate::product::provider::cloudflare::USUAL_REFRESH_S;
use crate::product::provider::model::{Secret, Tsig};
use crate::product::provider::{
    Desired, DesiredAcl, DesiredOutgoing, DesiredPeer, DnssecMode, Kind, TransferType, ZoneChoice,
};

pub use exchange::{ImportFault, Imported, Page};

/// The text is neither TOML nor JSON of this shape.
pub static PROJECT_UNREADABLE: Code = Code::error("project-unreadable", &[]);
/// Written by a newer version.
pub static PROJECT_NEWER: Code = Code::error("project-newer", &[]);
/// A secret stands in the file.
pub static PROJECT_SECRET_INSIDE: Code = Code::error("project-secret-inside", &[]);
/// A key does not say where its secret is, or says it twice.
pub static PROJECT_SECRET_PLACE: Code = Code::error("project-secret-place", &[]);
/// Something is named that the file does not have.
pub static PROJECT_NAME_UNKNOWN: Code = Code::error("project-name-unknown", &[]);
/// Two things of one name.
pub static PROJECT_NAME_TWICE: Code = Code::error("project-name-twice", &[]);
/// Over TLS a primary must be known by a name or by pins; without it, neither has a meaning.
pub static PROJECT_PEER_TLS: Code = Code::error("project-peer-tls", &["RFC 9103 §9.3"]);
/// A zone is neither to be created nor has it an id, or both.
pub static PROJECT_ZONE_CHOICE: Code = Code::error("project-zone-choice", &[]);
/// An algorithm that TSIG does not have.
pub static PROJECT_ALGORITHM: Code = Code::error("project-algorithm", &["RFC 8945 §6"]);
/// No zone at all.
pub static PROJECT_EMPTY: Code = Code::error("project-empty", &[]);
/// The token would cross the network in clear text.
pub static PROJECT_URL_CLEAR: Code = Code::error("project-url-clear", &[]);

/// Cloudflare's API.
pub const CLOUDFLARE_URL: &str = "https://api.cloudflare.com/client/v4";
/// This machine's, where `understudy serve` listens unless told otherwise.
pub const LOCAL_URL: &str = "http://127.0.0.1:8053/client/v4";

/// The file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectFile {
    /// The version: 1.
    pub project: u32,
    /// Whose API.
    pub provider: Provider,
    /// The keys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tsig: Vec<Key>,
    /// The primaries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub primary: Vec<Peer>,
    /// The secondaries, where the provider is the primary.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secondary: Vec<Peer>,
    /// Address ranges of the account.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acl: Vec<Acl>,
    /// The zones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zone: Vec<Zone>,
    /// What only the page needs; the command line passes over it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<Page>,
}

/// `[provider]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// Cloudflare, or this machine.
    pub kind: ProviderKind,
    /// The API's address, up to `/client/v4` or without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// 32 hex digits.
    pub account_id: String,
    /// The environment variable that holds the token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_env: Option<String>,
    #[serde(default, skip_serializing)]
    token: Option<Hidden>,
    #[serde(default, skip_serializing)]
    api_token: Option<Hidden>,
}

/// Whose API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProviderKind {
    /// Cloudflare.
    Cloudflare,
    /// `understudy serve`.
    Local,
}

/// `[[tsig]]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// A domain name.
    pub name: String,
    /// `hmac-sha256` and its like.
    pub algorithm: String,
    /// The environment variable that holds the secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_env: Option<String>,
    /// The file that holds it, from the project file's folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_file: Option<String>,
    /// The key that this one takes the place of: it is removed once the transfer was seen under this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    #[serde(default, skip_serializing)]
    secret: Option<Hidden>,
    #[serde(default, skip_serializing)]
    key: Option<Hidden>,
}

/// `[[primary]]`, `[[secondary]]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Peer {
    /// What zones call it, and the provider.
    pub name: String,
    /// One IPv4 or IPv6 address.
    pub ip: String,
    /// Usually 53.
    #[serde(default = "port")]
    pub port: u16,
    /// AXFR alone, or IXFR besides.
    #[serde(default)]
    pub transfer: Transfer,
    /// A key's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tsig: Option<String>,
    /// In the clear, or TLS (RFC 9103): for this machine alone, where `serve --config` says it, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transport: Option<Transport>,
    /// Over TLS: the name that its certificate must bear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls_name: Option<String>,
    /// Instead: base64 of SHA-256 over a key (SPKI), one of which it must have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tls_pins: Vec<String>,
}

const fn port() -> u16 {
    53
}

/// How changes are fetched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Transfer {
    /// The whole zone each time.
    #[default]
    Axfr,
    /// The difference.
    Ixfr,
}

/// `[[acl]]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acl {
    /// What the provider calls it.
    pub name: String,
    /// CIDR.
    pub range: String,
}

/// `[[zone]]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Zone {
    /// The apex.
    pub name: String,
    /// 32 hex digits; or [`Self::create`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone_id: Option<String>,
    /// The account's zone of that name is used, and made when there is none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub create: bool,
    /// A zone of another type becomes a secondary one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub convert: bool,
    /// Names of primaries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub primaries: Vec<String>,
    /// Names of secondaries: the provider is the primary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secondaries: Option<Vec<String>>,
    /// Whether the provider sends the zone out to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outgoing: Option<bool>,
    /// Seconds between two looks at the primary's serial.
    #[serde(default = "refresh")]
    pub refresh: u32,
    /// The assigned ones, as far as known: `name` or `name=address:port`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub name_servers: Vec<String>,
    /// Who signs; absent leaves it as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dnssec: Option<Dnssec>,
    /// NSEC3 for a pre-signed zone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nsec3: bool,
    /// Names may be proxied; absent leaves it as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overrides: Option<bool>,
    /// Apex NS of a full zone are served; absent leaves it as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub multi_provider: Option<bool>,
}

fn refresh() -> u32 {
    USUAL_REFRESH_S.value
}

/// Who signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dnssec {
    /// Nobody.
    Off,
    /// Both.
    MultiSigner,
    /// The provider.
    Live,
    /// The primary.
    Presigned,
}

/// Something that must not be here; what it is does not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hidden;

impl<'de> Deserialize<'de> for Hidden {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

/// Where a key's secret is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// An environment variable.
    Env(&'a str),
    /// A file, from the project file's folder.
    File(&'a str),
}

impl ProjectFile {
    /// Reads TOML, or JSON when it begins with `{`.
    ///
    /// # Errors
    /// What is wrong. No finding repeats a value of the file but names, and those of secrets never.
    pub fn read(text: &str) -> Result<Self, Vec<Diagnostic>> {
        let unreadable = |line: usize, reason: String| {
            vec![
                Diagnostic::new(&PROJECT_UNREADABLE, Span::NONE)
                    .arg("line", line)
                    .arg("reason", mistake::told(&reason)),
            ]
        };
        let file: Self = if text.trim_start().starts_with('{') {
            serde_json::from_str(text).map_err(|e| unreadable(e.line(), e.to_string()))?
        } else {
            toml::from_str(text).map_err(|e| {
                let before = e.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
                unreadable(before.matches('\n').count() + 1, e.message().to_owned())
            })?
        };
        let found = file.check();
        if found.is_empty() { Ok(file) } else { Err(found) }
    }

    /// As TOML.
    #[must_use]
    pub fn to_toml(&self) -> String {
        toml::to_string_pretty(self).unwrap_or_default()
    }

    /// As JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// The API's address, up to `/client/v4`, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        let usual = match self.provider.kind {
            ProviderKind::Cloudflare => CLOUDFLARE_URL,
            ProviderKind::Local => LOCAL_URL,
        };
        let url = self.provider.url.as_deref().unwrap_or(usual).trim_end_matches('/');
        if url.ends_with("/client/v4") { url.to_owned() } else { format!("{url}/client/v4") }
    }

    /// The environment variable that holds the token.
    #[must_use]
    pub fn token_env(&self) -> &str {
        let usual = match self.provider.kind {
            ProviderKind::Cloudflare => "CLOUDFLARE_API_TOKEN",
            ProviderKind::Local => "UNDERSTUDY_TOKEN",
        };
        self.provider.token_env.as_deref().unwrap_or(usual)
    }

    /// Whose API, as the plan knows it.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self.provider.kind {
            ProviderKind::Cloudflare => Kind::Cloudflare,
            ProviderKind::Local => Kind::ThisMachine,
        }
    }

    /// Each key's name and where its secret is.
    pub fn secrets(&self) -> impl Iterator<Item = (&str, Place<'_>)> {
        self.tsig.iter().filter_map(|key| {
            let env = key.secret_env.as_deref().map(Place::Env);
            Some((key.name.as_str(), env.or(key.secret_file.as_deref().map(Place::File))?))
        })
    }

    /// What the provider should have, a wish a zone. `secrets` are the keys' by name.
    #[must_use]
    pub fn wishes(&self, secrets: &BTreeMap<String, Secret>) -> Vec<Desired> {
        self.zone.iter().map(|zone| self.wish(zone, secrets)).collect()
    }

    fn wish(&self, zone: &Zone, secrets: &BTreeMap<String, Secret>) -> Desired {
        let named = |list: &[Peer], names: &[String]| -> Vec<DesiredPeer> {
            names.iter().filter_map(|name| list.iter().find(|p| p.name == *name)).map(desired_peer).collect()
        };
        let peers = named(&self.primary, &zone.primaries);
        let outgoing = zone.secondaries.as_ref().map(|names| DesiredOutgoing {
            peers: named(&self.secondary, names),
            enabled: zone.outgoing.unwrap_or(true),
        });
        let is_tls = |peer: &&Peer| peer.transport == Some(Transport::Tls);
        let named_here = |peer: &&Peer| zone.primaries.contains(&peer.name);
        let tls = self.primary.iter().filter(is_tls).filter(named_here).map(|peer| peer.ip.clone()).collect();
        let used = |key: &Key| {
            let secondaries = outgoing.iter().flat_map(|o| &o.peers);
            peers.iter().chain(secondaries).any(|p| p.key.as_deref().is_some_and(|name| same(name, &key.name)))
        };
        let keys: Vec<&Key> = self.tsig.iter().filter(|key| used(key)).collect();
        let tsig = |key: &&Key| Tsig {
            id: String::new(),
            name: key.name.clone(),
            algo: Algorithm::from_text(&key.algorithm).map_or_else(|| key.algorithm.clone(), |a| a.name().to_string()),
            secret: secrets.get(&key.name).cloned().unwrap_or_default(),
        };
        Desired {
            provider: self.kind(),
            account_id: self.provider.account_id.clone(),
            zone_id: zone.zone_id.clone().map_or(ZoneChoice::Create, ZoneChoice::Id),
            zone: zone.name.clone(),
            convert: zone.convert,
            name_servers: zone
                .name_servers
                .iter()
                .map(|s| s.split('=').next().unwrap_or_default().to_owned())
                .collect(),
            keys: keys.iter().map(tsig).collect(),
            retire: keys.iter().filter_map(|k| k.replaces.clone()).collect(),
            peers,
            tls,
            acls: self.acl.iter().map(|a| DesiredAcl { name: a.name.clone(), range: a.range.clone() }).collect(),
            outgoing,
            refresh_s: zone.refresh,
            dnssec: zone.dnssec.map(|mode| match mode {
                Dnssec::Off => DnssecMode::Off,
                Dnssec::MultiSigner => DnssecMode::MultiSigner,
                Dnssec::Live => DnssecMode::Live,
                Dnssec::Presigned => DnssecMode::Presigned,
            }),
            nsec3: zone.nsec3,
            overrides: zone.overrides,
            multi_provider: zone.multi_provider,
            serial: None,
            activate: false,
            names_matter: true,
        }
    }

    fn check(&self) -> Vec<Diagnostic> {
        let at = |code: &'static Code, field: String| Diagnostic::new(code, Span::NONE).arg("field", field);
        let mut found = Vec::new();
        if self.project != 1 {
            return vec![at(&PROJECT_NEWER, "/project".to_owned()).arg("version", self.project)];
        }
        if self.provider.token.is_some() || self.provider.api_token.is_some() {
            let finding = at(&PROJECT_SECRET_INSIDE, "/provider/token".to_owned());
            found.push(finding.arg("fields", "token_env").arg("what", "the API token"));
        }
        let url = self.url();
        let clear = url.strip_prefix("http://").map(|rest| rest.split('/').next().unwrap_or_default());
        if clear.is_some_and(|host| !is_loopback(host)) || (clear.is_none() && !url.starts_with("https://")) {
            found.push(at(&PROJECT_URL_CLEAR, "/provider/url".to_owned()).arg("url", url));
        }
        if self.zone.is_empty() {
            found.push(at(&PROJECT_EMPTY, "/zone".to_owned()));
        }
        for (i, key) in self.tsig.iter().enumerate() {
            let field = |name: &str| format!("/tsig/{i}/{name}");
            if key.secret.is_some() || key.key.is_some() {
                let finding = at(&PROJECT_SECRET_INSIDE, field("secret"));
                found.push(finding.arg("fields", "secret_env or secret_file").arg("what", "the secret of a key"));
            } else if key.secret_env.is_some() == key.secret_file.is_some() {
                found.push(at(&PROJECT_SECRET_PLACE, field("secret_env")).arg("name", key.name.as_str()));
            }
            if Algorithm::from_text(&key.algorithm).is_none() {
                let finding = at(&PROJECT_ALGORITHM, field("algorithm")).arg("name", key.name.as_str());
                found.push(finding.arg("algorithm", key.algorithm.as_str()));
            }
            if self.tsig.iter().take(i).any(|k| same(&k.name, &key.name)) {
                found.push(at(&PROJECT_NAME_TWICE, field("name")).arg("name", key.name.as_str()));
            }
        }
        for (list, peers) in [("primary", &self.primary), ("secondary", &self.secondary)] {
            for (i, peer) in peers.iter().enumerate() {
                if peers.iter().take(i).any(|p| p.name == peer.name) {
                    found.push(at(&PROJECT_NAME_TWICE, format!("/{list}/{i}/name")).arg("name", peer.name.as_str()));
                }
                if !peer.is_tls_sound() {
                    let finding = at(&PROJECT_PEER_TLS, format!("/{list}/{i}/transport"));
                    found.push(finding.arg("name", peer.name.as_str()));
                }
                let unknown = peer.tsig.as_deref().filter(|name| !self.tsig.iter().any(|k| same(&k.name, name)));
                if let Some(name) = unknown {
                    let finding = at(&PROJECT_NAME_UNKNOWN, format!("/{list}/{i}/tsig"));
                    found.push(finding.arg("what", "tsig").arg("name", name));
                }
            }
        }
        for (i, zone) in self.zone.iter().enumerate() {
            if zone.zone_id.is_some() == zone.create {
                found.push(at(&PROJECT_ZONE_CHOICE, format!("/zone/{i}/zone_id")).arg("zone", zone.name.as_str()));
            }
            if self.zone.iter().take(i).any(|z| same(&z.name, &zone.name)) {
                found.push(at(&PROJECT_NAME_TWICE, format!("/zone/{i}/name")).arg("name", zone.name.as_str()));
            }
            let lists = [
                ("primaries", "primary", &self.primary, Some(&zone.primaries)),
                ("secondaries", "secondary", &self.secondary, zone.secondaries.as_ref()),
            ];
            for (field, what, list, names) in lists {
                for (j, name) in names.into_iter().flatten().enumerate() {
                    if !list.iter().any(|p| p.name == *name) {
                        let finding = at(&PROJECT_NAME_UNKNOWN, format!("/zone/{i}/{field}/{j}"));
                        found.push(finding.arg("what", what).arg("name", name.as_str()));
                    }
                }
            }
        }
        found
    }
}

fn desired_peer(peer: &Peer) -> DesiredPeer {
    let transfer = match peer.transfer {
        Transfer::Axfr => TransferType::Axfr,
        Transfer::Ixfr => TransferType::Ixfr,
    };
    DesiredPeer { name: peer.name.clone(), ip: peer.ip.clone(), port: peer.port, transfer, key: peer.tsig.clone() }
}

fn same(a: &str, b: &str) -> bool {
    match (Name::absolute(a), Name::absolute(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}

/// `127.0.0.1:8053`, `[::1]:8053`, `localhost`.
fn is_loopback(host: &str) -> bool {
    let name = host.strip_prefix('[').and_then(|h| h.split(']').next());
    let name = name.unwrap_or_else(|| host.split(':').next().unwrap_or_default());
    name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
