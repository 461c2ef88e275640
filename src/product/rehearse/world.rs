//! The world of a rehearsal: one queue of what will happen, in the order of its time, and the session that is driven
//! through it. It does what the session says and takes no decision, as the server's driver does.

use std::collections::{BTreeMap, HashMap};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use super::chance::Chance;
use super::faults::shifted;
use super::invariant::Breach;
use super::notify::Notice;
use super::outputs::Disk;
use super::preset::Preset;
use super::primary::Primary;
use super::settings::{Play, Trouble, prepare};
use super::timeline::{self, Log};
use super::traffic::Link;
use super::{Actor, Fault, Network, Scenario, State, Timeline, What, codes, faults};
use crate::engine::answer;
use crate::engine::diag::{Args, Diagnostic};
use crate::engine::dns::Name;
use crate::engine::limits::ZoneLimits;
use crate::engine::xfr::{
    Close, LinkId, Now, Persisted, Session, SessionCommand, SessionConfig, SessionInput, SessionTimer, Ticket,
};
use crate::engine::zone::{Change, Snapshot, Versions};

/// What will happen. What concerns one life of the secondary carries its number: a restart ends a life.
#[derive(Debug)]
pub(super) enum Happening {
    /// A version appears, by its place in the list.
    Publish(usize),
    Fault(usize),
    FaultOver(usize),
    Action(usize),
    Stray(usize),
    /// The secondary starts.
    Begin,
    Timer(u32, SessionTimer, u64),
    Connected(u32, LinkId),
    Closed(u32, LinkId, Close),
    /// A message reaches a primary.
    Asked(u32, LinkId, Vec<u8>),
    /// A message reaches the secondary.
    Heard(u32, LinkId, Vec<u8>),
    /// A version reaches the disk, or does not.
    Commit(u32, Ticket, Snapshot, Persisted),
    Stored(u32, Ticket, bool),
    /// A primary sends NOTIFY: its place, which round of its own, which attempt.
    Notice(usize, u32, u32),
    Noticed(usize, u32, Vec<u8>),
    /// The response to a NOTIFY is back; the code in it when it was not listened to.
    NoticeAnswered(usize, u32, Option<String>),
}

/// See the file's first lines.
pub(super) struct World<'a> {
    pub(super) apex: Name,
    pub(super) address: IpAddr,
    pub(super) addresses: Vec<SocketAddr>,
    pub(super) network: Network,
    pub(super) faults: &'a [Fault],
    pub(super) scenario: &'a Scenario,
    pub(super) play: &'a Play,
    pub(super) config: SessionConfig,
    pub(super) preset: Option<Preset>,
    pub(super) now_ms: u64,
    queue: BTreeMap<(u64, u64), Happening>,
    number: u64,
    pub(super) life: u32,
    pub(super) session: Option<Session>,
    /// The number under which a timer was last armed, and when it comes due.
    pub(super) armed: HashMap<SessionTimer, (u64, u64)>,
    pub(super) links: BTreeMap<u32, Link>,
    pub(super) primaries: Vec<Primary>,
    pub(super) notices: Vec<Notice>,
    pub(super) disk: Disk,
    /// What the secondary answers from.
    pub(super) zone: answer::Zone,
    /// All that was published, in its order.
    pub(super) published: Vec<Snapshot>,
    pub(super) chance: Chance,
    pub(super) log: Log,
    pub(super) breaches: Vec<Breach>,
}

/// Plays a scenario.
///
/// # Errors
/// Why it cannot be played; [`super::read`] finds the same, with its places.
pub fn run(scenario: &Scenario) -> Result<Timeline, Vec<Diagnostic>> {
    watched(scenario).map(|(timeline, _)| timeline)
}

/// Plays a scenario and watches what must always hold.
///
/// # Errors
/// As [`run`].
pub fn watched(scenario: &Scenario) -> Result<(Timeline, Vec<Breach>), Vec<Diagnostic>> {
    let told = |troubles: Vec<Trouble>| troubles.into_iter().map(Trouble::diagnostic).collect::<Vec<_>>();
    let play = prepare(scenario).map_err(told)?;
    let mut world = World::new(scenario, &play);
    world.play();
    let World { log: Log { entries, served, outcome, .. }, breaches, preset, .. } = world;
    let timeline = Timeline {
        v: timeline::VERSION,
        title: scenario.title.clone(),
        about: scenario.about.trim().to_owned(),
        zone: play.apex.to_string(),
        provider: preset.map(|preset| preset.title().to_owned()),
        lasts_ms: scenario.lasts.0,
        entries,
        served,
        notes: preset.map_or_else(Vec::new, Preset::notes),
        outcome,
    };
    Ok((timeline, breaches))
}

impl<'a> World<'a> {
    fn new(scenario: &'a Scenario, play: &'a Play) -> Self {
        let primaries: Vec<_> = scenario.primary.iter().map(Primary::new).collect();
        let zone = answer::Zone {
            content: None,
            history: Arc::new(Versions::new(&ZoneLimits::default())),
            access: Arc::new(super::notify::access(scenario)),
        };
        let mut world = Self {
            apex: play.apex.clone(),
            address: play.address,
            addresses: scenario.primary.iter().map(|primary| primary.address).collect(),
            network: scenario.network.clone(),
            faults: &scenario.fault,
            scenario,
            play,
            config: play.config.clone(),
            preset: scenario.secondary.preset,
            now_ms: 0,
            queue: BTreeMap::new(),
            number: 0,
            life: 0,
            session: None,
            armed: HashMap::new(),
            links: BTreeMap::new(),
            notices: primaries.iter().map(|_| Notice::default()).collect(),
            primaries,
            disk: Disk::default(),
            zone,
            published: Vec::new(),
            chance: Chance::new(scenario.seed),
            log: Log::default(),
            breaches: Vec::new(),
        };
        world.expect(scenario);
        world
    }

    /// Puts what the scenario says into the queue.
    fn expect(&mut self, scenario: &Scenario) {
        for (n, fault) in scenario.fault.iter().enumerate() {
            self.later(fault.at.0, Happening::Fault(n));
            if let Some(until) = fault.until {
                self.later(until.0, Happening::FaultOver(n));
            }
        }
        for (n, publication) in self.play.publications.iter().enumerate() {
            self.later(publication.at.0, Happening::Publish(n));
        }
        for (n, action) in scenario.action.iter().enumerate() {
            self.later(action.at.0, Happening::Action(n));
        }
        for (n, notify) in scenario.notify.iter().enumerate() {
            for nth in 0..notify.times {
                self.later(notify.at.0.saturating_add(u64::from(nth)), Happening::Stray(n));
            }
        }
        self.later(0, Happening::Begin);
    }

    /// In so many milliseconds.
    pub(super) fn later(&mut self, in_ms: u64, happening: Happening) {
        self.number += 1;
        self.queue.insert((self.now_ms.saturating_add(in_ms), self.number), happening);
    }

    fn play(&mut self) {
        let end_ms = self.scenario.lasts.0;
        self.show();
        let mut steps = 0;
        while let Some(((at_ms, _), happening)) = self.queue.pop_first().filter(|((at_ms, _), _)| *at_ms <= end_ms) {
            self.now_ms = at_ms;
            steps += 1;
            if steps > self.play.limits.steps {
                let args = Args::new().with("limit", self.play.limits.steps);
                self.log.say(at_ms, Actor::Operator, &codes::STOPPED, &args);
                return self.log.end(at_ms);
            }
            self.happens(happening);
            let state = self.state();
            self.log.stands(state);
        }
        self.now_ms = end_ms;
        self.log.end(end_ms);
    }

    fn happens(&mut self, happening: Happening) {
        let now = self.life;
        match happening {
            Happening::Publish(n) => self.publish(n),
            Happening::Fault(n) => self.fault(n, true),
            Happening::FaultOver(n) => self.fault(n, false),
            Happening::Action(n) => self.act(n),
            Happening::Stray(n) => self.stray(n),
            Happening::Begin => self.begin(),
            Happening::Timer(life, timer, number) if life == now => self.due(timer, number),
            Happening::Connected(life, link) if life == now => self.give(SessionInput::Connected(link)),
            Happening::Closed(life, link, why) if life == now && self.links.contains_key(&link.0) => {
                self.forget(link);
                self.give(SessionInput::Closed(link, why));
            }
            Happening::Asked(life, link, octets) if life == now => self.asked(link, &octets),
            Happening::Heard(life, link, octets) if life == now => self.heard(link, &octets),
            Happening::Commit(life, ticket, snapshot, then) if life == now => self.commit(ticket, snapshot, then),
            Happening::Stored(life, ticket, well) if life == now => self.stored(ticket, well),
            Happening::Notice(primary, round, attempt) => self.notice(primary, round, attempt),
            Happening::Noticed(primary, round, octets) => self.noticed(primary, round, &octets),
            Happening::NoticeAnswered(primary, round, code) => self.notice_answered(primary, round, code),
            // Of a life that was ended, or of a link that was closed.
            Happening::Timer(..)
            | Happening::Connected(..)
            | Happening::Closed(..)
            | Happening::Asked(..)
            | Happening::Heard(..)
            | Happening::Commit(..)
            | Happening::Stored(..) => {}
        }
    }

    /// True time, in seconds since 1970.
    pub(super) const fn wall_s(&self) -> u64 {
        self.scenario.start.saturating_add(self.now_ms / 1_000)
    }

    fn now(&self) -> Now {
        let fault = self.faults.iter().find(|fault| {
            let on = fault.at.0 <= self.now_ms && fault.until.is_none_or(|until| self.now_ms < until.0);
            fault.what == What::OurClock && on
        });
        let off_s = fault.and_then(|fault| fault.off).map_or(0, |offset| offset.0);
        Now { mono_ms: self.now_ms, wall_s: shifted(self.wall_s(), off_s) }
    }

    /// Gives the session an input and does what it says.
    pub(super) fn give(&mut self, input: SessionInput<'_>) {
        let now = self.now();
        let Some(session) = &mut self.session else { return };
        let mut outputs = Vec::new();
        session.step(now, input, &mut outputs);
        outputs.into_iter().for_each(|output| self.output(output));
    }

    fn begin(&mut self) {
        if self.session.is_some() {
            return;
        }
        if self.life > 0 {
            self.log.say(self.now_ms, Actor::Operator, &codes::BACK, &Args::new());
        }
        let seed = self.scenario.seed.wrapping_add(u64::from(self.life));
        let Disk { persisted, content } = self.disk.clone();
        self.session = Some(Session::new(self.apex.clone(), self.config.clone(), persisted, content, seed));
        self.show();
        self.give(SessionInput::Command(SessionCommand::Start));
        self.watch_restart();
    }

    fn due(&mut self, timer: SessionTimer, number: u64) {
        // One that was moved or disarmed since.
        if self.armed.get(&timer).is_some_and(|(armed, _)| *armed == number) {
            self.armed.remove(&timer);
            self.give(SessionInput::Timer(timer));
        }
    }

    pub(super) fn arm(&mut self, timer: SessionTimer, at_ms: u64) {
        self.later(at_ms.saturating_sub(self.now_ms), Happening::Timer(self.life, timer, self.number + 1));
        self.armed.insert(timer, (self.number, at_ms));
    }

    fn publish(&mut self, n: usize) {
        let Some(publication) = self.play.publications.get(n) else { return };
        let content = &publication.content;
        self.published.push(content.clone());
        for place in (0..self.primaries.len()).filter(|place| publication.primary.is_none_or(|only| only == *place)) {
            let Some(primary) = self.primaries.get_mut(place) else { continue };
            let change = primary.content.as_ref().and_then(|before| Change::between(before, content));
            primary.publish(content.clone());
            let args = Args::new().with("serial", content.serial().unwrap_or_default().0);
            let (code, args) = match change {
                Some(change) => {
                    let (removed, added) = (change.deletions.len(), change.additions.len());
                    (&codes::PUBLISHED, args.with("removed", removed).with("added", added))
                }
                None => (&codes::PUBLISHED_FIRST, args.with("records", content.len())),
            };
            let name = primary.name.clone();
            self.log.say(self.now_ms, Actor::Primary, code, &args).primary = Some(name);
            // The first version is there when the secondary begins: nobody need be told.
            if publication.notify && self.now_ms > 0 {
                self.announce(place);
            }
        }
        self.show();
    }

    fn fault(&mut self, n: usize, begins: bool) {
        let Some(fault) = self.faults.get(n) else { return };
        let only = fault.primary.as_deref();
        if begins && fault.what == What::Down {
            self.break_links(only);
        }
        let all = match self.scenario.primary.as_slice() {
            [one] => one.name.as_str(),
            _ => "all primaries",
        };
        let whom = only.unwrap_or(all);
        let (code, args) = if begins { faults::begins(fault, whom) } else { faults::over(fault, whom) };
        let actor =
            if matches!(fault.what, What::OurClock | What::DiskFull) { Actor::Secondary } else { Actor::Network };
        self.log.say(self.now_ms, actor, code, &args);
    }

    fn state(&self) -> State {
        let Some(session) = &self.session else { return State::default() };
        let secondary = session.secondary();
        let due = |timer| self.armed.get(&timer).map(|(_, at_ms)| *at_ms);
        State {
            serial: secondary.version().map(|version| version.serial.0),
            expired: secondary.is_expired(),
            busy: !secondary.is_idle(),
            next_check_ms: due(SessionTimer::Check),
            expires_ms: due(SessionTimer::Expire),
        }
    }
}
