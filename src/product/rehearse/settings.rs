//! What a scenario says, in the engine's words: the session's configuration, keys, versions. What is wrong with it is
//! found here, before anything is played.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use super::content::{self, Publication};
use super::preset::Preset;
use super::{PrimarySetting, Refresh, Scenario, Transfer, Transport, What, codes};
use crate::engine::answer::{self, Recital};
use crate::engine::diag::{Args, Code, Diagnostic, Span};
use crate::engine::dns::Name;
use crate::engine::limits::{RehearsalLimits, SecondaryLimits, TransferLimits};
use crate::engine::tsig::{Algorithm, Key, Secret};
use crate::engine::xfr::{self, Approval, Kind, Peer, PeerId, SessionConfig, TlsTrust, Via, ZonemdPolicy};

/// Which part of a scenario something is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Whole,
    Primary(usize),
    Version(usize),
    Fault(usize),
    Notify(usize),
}

/// Something wrong with a scenario.
#[derive(Clone, Debug)]
pub(super) struct Trouble {
    pub(super) item: Item,
    code: &'static Code,
    args: Args,
}

impl Trouble {
    pub(super) fn new(item: Item, code: &'static Code, args: impl FnOnce(Args) -> Args) -> Self {
        let name = match item {
            Item::Whole => "the scenario".to_owned(),
            Item::Primary(n) => format!("primary {}", n + 1),
            Item::Version(n) => format!("version {}", n + 1),
            Item::Fault(n) => format!("fault {}", n + 1),
            Item::Notify(n) => format!("notify {}", n + 1),
        };
        Self { item, code, args: args(Args::new().with("item", name)) }
    }

    pub(super) fn diagnostic(self) -> Diagnostic {
        Diagnostic { args: self.args, ..Diagnostic::new(self.code, Span::NONE) }
    }
}

/// A scenario that can be played.
#[derive(Debug)]
pub(super) struct Play {
    pub(super) apex: Name,
    pub(super) config: SessionConfig,
    pub(super) address: IpAddr,
    pub(super) publications: Vec<Publication>,
    pub(super) limits: RehearsalLimits,
}

/// Finds what a scenario means, or everything that is wrong with it.
pub(super) fn prepare(scenario: &Scenario) -> Result<Play, Vec<Trouble>> {
    let limits = RehearsalLimits::default();
    let mut troubles = Vec::new();
    bounds(scenario, &limits, &mut troubles);
    let apex = Name::absolute(&scenario.zone).map_err(|_| {
        troubles.push(Trouble::new(Item::Whole, &codes::NAME, |args| args.with("name", scenario.zone.as_str())));
    });
    faults(scenario, &mut troubles);
    let mut peers = Vec::new();
    for (n, primary) in scenario.primary.iter().enumerate() {
        match peer(n, primary, scenario) {
            Ok(peer) => peers.push(peer),
            Err(trouble) => troubles.push(trouble),
        }
    }
    let Ok(apex) = apex else { return Err(troubles) };
    if !troubles.is_empty() {
        return Err(troubles);
    }
    let publications = content::publications(scenario, &apex).map_err(|trouble| vec![trouble])?;
    let (secondary, transfer) = (SecondaryLimits::default(), TransferLimits::default());
    let config = SessionConfig {
        peers,
        refresh: refresh(scenario),
        secondary,
        transfer,
        approval: Approval::default(),
        soa_via: Via::Udp,
        zonemd: ZonemdPolicy::default(),
    };
    let address = scenario.secondary.address.unwrap_or_else(|| Ipv4Addr::new(198, 51, 100, 9).into());
    Ok(Play { apex, config, address, publications, limits })
}

fn bounds(scenario: &Scenario, limits: &RehearsalLimits, troubles: &mut Vec<Trouble>) {
    if scenario.rehearsal != 1 {
        troubles.push(Trouble::new(Item::Whole, &codes::VERSION, |args| args.with("got", scenario.rehearsal)));
    }
    if scenario.lasts.0 > limits.lasts_ms {
        let most = super::Length(limits.lasts_ms).to_string();
        troubles.push(Trouble::new(Item::Whole, &codes::LIMIT, |args| args.with("limit", most)));
    }
    let counts = [
        (scenario.primary.len(), "primaries"),
        (scenario.version.len(), "versions"),
        (scenario.fault.len(), "faults"),
        (scenario.action.len(), "deeds"),
        (scenario.notify.len(), "NOTIFYs"),
    ];
    for (_, what) in counts.into_iter().filter(|(count, _)| *count > limits.items) {
        let most = format!("{} {what}", limits.items);
        troubles.push(Trouble::new(Item::Whole, &codes::LIMIT, |args| args.with("limit", most)));
    }
    for (n, _) in scenario.notify.iter().enumerate().filter(|(_, notify)| notify.times > limits.notifies) {
        let most = format!("{} times", limits.notifies);
        troubles.push(Trouble::new(Item::Notify(n), &codes::LIMIT, |args| args.with("limit", most)));
    }
    if scenario.version.is_empty() {
        troubles.push(lacks(Item::Whole, "version"));
    }
}

fn faults(scenario: &Scenario, troubles: &mut Vec<Trouble>) {
    let listed = |name: &Option<String>| {
        name.as_deref().filter(|name| scenario.primary.iter().all(|primary| primary.name != *name)).map(str::to_owned)
    };
    for (n, fault) in scenario.fault.iter().enumerate() {
        let item = Item::Fault(n);
        let needed = match fault.what {
            What::Loss => fault.percent.is_none().then_some("percent"),
            What::Delay => fault.delay.is_none().then_some("delay"),
            What::PrimaryClock | What::OurClock => fault.off.is_none().then_some("off"),
            What::Cut | What::Reset | What::Stall => fault.after.is_none().then_some("after"),
            What::Rcode => fault.rcode.is_none().then_some("rcode"),
            _ => None,
        };
        troubles.extend(needed.map(|key| lacks(item, key)));
        if let Some(code) = fault.rcode.as_deref().filter(|code| Recital::code(code).is_none()) {
            troubles.push(Trouble::new(item, &codes::RCODE, |args| args.with("rcode", code)));
        }
        troubles.extend(listed(&fault.primary).map(|name| unlisted(item, name)));
    }
    for (n, version) in scenario.version.iter().enumerate() {
        troubles.extend(listed(&version.primary).map(|name| unlisted(Item::Version(n), name)));
    }
}

fn lacks(item: Item, key: &'static str) -> Trouble {
    Trouble::new(item, &codes::LACKS, |args| args.with("key", key))
}

fn unlisted(item: Item, name: String) -> Trouble {
    Trouble::new(item, &codes::PRIMARY, |args| args.with("name", name))
}

fn peer(n: usize, primary: &PrimarySetting, scenario: &Scenario) -> Result<Peer, Trouble> {
    let key = match &primary.key {
        None => None,
        Some(text) => {
            let unread = || Trouble::new(Item::Primary(n), &codes::KEY, |args| args.with("key", text.as_str()));
            Some(Arc::new(key(text).ok_or_else(unread)?))
        }
    };
    let transport = match primary.transport {
        Transport::Tcp => answer::Transport::Tcp,
        Transport::Tls => answer::Transport::Tls,
    };
    let kind = match scenario.secondary.transfer.unwrap_or_default() {
        Transfer::Axfr => Kind::Axfr,
        Transfer::Ixfr => Kind::Ixfr,
    };
    let id = PeerId(u32::try_from(n).unwrap_or(u32::MAX));
    let tls = (primary.transport == Transport::Tls).then(|| TlsTrust::Name(primary.name.as_str().into()));
    Ok(Peer { id, address: primary.address, transport, source: None, tls, kind, key })
}

/// The key that both sides of a rehearsal have: its secret is made of its name, so that a scenario holds none.
pub(super) fn key(text: &str) -> Option<Key> {
    let (algorithm, name) = text.split_once(':')?;
    let (algorithm, name) = (Algorithm::from_text(algorithm)?, Name::absolute(name).ok()?);
    let secret = Secret::new(format!("rehearsed secret of {}", name.as_ref()).into_bytes());
    Some(Key { name, algorithm, secret })
}

fn refresh(scenario: &Scenario) -> xfr::Refresh {
    match (scenario.secondary.refresh, scenario.secondary.preset) {
        (Some(Refresh::Every(every)), _) => xfr::Refresh::Every(every.whole_seconds()),
        (None, Some(Preset::Cloudflare)) => xfr::Refresh::Every(super::preset::CLOUDFLARE_REFRESH_S),
        (Some(Refresh::Soa(_)) | None, _) => xfr::Refresh::Soa,
    }
}
