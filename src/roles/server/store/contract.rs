//! What every store does, run over each of them.

use std::time::Duration;

use serde_json::json;

use super::content::ContentWriter;
use super::memory::{Memory, Mishap};
use super::sqlite::Sqlite;
use super::{
    Audit, Claimed, Content, Fault, Fence, Field, Filter, Kept, Kind, Object, Query, Step, Store, Test, Version, Write,
};
use crate::engine::diag::Span;
use crate::engine::dns::{Name, RecordSink, RecordType, Serial};
use crate::engine::limits::ZoneLimits;
use crate::engine::xfr::{Candidate, Persisted, SoaTimers};
use crate::engine::zone::{Change, Record};

/// Runs a case over both stores. `reopen` in the case is what a restart does.
macro_rules! over_both {
    ($($case:ident),* $(,)?) => {
        mod in_memory {
            $(#[test] fn $case() {
                super::block_on(super::$case(super::Memory::default(), |m| m.restarted()));
            })*
        }
        mod in_sqlite {
            $(#[test] fn $case() {
                let temp = tempfile::tempdir().unwrap();
                let open = || super::Sqlite::open(temp.path()).unwrap();
                super::block_on(super::$case(open(), |old| { drop(old); open() }));
            })*
        }
    };
}

over_both!(
    a_version_and_its_timers_survive_a_restart,
    a_version_that_does_not_follow_is_refused,
    chunks_given_beforehand_count_from_the_commit_on,
    a_later_claim_fences_the_earlier_off,
    a_removed_zone_is_gone_and_its_writer_fenced,
    names_differ_by_more_than_case,
    many_zones_are_claimed_at_once_and_in_order,
    changes_are_kept_beside_the_whole_and_survive_a_restart,
    the_journal_begins_anew_where_it_would_mislead,
    the_oldest_changes_give_way_but_none_that_the_content_needs,
    objects_are_written_all_or_none,
    objects_of_a_kind_come_ordered_and_survive_a_restart,
    objects_are_found_by_id_by_condition_and_by_who_needs_them,
);

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(work)
}

fn zone(text: &str) -> Name {
    Name::absolute(text).unwrap()
}

async fn claim(store: &impl Store, text: &str) -> Claimed {
    store.claim("we".to_owned(), vec![zone(text)], 1).await.unwrap().remove(0)
}

fn kept(serial: u32) -> Option<Kept> {
    let Version::Whole(whole, _) = version(serial) else { unreachable!() };
    Some(Kept { whole, since: Vec::new() })
}

/// The change from one serial to another.
fn step(from: u32, to: u32) -> Step {
    let soa = |serial: u32| {
        let rdata = [&[0, 0][..], &serial.to_be_bytes(), &[0; 16]].concat();
        Record { owner: zone("example."), rtype: RecordType::SOA, ttl: 1, rdata: rdata.into() }
    };
    let change = Change { old_soa: soa(from), new_soa: soa(to), deletions: Vec::new(), additions: Vec::new() };
    Step::new(&change).unwrap()
}

fn version(serial: u32) -> Version {
    let mut writer = ContentWriter::default();
    for i in 0..serial {
        let owner = zone(&format!("h{i}.example."));
        writer.record(owner.as_ref(), RecordType::TXT, 60, &[0; 200], Span::NONE);
    }
    Version::Whole(writer.finish(Serial(serial)), None)
}

/// What a secondary remembers that got version `serial` at second `at`.
fn then(serial: u32, at: u64) -> Persisted {
    let timers = SoaTimers { refresh: serial + 1, retry: 2, expire: u32::MAX };
    let version = Some(Candidate { serial: Serial(serial), timers });
    Persisted {
        version,
        confirmed_s: at,
        next_check_s: at + 9,
        expired: at % 2 == 1,
        rejected: (at % 3 == 1).then_some(Serial(serial + 5)),
    }
}

fn object(kind: Kind, id: &str) -> Object {
    Object { kind, id: id.to_owned(), account: "a".to_owned(), revision: 0, body: json!({ "name": id }) }
}

fn audit() -> Audit {
    Audit { at_s: 1, action: "test".to_owned() }
}

fn put(object: Object, expected: Option<u64>) -> Write {
    Write::Put { object, expected }
}

async fn a_version_and_its_timers_survive_a_restart<S: Store>(store: S, reopen: impl Fn(S) -> S) {
    let claimed = claim(&store, "example.").await;
    assert_eq!(claimed.persisted, Persisted::default());
    assert_eq!(store.content(zone("example.")).await.unwrap(), None);
    // 1,000 records of 220 bytes are several chunks.
    store.commit_version(claimed.fence.clone(), None, version(1_000), then(1_000, 5)).await.unwrap();
    store.commit_version(claimed.fence.clone(), Some(Serial(1_000)), version(900), then(900, 6)).await.unwrap();
    store
        .note(claimed.fence.clone(), Persisted { version: None, ..then(900, 7) }, Some("past".to_owned()))
        .await
        .unwrap();
    store.note(claimed.fence, then(900, 7), None).await.unwrap();

    let store = reopen(store);
    let claimed = claim(&store, "example.").await;
    assert_eq!(claimed.persisted, then(900, 7));
    assert_eq!(claimed.memory, "past", "what is not said anew stays");
    assert_eq!(store.content(zone("example.")).await.unwrap(), kept(900));
}

async fn a_version_that_does_not_follow_is_refused<S: Store>(store: S, _: impl Fn(S) -> S) {
    let fence = claim(&store, "example.").await.fence;
    store.commit_version(fence.clone(), None, version(3), then(3, 1)).await.unwrap();
    for from in [None, Some(Serial(2))] {
        let refused = store.commit_version(fence.clone(), from, version(4), then(4, 2)).await;
        assert_eq!(refused, Err(Fault::Conflict));
    }
    // What is remembered must be of the version that is stored.
    let other = store.commit_version(fence, Some(Serial(3)), version(4), then(5, 2)).await;
    assert_eq!(other, Err(Fault::Conflict));
    assert_eq!(store.content(zone("example.")).await.unwrap(), kept(3));
    assert_eq!(claim(&store, "example.").await.persisted, then(3, 1));
}

async fn chunks_given_beforehand_count_from_the_commit_on<S: Store>(store: S, reopen: impl Fn(S) -> S) {
    let parts = |serial: u32, early: usize| {
        let Version::Whole(whole, _) = version(serial) else { unreachable!() };
        let (first, rest) = whole.chunks.split_at(early);
        let whole = Content { staged: u32::try_from(early).unwrap(), chunks: rest.to_vec(), ..whole.clone() };
        (first.to_vec(), Version::Whole(whole, None))
    };
    let fence = claim(&store, "example.").await.fence;
    // Something that is given up, and what a restart finds of it: nothing.
    store.stage(fence.clone(), 0, parts(900, 2).0).await.unwrap();
    assert_eq!(store.content(zone("example.")).await.unwrap(), None);
    let store = reopen(store);
    let fence_of_old = fence;
    let claimed = claim(&store, "example.").await;
    assert_eq!((claimed.persisted, store.content(zone("example.")).await.unwrap()), (Persisted::default(), None));
    let fence = claimed.fence;
    assert_eq!(store.stage(fence_of_old, 0, parts(900, 2).0).await, Err(Fault::Fenced));
    // Begun anew, in two parts.
    let (early, late) = parts(1_000, 3);
    assert!(early.len() == 3);
    store.stage(fence.clone(), 0, early[..1].to_vec()).await.unwrap();
    store.stage(fence.clone(), 1, early[1..].to_vec()).await.unwrap();
    for first in [1, 2, 4] {
        let apart = store.stage(fence.clone(), first, early[..1].to_vec()).await;
        assert_eq!(apart, Err(Fault::Conflict), "{first} does not follow 3");
    }
    let fewer = store.commit_version(fence.clone(), None, parts(1_000, 2).1, then(1_000, 5)).await;
    assert_eq!(fewer, Err(Fault::Conflict), "more were given than the version has");
    store.stage(fence.clone(), 0, early).await.unwrap();
    store.commit_version(fence.clone(), None, late, then(1_000, 5)).await.unwrap();
    assert_eq!(store.content(zone("example.")).await.unwrap(), kept(1_000));
    // A zone that has a version takes none.
    assert_eq!(store.stage(fence.clone(), 0, parts(900, 1).0).await, Err(Fault::Conflict));
    let replaced = store.commit_version(fence.clone(), Some(Serial(1_000)), parts(900, 1).1, then(900, 6)).await;
    assert_eq!(replaced, Err(Fault::Conflict));
    let store = reopen(store);
    assert_eq!(claim(&store, "example.").await.persisted, then(1_000, 5));
    assert_eq!(store.content(zone("example.")).await.unwrap(), kept(1_000));
    // A version whole takes the place of what was given beforehand.
    let fence = claim(&store, "other.").await.fence;
    store.stage(fence.clone(), 0, parts(900, 2).0).await.unwrap();
    store.commit_version(fence, None, version(600), then(600, 5)).await.unwrap();
    assert_eq!(store.content(zone("other.")).await.unwrap(), kept(600));
}

async fn a_later_claim_fences_the_earlier_off<S: Store>(store: S, _: impl Fn(S) -> S) {
    let first = claim(&store, "example.").await.fence;
    let second = claim(&store, "example.").await.fence;
    assert!(first.epoch < second.epoch);
    assert_eq!(store.note(first.clone(), then(1, 1), None).await, Err(Fault::Fenced));
    assert_eq!(store.commit_version(first.clone(), None, version(1), then(1, 1)).await, Err(Fault::Fenced));
    assert_eq!(store.remove_zone(first).await, Err(Fault::Fenced));
    store.commit_version(second, None, version(1), then(1, 1)).await.unwrap();
}

async fn a_removed_zone_is_gone_and_its_writer_fenced<S: Store>(store: S, reopen: impl Fn(S) -> S) {
    let fence = claim(&store, "example.").await.fence;
    store.commit_version(fence.clone(), None, version(1), then(1, 1)).await.unwrap();
    store.remove_zone(fence.clone()).await.unwrap();
    assert_eq!(store.content(zone("example.")).await.unwrap(), None);
    assert_eq!(store.note(fence.clone(), then(1, 1), None).await, Err(Fault::Fenced));
    let store = reopen(store);
    let claimed = claim(&store, "example.").await;
    assert_eq!(claimed.persisted, Persisted::default());
    // The zone made again is another one.
    assert_eq!(store.commit_version(fence, None, version(1), then(1, 1)).await, Err(Fault::Fenced));
}

async fn names_differ_by_more_than_case<S: Store>(store: S, _: impl Fn(S) -> S) {
    let fence = claim(&store, "example.").await.fence;
    store.commit_version(fence, None, version(1), then(1, 1)).await.unwrap();
    assert_eq!(claim(&store, "EXAMPLE.").await.persisted, then(1, 1));
    for other in ["example\\.com.", "example.com.", "."] {
        assert_eq!(claim(&store, other).await.persisted, Persisted::default());
    }
}

async fn many_zones_are_claimed_at_once_and_in_order<S: Store>(store: S, _: impl Fn(S) -> S) {
    let fence = claim(&store, "b.example.").await.fence;
    store.commit_version(fence.clone(), None, version(3), then(3, 5)).await.unwrap();
    let zones: Vec<_> = ["c.", "b.example.", "a."].into_iter().map(zone).collect();
    let claimed = store.claim("we".to_owned(), zones.clone(), 7).await.unwrap();
    assert_eq!(claimed.iter().map(|c| c.fence.zone.clone()).collect::<Vec<_>>(), zones);
    assert!(claimed.iter().all(|c| c.fence.epoch > fence.epoch));
    assert_eq!(claimed[1].persisted, then(3, 5));
    assert_eq!(store.note(fence, then(3, 6), None).await, Err(Fault::Fenced));
    for claimed in claimed {
        store.note(claimed.fence, then(3, 6), None).await.unwrap();
    }
    assert_eq!(store.claim("we".to_owned(), Vec::new(), 8).await, Ok(Vec::new()));
}

async fn changes_are_kept_beside_the_whole_and_survive_a_restart<S: Store>(store: S, reopen: impl Fn(S) -> S) {
    let fence = claim(&store, "example.").await.fence;
    let alone = store.commit_version(fence.clone(), None, Version::Step(step(1, 2)), then(2, 1)).await;
    assert_eq!(alone, Err(Fault::Conflict), "a change of nothing");
    store.commit_version(fence.clone(), None, version(3), then(3, 1)).await.unwrap();
    for (from, step) in [(Serial(3), step(2, 4)), (Serial(2), step(2, 4))] {
        let strange = store.commit_version(fence.clone(), Some(from), Version::Step(step), then(4, 2)).await;
        assert_eq!(strange, Err(Fault::Conflict), "a change of another version");
    }
    for (from, to) in [(3, 4), (4, 6)] {
        let version = Version::Step(step(from, to));
        store.commit_version(fence.clone(), Some(Serial(from)), version, then(to, 2)).await.unwrap();
    }
    let store = reopen(store);
    let both = vec![step(3, 4), step(4, 6)];
    let changed = Kept { since: both.clone(), ..kept(3).unwrap() };
    assert_eq!(changed.serial(), Serial(6));
    assert_eq!(store.content(zone("example.")).await, Ok(Some(changed)));
    assert_eq!(store.journal(zone("example."), None).await, Ok(both));
    assert_eq!(store.journal(zone("example."), Some(Serial(4))).await, Ok(vec![step(4, 6)]));
    assert_eq!(store.journal(zone("example."), Some(Serial(5))).await, Ok(Vec::new()));
    assert_eq!(claim(&store, "example.").await.persisted, then(6, 2));

    // Stored whole again, the changes before it are journal only.
    let fence = claim(&store, "example.").await.fence;
    let Version::Whole(whole, _) = version(7) else { unreachable!() };
    let seventh = Version::Whole(whole, Some(step(6, 7)));
    store.commit_version(fence.clone(), Some(Serial(6)), seventh, then(7, 3)).await.unwrap();
    assert_eq!(store.content(zone("example.")).await, Ok(kept(7)));
    let all = vec![step(3, 4), step(4, 6), step(6, 7)];
    assert_eq!(store.journal(zone("example."), None).await, Ok(all));
    store.remove_zone(fence).await.unwrap();
    assert_eq!(store.journal(zone("example."), None).await, Ok(Vec::new()));
}

async fn the_journal_begins_anew_where_it_would_mislead<S: Store>(store: S, _: impl Fn(S) -> S) {
    let fence = claim(&store, "example.").await.fence;
    store.commit_version(fence.clone(), None, version(3), then(3, 1)).await.unwrap();
    store.commit_version(fence.clone(), Some(Serial(3)), Version::Step(step(3, 4)), then(4, 1)).await.unwrap();
    // The primary went back to 2, and forward to another 4.
    store.commit_version(fence.clone(), Some(Serial(4)), version(2), then(2, 1)).await.unwrap();
    assert_eq!(store.journal(zone("example."), None).await, Ok(Vec::new()));
    store.commit_version(fence, Some(Serial(2)), Version::Step(step(2, 4)), then(4, 1)).await.unwrap();
    assert_eq!(store.journal(zone("example."), None).await, Ok(vec![step(2, 4)]));
    assert_eq!(store.content(zone("example.")).await.unwrap().unwrap().since, [step(2, 4)]);
}

async fn the_oldest_changes_give_way_but_none_that_the_content_needs<S: Store>(store: S, _: impl Fn(S) -> S) {
    let most = u32::try_from(ZoneLimits::default().versions).unwrap();
    let fence = claim(&store, "example.").await.fence;
    store.commit_version(fence.clone(), None, version(1), then(1, 1)).await.unwrap();
    for serial in 1..=most {
        let version = Version::Step(step(serial, serial + 1));
        store.commit_version(fence.clone(), Some(Serial(serial)), version, then(serial + 1, 1)).await.unwrap();
    }
    let journal = async || store.journal(zone("example."), None).await.unwrap();
    assert_eq!(journal().await.len(), most as usize, "the content needs them all");
    let Version::Whole(whole, _) = version(most + 2) else { unreachable!() };
    let whole = Version::Whole(whole, Some(step(most + 1, most + 2)));
    store.commit_version(fence.clone(), Some(Serial(most + 1)), whole, then(most + 2, 1)).await.unwrap();
    assert_eq!(journal().await.len(), most as usize - 1);
    assert_eq!(journal().await[0].from, Serial(3));
    // A change larger than the whole journal clears it; numbers go on, so that the next one counts.
    let large = Step { octets: vec![0; ZoneLimits::default().journal + 1], ..step(most + 2, most + 3) };
    let Version::Whole(whole, _) = version(most + 3) else { unreachable!() };
    let whole = Version::Whole(whole, Some(large));
    store.commit_version(fence.clone(), Some(Serial(most + 2)), whole, then(most + 3, 1)).await.unwrap();
    assert!(journal().await.is_empty());
    let next = Version::Step(step(most + 3, most + 4));
    store.commit_version(fence, Some(Serial(most + 3)), next, then(most + 4, 1)).await.unwrap();
    assert_eq!(store.content(zone("example.")).await.unwrap().unwrap().since, [step(most + 3, most + 4)]);
}

async fn objects_are_written_all_or_none<S: Store>(store: S, _: impl Fn(S) -> S) {
    let both = vec![put(object(Kind::Zone, "z"), None), put(object(Kind::Incoming, "z"), None)];
    assert_eq!(store.write_objects(both, audit()).await, Ok(vec![1, 1]));
    let second_conflicts = vec![put(object(Kind::Zone, "z"), Some(1)), put(object(Kind::Incoming, "z"), None)];
    assert_eq!(store.write_objects(second_conflicts, audit()).await, Err(Fault::Conflict));
    let unknown = vec![put(object(Kind::Peer, "p"), Some(1))];
    assert_eq!(store.write_objects(unknown, audit()).await, Err(Fault::Conflict));
    assert_eq!(store.write_objects(vec![put(object(Kind::Zone, "z"), Some(1))], audit()).await, Ok(vec![2]));
    let stale = vec![Write::Delete { kind: Kind::Zone, id: "z".to_owned(), expected: 1 }];
    assert_eq!(store.write_objects(stale, audit()).await, Err(Fault::Conflict));
    let current = vec![Write::Delete { kind: Kind::Zone, id: "z".to_owned(), expected: 2 }];
    assert_eq!(store.write_objects(current, audit()).await, Ok(vec![0]));
    assert!(store.objects(Kind::Zone).await.unwrap().is_empty());
    assert_eq!(store.objects(Kind::Incoming).await.unwrap().len(), 1);
}

async fn objects_of_a_kind_come_ordered_and_survive_a_restart<S: Store>(store: S, reopen: impl Fn(S) -> S) {
    for id in ["b", "c", "a"] {
        store.write_objects(vec![put(object(Kind::Peer, id), None)], audit()).await.unwrap();
    }
    store.write_objects(vec![put(object(Kind::Tsig, "t"), None)], audit()).await.unwrap();
    let store = reopen(store);
    let peers = store.objects(Kind::Peer).await.unwrap();
    assert_eq!(peers.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!((peers[0].revision, &peers[0].body), (1, &json!({ "name": "a" })));
}

async fn objects_are_found_by_id_by_condition_and_by_who_needs_them<S: Store>(store: S, reopen: impl Fn(S) -> S) {
    let key = Object { body: json!({ "name": "Key.Example.", "secret": "c2VjcmV0" }), ..object(Kind::Tsig, "k") };
    let peer = |id: &str, key: &str| Object { body: json!({ "name": id, "tsig_id": key }), ..object(Kind::Peer, id) };
    let link = Object { body: json!({ "peers": ["p", "q"] }), ..object(Kind::Incoming, "z") };
    let zone = |id: &str, name: &str, status: &str| Object {
        body: json!({ "name": name, "status": status }),
        account: if id < "m" { "a".to_owned() } else { "b".to_owned() },
        ..object(Kind::Zone, id)
    };
    let zones =
        [zone("x", "one.example", "active"), zone("c", "two.example", "pending"), zone("y", "x_y.test", "active")];
    let objects = [key.clone(), peer("p", "k"), peer("q", ""), link].into_iter().chain(zones);
    store.write_objects(objects.map(|o| put(o, None)).collect(), audit()).await.unwrap();
    let store = reopen(store);

    let found = store.object(Kind::Tsig, "k".to_owned()).await.unwrap().unwrap();
    assert_eq!((found.body, found.revision), (key.body, 1));
    assert!(store.object(Kind::Peer, "k".to_owned()).await.unwrap().is_none());
    let ids = async |query: Query| {
        let page = store.query(query).await.unwrap();
        (page.objects.into_iter().map(|o| o.id).collect::<Vec<_>>().concat(), page.total)
    };
    assert_eq!(ids(Query::named(Kind::Tsig, "KEY.example")).await, ("k".to_owned(), 1));
    let all = Query { order: Field::Name, ..Query::all(Kind::Zone) };
    assert_eq!(ids(all.clone()).await, ("xcy".to_owned(), 3));
    assert_eq!(ids(Query { descending: true, ..all.clone() }).await.0, "ycx");
    assert_eq!(ids(Query { order: Field::Status, ..all.clone() }).await.0, "xyc");
    assert_eq!(ids(Query { skip: 1, limit: 1, ..all.clone() }).await, ("c".to_owned(), 3));
    assert_eq!(ids(Query { account: Some("b".to_owned()), ..all.clone() }).await, ("xy".to_owned(), 2));
    let only = |field, test, value: &str| Filter { field, test, value: value.to_owned() };
    for (filter, wanted) in [
        (only(Field::Name, Test::Contains, "_"), "y"),
        (only(Field::Name, Test::StartsWith, "o"), "x"),
        (only(Field::Name, Test::EndsWith, ".example"), "xc"),
        (only(Field::Name, Test::EndsWith, ""), "xcy"),
        (only(Field::Name, Test::EndsWith, "and.a.much.longer.one.example"), ""),
        (only(Field::Name, Test::IsNot, "one.example"), "cy"),
        (only(Field::Status, Test::Is, "active"), "xy"),
        (only(Field::Status, Test::IsOneOf, "moved,pending"), "c"),
    ] {
        assert_eq!(ids(Query { filters: vec![filter.clone()], ..all.clone() }).await.0, wanted, "{filter:?}");
    }
    let two = vec![only(Field::Status, Test::Is, "active"), only(Field::Name, Test::Contains, "o")];
    assert_eq!(ids(Query { filters: two.clone(), ..all.clone() }).await.0, "x");
    assert_eq!(ids(Query { filters: two, any: true, ..all }).await.0, "xcy");

    let needing = async |kind, id: &str| {
        store.referring(kind, id.to_owned()).await.unwrap().into_iter().map(|o| o.id).collect::<Vec<_>>().concat()
    };
    assert_eq!((needing(Kind::Tsig, "k").await, needing(Kind::Peer, "q").await), ("p".to_owned(), "z".to_owned()));
    let gone =
        vec![put(peer("p", ""), Some(1)), Write::Delete { kind: Kind::Incoming, id: "z".to_owned(), expected: 1 }];
    store.write_objects(gone, audit()).await.unwrap();
    assert_eq!((needing(Kind::Tsig, "k").await, needing(Kind::Peer, "q").await), (String::new(), String::new()));
    assert_eq!(store.accounts().await.unwrap(), ["a", "b"]);
}

#[test]
fn a_call_fails_or_stops_where_it_was_told_to() {
    block_on(async {
        let store = Memory::default();
        let fence = Fence { zone: zone("example."), epoch: 1 };
        claim(&store, "example.").await;
        store.at_call(1, Mishap::Fail);
        store.note(fence.clone(), then(1, 1), None).await.unwrap();
        assert!(matches!(store.note(fence.clone(), then(1, 2), None).await, Err(Fault::Unavailable(_))));
        store.at_call(0, Mishap::Stop);
        let late = tokio::time::timeout(Duration::from_millis(20), store.note(fence, then(1, 3), None));
        assert!(late.await.is_err(), "a stopped store does not answer");
        // The write was done before the process died.
        assert_eq!(claim(&store.restarted(), "example.").await.persisted.confirmed_s, 3);
    });
}
