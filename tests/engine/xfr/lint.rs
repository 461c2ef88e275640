//! The linter of answers to IXFR: each fault alone by its code and place, several together, none in what is right, and the
//! transfer's own verdict beside it.

use proptest::prelude::*;
use understudy::engine::diag::{Severity, english};
use understudy::engine::limits::TransferLimits;
use understudy::engine::xfr::{IxfrLint, Outcome, Via};
use understudy::engine::zone::Snapshot;

use super::ixfr::{base, feed, messages, sequences, soa, transfer};
use crate::wire::{Rr, name, rr, rrs, zone};

/// The findings as `code@record`.
fn lint(base: Option<Snapshot>, records: &[Rr]) -> Vec<String> {
    let mut lint = IxfrLint::new(name("example"), base, 100);
    records.iter().for_each(|r| lint.record(r.owner.as_ref(), r.rtype, r.ttl, &r.rdata));
    let found = lint.finish();
    let place = |args: &understudy::engine::diag::Args| args.get("record").map_or("-".to_owned(), ToString::to_string);
    for finding in found.kept() {
        let text = english::message(finding.code, &finding.args) + &english::why(finding.code, &finding.args);
        assert!(!text.contains('{'), "{text}");
    }
    let mut out: Vec<_> = found.kept().iter().map(|d| format!("{}@{}", d.code.name, place(&d.args))).collect();
    out.sort();
    out
}

fn with(place: usize, record: Rr) -> Vec<Rr> {
    let mut records = sequences();
    records.insert(place, record);
    records
}

fn put(place: usize, record: Rr) -> Vec<Rr> {
    let mut records = sequences();
    records[place] = record;
    records
}

#[test]
fn what_is_right_has_no_finding() {
    assert_eq!(lint(Some(base()), &sequences()), Vec::<String>::new());
    assert_eq!(lint(None, &sequences()), Vec::<String>::new());
    assert_eq!(lint(Some(base()), &[soa(5)]), Vec::<String>::new(), "nothing newer");
    let mut whole = vec![soa(7)];
    whole.extend(rrs("example 3600 NS ns1\nns1.example 3600 A 192.0.2.53"));
    whole.push(soa(7));
    assert_eq!(lint(Some(base()), &whole), Vec::<String>::new(), "the whole zone");
}

#[test]
fn each_fault_has_a_code_and_a_place() {
    let good = sequences();
    let cases: &[(&str, Vec<Rr>, &[&str])] = &[
        ("redundant add", with(4, rr("WWW.example 300 A 192.0.2.80")), &["ixfr-add-present@5"]),
        ("added twice", with(5, rr("new.example 300 A 192.0.2.3")), &["ixfr-add-present@6"]),
        ("another TTL", with(4, rr("www.example 60 A 192.0.2.80")), &[]),
        ("missing delete", with(2, rr("gone.example 300 A 192.0.2.1")), &["ixfr-delete-missing@3"]),
        ("deleted twice", with(2, rr("old.example 300 A 192.0.2.1")), &["ixfr-delete-missing@4"]),
        ("deleted in a later sequence again", with(7, rr("old.example 300 A 192.0.2.1")), &["ixfr-delete-missing@8"]),
        ("SOA of another form", put(1, rr("example 3600 SOA ns1 host 5 1 1 1 1")), &["ixfr-delete-missing@2"]),
        ("another start", put(1, soa(4)), &["ixfr-delete-missing@2", "ixfr-start@2"]),
        ("gap", put(6, rr("example 3600 SOA ns1 host 4 3600 600 86400 300")), &["ixfr-delete-missing@7", "ixfr-gap@7"]),
        ("wrong end", put(11, soa(8)), &["ixfr-end@12"]),
        ("ends early", [&good[..6], &[soa(7)]].concat(), &["ixfr-end@7"]),
        ("end of another form", put(11, rr("example 3600 SOA ns1 root 7 3600 600 86400 300")), &["ixfr-end@12"]),
        ("no end", good[..11].to_vec(), &["ixfr-no-end@-"]),
        ("behind the end", with(12, rr("a.example 60 A 192.0.2.1")), &["ixfr-after-end@13"]),
        ("SOA below", with(4, rr("sub.example 60 SOA ns1 host 7 1 1 1 1")), &["ixfr-soa-elsewhere@5"]),
        ("SOA outside", with(4, rr("example.net 60 SOA ns1 host 7 1 1 1 1")), &["ixfr-soa-elsewhere@5"]),
        ("outside", with(4, rr("example.net 60 A 192.0.2.1")), &["ixfr-outside@5"]),
        ("no SOA first", good[2..3].to_vec(), &["ixfr-no-soa-first@1"]),
        ("nothing", Vec::new(), &["ixfr-nothing@-"]),
        ("newer SOA alone", vec![soa(7)], &["ixfr-soa-alone@-"]),
        ("backwards", vec![soa(7), soa(5), soa(4), soa(4), soa(7), soa(7)], &["ixfr-backwards@3"]),
        (
            "several",
            {
                let mut records = with(11, rr("example.net 60 A 192.0.2.1"));
                records.insert(4, rr("www.example 300 A 192.0.2.80"));
                records.insert(2, rr("gone.example 300 A 192.0.2.1"));
                records
            },
            &["ixfr-add-present@6", "ixfr-delete-missing@3", "ixfr-outside@14"],
        ),
    ];
    for (what, records, expected) in cases {
        assert_eq!(lint(Some(base()), records), *expected, "{what}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    /// Whatever is done to an answer: the linter finds an error when the transfer ends in failure over it, and none when
    /// the transfer completes.
    #[test]
    fn the_linter_and_the_transfer_agree(
        edits in proptest::collection::vec((0..14_usize, 0..9_usize, any::<bool>()), 0..4),
    ) {
        let others = [
            soa(4), soa(6), soa(7), soa(8),
            rr("old.example 300 A 192.0.2.1"), rr("old.example 300 A 192.0.2.2"),
            rr("new.example 300 A 192.0.2.3"), rr("www.example 300 A 192.0.2.80"),
            rr("sub.example 60 SOA ns1 host 7 1 1 1 1"),
        ];
        let mut records = sequences();
        for (place, which, insert) in edits {
            let place = place.min(records.len());
            if insert {
                records.insert(place, others[which].clone());
            } else if place < records.len() {
                records.remove(place);
            }
        }
        prop_assume!(records.first().is_some_and(|r| *r == soa(7)));
        // Whole zones are not the linter's, and two SOAs alone say nothing.
        prop_assume!(records.len() > 3 && records[1].rdata.len() > 20 && records[1] != soa(7));
        let mut lint = IxfrLint::new(name("example"), Some(base()), 100);
        records.iter().for_each(|r| lint.record(r.owner.as_ref(), r.rtype, r.ttl, &r.rdata));
        let errors = lint.finish().kept().iter().any(|d| d.severity == Severity::Error);
        let (outcome, _) = feed(transfer(Via::Stream, TransferLimits::default()), &messages(&records, 99));
        prop_assert_eq!(errors, !matches!(outcome, Outcome::Complete(..)), "{:?}", outcome);
    }
}

#[test]
fn without_a_base_the_answer_is_held_against_itself() {
    let twice = with(2, rr("old.example 300 A 192.0.2.1"));
    assert_eq!(lint(None, &twice), ["ixfr-delete-missing@4"]);
    assert_eq!(lint(None, &with(2, rr("gone.example 300 A 192.0.2.1"))), Vec::<String>::new());
    assert_eq!(lint(Some(zone("example", &[soa(5)])), &sequences()).len(), 2, "two removals of what this base lacks");
}
