//! The configuration file, read and resolved: names are names, keys are keys, what is named exists.

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::net::IpAddr;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::super::net;
use super::catalog::Catalog;
use super::file::{self, File, Server};
use crate::engine::answer::Transport;
use crate::engine::diag::LineIndex;
use crate::engine::dns::{Name, NameRef};
use crate::engine::limits::TsigLimits;
use crate::engine::tsig::{Algorithm, Key, Secret, understand};
use crate::engine::xfr::catalog::Membership;
use crate::engine::xfr::{Kind, Peer as Primary, PeerId, TlsTrust};
use crate::product::api::policy::Policy;
use crate::product::project::mistake;
use crate::roles::server::driver::Listener;

/// What a configuration file says. The default is what no file says: nothing.
#[derive(Debug, Default)]
pub struct Settings {
    /// What flags say too.
    pub server: Server,
    /// Keys, for primaries and for access rules.
    pub keys: Vec<Arc<Key>>,
    /// Primaries.
    peers: Vec<Peer>,
    /// For every zone that says nothing else.
    pub policy: Policy,
    zones: Vec<Zone>,
    /// Where each stands in the list: a file may have a hundred thousand.
    by_apex: HashMap<Name, usize>,
}

#[derive(Debug)]
struct Peer {
    name: String,
    address: IpAddr,
    port: Option<u16>,
    transport: Transport,
    tls: Option<TlsTrust>,
    source: Option<IpAddr>,
    key: Option<Arc<Key>>,
    kind: Kind,
}

#[derive(Debug)]
struct Zone {
    apex: Name,
    /// Places in the list of peers; none: only the policy is given here.
    primaries: Option<Vec<usize>>,
    tell: Vec<Listener>,
    policy: Policy,
    catalog: Option<Catalog>,
}

/// Why a file was not taken; its `Display` is one line with the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// It cannot be read at all.
    Unreadable(String),
    /// Something in it is wrong.
    Wrong(String),
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Unreadable(line) | Self::Wrong(line)) = self;
        f.write_str(line)
    }
}

/// What is wrong, and where in the text.
pub(super) struct Wrong {
    at: Option<Range<usize>>,
    what: String,
}

impl Wrong {
    pub(super) fn at<T>(place: &toml::Spanned<T>, what: impl Into<String>) -> Self {
        Self { at: Some(place.span()), what: what.into() }
    }
}

/// What a variable of the environment holds.
type Environment<'a> = &'a dyn Fn(&str) -> Option<Zeroizing<String>>;

impl Settings {
    /// Reads a file, the secrets that it names included.
    ///
    /// # Errors
    /// One line that says what is wrong and where.
    pub fn read(path: &Path) -> Result<Self, FileFault> {
        let text = fs::read_to_string(path)
            .map_err(|error| FileFault::Unreadable(format!("cannot read {}: {error}", path.display())))?;
        let environment = |name: &str| std::env::var(name).ok().map(Zeroizing::new);
        Self::parse(&text, &environment).map_err(|wrong| FileFault::Wrong(wrong.line(path, &text)))
    }

    fn parse(text: &str, environment: Environment<'_>) -> Result<Self, Wrong> {
        let file: File =
            toml::from_str(text).map_err(|error| Wrong { at: error.span(), what: mistake::told(error.message()) })?;
        if *file.version.get_ref() != file::VERSION {
            return Err(Wrong::at(&file.version, format!("this program reads version {}", file::VERSION)));
        }
        let mut settings = Self { server: file.server, policy: file.policy, ..Self::default() };
        for key in file.keys {
            let place = key.name.clone();
            let key = resolve_key(key, environment)?;
            if settings.key(&key.name).is_some() {
                return Err(Wrong::at(&place, format!("the key {} is there already", key.name)));
            }
            settings.keys.push(Arc::new(key));
        }
        for peer in file.peers {
            let peer = settings.resolve_peer(peer)?;
            settings.peers.push(peer);
        }
        for zone in file.zones {
            let zone = settings.resolve_zone(zone)?;
            settings.by_apex.insert(zone.apex.clone(), settings.zones.len());
            settings.zones.push(zone);
        }
        settings.check_rules(&settings.policy, "policy")?;
        for zone in &settings.zones {
            settings.check_rules(&zone.policy, &format!("the policy of zone {}", zone.apex))?;
            for policy in zone.catalog.iter().flat_map(Catalog::policies) {
                settings.check_rules(policy, &format!("a policy of the members of {}", zone.apex))?;
            }
        }
        Ok(settings)
    }

    fn key(&self, name: &Name) -> Option<&Arc<Key>> {
        self.keys.iter().find(|key| key.name == *name)
    }

    fn resolve_peer(&self, peer: file::Peer) -> Result<Peer, Wrong> {
        if self.peers.iter().any(|other| other.name == *peer.name.get_ref()) {
            return Err(Wrong::at(&peer.name, format!("the peer {} is there already", peer.name.get_ref())));
        }
        if let Some(port) = peer.port.as_ref().filter(|port| *port.get_ref() == 0) {
            return Err(Wrong::at(port, "port 0 cannot be asked"));
        }
        if let Some(source) = peer.source.as_ref().filter(|s| s.get_ref().is_ipv4() != peer.address.is_ipv4()) {
            return Err(Wrong::at(source, "the source is of another address family than the peer"));
        }
        let tls = peer.transport == file::Transport::Tls;
        if let Some(name) = peer.tls_name.as_ref().filter(|_| !tls) {
            return Err(Wrong::at(name, "a name for the certificate, and the transport is not tls"));
        }
        if let Some(pin) = peer.tls_pins.first().filter(|_| !tls) {
            return Err(Wrong::at(pin, "pins of a key, and the transport is not tls"));
        }
        let tls_trust = trust(&peer)?;
        if tls && tls_trust.is_none() {
            let what = "over TLS a peer needs tls_name, tls_pins or tls_any";
            return Err(Wrong::at(&peer.name, what));
        }
        let key = match &peer.key {
            None => None,
            Some(text) => {
                let name = name_of(text)?;
                let key = self.key(&name);
                Some(Arc::clone(key.ok_or_else(|| Wrong::at(text, format!("there is no [[key]] {name}")))?))
            }
        };
        Ok(Peer {
            name: peer.name.into_inner(),
            address: peer.address,
            port: peer.port.map(toml::Spanned::into_inner),
            transport: if tls { Transport::Tls } else { Transport::Tcp },
            tls: tls_trust,
            source: peer.source.map(toml::Spanned::into_inner),
            key,
            kind: match peer.transfer {
                file::Transfer::Axfr => Kind::Axfr,
                file::Transfer::Ixfr => Kind::Ixfr,
            },
        })
    }

    fn resolve_zone(&self, zone: file::Zone) -> Result<Zone, Wrong> {
        let apex = name_of(&zone.name)?;
        if self.by_apex.contains_key(&apex) {
            return Err(Wrong::at(&zone.name, format!("the zone {apex} is there already")));
        }
        let primaries = self.places(zone.primaries.as_deref())?;
        let tell = self.resolve_listeners(&zone.tell)?;
        let catalog = match zone.catalog {
            None => None,
            Some(_) if primaries.is_none() => {
                return Err(Wrong::at(&zone.name, "a catalog needs primaries here: the provider's API has none"));
            }
            Some(catalog) => Some(Catalog::resolve(self, catalog)?),
        };
        Ok(Zone { apex, primaries, tell, policy: zone.policy, catalog })
    }

    /// The places of these peers in the list of all.
    pub(super) fn places(&self, names: Option<&[toml::Spanned<String>]>) -> Result<Option<Vec<usize>>, Wrong> {
        let place = |text: &toml::Spanned<String>| {
            let at = self.peers.iter().position(|peer| peer.name == *text.get_ref());
            at.ok_or_else(|| Wrong::at(text, format!("there is no [[peer]] {}", text.get_ref())))
        };
        names.map(|list| list.iter().map(place).collect()).transpose()
    }

    /// A rule with a key that nobody holds would silently allow nothing.
    fn check_rules(&self, policy: &Policy, place: &str) -> Result<(), Wrong> {
        for key in policy.rules().filter_map(|rule| rule.key.as_deref()) {
            if Name::absolute(key).ok().is_none_or(|name| self.key(&name).is_none()) {
                return Err(Wrong {
                    at: None,
                    what: format!("{place}: a rule names {key}, and there is no such [[key]]"),
                });
            }
        }
        Ok(())
    }

    /// The zones that are defined here.
    pub fn zones(&self) -> impl Iterator<Item = &Name> {
        self.zones.iter().filter(|zone| zone.primaries.is_some()).map(|zone| &zone.apex)
    }

    /// Whether the zone is defined here.
    #[must_use]
    pub fn defines(&self, zone: NameRef<'_>) -> bool {
        self.zone(zone).is_some_and(|zone| zone.primaries.is_some())
    }

    /// Whether the zone's members are configured.
    #[must_use]
    pub fn is_catalog(&self, zone: NameRef<'_>) -> bool {
        self.catalog(zone).is_some()
    }

    /// The zones whose members are configured, in order.
    pub fn catalogs(&self) -> impl Iterator<Item = &Name> {
        self.zones.iter().filter(|zone| zone.catalog.is_some()).map(|zone| &zone.apex)
    }

    /// Whether this catalog may bring a zone of that name; false for what is no catalog.
    #[must_use]
    pub fn admits(&self, catalog: NameRef<'_>, zone: NameRef<'_>) -> bool {
        self.catalog(catalog).is_some_and(|(_, catalog)| catalog.admits(zone))
    }

    fn zone(&self, apex: NameRef<'_>) -> Option<&Zone> {
        self.zones.get(*self.by_apex.get(&apex.to_owned())?)
    }

    fn catalog(&self, apex: NameRef<'_>) -> Option<(&Zone, &Catalog)> {
        let zone = self.zone(apex)?;
        Some((zone, zone.catalog.as_ref()?))
    }

    /// The policy of a zone as this file has it; a member has its catalog's where it has none of its own.
    #[must_use]
    pub fn policy_of(&self, zone: NameRef<'_>, member: Option<&Membership>) -> Policy {
        let own = self.zone(zone).map(|z| z.policy.clone()).unwrap_or_default();
        let above = member.and_then(|member| Some(self.catalog(member.catalog.as_ref())?.1.policy(&member.groups)));
        above.map_or_else(|| own.clone(), |above| own.clone().over(&above)).over(&self.policy)
    }

    /// The primaries of a zone that is defined here.
    #[must_use]
    pub fn primaries(&self, zone: NameRef<'_>) -> Option<Vec<Primary>> {
        Some(self.peers_at(self.zone(zone)?.primaries.as_ref()?))
    }

    /// The primaries of a member: its group's, else its catalog's for members, else those of the catalog itself.
    #[must_use]
    pub fn primaries_of_member(&self, member: &Membership) -> Option<Vec<Primary>> {
        let (zone, catalog) = self.catalog(member.catalog.as_ref())?;
        Some(self.peers_at(catalog.primaries(&member.groups).or(zone.primaries.as_ref())?))
    }

    fn peers_at(&self, places: &[usize]) -> Vec<Primary> {
        let peers = places.iter().filter_map(|at| self.peers.get(*at));
        (0..).zip(peers).map(|(id, peer)| peer.primary(PeerId(id))).collect()
    }

    /// Who is told of the zone's new versions.
    #[must_use]
    pub fn listeners(&self, zone: NameRef<'_>, member: Option<&Membership>) -> Vec<Listener> {
        let own = self.zone(zone).map(|z| z.tell.clone()).unwrap_or_default();
        let above = member.and_then(|member| Some(self.catalog(member.catalog.as_ref())?.1.tell.clone()));
        own.into_iter().chain(above.unwrap_or_default()).collect()
    }

    pub(super) fn resolve_listeners(&self, texts: &[toml::Spanned<String>]) -> Result<Vec<Listener>, Wrong> {
        texts.iter().map(|text| self.resolve_listener(text)).collect()
    }

    fn resolve_listener(&self, text: &toml::Spanned<String>) -> Result<Listener, Wrong> {
        let (address, key) = match text.get_ref().split_once(',') {
            Some((address, key)) => (address, Some(key)),
            None => (text.get_ref().as_str(), None),
        };
        let address = address.trim().parse().map_err(|_| Wrong::at(text, "not ADDRESS:PORT or ADDRESS:PORT,KEY"))?;
        let key = key.map(|key| {
            let known = Name::absolute(key.trim()).ok().and_then(|name| self.key(&name).cloned());
            known.ok_or_else(|| Wrong::at(text, format!("there is no [[key]] {}", key.trim())))
        });
        Ok(Listener { address, key: key.transpose()? })
    }

    /// What the provider's API cannot say of a primary at this address.
    pub fn refine(&self, primary: &mut Primary) {
        let (address, port) = (primary.address.ip(), primary.address.port());
        let fits = |peer: &&Peer| peer.address == address && peer.port.is_none_or(|p| p == port);
        if let Some(peer) = self.peers.iter().find(fits) {
            primary.transport = peer.transport;
            primary.tls = peer.tls.clone();
            primary.source = peer.source;
        }
    }
}

impl Peer {
    fn primary(&self, id: PeerId) -> Primary {
        // RFC 9103 §8.1: DNS over TLS has a port of its own.
        let usual = if self.transport == Transport::Tls { 853 } else { 53 };
        Primary {
            id,
            address: (self.address, self.port.unwrap_or(usual)).into(),
            transport: self.transport,
            source: self.source,
            tls: self.tls.clone(),
            kind: self.kind,
            key: self.key.clone(),
        }
    }
}

/// Whom to believe over TLS: a name, keys, or anybody; one of the three.
fn trust(peer: &file::Peer) -> Result<Option<TlsTrust>, Wrong> {
    if let Some(place) = peer.tls_pins.first().filter(|_| peer.tls_name.is_some()) {
        return Err(Wrong::at(place, "pins, and a name for the certificate: one of them"));
    }
    if peer.tls_any && (peer.tls_name.is_some() || !peer.tls_pins.is_empty()) {
        return Err(Wrong::at(&peer.name, "tls_any takes any certificate, and a name or pins are given"));
    }
    let pin = |text: &toml::Spanned<String>| {
        net::pin(text.get_ref()).ok_or_else(|| Wrong::at(text, "a pin is the base64 of SHA-256 over the key"))
    };
    let pins = peer.tls_pins.iter().map(pin).collect::<Result<Vec<_>, _>>()?;
    Ok(match &peer.tls_name {
        Some(name) => Some(TlsTrust::Name(name.get_ref().as_str().into())),
        None if peer.tls_any => Some(TlsTrust::Opportunistic),
        None if pins.is_empty() => None,
        None => Some(TlsTrust::Pins(pins.into())),
    })
}

impl Wrong {
    /// `FILE:LINE:COLUMN: what`, as compilers have it.
    fn line(&self, path: &Path, text: &str) -> String {
        let Self { at, what } = self;
        match at.as_ref().and_then(|at| u32::try_from(at.start).ok()) {
            Some(start) => {
                let place = LineIndex::new(text.as_bytes()).position(text.as_bytes(), start);
                format!("{}:{}:{}: {what}", path.display(), place.line, place.column)
            }
            None => format!("{}: {what}", path.display()),
        }
    }
}

fn name_of(text: &toml::Spanned<String>) -> Result<Name, Wrong> {
    Name::absolute(text.get_ref()).map_err(|_| Wrong::at(text, format!("{} is no domain name", text.get_ref())))
}

/// The text of a secret is never repeated.
fn resolve_key(key: file::Key, environment: Environment<'_>) -> Result<Key, Wrong> {
    let name = name_of(&key.name)?;
    let algorithm = Algorithm::from_text(key.algorithm.get_ref()).ok_or_else(|| {
        Wrong::at(&key.algorithm, format!("{} is no algorithm that TSIG knows", key.algorithm.get_ref()))
    })?;
    let secret = match (&key.secret_file, &key.secret_env) {
        (Some(path), None) => {
            let text = fs::read_to_string(path.get_ref())
                .map(Zeroizing::new)
                .map_err(|error| Wrong::at(path, format!("cannot read {}: {error}", path.get_ref().display())))?;
            secret_in(&text, &name).ok_or_else(|| {
                Wrong::at(path, format!("{} holds no secret in base64 and no key {name}", path.get_ref().display()))
            })
        }
        (None, Some(variable)) => {
            let text = environment(variable.get_ref())
                .ok_or_else(|| Wrong::at(variable, format!("there is no variable {}", variable.get_ref())))?;
            secret_in(&text, &name).ok_or_else(|| {
                Wrong::at(variable, format!("{} holds no secret in base64 and no key {name}", variable.get_ref()))
            })
        }
        _ => Err(Wrong::at(&key.name, "a key needs either secret_file or secret_env")),
    }?;
    Ok(Key { name, algorithm, secret })
}

/// A secret alone, or a key of that name in any vendor's form.
fn secret_in(text: &str, name: &Name) -> Option<Secret> {
    if let Some(secret) = Secret::from_base64(text.trim()).filter(|secret| !secret.is_empty()) {
        return Some(secret);
    }
    understand(text, &TsigLimits::default()).single().filter(|key| key.name == *name).map(|key| key.secret)
}

#[cfg(test)]
mod tests;
