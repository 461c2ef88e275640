//! The body of a probe or transfer: read, and held to what can be asked.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::super::Config;
use super::super::ask::Target;
use super::super::net::{self, Route};
use super::super::transfer::Want;
use super::Refusal;
use crate::engine::dns::{Name, Serial};
use crate::engine::limits::TransferLimits;
use crate::engine::tsig::{Algorithm, Key, Secret};
use crate::engine::xfr;
use crate::product::api::companion::{Ask, Kind, Peer, Transport, Tsig, VERSION};

/// What is wanted.
pub(super) fn read(config: &Config, body: &[u8]) -> Result<Want, Refusal> {
    let ask: Ask = json(body)?;
    let apex = zone(ask.v, &ask.zone)?;
    let kind = match ask.kind {
        Kind::Axfr => xfr::Kind::Axfr,
        Kind::Ixfr => xfr::Kind::Ixfr,
    };
    let target = target(config, apex, &ask.peer, ask.tsig.as_ref())?;
    Ok(Want { target, kind, have: ask.serial.map(Serial), base: None })
}

/// The body as its shape.
pub(super) fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| Refusal {
        status: StatusCode::BAD_REQUEST,
        code: "body-unreadable",
        message: unreadable(&error),
        pointer: None,
    })
}

/// The zone of a body of our version.
pub(super) fn zone(version: u8, zone: &str) -> Result<Name, Refusal> {
    if version != VERSION {
        let message = format!("this server speaks version {VERSION}");
        return Err(Refusal::unprocessable("version-unknown", message, "/v"));
    }
    Name::absolute(zone).map_err(|_| Refusal::unprocessable("zone-name", format!("{zone} is no domain name"), "/zone"))
}

/// Whom to ask about the zone.
pub(super) fn target(config: &Config, apex: Name, peer: &Peer, tsig: Option<&Tsig>) -> Result<Target, Refusal> {
    let route = route(config, peer)?;
    let key = tsig.map(key).transpose()?.map(Arc::new);
    Ok(Target { apex, route, key, tls: trust(peer)?, limits: TransferLimits::default() })
}

/// RFC 9103 §9.3: over TLS the primary must be whom it should be.
fn trust(peer: &Peer) -> Result<Option<xfr::TlsTrust>, Refusal> {
    let wrong = |message, pointer| Err(Refusal::unprocessable("tls-name", message, pointer));
    match (peer.transport, &peer.tls_name, peer.tls_pins.as_slice()) {
        (Transport::Tcp, None, []) => Ok(None),
        (Transport::Tcp, ..) => {
            wrong("a name for the certificate or pins, and the transport is not tls", "/peer/transport")
        }
        (Transport::Tls, Some(name), []) => Ok(Some(xfr::TlsTrust::Name(name.as_str().into()))),
        (Transport::Tls, None, []) => {
            wrong("over TLS the name is needed that the primary's certificate must bear, or pins", "/peer/tls_name")
        }
        (Transport::Tls, Some(_), _) => wrong("a name for the certificate, and pins: one of them", "/peer/tls_pins"),
        (Transport::Tls, None, pins) => match pins.iter().map(|pin| net::pin(pin)).collect::<Option<Vec<_>>>() {
            Some(pins) => Ok(Some(xfr::TlsTrust::Pins(pins.into()))),
            None => wrong("a pin is the base64 of SHA-256 over the key", "/peer/tls_pins"),
        },
    }
}

/// Where the body could not be read. serde's own words quote what was sent, which may be a secret.
fn unreadable(error: &serde_json::Error) -> String {
    let what = match error.classify() {
        Category::Data => "a field that does not belong here, is missing or has another type",
        Category::Eof => "the JSON ends early",
        Category::Syntax | Category::Io => "this is not JSON",
    };
    format!("line {}, column {}: {what}", error.line(), error.column())
}

fn route(config: &Config, peer: &Peer) -> Result<Route, Refusal> {
    let not_an_address =
        |text: &str, pointer| Refusal::unprocessable("address", format!("{text} is no IPv4 or IPv6 address"), pointer);
    let ip: IpAddr = peer.ip.parse().map_err(|_| not_an_address(&peer.ip, "/peer/ip"))?;
    if peer.port == 0 {
        return Err(Refusal::unprocessable("port", "port 0 cannot be asked", "/peer/port"));
    }
    allowed(config, ip, "/peer/ip")?;
    let from = match &peer.source {
        None => None,
        Some(text) => Some(text.parse::<IpAddr>().map_err(|_| not_an_address(text, "/peer/source"))?),
    };
    if from.is_some_and(|from| from.is_ipv4() != ip.is_ipv4()) {
        let message = "the source is of another address family than the peer";
        return Err(Refusal::unprocessable("address-family", message, "/peer/source"));
    }
    Ok(Route { to: SocketAddr::new(ip, peer.port), from })
}

/// Whether this server may be made to ask that address.
pub(super) fn allowed(config: &Config, ip: IpAddr, pointer: &str) -> Result<(), Refusal> {
    if config.may_ask(ip) {
        return Ok(());
    }
    let message = format!("{ip} is an internal address; --allow-peer lets this server ask it");
    let refusal = Refusal::unprocessable("peer-not-allowed", message, pointer);
    Err(Refusal { status: StatusCode::FORBIDDEN, ..refusal })
}

fn key(tsig: &Tsig) -> Result<Key, Refusal> {
    let name = Name::absolute(&tsig.name)
        .map_err(|_| Refusal::unprocessable("key-name", format!("{} is no domain name", tsig.name), "/tsig/name"))?;
    let algorithm = Algorithm::from_text(&tsig.algorithm).ok_or_else(|| {
        let message = format!("{} is no algorithm that TSIG knows", tsig.algorithm);
        Refusal::unprocessable("key-algorithm", message, "/tsig/algorithm")
    })?;
    // What was sent is not repeated: it is, or was to be, a secret.
    let secret = Secret::from_base64(&tsig.secret)
        .filter(|secret| !secret.is_empty())
        .ok_or_else(|| Refusal::unprocessable("key-secret", "the secret is empty or not base64", "/tsig/secret"))?;
    Ok(Key { name, algorithm, secret })
}
