//! From objects to running zones: a link, its peers and their keys become the configuration of a secondary.

use std::net::IpAddr;
use std::sync::Arc;

use super::incoming::Kept;
use super::objects::{self, Found};
use crate::engine::answer::Transport;
use crate::engine::dns::Name;
use crate::engine::limits::{SecondaryLimits, TransferLimits};
use crate::engine::tsig::{Algorithm, Key, Secret};
use crate::engine::xfr::{Kind as Transfer, Peer as Primary, PeerId, Refresh, SessionConfig};
use crate::product::provider::cloudflare;
use crate::product::provider::model::{Link, Peer, Tsig, Zone};
use crate::roles::server::driver::ZoneConfig;
use crate::roles::server::store::{Fault, Kind};
use crate::roles::server::{App, Config};

/// After a restart: every linked zone runs again, with the content the store holds; those not linked yet wait.
pub(in crate::roles::server::http) async fn resume(app: &App) -> Result<(), Fault> {
    restart(app, |_| true).await?;
    let links = app.store.objects(Kind::Incoming).await?;
    for zone in objects::all::<Zone>(app, Kind::Zone).await? {
        if !links.iter().any(|link| link.id == zone.id) {
            wait(app, &zone.value).await?;
        }
    }
    Ok(())
}

/// A zone that is to be a secondary and has no link yet, or none any more, is ours without content: it answers SERVFAIL
/// (contracts.md §2), where a zone of somebody else answers REFUSED.
pub(super) async fn wait(app: &App, zone: &Zone) -> Result<(), Fault> {
    if zone.kind != "secondary" {
        return Ok(());
    }
    let link =
        Link { name: zone.name.clone(), peers: Vec::new(), auto_refresh_seconds: cloudflare::USUAL_REFRESH_S.value };
    run(app, zone, &link).await
}

/// A key was changed: zones whose peers use it get it.
pub(super) async fn key_changed(app: &App, key: &str) -> Result<(), Fault> {
    let peers = objects::all::<Peer>(app, Kind::Peer).await?;
    let users: Vec<_> = peers.into_iter().filter(|p| p.value.key() == Some(key)).map(|p| p.id).collect();
    restart(app, |link| link.peers.iter().any(|p| users.contains(p))).await
}

/// A peer was changed: zones linked to it get it.
pub(super) async fn peer_changed(app: &App, peer: &str) -> Result<(), Fault> {
    restart(app, |link| link.peers.iter().any(|p| p == peer)).await
}

async fn restart(app: &App, which: impl Fn(&Link) -> bool) -> Result<(), Fault> {
    let zones = objects::all::<Zone>(app, Kind::Zone).await?;
    for kept in objects::all::<Kept>(app, Kind::Incoming).await?.iter().filter(|k| which(&k.value.link)) {
        if let Some(zone) = zones.iter().find(|z| z.id == kept.id) {
            run(app, &zone.value, &kept.value.link).await?;
        }
    }
    Ok(())
}

/// Starts the zone, or gives it its new configuration.
pub(super) async fn run(app: &App, zone: &Zone, link: &Link) -> Result<(), Fault> {
    let Ok(apex) = Name::absolute(&zone.name) else { return Ok(()) };
    let peers = objects::all::<Peer>(app, Kind::Peer).await?;
    let keys = objects::all::<Tsig>(app, Kind::Tsig).await?;
    let linked = link.peers.iter().filter_map(|id| peers.iter().find(|p| p.id == *id));
    let primaries = (0..).zip(linked).filter_map(|(n, peer)| primary(&app.config, PeerId(n), &peer.value, &keys));
    let session = SessionConfig {
        peers: primaries.collect(),
        refresh: Refresh::Every(link.auto_refresh_seconds),
        secondary: SecondaryLimits::default(),
        transfer: TransferLimits::default(),
    };
    app.control.configure_zone(ZoneConfig { zone: apex, session, transfer: Vec::new() }).await
}

/// None without an address; one whose key is gone or unreadable is not asked either, rather than asked unsigned.
fn primary(config: &Config, id: PeerId, peer: &Peer, keys: &[Found<Tsig>]) -> Option<Primary> {
    let ip: IpAddr = peer.ip.parse().ok()?;
    // It may have been stored when HTTP was open to this machine alone.
    if !config.may_ask(ip) {
        tracing::warn!(peer = peer.name, %ip, "the peer is left out: its address is internal and not in --allow-peer");
        return None;
    }
    let port = if peer.port == 0 { 53 } else { peer.port };
    let key = match peer.key() {
        None => None,
        Some(id) => Some(Arc::new(key(&keys.iter().find(|k| k.id == id)?.value)?)),
    };
    Some(Primary {
        id,
        address: (ip, port).into(),
        transport: Transport::Tcp,
        source: None,
        tls_name: None,
        kind: if peer.ixfr_enable { Transfer::Ixfr } else { Transfer::Axfr },
        key,
    })
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
            dns: Vec::new(),
            data: PathBuf::new(),
            allow_transfer: Vec::new(),
            allow_peer: Vec::new(),
            token: Token::given("t").unwrap(),
            hosts: Vec::new(),
            www: None,
        };
        let peer = Peer { ip: "169.254.169.254".to_owned(), ..Peer::default() };
        assert!(primary(&config("127.0.0.1:0"), PeerId(0), &peer, &[]).is_some());
        assert!(primary(&config("192.0.2.1:0"), PeerId(0), &peer, &[]).is_none());
    }
}
