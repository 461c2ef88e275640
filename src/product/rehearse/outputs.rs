//! Doing what the session says, as the server's driver does: links, timers, the disk, what is served.

use std::sync::Arc;

use super::preset::Preset;
use super::world::{Happening, World};
use super::{Actor, Answers, Behind, What, codes};
use crate::engine::diag::{Args, Code};
use crate::engine::xfr::{Persisted, SessionInput, SessionOutput, StoreFault, Ticket};
use crate::engine::zone::{Change, Snapshot};

/// Until a small version is on the disk, and until the session hears of it.
const COMMIT_MS: u64 = 5;

/// What a restart finds.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk {
    pub(super) persisted: Persisted,
    pub(super) content: Option<Snapshot>,
}

impl World<'_> {
    pub(super) fn output(&mut self, output: SessionOutput) {
        match output {
            SessionOutput::Connect(connect) => self.connect(&connect),
            SessionOutput::Send(link, octets) => self.send(link, octets),
            SessionOutput::Close(link) | SessionOutput::Release(link) => self.forget(link),
            SessionOutput::Arm(timer, at_ms) => self.arm(timer, at_ms),
            SessionOutput::Disarm(timer) => {
                self.armed.remove(&timer);
            }
            SessionOutput::Store(ticket, snapshot, then) => {
                self.later(COMMIT_MS, Happening::Commit(self.life, ticket, snapshot, then));
            }
            SessionOutput::Note(persisted) => self.note(persisted),
            SessionOutput::Serve(snapshot) => self.serve(snapshot),
            SessionOutput::Event(code, args) => self.event(code, &args),
        }
    }

    fn event(&mut self, code: &'static Code, args: &Args) {
        let unknown = self.preset.and_then(|preset| preset.unknown(code.name)).map(str::to_owned);
        self.log.say(self.now_ms, Actor::Secondary, code, args).unknown = unknown;
    }

    fn disk_full(&self) -> bool {
        let holds = |until: Option<super::Length>| until.is_none_or(|until| self.now_ms < until.0);
        self.faults.iter().any(|f| f.what == What::DiskFull && f.at.0 <= self.now_ms && holds(f.until))
    }

    /// The disk takes the version whole or not at all.
    pub(super) fn commit(&mut self, ticket: Ticket, snapshot: Snapshot, persisted: Persisted) {
        let well = !self.disk_full();
        if well {
            let serial = snapshot.serial().unwrap_or_default().0;
            let args = Args::new().with("serial", serial).with("records", snapshot.len());
            self.log.say(self.now_ms, Actor::Secondary, &codes::STORED, &args);
            self.disk = Disk { persisted, content: Some(snapshot) };
        }
        self.later(1, Happening::Stored(self.life, ticket, well));
    }

    pub(super) fn stored(&mut self, ticket: Ticket, well: bool) {
        let result = if well { Ok(()) } else { Err(StoreFault { words: "no space left on device".to_owned() }) };
        self.give(SessionInput::Stored(ticket, result));
    }

    /// Timers are kept beside the version they belong to.
    fn note(&mut self, persisted: Persisted) {
        if !self.disk_full() && persisted.version == self.disk.persisted.version {
            self.disk.persisted = persisted;
        }
    }

    fn serve(&mut self, snapshot: Option<Snapshot>) {
        let history = Arc::make_mut(&mut self.zone.history);
        match &snapshot {
            Some(version) => {
                history.push(version.clone());
                self.log.outcome.installed += 1;
            }
            None => {
                history.clear();
                self.log.outcome.expired = true;
            }
        }
        self.zone.content = snapshot;
        self.watch_serving();
        self.show();
    }

    /// Notes what queries get from now on.
    pub(super) fn show(&mut self) {
        let newest = self.published.last();
        let (answers, serial, behind) = match (&self.session, &self.zone.content) {
            (None, _) => (Answers::Nothing, None, Behind::Absent),
            (Some(_), Some(content)) => {
                let newest = newest.is_some_and(|newest| same(newest, content));
                let behind = if newest { Behind::No } else { Behind::Yes };
                (Answers::Zone, content.serial().map(|serial| serial.0), behind)
            }
            (Some(_), None) => {
                let answers = match (self.preset, self.log.outcome.expired) {
                    (Some(Preset::Cloudflare), true) => Answers::Unknown,
                    (Some(Preset::Cloudflare), false) => Answers::Empty,
                    (None, _) => Answers::Servfail,
                };
                (answers, None, Behind::Absent)
            }
        };
        self.log.serves(self.now_ms, answers, serial, behind);
    }
}

/// Whether two versions hold the same records.
pub(super) fn same(a: &Snapshot, b: &Snapshot) -> bool {
    a.same(b) || Change::between(a, b).is_some_and(|change| change.is_empty())
}
