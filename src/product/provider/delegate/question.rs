//! One question to a name server, and what its answer holds.
//!
//! Asked with EDNS and DO (RFC 6891, RFC 3225): signatures show who signs. RDATA is kept in canonical form, so that two
//! servers' answers compare whatever the case of their names (RFC 4034 §6.2).

use std::collections::BTreeSet;

use super::Ds;
use crate::engine::dns::message::{Header, Message, MessageBuilder, Opt, Section};
use crate::engine::dns::{Class, Name, NameRef, Opcode, Rcode, RecordType, rdata};
use crate::engine::dnssec;
use crate::engine::zone::Soa;

/// What passes every path without fragments (the default of DNS Flag Day 2020).
const DATAGRAM: u16 = 1_232;

/// A question of class IN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Whose records.
    pub name: Name,
    /// Of which type.
    pub rtype: RecordType,
    recursive: bool,
}

/// A response to a [`Question`].
#[derive(Clone, Debug)]
pub struct Reply {
    rcode: Rcode,
    /// The AA bit (RFC 1035 §4.1.1).
    pub authoritative: bool,
    /// The TC bit: to be asked again over TCP.
    pub truncated: bool,
    answer: Vec<Held>,
    authority: Vec<Held>,
    additional: Vec<Held>,
}

#[derive(Clone, Debug)]
struct Held {
    owner: Name,
    rtype: RecordType,
    ttl: u32,
    rdata: Vec<u8>,
}

impl Question {
    /// To a name server of the zone itself.
    #[must_use]
    pub const fn new(name: Name, rtype: RecordType) -> Self {
        Self { name, rtype, recursive: false }
    }

    /// To a resolver.
    #[must_use]
    pub const fn to_resolver(name: Name, rtype: RecordType) -> Self {
        Self { name, rtype, recursive: true }
    }

    /// The message to send.
    #[must_use]
    pub fn wire(&self, id: u16) -> Vec<u8> {
        let header = Header { rd: self.recursive, ..Header::query(id, Opcode::QUERY) };
        let mut builder = MessageBuilder::new(header, usize::from(DATAGRAM));
        let opt = Opt { dnssec_ok: true, ..Opt::new(DATAGRAM) };
        let written = builder.question(self.name.as_ref(), self.rtype, Class::IN).and_then(|()| builder.opt(&opt));
        debug_assert!(written.is_ok(), "one question fits");
        builder.finish()
    }

    /// Reads an answer to the message of that id; none for octets that are none.
    #[must_use]
    pub fn reply(&self, id: u16, wire: &[u8]) -> Option<Reply> {
        let message = Message::parse(wire).ok()?;
        let header = message.header();
        // RFC 5452 §9.1: ID and question must be those that were sent.
        let mut questions = message.questions();
        let same = questions.next().map_or(message.rcode() != Rcode::NOERROR, |q| {
            q.name() == self.name.as_ref() && q.rtype == self.rtype && q.class == Class::IN
        });
        if !header.qr || header.id != id || header.opcode != Opcode::QUERY || !same {
            return None;
        }
        let held = |section| {
            let records = message.records(section).filter(|r| r.class == Class::IN);
            let held = records.filter_map(|record| {
                let (mut octets, mut canonical) = (Vec::new(), Vec::new());
                record.rdata(&mut octets).ok()?;
                rdata::canonical(record.rtype, &octets, &mut canonical);
                Some(Held { owner: record.owner().to_owned(), rtype: record.rtype, ttl: record.ttl, rdata: canonical })
            });
            held.collect()
        };
        Some(Reply {
            rcode: message.rcode(),
            authoritative: header.aa,
            truncated: header.tc,
            answer: held(Section::Answer),
            authority: held(Section::Authority),
            additional: held(Section::Additional),
        })
    }
}

impl Reply {
    /// The response code's mnemonic.
    #[must_use]
    pub fn rcode(&self) -> String {
        self.rcode.to_string()
    }

    /// Whether the server has answered: not that there are records.
    #[must_use]
    pub fn is_answer(&self) -> bool {
        self.rcode == Rcode::NOERROR || self.rcode == Rcode::NXDOMAIN
    }

    /// The serial of the SOA of `apex`, where it is the answer.
    #[must_use]
    pub fn serial(&self, apex: NameRef<'_>) -> Option<u32> {
        let soa = self.held(apex, RecordType::SOA).next()?;
        Soa::parse(&soa.rdata).map(|soa| soa.serial.0)
    }

    /// The targets of the NS of `apex`, with final dots and in lower case; none where the server does not say.
    #[must_use]
    pub fn name_servers(&self, apex: NameRef<'_>) -> Option<Vec<String>> {
        let servers = self.held(apex, RecordType::NS);
        let servers: Vec<_> = servers.filter_map(|ns| target(&ns.rdata)).collect();
        (self.authoritative && !servers.is_empty()).then_some(servers)
    }

    /// Whether the RRset of that name and type comes with a signature over it.
    #[must_use]
    pub fn is_signed(&self, name: NameRef<'_>, rtype: RecordType) -> bool {
        self.held(name, RecordType::RRSIG).any(|sig| covers(&sig.rdata, rtype))
    }

    /// The DS of `apex` as the parent's side has them; none when the answer does not tell. An answer without records is
    /// one: there is no DS.
    #[must_use]
    pub fn ds(&self, apex: NameRef<'_>) -> Option<Vec<Ds>> {
        let ds = self.held(apex, RecordType::DS).filter_map(|held| dnssec::Ds::parse(&held.rdata)).map(|ds| Ds {
            key_tag: ds.key_tag,
            algorithm: ds.algorithm.0,
            digest_type: ds.digest_type.0,
            digest: hex(ds.digest),
        });
        self.is_answer().then(|| ds.collect())
    }

    /// The DS that the DNSKEYs of the answer have, in the digest types of `like` (RFC 4034 §5.1.4).
    #[must_use]
    pub fn ds_of_keys(&self, apex: NameRef<'_>, like: &[Ds]) -> Vec<Ds> {
        let types: BTreeSet<u8> = like.iter().map(|ds| ds.digest_type).collect();
        let keys = self.held(apex, RecordType::DNSKEY);
        keys.flat_map(|key| {
            types.iter().filter_map(|&digest_type| {
                let algorithm = dnssec::Dnskey::parse(&key.rdata)?.algorithm.0;
                let digest = dnssec::DigestType(digest_type).of(apex, &key.rdata)?;
                Some(Ds { key_tag: dnssec::key_tag(&key.rdata), algorithm, digest_type, digest: hex(&digest) })
            })
        })
        .collect()
    }

    /// The RDATA of an RRset in the answer, canonical and in hex.
    pub(super) fn rrset(&self, name: NameRef<'_>, rtype: RecordType) -> BTreeSet<String> {
        self.held(name, rtype).map(|held| hex(&held.rdata)).collect()
    }

    /// The same of the authority section: a referral's NS (RFC 1034 §4.3.2), what denies (RFC 5155 §7.2).
    pub(super) fn beside(&self, name: NameRef<'_>, rtype: RecordType) -> BTreeSet<String> {
        of(&self.authority, name, rtype).map(|held| hex(&held.rdata)).collect()
    }

    /// The same of the additional section: glue.
    pub(super) fn glue(&self, name: NameRef<'_>, rtype: RecordType) -> BTreeSet<String> {
        of(&self.additional, name, rtype).map(|held| hex(&held.rdata)).collect()
    }

    /// The signatures over an RRset of the answer or the authority section.
    pub(super) fn signatures(&self, name: NameRef<'_>, rtype: RecordType) -> BTreeSet<String> {
        let all = of(&self.answer, name, RecordType::RRSIG).chain(of(&self.authority, name, RecordType::RRSIG));
        all.filter(|h| covers(&h.rdata, rtype)).map(|h| hex(&h.rdata)).collect()
    }

    /// Whether an RRset of the answer or the authority section has another TTL anywhere.
    pub(super) fn has_other_ttl(&self, name: NameRef<'_>, rtype: RecordType, ttl: u32) -> bool {
        of(&self.answer, name, rtype).chain(of(&self.authority, name, rtype)).any(|held| held.ttl != ttl)
    }

    fn held<'a>(&'a self, name: NameRef<'a>, rtype: RecordType) -> impl Iterator<Item = &'a Held> {
        of(&self.answer, name, rtype)
    }
}

fn of<'a>(section: &'a [Held], name: NameRef<'a>, rtype: RecordType) -> impl Iterator<Item = &'a Held> {
    section.iter().filter(move |h| h.rtype == rtype && h.owner.as_ref() == name)
}

/// RFC 4034 §3.1.1: an RRSIG begins with the type that it covers.
pub(super) fn covers(rrsig: &[u8], rtype: RecordType) -> bool {
    rrsig.first_chunk().is_some_and(|covered| u16::from_be_bytes(*covered) == rtype.0)
}

fn target(ns: &[u8]) -> Option<String> {
    NameRef::from_wire(ns).ok().map(|(name, _)| name.to_string())
}

/// RDATA in canonical form as lower-case hex.
pub(super) fn canonical_hex(rtype: RecordType, octets: &[u8]) -> String {
    let mut canonical = Vec::new();
    rdata::canonical(rtype, octets, &mut canonical);
    hex(&canonical)
}

fn hex(octets: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(octets)
}
