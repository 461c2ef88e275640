//! What incoming and outgoing configurations have in common: a zone's name and its peers.

use super::body::{Body, invalid};
use super::objects::{self, Found};
use super::{Refusal, zones};
use crate::engine::dns::Name;
use crate::product::provider::cloudflare::MAX_PEERS;
use crate::product::provider::model::{ApiMessage, Peer, Zone};
use crate::roles::server::http::Server;
use crate::roles::server::store::Kind;

/// The words of three generations for the list of peers; the newest first.
const PEERS: [&str; 3] = ["peers", "primaries", "masters"];

/// What a link says of a zone.
pub(super) struct Linked {
    /// With its final dot.
    pub(super) name: String,
    /// Ids, each of which exists in the zone's account.
    pub(super) peers: Vec<String>,
    /// What to know besides.
    pub(super) messages: Vec<ApiMessage>,
}

/// Reads it; `what` says what is lost without an address.
pub(super) async fn read(server: &Server, zone: &Found<Zone>, body: &Body, what: &str) -> Result<Linked, Refusal> {
    let apex = zones::apex(&zone.value)?;
    let name = body.required_text("name")?;
    if Name::absolute(name).ok().as_ref() != Some(&apex) {
        return Err(invalid("name", format_args!("{name} is not this zone, {apex}")));
    }
    let word = PEERS.into_iter().find(|word| body.has(word)).unwrap_or(PEERS[0]);
    let peers = body.required_texts(word)?;
    if peers.len() > MAX_PEERS.value as usize {
        return Err(invalid(word, format_args!("{} are more than {}", peers.len(), MAX_PEERS.value)));
    }
    let mut messages = Vec::new();
    for (i, id) in peers.iter().enumerate() {
        let pointer = format!("{word}/{i}");
        if peers.iter().take(i).any(|earlier| earlier == id) {
            return Err(invalid(&pointer, format_args!("the peer {id} is in the list twice")));
        }
        let peer = objects::find::<Peer>(&server.app, Kind::Peer, id).await?.filter(|p| p.account == zone.account);
        let Some(peer) = peer else {
            return Err(invalid(&pointer, format_args!("there is no peer {id} in the zone's account")));
        };
        if peer.value.ip.is_empty() {
            let message = format!("the peer {} has no address: {what}", peer.value.name);
            messages.push(ApiMessage::new(1300, message).at(format!("/{pointer}")));
        }
    }
    Ok(Linked { name: apex.to_string(), peers, messages })
}
