//! What has gone wrong with incoming transfers in the field, one test a row of docs/reliability.md (1 to 31) as far as it
//! concerns one transfer. Rows about when and whom to ask are the secondary's.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;
use understudy::engine::dns::message::{Header, Message, MessageBuilder, Section};
use understudy::engine::dns::{Class, Opcode, Rcode, RecordType, Serial, rdata};
use understudy::engine::limits::{TransferLimits, TsigLimits};
use understudy::engine::tsig::{Algorithm, Key, check_request};
use understudy::engine::xfr::*;

use super::ixfr::{BASE, base, feed, lines, messages, run, sequences, soa, sorted, transfer, whole};
use crate::wire::{NOW, Rr, key, name, response, rr, rrs, zone};

const ID: u16 = 0x1234;
const AXFR: Option<(&str, RecordType)> = Some(("example", RecordType::AXFR));

fn asked(kind: Kind, key: Option<Arc<Key>>, limits: TransferLimits) -> Transfer<Intake> {
    let have = (kind == Kind::Ixfr).then_some(Serial(5));
    let request = Request { apex: name("example"), kind, have, id: ID, key, via: Via::Stream };
    let held = (kind == Kind::Ixfr).then(base);
    Transfer::new(request, limits, Intake::new(name("example"), held, limits))
}

fn take(kind: Kind, messages: &[Vec<u8>]) -> Outcome<Intake> {
    let mut transfer = asked(kind, None, TransferLimits::default());
    transfer.request(NOW);
    feed(transfer, messages).0
}

fn code<S: std::fmt::Debug>(outcome: &Outcome<S>) -> &'static str {
    match outcome {
        Outcome::Complete(..) => "complete",
        Outcome::Current(_) => "current",
        Outcome::Failed(failure) => failure.code.name,
    }
}

/// The zone between its SOAs.
fn zone_with(more: &[Rr]) -> Vec<Rr> {
    let mut records = vec![soa(7)];
    records.extend(rrs(BASE).split_off(1));
    records.extend(more.iter().cloned());
    records.push(soa(7));
    records
}

fn axfr(records: &[Rr], size: usize) -> Vec<Vec<u8>> {
    records.chunks(size).enumerate().map(|(n, part)| response(ID, AXFR.filter(|_| n == 0), part)).collect()
}

#[test]
fn row_01_a_soa_of_another_name_ends_the_transfer_and_ours_stays() {
    for owner in ["sub.example", "example.net", "net"] {
        let foreign = rr(&format!("{owner} 60 SOA ns1 host 7 1 1 1 1"));
        for place in 2..sequences().len() {
            let mut records = sequences();
            records.insert(place, foreign.clone());
            assert_eq!(code(&run(&records, 99)), "xfr-soa-below", "{owner} at {place}");
        }
        let zone = zone_with(&[foreign]);
        assert_eq!(code(&take(Kind::Axfr, &axfr(&zone, 99))), "xfr-soa-below");
    }
    // The next refresh works, and the zone has the one SOA.
    let after = whole(run(&sequences(), 99)).1.snapshot;
    assert_eq!(sorted(&after).iter().filter(|line| line.contains(" SOA ")).count(), 1);
}

#[test]
fn row_02_a_soa_in_the_middle_of_a_zone_is_refused() {
    for (middle, expected) in [(8, "xfr-soa-changed"), (7, "xfr-after-end")] {
        let mut records = zone_with(&[]);
        records.insert(3, soa(middle));
        assert_eq!(code(&take(Kind::Axfr, &axfr(&records, 99))), expected, "{middle}");
        // As an answer to IXFR it is the same zone.
        assert_eq!(code(&run(&records, 99)), expected, "{middle}");
    }
}

#[test]
fn row_03_a_serial_that_changes_on_the_way_spoils_the_whole() {
    for last in [soa(8), soa(6), rr("example 3600 SOA ns1 root 7 3600 600 86400 300")] {
        let mut records = zone_with(&[]);
        let place = records.len() - 1;
        records[place] = last;
        for size in [1, 2, 99] {
            assert_eq!(code(&take(Kind::Axfr, &axfr(&records, size))), "xfr-soa-changed");
            assert_eq!(code(&run(&records, size)), "xfr-soa-changed");
        }
    }
}

/// The messages of a server that signs each.
fn signed(transfer: &mut Transfer<Intake>, key: &Key, messages: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let request = transfer.request(NOW);
    let keys = vec![key.clone()];
    let mut sequence =
        check_request(&Message::parse(&request).unwrap(), &keys, NOW.wall_s, &TsigLimits::default()).unwrap().unwrap();
    let sign = |mut message: Vec<u8>| {
        sequence.sign(&mut message, NOW.wall_s);
        message
    };
    messages.into_iter().map(sign).collect()
}

#[test]
fn row_04_a_connection_that_ends_early_never_completes_a_zone() {
    let key = key(Algorithm::Sha256, b"0123456789abcdef");
    let whole_zone = zone_with(&rrs("a.example 60 A 192.0.2.1\nb.example 60 A 192.0.2.2"));
    for (kind, records) in [(Kind::Axfr, &whole_zone), (Kind::Ixfr, &whole_zone), (Kind::Ixfr, &sequences())] {
        let count = records.len();
        for k in 0..=count {
            for secret in [None, Some(key.clone())] {
                for close in [Close::Ended, Close::Reset, Close::Timeout] {
                    let mut transfer = asked(kind, secret.clone(), TransferLimits::default());
                    let plain = records.iter().map(|r| response(ID, None, std::slice::from_ref(r))).collect();
                    let all = match &secret {
                        Some(key) => signed(&mut transfer, key, plain),
                        None => {
                            transfer.request(NOW);
                            plain
                        }
                    };
                    all[..k].iter().for_each(|message| {
                        transfer.message(NOW, message);
                    });
                    let done = matches!(transfer.closed(close), Outcome::Complete(..));
                    assert_eq!(done, k == count, "{k} of {count}");
                }
            }
        }
    }
}

#[test]
fn row_05_a_message_cut_at_any_octet_is_no_message() {
    for records in [zone_with(&[]), sequences()] {
        let message = response(ID, None, &records);
        for end in 0..message.len() {
            let outcome = take(Kind::Ixfr, &[message[..end].to_vec()]);
            assert_eq!(code(&outcome), "xfr-malformed", "{end} of {}", message.len());
        }
    }
}

#[test]
fn row_06_records_behind_the_closing_soa_are_refused() {
    for more in ["late.example 60 A 192.0.2.9", "example.net 60 A 192.0.2.9"] {
        for (kind, records) in [(Kind::Axfr, zone_with(&[])), (Kind::Ixfr, zone_with(&[])), (Kind::Ixfr, sequences())] {
            let mut records = records;
            records.push(rr(more));
            assert_eq!(code(&take(kind, &[response(ID, None, &records)])), "xfr-after-end", "{more}");
        }
    }
}

#[test]
fn row_07_records_outside_the_zone_are_counted_and_never_held() {
    let outside = rrs("example.net 60 A 192.0.2.9\nanexample 60 A 192.0.2.9\nnet 60 NS ns1");
    let (outcome, remarks) = {
        let mut transfer = asked(Kind::Axfr, None, TransferLimits::default());
        transfer.request(NOW);
        feed(transfer, &axfr(&zone_with(&outside), 99))
    };
    assert_eq!(remarks, ["xfr-out-of-zone"]);
    assert_eq!(sorted(&whole(outcome).1.snapshot), sorted(&zone("example", &zone_with(&[])[..6])));
}

#[test]
fn row_08_an_answer_without_end_is_stopped_by_octets_records_messages_and_time() {
    let chunk: Vec<_> = (0..200).map(|n| rr(&format!("h{n}.example 60 A 192.0.2.1"))).collect();
    let endless = |limits: TransferLimits, kind, front: &[Rr]| {
        let mut transfer = asked(kind, None, limits);
        transfer.request(NOW);
        transfer.message(NOW, &response(ID, None, front));
        let chunk = response(ID, None, &chunk);
        for n in 0..5_000_u64 {
            if transfer.message(Now { mono_ms: n * 10, ..NOW }, &chunk) == Flow::Done {
                assert!(transfer.progress().bytes < 300_000, "{:?}", transfer.progress());
                return code(&transfer.closed(Close::Aborted));
            }
        }
        "endless"
    };
    let all = TransferLimits::default();
    let fronts = [(Kind::Axfr, vec![soa(7)]), (Kind::Ixfr, vec![soa(7)]), (Kind::Ixfr, vec![soa(7), soa(5)])];
    for (kind, front) in &fronts {
        assert_eq!(endless(TransferLimits { bytes: 200_000, ..all }, *kind, front), "xfr-limit-bytes");
        assert_eq!(endless(TransferLimits { messages: 20, ..all }, *kind, front), "xfr-limit-messages");
        assert_eq!(endless(TransferLimits { total_ms: 150, ..all }, *kind, front), "xfr-limit-time");
        let rate = |rate_bytes| TransferLimits { rate_ms: 100, rate_bytes, messages: 60, ..all };
        assert_eq!(endless(rate(100_000), *kind, front), "xfr-limit-rate");
        assert_eq!(endless(rate(10_000), *kind, front), "xfr-limit-messages");
    }
    for (kind, front) in &fronts[..2] {
        assert_eq!(endless(TransferLimits { records: 2_000, ..all }, *kind, front), "xfr-limit-records");
    }
    let few = TransferLimits { changes: 2_000, ..all };
    assert_eq!(endless(few, Kind::Ixfr, &fronts[2].1), "xfr-limit-changes");
}

#[test]
fn row_09_one_rrset_of_many_records_and_a_version_too_large_on_the_way() {
    // All in one RRset, added and taken away again record by record.
    let addresses = |from: u32, count: u32| {
        (from..from + count).map(|n| Rr { rdata: n.to_be_bytes().to_vec(), ..rr("big.example 60 A 192.0.2.1") })
    };
    let large = zone_with(&addresses(0, 20_000).collect::<Vec<_>>());
    let held = whole(take(Kind::Axfr, &axfr(&large, 2_000))).1.snapshot;
    assert_eq!(held.len(), 20_006);
    let mut records = vec![soa(8), soa(7)];
    records.extend(addresses(0, 10_000));
    records.push(soa(8));
    records.extend(addresses(30_000, 10_000));
    records.push(soa(8));
    let limits = TransferLimits::default();
    let request =
        Request { apex: name("example"), kind: Kind::Ixfr, have: Some(Serial(7)), id: ID, key: None, via: Via::Stream };
    let mut transfer = Transfer::new(request, limits, Intake::new(name("example"), Some(held), limits));
    transfer.request(NOW);
    let all: Vec<_> = records.chunks(2_000).map(|part| response(ID, None, part)).collect();
    assert_eq!(whole(feed(transfer, &all).0).1.snapshot.len(), 20_006);
    // More than may stay, but only on the way: it ends well (BIND 9.21.2 had to learn it).
    let tight = TransferLimits { records: 6, ..limits };
    assert_eq!(code(&feed(super::ixfr::transfer(Via::Stream, tight), &messages(&sequences(), 1)).0), "complete");
}

#[test]
fn row_10_sequences_without_end_are_stopped() {
    let mut records = vec![soa(200_005)];
    for serial in 5..20_000 {
        records.extend([soa(serial), soa(serial + 1)]);
    }
    let mut feeding = transfer(Via::Stream, TransferLimits::default());
    let mut flow = Flow::More;
    for part in messages(&records, 500) {
        flow = feeding.message(NOW, &part);
        if flow == Flow::Done {
            break;
        }
    }
    assert_eq!(flow, Flow::Done);
    assert_eq!(code(&feeding.closed(Close::Aborted)), "xfr-limit-differences");
    // More records than the zone has twice over: the zone itself is cheaper.
    let mut records = vec![soa(7), soa(5), soa(7)];
    records.extend((0..101).map(|n| rr(&format!("h{n}.example 60 A 192.0.2.1"))));
    records.push(soa(7));
    let limits = TransferLimits { changes: 100, ..TransferLimits::default() };
    assert_eq!(code(&feed(transfer(Via::Stream, limits), &messages(&records, 9)).0), "xfr-limit-changes");
}

#[test]
fn row_11_a_removal_of_what_is_not_there_installs_nothing() {
    for place in [2, 3] {
        for gone in ["gone.example 300 A 192.0.2.1", "old.example 300 A 192.0.2.9", "www.example 300 AAAA 2001:db8::9"]
        {
            let mut records = sequences();
            records.insert(place, rr(gone));
            for size in [1, 99] {
                assert_eq!(code(&run(&records, size)), "xfr-change-missing", "{gone}");
            }
        }
    }
    // In the second of two sequences too: the first is not kept either.
    let mut records = sequences();
    records.insert(8, rr("gone.example 300 A 192.0.2.1"));
    assert_eq!(code(&run(&records, 1)), "xfr-change-missing");
    assert_eq!(sorted(&base()), sorted(&zone("example", &rrs(BASE))));
}

#[test]
fn row_12_an_addition_of_what_is_there_is_taken() {
    let plain = sorted(&whole(run(&sequences(), 99)).1.snapshot);
    let mut records = sequences();
    for there in ["example 3600 NS ns1", "ns1.example 3600 A 192.0.2.53", "www.example 300 A 192.0.2.80"] {
        records.insert(4, rr(there));
    }
    let (_, arrived) = whole(run(&records, 2));
    assert_eq!((sorted(&arrived.snapshot), arrived.redundant), (plain, 3));
}

#[test]
fn row_15_each_refusal_keeps_its_response_code() {
    for rcode in [1, 2, 4, 5, 9] {
        let mut refused = response(ID, Some(("example", RecordType::IXFR)), &[]);
        refused[3] |= rcode;
        let Outcome::Failed(failure) = take(Kind::Ixfr, &[refused]) else { panic!("{rcode}") };
        assert_eq!((failure.code.name, failure.rcode), ("xfr-rcode", Some(Rcode(u16::from(rcode)))));
    }
    assert_eq!(code(&take(Kind::Ixfr, &[response(ID, None, &[])])), "xfr-empty-answer");
    // One SOA that is newer than ours, and then nothing.
    assert_eq!(code(&take(Kind::Ixfr, &[response(ID, None, &[soa(7)])])), "xfr-cut");
}

#[test]
fn row_16_one_record_a_message_twenty_thousand_of_them() {
    let many: Vec<_> = (0..20_000).map(|n| rr(&format!("h{n}.example 60 A 192.0.2.1"))).collect();
    let records = zone_with(&many);
    for kind in [Kind::Axfr, Kind::Ixfr] {
        let mut all: Vec<_> = records.iter().map(|r| response(ID, None, std::slice::from_ref(r))).collect();
        // Empty ones between, but for the first, which must say something.
        all.insert(1, response(ID, None, &[]));
        all.insert(9, response(ID, None, &[]));
        assert_eq!(whole(take(kind, &all)).1.snapshot.len(), 20_006);
    }
    let rest = [response(ID, None, &records[..1]), response(ID, None, &records[1..2_000])];
    assert_eq!(code(&take(Kind::Ixfr, &rest)), "xfr-cut", "the SOA alone, then the rest, without an end");
    // An IXFR's first message with the SOA alone does not yet say that there is nothing newer.
    let parts = [response(ID, None, &sequences()[..1]), response(ID, None, &sequences()[1..])];
    assert_eq!(code(&take(Kind::Ixfr, &parts)), "complete");
}

#[test]
fn row_17_condensed_stepwise_and_whole_give_the_same_zone() {
    let stepwise = sorted(&whole(run(&sequences(), 2)).1.snapshot);
    let mut condensed = vec![soa(7), soa(5)];
    condensed.extend(rrs("old.example 300 A 192.0.2.1\nold.example 300 A 192.0.2.2"));
    condensed.push(soa(7));
    condensed.extend(rrs("new.example 300 A 192.0.2.3\nwww.example 300 AAAA 2001:db8::80"));
    condensed.push(soa(7));
    assert_eq!(sorted(&whole(run(&condensed, 3)).1.snapshot), stepwise);
    let mut zone = vec![soa(7)];
    zone.extend(rrs("example 3600 NS ns1
        ns1.example 3600 A 192.0.2.53
        www.example 300 A 192.0.2.80
        new.example 300 A 192.0.2.3
        www.example 300 AAAA 2001:db8::80"));
    zone.push(soa(7));
    assert_eq!(sorted(&whole(run(&zone, 3)).1.snapshot), stepwise);
    assert_eq!(sorted(&whole(take(Kind::Axfr, &axfr(&zone, 3))).1.snapshot), stepwise);
}

#[test]
fn row_18_a_fault_at_any_record_leaves_the_old_version() {
    let good = sequences();
    for place in 0..good.len() {
        let broken = Rr { rdata: vec![1, 2, 3], ..rr("x.example 60 A 192.0.2.1") };
        let wrong_class = Rr { class: Class::CH, ..rr("x.example 60 A 192.0.2.1") };
        for fault in [broken, wrong_class] {
            let mut records = good.clone();
            records.insert(place, fault);
            for size in [1, 99] {
                let held = base();
                let limits = TransferLimits::default();
                let mut transfer = transfer(Via::Stream, limits);
                for message in messages(&records, size) {
                    transfer.message(NOW, &message);
                }
                assert!(matches!(transfer.closed(Close::Ended), Outcome::Failed(_)), "{place}");
                assert_eq!(sorted(&held), sorted(&zone("example", &rrs(BASE))));
            }
        }
    }
}

#[test]
fn row_20_a_primary_that_is_older_or_equal_changes_nothing() {
    for (serial, expected) in [(5, Serial(5)), (4, Serial(4)), (0xffff_ffff, Serial(0xffff_ffff))] {
        let Outcome::Current(found) = run(&[soa(serial)], 9) else { panic!("{serial}") };
        assert_eq!(found, expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    /// RFC 1982 §3.2 written down again: newer is 1 to 2^31 - 1 ahead; 2^31 apart is not newer.
    #[test]
    fn row_22_newer_is_as_serial_arithmetic_has_it(
        have in prop_oneof![Just(5_u32), Just(u32::MAX), Just(0x7fff_ffff), any::<u32>()],
        ahead in prop_oneof![Just(0), Just(1), Just(0x7fff_ffff), Just(0x8000_0000_u32), Just(u32::MAX), any::<u32>()],
    ) {
        let theirs = have.wrapping_add(ahead);
        let newer = (1..=0x7fff_ffff).contains(&ahead);
        prop_assert_eq!(Serial(have).is_before(Serial(theirs)), newer);
        let have = Some(Serial(have));
        let request = Request { apex: name("example"), kind: Kind::Ixfr, have, id: ID, key: None, via: Via::Stream };
        let limits = TransferLimits::default();
        let mut transfer = Transfer::new(request, limits, Intake::new(name("example"), None, limits));
        transfer.request(NOW);
        let over = transfer.message(NOW, &response(ID, None, &[soa(theirs)])) == Flow::Done;
        prop_assert_eq!(over, !newer);
    }
}

/// A record of every shape of RDATA: names, numbers, strings, bitmaps, lists, parameters.
const SHAPES: &str = "a.example 60 A 192.0.2.1
    a.example 60 AAAA 2001:db8::1
    a.example 60 NS ns1
    a.example 60 CNAME ns1
    a.example 60 MX 10 mail
    a.example 60 TXT words
    a.example 60 SRV 1 2 3 host
    a.example 60 NAPTR 1 2 u sip !^.*$! .
    a.example 60 CAA 0 issue ca.example
    a.example 60 DS 1 8 2 0000000000000000000000000000000000000000000000000000000000000000
    a.example 60 DNSKEY 256 3 8 AwEAAQ==
    a.example 60 RRSIG A 8 2 60 20300101000000 20200101000000 1 example. AAAA
    a.example 60 NSEC b A RRSIG NSEC
    a.example 60 NSEC3 1 0 1 ab 2vptu5timamqttgl4luu9kg21e0aor3s A
    a.example 60 NSEC3PARAM 1 0 1 ab
    a.example 60 TLSA 3 1 1 0000000000000000000000000000000000000000000000000000000000000000
    a.example 60 SSHFP 4 2 0000000000000000000000000000000000000000000000000000000000000000
    a.example 60 SVCB 1 . alpn=h2 port=53 ipv4hint=192.0.2.1
    a.example 60 HTTPS 1 . alpn=h2,h3
    a.example 60 APL 1:192.0.2.0/24 2:2001:db8::/32
    a.example 60 LOC 1 2 3 N 4 5 6 E 7m
    a.example 60 URI 1 2 https://example
    a.example 60 HINFO cpu os
    a.example 60 CSYNC 1 3 A
    a.example 60 ZONEMD 1 1 1 000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
    a.example 60 SOA ns1 host 1 2 3 4 5";

#[test]
fn row_25_rdata_cut_at_any_octet_or_of_another_length_is_refused() {
    let (mut cut, mut refused) = (0, 0);
    for shape in rrs(SHAPES) {
        let shape = if shape.rtype == RecordType::SOA { Rr { owner: name("example"), ..shape } } else { shape };
        for len in 0..shape.rdata.len() {
            let record = Rr { rdata: shape.rdata[..len].to_vec(), ..shape.clone() };
            // What is left may be good: one string of two, a key without its end.
            let good = rdata::check_wire(shape.rtype, &record.rdata).is_ok();
            let outcome = take(Kind::Axfr, &axfr(&zone_with(std::slice::from_ref(&record)), 99));
            cut += 1;
            if !good {
                refused += 1;
                assert_eq!(code(&outcome), "xfr-rdata", "{} cut to {len}", shape.rtype);
            }
        }
        // RDLENGTH one more or less than what stands there: the next record begins askew.
        let message = response(ID, None, &zone_with(std::slice::from_ref(&shape)));
        let place = message.windows(shape.rdata.len()).rposition(|w| w == shape.rdata.as_slice());
        let Some(place) = place.filter(|_| shape.rdata.len() > 5) else { continue };
        for by in [1, 255] {
            let mut askew = message.clone();
            askew[place - 1] = askew[place - 1].wrapping_add(by);
            assert_ne!(code(&take(Kind::Axfr, &[askew])), "complete", "{} {by}", shape.rtype);
        }
    }
    assert!(cut > 500 && refused * 2 > cut, "{refused} of {cut}");
}

#[test]
fn row_26_another_class_question_opcode_id_or_direction_is_refused() {
    let good = response(ID, AXFR, &zone_with(&[]));
    let touched = |touch: fn(&mut Vec<u8>)| {
        let mut message = good.clone();
        touch(&mut message);
        code(&take(Kind::Axfr, &[message]))
    };
    assert_eq!(touched(|_| {}), "complete");
    assert_eq!(touched(|m| m[0] ^= 1), "xfr-wrong-id");
    assert_eq!(touched(|m| m[1] ^= 0x80), "xfr-wrong-id");
    assert_eq!(touched(|m| m[2] &= 0x7f), "xfr-not-a-response");
    for opcode in [1, 2, 4, 5, 15] {
        let mut message = good.clone();
        message[2] |= opcode << 3;
        assert_eq!(code(&take(Kind::Axfr, &[message])), "xfr-wrong-opcode");
    }
    for question in [("example", RecordType::SOA), ("example.net", RecordType::AXFR), ("sub.example", RecordType::AXFR)]
    {
        let message = response(ID, Some(question), &zone_with(&[]));
        assert_eq!(code(&take(Kind::Axfr, &[message])), "xfr-wrong-question");
    }
    for class in [Class::CH, Class::ANY, Class(4), Class(254)] {
        let records = zone_with(&[Rr { class, ..rr("a.example 60 A 192.0.2.1") }]);
        assert_eq!(code(&take(Kind::Axfr, &axfr(&records, 99))), "xfr-wrong-class");
    }
}

#[test]
fn row_27_flags_that_do_not_matter_do_not_matter() {
    // AA clear, RA, RD, AD and CD set: some primaries do, and the content is as good.
    for (octet, bits) in [(2, 0x04), (3, 0x80), (2, 0x01), (3, 0x20), (3, 0x10)] {
        let mut message = response(ID, AXFR, &zone_with(&[]));
        message[octet] ^= bits;
        assert_eq!(code(&take(Kind::Axfr, &[message])), "complete", "{octet} {bits:#x}");
    }
}

#[test]
fn row_28_compression_goes_backwards_inside_one_message() {
    // An A record whose owner is what is given, in a message whose question stands at octet 12.
    let with_owner = |owner: &[u8]| {
        let mut message = response(ID, AXFR, &[soa(7)]);
        message[7] += 1;
        message.extend(owner);
        message.extend([0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1]);
        message
    };
    let here = response(ID, AXFR, &[soa(7)]).len();
    let pointer = |to: usize| (0xc000 | u16::try_from(to).unwrap()).to_be_bytes();
    let fine = take(Kind::Axfr, &[with_owner(&pointer(12)), response(ID, None, &[soa(7)])]);
    assert_eq!(whole(fine).1.snapshot.len(), 2);
    for (what, owner) in [
        ("itself", pointer(here).to_vec()),
        ("forward", pointer(here + 4).to_vec()),
        ("behind the end", pointer(0x3fff).to_vec()),
        ("into the header", pointer(4).to_vec()),
        ("a label that leads back to itself", [&[1, b'a'], pointer(here).as_slice()].concat()),
        ("a label type of its own", vec![0x40, 1, 0]),
        ("another label type", vec![0x80, 1, 0]),
    ] {
        assert_eq!(code(&take(Kind::Axfr, &[with_owner(&owner)])), "xfr-malformed", "{what}");
    }
    // Pointers in a row, each to the one before: no honest name needs more than it can have labels.
    let chain = |length: u16| {
        let mut message = response(ID, AXFR, &[soa(7)]);
        message[6..8].copy_from_slice(&(length + 1).to_be_bytes());
        let mut last = 12;
        for _ in 0..length {
            let at = message.len();
            message.extend(pointer(last));
            message.extend([0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1]);
            last = at;
        }
        take(Kind::Axfr, &[message, response(ID, None, &[soa(7)])])
    };
    assert!(matches!(chain(127), Outcome::Complete(..)));
    assert_eq!(code(&chain(128)), "xfr-malformed");
    // Messages know nothing of one another: a pointer into the one before points nowhere.
    let mut second = response(ID, None, &[]);
    second[7] = 1;
    second.extend(pointer(here));
    second.extend([0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1]);
    assert_eq!(code(&take(Kind::Axfr, &[response(ID, AXFR, &[soa(7)]), second])), "xfr-malformed");
}

#[test]
fn row_29_a_message_of_thousands_of_names_is_written_and_read() {
    let header = Header::query(ID, Opcode::QUERY).response(Rcode::NOERROR);
    let mut builder = MessageBuilder::new(header, 65_535);
    let (mut count, mut given) = (0_u16, BTreeSet::new());
    // Two in a row share their second label, also where a pointer does not reach: behind 16,383 octets.
    loop {
        let owner = name(&format!("x{count}.y{}.example", count / 2));
        if builder.record(Section::Answer, owner.as_ref(), RecordType::A, Class::IN, 1, &[192, 0, 2, 1]).is_err() {
            break;
        }
        given.insert(owner.to_string());
        count += 1;
    }
    let octets = builder.finish();
    let message = Message::parse(&octets).unwrap();
    let owners: BTreeSet<_> = message.records(Section::Answer).map(|r| r.owner().to_string()).collect();
    assert!(count > 2_000 && owners == given, "{count}");
    // And with few names, so that it is the distance that counts.
    let mut builder = MessageBuilder::new(header, 65_535);
    let record = |builder: &mut MessageBuilder, owner: &str, rtype, rdata: &[u8]| {
        builder.record(Section::Answer, name(owner).as_ref(), rtype, Class::IN, 1, rdata).unwrap();
    };
    record(&mut builder, "example", RecordType(65_280), &[7; 17_000]);
    for owner in ["a.late.example", "b.late.example"] {
        record(&mut builder, owner, RecordType::A, &[192, 0, 2, 1]);
    }
    let octets = builder.finish();
    let message = Message::parse(&octets).unwrap();
    let owners: Vec<_> = message.records(Section::Answer).map(|r| r.owner().to_string()).collect();
    assert_eq!(owners, ["example.", "a.late.example.", "b.late.example."]);
}

#[test]
fn row_30_names_of_255_octets_travel_and_longer_ones_do_not() {
    // 63 + 63 + 63 octets and a last label that fills up to the edge behind "example".
    let long = |last: usize| {
        let label = |len: usize| [vec![u8::try_from(len).unwrap()], vec![b'a'; len]].concat();
        [label(63), label(63), label(63), label(last), b"\x07example\x00".to_vec()].concat()
    };
    let longest = long(53);
    assert_eq!(longest.len(), 255);
    let with_owner = |owner: &[u8]| {
        let mut message = response(ID, AXFR, &[soa(7)]);
        message[7] += 1;
        message.extend(owner);
        message.extend([0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1]);
        [message, response(ID, None, &[soa(7)])]
    };
    assert_eq!(whole(take(Kind::Axfr, &with_owner(&longest))).1.snapshot.len(), 2);
    assert_eq!(code(&take(Kind::Axfr, &with_owner(&long(54)))), "xfr-malformed");
    // The zone itself may have such a name: the request fits.
    let apex = understudy::engine::dns::NameRef::from_wire(&longest).unwrap().0.to_owned();
    let request =
        Request { apex: apex.clone(), kind: Kind::Ixfr, have: Some(Serial(1)), id: ID, key: None, via: Via::Stream };
    let limits = TransferLimits::default();
    let octets = Transfer::new(request, limits, Intake::new(apex.clone(), None, limits)).request(NOW);
    assert_eq!(Message::parse(&octets).unwrap().questions().next().unwrap().name(), apex.as_ref());
}

#[test]
fn row_31_a_record_that_fills_a_message_comes_in() {
    // As large as fits behind header, root question and record: nothing is left of 65,535 octets.
    for len in [60_000, 65_535 - 12 - 21] {
        let large = Rr { rdata: vec![7; len], ..rr("l.example 60 TYPE65280 \\# 1 00") };
        let all = [response(ID, None, &[soa(7)]), response(ID, None, &[large]), response(ID, None, &[soa(7)])];
        assert_eq!(whole(take(Kind::Axfr, &all)).1.snapshot.len(), 2, "{len}");
    }
    assert_eq!(lines("b\na"), ["a", "b"]);
}
