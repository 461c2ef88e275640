//! One transfer fed with answers of every kind: whole ones however they are cut into messages, and every fault by its
//! code.

use understudy::engine::diag::Span;
use understudy::engine::dns::message::Message;
use understudy::engine::dns::{Class, NameRef, RecordSink, RecordType, Serial};
use understudy::engine::limits::{TransferLimits, TsigLimits};
use understudy::engine::tsig::{Algorithm, ServerSequence, check_request};
use understudy::engine::xfr::*;

use crate::wire::{NOW, Rr, key, name, response, rr, rrs, words};

const ID: u16 = 0x1234;
const ZONE: &str = "example 3600 SOA ns1 host 7 3600 600 86400 300
    example 3600 NS ns1
    ns1.example 3600 A 192.0.2.53
    www.example 300 AAAA 2001:db8::1
    example 3600 SOA ns1 host 7 3600 600 86400 300";

/// Keeps records as text.
#[derive(Debug, Default)]
struct Lines(Vec<String>);

impl RecordSink for Lines {
    fn record(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8], at: Span) {
        assert!(!at.is_some(), "what came over the wire has no place in a text");
        self.0.push(words(owner, ttl, rtype, rdata));
    }
}

fn request(kind: Kind, have: Option<u32>) -> Request {
    Request { apex: name("example"), kind, have: have.map(Serial), id: ID, key: None, via: Via::Stream }
}

/// Feeds messages until the transfer is over, or the connection ends behind the last.
fn feed(request: Request, limits: TransferLimits, messages: &[Vec<u8>]) -> Outcome<Lines> {
    let mut transfer = Transfer::new(request, limits, Lines::default());
    transfer.request(NOW);
    for message in messages {
        if transfer.message(NOW, message) == Flow::Done {
            return transfer.closed(Close::Aborted);
        }
    }
    transfer.closed(Close::Ended)
}

fn axfr(messages: &[Vec<u8>]) -> Outcome<Lines> {
    feed(request(Kind::Axfr, None), TransferLimits::default(), messages)
}

const QUESTION: Option<(&str, RecordType)> = Some(("example", RecordType::AXFR));

/// The records as messages of at most `size` each; only the first has the question.
fn messages(records: &[Rr], size: usize) -> Vec<Vec<u8>> {
    records.chunks(size).enumerate().map(|(n, part)| response(ID, QUESTION.filter(|_| n == 0), part)).collect()
}

fn failed<T: std::fmt::Debug>(outcome: Outcome<T>) -> Failure {
    match outcome {
        Outcome::Failed(failure) => failure,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_zone_comes_out_whole_however_it_is_cut_into_messages() {
    let records = rrs(ZONE);
    for size in 1..=records.len() {
        let Outcome::Complete(candidate, Lines(lines)) = axfr(&messages(&records, size)) else { panic!("{size}") };
        assert_eq!(candidate.serial, Serial(7));
        assert_eq!(candidate.timers, SoaTimers { refresh: 3_600, retry: 600, expire: 86_400 });
        assert_eq!(lines.len(), 4, "the closing SOA is no content");
        assert_eq!(lines[0], "example. 3600 SOA ns1.example. host.example. 7 3600 600 86400 300");
        assert_eq!(lines[3], "www.example. 300 AAAA 2001:db8::1");
    }
}

#[test]
fn what_others_do_and_is_harmless_is_taken() {
    let records = rrs(ZONE);
    let repeated: Vec<_> = records.iter().map(|r| response(ID, QUESTION, std::slice::from_ref(r))).collect();
    assert!(matches!(axfr(&repeated), Outcome::Complete(..)), "the question in every message");
    let bare: Vec<_> = records.iter().map(|r| response(ID, None, std::slice::from_ref(r))).collect();
    assert!(matches!(axfr(&bare), Outcome::Complete(..)), "the question in none");
    let mut gaps = messages(&records, 2);
    gaps.insert(1, response(ID, None, &[]));
    assert!(matches!(axfr(&gaps), Outcome::Complete(..)), "an empty message between");
    let mut flags = messages(&records, 9);
    flags[0][2] &= !0x04;
    flags[0][3] |= 0x80;
    assert!(matches!(axfr(&flags), Outcome::Complete(..)), "AA clear and RA set");
    let mut case = records.clone();
    case[4] = rr("EXAMPLE 3600 SOA NS1 hOst 7 3600 600 86400 300");
    assert!(matches!(axfr(&messages(&case, 9)), Outcome::Complete(..)), "another case in the closing SOA");
}

/// What an answer looks like, and the code by which it is refused.
fn faults() -> Vec<(&'static str, Vec<Vec<u8>>, &'static str)> {
    let records = rrs(ZONE);
    let with = |place: usize, record: Rr| {
        let mut records = records.clone();
        records.insert(place, record);
        messages(&records, 99)
    };
    let touched = |touch: &dyn Fn(&mut Vec<u8>)| {
        let mut all = messages(&records, 2);
        touch(&mut all[0]);
        all
    };
    let short_a = Rr { rdata: vec![192, 0, 2], ..rr("a.example 60 A 192.0.2.1") };
    let changed = |line: &str| [&records[..4], &[rr(line)]].concat();
    vec![
        ("another ID", touched(&|m| m[1] ^= 1), "xfr-wrong-id"),
        ("a query", touched(&|m| m[2] &= 0x7f), "xfr-not-a-response"),
        ("opcode UPDATE", touched(&|m| m[2] |= 5 << 3), "xfr-wrong-opcode"),
        ("truncated", touched(&|m| m[2] |= 2), "xfr-truncated"),
        ("REFUSED", touched(&|m| m[3] = 5), "xfr-rcode"),
        (
            "an error in a later message",
            {
                let mut all = messages(&records, 2);
                all[1][3] = 2;
                all
            },
            "xfr-rcode",
        ),
        (
            "another ID in a later message",
            {
                let mut all = messages(&records, 2);
                all[1][0] ^= 1;
                all
            },
            "xfr-wrong-id",
        ),
        (
            "question of another type",
            vec![response(ID, Some(("example", RecordType::SOA)), &records)],
            "xfr-wrong-question",
        ),
        (
            "question of another name",
            vec![response(ID, Some(("example.net", RecordType::AXFR)), &records)],
            "xfr-wrong-question",
        ),
        ("no record at all", vec![response(ID, QUESTION, &[])], "xfr-empty-answer"),
        ("no SOA first", messages(&records[1..], 99), "xfr-first-not-soa"),
        ("SOA of a name below", with(2, rr("sub.example 60 SOA ns1 host 7 1 1 1 1")), "xfr-soa-below"),
        (
            "first SOA is that of a name below",
            messages(&[rr("sub.example 60 SOA ns1 host 7 1 1 1 1")], 9),
            "xfr-soa-below",
        ),
        (
            "SOA of another serial in the middle",
            with(2, rr("example 3600 SOA ns1 host 8 3600 600 86400 300")),
            "xfr-soa-changed",
        ),
        (
            "SOA of another serial at the end",
            messages(&changed("example 3600 SOA ns1 host 8 3600 600 86400 300"), 9),
            "xfr-soa-changed",
        ),
        (
            "SOA of another mailbox at the end",
            messages(&changed("example 3600 SOA ns1 root 7 3600 600 86400 300"), 9),
            "xfr-soa-changed",
        ),
        ("a record after the end", with(5, rr("late.example 60 A 192.0.2.9")), "xfr-after-end"),
        ("a third SOA", with(5, records[0].clone()), "xfr-after-end"),
        ("SOA of a name outside", with(2, rr("example.net 60 SOA ns1 host 7 1 1 1 1")), "xfr-soa-below"),
        ("a name outside first", with(0, rr("example.net 60 A 192.0.2.9")), "xfr-first-not-soa"),
        ("a name outside behind the end", with(5, rr("example.net 60 A 192.0.2.9")), "xfr-after-end"),
        ("class CH", with(2, Rr { class: Class::CH, ..rr("a.example 60 A 192.0.2.9") }), "xfr-wrong-class"),
        (
            "a question type as data",
            with(2, Rr { rtype: RecordType::ANY, ..rr("a.example 60 A 192.0.2.9") }),
            "xfr-meta-type",
        ),
        (
            "TSIG among the data",
            with(2, Rr { rtype: RecordType::TSIG, ..rr("a.example 60 A 192.0.2.9") }),
            "xfr-malformed",
        ),
        ("an address of three octets", with(2, short_a), "xfr-rdata"),
        ("octets behind the message", touched(&|m| m.push(0)), "xfr-malformed"),
        ("less than a header", touched(&|m| m.truncate(11)), "xfr-malformed"),
    ]
}

#[test]
fn every_fault_is_refused_by_its_code() {
    let wrong: Vec<_> = faults()
        .into_iter()
        .filter_map(|(what, messages, code)| {
            let outcome = axfr(&messages);
            let right = matches!(&outcome, Outcome::Failed(f) if f.code.name == code);
            (!right).then(|| format!("{what}: want {code}, got {outcome:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn malformed_data_is_told_by_owner_type_and_place() {
    let mut records = rrs(ZONE);
    records[3].rdata.pop();
    let failure = failed(axfr(&messages(&records, 3)));
    assert_eq!(failure.code.name, "xfr-rdata");
    let arg = |name| failure.args.get(name).unwrap().to_string();
    assert_eq!([arg("owner"), arg("type"), arg("message"), arg("record")], ["www.example.", "AAAA", "2", "1"]);
}

#[test]
fn an_error_answer_keeps_its_response_code() {
    let mut refused = response(ID, QUESTION, &[]);
    refused[3] = 5;
    let failure = failed(axfr(&[refused]));
    assert_eq!(failure.rcode.unwrap().to_string(), "REFUSED");
    assert_eq!(failure.tsig_error, None);
}

#[test]
fn without_the_closing_soa_nothing_is_complete() {
    let records = rrs(ZONE);
    let all = messages(&records, 1);
    for k in 0..all.len() {
        let code = failed(axfr(&all[..k])).code.name;
        assert_eq!(code, if k == 0 { "xfr-closed" } else { "xfr-cut" });
    }
    let whole = messages(&records, 99).remove(0);
    for end in 0..whole.len() {
        failed(axfr(&[whole[..end].to_vec()]));
    }
}

#[test]
fn limits_hold_at_their_edge() {
    let records = rrs(ZONE);
    let all = messages(&records, 1);
    let bytes: usize = all.iter().map(Vec::len).sum();
    let default = TransferLimits::default();
    let under = |limits| feed(request(Kind::Axfr, None), limits, &all);
    let fits = TransferLimits { bytes: bytes as u64, records: 4, messages: 5, ..default };
    assert!(matches!(under(fits), Outcome::Complete(..)));
    assert_eq!(failed(under(TransferLimits { bytes: bytes as u64 - 1, ..fits })).code.name, "xfr-limit-bytes");
    assert_eq!(failed(under(TransferLimits { records: 3, ..fits })).code.name, "xfr-limit-records");
    assert_eq!(failed(under(TransferLimits { messages: 4, ..fits })).code.name, "xfr-limit-messages");

    let gaps = |n| [&all[..2], &vec![response(ID, None, &[]); n], &all[2..]].concat();
    let few = TransferLimits { empty_messages: 3, ..default };
    assert!(matches!(feed(request(Kind::Axfr, None), few, &gaps(3)), Outcome::Complete(..)));
    assert_eq!(failed(feed(request(Kind::Axfr, None), few, &gaps(4))).code.name, "xfr-limit-empty");
}

#[test]
fn time_is_limited_as_a_whole_and_between_messages() {
    let limits = TransferLimits { total_ms: 10_000, idle_ms: 3_000, ..TransferLimits::default() };
    let all = messages(&rrs(ZONE), 1);
    let at = |mono_ms| Now { mono_ms, ..NOW };
    let mut transfer = Transfer::new(request(Kind::Axfr, None), limits, Lines::default());
    transfer.request(at(1_000));
    assert_eq!(transfer.deadline_ms(), 4_000);
    transfer.message(at(2_500), &all[0]);
    assert_eq!(transfer.deadline_ms(), 5_500);
    transfer.message(at(10_900), &all[1]);
    assert_eq!(transfer.deadline_ms(), 11_000, "one octet now and then does not help");
    assert_eq!(transfer.message(at(11_001), &all[2]), Flow::Done);
    assert_eq!(failed(transfer.closed(Close::Aborted)).code.name, "xfr-limit-time");
}

#[test]
fn progress_counts_what_came() {
    let all = messages(&rrs(ZONE), 3);
    let mut transfer = Transfer::new(request(Kind::Axfr, None), TransferLimits::default(), Lines::default());
    transfer.request(NOW);
    assert_eq!(transfer.message(NOW, &all[0]), Flow::More);
    assert_eq!(transfer.progress(), Progress { records: 3, bytes: all[0].len() as u64, messages: 1 });
    assert_eq!(transfer.message(NOW, &all[1]), Flow::Done);
    assert_eq!(transfer.progress().records, 4);
}

#[test]
fn an_ixfr_is_asked_from_a_serial_and_has_three_kinds_of_answer() {
    let mut transfer = Transfer::new(request(Kind::Ixfr, Some(5)), TransferLimits::default(), Lines::default());
    let octets = transfer.request(NOW);
    let message = Message::parse(&octets).unwrap();
    let soa = message.records(understudy::engine::dns::message::Section::Authority).next().unwrap();
    let mut rdata = Vec::new();
    soa.rdata(&mut rdata).unwrap();
    assert_eq!(Candidate::of(&rdata).unwrap().serial, Serial(5));

    let ixfr = |have, records: &[Rr], size| {
        let all: Vec<_> = records.chunks(size).map(|part| response(ID, None, part)).collect();
        feed(request(Kind::Ixfr, Some(have)), TransferLimits::default(), &all)
    };
    let records = rrs(ZONE);
    assert!(matches!(ixfr(7, &records[..1], 1), Outcome::Current(Serial(7))));
    assert!(matches!(ixfr(9, &records[..1], 1), Outcome::Current(Serial(7))), "the primary is older");
    for size in 1..6 {
        assert!(matches!(ixfr(5, &records, size), Outcome::Complete(..)), "a whole zone, {size} records a message");
    }
    // What collects a whole zone has no use for changes.
    let incremental = [&records[..1], &[rr("example 3600 SOA ns1 host 5 3600 600 86400 300")]].concat();
    assert_eq!(failed(ixfr(5, &incremental, 9)).code.name, "xfr-incremental");
}

/// A signed transfer: what the server makes of each message before it is sent, and how it ends.
fn signed(
    algorithm: Algorithm,
    size: usize,
    send: impl Fn(usize, &mut ServerSequence, &mut Vec<u8>),
) -> Outcome<Lines> {
    let key = key(algorithm, b"0123456789abcdef");
    let asked = Request { key: Some(key.clone()), ..request(Kind::Axfr, None) };
    let mut transfer = Transfer::new(asked, TransferLimits::default(), Lines::default());
    let octets = transfer.request(NOW);
    let keys = vec![(*key).clone()];
    let message = Message::parse(&octets).unwrap();
    let mut sequence = check_request(&message, &keys, NOW.wall_s, &TsigLimits::default()).unwrap().unwrap();
    for (n, mut message) in messages(&rrs(ZONE), size).into_iter().enumerate() {
        send(n, &mut sequence, &mut message);
        if transfer.message(NOW, &message) == Flow::Done {
            break;
        }
    }
    transfer.closed(Close::Ended)
}

#[test]
fn signed_answers_verify_in_every_algorithm() {
    for algorithm in Algorithm::ALL {
        for size in [1, 2, 99] {
            let outcome = signed(algorithm, size, |_, sequence, message| sequence.sign(message, NOW.wall_s));
            assert!(matches!(outcome, Outcome::Complete(..)), "{algorithm:?} {size}: {outcome:?}");
        }
    }
}

#[test]
fn a_signed_request_takes_no_unproved_answer() {
    let sha = Algorithm::Sha256;
    let unsigned = failed(signed(sha, 99, |_, _, _| {}));
    assert_eq!(unsigned.code.name, "tsig-unsigned");
    let tail = failed(signed(sha, 1, |n, s, m| {
        if n < 4 {
            s.sign(m, NOW.wall_s)
        }
    }));
    assert_eq!(tail.code.name, "tsig-last-unsigned");
    let touched = failed(signed(sha, 1, |n, s, m| {
        s.sign(m, NOW.wall_s);
        if n == 2 {
            // An octet of the address.
            let place = m.windows(4).position(|w| w == [192, 0, 2, 53]).unwrap();
            m[place] ^= 1;
        }
    }));
    assert_eq!(touched.code.name, "tsig-bad-signature-later");
    let late = failed(signed(sha, 99, |_, s, m| s.sign(m, NOW.wall_s + 301)));
    assert_eq!(late.code.name, "tsig-bad-time");
    // An error needs no signature to be believed: it gives nothing away.
    let refused = failed(signed(sha, 99, |_, _, m| m[3] = 5));
    assert_eq!((refused.code.name, refused.rcode.unwrap().to_string().as_str()), ("xfr-rcode", "REFUSED"));
}
