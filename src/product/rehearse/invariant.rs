//! What must hold whatever happens, watched while a scenario is played. The tests play random ones.

use super::outputs::same;
use super::world::World;

/// Something that must never happen, and did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// When.
    pub at_ms: u64,
    /// What.
    pub what: &'static str,
}

impl World<'_> {
    fn breach(&mut self, what: &'static str) {
        self.breaches.push(Breach { at_ms: self.now_ms, what });
    }

    /// What is served is a version that a primary had, and it is on the disk.
    pub(super) fn watch_serving(&mut self) {
        let Some(served) = &self.zone.content else { return };
        if !self.published.iter().any(|version| same(version, served)) {
            self.breach("a version is served that no primary had");
        }
        let Some(served) = &self.zone.content else { return };
        if !self.disk.content.as_ref().is_some_and(|kept| same(kept, served)) {
            self.breach("a version is served before it is on the disk");
        }
    }

    /// What was on the disk is served again at once, unless it has expired meanwhile.
    pub(super) fn watch_restart(&mut self) {
        let expired = self.session.as_ref().is_some_and(|session| session.secondary().is_expired());
        let kept = self.disk.content.as_ref().filter(|_| !expired);
        let served = self.zone.content.as_ref();
        let lost = kept.is_some_and(|kept| !served.is_some_and(|served| same(kept, served)));
        if lost {
            self.breach("a version that was on the disk is lost by a restart");
        }
    }
}
