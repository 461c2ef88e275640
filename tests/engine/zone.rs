//! Zone content from outside: what goes into a builder stands in the snapshot, in canonical order, and the difference of
//! two snapshots turns one into the other.

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;
use understudy::engine::diag::{Diagnostics, Span};
use understudy::engine::dns::{Name, RecordSink, RecordType, Serial, Token, rdata};
use understudy::engine::limits::ZoneLimits;
use understudy::engine::zone::{ApplyFault, Builder, Built, Change, Mark, Snapshot, Versions, digest};

/// A record in words: owner, TTL, type, RDATA.
type Line = (String, u32, String, String);

fn name(text: &str) -> Name {
    Name::absolute(text).unwrap()
}

fn octets(rtype: RecordType, text: &str) -> Vec<u8> {
    let words: Vec<_> = text.split(' ').collect();
    let tokens: Vec<_> = words.iter().map(|w| Token { text: w.as_bytes(), quoted: false, span: Span::NONE }).collect();
    let (mut out, mut diags) = (Vec::new(), Diagnostics::new(9));
    let origin = name("example");
    assert!(rdata::parse(rtype, &tokens, Span::NONE, Some(origin.as_ref()), &mut out, &mut diags), "{text}: {diags:?}");
    out
}

fn line(owner: &str, ttl: u32, rtype: &str, rdata: &str) -> Line {
    (owner.to_owned(), ttl, rtype.to_owned(), rdata.to_owned())
}

fn soa(serial: u32) -> Line {
    line("example", 3600, "SOA", &format!("ns1 host {serial} 7200 3600 1209600 3600"))
}

/// Builds a zone; each record's place is its number.
fn build(lines: &[Line]) -> Built {
    let mut builder = Builder::new(ZoneLimits::default());
    for (i, (owner, ttl, rtype, rdata)) in lines.iter().enumerate() {
        let rtype = RecordType::from_mnemonic(rtype.as_bytes()).unwrap();
        let at = Span::new(0, u32::try_from(i).unwrap(), 1);
        builder.record(name(owner).as_ref(), rtype, *ttl, &octets(rtype, rdata), at);
    }
    builder.finish(name("example").as_ref())
}

fn zone(lines: &[Line]) -> Snapshot {
    build(lines).snapshot
}

/// All records as text, in the snapshot's order.
fn dump(zone: &Snapshot) -> Vec<String> {
    let (mut out, mut walk) = (Vec::new(), zone.iter_canonical());
    while let Some(set) = walk.next() {
        for record in set.records() {
            let mut text = format!("{} {} {} ", set.owner(), record.ttl, set.rtype());
            rdata::print(set.rtype(), record.rdata, &mut text);
            out.push(text);
        }
    }
    out
}

#[test]
fn records_come_out_in_canonical_order_with_their_case_and_place() {
    let zone = zone(&[
        line("z.example", 60, "A", "192.0.2.2"),
        line("Mail.B.example", 60, "MX", "10 Target"),
        soa(7),
        line("b.example", 60, "TXT", "x"),
        line("z.example", 60, "A", "192.0.2.1"),
        line("*.example", 60, "A", "192.0.2.9"),
        line("z.example", 60, "AAAA", "2001:db8::1"),
    ]);
    let expected = [
        "example. 3600 SOA ns1.example. host.example. 7 7200 3600 1209600 3600",
        "*.example. 60 A 192.0.2.9",
        "b.example. 60 TXT \"x\"",
        "Mail.B.example. 60 MX 10 Target.example.",
        "z.example. 60 A 192.0.2.1",
        "z.example. 60 A 192.0.2.2",
        "z.example. 60 AAAA 2001:db8::1",
    ];
    assert_eq!(dump(&zone), expected);
    assert_eq!((zone.len(), zone.rrsets(), zone.serial()), (7, 6, Some(Serial(7))));
    let places: Vec<_> =
        zone.get(name("Z.EXAMPLE").as_ref(), RecordType::A).unwrap().records().map(|r| r.at.start).collect();
    assert_eq!(places, [4, 0]);
}

#[test]
fn duplicates_and_outsiders_are_left_out_and_reported() {
    let built = build(&[
        soa(1),
        line("a.example", 60, "MX", "10 mail"),
        line("a.example", 60, "MX", "10 MAIL"),
        line("a.example", 60, "MX", "10 mail"),
        line("a.examples", 60, "A", "192.0.2.1"),
    ]);
    assert_eq!(built.snapshot.len(), 2);
    let found: Vec<_> = built.duplicates.iter().map(|d| (d.first.start, d.second.start, d.case_differs)).collect();
    assert_eq!((found, built.duplicate_count), (vec![(1, 2, true), (1, 3, false)], 2));
    assert_eq!(
        built.outside.iter().map(|o| (o.owner.to_string(), o.at.start)).collect::<Vec<_>>(),
        [("a.examples.".to_owned(), 4)]
    );
}

#[test]
fn ttls_that_differ_are_kept_and_count_as_the_lowest() {
    let zone = zone(&[soa(1), line("a.example", 60, "A", "192.0.2.1"), line("a.example", 30, "A", "192.0.2.2")]);
    let owner = name("a.example");
    let set = zone.get(owner.as_ref(), RecordType::A).unwrap();
    assert_eq!(set.records().map(|r| r.ttl).collect::<Vec<_>>(), [60, 30]);
    assert_eq!(set.ttl(), 30);
}

#[test]
fn closest_encloser_and_existence_follow_rfc_4592() {
    let zone = zone(&[soa(1), line("a.b.c.example", 60, "TXT", "x"), line("d.example", 60, "TXT", "x")]);
    let closest = |text: &str| zone.closest(name(text).as_ref()).map(|n| n.to_string());
    assert_eq!(closest("a.b.c.example").as_deref(), Some("a.b.c.example."));
    assert_eq!(closest("x.b.c.example").as_deref(), Some("b.c.example."));
    assert_eq!(closest("x.y.example").as_deref(), Some("example."));
    assert_eq!(closest("example.net"), None);
    // b.c is an empty non-terminal; bc only looks like one.
    assert!(zone.exists(name("b.c.example").as_ref()));
    assert!(!zone.exists(name("bc.example").as_ref()));
    assert_eq!(zone.previous(name("b.example").as_ref()).map(|n| n.to_string()).as_deref(), Some("example."));
    let mut below = zone.subtree(name("c.example").as_ref());
    assert_eq!(below.next().map(|set| set.owner().to_string()).as_deref(), Some("a.b.c.example."));
    assert!(below.next().is_none());
    assert!(zone.node(name("b.c.example").as_ref()).next().is_none());
}

#[test]
fn the_digest_is_that_of_rfc_8976_appendix_a1() {
    let expected = "c68090d90a7aed716bc459f9340e3d7c1370d4d24b7e2fc3a1ddc0b9a87153b9a9713b3c9ae5cc27777f98b8e730044c";
    let lines = [
        line("example", 86400, "SOA", "ns1 admin 2018031900 1800 900 604800 86400"),
        line("example", 86400, "NS", "ns1"),
        line("example", 86400, "NS", "ns2"),
        line("example", 86400, "ZONEMD", &format!("2018031900 1 1 {expected}")),
        line("ns1.example", 3600, "A", "203.0.113.63"),
        line("NS2.example", 3600, "AAAA", "2001:db8::63"),
    ];
    let hex: String = digest::simple_sha384(&zone(&lines)).iter().map(|octet| format!("{octet:02x}")).collect();
    assert_eq!(hex, expected);
}

#[test]
fn a_change_that_does_not_fit_is_refused_with_the_record() {
    let old = zone(&[soa(1), line("a.example", 60, "A", "192.0.2.1")]);
    let new = zone(&[soa(2), line("b.example", 60, "A", "192.0.2.1")]);
    let change = Change::between(&old, &new).unwrap();
    assert_eq!((change.from(), change.to()), (Some(Serial(1)), Some(Serial(2))));
    assert!(matches!(change.apply(&new), Err(ApplyFault::Serial { have: Some(Serial(2)), .. })));
    let lacking = zone(&[soa(1)]);
    assert!(matches!(change.apply(&lacking), Err(ApplyFault::Missing(r)) if r.owner == name("a.example")));
    let having = zone(&[soa(1), line("a.example", 60, "A", "192.0.2.1"), line("b.example", 60, "A", "192.0.2.1")]);
    assert!(matches!(change.apply(&having), Err(ApplyFault::Present(r)) if r.owner == name("b.example")));
    let mut outside = change.clone();
    outside.additions[0].owner = name("example.net");
    assert!(matches!(outside.apply(&old), Err(ApplyFault::Outside(_))));
}

#[test]
fn old_versions_give_way_and_the_rest_lead_to_the_latest() {
    let mut versions = Versions::new(&ZoneLimits { versions: 3, ..ZoneLimits::default() });
    for serial in 1..=4 {
        versions.push(zone(&[soa(serial), line("a.example", 60, "A", &format!("192.0.2.{serial}"))]));
    }
    assert_eq!(versions.since(Serial(1)), None);
    assert_eq!(versions.get(Serial(2)).map(|old| dump(&old)[1].clone()).as_deref(), Some("a.example. 60 A 192.0.2.2"));
    assert!(versions.get(Serial(1)).is_none());
    let steps = versions.since(Serial(2)).unwrap();
    assert_eq!(steps.iter().map(|c| c.to().unwrap().0).collect::<Vec<_>>(), [3, 4]);
    assert_eq!(versions.since(Serial(4)).map(|steps| steps.len()), Some(0));
}

#[test]
fn a_history_goes_on_after_a_restart_from_where_its_chain_is_whole() {
    let limits = ZoneLimits::default();
    let version = |serial| zone(&[soa(serial), line("a.example", 60, "A", &format!("192.0.2.{serial}"))]);
    let change = |from, to| Change::between(&version(from), &version(to)).unwrap();
    let since = |versions: &Versions, serial| versions.since(Serial(serial)).map(|steps| steps.len());
    let whole = Versions::resumed(&limits, version(4), [change(1, 2), change(2, 4)]);
    assert_eq!([1, 2, 3, 4].map(|serial| since(&whole, serial)), [Some(2), Some(1), None, Some(0)]);
    let gap = Versions::resumed(&limits, version(4), [change(1, 2), change(3, 4)]);
    assert_eq!([1, 3].map(|serial| since(&gap, serial)), [None, Some(1)]);
    let behind = Versions::resumed(&limits, version(4), [change(1, 2), change(2, 3)]);
    assert_eq!([1, 2, 4].map(|serial| since(&behind, serial)), [None, None, Some(0)]);
    // The next version comes with its change, or with one that does not fit and is looked for.
    for change in [change(4, 5), change(3, 5)] {
        let mut versions = whole.clone();
        versions.follow(version(5), change.into());
        assert_eq!(since(&versions, 1), Some(3));
        assert_eq!(dump(&versions.get(Serial(4)).unwrap()), dump(&version(4)));
    }
}

#[test]
fn what_a_serial_no_longer_names_is_forgotten() {
    let version = |serial, last| zone(&[soa(serial), line("a.example", 60, "A", &format!("192.0.2.{last}"))]);
    // Equal, older, half the circle away: a client with serial 1 may hold anything.
    for serial in [2, 1, 2 + (1 << 31)] {
        let mut versions = Versions::new(&ZoneLimits::default());
        versions.push(version(1, 1));
        versions.push(version(2, 2));
        assert_eq!(versions.since(Serial(1)).map(|steps| steps.len()), Some(1));
        versions.push(version(serial, 3));
        assert_eq!(versions.since(Serial(1)).map(|steps| steps.len()), (serial == 1).then_some(0), "{serial}");
    }
    // The journal has an end in octets.
    let wide = |serial, from: u32| {
        let mut lines = vec![soa(serial)];
        lines.extend((from..from + 30).map(|n| line(&format!("h{n}.example"), 60, "A", "192.0.2.1")));
        zone(&lines)
    };
    let change = Change::between(&wide(1, 0), &wide(2, 1)).unwrap();
    for (journal, kept) in [(change.octets(), Some(1)), (change.octets() - 1, None)] {
        let mut versions = Versions::new(&ZoneLimits { journal, ..ZoneLimits::default() });
        versions.push(wide(1, 0));
        versions.push(wide(2, 1));
        assert_eq!(versions.since(Serial(1)).map(|steps| steps.len()), kept);
    }
}

/// An RRset of ten thousand records takes a change without being rewritten, and stands in order.
#[test]
fn a_giant_rrset_is_changed_a_chunk_at_a_time() {
    let lines = |serial: u32, skip: u32| {
        let mut lines = vec![soa(serial)];
        let address = |i: u32| format!("10.{}.{}.{}", i >> 16, i >> 8 & 255, i & 255);
        lines.extend((0..10_000).filter(|i| *i != skip).map(|i| line("big.example", 60, "A", &address(i * 7))));
        lines
    };
    let (old, new) = (zone(&lines(1, 5_000)), zone(&lines(2, 0)));
    assert_eq!(old.len(), 10_000);
    let change = Change::between(&old, &new).unwrap();
    assert_eq!((change.deletions.len(), change.additions.len()), (1, 1));
    let applied = change.apply(&old).unwrap();
    assert_eq!(dump(&applied), dump(&new));
    assert_eq!(applied.len(), 10_000);
    let before: Vec<_> = dump(&old);
    assert!(before.windows(2).skip(1).all(|w| w[0] != w[1]));
}

/// A long answer may stop at any record and go on there.
#[test]
fn a_mark_goes_on_where_it_stopped() {
    let mut lines = vec![soa(1)];
    lines.extend(
        (0..300).map(|i| line(&format!("n{}.example", i % 7), 60, "A", &format!("192.0.{}.{}", i / 250, i % 250))),
    );
    let zone = zone(&lines);
    let (mut mark, mut seen, mut rounds) = (Mark::default(), Vec::new(), 0);
    loop {
        let mut left = 11;
        let done = zone.resume(&mut mark, |owner, rtype, record| {
            if left == 0 {
                return false;
            }
            left -= 1;
            let mut text = format!("{owner} {} {rtype} ", record.ttl);
            rdata::print(rtype, record.rdata, &mut text);
            seen.push(text);
            true
        });
        rounds += 1;
        if done {
            break;
        }
    }
    assert_eq!(seen, dump(&zone));
    assert_eq!(rounds, 28);
    // The types alone, in the same order.
    let (mut mark, mut types) = (Mark::default(), Vec::new());
    let mut done = false;
    while !done {
        let stop = types.len() + 11;
        done = zone.resume_types(&mut mark, |is_apex, rtype| {
            let room = types.len() < stop;
            if room {
                types.push((is_apex, rtype));
            }
            room
        });
    }
    let soa = (true, RecordType::SOA);
    assert_eq!(types, [vec![soa], vec![(false, RecordType::A); 300]].concat());
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let owner = prop_oneof!["[a-c]", "[A-C]", "[a-b]\\.[a-c]", "\\\\000", "x"].prop_map(|l| format!("{l}.example"));
    let record = prop_oneof![
        (0..6_u8).prop_map(|n| ("A", format!("192.0.2.{n}"))),
        "[a-b]{1,2}|[A-B]".prop_map(|t| ("MX", format!("10 {t}"))),
        "[a-z]{1,200}".prop_map(|t| ("TXT", t)),
    ];
    let one = (owner, prop_oneof![Just(60), Just(300)], record)
        .prop_map(|(owner, ttl, (rtype, rdata))| line(&owner, ttl, rtype, &rdata));
    vec(one, 0..120)
}

/// The content as a set, as the RFCs compare it: case aside, the first of each record's copies.
fn model(lines: &[Line]) -> BTreeMap<(String, String, Vec<u8>), u32> {
    let mut out = BTreeMap::new();
    for (owner, ttl, rtype, text) in lines {
        let number = RecordType::from_mnemonic(rtype.as_bytes()).unwrap();
        let mut canonical = Vec::new();
        rdata::canonical(number, &octets(number, text), &mut canonical);
        out.entry((owner.to_ascii_lowercase(), rtype.clone(), canonical)).or_insert(*ttl);
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    /// What goes in stands there, and nothing else.
    #[test]
    fn a_snapshot_holds_what_was_given(lines in lines()) {
        let built = build(&lines);
        let expected = model(&lines);
        prop_assert_eq!(built.snapshot.len(), expected.len());
        prop_assert_eq!(built.duplicate_count, lines.len() - expected.len());
        let nodes: BTreeSet<_> = expected.keys().map(|(owner, rtype, _)| (owner, rtype)).collect();
        prop_assert_eq!(built.snapshot.rrsets(), nodes.len());
        for ((owner, rtype, canonical), ttl) in &expected {
            let number = RecordType::from_mnemonic(rtype.as_bytes()).unwrap();
            let owner = name(owner);
            let set = built.snapshot.get(owner.as_ref(), number).unwrap();
            let found = set.records().any(|r| {
                let mut other = Vec::new();
                rdata::canonical(number, r.rdata, &mut other);
                other == *canonical && r.ttl == *ttl
            });
            prop_assert!(found, "{owner} {rtype}");
        }
    }

    /// However versions follow one another, past the end of the serials too: each can be had again, the steps from each
    /// lead to the latest, and so does the one step made of them.
    #[test]
    fn versions_lead_to_the_latest_in_steps_and_in_one(
        contents in vec(lines(), 2..6), start in prop_oneof![Just(u32::MAX - 1), any::<u32>()], stride in 1..1_u32 << 31,
    ) {
        let mut versions = Versions::new(&ZoneLimits::default());
        let mut all = Vec::new();
        for (n, lines) in (0..).zip(&contents) {
            let serial = start.wrapping_add(stride.wrapping_mul(n));
            let mut whole = vec![soa(serial)];
            // Something large that stays, or no change would be worth keeping.
            whole.extend((0..60).map(|n| line(&format!("h{n}.example"), 60, "A", "192.0.2.1")));
            whole.extend(lines.iter().cloned());
            all.push(zone(&whole));
            versions.push(all.last().unwrap().clone());
        }
        for version in &all {
            let serial = version.serial().unwrap();
            // The same number may come again half a circle later.
            let Some(steps) = versions.since(serial) else { continue };
            let again = versions.get(serial).unwrap();
            let base = all.iter().rfind(|v| v.serial() == Some(serial)).unwrap();
            // The case of owners is no difference.
            prop_assert_eq!(digest::simple_sha384(&again), digest::simple_sha384(base));
            let mut stepped = base.clone();
            for step in &steps {
                stepped = step.apply(&stepped).unwrap();
            }
            prop_assert_eq!(digest::simple_sha384(&stepped), digest::simple_sha384(all.last().unwrap()));
            if let Some(condensed) = Change::condensed(steps.iter().map(|step| &**step)) {
                let applied = condensed.apply(base).unwrap();
                prop_assert_eq!(digest::simple_sha384(&applied), digest::simple_sha384(all.last().unwrap()));
                let direct = Change::between(base, all.last().unwrap()).unwrap();
                prop_assert_eq!(condensed.len(), direct.len());
            }
        }
        prop_assert!(versions.latest().unwrap().same(all.last().unwrap()));
    }

    /// The difference of two versions, applied to one, gives the other; the order of the input does not matter.
    #[test]
    fn a_difference_leads_from_one_version_to_the_other(a in lines(), b in lines(), keep in 0..120_usize) {
        let mut old = vec![soa(1)];
        old.extend(a.iter().cloned());
        let mut new = vec![soa(2)];
        new.extend(a.into_iter().take(keep).chain(b));
        let (old, fresh) = (zone(&old), zone(&new));
        let change = Change::between(&old, &fresh).unwrap();
        let applied = change.apply(&old).unwrap();
        prop_assert_eq!(digest::simple_sha384(&applied), digest::simple_sha384(&fresh));
        prop_assert_eq!((applied.len(), applied.rrsets()), (fresh.len(), fresh.rrsets()));
        prop_assert!(Change::between(&applied, &fresh).unwrap().is_empty());
        prop_assert!(Change::between(&fresh, &fresh.clone()).unwrap().is_empty());
    }
}
