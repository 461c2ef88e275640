//! Our own answers to IXFR, read by our own client, which other servers' recorded answers are read by too: what goes in
//! comes out.

use std::sync::Arc;

use proptest::prelude::*;
use understudy::engine::answer::{Access, Client, Response, Rule, Server, Transport, Zone, Zones, respond};
use understudy::engine::dns::message::{Message, Section};
use understudy::engine::dns::{NameRef, RecordType, Serial};
use understudy::engine::limits::{AnswerLimits, TransferLimits, TsigLimits, ZoneLimits};
use understudy::engine::tsig::{Algorithm, Key};
use understudy::engine::xfr::*;
use understudy::engine::zone::{Change, Record, Snapshot, Versions};

use super::ixfr::{lines, soa, sorted, whole};
use crate::wire::{NOW, Rr, key, name, rr, zone};

/// A server with one zone and its history.
struct World {
    history: Versions,
    keys: Vec<Key>,
    limits: AnswerLimits,
}

impl Zones for World {
    fn zone(&self, apex: NameRef<'_>) -> Option<Zone> {
        let latest = self.history.latest().filter(|latest| latest.apex() == apex)?;
        let access =
            Access { query: None, transfer: vec![Rule::network("192.0.2.0".parse().unwrap(), 24)], notify: Vec::new() };
        Some(Zone { content: Some(latest.clone()), history: Arc::new(self.history.clone()), access: Arc::new(access) })
    }
}

impl World {
    fn new(versions: &[Snapshot], limits: ZoneLimits) -> Self {
        let mut history = Versions::new(&limits);
        versions.iter().for_each(|version| history.push(version.clone()));
        Self { history, keys: Vec::new(), limits: AnswerLimits::default() }
    }

    /// The messages that answer.
    fn ask(&self, request: &[u8], transport: Transport) -> Vec<Vec<u8>> {
        let server = Server { zones: self, keys: &self.keys, limits: &self.limits, tsig: &TsigLimits::default() };
        let client = Client { address: "192.0.2.1".parse().unwrap(), transport };
        match respond(server, client, request, NOW.wall_s).response {
            Response::Message(message) => vec![message],
            Response::Stream(mut stream) => std::iter::from_fn(|| stream.next(NOW.wall_s)).collect(),
            Response::Silence => Vec::new(),
        }
    }

    fn ixfr<S: ChangeSink>(&self, have: u32, via: Via, key: Option<Arc<Key>>, sink: S) -> (Outcome<S>, usize) {
        let have = Some(Serial(have));
        let request = Request { apex: name("example"), kind: Kind::Ixfr, have, id: 9, key, via };
        let mut transfer = Transfer::new(request, TransferLimits::default(), sink);
        let octets = transfer.request(NOW);
        let messages = self.ask(&octets, if via == Via::Udp { Transport::Udp } else { Transport::Tcp });
        for message in &messages {
            transfer.message(NOW, message);
        }
        (transfer.closed(Close::Ended), messages.len())
    }
}

/// Differences as they come.
#[derive(Debug, Default)]
struct Changes(Vec<Change>, bool);

impl ChangeSink for Changes {
    fn record(
        &mut self,
        part: Part,
        owner: NameRef<'_>,
        rtype: RecordType,
        ttl: u32,
        rdata: &[u8],
    ) -> Result<(), Failure> {
        let record = Record { owner: owner.to_owned(), rtype, ttl, rdata: rdata.into() };
        match (part, self.0.last_mut(), rtype == RecordType::SOA) {
            (Part::Zone, ..) => self.1 = true,
            (Part::Deletion, _, true) => {
                let (old_soa, new_soa) = (record.clone(), record);
                self.0.push(Change { old_soa, new_soa, deletions: Vec::new(), additions: Vec::new() });
            }
            (Part::Deletion, Some(change), false) => change.deletions.push(record),
            (Part::Addition, Some(change), true) => change.new_soa = record,
            (Part::Addition, Some(change), false) => change.additions.push(record),
            (_, None, false) | (Part::Addition, None, true) => panic!("a record before the first SOA"),
        }
        Ok(())
    }
}

/// Twenty hosts that stay, and what is given.
fn version(serial: u32, more: &[Rr]) -> Snapshot {
    let mut records = vec![soa(serial), rr("example 3600 NS ns1")];
    records.extend((0..20).map(|n| rr(&format!("h{n}.example 60 A 192.0.2.1"))));
    records.extend(more.iter().cloned());
    zone("example", &records)
}

fn word(text: &str) -> Rr {
    rr(&format!("word.example 60 TXT {text}"))
}

#[test]
fn a_client_gets_the_steps_since_its_version_or_one_or_the_zone() {
    let few: Vec<_> = (1..=4).map(|n| version(n, &[word(&n.to_string())])).collect();
    let world = World::new(&few, ZoneLimits::default());
    let changes = |world: &World, have| match world.ixfr(have, Via::Stream, None, Changes::default()).0 {
        Outcome::Complete(_, Changes(changes, whole)) => (changes.len(), whole),
        Outcome::Current(_) => (0, false),
        Outcome::Failed(failure) => panic!("{failure:?}"),
    };
    assert_eq!(
        [1, 2, 3, 4, 5].map(|have| changes(&world, have)),
        [(3, false), (2, false), (1, false), (0, false), (0, false)]
    );
    assert_eq!(changes(&world, 0), (0, true), "no history so far back");
    // Steps that together are more than the zone: what came and went is left out.
    let many: Vec<_> = (1..=12).map(|n| version(n, &[word(&n.to_string())])).collect();
    let world = World::new(&many, ZoneLimits::default());
    assert_eq!((changes(&world, 1), changes(&world, 9)), ((1, false), (3, false)));
    for have in 1..12 {
        let intake = Intake::new(name("example"), Some(many[have - 1].clone()), TransferLimits::default());
        let (outcome, _) = world.ixfr(u32::try_from(have).unwrap(), Via::Stream, None, intake);
        assert_eq!(sorted(&whole(outcome).1.snapshot), sorted(&many[11]));
    }
}

#[test]
fn a_datagram_holds_the_differences_or_the_soa_alone() {
    let long: Vec<_> = (0..12).map(|n| rr(&format!("long{n}.example 60 TXT {}", "x".repeat(90)))).collect();
    let versions = [version(1, &[]), version(2, &[word("two")]), version(3, &long)];
    let udp = |count| World::new(&versions[..count], ZoneLimits::default()).ixfr(1, Via::Udp, None, Changes::default());
    assert!(matches!(udp(2), (Outcome::Complete(..), 1)));
    let (Outcome::Failed(failure), 1) = udp(3) else { panic!() };
    assert_eq!(failure.code.name, "xfr-datagram");
    // The edge: a room of exactly the octets needed, and one less.
    let shared = key(Algorithm::Sha256, b"0123456789abcdef");
    let mut world = World::new(&versions[..2], ZoneLimits::default());
    world.keys = vec![(*shared).clone()];
    let request = Request {
        apex: name("example"),
        kind: Kind::Ixfr,
        have: Some(Serial(1)),
        id: 9,
        key: Some(shared.clone()),
        via: Via::Udp,
    };
    let octets = Transfer::new(request, TransferLimits::default(), Changes::default()).request(NOW);
    let whole = world.ask(&octets, Transport::Udp).remove(0);
    assert!(whole.len() < 512, "{}", whole.len());
    assert!(matches!(world.ixfr(1, Via::Udp, Some(shared), Changes::default()), (Outcome::Complete(..), 1)));
}

#[test]
fn a_transfer_says_edns_in_its_first_message_when_asked_so() {
    use understudy::engine::dns::message::{Header, MessageBuilder, Opt};
    use understudy::engine::dns::{Class, Opcode};
    let mut world = World::new(&[version(1, &[])], ZoneLimits::default());
    world.limits.transfer_message = 150;
    for edns in [false, true] {
        let mut builder = MessageBuilder::new(Header::query(9, Opcode::QUERY), 512);
        builder.question(name("example").as_ref(), RecordType::AXFR, Class::IN).unwrap();
        if edns {
            builder.opt(&Opt::new(1_232)).unwrap();
        }
        let messages = world.ask(&builder.finish(), Transport::Tcp);
        assert!(messages.len() > 2);
        let has_opt: Vec<_> = messages.iter().map(|m| Message::parse(m).unwrap().opt().is_some()).collect();
        assert_eq!(has_opt.iter().position(|opt| *opt), edns.then_some(0));
        assert!(has_opt[1..].iter().all(|opt| !opt) && messages.iter().all(|m| m.len() <= 150));
        let records = messages.iter().map(|m| Message::parse(m).unwrap().count(Section::Answer)).sum::<u16>();
        assert_eq!(records, 23);
    }
}

/// RFC 5936 §2.2, reliability row 31: a record that fits no message ends the answer; it does not go round in circles.
#[test]
fn a_difference_with_a_record_that_fits_no_message_ends_with_servfail() {
    let large = Rr { rdata: vec![7; 65_535], ..rr("large.example 60 TYPE65280 \\# 1 00") };
    let world = World::new(&[version(1, &[]), version(2, &[large])], ZoneLimits::default());
    let (Outcome::Failed(failure), messages) = world.ixfr(1, Via::Stream, None, Changes::default()) else { panic!() };
    assert_eq!((failure.code.name, messages), ("xfr-rcode", 2));
}

fn more() -> impl Strategy<Value = Vec<Rr>> {
    let line = (
        "[a-dA-D]{1,2}",
        0_u32..3,
        prop_oneof![
            (0..9_u8).prop_map(|n| format!("A 192.0.2.{n}")),
            "[a-b]{1,2}".prop_map(|t| format!("MX 10 {t}")),
            "[a-z]{1,250}".prop_map(|t| format!("TXT {t}")),
        ],
    );
    proptest::collection::vec(line.prop_map(|(o, ttl, data)| rr(&format!("{o}.example {ttl} {data}"))), 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    /// decode(encode(differences)) are the differences, and they lead from each version to the latest, whatever the
    /// size of messages, signed or not, over the end of the serials.
    #[test]
    fn differences_survive_their_transfer(
        contents in proptest::collection::vec(more(), 2..5),
        first in prop_oneof![Just(u32::MAX), any::<u32>()],
        aim in 400_usize..20_000,
        algorithm in 0_usize..10,
    ) {
        let versions: Vec<_> =
            contents.iter().zip(0..).map(|(more, n)| version(first.wrapping_add(n), more)).collect();
        let mut world = World::new(&versions, ZoneLimits::default());
        world.limits.transfer_message = aim;
        let shared = Algorithm::ALL.get(algorithm).map(|a| key(*a, b"0123456789abcdef"));
        world.keys = shared.iter().map(|k| (**k).clone()).collect();
        for base in &versions[..versions.len() - 1] {
            let have = base.serial().unwrap();
            let (outcome, _) = world.ixfr(have.0, Via::Stream, shared.clone(), Changes::default());
            let Outcome::Complete(candidate, Changes(changes, is_whole)) = outcome else { panic!("{outcome:?}") };
            prop_assert_eq!(Some(candidate.serial), versions.last().unwrap().serial());
            if !is_whole {
                let kept = world.history.since(have).unwrap();
                let condensed = Change::condensed(kept.iter().map(|c| &**c)).unwrap();
                let sent: Vec<_> = kept.iter().map(|c| (**c).clone()).collect();
                prop_assert!(changes == sent || changes == [condensed]);
            }
            let intake = Intake::new(name("example"), Some(base.clone()), TransferLimits::default());
            let (outcome, _) = world.ixfr(have.0, Via::Stream, shared.clone(), intake);
            let arrived = whole(outcome).1;
            prop_assert_eq!(arrived.redundant, 0);
            let lower = |zone: &Snapshot| lines(&sorted(zone).join("\n").to_ascii_lowercase());
            prop_assert_eq!(lower(&arrived.snapshot), lower(versions.last().unwrap()));
        }
    }
}
