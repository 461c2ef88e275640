//! The primaries as peers, and the addresses from which they are asked.

use std::net::IpAddr;

use super::super::cloudflare::{MAX_PEERS, SOURCES};
use super::super::desired::Kind;
use super::{Date, Desired, at};
use crate::engine::diag::{Code, Diagnostic};

/// No primary at all.
pub static PEERS_NONE: Code = Code::error("peers-none", &[]);
/// More peers than one zone may have.
pub static PEERS_TOO_MANY: Code = Code::error("peers-too-many", &[]);
/// A peer without a name.
pub static PEER_NAME_EMPTY: Code = Code::error("peer-name-empty", &[]);
/// A peer's address is one IPv4 or IPv6 address.
pub static PEER_ADDRESS_FORM: Code = Code::error("peer-address-form", &[]);
/// Port 0 is none.
pub static PEER_PORT_ZERO: Code = Code::error("peer-port-zero", &[]);
/// The same address and port twice.
pub static PEER_DUPLICATE: Code = Code::error("peer-duplicate", &[]);
/// This machine reaches a primary over TLS if its configuration says so.
pub static PEER_TLS_ELSEWHERE: Code = Code::info("peer-tls-elsewhere", &["RFC 9103 §9.3"]);
/// The provider transfers in the clear alone.
pub static PEER_TLS_UNSUPPORTED: Code = Code::error("peer-tls-unsupported", &["RFC 9103 §1"]);
/// The provider's old source addresses end soon.
pub static SOURCES_OLD_ENDING: Code = Code::info("sources-old-ending", &[]);
/// The provider's old source addresses are not used any more.
pub static SOURCES_OLD_ENDED: Code = Code::info("sources-old-ended", &[]);

pub(super) fn check(want: &Desired, today: Date, found: &mut Vec<Diagnostic>) {
    if want.peers.is_empty() && want.outgoing.is_none() {
        found.push(at(&PEERS_NONE, "/peers"));
    }
    if want.peers.len() > MAX_PEERS.value as usize {
        found.push(at(&PEERS_TOO_MANY, "/peers").arg("count", want.peers.len()).arg("most", MAX_PEERS.value));
    }
    for (i, peer) in want.all_peers().enumerate() {
        if peer.name.trim().is_empty() {
            found.push(at(&PEER_NAME_EMPTY, format!("/peers/{i}/name")));
        }
        let address = peer.ip.parse::<IpAddr>();
        if address.is_err() {
            found.push(at(&PEER_ADDRESS_FORM, format!("/peers/{i}/ip")).arg("address", peer.ip.as_str()));
        }
        if peer.port == 0 {
            found.push(at(&PEER_PORT_ZERO, format!("/peers/{i}/port")));
        }
        let twin = want.peers.iter().take(i).any(|o| o.ip.parse::<IpAddr>() == address && o.port == peer.port);
        if address.is_ok() && twin {
            found.push(at(&PEER_DUPLICATE, format!("/peers/{i}/ip")).arg("address", peer.ip.as_str()));
        }
    }
    for address in &want.tls {
        let code = match want.provider {
            // cloudflare/api.md §1.3: a peer has name, ip, port, ixfr_enable and tsig_id.
            Kind::Cloudflare => &PEER_TLS_UNSUPPORTED,
            Kind::ThisMachine => &PEER_TLS_ELSEWHERE,
        };
        found.push(at(code, "/tls").arg("address", address.as_str()));
    }
    if want.provider == Kind::Cloudflare && !want.peers.is_empty() {
        sources(today, found);
    }
}

/// Cloudflare changed its source addresses; a primary that only allows the old ones is cut off on the day they end.
fn sources(today: Date, found: &mut Vec<Diagnostic>) {
    let new: Vec<_> = SOURCES.iter().filter(|s| s.until.is_none()).map(|s| s.range).collect();
    let Some(end) = SOURCES.iter().filter_map(|s| s.until).max() else { return };
    let code = if today < end { &SOURCES_OLD_ENDING } else { &SOURCES_OLD_ENDED };
    found.push(at(code, "/peers").arg("ranges", new.join(", ")).arg("end", end.to_string()));
}
