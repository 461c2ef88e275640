//! The two phases of installing a version, with a store that fails or dies in between. The primary is this server too:
//! a zone restored from a store of its own, behind the TCP listener.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

use super::super::listen::{self, Responder};
use super::super::store::content::ContentWriter;
use super::super::store::memory::{Memory, Mishap};
use super::super::store::{
    Answer, Audit, Claimed, Fence, Kept, Kind as ObjectKind, Object, Owner, Page, Query, Step, Store, Version, Write,
};
use super::{Clients, Control, ZoneConfig};
use crate::engine::answer::Transport;
use crate::engine::diag::Span;
use crate::engine::dns::{Name, RecordSink, RecordType, Serial};
use crate::engine::limits::{SecondaryLimits, TransferLimits};
use crate::engine::xfr::{
    Approval, Candidate, Kind, Peer, PeerId, Persisted, Refresh, SessionConfig, SoaTimers, Via, ZonemdPolicy,
};

/// A memory store that a test keeps a hand on.
#[derive(Clone)]
struct Shared(Arc<Memory>);

impl Store for Shared {
    fn claim(&self, owner: Owner, zones: Vec<Name>, now_s: u64) -> Answer<'_, Vec<Claimed>> {
        self.0.claim(owner, zones, now_s)
    }
    fn content(&self, zone: Name) -> Answer<'_, Option<Kept>> {
        self.0.content(zone)
    }
    fn journal(&self, zone: Name, from: Option<Serial>) -> Answer<'_, Vec<Step>> {
        self.0.journal(zone, from)
    }
    fn stage(&self, fence: Fence, first: u32, chunks: Vec<Vec<u8>>) -> Answer<'_, ()> {
        self.0.stage(fence, first, chunks)
    }
    fn commit_version(&self, fence: Fence, from: Option<Serial>, version: Version, then: Persisted) -> Answer<'_, ()> {
        self.0.commit_version(fence, from, version, then)
    }
    fn note(&self, fence: Fence, now: Persisted, memory: Option<String>) -> Answer<'_, ()> {
        self.0.note(fence, now, memory)
    }
    fn remove_zone(&self, fence: Fence) -> Answer<'_, ()> {
        self.0.remove_zone(fence)
    }
    fn objects(&self, kind: ObjectKind) -> Answer<'_, Vec<Object>> {
        self.0.objects(kind)
    }
    fn object(&self, kind: ObjectKind, id: String) -> Answer<'_, Option<Object>> {
        self.0.object(kind, id)
    }
    fn query(&self, query: Query) -> Answer<'_, Page> {
        self.0.query(query)
    }
    fn referring(&self, kind: ObjectKind, id: String) -> Answer<'_, Vec<Object>> {
        self.0.referring(kind, id)
    }
    fn accounts(&self) -> Answer<'_, Vec<String>> {
        self.0.accounts()
    }
    fn write_objects(&self, writes: Vec<Write>, audit: Audit) -> Answer<'_, Vec<u64>> {
        self.0.write_objects(writes, audit)
    }
}

fn apex() -> Name {
    Name::absolute("example.").unwrap()
}

fn config(peers: &[SocketAddr]) -> ZoneConfig {
    let peer = |(id, address): (u32, &SocketAddr)| Peer {
        id: PeerId(id),
        address: *address,
        transport: Transport::Tcp,
        source: None,
        tls: None,
        kind: Kind::Axfr,
        key: None,
    };
    let session = SessionConfig {
        peers: (1..).zip(peers).map(peer).collect(),
        refresh: Refresh::Soa,
        // A failure is tried again at once, so that a test need not wait.
        secondary: SecondaryLimits { first_retry_s: 1, max_first_retry_s: 1, ..SecondaryLimits::default() },
        transfer: TransferLimits { datagrams: 1, datagram_ms: 50, ..TransferLimits::default() },
        approval: Approval::default(),
        soa_via: Via::Udp,
        zonemd: ZonemdPolicy::default(),
    };
    ZoneConfig { zone: apex(), session, clients: Clients::default() }
}

/// A store that holds version 7 of the zone, confirmed just now; a record more for each of `texts`, of a thousand octets.
async fn filled(texts: u32) -> Memory {
    let mut soa = vec![0, 0];
    for number in [7_u32, 3_600, 600, 86_400, 300] {
        soa.extend_from_slice(&number.to_be_bytes());
    }
    let mut writer = ContentWriter::default();
    writer.record(apex().as_ref(), RecordType::SOA, 300, &soa, Span::NONE);
    writer.record(apex().as_ref(), RecordType::NS, 300, &[0], Span::NONE);
    for n in 0..texts {
        let owner = Name::absolute(&format!("t{n}.example.")).unwrap();
        writer.record(owner.as_ref(), RecordType::TXT, 300, &[&[249][..], &[b'a'; 249]].concat().repeat(4), Span::NONE);
    }
    let timers = SoaTimers { refresh: 3_600, retry: 600, expire: 86_400 };
    let now_s = super::super::clock::wall_s();
    let then = Persisted {
        version: Some(Candidate { serial: Serial(7), timers }),
        confirmed_s: now_s,
        next_check_s: now_s + 3_600,
        expired: false,
        rejected: None,
    };
    let store = Memory::default();
    let fence = store.claim("we".to_owned(), vec![apex()], now_s).await.unwrap()[0].fence.clone();
    store.commit_version(fence, None, Version::Whole(writer.finish(Serial(7)), None), then).await.unwrap();
    store
}

/// A primary of version 7 and its address.
async fn primary(texts: u32) -> (Control, SocketAddr) {
    let control = Control::new(Arc::new(filled(texts).await), Vec::new());
    control.configure_zone(config(&[])).await.unwrap();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(listen::tcp(listener, None, Responder::new(control.clone(), Default::default())));
    (control, address)
}

fn served(control: &Control) -> Option<Serial> {
    control.snapshot(apex().as_ref()).and_then(|snapshot| snapshot.serial())
}

async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..400 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("never: {what}");
}

#[tokio::test]
async fn what_the_store_refused_is_not_served_and_is_tried_again() {
    let (_primary, address) = primary(0).await;
    let store = Shared(Arc::default());
    // The claim comes first, then the commit.
    store.0.at_call(1, Mishap::Fail);
    let control = Control::new(Arc::new(store.clone()), Vec::new());
    let mut events = control.events();
    control.configure_zone(config(&[address])).await.unwrap();
    let mut codes = Vec::new();
    loop {
        let event = events.recv().await.unwrap();
        codes.push(event.code.name);
        match event.code.name {
            "xfr-store-failed" => assert_eq!(served(&control), None),
            "xfr-served" => break,
            _ => {}
        }
    }
    assert!(codes.contains(&"xfr-store-failed"), "{codes:?}");
    until("served", || served(&control) == Some(Serial(7))).await;
    assert!(store.content(apex()).await.unwrap().is_some());
    assert!(control.status(apex().as_ref()).unwrap().failures.is_empty());
}

#[tokio::test]
async fn a_process_that_died_behind_the_commit_serves_it_after_the_restart() {
    let (_primary, address) = primary(0).await;
    let store = Shared(Arc::default());
    store.0.at_call(1, Mishap::Stop);
    let control = Control::new(Arc::new(store.clone()), Vec::new());
    control.configure_zone(config(&[address])).await.unwrap();
    until("storing", || store.0.is_stopped()).await;
    // The answer of the store never came, so nobody may have seen the version.
    assert_eq!(served(&control), None);
    drop(control);

    let control = Control::new(Arc::new(store.0.restarted()), Vec::new());
    control.configure_zone(config(&[])).await.unwrap();
    assert_eq!(served(&control), Some(Serial(7)));
}

#[tokio::test]
async fn a_zone_that_was_made_again_is_not_written_by_its_former_self() {
    let store = Shared(Arc::new(filled(0).await));
    let control = Control::new(Arc::new(store.clone()), Vec::new());
    control.configure_zone(config(&[])).await.unwrap();
    assert_eq!(served(&control), Some(Serial(7)));
    control.remove_zone(apex().as_ref()).await.unwrap();
    assert!(control.status(apex().as_ref()).is_none());
    control.configure_zone(config(&[])).await.unwrap();
    assert_eq!(served(&control), None);
    assert_eq!(store.content(apex()).await.unwrap(), None);
}

/// Early batches and commit in each place where a call of the store may fail or be the last.
#[tokio::test]
async fn a_first_version_that_is_written_while_it_comes_counts_from_its_commit_on() {
    const TEXTS: u32 = 400;
    let (_primary, address) = primary(TEXTS).await;
    let calls = {
        let store = Shared(Arc::default());
        let control = Control::new(Arc::new(store.clone()), Vec::new());
        control.configure_zone(config(&[address])).await.unwrap();
        until("served", || served(&control) == Some(Serial(7))).await;
        assert!(store.0.stages() > 1, "written early");
        let kept = store.content(apex()).await.unwrap().unwrap();
        assert_eq!(kept.whole.records, u64::from(TEXTS) + 2);
        store.0.calls()
    };
    for call in 1..calls {
        for mishap in [Mishap::Fail, Mishap::Stop] {
            let store = Shared(Arc::default());
            store.0.at_call(call, mishap);
            let control = Control::new(Arc::new(store.clone()), Vec::new());
            control.configure_zone(config(&[address])).await.unwrap();
            until("served or stopped", || served(&control) == Some(Serial(7)) || store.0.is_stopped()).await;
            let acknowledged = served(&control);
            control.stop();
            drop(control);
            // Without a primary: what the store has.
            let control = Control::new(Arc::new(store.0.restarted()), Vec::new());
            control.configure_zone(config(&[])).await.unwrap();
            let restored = control.snapshot(apex().as_ref());
            assert!(acknowledged.is_none() || restored.is_some(), "{mishap:?} at {call}");
            if let Some(restored) = restored {
                assert_eq!(
                    (restored.serial(), restored.len()),
                    (Some(Serial(7)), TEXTS as usize + 2),
                    "{mishap:?} at {call}"
                );
            }
        }
    }
}
