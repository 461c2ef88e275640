//! The order of records in an answer: the apex's SOA, the zone, the same SOA again (RFC 5936 §2.2).

use super::Progress;
use crate::engine::diag::{Args, Code, Span};
use crate::engine::dns::message::{Message, RecordView, Section};
use crate::engine::dns::{Class, NameRef, RecordSink, RecordType, Serial};
use crate::engine::xfr::{Candidate, Failure, codes};

/// How an answer ended well.
pub(super) enum End {
    Whole(Candidate),
    Current(Serial),
}

/// Where in the answer we are.
#[derive(Debug)]
enum State {
    /// Nothing has come.
    Start,
    /// The first SOA has; whether the rest is a zone or differences is not known yet.
    Opened(ApexSoa),
    /// Records of the zone come.
    Inside(ApexSoa),
    /// The first SOA has come again.
    Closed(ApexSoa),
    /// One SOA that is not newer than ours, and nothing else: RFC 1995 §2.
    Current(Serial),
}

/// The SOA that opened the answer, by which the one that closes it is known.
#[derive(Debug)]
struct ApexSoa {
    rdata: Vec<u8>,
    candidate: Candidate,
}

/// A reader of one answer's records.
#[derive(Debug)]
pub(super) struct Stream {
    state: State,
    /// The serial an IXFR was asked from; none for AXFR.
    have: Option<Serial>,
}

impl Stream {
    pub(super) const fn new(have: Option<Serial>) -> Self {
        Self { state: State::Start, have }
    }

    pub(super) const fn is_over(&self) -> bool {
        matches!(self.state, State::Closed(_) | State::Current(_))
    }

    pub(super) fn outcome(&self) -> Option<End> {
        match &self.state {
            State::Closed(soa) => Some(End::Whole(soa.candidate)),
            State::Current(serial) => Some(End::Current(*serial)),
            State::Start | State::Opened(_) | State::Inside(_) => None,
        }
    }

    /// Takes the answer section of one message.
    pub(super) fn message(
        mut self,
        apex: NameRef<'_>,
        message: &Message<'_>,
        sink: &mut impl RecordSink,
        progress: &mut Progress,
    ) -> Result<Self, Failure> {
        if matches!(self.state, State::Start) && message.count(Section::Answer) == 0 {
            return Err(Failure::new(&codes::XFR_EMPTY_ANSWER, Args::new()));
        }
        let mut rdata = Vec::new();
        for (place, record) in message.records(Section::Answer).enumerate() {
            let at = Place { message: progress.messages, record: place + 1 };
            check(apex, &record, at)?;
            rdata.clear();
            record.rdata(&mut rdata).map_err(|fault| {
                let args = at.args(&record).with("fault", fault.code.name).with("offset", fault.offset);
                Failure::new(&codes::XFR_RDATA, args)
            })?;
            let closing = self.step(&record, &rdata, at)?;
            if !closing {
                sink.record(record.owner(), record.rtype, record.ttl, &rdata, Span::NONE);
                progress.records += 1;
            }
        }
        self.state = self.state.message_ended(self.have);
        Ok(self)
    }

    /// Moves on by one record; whether it is the closing SOA, which is not the zone's content.
    fn step(&mut self, record: &RecordView<'_>, rdata: &[u8], at: Place) -> Result<bool, Failure> {
        let soa = (record.rtype == RecordType::SOA).then(|| Candidate::of(rdata)).flatten();
        let (state, closing) = match (std::mem::replace(&mut self.state, State::Start), soa) {
            (State::Start, Some(candidate)) => (State::Opened(ApexSoa { rdata: rdata.to_vec(), candidate }), false),
            // RFC 5936 §2.2: the first record is the apex's SOA.
            (State::Start, None) => return Err(at.failure(&codes::XFR_FIRST_NOT_SOA, record)),
            // An answer to IXFR that says neither what was removed nor what was added, nor what the zone holds.
            (State::Opened(open), Some(_)) if self.have.is_some() && open.is(rdata) => {
                return Err(Failure::new(&codes::XFR_EMPTY_ANSWER, Args::new()));
            }
            (State::Opened(open) | State::Inside(open), Some(_)) if open.is(rdata) => (State::Closed(open), true),
            // RFC 1995 §4: a second SOA with another serial opens the first difference.
            (State::Opened(_), Some(other)) if self.have == Some(other.serial) => {
                return Err(Failure::new(&codes::XFR_INCREMENTAL, Args::new().with("serial", other.serial.0)));
            }
            // RFC 5936 §2.2: the closing SOA is the opening one; another means that the zone changed on the way.
            (State::Opened(open) | State::Inside(open), Some(other)) => {
                let args = at.args(record).with("first", open.candidate.serial.0).with("last", other.serial.0);
                return Err(Failure::new(&codes::XFR_SOA_CHANGED, args));
            }
            (State::Opened(open) | State::Inside(open), None) => (State::Inside(open), false),
            // RFC 5936 §2.2: nothing follows the closing SOA.
            (State::Closed(_) | State::Current(_), _) => return Err(at.failure(&codes::XFR_AFTER_END, record)),
        };
        self.state = state;
        Ok(closing)
    }
}

impl State {
    /// RFC 1995 §2, §4: one SOA alone, not newer than ours, says that there is nothing newer.
    fn message_ended(self, have: Option<Serial>) -> Self {
        match (self, have) {
            (Self::Opened(open), Some(have)) if !have.is_before(open.candidate.serial) => {
                Self::Current(open.candidate.serial)
            }
            (state, _) => state,
        }
    }
}

impl ApexSoa {
    /// Equal but for the case of its names.
    fn is(&self, rdata: &[u8]) -> bool {
        match (self.rdata.split_last_chunk::<20>(), rdata.split_last_chunk::<20>()) {
            (Some((names, numbers)), Some((their_names, their_numbers))) => {
                numbers == their_numbers && names.eq_ignore_ascii_case(their_names)
            }
            _ => false,
        }
    }
}

/// Which record of which message, counted from 1.
#[derive(Clone, Copy)]
struct Place {
    message: u64,
    record: usize,
}

impl Place {
    fn args(self, record: &RecordView<'_>) -> Args {
        Args::new()
            .with("owner", record.owner().to_string())
            .with("type", record.rtype.to_string())
            .with("message", self.message)
            .with("record", self.record)
    }

    fn failure(self, code: &'static Code, record: &RecordView<'_>) -> Failure {
        Failure::new(code, self.args(record))
    }
}

/// What every record of a zone is: of class IN, inside the zone, data, and the only SOA is the apex's.
fn check(apex: NameRef<'_>, record: &RecordView<'_>, at: Place) -> Result<(), Failure> {
    if record.class != Class::IN {
        let args = at.args(record).with("class", record.class.0);
        return Err(Failure::new(&codes::XFR_WRONG_CLASS, args));
    }
    if !record.owner().is_within(apex) {
        return Err(at.failure(&codes::XFR_OUT_OF_ZONE, record));
    }
    // RFC 6895 §3.1: question and meta types are never data.
    if record.rtype.is_meta() {
        return Err(at.failure(&codes::XFR_META_TYPE, record));
    }
    if record.rtype == RecordType::SOA && record.owner() != apex {
        return Err(at.failure(&codes::XFR_SOA_BELOW, record));
    }
    Ok(())
}
