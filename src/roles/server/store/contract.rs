//! What every store does, run over each of them.

use std::time::Duration;

use serde_json::json;

use super::content::ContentWriter;
use super::memory::{Memory, Mishap};
use super::sqlite::Sqlite;
use super::{Audit, Content, Fault, Fence, Field, Filter, Kind, Object, Query, Store, Test, Write};
use crate::engine::diag::Span;
use crate::engine::dns::{Name, RecordSink, RecordType, Serial};
use crate::engine::xfr::{Candidate, Persisted, SoaTimers};

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
    a_later_claim_fences_the_earlier_off,
    a_removed_zone_is_gone_and_its_writer_fenced,
    names_differ_by_more_than_case,
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

fn version(serial: u32) -> Content {
    let mut writer = ContentWriter::default();
    for i in 0..serial {
        let owner = zone(&format!("h{i}.example."));
        writer.record(owner.as_ref(), RecordType::TXT, 60, &[0; 200], Span::NONE);
    }
    writer.finish(Serial(serial))
}

/// What a secondary remembers that got version `serial` at second `at`.
fn then(serial: u32, at: u64) -> Persisted {
    let timers = SoaTimers { refresh: serial + 1, retry: 2, expire: u32::MAX };
    let version = Some(Candidate { serial: Serial(serial), timers });
    Persisted { version, confirmed_s: at, next_check_s: at + 9, expired: at % 2 == 1 }
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
    let claimed = store.claim(zone("example.")).await.unwrap();
    assert_eq!(claimed.persisted, Persisted::default());
    assert_eq!(store.content(zone("example.")).await.unwrap(), None);
    // 1,000 records of 220 bytes are several chunks.
    store.commit_version(claimed.fence.clone(), None, version(1_000), then(1_000, 5)).await.unwrap();
    store.commit_version(claimed.fence.clone(), Some(Serial(1_000)), version(900), then(900, 6)).await.unwrap();
    store.note(claimed.fence, Persisted { version: None, ..then(900, 7) }).await.unwrap();

    let store = reopen(store);
    let claimed = store.claim(zone("example.")).await.unwrap();
    assert_eq!(claimed.persisted, then(900, 7));
    assert_eq!(store.content(zone("example.")).await.unwrap(), Some(version(900)));
}

async fn a_version_that_does_not_follow_is_refused<S: Store>(store: S, _: impl Fn(S) -> S) {
    let fence = store.claim(zone("example.")).await.unwrap().fence;
    store.commit_version(fence.clone(), None, version(3), then(3, 1)).await.unwrap();
    for from in [None, Some(Serial(2))] {
        let refused = store.commit_version(fence.clone(), from, version(4), then(4, 2)).await;
        assert_eq!(refused, Err(Fault::Conflict));
    }
    // What is remembered must be of the version that is stored.
    let other = store.commit_version(fence, Some(Serial(3)), version(4), then(5, 2)).await;
    assert_eq!(other, Err(Fault::Conflict));
    assert_eq!(store.content(zone("example.")).await.unwrap(), Some(version(3)));
    assert_eq!(store.claim(zone("example.")).await.unwrap().persisted, then(3, 1));
}

async fn a_later_claim_fences_the_earlier_off<S: Store>(store: S, _: impl Fn(S) -> S) {
    let first = store.claim(zone("example.")).await.unwrap().fence;
    let second = store.claim(zone("example.")).await.unwrap().fence;
    assert!(first.epoch < second.epoch);
    assert_eq!(store.note(first.clone(), then(1, 1)).await, Err(Fault::Fenced));
    assert_eq!(store.commit_version(first.clone(), None, version(1), then(1, 1)).await, Err(Fault::Fenced));
    assert_eq!(store.remove_zone(first).await, Err(Fault::Fenced));
    store.commit_version(second, None, version(1), then(1, 1)).await.unwrap();
}

async fn a_removed_zone_is_gone_and_its_writer_fenced<S: Store>(store: S, reopen: impl Fn(S) -> S) {
    let fence = store.claim(zone("example.")).await.unwrap().fence;
    store.commit_version(fence.clone(), None, version(1), then(1, 1)).await.unwrap();
    store.remove_zone(fence.clone()).await.unwrap();
    assert_eq!(store.content(zone("example.")).await.unwrap(), None);
    assert_eq!(store.note(fence.clone(), then(1, 1)).await, Err(Fault::Fenced));
    let store = reopen(store);
    let claimed = store.claim(zone("example.")).await.unwrap();
    assert_eq!(claimed.persisted, Persisted::default());
    // The zone made again is another one.
    assert_eq!(store.commit_version(fence, None, version(1), then(1, 1)).await, Err(Fault::Fenced));
}

async fn names_differ_by_more_than_case<S: Store>(store: S, _: impl Fn(S) -> S) {
    let fence = store.claim(zone("example.")).await.unwrap().fence;
    store.commit_version(fence, None, version(1), then(1, 1)).await.unwrap();
    assert_eq!(store.claim(zone("EXAMPLE.")).await.unwrap().persisted, then(1, 1));
    for other in ["example\\.com.", "example.com.", "."] {
        assert_eq!(store.claim(zone(other)).await.unwrap().persisted, Persisted::default());
    }
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
        store.claim(zone("example.")).await.unwrap();
        store.at_call(1, Mishap::Fail);
        store.note(fence.clone(), then(1, 1)).await.unwrap();
        assert!(matches!(store.note(fence.clone(), then(1, 2)).await, Err(Fault::Unavailable(_))));
        store.at_call(0, Mishap::Stop);
        let late = tokio::time::timeout(Duration::from_millis(20), store.note(fence, then(1, 3)));
        assert!(late.await.is_err(), "a stopped store does not answer");
        // The write was done before the process died.
        assert_eq!(store.restarted().claim(zone("example.")).await.unwrap().persisted.confirmed_s, 3);
    });
}
