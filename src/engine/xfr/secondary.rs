//! One zone's secondary: when to check, whom to ask, what to accept, when to stop serving (RFC 1034 §4.3.5, RFC 1996).
//!
//! A state machine without a task, a clock or a socket: it is small, a driver keeps a hundred thousand of them in a
//! slab beside one timer heap, and an idle one is never touched.

mod approval;
mod config;
mod notify;
mod round;
mod schedule;
mod standing;
mod words;

pub use config::{Config, PeerConfig, Persisted, Refresh};
pub use words::{
    Candidate, Command, Input, Kind, Outcome, Output, PeerId, Serving, SoaOutcome, SoaTimers, StoreFault, Ticket,
    TimerId, Via,
};

use approval::Gate;
use round::{Round, Storing, Work};
pub(super) use schedule::Jitter;
use schedule::Reason;
use standing::Standings;

use super::{Now, codes};
use crate::engine::diag::{Args, Code};
use crate::engine::dns::Serial;

/// The machine of one zone. See design.md §3 for the seam.
#[derive(Debug)]
pub struct Secondary {
    config: Config,
    jitter: Jitter,
    version: Option<Candidate>,
    expired: bool,
    confirmed_s: u64,
    next_check_s: u64,
    work: Work,
    /// Primaries that failed lately.
    standings: Standings,
    /// The places of the primaries in the order in which the present round asks them.
    order: Vec<usize>,
    source: Source,
    /// A whole transfer was ordered and has not been made yet.
    owed: bool,
    /// What follows when the present work has ended.
    follow: Follow,
    /// The newest serial a NOTIFY promised and no primary has shown yet.
    promised: Option<Promise>,
    /// Why and when the armed check will be made; none when none is armed.
    due: Option<(Reason, u64)>,
    /// When what is held expires, of `mono_ms`.
    expires_ms: u64,
    last_check_ms: Option<u64>,
    failures: u32,
    tickets: u32,
    gate: Gate,
}

/// Who brought the version held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// Nobody, or it was restored.
    Unknown,
    /// This primary.
    Peer(PeerId),
    /// One that is not configured any more.
    Gone,
}

/// A serial that a NOTIFY announced (RFC 1996 §3.7).
#[derive(Clone, Copy, Debug)]
struct Promise {
    serial: Serial,
    /// Whether a second look was already spent on it.
    looked_again: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Follow {
    #[default]
    Nothing,
    /// A NOTIFY or another configuration came meanwhile.
    Check(Reason),
    /// A retransfer was asked for while something else ran.
    Retransfer,
}

impl Secondary {
    /// A machine at rest; [`Command::Start`] sets it going. Equal seeds give equal jitter.
    #[must_use]
    pub fn new(config: Config, persisted: Persisted, seed: u64) -> Self {
        Self {
            config,
            jitter: Jitter::new(seed),
            version: persisted.version,
            expired: persisted.expired,
            confirmed_s: persisted.confirmed_s,
            next_check_s: persisted.next_check_s,
            work: Work::Idle,
            standings: Standings::default(),
            order: Vec::new(),
            source: Source::Unknown,
            owed: false,
            follow: Follow::Nothing,
            promised: None,
            due: None,
            expires_ms: u64::MAX,
            last_check_ms: None,
            failures: 0,
            tickets: 0,
            gate: Gate::after_restart(persisted.rejected),
        }
    }

    /// Takes one input and appends what to do. Inputs that no longer matter (a late timer, the outcome of work that
    /// was called off) change nothing.
    pub fn step(&mut self, now: Now, input: Input, out: &mut Vec<Output>) {
        match input {
            Input::Command(Command::Start) => self.start(now, out),
            Input::Command(Command::Refresh) => self.refresh(now, out),
            Input::Command(Command::Retransfer) => self.retransfer(now, out),
            Input::Command(Command::Configure(config)) => self.configure(now, config, out),
            Input::Command(Command::Approve(serial)) => self.approve(now, serial, out),
            Input::Command(Command::Reject(serial)) => self.reject(serial, out),
            Input::Command(Command::Stop) => self.stop(out),
            Input::Timer(TimerId::Check) => self.check_due(now, out),
            // A timer that was moved while it came due is not believed.
            Input::Timer(TimerId::Expire) if now.mono_ms >= self.expires_ms => self.expire(now, out),
            Input::Timer(TimerId::Expire) => {}
            Input::Soa(peer, outcome) => self.soa(now, peer, outcome, out),
            Input::Transfer(peer, outcome) => self.transfer(now, peer, outcome, out),
            Input::Notify { from, source, serial } => self.notify(now, from, source, serial, out),
            Input::Judged(ticket, passes) => self.judged(now, ticket, passes, out),
            Input::Stored(ticket, result) => self.stored(now, ticket, result, out),
        }
    }

    /// What a restart needs.
    #[must_use]
    pub fn persisted(&self) -> Persisted {
        Persisted {
            version: self.version,
            confirmed_s: self.confirmed_s,
            // What waits is not stored: after a restart it is fetched again at once.
            next_check_s: if self.gate_holds() { 0 } else { self.next_check_s },
            expired: self.expired,
            rejected: self.gate.rejected(),
        }
    }

    /// When the next check is due, by the wall clock.
    #[must_use]
    pub const fn next_check_s(&self) -> u64 {
        self.next_check_s
    }

    /// Why the next check is made: `refresh`, `retry`, `notify` and so on; none while one is under way or none is due.
    #[must_use]
    pub fn next_reason(&self) -> Option<&'static str> {
        self.due.map(|(reason, _)| reason.word())
    }

    /// Its primaries and policy.
    #[must_use]
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// The version held; it is served unless [`Self::is_expired`].
    #[must_use]
    pub const fn version(&self) -> Option<Candidate> {
        self.version
    }

    /// Whether what is held may be served no more.
    #[must_use]
    pub const fn is_expired(&self) -> bool {
        self.expired
    }

    /// Whether nothing is under way.
    #[must_use]
    pub const fn is_idle(&self) -> bool {
        matches!(self.work, Work::Idle)
    }

    fn start(&mut self, now: Now, out: &mut Vec<Output>) {
        let Some(version) = self.version else {
            return self.begin(now, Round::new(Reason::Start), out);
        };
        if self.expired || self.remaining_s(now, version) == 0 {
            self.expired = false;
            self.expire(now, out);
            return self.begin(now, Round::new(Reason::Start), out);
        }
        out.push(Output::Serve(Serving::Restored));
        event(out, &codes::XFR_RESTORED, Args::new().with("serial", version.serial.0));
        self.arm_expire(now, out);
        let wait_s = self.next_check_s.saturating_sub(now.wall_s).min(u64::from(self.refresh_s(version.timers)));
        if wait_s == 0 {
            self.begin(now, Round::new(Reason::Start), out);
        } else {
            self.arm_check(now, wait_s.saturating_mul(1_000), Reason::Refresh, out);
        }
    }

    fn refresh(&mut self, now: Now, out: &mut Vec<Output>) {
        match self.work {
            Work::Idle => self.begin(now, Round::new(Reason::Asked), out),
            Work::Asking(..) | Work::Transferring(..) | Work::Judging(..) | Work::Storing(..) => {
                event(out, &codes::XFR_BUSY, Args::new());
            }
        }
    }

    fn retransfer(&mut self, now: Now, out: &mut Vec<Output>) {
        // The order stands until it is carried out, however many rounds that takes.
        self.owed = true;
        match &mut self.work {
            Work::Idle => self.begin(now, Round::new(Reason::Asked), out),
            Work::Asking(round, _) => {
                out.push(Output::Abort(round.peer));
                self.begin(now, Round::new(Reason::Asked), out);
            }
            Work::Transferring(round, Kind::Axfr) => {
                round.force = true;
                event(out, &codes::XFR_RETRANSFER_JOINED, Args::new());
            }
            Work::Judging(Storing { kind: Kind::Axfr, .. }) | Work::Storing(Storing { kind: Kind::Axfr, .. }) => {
                event(out, &codes::XFR_RETRANSFER_JOINED, Args::new())
            }
            Work::Transferring(_, Kind::Ixfr)
            | Work::Judging(Storing { kind: Kind::Ixfr, .. })
            | Work::Storing(Storing { kind: Kind::Ixfr, .. }) => {
                self.follow = Follow::Retransfer;
                event(out, &codes::XFR_RETRANSFER_FOLLOWS, Args::new());
            }
        }
    }

    fn configure(&mut self, now: Now, config: Config, out: &mut Vec<Output>) {
        self.source = self.source.over(&self.config, &config);
        if let Work::Storing(storing) = &mut self.work {
            storing.from = storing.from.over(&self.config, &config);
        }
        self.config = config;
        let forgets = self.gate.rejected().is_some();
        self.gate = Gate::close();
        if forgets {
            out.push(Output::Note(self.persisted()));
        }
        // Whatever failed may have been mended by this.
        self.standings.clear();
        self.failures = 0;
        event(out, &codes::XFR_CONFIGURED, Args::new());
        match std::mem::take(&mut self.work) {
            Work::Asking(round, _) | Work::Transferring(round, _) => {
                out.push(Output::Abort(round.peer));
                self.begin(now, Round::new(Reason::Configured), out);
            }
            // What is being stored came from a primary that was right when it was asked.
            storing @ Work::Storing(..) => {
                self.work = storing;
                self.follow = self.follow.or_check(Reason::Configured);
            }
            // What was judged by other conditions is fetched and judged anew.
            Work::Idle | Work::Judging(..) => self.begin(now, Round::new(Reason::Configured), out),
        }
        if self.version.is_some() && !self.expired {
            self.arm_expire(now, out);
        }
    }

    fn stop(&mut self, out: &mut Vec<Output>) {
        if let Work::Asking(round, _) | Work::Transferring(round, _) = std::mem::take(&mut self.work) {
            out.push(Output::Abort(round.peer));
        }
        self.follow = Follow::Nothing;
        self.promised = None;
        self.owed = false;
        self.gate = Gate::close();
        self.disarm_check(out);
        self.expires_ms = u64::MAX;
        out.push(Output::Disarm(TimerId::Expire));
    }

    fn expire(&mut self, now: Now, out: &mut Vec<Output>) {
        let Some(version) = self.version.filter(|_| !self.expired) else { return };
        self.expired = true;
        self.expires_ms = u64::MAX;
        out.push(Output::Serve(Serving::Expired));
        let age_s = now.wall_s.saturating_sub(self.confirmed_s);
        event(out, &codes::XFR_EXPIRED, Args::new().with("serial", version.serial.0).with("age", age_s));
        out.push(Output::Note(self.persisted()));
    }
}

impl Source {
    /// The same after another configuration: a peer is the same while its number and address are.
    fn over(self, old: &Config, new: &Config) -> Self {
        let Self::Peer(id) = self else { return self };
        let label = |config: &Config| config.peers.iter().find(|p| p.id == id).map(|p| p.label.clone());
        if label(old) == label(new) { self } else { Self::Gone }
    }
}

impl Follow {
    const fn or_check(self, reason: Reason) -> Self {
        match self {
            Self::Nothing => Self::Check(reason),
            Self::Check(_) | Self::Retransfer => self,
        }
    }
}

fn event(out: &mut Vec<Output>, code: &'static Code, args: Args) {
    out.push(Output::Event(code, args));
}
