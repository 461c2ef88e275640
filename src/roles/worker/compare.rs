//! Two documents' last checks compared, and what a primary that had both would send: our own answers, message by message.

use std::net::Ipv4Addr;
use std::sync::Arc;

use super::desk::Progress;
use super::document::Document;
use crate::engine::answer::{Access, Client, Response, Server, Transport, Zone, ZoneStream, Zones, respond};
use crate::engine::dns::message::{Header, Message, MessageBuilder, Section};
use crate::engine::dns::{Class, NameRef, Opcode, RecordType};
use crate::engine::limits::{AnswerLimits, TsigLimits, ZoneLimits};
use crate::engine::tsig::Key;
use crate::engine::zone::{Change, Snapshot, Versions};
use crate::engine::zonefile::print_record;
use crate::product::api::compared::{Compared, Kinds, Line, Role, Sent, Transfer};
use crate::product::api::difference::Difference;
use crate::product::api::worker::Answer;

/// RRsets told at most; all are counted.
const MOST_SETS: usize = 2_000;
/// Messages told with their records; all are counted.
const MOST_MESSAGES: usize = 8;
/// Records told of one message.
const MOST_LINES: usize = 60;
/// Messages made in one step.
const STEP: usize = 16;

/// A comparison on its way.
pub(super) struct Comparing {
    old: Option<Snapshot>,
    stage: Stage,
}

enum Stage {
    Begin,
    Ixfr(Difference, Kinds, Snapshot, Box<ZoneStream>, Reading),
    Axfr(Difference, Kinds, Option<Transfer>, Box<ZoneStream>, Reading),
    Over,
}

impl Comparing {
    /// Compares with what the last check of `old` found.
    pub(super) fn new(old: Option<&Document>) -> Self {
        let old =
            old.and_then(|document| document.checked.as_ref()).and_then(|checked| checked.report.snapshot.clone());
        Self { old, stage: Stage::Begin }
    }

    /// One step.
    #[inline(never)]
    pub(super) fn step(&mut self, document: &Document) -> Progress {
        match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Begin => self.begin(document),
            Stage::Ixfr(difference, kinds, new, mut stream, mut reading) => {
                if reading.more(&mut stream) {
                    self.stage = Stage::Ixfr(difference, kinds, new, stream, reading);
                    return Progress::Going { done: 0, total: 0 };
                }
                let Some(whole) = stream_of(&new, None) else { return Progress::Failed("nothing-checked") };
                self.stage = Stage::Axfr(difference, kinds, Some(reading.done()), whole, Reading::whole());
                Progress::Going { done: 0, total: 0 }
            }
            Stage::Axfr(difference, counts, ixfr, mut stream, mut reading) => {
                if reading.more(&mut stream) {
                    self.stage = Stage::Axfr(difference, counts, ixfr, stream, reading);
                    return Progress::Going { done: 0, total: 0 };
                }
                let compared = Compared { difference, counts, ixfr, axfr: reading.done() };
                Progress::Done(Answer::Compare(Box::new(compared)))
            }
            Stage::Over => Progress::Failed("nothing-checked"),
        }
    }

    fn begin(&mut self, document: &Document) -> Progress {
        let new = document.checked.as_ref().and_then(|checked| checked.report.snapshot.clone());
        let (Some(old), Some(new)) = (self.old.take(), new) else { return Progress::Failed("nothing-checked") };
        if old.apex() != new.apex() {
            return Progress::Failed("two-zones");
        }
        let Some(change) = Change::between(&old, &new) else { return Progress::Failed("no-soa") };
        let mut difference = Difference::new(&change, &new);
        let counts = kinds(&difference);
        difference.rrsets.truncate(MOST_SETS);
        // RFC 1995 §2: a secondary asks from its serial on; nothing leads back.
        let asked = if difference.serial_increases { Some((&old, &change)) } else { None };
        let raised = asked.is_some();
        let Some(stream) = stream_of(&new, asked) else { return Progress::Failed("nothing-checked") };
        self.stage = if raised {
            Stage::Ixfr(difference, counts, new, stream, Reading::default())
        } else {
            Stage::Axfr(difference, counts, None, stream, Reading::whole())
        };
        Progress::Going { done: 0, total: 0 }
    }
}

fn kinds(difference: &Difference) -> Kinds {
    let count = |kind: &str| difference.rrsets.iter().filter(|set| set.kind == kind).count() as u64;
    Kinds {
        added: count("added"),
        changed: count("changed"),
        removed: count("removed"),
        ttl: count("ttl"),
        case: count("case"),
    }
}

struct One {
    zone: Zone,
}

impl Zones for One {
    fn zone(&self, _: NameRef<'_>) -> Option<Zone> {
        Some(self.zone.clone())
    }
}

/// The answer to an AXFR of `new`, or to an IXFR from an older version.
fn stream_of(new: &Snapshot, from: Option<(&Snapshot, &Change)>) -> Option<Box<ZoneStream>> {
    let mut history = Versions::new(&ZoneLimits::default());
    let rtype = if from.is_some() { RecordType::IXFR } else { RecordType::AXFR };
    let mut query = MessageBuilder::new(Header::query(0, Opcode::QUERY), usize::from(u16::MAX));
    query.question(new.apex(), rtype, Class::IN).ok()?;
    if let Some((old, change)) = from {
        history.push(old.clone());
        let soa = &change.old_soa;
        query.record(Section::Authority, soa.owner.as_ref(), soa.rtype, Class::IN, soa.ttl, &soa.rdata).ok()?;
    }
    history.push(new.clone());
    let zone = Zone { content: Some(new.clone()), history: Arc::new(history), access: Arc::new(Access::default()) };
    let (zones, keys) = (One { zone }, Vec::<Key>::new());
    let (limits, tsig) = (AnswerLimits::default(), TsigLimits::default());
    let server = Server { zones: &zones, keys: &keys, limits: &limits, tsig: &tsig };
    let client = Client { address: Ipv4Addr::LOCALHOST.into(), transport: Transport::Tcp };
    match respond(server, client, &query.finish(), 0).response {
        Response::Stream(stream) => Some(stream),
        Response::Message(_) | Response::Silence => None,
    }
}

/// A transfer read as its messages are made.
#[derive(Default)]
struct Reading {
    told: Transfer,
    /// The role of the records that follow.
    role: Option<Role>,
    axfr: bool,
}

impl Reading {
    fn whole() -> Self {
        Self { axfr: true, ..Self::default() }
    }

    /// Reads some messages. True when there are more.
    fn more(&mut self, stream: &mut ZoneStream) -> bool {
        for _ in 0..STEP {
            let Some(octets) = stream.next(0) else { return false };
            self.message(&octets);
        }
        true
    }

    fn message(&mut self, octets: &[u8]) {
        let mut sent = Sent { octets: octets.len() as u64, records: 0, lines: Vec::new() };
        let first = (self.told.messages as usize) < MOST_MESSAGES;
        if let Ok(message) = Message::parse(octets) {
            for record in message.records(Section::Answer) {
                let role = self.role(record.rtype == RecordType::SOA);
                sent.records += 1;
                let mut rdata = Vec::new();
                if first && sent.lines.len() < MOST_LINES && record.rdata(&mut rdata).is_ok() {
                    let mut text = String::new();
                    print_record(record.owner(), record.rtype, record.ttl, &rdata, &mut text);
                    sent.lines.push(Line { role, text: text.trim_end().to_owned() });
                }
            }
        }
        self.told.messages += 1;
        self.told.octets += sent.octets + 2;
        self.told.records += sent.records;
        if first {
            self.told.first.push(sent);
        }
    }

    /// What the next record does: an answer of differences has an SOA second (RFC 1995 §4).
    fn role(&mut self, soa: bool) -> Role {
        let now = match (self.role, soa) {
            (None, _) => Role::Frame,
            (Some(Role::Frame), true) if !self.axfr => Role::From,
            (Some(Role::From | Role::Delete), false) => Role::Delete,
            (Some(Role::From | Role::Delete), true) => Role::To,
            // Another difference, or the end: the end has no record behind it, so it is told when all is read.
            (Some(Role::To | Role::Add), true) if !self.axfr => Role::From,
            (_, true) => Role::Frame,
            (_, false) => {
                self.told.whole |= !self.axfr && self.role == Some(Role::Frame);
                self.axfr |= self.role == Some(Role::Frame);
                Role::Add
            }
        };
        self.role = Some(now);
        now
    }

    fn done(mut self) -> Transfer {
        if let Some(line) = self.told.first.last_mut().and_then(|sent| sent.lines.last_mut())
            && line.role == Role::From
        {
            line.role = Role::Frame;
        }
        self.told
    }
}

#[cfg(test)]
mod tests {
    use super::super::desk::Desk;
    use super::*;
    use crate::product::api::worker::{Job, Reply, Request, Text};

    fn compared(old: &str, new: &str) -> Result<Compared, String> {
        let (mut desk, mut replies) = (Desk::default(), Vec::new());
        let mut ask = |id, doc, job| {
            desk.hear(Request::Job { id, doc, rev: 1, job }, None, &mut replies);
            while desk.work(&|| 0.0, &mut replies) {}
            replies.pop()
        };
        let check = |text: &str| Job::Check {
            text: Text::Whole { name: "z".into(), text: text.into() },
            origin: "example.com".into(),
            at_s: None,
        };
        ask(1, 1, check(new));
        ask(2, 2, check(old));
        match ask(3, 1, Job::Compare { with: 2 }) {
            Some(Reply::Result { result: Answer::Compare(compared), .. }) => Ok(*compared),
            Some(Reply::Failed { code, .. }) => Err(code),
            other => panic!("{other:?}"),
        }
    }

    fn zone(serial: u32, rest: &str) -> String {
        format!("$TTL 60\n@ SOA ns h {serial} 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\n{rest}")
    }

    /// So many records that differences are less than the zone.
    fn many() -> String {
        (0..50).map(|n| format!("h{n} A 198.51.100.{n}\n")).collect()
    }

    #[test]
    fn a_difference_is_told_with_the_messages_that_carry_it() {
        let old = zone(1, &format!("{}www A 192.0.2.10\n", many()));
        let new = zone(2, &format!("{}www A 192.0.2.11\nmail A 192.0.2.25\n", many()));
        let compared = compared(&old, &new).unwrap();
        assert_eq!((compared.counts.added, compared.counts.changed), (1, 1));
        let ixfr = compared.ixfr.unwrap();
        let lines: Vec<_> = ixfr.first[0].lines.iter().map(|line| line.role).collect();
        use Role::{Add, Delete, Frame, From, To};
        assert_eq!(lines, [Frame, From, Delete, To, Add, Add, Frame]);
        assert_eq!((ixfr.messages, ixfr.records, ixfr.whole), (1, 7, false));
        assert_eq!(ixfr.octets, ixfr.first[0].octets + 2);
        assert_eq!((compared.axfr.records, compared.axfr.whole), (56, false));
        assert!(compared.axfr.octets > 2 * ixfr.octets);
        assert_eq!(compared.axfr.first[0].lines.len(), 56);
    }

    #[test]
    fn without_a_later_serial_nothing_is_asked_for() {
        assert_eq!(compared(&zone(2, ""), &zone(2, "www A 192.0.2.1\n")).unwrap().ixfr, None);
        assert_eq!(compared(&zone(2, ""), "x").map(|_| ()), Err("no-soa".into()));
    }

    #[test]
    fn when_more_changed_than_is_the_whole_zone_is_sent() {
        let ixfr =
            compared(&zone(1, ""), &zone(2, "").replace("192.0.2.1", "192.0.2.9").replace("60\n@ NS", "60\n@ 9 NS"));
        assert!(ixfr.unwrap().ixfr.unwrap().whole);
    }
}
