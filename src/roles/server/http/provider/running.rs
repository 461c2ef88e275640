//! From objects to running zones: a link, its peers and their keys become the configuration of a secondary; outgoing peers
//! and ACLs become who else may ask.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use super::{acls, incoming, objects, outgoing};
use crate::engine::answer::{Rule, Transport};
use crate::engine::dns::Name;
use crate::engine::tsig::{Algorithm, Key, Secret};
use crate::engine::xfr::{Kind as Transfer, Peer as Primary, PeerId, Refresh};
use crate::product::provider::cloudflare::USUAL_REFRESH_S;
use crate::product::provider::model::{Acl, Peer, Tsig, Zone};
use crate::roles::server::driver::{Clients, Listener, ZoneConfig};
use crate::roles::server::policies::Made;
use crate::roles::server::store::{Fault, Kind, Query};
use crate::roles::server::{App, Config};

/// After a restart: what every zone runs with again. Those that are to run no more are removed.
pub(in crate::roles::server::http) async fn resume(app: &App) -> Result<Vec<ZoneConfig>, Fault> {
    let (mut known, mut configs) = (Known::new(app), Vec::new());
    for zone in objects::all::<Zone>(app, Kind::Zone).await? {
        match known.wanted(&zone.value).await? {
            Wanted::Run(config) => configs.push(*config),
            Wanted::Gone(apex) => app.control.remove_zone(apex.as_ref()).await?,
            Wanted::Nothing => {}
        }
    }
    Ok(configs)
}

/// The same for the zone of that name, if the provider's objects have one.
pub(in crate::roles::server::http) async fn resume_zone(app: &App, apex: &Name) -> Result<(), Fault> {
    let mut known = Known::new(app);
    for zone in objects::some::<Zone>(app, Query::named(Kind::Zone, &apex.to_string())).await?.0 {
        known.run(&zone.value).await?;
    }
    Ok(())
}

/// The names of all zones that were made through the provider's API.
pub(in crate::roles::server::http) async fn names(app: &App) -> Result<Vec<Name>, Fault> {
    let zones = objects::all::<Zone>(app, Kind::Zone).await?;
    Ok(zones.iter().filter_map(|zone| Name::absolute(&zone.value.name).ok()).collect())
}

/// A key was changed: zones whose peers use it get it.
pub(super) async fn key_changed(app: &App, key: &str) -> Result<(), Fault> {
    for peer in app.store.referring(Kind::Tsig, key.to_owned()).await? {
        peer_changed(app, &peer.id).await?;
    }
    Ok(())
}

/// A peer was changed: zones linked to it get it.
pub(super) async fn peer_changed(app: &App, peer: &str) -> Result<(), Fault> {
    let mut known = Known::new(app);
    for link in app.store.referring(Kind::Peer, peer.to_owned()).await? {
        if let Some(zone) = objects::find::<Zone>(app, Kind::Zone, &link.id).await? {
            known.run(&zone.value).await?;
        }
    }
    Ok(())
}

/// An ACL was changed: it concerns every zone of the account.
pub(super) async fn account_changed(app: &App, account: &str) -> Result<(), Fault> {
    let mut known = Known::new(app);
    let zones = Query { account: Some(account.to_owned()), ..Query::all(Kind::Zone) };
    for zone in objects::some::<Zone>(app, zones).await?.0 {
        known.run(&zone.value).await?;
    }
    Ok(())
}

/// Starts the zone, or gives it its new configuration.
pub(super) async fn run(app: &App, zone: &Zone) -> Result<(), Fault> {
    Known::new(app).run(zone).await
}

/// What is to become of a zone.
enum Wanted {
    Run(Box<ZoneConfig>),
    Gone(Name),
    Nothing,
}

/// What was looked up already: many zones share their peers.
struct Known<'a> {
    app: &'a App,
    peers: HashMap<String, Option<Peer>>,
    keys: HashMap<String, Option<Arc<Key>>>,
    ranges: HashMap<String, Vec<Rule>>,
}

impl<'a> Known<'a> {
    fn new(app: &'a App) -> Self {
        Self { app, peers: HashMap::new(), keys: HashMap::new(), ranges: HashMap::new() }
    }

    async fn run(&mut self, zone: &Zone) -> Result<(), Fault> {
        match self.wanted(zone).await? {
            Wanted::Run(config) => self.app.control.configure_zone(*config).await,
            Wanted::Gone(apex) => self.app.control.remove_zone(apex.as_ref()).await,
            Wanted::Nothing => Ok(()),
        }
    }

    async fn wanted(&mut self, zone: &Zone) -> Result<Wanted, Fault> {
        let run = |config| Wanted::Run(Box::new(config));
        let Ok(apex) = Name::absolute(&zone.name) else { return Ok(Wanted::Nothing) };
        let link = objects::find::<incoming::Kept>(self.app, Kind::Incoming, &zone.id).await?.map(|k| k.value.link);
        // A zone that is to be a secondary and has no link yet, or none any more, is ours without content: it answers
        // SERVFAIL (contracts.md §2), where a zone of somebody else answers REFUSED.
        if link.is_none() && zone.kind != "secondary" {
            // The configuration file may have it.
            return Ok(self.app.policies.compose(&apex, None).map_or(Wanted::Gone(apex), run));
        }
        let mut primaries = Vec::new();
        for (n, id) in (0..).zip(link.iter().flat_map(|link| &link.peers)) {
            primaries.extend(self.primary(PeerId(n), id).await?);
        }
        let refresh = Refresh::Every(link.map_or(USUAL_REFRESH_S.value, |link| link.auto_refresh_seconds));
        let made = Made { peers: primaries, refresh, clients: self.clients(zone).await? };
        Ok(self.app.policies.compose(&apex, Some(made)).map_or(Wanted::Nothing, run))
    }

    /// None without an address; one whose key is gone or unreadable is not asked either, rather than asked unsigned.
    async fn primary(&mut self, id: PeerId, peer: &str) -> Result<Option<Primary>, Fault> {
        let Some(peer) = self.peer(peer).await? else { return Ok(None) };
        let key = match peer.key() {
            None => None,
            Some(key) => match self.key(key).await? {
                None => return Ok(None),
                some => some,
            },
        };
        Ok(primary(&self.app.config, id, &peer, key))
    }

    /// The account's ranges may send NOTIFY, and transfer while outgoing transfers are enabled; so may outgoing peers,
    /// with their key if they have one.
    async fn clients(&mut self, zone: &Zone) -> Result<Clients, Fault> {
        let ranges = self.ranges(&zone.account.id).await?;
        let mut clients = Clients { notify: ranges.clone(), ..Clients::default() };
        let outgoing = objects::find::<outgoing::Kept>(self.app, Kind::Outgoing, &zone.id).await?;
        let Some(outgoing) = outgoing.filter(|kept| kept.value.enabled) else { return Ok(clients) };
        clients.transfer = ranges;
        for id in &outgoing.value.link.peers {
            let Some(peer) = self.peer(id).await? else { continue };
            let Ok(address) = peer.ip.parse::<IpAddr>() else { continue };
            let rule = Rule::host(address.to_canonical());
            let key = match peer.key() {
                None => None,
                // One whose key is gone is not served unsigned.
                Some(key) => match self.key(key).await? {
                    None => continue,
                    some => some,
                },
            };
            clients.transfer.push(match &key {
                None => rule,
                Some(key) => rule.with_key(key.name.clone()),
            });
            clients.keys.extend(key.clone());
            // RFC 1996 §2: who transfers the zone wants to hear of its versions. It is we who send, so addresses that may
            // not be asked are not told either.
            if self.app.config.may_ask(address) {
                clients.tell.push(Listener { address: (address, port(&peer)).into(), key });
            }
        }
        Ok(clients)
    }

    async fn peer(&mut self, id: &str) -> Result<Option<Peer>, Fault> {
        if let Some(known) = self.peers.get(id) {
            return Ok(known.clone());
        }
        let peer = objects::find::<Peer>(self.app, Kind::Peer, id).await?.map(|found| found.value);
        self.peers.insert(id.to_owned(), peer.clone());
        Ok(peer)
    }

    async fn key(&mut self, id: &str) -> Result<Option<Arc<Key>>, Fault> {
        if let Some(known) = self.keys.get(id) {
            return Ok(known.clone());
        }
        let tsig = objects::find::<Tsig>(self.app, Kind::Tsig, id).await?;
        let key = tsig.and_then(|found| key(&found.value)).map(Arc::new);
        self.keys.insert(id.to_owned(), key.clone());
        Ok(key)
    }

    async fn ranges(&mut self, account: &str) -> Result<Vec<Rule>, Fault> {
        if let Some(known) = self.ranges.get(account) {
            return Ok(known.clone());
        }
        let query = Query { account: Some(account.to_owned()), ..Query::all(Kind::Acl) };
        let acls = objects::some::<Acl>(self.app, query).await?.0;
        let rules: Vec<_> = acls.iter().filter_map(|acl| acls::rule(&acl.value)).collect();
        self.ranges.insert(account.to_owned(), rules.clone());
        Ok(rules)
    }
}

/// None without an address, and at one that may not be asked.
fn primary(config: &Config, id: PeerId, peer: &Peer, key: Option<Arc<Key>>) -> Option<Primary> {
    let ip: IpAddr = peer.ip.parse().ok()?;
    // It may have been stored when HTTP was open to this machine alone.
    if !config.may_ask(ip) {
        tracing::warn!(peer = peer.name, %ip, "the peer is left out: its address is internal and not in --allow-peer");
        return None;
    }
    Some(Primary {
        id,
        address: (ip, port(peer)).into(),
        transport: Transport::Tcp,
        source: None,
        tls: None,
        kind: if peer.ixfr_enable { Transfer::Ixfr } else { Transfer::Axfr },
        key,
    })
}

/// Its own, or 53.
const fn port(peer: &Peer) -> u16 {
    if peer.port == 0 { 53 } else { peer.port }
}

fn key(tsig: &Tsig) -> Option<Key> {
    Some(Key {
        name: Name::absolute(&tsig.name).ok()?,
        algorithm: Algorithm::from_text(&tsig.algo)?,
        secret: Secret::from_base64(tsig.secret.expose())?,
    })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::roles::server::token::Token;

    #[test]
    fn a_stored_peer_inside_is_not_asked_once_http_is_open() {
        let config = |listen: &str| Config {
            listen: vec![listen.parse().unwrap()],
            ..Config::local(PathBuf::new(), Token::given("t").unwrap())
        };
        let peer = Peer { ip: "10.0.0.1".to_owned(), ..Peer::default() };
        assert!(primary(&config("127.0.0.1:0"), PeerId(0), &peer, None).is_some());
        assert!(primary(&config("192.0.2.1:0"), PeerId(0), &peer, None).is_none());
    }
}
