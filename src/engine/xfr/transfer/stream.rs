//! The order of records in an answer: the apex's SOA, the zone, the same SOA again (RFC 5936 §2.2); or the newest SOA,
//! differences each between the SOAs of two versions, the newest SOA again (RFC 1995 §4).

use super::Counts;
use super::place::{Place, check};
use crate::engine::diag::Args;
use crate::engine::dns::message::{Message, RecordView, Section};
use crate::engine::dns::{Name, NameRef, RecordType, Serial};
use crate::engine::xfr::{Candidate, ChangeSink, Failure, Part, codes};

/// How an answer ended well.
pub(super) enum End {
    Whole(Candidate),
    Current(Serial),
}

/// Where in the answer we are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nothing has come.
    Start,
    /// The first SOA has, to an IXFR; whether the rest is a zone or differences is not known yet.
    Opened,
    /// Records of the zone come.
    Inside,
    /// Records to take away from the version of this serial come.
    Deleting(Serial),
    /// Records to add come; they lead to this serial.
    Adding(Serial),
    /// The first SOA has come again, behind what it belongs to.
    Closed,
    /// One SOA that is not newer than ours, and nothing else: RFC 1995 §2.
    Current(Serial),
}

/// The SOA that opened the answer, by which the one that closes it is known.
#[derive(Debug)]
struct ApexSoa {
    owner: Name,
    ttl: u32,
    rdata: Vec<u8>,
    candidate: Candidate,
}

/// A reader of one answer's records.
#[derive(Debug)]
pub(super) struct Stream {
    state: State,
    first: Option<ApexSoa>,
    /// The serial an IXFR was asked from; none for AXFR.
    have: Option<Serial>,
    /// Difference sequences that may come.
    most: u32,
}

/// What becomes of a record.
enum Use {
    /// It is content.
    Take(Part),
    /// So is the first SOA, which was held back.
    TakeWithFirst,
    /// It marks a place and is kept or known already.
    Mark,
}

impl Stream {
    pub(super) const fn new(have: Option<Serial>, most: u32) -> Self {
        Self { state: State::Start, first: None, have, most }
    }

    pub(super) const fn is_over(&self) -> bool {
        matches!(self.state, State::Closed | State::Current(_))
    }

    pub(super) fn outcome(&self) -> Option<End> {
        match (self.state, &self.first) {
            (State::Closed, Some(first)) => Some(End::Whole(first.candidate)),
            (State::Current(serial), _) => Some(End::Current(serial)),
            _ => None,
        }
    }

    /// Takes the answer section of one message.
    pub(super) fn message(
        &mut self,
        apex: NameRef<'_>,
        message: &Message<'_>,
        sink: &mut impl ChangeSink,
        counts: &mut Counts,
    ) -> Result<(), Failure> {
        if self.state == State::Start && message.count(Section::Answer) == 0 {
            return Err(Failure::new(&codes::XFR_EMPTY_ANSWER, Args::new()));
        }
        let mut rdata = Vec::new();
        for (place, record) in message.records(Section::Answer).enumerate() {
            let at = Place { message: counts.progress.messages, record: place + 1 };
            let inside = check(apex, &record, at)?;
            rdata.clear();
            record.rdata(&mut rdata).map_err(|fault| {
                let args = at.args(&record).with("fault", fault.code.name).with("offset", fault.offset);
                Failure::new(&codes::XFR_RDATA, args)
            })?;
            if !inside {
                self.leave_out(&record, at, counts)?;
                continue;
            }
            // RFC 2181 §8: a TTL with its highest bit set means 0.
            let ttl = i32::try_from(record.ttl).map_or(0, i32::cast_unsigned);
            let part = match self.step(sink, &record, &rdata, at)? {
                Use::Mark => continue,
                Use::Take(part) => part,
                Use::TakeWithFirst => {
                    self.give_first(sink, counts)?;
                    Part::Zone
                }
            };
            self.count(part, record.rtype, counts)?;
            sink.record(part, record.owner(), record.rtype, ttl, &rdata)?;
        }
        self.message_ended();
        Ok(())
    }

    /// A record outside the zone is never content. BIND refuses the transfer, Knot and NSD go on without the record;
    /// so do we, for the rest of the zone is as good as without it.
    fn leave_out(&self, record: &RecordView<'_>, at: Place, counts: &mut Counts) -> Result<(), Failure> {
        match self.state {
            // RFC 5936 §2.2: the first record is the apex's SOA, and nothing follows the last.
            State::Start => Err(at.failure(&codes::XFR_FIRST_NOT_SOA, record)),
            State::Closed | State::Current(_) => Err(at.failure(&codes::XFR_AFTER_END, record)),
            State::Opened | State::Inside | State::Deleting(_) | State::Adding(_) => {
                counts.outside += 1;
                counts.first_outside.get_or_insert_with(|| at.args(record));
                Ok(())
            }
        }
    }

    fn count(&self, part: Part, rtype: RecordType, counts: &mut Counts) -> Result<(), Failure> {
        counts.progress.records += 1;
        match part {
            Part::Zone => {}
            Part::Deletion => counts.deletions += 1,
            Part::Addition => counts.additions += 1,
        }
        if part == Part::Deletion && rtype == RecordType::SOA {
            counts.sequences += 1;
            if counts.sequences > self.most {
                return Err(Failure::new(&codes::XFR_LIMIT_DIFFERENCES, Args::new().with("limit", self.most)));
            }
        }
        Ok(())
    }

    fn give_first(&self, sink: &mut impl ChangeSink, counts: &mut Counts) -> Result<(), Failure> {
        let Some(first) = &self.first else { return Ok(()) };
        self.count(Part::Zone, RecordType::SOA, counts)?;
        sink.record(Part::Zone, first.owner.as_ref(), RecordType::SOA, first.ttl, &first.rdata)
    }

    /// Moves on by one record.
    fn step(
        &mut self,
        sink: &impl ChangeSink,
        record: &RecordView<'_>,
        rdata: &[u8],
        at: Place,
    ) -> Result<Use, Failure> {
        let soa = (record.rtype == RecordType::SOA).then(|| Candidate::of(rdata)).flatten();
        let Some(first) = &self.first else {
            // RFC 5936 §2.2: the first record is the apex's SOA.
            let candidate = soa.ok_or_else(|| at.failure(&codes::XFR_FIRST_NOT_SOA, record))?;
            let (owner, ttl) = (record.owner().to_owned(), i32::try_from(record.ttl).map_or(0, i32::cast_unsigned));
            self.first = Some(ApexSoa { owner, ttl, rdata: rdata.to_vec(), candidate });
            let (state, taken) = match self.have {
                Some(_) => (State::Opened, Use::Mark),
                None => (State::Inside, Use::Take(Part::Zone)),
            };
            self.state = state;
            return Ok(taken);
        };
        let last = first.candidate.serial;
        let (state, taken) = match (self.state, soa) {
            (State::Opened, None) => (State::Inside, Use::TakeWithFirst),
            (State::Opened, Some(other)) => return self.second_soa(sink, first.is(rdata), other, record, at),
            (State::Inside, None) => (State::Inside, Use::Take(Part::Zone)),
            (State::Inside, Some(_)) if first.is(rdata) => (State::Closed, Use::Mark),
            // RFC 5936 §2.2: the closing SOA is the opening one; another means that the zone changed on the way.
            (State::Inside, Some(other)) => {
                let args = at.args(record).with("first", last.0).with("last", other.serial.0);
                return Err(Failure::new(&codes::XFR_SOA_CHANGED, args));
            }
            (State::Deleting(old), None) => (State::Deleting(old), Use::Take(Part::Deletion)),
            // RFC 1995 §4: the version that the last sequence leads to is the one that the answer began with.
            (State::Deleting(_), Some(new)) if new.serial == last && !first.is(rdata) => {
                let args = at.args(record).with("first", last.0).with("last", new.serial.0);
                return Err(Failure::new(&codes::XFR_SOA_CHANGED, args));
            }
            (State::Deleting(_), Some(new)) => (State::Adding(new.serial), Use::Take(Part::Addition)),
            (State::Adding(new), None) => (State::Adding(new), Use::Take(Part::Addition)),
            (State::Adding(new), Some(_)) if new == last && first.is(rdata) => (State::Closed, Use::Mark),
            (State::Adding(new), Some(next)) if new != last && next.serial == new => {
                (State::Deleting(new), Use::Take(Part::Deletion))
            }
            // RFC 1995 §4: each sequence begins where the one before it ended, and the last ends at the newest serial.
            (State::Adding(new), Some(next)) => {
                let code = if new == last || next.serial == last { &codes::XFR_IXFR_END } else { &codes::XFR_IXFR_GAP };
                let args = at.args(record).with("reached", new.0).with("serial", next.serial.0).with("first", last.0);
                return Err(Failure::new(code, args));
            }
            // RFC 5936 §2.2: nothing follows the closing SOA.
            (State::Start | State::Closed | State::Current(_), _) => {
                return Err(at.failure(&codes::XFR_AFTER_END, record));
            }
        };
        self.state = state;
        Ok(taken)
    }

    /// What a second SOA right behind the first means.
    fn second_soa(
        &mut self,
        sink: &impl ChangeSink,
        same: bool,
        other: Candidate,
        record: &RecordView<'_>,
        at: Place,
    ) -> Result<Use, Failure> {
        let have = self.have.unwrap_or_default();
        if same {
            // It says neither what was removed nor what was added, nor what the zone holds.
            return Err(Failure::new(&codes::XFR_EMPTY_ANSWER, Args::new()));
        }
        // RFC 1995 §4: the first sequence begins at the version that was asked from.
        if other.serial != have {
            let args = at.args(record).with("have", have.0).with("serial", other.serial.0);
            return Err(Failure::new(&codes::XFR_IXFR_START, args));
        }
        if !sink.takes_changes() {
            return Err(Failure::new(&codes::XFR_INCREMENTAL, Args::new().with("serial", have.0)));
        }
        self.state = State::Deleting(have);
        Ok(Use::Take(Part::Deletion))
    }

    /// RFC 1995 §2, §4: one SOA alone, not newer than ours, says that there is nothing newer.
    fn message_ended(&mut self) {
        if let (State::Opened, Some(first), Some(have)) = (self.state, &self.first, self.have)
            && !have.is_before(first.candidate.serial)
        {
            self.state = State::Current(first.candidate.serial);
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
