//! NOTIFY from a primary: the answer to it, and what the zone's secondary is told (RFC 1996).

use std::net::IpAddr;

use super::Zones;
use super::respond::Asked;
use crate::engine::dns::message::Section;
use crate::engine::dns::{Class, Name, Rcode, RecordType, Serial};
use crate::engine::zone::Soa;

/// A NOTIFY that was let through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notified {
    /// The zone.
    pub apex: Name,
    /// Who sent it.
    pub source: IpAddr,
    /// The key that signed it.
    pub key: Option<Name>,
    /// The serial it promises (RFC 1996 §3.7).
    pub serial: Option<Serial>,
}

/// What to answer, and whether to listen.
pub(super) fn judge(zones: &dyn Zones, asked: &Asked<'_>) -> (Rcode, Option<Notified>) {
    let apex = asked.question.name();
    // RFC 1996 §3.3: SOA is the only type defined.
    if asked.question.rtype != RecordType::SOA {
        return (Rcode::FORMERR, None);
    }
    let Some(zone) = zones.zone(apex) else { return (Rcode::NOTAUTH, None) };
    if !zone.access.may_notify(asked.client, asked.key()) {
        return (Rcode::REFUSED, None);
    }
    let notified = Notified {
        apex: apex.to_owned(),
        source: asked.client.address.to_canonical(),
        key: asked.key().map(|name| name.to_owned()),
        serial: promised(asked),
    };
    (Rcode::NOERROR, Some(notified))
}

/// RFC 1996 §3.7: the answer section may hold the new SOA, as an unsecure hint.
fn promised(asked: &Asked<'_>) -> Option<Serial> {
    let mut rdata = Vec::new();
    let apex = asked.question.name();
    let soa = asked
        .message
        .records(Section::Answer)
        .find(|r| r.rtype == RecordType::SOA && r.class == Class::IN && r.owner() == apex)?;
    soa.rdata(&mut rdata).ok()?;
    Soa::parse(&rdata).map(|soa| soa.serial)
}
