//! DNS listeners: UDP and TCP sockets before [`engine::answer`](crate::engine::answer), which judges every message.

mod quiet;
mod tcp;
mod udp;

pub use tcp::serve as tcp;
pub use udp::serve as udp;

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use super::clock;
use super::driver::{Control, Held, InUse};
use crate::engine::answer::{self, Answer, Client, Kind, RateLimiter, Response, Server, Transport, Verdict};
use crate::engine::diag::{Severity, english};
use crate::engine::dns::NameRef;
use crate::engine::limits::{AnswerLimits, RateLimits, TsigLimits};
use quiet::Quiet;

/// What all listeners answer from; cheap to clone.
#[derive(Clone)]
pub struct Responder {
    control: Control,
    limits: Arc<Limits>,
    quiet: Arc<Quiet>,
    rate: Arc<Mutex<RateLimiter>>,
}

/// One look at zones and keys. What was judged is followed up only when it is over.
struct Sitting<'r> {
    zones: Held<'r>,
    keys: Arc<InUse>,
    limits: &'r Limits,
    now_s: u64,
}

impl Sitting<'_> {
    fn judge(&self, address: IpAddr, transport: Transport, wire: &[u8]) -> Answer {
        let Limits { answer: limits, tsig } = self.limits;
        let server = Server { zones: &self.zones, keys: self.keys.as_ref(), limits, tsig };
        answer::respond(server, Client { address, transport }, wire, self.now_s)
    }
}

#[derive(Default)]
struct Limits {
    answer: AnswerLimits,
    tsig: TsigLimits,
}

impl Responder {
    /// Answers from the zones of `control`, so many over UDP.
    #[must_use]
    pub fn new(control: Control, rate: RateLimits) -> Self {
        // Without randomness the table still works; only who knows the time could choose what shares a row.
        let secret = getrandom::u64().unwrap_or_else(|_| clock::wall_s());
        let rate = Arc::new(Mutex::new(RateLimiter::new(rate, secret)));
        Self { control, limits: Arc::default(), quiet: Arc::default(), rate }
    }

    /// Answers one message. A NOTIFY goes to its zone, events to the log.
    fn respond(&self, address: IpAddr, transport: Transport, wire: &[u8]) -> Response {
        let answer = self.sit().judge(address, transport, wire);
        self.follow_up(address, transport, answer)
    }

    /// Looks at zones and keys as they are now, to judge a few messages by.
    fn sit(&self) -> Sitting<'_> {
        let (zones, keys) = (self.control.zones(), self.control.keys());
        Sitting { zones, keys, limits: &self.limits, now_s: clock::wall_s() }
    }

    /// Does what a judgement leads to, and gives what to send.
    fn follow_up(&self, address: IpAddr, transport: Transport, answer: Answer) -> Response {
        if let Some((code, args)) = &answer.event {
            // Anybody can make us say these: a flood of messages must not become a flood of lines.
            if let Some(unsaid) = self.quiet.may_say(code, clock::mono_ms()) {
                let text = english::message(code, args);
                match code.severity {
                    Severity::Error | Severity::Warning => tracing::warn!(code = code.name, unsaid, "{text}"),
                    Severity::Info => tracing::info!(code = code.name, unsaid, "{text}"),
                }
            }
        }
        if let Some(notified) = answer.notified {
            self.control.notify(notified);
        }
        match (answer.response, answer.kind) {
            (Response::Message(octets), Some(kind)) if transport == Transport::Udp => self.held(address, kind, octets),
            (response, _) => response,
        }
    }

    /// The whole of a zone, or of its differences, was sent.
    fn given(&self, apex: NameRef<'_>) {
        self.control.given(apex);
    }

    /// What is left of a datagram when its network gets too many.
    fn held(&self, address: IpAddr, kind: Kind, octets: Vec<u8>) -> Response {
        // A panic while the lock was held leaves a count wrong, no more.
        let mut rate = self.rate.lock().unwrap_or_else(PoisonError::into_inner);
        match rate.judge(clock::mono_ms(), address, kind) {
            Verdict::Send => Response::Message(octets),
            Verdict::Slip => answer::truncated(&octets).map_or(Response::Silence, Response::Message),
            Verdict::Drop => Response::Silence,
        }
    }
}
