//! The builder beside a plain model. Blocks, chunks and ranges are small here, so that a few hundred records make many.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::engine::work::Backwards;

#[derive(Clone, Debug)]
struct Given {
    owner: Name,
    rtype: RecordType,
    ttl: u32,
    rdata: Vec<u8>,
    at: Span,
}

fn given() -> impl Strategy<Value = Given> {
    const OWNERS: [&str; 14] = [
        "example",
        "a.example",
        "A.example",
        "b.a.example",
        "\\000.example",
        "\\001.example",
        "a\\000b.example",
        "one-long-label-for-all.and-another.example",
        "one-long-label-for-all.and-another.Example",
        "x.one-long-label-for-all.and-another.example",
        "y.one-long-label-for-all.and-another.example",
        "examples",
        "other",
        ".",
    ];
    let owner = prop_oneof![
        5 => proptest::sample::select(&OWNERS[..]).prop_map(str::to_owned),
        5 => (0..40_u32).prop_map(|n| format!("n{n}.one-long-label-for-all.example")),
    ];
    let txt = prop_oneof![20 => vec(any::<u8>(), 0..9), 1 => vec(any::<u8>(), 200), 1 => Just(vec![1; 250])];
    let rdata = prop_oneof![
        any::<[u8; 4]>().prop_map(|a| (RecordType::A, a.to_vec())),
        (0..3_u8, 0..3_usize).prop_map(|(n, target)| {
            let target = [&b"\x01h\x00"[..], b"\x01H\x00", b"\x00"][target];
            (RecordType::MX, [&[0, n][..], target].concat())
        }),
        txt.prop_map(|text| (RecordType::TXT, [&[u8::try_from(text.len()).unwrap()][..], &text].concat())),
    ];
    (owner, rdata, 0..2_u32).prop_map(|(owner, (rtype, rdata), ttl)| Given {
        owner: Name::absolute(&owner).unwrap(),
        rtype,
        ttl,
        rdata,
        at: Span::NONE,
    })
}

/// Owner, type, then TTL, RDATA and place of each record.
type Shown = Vec<(Vec<u8>, u16, Vec<(u32, Vec<u8>, Span)>)>;

fn shown(zone: &Snapshot) -> Shown {
    let (mut out, mut walk) = (Vec::new(), zone.iter_canonical());
    while let Some(set) = walk.next() {
        let records = set.records().map(|r| (r.ttl, r.rdata.to_vec(), r.at)).collect();
        out.push((set.owner().wire().to_vec(), set.rtype().0, records));
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    /// Neither content nor what was left out depends on blocks, parts or workers.
    #[test]
    fn as_a_plain_model_has_it(
        mut records in vec(given(), 0..400),
        root in any::<bool>(),
        cuts in vec(0..400_usize, 0..4),
    ) {
        (0..).zip(&mut records).for_each(|(n, record)| record.at = Span::new(0, n, 1));
        let apex = if root { Name::root() } else { Name::absolute("example").unwrap() };
        let limits = ZoneLimits { reported: 5, ..ZoneLimits::default() };
        let feed = |builder: &mut Builder, records: &[Given]| {
            for Given { owner, rtype, ttl, rdata, at } in records {
                builder.record(owner.as_ref(), *rtype, *ttl, rdata, *at);
            }
        };
        let mut whole = Builder::new(limits);
        feed(&mut whole, &records);
        let built = whole.finish(apex.as_ref());

        let mut model: BTreeMap<(Name, u16), BTreeMap<Vec<u8>, &Given>> = BTreeMap::new();
        let (mut duplicates, mut outside) = (0, Vec::new());
        for record in &records {
            if !record.owner.as_ref().is_within(apex.as_ref()) {
                outside.push((record.owner.clone(), record.at));
                continue;
            }
            let mut canonical = Vec::new();
            rdata::canonical(record.rtype, &record.rdata, &mut canonical);
            let set = model.entry((record.owner.clone(), record.rtype.0)).or_default();
            match set.entry(canonical) {
                std::collections::btree_map::Entry::Occupied(_) => duplicates += 1,
                std::collections::btree_map::Entry::Vacant(slot) => drop(slot.insert(record)),
            }
        }
        let expected: Shown = model.iter().map(|((_, rtype), set)| {
            // An RRset has the owner of its first record as that was written.
            let first = set.values().next().unwrap();
            let records = set.values().map(|r| (r.ttl, r.rdata.clone(), r.at)).collect();
            (first.owner.as_ref().wire().to_vec(), *rtype, records)
        }).collect();
        prop_assert_eq!(shown(&built.snapshot), &*expected);
        prop_assert_eq!(built.snapshot.rrsets(), expected.len());
        prop_assert_eq!(built.snapshot.len(), expected.iter().map(|set| set.2.len()).sum::<usize>());
        prop_assert_eq!((built.duplicate_count, built.outside_count), (duplicates, outside.len()));
        outside.truncate(5);
        prop_assert_eq!(built.outside.iter().map(|o| (o.owner.clone(), o.at)).collect::<Vec<_>>(), outside);

        let mut joined = Builder::new(limits);
        let mut cuts: Vec<_> = cuts.into_iter().map(|cut| cut.min(records.len())).chain([0, records.len()]).collect();
        cuts.sort_unstable();
        for cut in cuts.windows(2) {
            let mut part = Builder::new(limits);
            feed(&mut part, &records[cut[0]..cut[1]]);
            joined.append(part);
        }
        prop_assert_eq!(joined.len(), records.len());
        let mut building = joined.start(apex.as_ref());
        while !building.step(&Backwards(3)) {}
        let other = building.finish();
        prop_assert_eq!(shown(&other.snapshot), expected);
        prop_assert_eq!(other.duplicates, built.duplicates);
        prop_assert_eq!(other.outside, built.outside);
        for Given { owner, rtype, .. } in &records {
            let found = other.snapshot.get(owner.as_ref(), *rtype);
            prop_assert_eq!(found.is_some(), owner.as_ref().is_within(apex.as_ref()));
        }
    }
}
