//! What a zone says about a name (RFC 1034 §4.3.2): an RRset, an alias and what it leads to, a referral, a wildcard's
//! record, or that there is none; with signatures and proofs for who wants them.

use super::denial::{Denial, wildcard_of};
use super::edns::Reason;
use super::rate::Kind;
use super::reply::{Reply, Terms};
use super::{Access, Server, Zone};
use crate::engine::dns::message::{Question, Section};
use crate::engine::dns::name::MAX_NAME;
use crate::engine::dns::{Name, NameRef, Rcode, RecordType};
use crate::engine::dnssec::Rrsig;
use crate::engine::zone::{Look, RRset, Snapshot};

/// The answer to an ordinary question; `may` says whether this client may have it.
pub(super) fn answer<'t>(
    server: Server<'_>,
    question: &Question,
    may: impl Fn(&Access) -> bool,
    terms: &'t Terms,
    now_s: u64,
) -> Reply<'t> {
    // RFC 4035 §3.1.4.1: DS belongs to the parent's side of a cut.
    let above = question.name().parent().filter(|_| question.rtype == RecordType::DS);
    let enclosing = |name| server.zones.enclosing(name);
    let found = above.and_then(enclosing).or_else(|| enclosing(question.name()));
    let Some((apex, Zone { content, access, .. })) = found else {
        return terms.reply(Rcode::REFUSED).because(Reason::NotAuthoritative);
    };
    if !may(&access) {
        return terms.reply(Rcode::REFUSED).because(Reason::Prohibited);
    }
    let expires_s = || server.zones.expires_s(apex);
    let Some(zone) = content else { return terms.reply(Rcode::SERVFAIL).because(lacking(expires_s())) };
    let mut reply = terms.reply(Rcode::NOERROR).authoritative(true);
    // A zone whose SOA is not signed is not signed, whatever else stands in it.
    let dnssec = terms.dnssec() && zone.get(zone.apex(), RecordType::RRSIG).is_some();
    let denial = if dnssec { Denial::new(&zone, server.limits.nsec3_iterations) } else { Denial::unwanted(&zone) };
    if denial.is_too_dear() {
        reply.explain(Reason::Nsec3Iterations);
    }
    if question.rtype == RecordType::SOA && question.name() == zone.apex() {
        reply.expire(left_s(expires_s(), now_s));
    }
    let (rtype, renamed, aliases) = (question.rtype, Vec::new(), server.limits.aliases);
    let mut search = Search { zone: &zone, rtype, dnssec, reply: &mut reply, denial, renamed, aliases };
    search.follow(question.name());
    search.prove();
    reply
}

/// RFC 5155 §7.2.8: NSEC3 records are not among those of the name they stand at.
fn hidden(rtype: RecordType) -> bool {
    rtype == RecordType::NSEC3
}

/// Why a zone has no content.
pub(super) const fn lacking(expires_s: Option<u64>) -> Reason {
    if expires_s.is_some() { Reason::InvalidData } else { Reason::NotReady }
}

/// Seconds that a zone is still good.
pub(super) fn left_s(expires_s: Option<u64>, now_s: u64) -> Option<u32> {
    expires_s.map(|at| u32::try_from(at.saturating_sub(now_s)).unwrap_or(u32::MAX))
}

struct Search<'z, 'r, 't> {
    zone: &'z Snapshot,
    rtype: RecordType,
    /// Signatures and proofs are wanted, and there are such.
    dnssec: bool,
    reply: &'r mut Reply<'t>,
    denial: Denial<'z>,
    /// Owners of the DNAMEs passed.
    renamed: Vec<Name>,
    /// Aliases that may still be put.
    aliases: usize,
}

impl Search<'_, '_, '_> {
    /// Answers for `name` and for what it is an alias of, as long as that stands in this zone (RFC 1034 §3.6.2).
    fn follow(&mut self, name: NameRef<'_>) {
        let mut names = vec![name.to_owned()];
        while let Some(name) = names.last() {
            let first = names.len() == 1;
            let Some(target) = self.name(name, first) else { return };
            // An alias of itself: what was found is the answer.
            let on = target.as_ref().is_within(self.zone.apex()) && !names.contains(&target);
            if !on {
                return;
            }
            names.push(target);
        }
    }

    /// Answers for one name; what it is an alias of, if it is one.
    fn name(&mut self, name: &Name, first: bool) -> Option<Name> {
        let (zone, name) = (self.zone, name.as_ref());
        let depth = name.label_count().saturating_sub(zone.apex().label_count());
        // The names from the apex down to the one above `name`.
        for above in (1..=depth).rev() {
            let Some(ancestor) = std::iter::successors(Some(name), |n| n.parent()).nth(above) else { continue };
            let is_apex = above == depth;
            if is_apex && !zone.is_renamed() {
                continue;
            }
            let look = zone.look(ancestor);
            if let Some(ns) = look.get(RecordType::NS).filter(|_| !is_apex) {
                self.refer(&ns, first);
                return None;
            }
            // RFC 6672 §2.3: what lies below a DNAME is renamed.
            if let Some(dname) = look.get(RecordType::DNAME) {
                return self.rename(name, &dname);
            }
            if !look.exists() {
                break;
            }
        }
        let look = zone.look(name);
        // RFC 1034 §4.2.1: below a cut another server is authoritative; DS at the cut is ours (RFC 4035 §3.1.4.1).
        let cut = depth > 0 && self.rtype != RecordType::DS;
        if let Some(ns) = look.get(RecordType::NS).filter(|_| cut) {
            self.refer(&ns, first);
            return None;
        }
        if look.exists() && !self.is_hash(&look) {
            return self.at(&look, name, None);
        }
        let encloser = zone.closest(name).filter(|encloser| !self.is_hash(&zone.look(encloser.as_ref())));
        let encloser = encloser.as_ref().map_or(zone.apex(), Name::as_ref);
        // RFC 4592 §3.3.1: the wildcard directly below the closest encloser.
        let wildcard = wildcard_of(encloser);
        let look = wildcard.as_ref().map(|wildcard| zone.look(wildcard.as_ref())).filter(Look::exists);
        if let Some(look) = look {
            return self.at(&look, name, Some(encloser));
        }
        self.reply.set_rcode(Rcode::NXDOMAIN);
        self.reply.set_kind(Kind::NoName);
        self.soa();
        self.denial.no_name(name, encloser);
        None
    }

    /// Whether the name is there for an NSEC3 record alone: to queries it does not exist (RFC 5155 §7.2.8).
    fn is_hash(&self, look: &Look<'_>) -> bool {
        if look.get(RecordType::NSEC3).is_none() || look.name().parent() != Some(self.zone.apex()) {
            return false;
        }
        let mut walk = self.zone.subtree(look.name());
        while let Some(set) = walk.next() {
            if !matches!(set.rtype(), RecordType::NSEC3 | RecordType::RRSIG) {
                return false;
            }
        }
        true
    }

    /// Answers from the records of `node` under the name that was asked for; `node` is the wildcard below `encloser`, or
    /// the name itself.
    fn at(&mut self, look: &Look<'_>, name: NameRef<'_>, encloser: Option<NameRef<'_>>) -> Option<Name> {
        let node = look.name();
        let rtype = match self.rtype {
            RecordType::ANY => self.any(node),
            rtype => rtype,
        };
        if rtype == RecordType::RRSIG && self.signatures(node, name) {
            self.take_wildcard(name, encloser);
            return None;
        }
        // RFC 2181 §10.1 and RFC 4034 §3, §4: what may stand beside a CNAME is asked for at its name.
        let aliased = !matches!(rtype, RecordType::RRSIG | RecordType::NSEC);
        let own = if hidden(rtype) { None } else { look.get(rtype) };
        let found = own.or_else(|| look.get(RecordType::CNAME).filter(|_| aliased));
        let Some(rrset) = found else {
            self.reply.set_kind(Kind::NoData);
            self.soa();
            match encloser {
                None => self.denial.no_type(name),
                Some(encloser) => self.denial.wildcard_no_type(name, encloser, node),
            }
            return None;
        };
        let alias = rrset.rtype() == RecordType::CNAME && rtype != RecordType::CNAME;
        if alias && !self.another() {
            return None;
        }
        // The owner's own case, unless it is a wildcard's.
        let owner = if encloser.is_none() { rrset.owner() } else { name };
        self.put(Section::Answer, node, owner, &rrset, rrset.ttl());
        self.take_wildcard(name, encloser);
        let target = rrset.records().next().filter(|_| alias);
        target.and_then(|record| Name::from_wire(record.rdata).ok()).map(|(target, _)| target)
    }

    /// Says that the answer was made of the wildcard below `encloser`, if it was.
    fn take_wildcard(&mut self, name: NameRef<'_>, encloser: Option<NameRef<'_>>) {
        if let Some(encloser) = encloser {
            self.reply.set_kind(Kind::Wildcard);
            self.denial.expanded(name, encloser);
        }
    }

    /// RFC 8482 §7: the signatures of one type are answer enough to RRSIG. Whether there are any.
    fn signatures(&mut self, node: NameRef<'_>, name: NameRef<'_>) -> bool {
        let mut first = None;
        for record in self.zone.get(node, RecordType::RRSIG).iter().flat_map(RRset::records) {
            let Some(covered) = Rrsig::parse(record.rdata).map(|rrsig| rrsig.covered).filter(|t| !hidden(*t)) else {
                continue;
            };
            if *first.get_or_insert(covered) == covered {
                self.reply.record(Section::Answer, name, RecordType::RRSIG, record.ttl, record.rdata);
            }
        }
        first.is_some()
    }

    /// RFC 8482 §4.1: one RRset is answer enough to ANY; one with something to say, if there is one.
    fn any(&self, node: NameRef<'_>) -> RecordType {
        let (mut walk, mut found) = (self.zone.node(node), RecordType::ANY);
        while let Some(set) = walk.next() {
            let dnssec = matches!(set.rtype(), RecordType::RRSIG | RecordType::NSEC | RecordType::NSEC3);
            if !dnssec {
                return set.rtype();
            }
            found = set.rtype();
        }
        found
    }

    /// Puts an RRset, and the signatures that stand with it at `node` when they are wanted.
    fn put(&mut self, section: Section, node: NameRef<'_>, owner: NameRef<'_>, rrset: &RRset<'_>, ttl: u32) {
        self.reply.rrset_as(section, owner, rrset, ttl);
        if !self.dnssec || rrset.rtype() == RecordType::RRSIG {
            return;
        }
        let signatures = self.zone.get(node, RecordType::RRSIG);
        for record in signatures.iter().flat_map(RRset::records) {
            if Rrsig::parse(record.rdata).is_some_and(|rrsig| rrsig.covered == rrset.rtype()) {
                // RFC 4034 §3: as long as the records that it covers.
                self.reply.record(section, owner, RecordType::RRSIG, record.ttl.min(ttl), record.rdata);
            }
        }
    }

    /// RFC 2308 §3: the SOA tells how long the absence may be remembered.
    fn soa(&mut self) {
        let Some(soa) = self.zone.get(self.zone.apex(), RecordType::SOA) else { return };
        let minimum = self.zone.soa().map_or(0, |soa| soa.minimum);
        // RFC 2308 §5: the lesser of the SOA's TTL and its MINIMUM.
        self.put(Section::Authority, self.zone.apex(), soa.owner(), &soa, soa.ttl().min(minimum));
    }

    /// RFC 1034 §4.3.2 step 3b: the NS RRset of the cut, its DS or the proof that it has none (RFC 4035 §3.1.4), and the
    /// addresses that stand in this zone (RFC 9471).
    fn refer(&mut self, ns: &RRset<'_>, first: bool) {
        // RFC 1035 §4.1.1: AA is about the name asked for, not about what it is an alias of.
        if first {
            self.reply.set_authoritative(false);
        }
        self.reply.set_kind(Kind::Referral);
        let cut = ns.owner();
        self.put(Section::Authority, cut, cut, ns, ns.ttl());
        if self.dnssec {
            match self.zone.get(cut, RecordType::DS) {
                Some(ds) => self.put(Section::Authority, cut, ds.owner(), &ds, ds.ttl()),
                None => self.denial.no_type(cut),
            }
        }
        self.prove();
        // RFC 9471 §3.1: addresses below the cut are needed; others help if there is room.
        let servers = || ns.records().filter_map(|r| NameRef::from_wire(r.rdata).ok()).map(|(server, _)| server);
        for (needed, server) in servers()
            .filter(|server| server.is_within(cut))
            .map(|server| (true, server))
            .chain(servers().filter(|server| !server.is_within(cut)).map(|server| (false, server)))
        {
            for rtype in [RecordType::A, RecordType::AAAA] {
                let Some(glue) = self.zone.get(server, rtype) else { continue };
                if !self.reply.offer(Section::Additional, glue.owner(), &glue, glue.ttl()) && needed {
                    self.reply.truncate();
                }
            }
        }
    }

    /// Puts the proofs collected.
    fn prove(&mut self) {
        let denial = std::mem::replace(&mut self.denial, Denial::unwanted(self.zone));
        for owner in denial.owners() {
            if let Some(proof) = self.zone.get(owner.as_ref(), denial.rtype()) {
                self.put(Section::Authority, owner.as_ref(), proof.owner(), &proof, proof.ttl());
            }
        }
    }

    /// Whether one more alias may be put: beyond, the client asks on.
    fn another(&mut self) -> bool {
        let left = self.aliases.checked_sub(1);
        self.aliases = left.unwrap_or(0);
        left.is_some()
    }

    /// RFC 6672 §3.1: the DNAME, and the CNAME it makes for this name; the name that leads to.
    fn rename(&mut self, name: NameRef<'_>, dname: &RRset<'_>) -> Option<Name> {
        if !self.another() {
            return None;
        }
        // One that leads below itself is passed again and again, and said once.
        if !self.renamed.contains(&dname.owner().to_owned()) {
            self.put(Section::Answer, dname.owner(), dname.owner(), dname, dname.ttl());
            self.renamed.push(dname.owner().to_owned());
        }
        let (target, _) = dname.records().next().and_then(|r| NameRef::from_wire(r.rdata).ok())?;
        let kept = name.wire().len() - dname.owner().wire().len();
        let renamed: Vec<u8> = name.wire().iter().take(kept).chain(target.wire()).copied().collect();
        if renamed.len() > MAX_NAME {
            // RFC 6672 §2.2: the new name is too long.
            self.reply.set_rcode(Rcode::YXDOMAIN);
            return None;
        }
        self.reply.set_kind(Kind::Wildcard);
        self.reply.record(Section::Answer, name, RecordType::CNAME, dname.ttl(), &renamed);
        let (renamed, _) = Name::from_wire(&renamed).ok()?;
        // RFC 6672 §3.2: a question for the CNAME itself is answered.
        (self.rtype != RecordType::CNAME).then_some(renamed)
    }
}
