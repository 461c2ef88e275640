//! The body of a question about the assigned name servers: read, and held to what can be asked.

use std::net::SocketAddr;

use super::super::Config;
use super::super::nameservers::{Assigned, MOST_SERVERS, Resolver, Want};
use super::Refusal;
use super::ask::{allowed, json, target, zone};
use crate::product::api::nameservers::Ask;

/// What is wanted.
pub(super) fn read(config: &Config, body: &[u8]) -> Result<Want, Refusal> {
    let ask: Ask = json(body)?;
    let apex = zone(ask.v, &ask.zone)?;
    let servers = Assigned::read_all(ask.name_servers.iter().map(String::as_str))
        .map_err(|(place, why)| Refusal::unprocessable("name-server", why, format!("/name_servers/{place}")))?;
    if servers.is_empty() || servers.len() > MOST_SERVERS {
        let message = format!("{} name servers were given: 1 to {MOST_SERVERS} can be asked", servers.len());
        return Err(Refusal::unprocessable("name-servers", message, "/name_servers"));
    }
    for address in servers.iter().flat_map(|server| &server.at) {
        allowed(config, address.ip(), "/name_servers")?;
    }
    let primary = match &ask.peer {
        Some(peer) => Some(target(config, apex.clone(), peer, ask.tsig.as_ref())?),
        None => None,
    };
    let resolver = match &ask.resolver {
        None => Resolver::System,
        Some(text) => {
            let at: SocketAddr = text.parse().map_err(|_| {
                Refusal::unprocessable("address", format!("{text} is no address and port"), "/resolver")
            })?;
            allowed(config, at.ip(), "/resolver")?;
            Resolver::At(at)
        }
    };
    let (content, provider_signs, seed) = (ask.content, ask.provider_signs, ask.seed.unwrap_or(0));
    Ok(Want { apex, servers, primary, content, provider_signs, seed, resolver })
}
