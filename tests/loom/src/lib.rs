//! Every order in which threads may meet at the swap of a zone's version. The file under test is the server's own; only its
//! locks are loom's.

#![cfg(test)]

use loom::sync::Arc as Shared;
use loom::thread;
use std::sync::Arc;

use understudy::engine;
use understudy::engine::answer::{Access, Rule, Zone};
use understudy::engine::diag::Span;
use understudy::engine::dns::{Name, RecordSink, RecordType};
use understudy::engine::limits::ZoneLimits;
use understudy::engine::zone::{Builder, Snapshot, Versions};

mod sync {
    pub(super) use loom::sync::RwLock;
}

#[path = "../../../src/roles/server/driver/current.rs"]
mod current;

use current::Current;

fn version(serial: u32) -> (Snapshot, Arc<Versions>) {
    let apex = Name::absolute("example.").unwrap();
    let rdata = [&[0, 0][..], &serial.to_be_bytes(), &[0; 16]].concat();
    let mut builder = Builder::new(ZoneLimits::default());
    builder.record(apex.as_ref(), RecordType::SOA, 300, &rdata, Span::NONE);
    let snapshot = builder.finish(apex.as_ref()).snapshot;
    let mut history = Versions::new(&ZoneLimits::default());
    history.push(snapshot.clone());
    (snapshot, Arc::new(history))
}

fn serials(zone: &Zone) -> (u32, u32) {
    let serial = |snapshot: Option<&Snapshot>| snapshot.and_then(Snapshot::serial).map_or(0, |serial| serial.0);
    (serial(zone.content.as_ref()), serial(zone.history.latest()))
}

/// One that installs, one that changes who may ask, two that read: a reader has content and history of one version, never none
/// once there was one, never an older one than before; and neither writer undoes the other's work.
#[test]
fn row_19_readers_meet_whole_versions_in_every_order() {
    let versions: Vec<_> = (1..=3).map(version).collect();
    loom::model(move || {
        let current = Shared::new(Current::new(Arc::default(), Arc::new(Versions::new(&ZoneLimits::default()))));
        let (first, history) = versions[0].clone();
        current.serve(Some(first), history);
        let (to, next) = (Shared::clone(&current), versions.clone());
        let installs = thread::spawn(move || {
            for (snapshot, history) in next.into_iter().skip(1) {
                to.serve(Some(snapshot), history);
            }
        });
        let to = Shared::clone(&current);
        let configures = thread::spawn(move || {
            let transfer = vec![Rule::host([192, 0, 2, 1].into())];
            to.set_access(Arc::new(Access { transfer, ..Access::default() }));
        });
        let mut last = 0;
        for _ in 0..2 {
            let (content, history) = serials(&current.get());
            assert_eq!(content, history, "content of one version, history of another");
            assert!(content >= last.max(1), "back from {last} to {content}");
            last = content;
        }
        installs.join().unwrap();
        configures.join().unwrap();
        let zone = current.get();
        assert_eq!(serials(&zone), (3, 3));
        assert_eq!(zone.access.transfer.len(), 1);
    });
}
