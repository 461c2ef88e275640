//! Answers of many messages: a whole zone, SOA first and last, canonical order between (RFC 5936 §2.2); or differences, the
//! newest SOA around them (RFC 1995 §4). Each message is signed.

use std::sync::Arc;

use crate::engine::dns::message::{Full, Header, MessageBuilder, Opt, Question, Section};
use crate::engine::dns::{Class, NameRef, Rcode, RecordType};
use crate::engine::limits::AnswerLimits;
use crate::engine::tsig::ServerSequence;
use crate::engine::zone::{Change, Mark, Record, Snapshot};

use super::reply::OUR_UDP_SIZE;

/// Makes the messages of one transfer, one at a time; holds a version and a place in it, never the whole answer.
#[derive(Debug)]
pub struct ZoneStream {
    content: Snapshot,
    /// Differences to send instead of the zone.
    changes: Option<Vec<Arc<Change>>>,
    header: Header,
    question: Question,
    /// The client speaks EDNS; the options for it.
    edns: Option<Vec<u8>>,
    signatures: Option<ServerSequence>,
    max_len: usize,
    stage: Stage,
    /// It ended with an error instead of the closing SOA.
    broken: bool,
}

#[derive(Clone, Debug)]
enum Stage {
    /// The opening SOA is to be sent.
    Opening,
    /// Records of the zone from here on.
    Zone(Mark),
    /// Records of differences from here on: which one, and which of its records.
    Changes(usize, usize),
    /// Only the closing SOA is left.
    Closing,
    Over,
}

/// What a stream begins with.
pub(super) struct Beginning {
    pub(super) header: Header,
    pub(super) question: Question,
    pub(super) edns: Option<Vec<u8>>,
    pub(super) signatures: Option<ServerSequence>,
}

impl ZoneStream {
    pub(super) fn new(
        content: Snapshot,
        changes: Option<Vec<Arc<Change>>>,
        with: Beginning,
        limits: &AnswerLimits,
    ) -> Self {
        let Beginning { header, question, edns, signatures } = with;
        let (max_len, stage) = (limits.transfer_message, Stage::Opening);
        Self { content, changes, header, question, edns, signatures, max_len, stage, broken: false }
    }

    /// The next message, signed at `now_s`; none after the last.
    pub fn next(&mut self, now_s: u64) -> Option<Vec<u8>> {
        if matches!(self.stage, Stage::Over) {
            return None;
        }
        // A record may need more than we aim at, up to all that a message can be.
        let mut octets = self.fill(self.max_len).or_else(|| self.fill(usize::from(u16::MAX))).unwrap_or_else(|| {
            // RFC 5936 §2.2: what does not fit into any message ends the transfer with an error.
            (self.stage, self.broken) = (Stage::Over, true);
            MessageBuilder::new(Header { rcode: Rcode::SERVFAIL, ..self.header }, self.max_len).finish()
        });
        self.sign(&mut octets, now_s);
        Some(octets)
    }

    /// All of it in one datagram of at most `room` octets; none, and nothing signed, when it does not fit.
    pub(super) fn datagram(mut self, room: usize, now_s: u64) -> Result<Vec<u8>, Option<ServerSequence>> {
        match self.fill(room) {
            Some(mut octets) if matches!(self.stage, Stage::Over) => {
                self.sign(&mut octets, now_s);
                Ok(octets)
            }
            _ => Err(self.signatures),
        }
    }

    /// Whether all of it was made, the closing SOA included.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        matches!(self.stage, Stage::Over) && !self.broken
    }

    /// The version being sent.
    #[must_use]
    pub const fn content(&self) -> &Snapshot {
        &self.content
    }

    fn sign(&mut self, octets: &mut Vec<u8>, now_s: u64) {
        if let Some(signatures) = &mut self.signatures {
            signatures.sign(octets, now_s);
        }
    }

    /// Fills one message; none, and the place is as before, when not even one record fits.
    fn fill(&mut self, max_len: usize) -> Option<Vec<u8>> {
        let before = self.stage.clone();
        let octets = self.filled(max_len);
        if octets.is_none() {
            self.stage = before;
        }
        octets
    }

    fn filled(&mut self, max_len: usize) -> Option<Vec<u8>> {
        let room = max_len.saturating_sub(self.signatures.as_ref().map_or(0, |s| s.key().record_len()));
        // RFC 5936 §2.2.5: the first message has an OPT record when the request had one.
        let opt = self.edns.as_deref().filter(|_| matches!(self.stage, Stage::Opening));
        let kept = opt.map_or(0, |options| Opt::EMPTY_LEN + options.len());
        let mut builder = MessageBuilder::new(self.header, room.saturating_sub(kept));
        // RFC 5936 §2.2.2: the first message repeats the question; the others may leave it out.
        if matches!(self.stage, Stage::Opening) {
            builder.repeat(&self.question).ok()?;
            put_soa(&mut builder, &self.content)?;
            self.stage = match &self.changes {
                Some(_) => Stage::Changes(0, 0),
                None => Stage::Zone(Mark::default()),
            };
        }
        let empty = builder.is_empty();
        let all = match &mut self.stage {
            Stage::Zone(mark) => put_zone(&mut builder, &self.content, mark),
            Stage::Changes(step, place) => {
                put_changes(&mut builder, self.changes.as_deref().unwrap_or_default(), step, place)
            }
            Stage::Opening | Stage::Closing | Stage::Over => true,
        };
        if all && put_soa(&mut builder, &self.content).is_some() {
            self.stage = Stage::Over;
        } else if all {
            self.stage = Stage::Closing;
        }
        if empty && builder.is_empty() {
            return None;
        }
        if let Some(options) = opt {
            builder.widen(kept);
            // The room was kept.
            builder.opt(&Opt { options, ..Opt::new(OUR_UDP_SIZE) }).ok()?;
        }
        Some(builder.finish())
    }
}

/// Puts records of the zone from `mark` on, its SOA left out; whether all are in.
fn put_zone(builder: &mut MessageBuilder, content: &Snapshot, mark: &mut Mark) -> bool {
    let apex = content.apex();
    content.resume(mark, |owner, rtype, datum| {
        if rtype == RecordType::SOA && owner == apex {
            return true;
        }
        builder.record(Section::Answer, owner, rtype, Class::IN, datum.ttl, datum.rdata).is_ok()
    })
}

/// Puts records of differences from a place on; whether all are in.
fn put_changes(builder: &mut MessageBuilder, changes: &[Arc<Change>], step: &mut usize, place: &mut usize) -> bool {
    while let Some(change) = changes.get(*step) {
        while let Some(record) = change.record(*place) {
            if put(builder, record).is_err() {
                return false;
            }
            *place += 1;
        }
        (*step, *place) = (*step + 1, 0);
    }
    true
}

fn put(builder: &mut MessageBuilder, record: &Record) -> Result<(), Full> {
    builder.record(Section::Answer, record.owner.as_ref(), record.rtype, Class::IN, record.ttl, &record.rdata)
}

fn put_soa(builder: &mut MessageBuilder, content: &Snapshot) -> Option<()> {
    let apex: NameRef<'_> = content.apex();
    let soa = content.get(apex, RecordType::SOA)?;
    let record = soa.records().next()?;
    builder.record(Section::Answer, soa.owner(), RecordType::SOA, Class::IN, record.ttl, record.rdata).ok()
}
