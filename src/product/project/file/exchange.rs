//! Between what was typed in the page and the project file that `understudy plan` reads: one format for both
//! (contracts.md §3). What the page alone needs stands in `[page]`, which the command line passes over.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Dnssec, Key, Peer, ProjectFile, Provider, ProviderKind, Transfer, Zone};
use crate::engine::diag::Diagnostic;
use crate::engine::tsig::Algorithm;
use crate::product::project::outcome::{Kind, Transport};
use crate::product::project::{self as page, Draft, DraftFault, Trust};

/// `[page]`: what was typed that no provider needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// What the person calls the project.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The zone file's text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub zone_file: String,
    /// Files that it includes, by their path as it writes them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub includes: BTreeMap<String, String>,
    /// Who is asked for the parent's DS.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub resolver: String,
    /// The scenario that is rehearsed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scenario: String,
}

/// The environment variable that an exported project names for its key.
const SECRET_ENV: &str = "TSIG_SECRET";

/// What a file brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// One project a zone.
    pub drafts: Vec<Draft>,
    /// Fields of the file that the page has no place for.
    pub left_out: Vec<&'static str>,
}

/// Why a text is no project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportFault {
    /// In the form that the page kept before it wrote project files.
    Draft(DraftFault),
    /// In the project file's form.
    File(Vec<Diagnostic>),
}

impl Imported {
    /// Reads a project file, TOML or JSON, or the flat JSON that earlier versions of the page wrote.
    ///
    /// # Errors
    /// Why it is neither.
    pub fn read(text: &str) -> Result<Self, ImportFault> {
        if is_flat(text) {
            let draft = Draft::restore(text).map_err(ImportFault::Draft)?;
            return Ok(Self { drafts: vec![draft], left_out: Vec::new() });
        }
        let file = ProjectFile::read(text).map_err(ImportFault::File)?;
        Ok(Self { drafts: file.drafts(), left_out: file.left_out() })
    }
}

/// The earlier form has no `[provider]` but a word there, or nothing at all.
fn is_flat(text: &str) -> bool {
    let trimmed = text.trim_start();
    if !trimmed.starts_with(['{', '[']) {
        return false;
    }
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(value) => !value.get("provider").is_some_and(serde_json::Value::is_object),
        // `[provider]` begins a TOML file as well as it could begin a JSON list.
        Err(_) => trimmed.starts_with('{'),
    }
}

impl Draft {
    /// As a project file about `zone`; none while something typed has no place in one, a port that is no number for
    /// instance. `url` is the address of this machine's provider API.
    #[must_use]
    pub fn to_file(&self, zone: &str, url: &str) -> Option<ProjectFile> {
        let kind = match self.provider {
            page::ProviderKind::Cloudflare => ProviderKind::Cloudflare,
            page::ProviderKind::Local => ProviderKind::Local,
        };
        let provider = Provider {
            kind,
            url: Some(url.to_owned()).filter(|url| kind == ProviderKind::Local && !url.is_empty()),
            account_id: self.account_id.clone(),
            token_env: None,
            token: None,
            api_token: None,
        };
        let key = Some(self.key_name.clone()).filter(|name| !name.is_empty());
        let typed: Vec<_> = self.primaries.iter().filter(|primary| !primary.address.is_empty()).collect();
        let primary = typed.iter().enumerate().map(|(i, primary)| peer(zone, i, primary, key.clone()));
        let primary = primary.collect::<Option<Vec<Peer>>>()?;
        let tsig = key.map(|name| Key {
            name,
            algorithm: self.key_algorithm.clone(),
            secret_env: Some(SECRET_ENV.to_owned()),
            secret_file: None,
            replaces: None,
            secret: None,
            key: None,
        });
        let zone = Zone {
            name: zone.to_owned(),
            zone_id: (!self.create_zone).then(|| self.zone_id.clone()).filter(|id| !id.is_empty()),
            create: self.create_zone,
            convert: false,
            primaries: primary.iter().map(|peer| peer.name.clone()).collect(),
            secondaries: None,
            outgoing: None,
            refresh: self.refresh.parse().ok()?,
            name_servers: self.name_servers_typed().into_iter().map(str::to_owned).collect(),
            dnssec: None,
            nsec3: false,
            overrides: None,
            multi_provider: None,
        };
        let own = Page {
            title: self.title.clone(),
            zone_file: self.zone_text.clone(),
            includes: self.includes.clone(),
            resolver: self.resolver.clone(),
            scenario: self.scenario.clone(),
        };
        let file = ProjectFile {
            project: 1,
            provider,
            tsig: tsig.into_iter().collect(),
            primary,
            secondary: Vec::new(),
            acl: Vec::new(),
            zone: vec![zone],
            page: Some(own).filter(|own| *own != Page::default()),
        };
        // Nothing typed is lost: what does not come back as it was is written in the page's own form.
        let same = file.check().is_empty() && file.drafts() == [self.tidied(file.zone.first()?.name.as_str())];
        same.then_some(file)
    }

    /// The same as it comes back from a file: spaces and empty rows aside.
    fn tidied(&self, zone: &str) -> Self {
        let mut primaries: Vec<_> = self.primaries.iter().filter(|p| !p.address.is_empty()).cloned().collect();
        if primaries.is_empty() {
            primaries.push(page::Primary::default());
        }
        let zone_id = if self.create_zone { String::new() } else { self.zone_id.clone() };
        let name_servers = self.name_servers_typed().join(" ");
        Self { zone_name: zone.to_owned(), zone_id, name_servers, primaries, zone_file: String::new(), ..self.clone() }
    }
}

fn peer(zone: &str, at: usize, primary: &page::Primary, tsig: Option<String>) -> Option<Peer> {
    let number = if at == 0 { String::new() } else { format!(" {}", at + 1) };
    let transfer = match primary.transfer {
        Kind::Axfr => Transfer::Axfr,
        Kind::Ixfr => Transfer::Ixfr,
    };
    let name = format!("{} {}{number}", zone.trim_end_matches('.'), primary.address);
    let (tls_name, tls_pins) = match primary.trust() {
        Some(Trust::Name(_)) => (Some(primary.tls.clone()), Vec::new()),
        Some(Trust::Pin(pin)) => (None, vec![pin]),
        // What was typed while TLS was chosen is kept by the page's own form alone.
        None => (None, Vec::new()),
    };
    let port = primary.port.parse().ok()?;
    let transport = Some(primary.transport).filter(|transport| *transport != Transport::Tcp);
    Some(Peer { name, ip: primary.address.clone(), port, transfer, tsig, transport, tls_name, tls_pins })
}

impl ProjectFile {
    /// What a person would have typed for each of its zones.
    #[must_use]
    pub fn drafts(&self) -> Vec<Draft> {
        self.zone.iter().map(|zone| self.draft(zone)).collect()
    }

    fn draft(&self, zone: &Zone) -> Draft {
        let named = |name: &String| self.primary.iter().find(|peer| peer.name == *name);
        let peers: Vec<&Peer> = zone.primaries.iter().filter_map(named).collect();
        let key = peers.iter().find_map(|peer| peer.tsig.as_ref());
        // A key that no primary names is still the project's, when it is the only one.
        let key = key.and_then(|name| self.tsig.iter().find(|k| super::same(&k.name, name)));
        let key = key.or_else(|| self.tsig.first().filter(|_| self.tsig.len() == 1 && peers.is_empty()));
        let mut primaries: Vec<page::Primary> = peers.iter().map(|peer| typed(peer)).collect();
        if primaries.is_empty() {
            primaries.push(page::Primary::default());
        }
        // `[page]` is about the one zone that the page had open.
        let own = self.page.clone().filter(|_| self.zone.len() == 1).unwrap_or_default();
        Draft {
            title: own.title,
            provider: match self.provider.kind {
                ProviderKind::Cloudflare => page::ProviderKind::Cloudflare,
                ProviderKind::Local => page::ProviderKind::Local,
            },
            account_id: self.provider.account_id.clone(),
            zone_id: zone.zone_id.clone().unwrap_or_default(),
            create_zone: zone.create,
            name_servers: zone.name_servers.join(" "),
            refresh: zone.refresh.to_string(),
            primaries,
            zone_name: zone.name.clone(),
            zone_text: own.zone_file,
            zone_file: String::new(),
            includes: own.includes,
            resolver: own.resolver,
            scenario: own.scenario,
            key_name: key.map(|k| k.name.clone()).unwrap_or_default(),
            key_algorithm: key.map(|k| algorithm(&k.algorithm)).unwrap_or_default(),
        }
    }

    /// What the file says that the page has no place for: fields by name, each once.
    #[must_use]
    pub fn left_out(&self) -> Vec<&'static str> {
        let any = |is: fn(&Zone) -> bool| self.zone.iter().any(is);
        let fields = [
            ("acl", !self.acl.is_empty()),
            ("convert", any(|z| z.convert)),
            ("dnssec", any(|z| z.dnssec.is_some_and(|mode| mode != Dnssec::Off))),
            ("multi_provider", any(|z| z.multi_provider.is_some())),
            ("overrides", any(|z| z.overrides.is_some())),
            ("replaces", self.tsig.iter().any(|key| key.replaces.is_some())),
            // The page has room for one.
            ("tls_pins", self.primary.iter().any(|peer| peer.tls_pins.len() > 1)),
            ("secondaries", any(|z| z.secondaries.is_some())),
        ];
        fields.into_iter().filter(|(_, there)| *there).map(|(name, _)| name).collect()
    }
}

fn typed(peer: &Peer) -> page::Primary {
    let transfer = match peer.transfer {
        Transfer::Axfr => Kind::Axfr,
        Transfer::Ixfr => Kind::Ixfr,
    };
    let tls = peer.tls_name.as_ref().or_else(|| peer.tls_pins.first()).cloned().unwrap_or_default();
    let transport = peer.transport.unwrap_or_default();
    page::Primary { address: peer.ip.clone(), port: peer.port.to_string(), transfer, transport, tls }
}

/// As the key step names it.
fn algorithm(text: &str) -> String {
    Algorithm::from_text(text).map_or_else(|| text.to_owned(), |known| known.mnemonic().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "023e105f4ecef8ad9ca31a8372d0c353";

    fn draft() -> Draft {
        Draft {
            title: "Ours".into(),
            account_id: ID.into(),
            zone_id: ID.into(),
            name_servers: "ns0001.secondary.example.net, ns0002.secondary.example.net=192.0.2.9:53".into(),
            primaries: vec![
                page::Primary {
                    address: "192.0.2.53".into(),
                    port: "5300".into(),
                    transfer: Kind::Ixfr,
                    ..page::Primary::default()
                },
                page::Primary {
                    address: "2001:db8::53".into(),
                    transport: Transport::Tls,
                    tls: "ns2.example".into(),
                    ..page::Primary::default()
                },
                page::Primary::default(),
            ],
            zone_text: "@ SOA …\n".into(),
            includes: BTreeMap::from([("hosts".to_owned(), "a A 192.0.2.1\n".to_owned())]),
            key_name: "k.example.".into(),
            key_algorithm: "hmac-sha256".into(),
            resolver: "192.0.2.1:53".into(),
            scenario: "rehearsal = 1\n".into(),
            ..Draft::default()
        }
    }

    #[test]
    fn a_project_of_the_page_is_a_file_for_the_command_line_and_comes_back() {
        let file = draft().to_file("example.com.", "http://127.0.0.1:8053").unwrap();
        assert_eq!(file.provider.url, None, "Cloudflare has its own");
        assert_eq!(ProjectFile::read(&file.to_toml()), Ok(file.clone()));
        let wish = file.wishes(&BTreeMap::new()).remove(0);
        assert_eq!(wish.name_servers, ["ns0001.secondary.example.net", "ns0002.secondary.example.net"]);
        assert_eq!((wish.peers.len(), wish.tls), (2, vec!["2001:db8::53".to_owned()]));
        for text in [file.to_toml(), file.to_json()] {
            let back = Imported::read(&text).unwrap();
            assert_eq!(back.left_out, Vec::<&str>::new());
            assert_eq!(back.drafts, [draft().tidied("example.com.")]);
        }
    }

    #[test]
    fn what_a_file_cannot_say_is_written_in_the_pages_form() {
        let port = |port: &str| {
            let primaries =
                vec![page::Primary { address: "192.0.2.1".into(), port: port.into(), ..page::Primary::default() }];
            Draft { primaries, ..draft() }
        };
        assert!(port("53").to_file("a.", "").is_some());
        assert!(port("x").to_file("a.", "").is_none());
        assert!(port("053").to_file("a.", "").is_none(), "it would come back as 53");
        assert!(Draft { zone_id: String::new(), ..draft() }.to_file("a.", "").is_none());
        let half = Draft { primaries: vec![], ..draft() };
        let typed =
            page::Primary { address: "192.0.2.1".into(), transport: Transport::Tls, ..page::Primary::default() };
        let tls =
            |tls: &str| Draft { primaries: vec![page::Primary { tls: tls.into(), ..typed.clone() }], ..half.clone() };
        assert!(tls("").to_file("a.", "").is_none(), "nobody could be told from others");
        assert!(tls("no name").to_file("a.", "").is_none());
        assert!(Draft { refresh: "soon".into(), ..draft() }.to_file("a.", "").is_none());
    }

    #[test]
    fn the_form_of_earlier_versions_is_read() {
        // As the page wrote it: flat, the provider a word.
        let old = r#"{"project":1,"provider":"local","account_id":"x","zone_text":"@ SOA","primaries":[{"address":"192.0.2.1","port":"53","transfer":"axfr"}]}"#;
        let back = Imported::read(old).unwrap().drafts.remove(0);
        assert_eq!((back.provider, back.zone_text.as_str()), (page::ProviderKind::Local, "@ SOA"));
        assert!(matches!(Imported::read(r#"{"project":9}"#), Err(ImportFault::Draft(DraftFault::Newer(9)))));
        assert!(matches!(Imported::read("{"), Err(ImportFault::Draft(DraftFault::Malformed(_)))));
        assert!(matches!(Imported::read("[]"), Err(ImportFault::Draft(_))));
        assert!(matches!(Imported::read("project = 2\n"), Err(ImportFault::File(_))));
    }

    #[test]
    fn a_file_of_several_zones_is_several_projects_and_what_is_lost_is_named() {
        let text = format!(
            "project = 1\n[provider]\nkind = \"cloudflare\"\naccount_id = \"{ID}\"\n\
             [[tsig]]\nname = \"k.\"\nalgorithm = \"HMAC-SHA256\"\nsecret_env = \"S\"\n\
             [[primary]]\nname = \"p\"\nip = \"192.0.2.53\"\ntsig = \"k\"\n\
             [[zone]]\nname = \"a.example\"\ncreate = true\nprimaries = [\"p\"]\n\
             [[zone]]\nname = \"b.example\"\nzone_id = \"{ID}\"\nprimaries = [\"p\"]\ndnssec = \"live\"\n"
        );
        let back = Imported::read(&text).unwrap();
        let seen: Vec<_> = back.drafts.iter().map(|d| (d.zone_name.as_str(), d.create_zone)).collect();
        assert_eq!(seen, [("a.example", true), ("b.example", false)]);
        assert_eq!((back.drafts[0].key_name.as_str(), back.drafts[0].key_algorithm.as_str()), ("k.", "hmac-sha256"));
        assert_eq!(back.left_out, ["dnssec"]);
        let secret = text.replace("secret_env = \"S\"", "secret = \"c2VjcmV0\"");
        let Err(ImportFault::File(found)) = Imported::read(&secret) else { panic!("a secret came in") };
        assert_eq!(found[0].code.name, "project-secret-inside");
    }
}
