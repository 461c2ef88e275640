//! Which primary is asked first: the order configured, those that failed lately behind the others.

use super::{Output, PeerId, Secondary, event};
use crate::engine::diag::Args;
use crate::engine::limits::SecondaryLimits;
use crate::engine::xfr::{Now, codes};

/// What is remembered of the primaries that failed. Empty as long as all is well.
#[derive(Clone, Debug, Default)]
pub(super) struct Standings(Vec<Standing>);

#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    peer: PeerId,
    /// In a row.
    pub(super) failures: u32,
    /// Until then it is asked last.
    pub(super) until_ms: u64,
    /// It sent records in vain, so asking it costs more than a wait.
    pub(super) costly: bool,
}

impl Standings {
    /// How it stands with a primary that is to be asked last; none when all is well with it, or well enough again.
    pub(super) fn held_back(&self, now: Now, peer: PeerId) -> Option<Standing> {
        self.0.iter().find(|s| s.peer == peer && s.until_ms > now.mono_ms).copied()
    }

    /// One failure more; the time it is remembered doubles.
    fn failed(&mut self, now: Now, peer: PeerId, costly: bool, limits: &SecondaryLimits) {
        let failures = self.0.iter().find(|s| s.peer == peer).map_or(0, |s| s.failures).saturating_add(1);
        self.forget(peer);
        let doubled = u64::from(limits.hold_s) << failures.saturating_sub(1).min(31);
        let hold_ms = doubled.min(u64::from(limits.max_hold_s)).saturating_mul(1_000);
        self.0.push(Standing { peer, failures, until_ms: now.mono_ms.saturating_add(hold_ms), costly });
    }

    fn forget(&mut self, peer: PeerId) {
        self.0.retain(|s| s.peer != peer);
    }

    pub(super) fn clear(&mut self) {
        self.0 = Vec::new();
    }
}

impl Secondary {
    /// The places in the configuration in the order in which a round asks them: the sender of a NOTIFY, then as
    /// configured, then those that failed lately, for a round asks every primary before it fails.
    pub(super) fn rank(&mut self, now: Now, notifier: Option<PeerId>, out: &mut Vec<Output>) {
        let (mut order, mut last) = (Vec::with_capacity(self.config.peers.len()), Vec::new());
        for (place, peer) in self.config.peers.iter().enumerate() {
            match self.standings.held_back(now, peer.id) {
                // A NOTIFY shows that it is there; not that what it sends has become better.
                Some(standing) if standing.costly || notifier != Some(peer.id) => last.push((place, standing)),
                _ if notifier == Some(peer.id) => order.insert(0, place),
                _ => order.push(place),
            }
        }
        for (place, standing) in last {
            let behind = order.iter().any(|other| *other > place);
            if let Some(peer) = self.config.peers.get(place).filter(|_| behind) {
                let seconds = standing.until_ms.saturating_sub(now.mono_ms).div_ceil(1_000);
                let args = Args::new().with("peer", &*peer.label).with("failures", standing.failures);
                event(out, &codes::XFR_ASKED_LAST, args.with("seconds", seconds));
            }
            order.push(place);
        }
        self.order = order;
    }

    pub(super) fn remember_failure(&mut self, now: Now, peer: PeerId, costly: bool) {
        // Alone it is asked whatever it did; the waits between rounds are what spares it.
        if self.config.peers.len() > 1 {
            self.standings.failed(now, peer, costly, &self.config.limits);
        }
    }

    /// It confirmed what is held, or brought a version.
    pub(super) fn forgive(&mut self, peer: PeerId) {
        self.standings.forget(peer);
    }
}
