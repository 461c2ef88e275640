//! What every answer must be before its records are looked at: ours, a response, to this question, verified, no error.

use std::sync::Arc;

use super::{Failure, Now, codes};
use crate::engine::diag::Args;
use crate::engine::dns::message::{Header, Message, MessageBuilder, Opt, Section};
use crate::engine::dns::wire::WireFault;
use crate::engine::dns::{Class, Name, Opcode, Rcode, RecordType, Serial};
use crate::engine::limits::{AnswerLimits, TsigLimits};
use crate::engine::tsig::{self, ClientSequence, Key};

/// One request and what its answers are held against.
#[derive(Debug)]
pub(super) struct Exchange {
    apex: Name,
    rtype: RecordType,
    id: u16,
    key: Option<Arc<Key>>,
    tsig: TsigLimits,
    /// EDNS options; without any the request has no EDNS.
    options: &'static [u8],
    signatures: Option<ClientSequence>,
}

impl Exchange {
    pub(super) fn new(apex: Name, rtype: RecordType, id: u16, key: Option<Arc<Key>>) -> Self {
        Self { apex, rtype, id, key, tsig: TsigLimits::default(), options: &[], signatures: None }
    }

    /// The same with EDNS and these options.
    pub(super) fn with_options(self, options: &'static [u8]) -> Self {
        Self { options, ..self }
    }

    pub(super) const fn apex(&self) -> &Name {
        &self.apex
    }

    /// The request, signed when there is a key. `have` goes into an IXFR's authority section (RFC 1995 §3).
    pub(super) fn request(&mut self, now: Now, have: Option<Serial>) -> Vec<u8> {
        let mut builder = MessageBuilder::new(Header::query(self.id, Opcode::QUERY), usize::from(u16::MAX));
        let apex = self.apex.as_ref();
        // One question, at most one record and a signature fit into any message.
        let mut written = builder.question(apex, self.rtype, Class::IN);
        if let Some(serial) = have {
            written = written.and(builder.record(
                Section::Authority,
                apex,
                RecordType::SOA,
                Class::IN,
                0,
                &soa_of_serial(serial),
            ));
        }
        if !self.options.is_empty() {
            let size = u16::try_from(AnswerLimits::default().datagram).unwrap_or(u16::MAX);
            written = written.and(builder.opt(&Opt { options: self.options, ..Opt::new(size) }));
        }
        debug_assert!(written.is_ok(), "a request fits");
        let mut request = builder.finish();
        self.signatures = self.key.as_ref().map(|key| tsig::sign_request(key, &mut request, now.wall_s, &self.tsig));
        request
    }

    /// Whether the octets can be an answer to this request at all: over UDP anybody can send anything, and what is not
    /// ours is not listened to.
    pub(super) fn is_ours(&self, wire: &[u8]) -> bool {
        wire.first_chunk().is_some_and(|id| u16::from_be_bytes(*id) == self.id)
    }

    /// Reads one answer and holds it to the request.
    pub(super) fn read<'a>(&mut self, now: Now, wire: &'a [u8]) -> Result<Message<'a>, Failure> {
        let message = Message::parse(wire).map_err(|fault| malformed(&fault))?;
        let header = message.header();
        // RFC 5936 §2.2.1: the ID and opcode of the query, QR set.
        if header.id != self.id {
            let args = Args::new().with("sent", self.id).with("got", header.id);
            return Err(Failure::new(&codes::XFR_WRONG_ID, args));
        }
        if !header.qr {
            return Err(Failure::new(&codes::XFR_NOT_A_RESPONSE, Args::new()));
        }
        if header.opcode != Opcode::QUERY {
            return Err(Failure::new(&codes::XFR_WRONG_OPCODE, Args::new().with("opcode", header.opcode.0)));
        }
        let rcode = message.rcode();
        self.verify(now, &message).map_err(|failure| Failure { rcode: Some(rcode), ..failure })?;
        if rcode != Rcode::NOERROR {
            return Err(self.refused(rcode));
        }
        if header.tc {
            return Err(Failure::new(&codes::XFR_TRUNCATED, Args::new()));
        }
        self.check_question(&message)?;
        Ok(message)
    }

    /// Verifies the message's signature, when the request had one. An error may come unsigned: a server that does not
    /// know the key, or no TSIG at all, cannot sign it (RFC 8945 §5.2), and believing it only ends our own attempt.
    fn verify(&mut self, now: Now, message: &Message<'_>) -> Result<(), Failure> {
        let Some(signatures) = &mut self.signatures else { return Ok(()) };
        if message.rcode() != Rcode::NOERROR && message.tsig_offset().is_none() {
            return Ok(());
        }
        signatures.message(message, now.wall_s).map_err(|fault| Failure::from_tsig(&fault))?;
        Ok(())
    }

    /// RFC 8945 §5.3.1: the last message must be signed.
    pub(super) fn finish(&mut self) -> Result<(), Failure> {
        match self.signatures.take() {
            Some(signatures) => signatures.done().map_err(|fault| Failure::from_tsig(&fault)),
            None => Ok(()),
        }
    }

    fn refused(&self, rcode: Rcode) -> Failure {
        let args = Args::new().with("type", self.rtype.to_string()).with("rcode", rcode.to_string());
        Failure { rcode: Some(rcode), ..Failure::new(&codes::XFR_RCODE, args) }
    }

    /// RFC 5936 §2.2.2: the first message repeats the question, later ones may; what is there must be ours. A first
    /// message without one is taken too: ID and signature tie it to the request.
    fn check_question(&self, message: &Message<'_>) -> Result<(), Failure> {
        for (place, question) in message.questions().enumerate() {
            let same = question.name() == self.apex.as_ref() && question.rtype == self.rtype;
            if place > 0 || !same || question.class != Class::IN {
                let args =
                    Args::new().with("name", question.name().to_string()).with("type", question.rtype.to_string());
                return Err(Failure::new(&codes::XFR_WRONG_QUESTION, args));
            }
        }
        Ok(())
    }
}

/// A message that cannot be read.
fn malformed(fault: &WireFault) -> Failure {
    let args = Args::new().with("fault", fault.code.name).with("offset", fault.offset);
    Failure::new(&codes::XFR_MALFORMED, args)
}

/// RFC 1995 §3: only the serial of this record counts; its names are the root and its timers zero.
fn soa_of_serial(serial: Serial) -> [u8; 22] {
    let mut rdata = [0; 22];
    if let Some(slot) = rdata.get_mut(2..6) {
        slot.copy_from_slice(&serial.0.to_be_bytes());
    }
    rdata
}
