//! What was typed, as it was typed. Holds no secret and no token; this is all that a browser keeps.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

use super::outcome::{Kind, Transport};

/// The account of a rehearsal: on this machine any will do.
const ANY_ACCOUNT: &str = "00000000000000000000000000000001";

/// The version of the stored form.
const VERSION: u8 = 1;

/// Who shall serve the zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ProviderKind {
    /// Cloudflare, through the companion's relay.
    #[default]
    Cloudflare,
    /// This machine's own provider API: a rehearsal with nothing at stake.
    Local,
}

/// One primary as typed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Primary {
    /// IPv4 or IPv6 address.
    pub address: String,
    /// Port.
    pub port: String,
    /// AXFR only, or IXFR with AXFR as fallback.
    pub transfer: Kind,
    /// In the clear, or TLS.
    #[serde(skip_serializing_if = "is_tcp")]
    pub transport: Transport,
    /// Over TLS: the name that its certificate must bear, or a pin of its key.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub tls: String,
}

impl Primary {
    /// Where it is asked; none while address or port is not one.
    #[must_use]
    pub fn socket(&self) -> Option<SocketAddr> {
        let port = self.port.parse::<u16>().ok().filter(|port| *port > 0)?;
        Some(SocketAddr::new(self.address.parse().ok()?, port))
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_tcp(transport: &Transport) -> bool {
    *transport == Transport::Tcp
}

impl Default for Primary {
    fn default() -> Self {
        Self {
            address: String::new(),
            port: "53".into(),
            transfer: Kind::Axfr,
            transport: Transport::Tcp,
            tls: String::new(),
        }
    }
}

/// A project as typed. Every field may hold nonsense; the steps say so.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Draft {
    /// What the person calls the project; empty is its zone's name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Who shall serve the zone.
    pub provider: ProviderKind,
    /// 32 hex digits.
    pub account_id: String,
    /// 32 hex digits; unused when the zone is to be created.
    pub zone_id: String,
    /// Whether Submit creates the zone.
    pub create_zone: bool,
    /// The assigned name servers, separated by white space or commas.
    pub name_servers: String,
    /// Seconds between two checks of the primary's serial.
    pub refresh: String,
    /// At least one.
    pub primaries: Vec<Primary>,
    /// The zone's apex as typed; empty takes it from the zone file.
    pub zone_name: String,
    /// The zone file.
    pub zone_text: String,
    /// The name of a file that is the zone and that no browser keeps: too large, or not UTF-8.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub zone_file: String,
    /// Files that the zone file includes, by their path as it writes them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub includes: BTreeMap<String, String>,
    /// Name of the key last understood, without its secret.
    pub key_name: String,
    /// Algorithm of the key last understood.
    pub key_algorithm: String,
    /// Who is asked for the parent's DS, `192.0.2.1:53`; empty is the companion's own resolver.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub resolver: String,
    /// The scenario that is rehearsed, as TOML.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub scenario: String,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            title: String::new(),
            provider: ProviderKind::default(),
            account_id: String::new(),
            zone_id: String::new(),
            create_zone: false,
            name_servers: String::new(),
            // The provider's usual value (cloudflare/api.md §1.4).
            refresh: "86400".into(),
            primaries: vec![Primary::default()],
            zone_name: String::new(),
            zone_text: String::new(),
            zone_file: String::new(),
            includes: BTreeMap::new(),
            key_name: String::new(),
            key_algorithm: String::new(),
            resolver: String::new(),
            scenario: String::new(),
        }
    }
}

#[derive(Deserialize, Serialize)]
struct Stored<D> {
    project: u8,
    #[serde(flatten)]
    draft: D,
}

/// Why a stored project cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftFault {
    /// Not JSON of this shape.
    Malformed(String),
    /// Written by a newer version.
    Newer(u8),
}

impl Draft {
    /// The stored form: one JSON object.
    #[must_use]
    pub fn store(&self) -> String {
        serde_json::to_string(&Stored { project: VERSION, draft: self }).unwrap_or_default()
    }

    /// Reads the stored form. Fields of later versions are ignored, missing ones take their default.
    ///
    /// # Errors
    /// When it is not such an object, or says a newer version.
    pub fn restore(json: &str) -> Result<Self, DraftFault> {
        let stored: Stored<Self> = serde_json::from_str(json).map_err(|e| DraftFault::Malformed(e.to_string()))?;
        if stored.project > VERSION {
            return Err(DraftFault::Newer(stored.project));
        }
        let mut draft = stored.draft;
        if draft.primaries.is_empty() {
            draft.primaries.push(Primary::default());
        }
        Ok(draft)
    }

    /// Whether this machine plays the provider: what it shows is shown on its own name servers.
    #[must_use]
    pub fn is_rehearsal(&self) -> bool {
        self.provider == ProviderKind::Local
    }

    /// Fills in what nobody has to look up for a rehearsal on this machine, where every account exists and no zone does;
    /// takes it out again for a provider that knows better.
    pub(super) fn suit(&mut self, kind: ProviderKind) {
        match kind {
            ProviderKind::Local if self.account_id.is_empty() => {
                ANY_ACCOUNT.clone_into(&mut self.account_id);
                self.create_zone |= self.zone_id.is_empty();
            }
            ProviderKind::Cloudflare if self.account_id == ANY_ACCOUNT => {
                self.account_id.clear();
                self.create_zone = false;
            }
            ProviderKind::Local | ProviderKind::Cloudflare => {}
        }
    }

    /// The assigned name servers by name.
    #[must_use]
    pub fn name_servers(&self) -> Vec<&str> {
        self.name_servers_typed().into_iter().map(|typed| typed.split('=').next().unwrap_or_default()).collect()
    }

    /// The assigned name servers as typed: `name`, or `name=address:port` where its address cannot be looked up.
    #[must_use]
    pub fn name_servers_typed(&self) -> Vec<&str> {
        self.name_servers.split([' ', '\t', '\n', '\r', ',', ';']).filter(|s| !s.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_draft_comes_back_and_a_newer_one_is_refused() {
        let draft =
            Draft { zone_text: "@ IN SOA …".into(), name_servers: "a.example, b.example".into(), ..Draft::default() };
        assert_eq!(Draft::restore(&draft.store()), Ok(draft.clone()));
        assert_eq!(draft.name_servers(), ["a.example", "b.example"]);
        let here = Draft { name_servers: "a.example=127.0.0.1:5300".into(), ..Draft::default() };
        assert_eq!(
            (here.name_servers(), here.name_servers_typed()),
            (vec!["a.example"], vec!["a.example=127.0.0.1:5300"])
        );
        assert_eq!(Draft::restore(r#"{"project":2}"#), Err(DraftFault::Newer(2)));
        assert!(matches!(Draft::restore("[]"), Err(DraftFault::Malformed(_))));
    }
}
