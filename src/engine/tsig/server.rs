//! The side that answers: verifies a request, signs each message of the answer, or says what is wrong (RFC 8945 §5.2,
//! §5.3).

use std::fmt;

use super::client::{check_mac_size, check_time, check_truncation};
use super::mac::Mac;
use super::record::{self, Tsig, Variables};
use super::{Algorithm, Key, Keyring, TsigFault};
use crate::engine::dns::message::Message;
use crate::engine::dns::{Name, Rcode};
use crate::engine::limits::TsigLimits;

/// Verifies a request: no TSIG record, a good one with what signs the answer, or a rejection that must be answered.
/// `now_s` is Unix time in seconds.
///
/// # Errors
/// The rejection, boxed since it is rare and large.
pub fn check_request(
    message: &Message<'_>,
    keys: &(impl Keyring + ?Sized),
    now_s: u64,
    limits: &TsigLimits,
) -> Result<Option<ServerSequence>, Box<Rejection>> {
    let tsig = match Tsig::of(message) {
        Ok(None) => return Ok(None),
        Ok(Some(tsig)) => tsig,
        Err(fault) => return Err(Box::new(Rejection { fault, reply: None })),
    };
    let reply = Reply {
        name: tsig.name.as_ref().to_owned(),
        algorithm: tsig.algorithm.as_ref().to_owned(),
        request_s: tsig.time_s,
        fudge_s: limits.fudge_s,
        sequence: None,
    };
    // RFC 8945 §5.2: the order is key, MAC, time, truncation.
    let algorithm = Algorithm::from_name(tsig.algorithm.as_ref());
    let Some(key) = algorithm.and_then(|a| keys.find(tsig.name.as_ref(), a)) else {
        let name_known = Algorithm::ALL.into_iter().any(|a| keys.find(tsig.name.as_ref(), a).is_some());
        let (name, algorithm) = (reply.name.clone(), reply.algorithm.clone());
        let fault = TsigFault::UnknownKey { name, algorithm, name_known };
        return Err(Box::new(Rejection { fault, reply: Some(reply) }));
    };
    if let Err(fault) = check_mac_size(key.algorithm, tsig.mac.len()) {
        return Err(Box::new(Rejection { fault, reply: None }));
    }
    let mut mac = Mac::new(key.algorithm, &key.secret);
    record::feed_signed(&mut mac, message, tsig.original_id);
    tsig.variables().feed(&mut mac);
    if !mac.verify(tsig.mac) {
        let fault = TsigFault::BadSignature { key: key.name.clone(), verified_before: 0 };
        return Err(Box::new(Rejection { fault, reply: Some(reply) }));
    }
    // RFC 8945 §4.2: the error is what a response says about its request. An answer sent back as a request has one
    // (CVE-2020-8617).
    if tsig.error != Rcode::NOERROR {
        let fault = TsigFault::ErrorInRequest { error: tsig.error };
        return Err(Box::new(Rejection { fault, reply: Some(reply) }));
    }
    let sequence = ServerSequence {
        // The name as the client wrote it: some clients compare it octet by octet.
        key: Key { name: reply.name.clone(), ..key.clone() },
        fudge_s: limits.fudge_s,
        prior: tsig.mac.to_vec(),
        signed: 0,
    };
    let timely = check_time(&tsig, now_s).and_then(|()| check_truncation(key.algorithm, tsig.mac.len(), limits));
    match timely {
        Ok(()) => Ok(Some(sequence)),
        Err(fault) => Err(Box::new(Rejection { fault, reply: Some(Reply { sequence: Some(sequence), ..reply }) })),
    }
}

/// Signs the messages of one answer in their order.
pub struct ServerSequence {
    key: Key,
    fudge_s: u16,
    prior: Vec<u8>,
    signed: u64,
}

impl ServerSequence {
    /// The key that the request was signed with; its name as the client wrote it.
    #[must_use]
    pub const fn key(&self) -> &Key {
        &self.key
    }

    /// Signs the next message, which has no TSIG record yet and leaves [`Key::record_len`] octets free.
    pub fn sign(&mut self, message: &mut Vec<u8>, now_s: u64) {
        self.sign_with(message, now_s, Rcode::NOERROR, &[]);
    }

    fn sign_with(&mut self, message: &mut Vec<u8>, time_s: u64, error: Rcode, other: &[u8]) {
        let variables = Variables {
            name: self.key.name.as_ref(),
            algorithm: self.key.algorithm.wire(),
            time_s,
            fudge_s: self.fudge_s,
            error,
            other,
        };
        let mut mac = Mac::new(self.key.algorithm, &self.key.secret);
        record::feed_prior(&mut mac, &self.prior);
        mac.update(message);
        // RFC 8945 §5.3.1: the first message covers all variables, later ones the timers.
        if self.signed == 0 {
            variables.feed(&mut mac);
        } else {
            variables.feed_timers(&mut mac);
        }
        let mac = mac.finish();
        variables.append(message, &mac, record::id(message));
        self.prior = mac;
        self.signed += 1;
    }
}

impl fmt::Debug for ServerSequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServerSequence({:?}, {} signed)", self.key, self.signed)
    }
}

/// A request that was not believed, and what its answer needs.
#[derive(Debug)]
pub struct Rejection {
    fault: TsigFault,
    reply: Option<Reply>,
}

#[derive(Debug)]
struct Reply {
    name: Name,
    algorithm: Name,
    request_s: u64,
    fudge_s: u16,
    /// Present when the MAC was right: then the answer is signed.
    sequence: Option<ServerSequence>,
}

impl Rejection {
    /// What was wrong.
    #[must_use]
    pub const fn fault(&self) -> &TsigFault {
        &self.fault
    }

    /// The response code of the answer.
    #[must_use]
    pub const fn rcode(&self) -> Rcode {
        self.fault.answer().0
    }

    /// The error in the answer's TSIG record, if it has one.
    #[must_use]
    pub const fn tsig_error(&self) -> Option<Rcode> {
        self.fault.answer().1
    }

    /// Puts the TSIG record that RFC 8945 §5.3.2 asks for behind `response`: none for a format error, an unsigned one
    /// for BADKEY and BADSIG, a signed one for BADTIME and BADTRUNC.
    pub fn sign(self, response: &mut Vec<u8>, now_s: u64) {
        let (Some(error), Some(reply)) = (self.tsig_error(), self.reply) else { return };
        // RFC 8945 §5.2.3: BADTIME repeats the client's time and tells the server's in the other data.
        let server_time = record::time(now_s);
        let (time_s, other) =
            if error == Rcode::BADTIME { (reply.request_s, server_time.as_slice()) } else { (now_s, [].as_slice()) };
        if let Some(mut sequence) = reply.sequence {
            sequence.sign_with(response, time_s, error, other);
        } else {
            let (name, algorithm) = (reply.name.as_ref(), reply.algorithm.as_ref());
            let variables = Variables { name, algorithm, time_s, fudge_s: reply.fudge_s, error, other };
            variables.append(response, &[], record::id(response));
        }
    }
}
