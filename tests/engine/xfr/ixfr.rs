//! Differences fed to a transfer: every shape that primaries send, however it is cut into messages, and every way to be
//! wrong. What comes out is a version, or the one held stays.

use understudy::engine::dns::{RecordType, Serial};
use understudy::engine::limits::TransferLimits;
use understudy::engine::xfr::*;
use understudy::engine::zone::Snapshot;

use crate::wire::{NOW, Rr, dump, name, response, rr, rrs, zone};

const ID: u16 = 0x1234;

/// The zone at serial 5.
pub(super) const BASE: &str = "example 3600 SOA ns1 host 5 3600 600 86400 300
    example 3600 NS ns1
    ns1.example 3600 A 192.0.2.53
    old.example 300 A 192.0.2.1
    old.example 300 A 192.0.2.2
    www.example 300 A 192.0.2.80";

pub(super) fn soa(serial: u32) -> Rr {
    rr(&format!("example 3600 SOA ns1 host {serial} 3600 600 86400 300"))
}

pub(super) fn base() -> Snapshot {
    zone("example", &rrs(BASE))
}

/// From 5 to 7, through 6.
pub(super) fn sequences() -> Vec<Rr> {
    let mut records = vec![soa(7), soa(5)];
    records.extend(rrs("old.example 300 A 192.0.2.1"));
    records.push(soa(6));
    records.extend(rrs("new.example 300 A 192.0.2.3
        new.example 300 TXT word"));
    records.push(soa(6));
    records.extend(rrs("new.example 300 TXT word
        old.example 300 A 192.0.2.2"));
    records.push(soa(7));
    records.extend(rrs("www.example 300 AAAA 2001:db8::80"));
    records.push(soa(7));
    records
}

const AFTER: &str = "example. 3600 NS ns1.example.
    example. 3600 SOA ns1.example. host.example. 7 3600 600 86400 300
    new.example. 300 A 192.0.2.3
    ns1.example. 3600 A 192.0.2.53
    www.example. 300 A 192.0.2.80
    www.example. 300 AAAA 2001:db8::80";

pub(super) fn messages(records: &[Rr], size: usize) -> Vec<Vec<u8>> {
    let question = Some(("example", RecordType::IXFR));
    records.chunks(size.max(1)).enumerate().map(|(n, part)| response(ID, question.filter(|_| n == 0), part)).collect()
}

pub(super) fn transfer(via: Via, limits: TransferLimits) -> Transfer<Intake> {
    let request = Request { apex: name("example"), kind: Kind::Ixfr, have: Some(Serial(5)), id: ID, key: None, via };
    let mut transfer = Transfer::new(request, limits, Intake::new(name("example"), Some(base()), limits));
    transfer.request(NOW);
    transfer
}

/// What came of it, and what was said on the way.
pub(super) fn feed(mut transfer: Transfer<Intake>, messages: &[Vec<u8>]) -> (Outcome<Intake>, Vec<&'static str>) {
    for message in messages {
        if transfer.message(NOW, message) == Flow::Done {
            break;
        }
    }
    let remarks = transfer.remarks().iter().map(|(code, _)| code.name).collect();
    (transfer.closed(Close::Ended), remarks)
}

pub(super) fn run(records: &[Rr], size: usize) -> Outcome<Intake> {
    feed(transfer(Via::Stream, TransferLimits::default()), &messages(records, size)).0
}

pub(super) fn whole(outcome: Outcome<Intake>) -> (u32, Arrived) {
    match outcome {
        Outcome::Complete(candidate, intake) => (candidate.serial.0, intake.finish()),
        other => panic!("{other:?}"),
    }
}

fn code(outcome: &Outcome<Intake>) -> &'static str {
    match outcome {
        Outcome::Complete(..) => "complete",
        Outcome::Current(_) => "current",
        Outcome::Failed(failure) => failure.code.name,
    }
}

pub(super) fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<_> = text.lines().map(|l| l.trim().to_owned()).collect();
    lines.sort();
    lines
}

pub(super) fn sorted(zone: &Snapshot) -> Vec<String> {
    let mut lines = dump(zone);
    lines.sort();
    lines
}

#[test]
fn sequences_lead_to_the_new_version_however_they_are_cut_into_messages() {
    let records = sequences();
    for size in 1..=records.len() {
        let (serial, arrived) = whole(run(&records, size));
        assert_eq!((serial, arrived.redundant), (7, 0));
        assert_eq!(sorted(&arrived.snapshot), lines(AFTER), "{size} records a message");
    }
    // What is held stays as it was.
    assert_eq!(sorted(&base()), sorted(&zone("example", &rrs(BASE))));
}

#[test]
fn a_condensed_sequence_leads_there_too() {
    let mut records = vec![soa(7), soa(5)];
    records.extend(rrs("old.example 300 A 192.0.2.1
        old.example 300 A 192.0.2.2"));
    records.push(soa(7));
    records.extend(rrs("new.example 300 A 192.0.2.3
        www.example 300 AAAA 2001:db8::80"));
    records.push(soa(7));
    assert_eq!(sorted(&whole(run(&records, 3)).1.snapshot), lines(AFTER));
}

#[test]
fn the_whole_zone_is_a_proper_answer_to_ixfr() {
    let mut records = vec![soa(7)];
    records.extend(rrs("example 3600 NS ns1
        ns1.example 3600 A 192.0.2.53"));
    records.push(soa(7));
    for size in 1..=4 {
        let (outcome, remarks) = feed(transfer(Via::Stream, TransferLimits::default()), &messages(&records, size));
        assert_eq!((whole(outcome).1.snapshot.len(), remarks), (3, vec!["xfr-whole"]));
    }
}

#[test]
fn empty_messages_and_one_of_64_kb_are_taken() {
    let mut records = sequences();
    let place = records.len() - 1;
    records.splice(place..place, (0..2_500).map(|n| rr(&format!("h{n}.example 60 A 192.0.2.1"))));
    let mut all = messages(&records, usize::MAX);
    assert!(all[0].len() > 45_000, "{}", all[0].len());
    all.insert(0, response(ID, Some(("example", RecordType::IXFR)), &[soa(7)]));
    all[1] = response(ID, None, &records[1..]);
    all.insert(1, response(ID, None, &[]));
    let (_, arrived) = whole(feed(transfer(Via::Stream, TransferLimits::default()), &all).0);
    assert_eq!(arrived.snapshot.len(), 2_506);
}

#[test]
fn one_soa_says_that_there_is_nothing_newer() {
    for (serial, expected) in [(5, "current"), (4, "current"), (5_u32.wrapping_sub(1 << 31), "current"), (6, "xfr-cut")]
    {
        assert_eq!(code(&run(&[soa(serial)], 9)), expected, "{serial}");
    }
    let empty = feed(transfer(Via::Stream, TransferLimits::default()), &messages(&[], 9)).0;
    assert_eq!(code(&empty), "xfr-closed");
    let empty = feed(transfer(Via::Stream, TransferLimits::default()), &[response(ID, None, &[])]).0;
    assert_eq!(code(&empty), "xfr-empty-answer");
}

#[test]
fn additions_of_what_is_there_are_taken_and_counted() {
    let mut records = sequences();
    records.insert(4, rr("WWW.example 300 A 192.0.2.80"));
    records.insert(4, rr("example 3600 NS ns1"));
    let (_, arrived) = whole(run(&records, 99));
    assert_eq!((sorted(&arrived.snapshot), arrived.redundant), (lines(AFTER), 2));
    // Another TTL is a change.
    records[5].ttl = 60;
    let (_, arrived) = whole(run(&records, 99));
    assert_eq!(arrived.redundant, 1);
    assert!(sorted(&arrived.snapshot).contains(&"www.example. 60 A 192.0.2.80".to_owned()));
}

#[test]
fn a_record_removed_and_added_again_in_one_difference_stays() {
    let mut records = sequences();
    records.insert(2, rr("www.example 300 A 192.0.2.80"));
    records.insert(5, rr("www.example 300 A 192.0.2.80"));
    assert_eq!(sorted(&whole(run(&records, 99)).1.snapshot), lines(AFTER));
}

#[test]
fn what_does_not_hang_together_ends_the_transfer_by_its_code() {
    let good = sequences();
    let with = |place: usize, record: Rr| {
        let mut records = good.clone();
        records.insert(place, record);
        records
    };
    let without = |place: usize| {
        let mut records = good.clone();
        records.remove(place);
        records
    };
    let put = |place: usize, record: Rr| {
        let mut records = good.clone();
        records[place] = record;
        records
    };
    let cases: &[(&str, Vec<Rr>, &str)] = &[
        ("begins at another serial", put(1, soa(4)), "xfr-ixfr-start"),
        ("removes what is not there", with(2, rr("gone.example 300 A 192.0.2.1")), "xfr-change-missing"),
        ("removes a record twice", with(2, rr("old.example 300 A 192.0.2.1")), "xfr-change-missing"),
        ("removes by another rdata", put(2, rr("old.example 300 A 192.0.2.9")), "xfr-change-missing"),
        ("removes a SOA that is not ours", put(1, rr("example 3600 SOA ns1 host 5 1 1 1 1")), "xfr-change-missing"),
        ("the second sequence begins elsewhere", put(6, soa(4)), "xfr-ixfr-gap"),
        ("the first sequence is missing", [&good[..2], &good[7..]].concat(), "xfr-change-missing"),
        ("no SOA between two sequences", without(6), "xfr-ixfr-end"),
        ("ends before the newest serial", [&good[..6], &[soa(7)]].concat(), "xfr-ixfr-end"),
        ("ends with another SOA", put(11, soa(8)), "xfr-ixfr-end"),
        (
            "the newest SOA has two forms",
            put(9, rr("example 3600 SOA ns1 root 7 3600 600 86400 300")),
            "xfr-soa-changed",
        ),
        ("a record behind the end", with(12, rr("a.example 60 A 192.0.2.1")), "xfr-after-end"),
        ("SOA of a name below", with(4, rr("sub.example 60 SOA ns1 host 7 1 1 1 1")), "xfr-soa-below"),
        ("SOA of a name outside", with(4, rr("example.net 60 SOA ns1 host 7 1 1 1 1")), "xfr-soa-below"),
        ("a question type as data", with(4, Rr { rtype: RecordType::ANY, ..good[2].clone() }), "xfr-meta-type"),
        ("no closing SOA", without(11), "xfr-cut"),
        ("the SOA twice", vec![soa(7), soa(7)], "xfr-empty-answer"),
    ];
    let mut wrong = Vec::new();
    for (what, records, expected) in cases {
        // Behind the end nothing is read any more.
        let sizes: &[usize] = if *expected == "xfr-after-end" { &[99] } else { &[1, 2, 99] };
        for &size in sizes {
            let outcome = run(records, size);
            if code(&outcome) != *expected {
                wrong.push(format!("{what}, {size} a message: want {expected}, got {outcome:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_complete_before_the_closing_soa() {
    let all = messages(&sequences(), 1);
    for k in 0..all.len() {
        let outcome = feed(transfer(Via::Stream, TransferLimits::default()), &all[..k]).0;
        assert_eq!(code(&outcome), if k == 0 { "xfr-closed" } else { "xfr-cut" });
    }
}

#[test]
fn a_datagram_holds_all_or_asks_for_a_stream() {
    let datagram = |messages: &[Vec<u8>]| feed(transfer(Via::Udp, TransferLimits::default()), messages).0;
    let records = sequences();
    let (_, arrived) = whole(datagram(&messages(&records, 99)));
    assert_eq!(sorted(&arrived.snapshot), lines(AFTER));
    assert_eq!(code(&datagram(&messages(&records[..5], 99))), "xfr-datagram");
    assert_eq!(code(&datagram(&messages(&[soa(7)], 99))), "xfr-datagram", "too large for the primary");
    assert_eq!(code(&datagram(&messages(&[soa(5)], 99))), "current");
    let mut truncated = messages(&records, 99);
    truncated[0][2] |= 2;
    assert_eq!(code(&datagram(&truncated)), "xfr-truncated");
    let stray = response(ID ^ 1, None, &records);
    let (_, arrived) = whole(datagram(&[stray, messages(&records, 99).remove(0)]));
    assert_eq!(arrived.snapshot.serial(), Some(Serial(7)), "what is not ours is not listened to");
}

#[test]
fn records_outside_the_zone_are_left_out_of_differences_too() {
    let mut records = sequences();
    records.insert(4, rr("example.net 60 A 192.0.2.9"));
    records.insert(2, rr("anexample 60 A 192.0.2.9"));
    let (outcome, remarks) = feed(transfer(Via::Stream, TransferLimits::default()), &messages(&records, 99));
    assert_eq!(sorted(&whole(outcome).1.snapshot), lines(AFTER));
    assert_eq!(remarks, ["xfr-changes", "xfr-out-of-zone"]);
}

#[test]
fn limits_of_differences_hold_at_their_edge() {
    let records = sequences();
    let default = TransferLimits { changes: 0, change_percent: 100, ..TransferLimits::default() };
    let under = |limits| code(&feed(transfer(Via::Stream, limits), &messages(&records, 1)).0);
    // Six records are held; ten come, SOAs of sequences counted.
    assert_eq!(under(TransferLimits { changes: 10, ..default }), "complete");
    assert_eq!(under(TransferLimits { changes: 9, ..default }), "xfr-limit-changes");
    assert_eq!(under(TransferLimits { change_percent: 167, ..default }), "complete");
    assert_eq!(under(TransferLimits { change_percent: 166, ..default }), "xfr-limit-changes");
    let plenty = TransferLimits::default();
    assert_eq!(under(TransferLimits { differences: 2, ..plenty }), "complete");
    assert_eq!(under(TransferLimits { differences: 1, ..plenty }), "xfr-limit-differences");
    // The version on the way has seven records, the last six.
    assert_eq!(under(TransferLimits { records: 6, ..plenty }), "complete");
    assert_eq!(under(TransferLimits { records: 5, ..plenty }), "xfr-limit-records");
}
