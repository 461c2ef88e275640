//! What the secondary's operator does.

use super::world::{Happening, World};
use super::{Actor, Deed, codes};
use crate::engine::diag::Args;
use crate::engine::xfr::{SessionCommand, SessionInput};

/// Until a service manager has started it again.
const AWAY_MS: u64 = 2_000;

impl World<'_> {
    pub(super) fn act(&mut self, n: usize) {
        let Some(action) = self.scenario.action.get(n) else { return };
        let code = match action.what {
            Deed::Refresh => &codes::ORDERED_REFRESH,
            Deed::Retransfer => &codes::ORDERED_RETRANSFER,
            Deed::Restart => &codes::KILLED,
        };
        self.log.say(self.now_ms, Actor::Operator, code, &Args::new());
        match action.what {
            Deed::Refresh => self.give(SessionInput::Command(SessionCommand::Refresh)),
            Deed::Retransfer => self.give(SessionInput::Command(SessionCommand::Retransfer)),
            Deed::Restart => {
                self.kill();
                self.later(action.away.map_or(AWAY_MS, |away| away.0), Happening::Begin);
            }
        }
    }

    /// The process is gone, with all it had not committed.
    fn kill(&mut self) {
        self.session = None;
        self.life += 1;
        self.links.clear();
        self.armed.clear();
        self.zone.content = None;
        std::sync::Arc::make_mut(&mut self.zone.history).clear();
        self.show();
    }
}
