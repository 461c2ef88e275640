//! Pairs a [`Secondary`] with the exchanges it asks for. The server's driver and the rehearsal both drive this, and
//! take no decision of their own: they open, send, close, arm, store and serve what they are told.

mod exchange;
mod gate;
mod words;

use std::fmt;
use std::net::IpAddr;

pub use words::{
    Connect, LinkId, Peer, SessionCommand, SessionConfig, SessionInput, SessionOutput, SessionTimer, TlsTrust,
};

use super::secondary::Jitter;
use super::{
    Close, Command, Config, Input, Now, Output, PeerConfig, PeerId, Persisted, Secondary, Serving, StoreFault, Tap,
    Ticket, TimerId, Via, codes,
};
use crate::engine::answer::Transport;
use crate::engine::diag::Args;
use crate::engine::dns::{Name, NameRef, Serial};
use crate::engine::work::{Alone, Workers};
use crate::engine::zone::Snapshot;
use exchange::{Active, Ended, Heard, Start};
pub use gate::Waiting;

/// One zone: its machine, and the one exchange that may be under way.
#[derive(Debug)]
pub struct Session {
    apex: Name,
    config: SessionConfig,
    secondary: Secondary,
    /// Message IDs; seeded, so that a trace replays.
    ids: Jitter,
    links: u32,
    active: Option<Box<Active>>,
    /// Peers that do not understand EDNS.
    plain: Vec<PeerId>,
    /// Restored from the store, until it is served or found expired.
    restored: Option<Snapshot>,
    /// What is served: what the changes of an IXFR apply to.
    held: Option<Snapshot>,
    /// Received, not yet durable.
    pending: Option<(Ticket, Snapshot)>,
    /// Received, and not to be served yet.
    waiting: Option<Waiting>,
    /// What the machine decided, while somebody watches.
    watched: Option<Vec<Decision>>,
    hands: Hands,
}

/// Who makes a version of what was received.
struct Hands(&'static dyn Workers);

impl fmt::Debug for Hands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} workers", self.0.count())
    }
}

/// One step of the machine: what a trace is made of.
#[derive(Clone, Debug)]
pub struct Decision {
    /// When.
    pub now: Now,
    /// What it was given.
    pub input: Input,
    /// What it said.
    pub outputs: Vec<Output>,
}

impl Session {
    /// A session at rest. `restored` is the version that `persisted` speaks of; without it the zone begins anew. The
    /// seed must be hard to guess outside a rehearsal, since message IDs come from it.
    #[must_use]
    pub fn new(apex: Name, config: SessionConfig, persisted: Persisted, restored: Option<Snapshot>, seed: u64) -> Self {
        let persisted = if restored.is_some() { persisted } else { Persisted::default() };
        let secondary = Secondary::new(machine_config(&config), persisted, seed);
        let ids = Jitter::new(seed.rotate_left(32));
        Self {
            apex,
            config,
            secondary,
            ids,
            links: 0,
            active: None,
            plain: Vec::new(),
            restored,
            held: None,
            pending: None,
            waiting: None,
            watched: None,
            hands: Hands(&Alone),
        }
    }

    /// Lets `workers` make versions of what is received; what comes of it is the same.
    pub fn work_with(&mut self, workers: &'static dyn Workers) {
        self.hands = Hands(workers);
    }

    /// Gives the records of the transfer under way, if there is one, to a tap, too. Said before its first message; it is for
    /// whole zones, and hears nothing of differences.
    pub fn tap(&mut self, tap: impl FnOnce() -> Box<dyn Tap>) {
        if let Some(active) = &mut self.active {
            active.tap(tap);
        }
    }

    /// From now on decisions are kept until they are taken.
    pub fn watch(&mut self) {
        self.watched.get_or_insert_default();
    }

    /// The decisions since the last time, in their order; none unless they are watched.
    pub fn decisions(&mut self) -> Vec<Decision> {
        self.watched.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Takes one input and appends what to do. What comes from a link that was closed changes nothing.
    pub fn step(&mut self, now: Now, input: SessionInput<'_>, out: &mut Vec<SessionOutput>) {
        match input {
            SessionInput::Command(command) => self.command(now, command, out),
            SessionInput::Timer(SessionTimer::Check) => self.drive(now, Input::Timer(TimerId::Check), out),
            SessionInput::Timer(SessionTimer::Expire) => self.drive(now, Input::Timer(TimerId::Expire), out),
            SessionInput::Timer(SessionTimer::Link) => self.silent(now, out),
            SessionInput::Queued(link) => self.turn(now, link, true, out),
            SessionInput::Opening(link) => self.turn(now, link, false, out),
            SessionInput::Connected(link) => self.connected(now, link, out),
            SessionInput::Message(link, wire) => self.message(now, link, wire, out),
            SessionInput::Closed(link, why) => self.closed(now, link, why, out),
            SessionInput::Notify { source, key, serial } => self.notify(now, source, key.as_ref(), serial, out),
            SessionInput::Stored(ticket, result) => self.stored(now, ticket, result, out),
        }
    }

    /// The zone.
    #[must_use]
    pub fn apex(&self) -> NameRef<'_> {
        self.apex.as_ref()
    }

    /// The machine, for its answers: version, expiry, whether it is idle.
    #[must_use]
    pub const fn secondary(&self) -> &Secondary {
        &self.secondary
    }

    /// How far the transfer under way has come.
    #[must_use]
    pub fn progress(&self) -> Option<super::Progress> {
        self.active.as_deref().and_then(Active::progress)
    }

    fn command(&mut self, now: Now, command: SessionCommand, out: &mut Vec<SessionOutput>) {
        let command = match command {
            SessionCommand::Start => Command::Start,
            SessionCommand::Refresh => Command::Refresh,
            SessionCommand::Retransfer => Command::Retransfer,
            SessionCommand::Approve(serial) => Command::Approve(serial),
            SessionCommand::Reject(serial) => Command::Reject(serial),
            SessionCommand::Stop => Command::Stop,
            SessionCommand::Configure(config) if *config == self.config => return,
            SessionCommand::Configure(config) => {
                self.config = *config;
                self.plain.clear();
                Command::Configure(machine_config(&self.config))
            }
        };
        self.drive(now, Input::Command(command), out);
    }

    /// A link waits for its turn, or its turn has come.
    fn turn(&mut self, now: Now, link: LinkId, queued: bool, out: &mut Vec<SessionOutput>) {
        let transfer = self.config.transfer;
        let Some(active) = self.active.as_deref_mut().filter(|a| a.link() == link) else { return };
        active.turn(now, queued, &transfer);
        out.push(SessionOutput::Arm(SessionTimer::Link, active.deadline_ms()));
    }

    fn connected(&mut self, now: Now, link: LinkId, out: &mut Vec<SessionOutput>) {
        let Some(active) = self.active.as_deref_mut().filter(|a| a.link() == link) else { return };
        out.push(SessionOutput::Send(link, active.request(now)));
        out.push(SessionOutput::Arm(SessionTimer::Link, active.deadline_ms()));
    }

    fn message(&mut self, now: Now, link: LinkId, wire: &[u8], out: &mut Vec<SessionOutput>) {
        let Some(active) = self.active.as_deref_mut().filter(|a| a.link() == link) else { return };
        match active.message(now, wire) {
            Heard::Nothing => {}
            Heard::More => out.push(SessionOutput::Arm(SessionTimer::Link, active.deadline_ms())),
            Heard::End => self.end(now, Close::Aborted, true, out),
        }
    }

    fn closed(&mut self, now: Now, link: LinkId, why: Close, out: &mut Vec<SessionOutput>) {
        if self.active.as_deref().is_some_and(|a| a.link() == link) {
            self.end(now, why, false, out);
        }
    }

    /// The link's timer: a datagram is sent again, anything else is given up.
    fn silent(&mut self, now: Now, out: &mut Vec<SessionOutput>) {
        let Some(active) = self.active.as_deref_mut() else { return };
        let link = active.link();
        if now.mono_ms < active.deadline_ms() {
            return out.push(SessionOutput::Arm(SessionTimer::Link, active.deadline_ms()));
        }
        if let Some(again) = active.again(now) {
            out.push(SessionOutput::Send(link, again));
            return out.push(SessionOutput::Arm(SessionTimer::Link, active.deadline_ms()));
        }
        let why = active.silence();
        self.end(now, why, true, out);
    }

    /// The exchange is over; its outcome goes to the machine. `open`: the link is still there.
    fn end(&mut self, now: Now, why: Close, open: bool, out: &mut Vec<SessionOutput>) {
        let Some(active) = self.active.take() else { return };
        let link = active.link();
        let ended = active.end(why);
        if open {
            out.push(if ended.is_well() { SessionOutput::Release(link) } else { SessionOutput::Close(link) });
        }
        out.push(SessionOutput::Disarm(SessionTimer::Link));
        match ended {
            Ended::WithoutEdns(peer, via, rcode) => {
                let label = self.config.peers.iter().find(|p| p.id == peer).map(|p| p.address.to_string());
                let args = Args::new().with("peer", label.unwrap_or_default()).with("rcode", rcode.to_string());
                out.push(SessionOutput::Event(&codes::XFR_NO_EDNS, args));
                self.plain.push(peer);
                self.connect(now, peer, exchange::Want::Soa(via), out);
            }
            Ended::Soa(peer, outcome) => self.drive(now, Input::Soa(peer, outcome), out),
            Ended::Transfer(peer, outcome, mut remarks) => {
                let policy = self.config.zonemd;
                let (outcome, snapshot) =
                    exchange::build(self.apex.as_ref(), *outcome, policy, self.hands.0, &mut remarks);
                out.extend(remarks.into_iter().map(|(code, args)| SessionOutput::Event(code, args)));
                self.drive_with(now, Input::Transfer(peer, outcome), snapshot, out);
            }
        }
    }

    fn notify(
        &mut self,
        now: Now,
        source: IpAddr,
        key: Option<&Name>,
        serial: Option<Serial>,
        out: &mut Vec<SessionOutput>,
    ) {
        let source = source.to_canonical();
        // A NOTIFY without a signature only makes us look; one signed with another peer's key is not from this one.
        let known = self.config.peers.iter().find(|p| {
            let signer_fits = key.is_none_or(|name| p.key.as_ref().is_some_and(|k| k.name == *name));
            p.address.ip().to_canonical() == source && signer_fits
        });
        let from = known.map(|p| p.id);
        self.drive(now, Input::Notify { from, source, serial }, out);
    }

    fn stored(&mut self, now: Now, ticket: Ticket, result: Result<(), StoreFault>, out: &mut Vec<SessionOutput>) {
        self.drive(now, Input::Stored(ticket, result), out);
        self.pending.take_if(|(pending, _)| *pending == ticket);
    }

    fn drive(&mut self, now: Now, input: Input, out: &mut Vec<SessionOutput>) {
        self.drive_with(now, input, None, out);
    }

    /// Steps the machine and does for it what concerns exchanges and snapshots; the rest goes to the driver.
    fn drive_with(&mut self, now: Now, input: Input, received: Option<Snapshot>, out: &mut Vec<SessionOutput>) {
        let mut received = received;
        let (mut outputs, mut judge) = (Vec::new(), None);
        let given = self.watched.as_ref().map(|_| input.clone());
        self.secondary.step(now, input, &mut outputs);
        if let (Some(watched), Some(input)) = (&mut self.watched, given) {
            watched.push(Decision { now, input, outputs: outputs.clone() });
        }
        for output in outputs {
            match output {
                Output::AskSoa { peer, via } => self.connect(now, peer, exchange::Want::Soa(via), out),
                Output::Begin { peer, kind, have } => {
                    let held = self.held.clone().filter(|held| have.is_some() && held.serial() == have);
                    self.connect(now, peer, exchange::Want::Transfer(kind, have, held), out);
                }
                Output::Abort(_) => {
                    if let Some(active) = self.active.take() {
                        out.push(SessionOutput::Close(active.link()));
                        out.push(SessionOutput::Disarm(SessionTimer::Link));
                    }
                }
                Output::Arm(timer, at_ms) => out.push(SessionOutput::Arm(timer.into(), at_ms)),
                Output::Disarm(timer) => out.push(SessionOutput::Disarm(timer.into())),
                Output::Store(ticket, _, persisted) => {
                    if let Some(snapshot) = received.take().or_else(|| self.let_through(ticket)) {
                        self.pending = Some((ticket, snapshot.clone()));
                        out.push(SessionOutput::Store(ticket, snapshot, persisted));
                    }
                }
                Output::Judge(ticket, _) => judge = received.take().map(|snapshot| (ticket, snapshot)),
                Output::Note(persisted) => out.push(SessionOutput::Note(persisted)),
                Output::Serve(serving) => self.serve(serving, out),
                Output::Event(code, args) => out.push(SessionOutput::Event(code, args)),
            }
        }
        if let Some((ticket, snapshot)) = judge {
            self.judge(now, ticket, snapshot, out);
        }
        self.forget_settled();
    }

    fn serve(&mut self, serving: Serving, out: &mut Vec<SessionOutput>) {
        let snapshot = match serving {
            Serving::Restored => self.restored.take(),
            Serving::Stored(ticket) => self.pending.take_if(|(t, _)| *t == ticket).map(|(_, s)| s),
            Serving::Expired => {
                self.restored = None;
                None
            }
        };
        self.held.clone_from(&snapshot);
        out.push(SessionOutput::Serve(snapshot));
    }

    fn connect(&mut self, now: Now, peer: PeerId, want: exchange::Want, out: &mut Vec<SessionOutput>) {
        let Some(peer) = self.config.peers.iter().find(|p| p.id == peer) else { return };
        self.links = self.links.wrapping_add(1);
        let link = LinkId(self.links);
        let edns = !self.plain.contains(&peer.id);
        let start = Start { link, apex: self.apex.clone(), id: self.ids.message_id(), edns };
        let active = Active::new(start, peer, want, &self.config.transfer, now);
        out.push(SessionOutput::Connect(active.connect(peer)));
        out.push(SessionOutput::Arm(SessionTimer::Link, active.deadline_ms()));
        self.active = Some(Box::new(active));
    }
}

impl From<TimerId> for SessionTimer {
    fn from(timer: TimerId) -> Self {
        match timer {
            TimerId::Check => Self::Check,
            TimerId::Expire => Self::Expire,
        }
    }
}

/// The part of a configuration that decisions rest on.
fn machine_config(config: &SessionConfig) -> Config {
    let peers = config.peers.iter().map(|p| {
        // RFC 9103 §9.3: where TLS is wanted nothing goes in the clear.
        let soa_via = if p.transport == Transport::Tls { Via::Stream } else { config.soa_via };
        PeerConfig {
            id: p.id,
            label: p.address.to_string().into(),
            soa_via,
            tls: p.transport == Transport::Tls,
            kind: p.kind,
        }
    });
    let approval = config.approval.is_asked();
    Config { peers: peers.collect(), refresh: config.refresh, limits: config.secondary, approval }
}
