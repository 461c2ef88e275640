//! One transfer as its client sees it: a request, then messages in, records out (RFC 5936 §2.2, RFC 1995 §4).

mod place;
mod stream;

use std::sync::Arc;

use super::reply::Exchange;
use super::{ChangeSink, Close, Failure, Kind, Now, Outcome, Via, codes};
use crate::engine::diag::{Args, Code};
use crate::engine::dns::message::Section;
use crate::engine::dns::{Name, RecordType, Serial};
use crate::engine::limits::TransferLimits;
use crate::engine::tsig::Key;

use stream::Stream;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Request {
    /// The zone.
    pub apex: Name,
    /// Whole or changes.
    pub kind: Kind,
    /// The serial held; only an IXFR sends it.
    pub have: Option<Serial>,
    /// The message's ID: random, so that an answer can be told from a guess.
    pub id: u16,
    /// Signs the request and verifies every message of the answer.
    pub key: Option<Arc<Key>>,
    /// What carries it. An IXFR may go in a datagram (RFC 1995 §2); its answer is one message, and when that is not
    /// all, the outcome is [`codes::XFR_DATAGRAM`] and a stream is to be tried. Not for AXFR (RFC 5936 §4.2).
    pub via: Via,
}

/// Whether more messages are expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Go on reading.
    More,
    /// The transfer is over, well or not: close the connection and call [`Transfer::closed`].
    Done,
}

/// How far a transfer has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Records of the zone or of differences so far; SOAs that open or close an answer to IXFR are not counted.
    pub records: u64,
    /// Octets of all messages.
    pub bytes: u64,
    /// Messages.
    pub messages: u64,
}

/// What is counted besides progress.
#[derive(Debug, Default)]
struct Counts {
    progress: Progress,
    sequences: u32,
    deletions: u64,
    additions: u64,
    outside: u64,
    /// Where the first record outside the zone stood, and what it was.
    first_outside: Option<Args>,
}

/// One transfer. Records go into `S` as they come; it holds a zone only once the outcome is [`Outcome::Complete`].
#[derive(Debug)]
pub struct Transfer<S> {
    exchange: Exchange,
    kind: Kind,
    have: Option<Serial>,
    limits: TransferLimits,
    sink: S,
    via: Via,
    stream: Stream,
    /// What ended it before its end.
    failure: Option<Failure>,
    counts: Counts,
    empty: u32,
    started_ms: u64,
    heard_ms: u64,
    /// When the present stretch of [`TransferLimits::rate_ms`] began, and the octets before it.
    stretch: (u64, u64),
}

impl<S: ChangeSink> Transfer<S> {
    /// A transfer that has not begun.
    #[must_use]
    pub fn new(request: Request, limits: TransferLimits, sink: S) -> Self {
        let Request { apex, kind, have, id, key, via } = request;
        let rtype = match kind {
            Kind::Axfr => RecordType::AXFR,
            Kind::Ixfr => RecordType::IXFR,
        };
        let have = have.filter(|_| kind == Kind::Ixfr);
        Self {
            exchange: Exchange::new(apex, rtype, id, key),
            kind,
            have,
            limits,
            sink,
            via,
            stream: Stream::new(have, limits.differences),
            failure: None,
            counts: Counts::default(),
            empty: 0,
            started_ms: 0,
            heard_ms: 0,
            stretch: (0, 0),
        }
    }

    /// The message to send; the transfer's time begins.
    pub fn request(&mut self, now: Now) -> Vec<u8> {
        self.started_ms = now.mono_ms;
        self.heard_ms = now.mono_ms;
        self.stretch = (now.mono_ms, 0);
        self.exchange.request(now, self.have)
    }

    /// Takes one whole message of the answer, without its length prefix. A datagram that is not an answer to the request
    /// changes nothing.
    pub fn message(&mut self, now: Now, wire: &[u8]) -> Flow {
        if self.is_over() {
            return Flow::Done;
        }
        if self.via == Via::Udp && !self.exchange.is_ours(wire) {
            return Flow::More;
        }
        self.heard_ms = now.mono_ms;
        self.failure = self.take(now, wire).err();
        if self.is_over() { Flow::Done } else { Flow::More }
    }

    const fn is_over(&self) -> bool {
        self.failure.is_some() || self.stream.is_over()
    }

    /// The connection is gone, or was closed because of [`Flow::Done`].
    pub fn closed(self, why: Close) -> Outcome<S> {
        if let Some(failure) = self.failure {
            return Outcome::Failed(failure);
        }
        let Progress { records, messages, .. } = self.counts.progress;
        match self.stream.outcome() {
            Some(stream::End::Whole(candidate)) => Outcome::Complete(candidate, self.sink),
            Some(stream::End::Current(serial)) => Outcome::Current(serial),
            None if messages == 0 || !matches!(why, Close::Ended | Close::Reset) => {
                let Failure { code, args, .. } = why.failure();
                Outcome::Failed(Failure::new(code, args.with("records", records)))
            }
            // RFC 5936 §2.2: without the closing SOA it is no zone, however much of it came.
            None => {
                let args = Args::new().with("records", records).with("messages", messages);
                Outcome::Failed(Failure::new(&codes::XFR_CUT, args))
            }
        }
    }

    /// What the records go into.
    pub const fn sink_mut(&mut self) -> &mut S {
        &mut self.sink
    }

    /// How far it has come.
    #[must_use]
    pub const fn progress(&self) -> Progress {
        self.counts.progress
    }

    /// What is worth saying of what came so far: how an IXFR was answered, and what was left out.
    #[must_use]
    pub fn remarks(&self) -> Vec<(&'static Code, Args)> {
        let Counts { progress, sequences, deletions, additions, outside, .. } = self.counts;
        let mut remarks = Vec::new();
        if sequences > 0 {
            let args = Args::new().with("count", sequences).with("deletions", deletions).with("additions", additions);
            remarks.push((&codes::XFR_CHANGES, args));
        } else if self.kind == Kind::Ixfr && progress.records > 0 {
            remarks.push((&codes::XFR_WHOLE, Args::new().with("records", progress.records)));
        }
        if let Some(first) = &self.counts.first_outside {
            remarks.push((&codes::XFR_OUT_OF_ZONE, first.clone().with("count", outside)));
        }
        remarks
    }

    /// When to give up unless a message comes before: close with [`Close::Timeout`].
    #[must_use]
    pub fn deadline_ms(&self) -> u64 {
        let idle = self.heard_ms.saturating_add(self.limits.idle_ms);
        idle.min(self.started_ms.saturating_add(self.limits.total_ms))
    }

    fn take(&mut self, now: Now, wire: &[u8]) -> Result<(), Failure> {
        self.counts.progress.messages += 1;
        self.counts.progress.bytes += wire.len() as u64;
        self.check_limits(now)?;
        let message = self.exchange.read(now, wire).map_err(|failure| self.at_message(failure))?;
        let before = (self.counts.progress.records, self.counts.outside);
        let apex = self.exchange.apex().as_ref();
        self.stream.message(apex, &message, &mut self.sink, &mut self.counts)?;
        // Counted per message, so that at most one message's worth lies above the limit. Differences have their own.
        if self.counts.sequences == 0 && self.counts.progress.records > self.limits.records {
            return Err(limit(&codes::XFR_LIMIT_RECORDS, self.limits.records));
        }
        let nothing_came =
            message.count(Section::Answer) == 0 || before == (self.counts.progress.records, self.counts.outside);
        self.empty = if nothing_came && !self.stream.is_over() { self.empty + 1 } else { 0 };
        if self.empty > self.limits.empty_messages {
            return Err(limit(&codes::XFR_LIMIT_EMPTY, u64::from(self.limits.empty_messages)));
        }
        if self.stream.is_over() {
            self.exchange.finish()?;
            return self.sink.end();
        }
        // RFC 1995 §2: what does not fit into a datagram is asked for again over TCP.
        if self.via == Via::Udp { Err(Failure::new(&codes::XFR_DATAGRAM, Args::new())) } else { Ok(()) }
    }

    fn check_limits(&mut self, now: Now) -> Result<(), Failure> {
        let Progress { bytes, messages, .. } = self.counts.progress;
        if bytes > self.limits.bytes {
            return Err(limit(&codes::XFR_LIMIT_BYTES, self.limits.bytes));
        }
        if messages > self.limits.messages {
            return Err(limit(&codes::XFR_LIMIT_MESSAGES, self.limits.messages));
        }
        if now.mono_ms.saturating_sub(self.started_ms) > self.limits.total_ms {
            return Err(limit(&codes::XFR_LIMIT_TIME, self.limits.total_ms / 1_000));
        }
        let (began_ms, before) = self.stretch;
        if now.mono_ms.saturating_sub(began_ms) >= self.limits.rate_ms {
            if bytes.saturating_sub(before) < self.limits.rate_bytes {
                let Failure { code, args, .. } = limit(&codes::XFR_LIMIT_RATE, self.limits.rate_bytes);
                return Err(Failure::new(code, args.with("seconds", self.limits.rate_ms / 1_000)));
            }
            self.stretch = (now.mono_ms, bytes);
        }
        Ok(())
    }

    fn at_message(&self, failure: Failure) -> Failure {
        let args = failure.args.with("message", self.counts.progress.messages).with("kind", self.kind.mnemonic());
        Failure { args, ..failure }
    }
}

fn limit(code: &'static Code, most: u64) -> Failure {
    Failure::new(code, Args::new().with("limit", most))
}
