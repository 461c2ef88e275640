//! Asking a primary for its SOA (RFC 1034 §4.3.5).

use std::sync::Arc;

use super::reply::Exchange;
use super::{Candidate, Failure, Now, Via, codes};
use crate::engine::diag::Args;
use crate::engine::dns::message::Section;
use crate::engine::dns::{Class, Name, RecordType};
use crate::engine::tsig::Key;

/// One SOA query over UDP or a stream.
#[derive(Debug)]
pub struct SoaQuery {
    exchange: Exchange,
    via: Via,
    expire_s: Option<u32>,
}

/// The EDNS option that asks for the time left, and tells it (RFC 7314 §2).
const EXPIRE: u16 = 9;

/// That option as asked: without a value.
const ASK_EXPIRE: &[u8] = &[0, 9, 0, 0];

impl SoaQuery {
    /// A query for the SOA of `apex`, signed when there is a key.
    #[must_use]
    pub fn new(apex: Name, via: Via, id: u16, key: Option<Arc<Key>>) -> Self {
        Self { exchange: Exchange::new(apex, RecordType::SOA, id, key), via, expire_s: None }
    }

    /// The same query with EDNS, asking when the zone expires at the primary, should that be a secondary itself
    /// (RFC 7314).
    #[must_use]
    pub fn with_expire(self) -> Self {
        Self { exchange: self.exchange.with_options(ASK_EXPIRE), ..self }
    }

    /// Seconds until the zone expires at the primary, if its answer said so.
    #[must_use]
    pub const fn expire_s(&self) -> Option<u32> {
        self.expire_s
    }

    /// The message to send. A datagram sent again is the same octets, or the answer to the first would not verify.
    pub fn request(&mut self, now: Now) -> Vec<u8> {
        self.exchange.request(now, None)
    }

    /// Takes an answer. None: a datagram that is not ours, go on waiting.
    pub fn answer(&mut self, now: Now, wire: &[u8]) -> Option<Result<Candidate, Failure>> {
        if self.via == Via::Udp && !self.exchange.is_ours(wire) {
            return None;
        }
        Some(self.read(now, wire))
    }

    fn read(&mut self, now: Now, wire: &[u8]) -> Result<Candidate, Failure> {
        let message = self.exchange.read(now, wire)?;
        self.exchange.finish()?;
        // RFC 1034 §4.3.5: only an authoritative answer tells the zone's serial; a resolver's copy may be stale.
        if !message.header().aa {
            return Err(Failure::new(&codes::XFR_NOT_AUTHORITATIVE, Args::new()));
        }
        let value = message.opt().and_then(|opt| opt.options().find(|(code, _)| *code == EXPIRE));
        self.expire_s = value.and_then(|(_, octets)| octets.try_into().ok()).map(u32::from_be_bytes);
        let apex = self.exchange.apex().as_ref();
        let mut rdata = Vec::new();
        message
            .records(Section::Answer)
            .find(|r| r.rtype == RecordType::SOA && r.class == Class::IN && r.owner() == apex)
            .filter(|record| record.rdata(&mut rdata).is_ok())
            .and_then(|_| Candidate::of(&rdata))
            .ok_or_else(|| Failure::new(&codes::XFR_NO_SOA, Args::new()))
    }
}
