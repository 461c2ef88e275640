//! A whole zone as messages: SOA first and last, canonical order between, each message signed (RFC 5936 §2.2).

use crate::engine::dns::message::{Header, MessageBuilder, Question, Section};
use crate::engine::dns::{Class, NameRef, Rcode, RecordType};
use crate::engine::limits::AnswerLimits;
use crate::engine::tsig::ServerSequence;
use crate::engine::zone::{Mark, Snapshot};

/// Makes the messages of one transfer, one at a time; holds a version and a place in it, never the whole answer.
#[derive(Debug)]
pub struct ZoneStream {
    content: Snapshot,
    header: Header,
    question: Question,
    signatures: Option<ServerSequence>,
    max_len: usize,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// The opening SOA is to be sent.
    Opening,
    /// Records from here on.
    Inside(Mark),
    /// Only the closing SOA is left.
    Closing,
    Over,
}

impl ZoneStream {
    pub(super) fn new(
        content: Snapshot,
        header: Header,
        question: Question,
        signatures: Option<ServerSequence>,
        limits: &AnswerLimits,
    ) -> Self {
        Self { content, header, question, signatures, max_len: limits.transfer_message, stage: Stage::Opening }
    }

    /// The next message, signed at `now_s`; none after the last.
    pub fn next(&mut self, now_s: u64) -> Option<Vec<u8>> {
        if matches!(self.stage, Stage::Over) {
            return None;
        }
        // A record may need more than we aim at, up to all that a message can be.
        let mut octets = self.fill(self.max_len).or_else(|| self.fill(usize::from(u16::MAX))).unwrap_or_else(|| {
            // RFC 5936 §2.2: what does not fit into any message ends the transfer with an error.
            self.stage = Stage::Over;
            MessageBuilder::new(Header { rcode: Rcode::SERVFAIL, ..self.header }, self.max_len).finish()
        });
        if let Some(signatures) = &mut self.signatures {
            signatures.sign(&mut octets, now_s);
        }
        Some(octets)
    }

    /// The version being sent.
    #[must_use]
    pub const fn content(&self) -> &Snapshot {
        &self.content
    }

    /// Fills one message; none when not even one record fits.
    fn fill(&mut self, max_len: usize) -> Option<Vec<u8>> {
        let room = max_len - self.signatures.as_ref().map_or(0, |s| s.key().record_len());
        let mut builder = MessageBuilder::new(self.header, room);
        let apex = self.content.apex();
        // RFC 5936 §2.2.2: the first message repeats the question; the others may leave it out.
        if matches!(self.stage, Stage::Opening) {
            builder.repeat(&self.question).ok()?;
            put_soa(&mut builder, &self.content)?;
            self.stage = Stage::Inside(Mark::default());
        }
        if let Stage::Inside(mark) = &mut self.stage {
            let mut taken = !builder.is_empty();
            let all = self.content.resume(mark, |owner, rtype, datum| {
                if rtype == RecordType::SOA && owner == apex {
                    return true;
                }
                let put = builder.record(Section::Answer, owner, rtype, Class::IN, datum.ttl, datum.rdata);
                taken |= put.is_ok();
                put.is_ok()
            });
            if all {
                self.stage = Stage::Closing;
            } else if !taken {
                return None;
            }
        }
        if matches!(self.stage, Stage::Closing) {
            match put_soa(&mut builder, &self.content) {
                Some(()) => self.stage = Stage::Over,
                None if builder.is_empty() => return None,
                None => {}
            }
        }
        Some(builder.finish())
    }
}

fn put_soa(builder: &mut MessageBuilder, content: &Snapshot) -> Option<()> {
    let apex: NameRef<'_> = content.apex();
    let soa = content.get(apex, RecordType::SOA)?;
    let record = soa.records().next()?;
    builder.record(Section::Answer, soa.owner(), RecordType::SOA, Class::IN, record.ttl, record.rdata).ok()
}
