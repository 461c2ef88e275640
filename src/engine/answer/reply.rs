//! One response in the making: what goes into its sections, within the room the client has.

use super::Transport;
use crate::engine::dns::message::{Header, Message, MessageBuilder, Opt, Question, Section};
use crate::engine::dns::{Class, Name, NameRef, Rcode, RecordType};
use crate::engine::tsig::ServerSequence;
use crate::engine::zone::RRset;

/// What we say about ourselves in EDNS: the datagrams we take.
pub(super) const OUR_UDP_SIZE: u16 = 1_232;

/// A record that is wanted in the response.
struct Wanted {
    section: Section,
    owner: Name,
    rtype: RecordType,
    ttl: u32,
    rdata: Vec<u8>,
}

/// A response in the making.
pub(super) struct Reply {
    header: Header,
    rcode: Rcode,
    questions: Vec<Question>,
    records: Vec<Wanted>,
    edns: bool,
    transport: Transport,
    room: usize,
}

impl Reply {
    pub(super) fn new(request: Header, rcode: Rcode, transport: Transport, room: usize) -> Self {
        let header = request.response(rcode);
        Self { header, rcode, questions: Vec::new(), records: Vec::new(), edns: false, transport, room }
    }

    /// The client speaks EDNS: so do we, and its datagrams may be larger than 512 octets (RFC 6891 §6.2.3).
    pub(super) fn with_opt(mut self, opt: Option<&Opt<'_>>) -> Self {
        self.edns = opt.is_some();
        if self.transport == Transport::Udp {
            self.room = opt.map_or(512, |opt| usize::from(opt.udp_size).clamp(512, self.room.max(512)));
        }
        self
    }

    pub(super) fn with_questions(mut self, message: &Message<'_>) -> Self {
        self.questions = message.questions().collect();
        self
    }

    pub(super) fn authoritative(mut self, aa: bool) -> Self {
        self.set_authoritative(aa);
        self
    }

    pub(super) fn set_authoritative(&mut self, aa: bool) {
        self.header.aa = aa;
    }

    pub(super) const fn header(&self) -> Header {
        self.header
    }

    /// Octets that the message may have.
    pub(super) const fn room(&self) -> usize {
        self.room
    }

    pub(super) fn set_rcode(&mut self, rcode: Rcode) {
        self.rcode = rcode;
    }

    /// Appends an RRset, if there is one.
    pub(super) fn rrset(&mut self, section: Section, rrset: Option<RRset<'_>>) {
        if let Some(rrset) = rrset {
            self.rrset_as(section, rrset.owner(), &rrset, rrset.ttl());
        }
    }

    /// Appends an RRset under another owner or TTL: a wildcard's, or a SOA's in a negative answer.
    pub(super) fn rrset_as(&mut self, section: Section, owner: NameRef<'_>, rrset: &RRset<'_>, ttl: u32) {
        for record in rrset.records() {
            self.record(section, owner, rrset.rtype(), ttl, record.rdata);
        }
    }

    pub(super) fn record(&mut self, section: Section, owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8]) {
        let rdata = rdata.to_vec();
        self.records.push(Wanted { section, owner: owner.to_owned(), rtype, ttl, rdata });
    }

    /// The message: with everything, or truncated when that does not fit (RFC 2181 §9).
    pub(super) fn finish(mut self, signatures: Option<ServerSequence>, now_s: u64) -> Vec<u8> {
        let for_signature = signatures.as_ref().map_or(0, |s| s.key().record_len());
        let room = self.room.saturating_sub(for_signature);
        let mut octets = self.whole(room).unwrap_or_else(|| {
            self.header.tc = true;
            self.records.clear();
            self.whole(room).unwrap_or_else(|| MessageBuilder::new(self.header, room).finish())
        });
        if let Some(mut signatures) = signatures {
            signatures.sign(&mut octets, now_s);
        }
        octets
    }

    fn whole(&self, room: usize) -> Option<Vec<u8>> {
        let [high, low] = self.rcode.0.to_be_bytes();
        let header = Header { rcode: Rcode(u16::from(low & 0x0f)), ..self.header };
        let mut builder = MessageBuilder::new(header, room);
        for question in &self.questions {
            builder.repeat(question).ok()?;
        }
        for r in &self.records {
            builder.record(r.section, r.owner.as_ref(), r.rtype, Class::IN, r.ttl, &r.rdata).ok()?;
        }
        if !self.edns {
            return Some(builder.finish());
        }
        // RFC 6891 §6.1.3: the upper eight of the response code's twelve bits.
        let rcode_high = high << 4 | low >> 4;
        builder.opt(&Opt { rcode_high, ..Opt::new(OUR_UDP_SIZE) }).ok()?;
        Some(builder.finish())
    }
}
