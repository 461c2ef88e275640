//! One response in the making: what goes into its sections, within the room the client has.

use super::Transport;
use super::edns::{self, Reason};
use super::rate::Kind;
use crate::engine::dns::message::{Header, Message, MessageBuilder, Opt, Question, Section};
use crate::engine::dns::{Class, NameRef, Rcode, RecordType};
use crate::engine::limits::AnswerLimits;
use crate::engine::tsig::ServerSequence;
use crate::engine::zone::RRset;

/// What we say about ourselves in EDNS: the datagrams we take.
pub(super) const OUR_UDP_SIZE: u16 = 1_232;

/// What a request sets for its response.
pub(super) struct Terms {
    header: Header,
    questions: Vec<Question>,
    /// The client speaks EDNS, and so do we.
    edns: bool,
    dnssec: bool,
    /// The client asks how long the zone is good.
    expire: bool,
    stream: bool,
    room: usize,
    /// Octets of the room that a signature takes.
    signature: usize,
}

/// A response in the making. Sections are filled in their order.
pub(super) struct Reply<'t> {
    terms: &'t Terms,
    header: Header,
    rcode: Rcode,
    builder: MessageBuilder,
    options: Vec<u8>,
    truncated: bool,
    kind: Option<Kind>,
}

impl Terms {
    /// Of a request whose header alone could be read.
    pub(super) fn new(header: Header, transport: Transport, limits: &AnswerLimits) -> Self {
        let stream = transport.is_stream();
        let room = if stream { usize::from(u16::MAX) } else { limits.datagram.min(512) };
        Self { header, questions: Vec::new(), edns: false, dnssec: false, expire: false, stream, room, signature: 0 }
    }

    /// Of a request that was read.
    pub(super) fn of(message: &Message<'_>, transport: Transport, limits: &AnswerLimits) -> Self {
        let mut terms = Self::new(message.header(), transport, limits);
        terms.questions = message.questions().collect();
        if let Some(opt) = message.opt() {
            terms.edns = true;
            terms.dnssec = opt.dnssec_ok;
            terms.expire = opt.options().any(|(code, _)| code == edns::EXPIRE);
            if !terms.stream {
                // RFC 6891 §6.2.3: sizes below 512 mean 512.
                terms.room = usize::from(opt.udp_size).max(512).min(limits.datagram);
            }
        }
        terms
    }

    /// The same for a response that is signed.
    pub(super) fn signed(self, signatures: Option<&ServerSequence>) -> Self {
        Self { signature: signatures.map_or(0, |s| s.key().record_len()), ..self }
    }

    /// Whether the client wants signatures and proofs (RFC 3225 §3).
    pub(super) const fn dnssec(&self) -> bool {
        self.dnssec
    }

    /// Octets that the message may have, its signature included.
    pub(super) const fn room(&self) -> usize {
        self.room
    }

    /// Begins a response.
    pub(super) fn reply(&self, rcode: Rcode) -> Reply<'_> {
        let header = self.header.response(rcode);
        let (options, builder) = (Vec::new(), self.begin(header));
        Reply { terms: self, header, rcode, builder, options, truncated: false, kind: None }
    }

    fn begin(&self, header: Header) -> MessageBuilder {
        let mut builder = MessageBuilder::new(header, self.room);
        builder.narrow(self.signature + if self.edns { Opt::EMPTY_LEN } else { 0 });
        for question in &self.questions {
            // Fits unless a request of many questions is refused, which needs none of them repeated.
            let _ = builder.repeat(question);
        }
        builder
    }
}

impl Reply<'_> {
    pub(super) const fn authoritative(mut self, aa: bool) -> Self {
        self.header.aa = aa;
        self
    }

    pub(super) const fn set_authoritative(&mut self, aa: bool) {
        self.header.aa = aa;
    }

    /// The same, with a reason for clients that speak EDNS.
    pub(super) fn because(mut self, reason: Reason) -> Self {
        self.explain(reason);
        self
    }

    pub(super) fn explain(&mut self, reason: Reason) {
        self.option(|options| reason.put(options));
    }

    /// Says for how many seconds the zone is still good, if the client asked (RFC 7314 §3).
    pub(super) fn expire(&mut self, left_s: Option<u32>) {
        if let Some(left_s) = left_s.filter(|_| self.terms.expire) {
            self.option(|options| edns::put(options, edns::EXPIRE, &left_s.to_be_bytes()));
        }
    }

    fn option(&mut self, put: impl FnOnce(&mut Vec<u8>)) {
        if self.terms.edns {
            let before = self.options.len();
            put(&mut self.options);
            self.builder.narrow(self.options.len() - before);
        }
    }

    pub(super) const fn header(&self) -> Header {
        self.header
    }

    /// The options that its OPT record would have.
    pub(super) fn into_options(self) -> Vec<u8> {
        self.options
    }

    pub(super) const fn set_rcode(&mut self, rcode: Rcode) {
        self.rcode = rcode;
    }

    /// What a limiter counts it as; the first that is said holds.
    pub(super) fn set_kind(&mut self, kind: Kind) {
        self.kind.get_or_insert(kind);
    }

    pub(super) fn kind(&self) -> Kind {
        self.kind.unwrap_or(if self.rcode == Rcode::NOERROR { Kind::Records } else { Kind::Error })
    }

    /// Appends an RRset, if there is one.
    pub(super) fn rrset(&mut self, section: Section, rrset: Option<RRset<'_>>) {
        if let Some(rrset) = rrset {
            self.rrset_as(section, rrset.owner(), &rrset, rrset.ttl());
        }
    }

    /// Appends an RRset under another owner or TTL: a wildcard's, or a SOA's in a negative answer. Without room the
    /// response is truncated.
    pub(super) fn rrset_as(&mut self, section: Section, owner: NameRef<'_>, rrset: &RRset<'_>, ttl: u32) {
        self.truncated = self.truncated || !self.offer(section, owner, rrset, ttl);
    }

    /// Appends an RRset whole, or says that there is no room for it.
    #[must_use]
    pub(super) fn offer(&mut self, section: Section, owner: NameRef<'_>, rrset: &RRset<'_>, ttl: u32) -> bool {
        let mark = self.builder.mark();
        for record in rrset.records() {
            if self.builder.record(section, owner, rrset.rtype(), Class::IN, ttl, record.rdata).is_err() {
                self.builder.back_to(mark);
                return false;
            }
        }
        true
    }

    /// Appends one record; without room the response is truncated.
    pub(super) fn record(&mut self, section: Section, owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8]) {
        let done = self.truncated || self.builder.record(section, owner, rtype, Class::IN, ttl, rdata).is_ok();
        self.truncated |= !done;
    }

    /// Something that had to be in it has no room.
    pub(super) const fn truncate(&mut self) {
        self.truncated = true;
    }

    /// The message: with everything, or empty when what had to be in it did not fit: truncated (RFC 2181 §9), or an error
    /// where no message is larger.
    pub(super) fn finish(mut self, signatures: Option<ServerSequence>, now_s: u64) -> Vec<u8> {
        if self.truncated && self.terms.stream {
            // There is no larger transport to come back over.
            self.header.aa = false;
            self.rcode = Rcode::SERVFAIL;
        }
        let [high, low] = self.rcode.0.to_be_bytes();
        self.header.rcode = Rcode(u16::from(low & 0x0f));
        if self.truncated {
            self.header.tc = !self.terms.stream;
            self.builder = self.terms.begin(self.header);
            self.builder.narrow(self.options.len());
        }
        self.builder.set_header(self.header);
        if self.terms.edns {
            self.builder.widen(Opt::EMPTY_LEN + self.options.len());
            // RFC 6891 §6.1.3: the upper eight of the response code's twelve bits; RFC 3225 §3: DO is repeated.
            let (rcode_high, dnssec_ok) = (high << 4 | low >> 4, self.terms.dnssec);
            // The room was kept.
            let _ = self.builder.opt(&Opt { rcode_high, dnssec_ok, options: &self.options, ..Opt::new(OUR_UDP_SIZE) });
        }
        let mut octets = self.builder.finish();
        if let Some(mut signatures) = signatures {
            signatures.sign(&mut octets, now_s);
        }
        octets
    }
}
