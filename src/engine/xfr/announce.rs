//! NOTIFY to other secondaries: what is sent, how often, over what, and what an answer means (RFC 1996 §3.6).

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use super::Now;
use super::codes;
use crate::engine::diag::{Args, Code};
use crate::engine::dns::message::{Header, Message, MessageBuilder, Section};
use crate::engine::dns::{Class, Name, NameRef, Opcode, Rcode, RecordType};
use crate::engine::limits::{AnnounceLimits, TsigLimits};
use crate::engine::tsig::{self, ClientSequence, Key};
use crate::engine::zone::{Snapshot, Soa};

/// One version told to one listener, until it answers or is given up.
#[derive(Debug)]
pub struct Announcement {
    apex: Name,
    soa: Vec<u8>,
    key: Option<Arc<Key>>,
    id: u16,
    limits: AnnounceLimits,
    tries: u32,
    signatures: Option<ClientSequence>,
}

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Announce {
    /// Send this datagram and wait so many milliseconds for its answer.
    Datagram(Vec<u8>, u64),
    /// Send this over a connection and wait so many milliseconds for its answer, the connection's time counted.
    Stream(Vec<u8>, u64),
    /// It is over, and how.
    Over(&'static Code, Args),
}

impl Announcement {
    /// Tells of `version`; none if it has no SOA. The ID must be hard to guess.
    #[must_use]
    pub fn new(version: &Snapshot, key: Option<Arc<Key>>, id: u16, limits: AnnounceLimits) -> Option<Self> {
        let apex = version.apex();
        let soa = version.get(apex, RecordType::SOA)?.records().next()?.rdata.to_vec();
        Some(Self { apex: apex.to_owned(), soa, key, id, limits, tries: 0, signatures: None })
    }

    /// At the beginning, and when the time for an answer is over. Over UDP first, each wait twice the one before; then
    /// once over a connection, for UDP may be filtered (RFC 1996 §3.6, §4.8).
    pub fn next(&mut self, now: Now) -> Announce {
        self.tries += 1;
        if self.tries > self.limits.datagrams + 1 {
            return Announce::Over(&codes::XFR_TOLD_IN_VAIN, Args::new().with("tries", self.tries - 1));
        }
        let message = self.message(now);
        if self.tries > self.limits.datagrams {
            return Announce::Stream(message, self.limits.stream_ms);
        }
        Announce::Datagram(message, self.limits.datagram_ms << (self.tries - 1).min(16))
    }

    /// Takes what came; none when it is no answer to what was sent.
    pub fn answer(&mut self, now: Now, wire: &[u8]) -> Option<Announce> {
        let message = Message::parse(wire).ok()?;
        let header = message.header();
        let same = |q: crate::engine::dns::message::Question| {
            q.name() == self.apex.as_ref() && q.rtype == RecordType::SOA && q.class == Class::IN
        };
        // RFC 1996 §4.7: the answer repeats ID, opcode and question.
        if header.id != self.id || !header.qr || header.opcode != Opcode::NOTIFY || !message.questions().all(same) {
            return None;
        }
        if let Some(signatures) = &mut self.signatures {
            // A forged answer must not end it; an error may come without a signature (RFC 8945 §5.2).
            let unsigned_error = message.rcode() != Rcode::NOERROR && message.tsig_offset().is_none();
            if !unsigned_error && signatures.message(&message, now.wall_s).is_err() {
                return None;
            }
        }
        let (rcode, tries) = (message.rcode(), Args::new().with("tries", self.tries));
        Some(match rcode {
            Rcode::NOERROR => Announce::Over(&codes::XFR_TOLD, tries),
            // It heard, and does not want to: nothing is gained by asking again.
            _ => Announce::Over(&codes::XFR_TOLD_REFUSED, tries.with("rcode", rcode.to_string())),
        })
    }

    fn message(&mut self, now: Now) -> Vec<u8> {
        let header = Header { aa: true, ..Header::query(self.id, Opcode::NOTIFY) };
        let mut builder = MessageBuilder::new(header, usize::from(u16::MAX));
        let apex = self.apex.as_ref();
        // RFC 1996 §3.7: the new SOA as a hint.
        let written = builder.question(apex, RecordType::SOA, Class::IN).and(builder.record(
            Section::Answer,
            apex,
            RecordType::SOA,
            Class::IN,
            0,
            &self.soa,
        ));
        debug_assert!(written.is_ok(), "a NOTIFY fits");
        let mut message = builder.finish();
        let limits = TsigLimits::default();
        self.signatures = self.key.as_ref().map(|key| tsig::sign_request(key, &mut message, now.wall_s, &limits));
        message
    }
}

/// The addresses, in the zone, of its name servers without the one that its SOA calls the primary (RFC 1996 §2). What
/// cannot be read as a name is skipped: the others are told all the same.
#[must_use]
pub fn listeners(version: &Snapshot) -> BTreeSet<IpAddr> {
    let apex = version.apex();
    let records = |owner: NameRef<'_>, rtype| -> Vec<Vec<u8>> {
        version.get(owner, rtype).map_or_else(Vec::new, |set| set.records().map(|r| r.rdata.to_vec()).collect())
    };
    let primary = records(apex, RecordType::SOA).first().and_then(|soa| Soa::parse(soa)).map(|soa| soa.mname);
    let servers = records(apex, RecordType::NS);
    let names = servers.iter().filter_map(|rdata| {
        let (name, len) = NameRef::from_wire(rdata).ok()?;
        (len == rdata.len() && primary.as_ref().is_none_or(|p| p.as_ref() != name)).then_some(name)
    });
    let mut found = BTreeSet::new();
    for name in names {
        for rdata in records(name, RecordType::A) {
            found.extend(<[u8; 4]>::try_from(rdata).ok().map(IpAddr::from));
        }
        for rdata in records(name, RecordType::AAAA) {
            found.extend(<[u8; 16]>::try_from(rdata).ok().map(IpAddr::from));
        }
    }
    found
}
