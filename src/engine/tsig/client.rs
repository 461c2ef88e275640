//! The side that asks: signs a request, then verifies the answer, be it one message or many (RFC 8945 §5.1, §5.3.1).

use std::fmt;

use super::mac::Mac;
use super::record::{self, Tsig, Variables};
use super::{Algorithm, Key, TsigFault};
use crate::engine::dns::message::Message;
use crate::engine::dns::{Name, NameRef, Rcode};
use crate::engine::limits::TsigLimits;

/// Signs `message`, one whole request without a TSIG record, and returns what verifies the answer. `now_s` is Unix
/// time in seconds. The record takes up to [`Key::record_len`] octets.
#[must_use]
pub fn sign_request(key: &Key, message: &mut Vec<u8>, now_s: u64, limits: &TsigLimits) -> ClientSequence {
    let name = record::sent_name(&key.name);
    let variables = Variables {
        name: name.as_ref(),
        algorithm: key.algorithm.wire(),
        time_s: now_s,
        fudge_s: limits.fudge_s,
        error: Rcode::NOERROR,
        other: &[],
    };
    let mut mac = Mac::new(key.algorithm, &key.secret);
    mac.update(message);
    variables.feed(&mut mac);
    let mac = mac.finish();
    variables.append(message, &mac, record::id(message));
    ClientSequence::new(key, &mac, limits)
}

/// Whether a message of an answer had a signature of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It had: this message and all before it are proved.
    Signed,
    /// It had not; a later one must prove it. Use its content only after [`ClientSequence::done`].
    Pending,
}

/// Verifies the messages of one answer in their order. Nothing is proved as a whole before [`Self::done`].
pub struct ClientSequence {
    key: Key,
    limits: TsigLimits,
    /// Fed with the prior MAC and all unsigned messages since.
    mac: Mac,
    signed: u64,
    unsigned: u32,
}

impl ClientSequence {
    /// For the answer to a request that was signed elsewhere: `request_mac` is that of its TSIG record.
    #[must_use]
    pub fn new(key: &Key, request_mac: &[u8], limits: &TsigLimits) -> Self {
        let mac = following(key, request_mac);
        Self { key: key.clone(), limits: limits.clone(), mac, signed: 0, unsigned: 0 }
    }

    /// Takes the next message. `now_s` is Unix time in seconds. After a fault the sequence is of no more use.
    ///
    /// # Errors
    /// What is wrong with the signature, or what the peer says is wrong with ours.
    pub fn message(&mut self, message: &Message<'_>, now_s: u64) -> Result<Proof, TsigFault> {
        let Some(tsig) = Tsig::of(message)? else { return self.unsigned(message) };
        let peer = |verified| TsigFault::Peer { error: tsig.error, verified, peer_s: tsig.other_time_s(), now_s };
        // RFC 8945 §5.3.2: an error about the key or the MAC comes unsigned.
        if tsig.error != Rcode::NOERROR && tsig.mac.is_empty() {
            return Err(peer(false));
        }
        check_key(&self.key, &tsig)?;
        check_mac_size(self.key.algorithm, tsig.mac.len())?;
        let mut mac = std::mem::replace(&mut self.mac, following(&self.key, tsig.mac));
        record::feed_signed(&mut mac, message, tsig.original_id);
        // RFC 8945 §5.3.1: the first message covers all variables, later ones the timers.
        if self.signed == 0 {
            tsig.variables().feed(&mut mac);
        } else {
            tsig.variables().feed_timers(&mut mac);
        }
        let valid = mac.verify(tsig.mac);
        if tsig.error != Rcode::NOERROR {
            return Err(peer(valid));
        }
        if !valid {
            return Err(TsigFault::BadSignature { key: self.key.name.clone(), verified_before: self.signed });
        }
        check_time(&tsig, now_s)?;
        check_truncation(self.key.algorithm, tsig.mac.len(), &self.limits)?;
        self.signed += 1;
        self.unsigned = 0;
        Ok(Proof::Signed)
    }

    /// Ends the answer: everything in it is proved now.
    ///
    /// # Errors
    /// [`TsigFault::LastUnsigned`], or [`TsigFault::Unsigned`] when no message came at all.
    pub fn done(self) -> Result<(), TsigFault> {
        // RFC 8945 §5.3.1: the last message MUST be signed.
        match (self.signed, self.unsigned) {
            (0, _) => Err(TsigFault::Unsigned),
            (_, 0) => Ok(()),
            (_, messages) => Err(TsigFault::LastUnsigned { messages }),
        }
    }

    fn unsigned(&mut self, message: &Message<'_>) -> Result<Proof, TsigFault> {
        // RFC 8945 §5.3.1: the first message MUST be signed, and at most 99 may stand between two that are.
        if self.signed == 0 {
            return Err(TsigFault::Unsigned);
        }
        self.unsigned += 1;
        if self.unsigned > self.limits.unsigned_between {
            return Err(TsigFault::UnsignedRun { limit: self.limits.unsigned_between });
        }
        self.mac.update(message.octets());
        Ok(Proof::Pending)
    }
}

/// When the sender of `message` says that it signed it, in Unix seconds; none without a signature. Only what verified
/// the message makes this true.
#[must_use]
pub fn signed_at(message: &Message<'_>) -> Option<u64> {
    Tsig::of(message).ok().flatten().map(|tsig| tsig.time_s)
}

impl fmt::Debug for ClientSequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClientSequence({:?}, {} signed, {} since)", self.key, self.signed, self.unsigned)
    }
}

fn following(key: &Key, prior: &[u8]) -> Mac {
    let mut mac = Mac::new(key.algorithm, &key.secret);
    record::feed_prior(&mut mac, prior);
    mac
}

fn check_key(key: &Key, tsig: &Tsig<'_>) -> Result<(), TsigFault> {
    let owned = NameRef::to_owned;
    if tsig.name.as_ref() != key.name.as_ref() {
        let theirs: Name = owned(tsig.name.as_ref());
        return Err(TsigFault::WrongKey { ours: key.name.clone(), theirs });
    }
    if tsig.algorithm.as_ref() != key.algorithm.wire() {
        return Err(TsigFault::WrongAlgorithm { ours: key.algorithm, theirs: owned(tsig.algorithm.as_ref()) });
    }
    Ok(())
}

/// RFC 8945 §5.2.2.1: a MAC longer than the algorithm's or shorter than may be looked at is a format error.
pub(super) fn check_mac_size(algorithm: Algorithm, got: usize) -> Result<(), TsigFault> {
    let (shortest, longest) = (algorithm.shortest_mac(), algorithm.mac_len());
    if (shortest..=longest).contains(&got) { Ok(()) } else { Err(TsigFault::MacSize { got, shortest, longest }) }
}

/// RFC 8945 §5.2.3: signed within the fudge that the message itself names.
pub(super) fn check_time(tsig: &Tsig<'_>, now_s: u64) -> Result<(), TsigFault> {
    let (signed_s, fudge_s) = (tsig.time_s, tsig.fudge_s);
    if signed_s.abs_diff(now_s) <= u64::from(fudge_s) {
        Ok(())
    } else {
        Err(TsigFault::BadTime { signed_s, now_s, fudge_s })
    }
}

/// RFC 8945 §5.2.4: our own policy on MACs that were cut.
pub(super) fn check_truncation(algorithm: Algorithm, got: usize, limits: &TsigLimits) -> Result<(), TsigFault> {
    let want = algorithm.mac_len().min(usize::from(limits.shortest_mac));
    if got >= want { Ok(()) } else { Err(TsigFault::BadTruncation { got, want }) }
}
