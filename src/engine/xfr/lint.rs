//! What is wrong with an answer to IXFR, all of it: a transfer stops at the first fault, this reads on (RFC 1995 §4).

use std::collections::BTreeMap;

use super::codes;
use crate::engine::diag::{Args, Code, Diagnostic, Diagnostics, Span};
use crate::engine::dns::{Name, NameRef, RecordType, Serial, rdata};
use crate::engine::zone::{Snapshot, Soa};

/// Reads the records of an answer in their order. Findings name the record by its place, counted from 1; severity error
/// is what ends a transfer here.
pub struct IxfrLint {
    apex: Name,
    base: Option<Snapshot>,
    state: State,
    /// The SOA that opened the answer: the version it leads to.
    newest: Option<(Serial, Box<[u8]>)>,
    /// Records that the sequences so far took away (none) or put there, by owner, type and canonical RDATA.
    changed: BTreeMap<Identity, Option<u32>>,
    records: usize,
    sequences: usize,
    found: Diagnostics,
}

type Identity = (Box<[u8]>, u16, Box<[u8]>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    /// One SOA has come: nothing newer, differences or a zone.
    Opened,
    /// No differences, or no sense in it: nothing more is said but what is true of each record.
    Whole,
    Deleting(Serial),
    Adding(Serial),
    Closed,
}

impl IxfrLint {
    /// For an answer to a question from `base`'s serial. Without a base, removals and additions are held against what the
    /// answer itself says. `limit` findings are kept, the others counted.
    #[must_use]
    pub fn new(apex: Name, base: Option<Snapshot>, limit: usize) -> Self {
        Self {
            apex,
            base,
            state: State::Start,
            newest: None,
            changed: BTreeMap::new(),
            records: 0,
            sequences: 0,
            found: Diagnostics::new(limit),
        }
    }

    /// The next record, RDATA in uncompressed wire form.
    pub fn record(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8]) {
        self.records += 1;
        let is_soa = rtype == RecordType::SOA;
        let about = Args::new()
            .with("record", self.records)
            .with("owner", owner.to_string())
            .with("type", rtype.to_string())
            .with("sequence", self.sequences.max(1));
        if self.state == State::Closed {
            return self.say(&codes::IXFR_AFTER_END, about);
        }
        if is_soa && owner != self.apex.as_ref() {
            return self.say(&codes::IXFR_SOA_ELSEWHERE, about);
        }
        if !owner.is_within(self.apex.as_ref()) {
            return self.say(&codes::IXFR_OUTSIDE, about);
        }
        let serial = if is_soa { Soa::parse(rdata).map(|soa| soa.serial) } else { None };
        match (self.state, serial) {
            (State::Start, Some(serial)) => {
                self.newest = Some((serial, rdata.into()));
                self.state = State::Opened;
            }
            (State::Start, None) => {
                self.say(&codes::IXFR_NO_SOA_FIRST, about);
                self.state = State::Whole;
            }
            (State::Opened, None) => self.state = State::Whole,
            (State::Whole, _) => {}
            (State::Opened, Some(serial)) => {
                if let Some(have) = self.base.as_ref().and_then(Snapshot::serial).filter(|have| *have != serial) {
                    self.say(&codes::IXFR_START, about.clone().with("have", have.0).with("serial", serial.0));
                }
                self.begin(owner, ttl, rdata, serial, about);
            }
            (State::Deleting(_), None) => self.remove(owner, rtype, rdata, about),
            (State::Deleting(from), Some(to)) => {
                if !from.is_before(to) {
                    self.say(&codes::IXFR_BACKWARDS, about.clone().with("from", from.0).with("to", to.0));
                }
                self.put(owner, rtype, ttl, rdata, about);
                self.state = State::Adding(to);
            }
            (State::Adding(_), None) => self.put(owner, rtype, ttl, rdata, about),
            (State::Adding(reached), Some(serial)) => self.third_soa(owner, ttl, rdata, (reached, serial), about),
            (State::Closed, _) => {}
        }
    }

    /// The findings, the answer being over.
    #[must_use]
    pub fn finish(mut self) -> Diagnostics {
        let args = Args::new().with("records", self.records);
        match self.state {
            State::Start => self.say(&codes::IXFR_NOTHING, args),
            State::Opened => {
                let have = self.base.as_ref().and_then(Snapshot::serial);
                let newer = self.newest.as_ref().zip(have).filter(|((newest, _), have)| have.is_before(*newest));
                if let Some(((newest, _), have)) = newer.map(|((newest, soa), have)| ((*newest, soa), have)) {
                    let args = args.with("have", have.0).with("newest", newest.0);
                    self.say(&codes::IXFR_SOA_ALONE, args);
                }
            }
            State::Deleting(_) | State::Adding(_) => self.say(&codes::IXFR_NO_END, args),
            State::Whole | State::Closed => {}
        }
        self.found.sort();
        self.found
    }

    /// A SOA behind additions: the end, or the next sequence.
    fn third_soa(
        &mut self,
        owner: NameRef<'_>,
        ttl: u32,
        rdata: &[u8],
        (reached, serial): (Serial, Serial),
        about: Args,
    ) {
        let newest = self.newest.as_ref().map_or(serial, |(newest, _)| *newest);
        let args = about.clone().with("reached", reached.0).with("serial", serial.0).with("newest", newest.0);
        if reached == newest {
            // RFC 1995 §4: the answer ends with the SOA that it began with.
            let same = self.newest.as_ref().is_some_and(|(_, soa)| soa.eq_ignore_ascii_case(rdata));
            if !same {
                self.say(&codes::IXFR_END, args);
            }
            self.state = State::Closed;
        } else if serial == newest {
            // The sequences do not lead as far as the answer says.
            self.say(&codes::IXFR_END, args);
            self.state = State::Closed;
        } else {
            if serial != reached {
                self.say(&codes::IXFR_GAP, args);
            }
            self.begin(owner, ttl, rdata, serial, about);
        }
    }

    /// The SOA that begins a sequence is itself taken away.
    fn begin(&mut self, owner: NameRef<'_>, _: u32, rdata: &[u8], serial: Serial, about: Args) {
        self.sequences += 1;
        self.state = State::Deleting(serial);
        self.remove(owner, RecordType::SOA, rdata, about.with("sequence", self.sequences));
    }

    fn remove(&mut self, owner: NameRef<'_>, rtype: RecordType, rdata: &[u8], about: Args) {
        let identity = identity(owner, rtype, rdata);
        let known = self.changed.get(&identity).copied();
        let missing = match known {
            Some(there) => there.is_none(),
            None => self.base.as_ref().is_some_and(|base| held(base, owner, rtype, &identity.2).is_none()),
        };
        if missing {
            self.say(&codes::IXFR_DELETE_MISSING, about);
        }
        self.changed.insert(identity, None);
    }

    fn put(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8], about: Args) {
        let identity = identity(owner, rtype, rdata);
        let there = match self.changed.get(&identity) {
            Some(there) => *there,
            None => self.base.as_ref().and_then(|base| held(base, owner, rtype, &identity.2)),
        };
        // Another TTL is a change.
        if there == Some(ttl) {
            self.say(&codes::IXFR_ADD_PRESENT, about);
        }
        self.changed.insert(identity, Some(ttl));
    }

    fn say(&mut self, code: &'static Code, args: Args) {
        self.found.push(Diagnostic { args, ..Diagnostic::new(code, Span::NONE) });
    }
}

impl std::fmt::Debug for IxfrLint {
    /// Not the records: there may be millions.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "IxfrLint({:?}, {} records, {} sequences)", self.apex, self.records, self.sequences)
    }
}

fn identity(owner: NameRef<'_>, rtype: RecordType, octets: &[u8]) -> Identity {
    let mut canonical = Vec::with_capacity(octets.len());
    rdata::canonical(rtype, octets, &mut canonical);
    (owner.to_owned().lowercase().as_ref().wire().into(), rtype.0, canonical.into())
}

/// The TTL of a record, if the version has it.
fn held(base: &Snapshot, owner: NameRef<'_>, rtype: RecordType, canonical: &[u8]) -> Option<u32> {
    let set = base.get(owner, rtype)?;
    set.records()
        .find(|record| {
            let mut theirs = Vec::with_capacity(record.rdata.len());
            rdata::canonical(rtype, record.rdata, &mut theirs);
            theirs == canonical
        })
        .map(|record| record.ttl)
}
