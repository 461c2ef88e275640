//! Name servers as a set: reachable over both protocols, in different networks, not too many for a referral.

use std::collections::{BTreeSet, HashMap};

use crate::engine::check::codes::FIRST_HERE;
use crate::engine::check::codes::name_servers as codes;
use crate::engine::check::context::{Context, Part, Place, target};
use crate::engine::check::target::is_none;
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::dns::{Name, NameRef, RecordType, rdata};
use crate::engine::zone::{RRset, Snapshot};

use super::addresses::{Kind, kind_of};

/// Seconds; below that resolvers ask for the name servers as often as for a load-balanced host.
const LOW_TTL: u32 = 300;

/// Octets of an answer over UDP without EDNS (RFC 1035 §4.2.1).
const PLAIN_UDP: usize = 512;

/// Octets of a referral before its records: header, and the question but for its name.
const HEADER: usize = 12 + 4;

/// Octets of a record besides its RDATA, its owner a pointer (RFC 1035 §4.1.4).
const RECORD: usize = 12;

/// A name server of the zone, inside it.
struct Server {
    name: Name,
    at: Span,
    /// Addresses and TTL of A, of AAAA.
    v4: Vec<Vec<u8>>,
    v6: Vec<Vec<u8>>,
    ttls: [Option<u32>; 2],
}

pub(super) fn check(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let owner = || place.node.owner.to_string();
    let (mut count, mut octets, mut at) = (0, 0, Span::NONE);
    for record in set.records() {
        at = if count == 0 { record.at } else { at.min(record.at) };
        count += 1;
        octets += record.rdata.len();
    }
    // RFC 4592 §4.2
    if place.node.owner.is_wildcard() {
        let at = context.part(at, Part::Owner);
        diagnostics.push(Diagnostic::new(&codes::NS_AT_WILDCARD, at).arg("owner", owner()));
        return;
    }
    if place.is_apex {
        apex(set, at, context, diagnostics);
    } else if count == 1 {
        // RFC 1034 §4.1
        diagnostics.offer(&codes::DELEGATION_NS_SINGLE, at, || {
            Diagnostic::new(&codes::DELEGATION_NS_SINGLE, context.part(at, Part::Type)).arg("owner", owner())
        });
    }
    // Without compression, and with an address of each kind for each: most sets are far below.
    if HEADER + place.node.owner.wire().len() + octets + count * (3 * RECORD + 4 + 16) > PLAIN_UDP {
        referral(place, set, at, context, diagnostics);
    }
}

fn apex(set: &RRset<'_>, at: Span, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let zone = context.zone;
    let ttl = set.ttl();
    let names = || set.records().filter_map(|r| Some((target(RecordType::NS, r.rdata)?, r.at)));
    if ttl > 0 && ttl < LOW_TTL && !names().any(|(name, _)| is_none(name)) {
        diagnostics.push(
            Diagnostic::new(&codes::APEX_NS_TTL_LOW, context.part(at, Part::Ttl))
                .arg("zone", zone.apex().to_string())
                .arg("ttl", ttl),
        );
    }
    let servers: Vec<_> = names().filter(|(name, _)| name.is_within(zone.apex())).map(|n| server(zone, n)).collect();
    for server in &servers {
        if let [Some(v4), Some(v6)] = server.ttls
            && v4 != v6
        {
            diagnostics.push(
                Diagnostic::new(&codes::APEX_NS_ADDRESS_TTLS, context.part(server.at, Part::Rdata(0)))
                    .arg("target", server.name.to_string())
                    .arg("v4", v4)
                    .arg("v6", v6),
            );
        }
    }
    let shared = shared(&servers, context, diagnostics);
    if !shared && servers.len() > 1 && servers.len() == set.len() {
        one_network(&servers, at, context, diagnostics);
    }
}

fn server(zone: &Snapshot, (name, at): (NameRef<'_>, Span)) -> Server {
    let addresses = |rtype| {
        let set = zone.get(name, rtype);
        let ttl = set.as_ref().map(RRset::ttl);
        (set.map_or_else(Vec::new, |set| set.records().map(|r| r.rdata.to_vec()).collect()), ttl)
    };
    let ((v4, ttl4), (v6, ttl6)) = (addresses(RecordType::A), addresses(RecordType::AAAA));
    Server { name: name.to_owned(), at, v4, v6, ttls: [ttl4, ttl6] }
}

/// RFC 2182 §3.1: two names of one machine are one name server. Said once, at the later of a pair.
fn shared(servers: &[Server], context: &Context<'_>, diagnostics: &mut Diagnostics) -> bool {
    let mut owners: HashMap<&[u8], &Server> = HashMap::new();
    for server in servers {
        let v4 = server.v4.iter().map(|address| (RecordType::A, address));
        for (rtype, address) in v4.chain(server.v6.iter().map(|address| (RecordType::AAAA, address))) {
            let Some(other) = owners.insert(address, server).filter(|other| other.name != server.name) else {
                continue;
            };
            let (newer, older) = if other.at < server.at { (server, other) } else { (other, server) };
            let mut text = String::new();
            rdata::print(rtype, address, &mut text);
            diagnostics.push(
                Diagnostic::new(&codes::APEX_NS_ADDRESS_SHARED, context.part(newer.at, Part::Rdata(0)))
                    .arg("target", newer.name.to_string())
                    .arg("other", older.name.to_string())
                    .arg("address", text)
                    .related(older.at, &FIRST_HERE),
            );
            return true;
        }
    }
    false
}

/// RFC 2182 §3.1: not all behind one router. Addresses of examples and private ones say nothing about that.
fn one_network(servers: &[Server], at: Span, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let all = || servers.iter().flat_map(|s| s.v4.iter().chain(&s.v6));
    let silent = |address: &Vec<u8>| kind_of(address).is_some_and(|kind| kind != Kind::Deprecated);
    if servers.iter().any(|s| s.v4.is_empty() && s.v6.is_empty()) || all().any(silent) {
        return;
    }
    // The sizes of networks that are routed on their own: /24 and /48.
    let networks = |length: usize| -> BTreeSet<Vec<u8>> {
        let addresses = all().filter(|address| address.len() == length);
        addresses.filter_map(|address| Some(address.get(..if length == 4 { 3 } else { 6 })?.to_vec())).collect()
    };
    let (v4, v6) = (networks(4), networks(16));
    if v4.len() > 1 || v6.len() > 1 {
        return;
    }
    let shown = |network: Option<Vec<u8>>, rtype, length: usize, prefix| {
        network.map(|mut octets| {
            octets.resize(length, 0);
            let mut text = String::new();
            rdata::print(rtype, &octets, &mut text);
            format!("{text}/{prefix}")
        })
    };
    let v4 = shown(v4.into_iter().next(), RecordType::A, 4, 24);
    let network = v4.or_else(|| shown(v6.into_iter().next(), RecordType::AAAA, 16, 48)).unwrap_or_default();
    diagnostics.push(
        Diagnostic::new(&codes::APEX_NS_ONE_NETWORK, at)
            .arg("zone", context.zone.apex().to_string())
            .arg("network", network),
    );
}

/// RFC 9471 §2: a referral holds the NS and the glue of the servers inside the child.
fn referral(place: &Place<'_>, set: &RRset<'_>, at: Span, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let owner = place.node.owner;
    let names = || set.records().filter_map(|r| target(RecordType::NS, r.rdata));
    let mut suffixes: BTreeSet<Vec<u8>> = BTreeSet::new();
    add_suffixes(owner, &mut suffixes);
    let mut octets = HEADER + owner.wire().len();
    for name in names() {
        octets += RECORD + compressed(name, &suffixes);
        add_suffixes(name, &mut suffixes);
        if name.is_within(owner) {
            for (rtype, length) in [(RecordType::A, 4), (RecordType::AAAA, 16)] {
                octets += context.zone.get(name, rtype).map_or(0, |set| set.len() * (RECORD + length));
            }
        }
    }
    if octets > PLAIN_UDP {
        let finding =
            || Diagnostic::new(&codes::REFERRAL_LARGE, at).arg("owner", owner.to_string()).arg("octets", octets);
        diagnostics.offer(&codes::REFERRAL_LARGE, at, finding);
    }
}

fn add_suffixes(name: NameRef<'_>, suffixes: &mut BTreeSet<Vec<u8>>) {
    let mut rest = Some(name).filter(|name| !name.is_root());
    while let Some(suffix) = rest {
        suffixes.insert(suffix.wire().to_ascii_lowercase());
        rest = suffix.parent().filter(|parent| !parent.is_root());
    }
}

/// Octets of a name when a suffix written before stands as a pointer (RFC 1035 §4.1.4).
fn compressed(name: NameRef<'_>, suffixes: &BTreeSet<Vec<u8>>) -> usize {
    let mut rest = name;
    while !rest.is_root() {
        if suffixes.contains(&rest.wire().to_ascii_lowercase()) {
            return name.wire().len() - rest.wire().len() + 2;
        }
        let Some(parent) = rest.parent() else { break };
        rest = parent;
    }
    name.wire().len()
}
