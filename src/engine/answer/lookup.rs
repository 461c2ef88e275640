//! What a zone says about a name (RFC 1034 §4.3.2): an RRset, an alias, a referral, a wildcard's record, or that there
//! is none. Without DNSSEC records and without following aliases.

use super::reply::Reply;
use super::{Access, Zone, Zones};
use crate::engine::dns::message::{Question, Section};
use crate::engine::dns::name::MAX_NAME;
use crate::engine::dns::{Name, NameRef, Rcode, RecordType};
use crate::engine::zone::{RRset, Snapshot};

/// The answer to an ordinary question; `may` says whether this client may have it, `reply` begins one.
pub(super) fn answer(
    zones: &dyn Zones,
    question: &Question,
    may: impl Fn(&Access) -> bool,
    reply: impl Fn(Rcode) -> Reply,
) -> Reply {
    // RFC 4035 §3.1.4.1: DS belongs to the parent's side of a cut.
    let above = question.name().parent().filter(|_| question.rtype == RecordType::DS);
    let found = above.and_then(|name| enclosing(zones, name)).or_else(|| enclosing(zones, question.name()));
    let Some(Zone { content, .. }) = found.filter(|zone| may(&zone.access)) else { return reply(Rcode::REFUSED) };
    match content {
        None => reply(Rcode::SERVFAIL),
        Some(zone) => {
            let mut reply = reply(Rcode::NOERROR).authoritative(true);
            Search { zone: &zone, rtype: question.rtype, reply: &mut reply }.name(question.name());
            reply
        }
    }
}

/// The closest zone at or above `name`.
fn enclosing(zones: &dyn Zones, name: NameRef<'_>) -> Option<Zone> {
    let mut at = Some(name);
    while let Some(apex) = at {
        if let Some(zone) = zones.zone(apex) {
            return Some(zone);
        }
        at = apex.parent();
    }
    None
}

struct Search<'a> {
    zone: &'a Snapshot,
    rtype: RecordType,
    reply: &'a mut Reply,
}

impl Search<'_> {
    fn name(&mut self, name: NameRef<'_>) {
        for ancestor in self.path(name) {
            let is_name = ancestor == name;
            // RFC 1034 §4.2.1: below a cut another server is authoritative; DS at the cut is ours (RFC 4035 §3.1.4.1).
            let cut = ancestor != self.zone.apex() && !(is_name && self.rtype == RecordType::DS);
            if let Some(ns) = self.zone.get(ancestor, RecordType::NS).filter(|_| cut) {
                return self.refer(&ns);
            }
            // RFC 6672 §2.3: what lies below a DNAME is renamed.
            if let Some(dname) = self.zone.get(ancestor, RecordType::DNAME).filter(|_| !is_name) {
                return self.rename(name, &dname);
            }
        }
        if self.zone.exists(name) {
            return self.at(name, name);
        }
        // RFC 4592 §3.3.1: the wildcard directly below the closest encloser.
        let wildcard = self.zone.closest(name).and_then(|encloser| wildcard_of(encloser.as_ref()));
        match wildcard {
            Some(wildcard) if self.zone.exists(wildcard.as_ref()) => self.at(wildcard.as_ref(), name),
            Some(_) | None => {
                self.reply.set_rcode(Rcode::NXDOMAIN);
                self.nothing();
            }
        }
    }

    /// The names from the apex down to `name`.
    fn path<'n>(&self, name: NameRef<'n>) -> Vec<NameRef<'n>> {
        let apex = self.zone.apex();
        let mut path: Vec<_> =
            std::iter::successors(Some(name), |n| n.parent()).take_while(|n| n.is_within(apex)).collect();
        path.reverse();
        path
    }

    /// Answers from the records of `node` under the name that was asked for.
    fn at(&mut self, node: NameRef<'_>, name: NameRef<'_>) {
        let rtype = match self.rtype {
            // RFC 8482 §4.1: one RRset is answer enough to ANY.
            RecordType::ANY => self.zone.node(node).next().map_or(RecordType::ANY, |rrset| rrset.rtype()),
            rtype => rtype,
        };
        match self.zone.get(node, rtype).or_else(|| self.zone.get(node, RecordType::CNAME)) {
            Some(rrset) => {
                // The owner's own case, unless it is a wildcard's.
                let owner = if node == name { rrset.owner() } else { name };
                self.reply.rrset_as(Section::Answer, owner, &rrset, rrset.ttl());
            }
            None => self.nothing(),
        }
    }

    /// RFC 2308 §3: the SOA tells how long the absence may be remembered.
    fn nothing(&mut self) {
        let Some(soa) = self.zone.get(self.zone.apex(), RecordType::SOA) else { return };
        let minimum = self.zone.soa().map_or(0, |soa| soa.minimum);
        // RFC 2308 §5: the lesser of the SOA's TTL and its MINIMUM.
        self.reply.rrset_as(Section::Authority, soa.owner(), &soa, soa.ttl().min(minimum));
    }

    /// RFC 1034 §4.3.2 step 3b: the NS RRset of the cut, and the addresses that stand in this zone (RFC 9471).
    fn refer(&mut self, ns: &RRset<'_>) {
        self.reply.set_authoritative(false);
        self.reply.rrset_as(Section::Authority, ns.owner(), ns, ns.ttl());
        for record in ns.records() {
            let Ok((server, _)) = NameRef::from_wire(record.rdata) else { continue };
            for rtype in [RecordType::A, RecordType::AAAA] {
                if let Some(glue) = self.zone.get(server, rtype) {
                    self.reply.rrset_as(Section::Additional, glue.owner(), &glue, glue.ttl());
                }
            }
        }
    }

    /// RFC 6672 §3.1: the DNAME, and the CNAME it makes for this name.
    fn rename(&mut self, name: NameRef<'_>, dname: &RRset<'_>) {
        self.reply.rrset_as(Section::Answer, dname.owner(), dname, dname.ttl());
        let Some((target, _)) = dname.records().next().and_then(|r| NameRef::from_wire(r.rdata).ok()) else { return };
        let kept = name.wire().len() - dname.owner().wire().len();
        let renamed: Vec<u8> = name.wire().iter().take(kept).chain(target.wire()).copied().collect();
        if renamed.len() > MAX_NAME {
            // RFC 6672 §2.2: the new name is too long.
            return self.reply.set_rcode(Rcode::YXDOMAIN);
        }
        self.reply.record(Section::Answer, name, RecordType::CNAME, dname.ttl(), &renamed);
    }
}

fn wildcard_of(encloser: NameRef<'_>) -> Option<Name> {
    let wire: Vec<u8> = b"\x01*".iter().chain(encloser.wire()).copied().collect();
    Name::from_wire(&wire).ok().map(|(name, _)| name)
}
