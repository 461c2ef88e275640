//! One transfer as its client sees it: a request, then messages in, records out (RFC 5936 §2.2, RFC 1995 §4).

mod stream;

use std::sync::Arc;

use super::reply::Exchange;
use super::{Close, Failure, Kind, Now, Outcome, codes};
use crate::engine::diag::Args;
use crate::engine::dns::{Name, RecordSink, RecordType, Serial};
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
    /// Records of the zone so far; the closing SOA is not counted.
    pub records: u64,
    /// Octets of all messages.
    pub bytes: u64,
    /// Messages.
    pub messages: u64,
}

/// One transfer. Records go into `S` as they come; it holds a zone only once the outcome is [`Outcome::Complete`].
#[derive(Debug)]
pub struct Transfer<S> {
    exchange: Exchange,
    kind: Kind,
    have: Option<Serial>,
    limits: TransferLimits,
    sink: S,
    stream: Result<Stream, Failure>,
    progress: Progress,
    empty: u32,
    started_ms: u64,
    heard_ms: u64,
}

impl<S: RecordSink> Transfer<S> {
    /// A transfer that has not begun.
    #[must_use]
    pub fn new(request: Request, limits: TransferLimits, sink: S) -> Self {
        let Request { apex, kind, have, id, key } = request;
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
            stream: Ok(Stream::new(have)),
            progress: Progress::default(),
            empty: 0,
            started_ms: 0,
            heard_ms: 0,
        }
    }

    /// The message to send; the transfer's time begins.
    pub fn request(&mut self, now: Now) -> Vec<u8> {
        self.started_ms = now.mono_ms;
        self.heard_ms = now.mono_ms;
        self.exchange.request(now, self.have)
    }

    /// Takes one whole message of the answer, without its length prefix.
    pub fn message(&mut self, now: Now, wire: &[u8]) -> Flow {
        let stream = match std::mem::replace(&mut self.stream, Ok(Stream::new(None))) {
            Ok(stream) if !stream.is_over() => stream,
            over => {
                self.stream = over;
                return Flow::Done;
            }
        };
        self.heard_ms = now.mono_ms;
        self.stream = self.take(now, stream, wire);
        match &self.stream {
            Ok(stream) if !stream.is_over() => Flow::More,
            Ok(_) | Err(_) => Flow::Done,
        }
    }

    /// The connection is gone, or was closed because of [`Flow::Done`].
    pub fn closed(self, why: Close) -> Outcome<S> {
        let progress = self.progress;
        let stream = match self.stream {
            Ok(stream) => stream,
            Err(failure) => return Outcome::Failed(failure),
        };
        match stream.outcome() {
            Some(stream::End::Whole(candidate)) => Outcome::Complete(candidate, self.sink),
            Some(stream::End::Current(serial)) => Outcome::Current(serial),
            None if progress.messages == 0 || !matches!(why, Close::Ended | Close::Reset) => {
                let Failure { code, args, .. } = why.failure();
                Outcome::Failed(Failure::new(code, args.with("records", progress.records)))
            }
            // RFC 5936 §2.2: without the closing SOA it is no zone, however much of it came.
            None => {
                let args = Args::new().with("records", progress.records).with("messages", progress.messages);
                Outcome::Failed(Failure::new(&codes::XFR_CUT, args))
            }
        }
    }

    /// How far it has come.
    #[must_use]
    pub const fn progress(&self) -> Progress {
        self.progress
    }

    /// When to give up unless a message comes before: close with [`Close::Timeout`].
    #[must_use]
    pub fn deadline_ms(&self) -> u64 {
        let idle = self.heard_ms.saturating_add(self.limits.idle_ms);
        idle.min(self.started_ms.saturating_add(self.limits.total_ms))
    }

    fn take(&mut self, now: Now, mut stream: Stream, wire: &[u8]) -> Result<Stream, Failure> {
        self.progress.messages += 1;
        self.progress.bytes += wire.len() as u64;
        self.check_limits(now)?;
        let message = self.exchange.read(now, wire).map_err(|failure| self.at_message(failure))?;
        let before = self.progress.records;
        stream = stream.message(self.exchange.apex().as_ref(), &message, &mut self.sink, &mut self.progress)?;
        // Counted per message, so that at most one message's worth lies above the limit.
        if self.progress.records > self.limits.records {
            return Err(limit(&codes::XFR_LIMIT_RECORDS, self.limits.records));
        }
        let nothing_came = self.progress.records == before && !stream.is_over();
        self.empty = if nothing_came { self.empty + 1 } else { 0 };
        if self.empty > self.limits.empty_messages {
            return Err(limit(&codes::XFR_LIMIT_EMPTY, u64::from(self.limits.empty_messages)));
        }
        if stream.is_over() {
            self.exchange.finish()?;
        }
        Ok(stream)
    }

    fn check_limits(&self, now: Now) -> Result<(), Failure> {
        let Progress { bytes, messages, .. } = self.progress;
        if bytes > self.limits.bytes {
            return Err(limit(&codes::XFR_LIMIT_BYTES, self.limits.bytes));
        }
        if messages > self.limits.messages {
            return Err(limit(&codes::XFR_LIMIT_MESSAGES, self.limits.messages));
        }
        if now.mono_ms.saturating_sub(self.started_ms) > self.limits.total_ms {
            return Err(limit(&codes::XFR_LIMIT_TIME, self.limits.total_ms / 1_000));
        }
        Ok(())
    }

    fn at_message(&self, failure: Failure) -> Failure {
        let args = failure.args.with("message", self.progress.messages).with("kind", self.kind.mnemonic());
        Failure { args, ..failure }
    }
}

fn limit(code: &'static crate::engine::diag::Code, most: u64) -> Failure {
    Failure::new(code, Args::new().with("limit", most))
}
