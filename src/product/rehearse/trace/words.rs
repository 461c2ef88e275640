//! What a machine is born with and given, as a trace writes it. The engine has no serde: its words are copied here.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::names::Names;
use crate::engine::diag::{Arg, Args};
use crate::engine::dns::{Rcode, Serial};
use crate::engine::limits::SecondaryLimits;
use crate::engine::xfr::{
    Candidate, Command, Config, Failure, Input, Kind, Outcome, PeerConfig, PeerId, Persisted, Refresh, Secondary,
    Session, SoaOutcome, SoaTimers, StoreFault, Ticket, TimerId, Via,
};

/// What a machine begins with.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Born {
    /// In hex: JSON's numbers end at 2^53 for some readers.
    seed: String,
    config: Conf,
    version: Option<Version>,
    confirmed_s: u64,
    next_check_s: u64,
    expired: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rejected: Option<u32>,
}

#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Version {
    serial: u32,
    refresh: u32,
    retry: u32,
    expire: u32,
}

#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Conf {
    peers: Vec<Peer>,
    /// Seconds; none: as the SOA says.
    refresh: Option<u32>,
    limits: Limits,
    approval: bool,
}

#[derive(Debug, Deserialize, Serialize)]
struct Peer {
    id: u32,
    label: String,
    udp: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    tls: bool,
    ixfr: bool,
}

/// What a machine is given.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Given {
    Start,
    Refresh,
    Retransfer,
    Approve { serial: Option<u32> },
    Reject { serial: Option<u32> },
    Stop,
    Configure(Conf),
    Check,
    Expire,
    Soa { peer: u32, serial: u32, expire_s: Option<u32> },
    SoaFailed { peer: u32, failure: Failed },
    Complete { peer: u32, version: Version },
    Current { peer: u32, serial: u32 },
    TransferFailed { peer: u32, failure: Failed },
    Notify { from: Option<u32>, source: IpAddr, serial: Option<u32> },
    Judged { ticket: u32, good: bool },
    Stored { ticket: u32, fault: Option<String> },
}

#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Failed {
    code: String,
    args: Vec<(String, Value)>,
    rcode: Option<u16>,
    tsig_error: Option<u16>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(untagged)]
enum Value {
    Number(u64),
    Text(String),
}

/// The limits, named once.
macro_rules! limits {
    ($($name:ident: $kind:ty),* $(,)?) => {
        #[derive(Debug, Deserialize, Serialize)]
        struct Limits { $($name: $kind),* }

        impl Limits {
            const fn of(limits: SecondaryLimits) -> Self {
                let SecondaryLimits { $($name),* } = limits;
                Self { $($name),* }
            }

            const fn limits(self) -> SecondaryLimits {
                let Self { $($name),* } = self;
                SecondaryLimits { $($name),* }
            }
        }
    };
}

limits! {
    min_refresh_s: u32,
    max_refresh_s: u32,
    min_retry_s: u32,
    max_retry_s: u32,
    min_expire_s: u32,
    max_expire_s: u32,
    first_retry_s: u32,
    max_first_retry_s: u32,
    away_retry_s: u32,
    hold_s: u32,
    max_hold_s: u32,
    notify_spacing_ms: u64,
    notify_recheck_ms: u64,
    round_ms: u64,
}

impl Born {
    pub(super) fn of(session: &Session, seed: u64) -> Self {
        let Persisted { version, confirmed_s, next_check_s, expired, rejected } = session.secondary().persisted();
        let (seed, config) = (format!("{seed:016x}"), Conf::of(session.secondary().config()));
        let rejected = rejected.map(|serial| serial.0);
        Self { seed, config, version: version.map(Version::of), confirmed_s, next_check_s, expired, rejected }
    }

    pub(super) fn machine(self) -> Secondary {
        let Self { seed, config, version, confirmed_s, next_check_s, expired, rejected } = self;
        let version = version.map(Version::candidate);
        let seed = u64::from_str_radix(&seed, 16).unwrap_or_default();
        let rejected = rejected.map(Serial);
        Secondary::new(config.config(), Persisted { version, confirmed_s, next_check_s, expired, rejected }, seed)
    }
}

impl Version {
    const fn of(candidate: Candidate) -> Self {
        let Candidate { serial, timers: SoaTimers { refresh, retry, expire } } = candidate;
        Self { serial: serial.0, refresh, retry, expire }
    }

    const fn candidate(self) -> Candidate {
        let Self { serial, refresh, retry, expire } = self;
        Candidate { serial: Serial(serial), timers: SoaTimers { refresh, retry, expire } }
    }
}

impl Conf {
    fn of(config: &Config) -> Self {
        let peers = config.peers.iter().map(|PeerConfig { id, label, soa_via, tls, kind }| Peer {
            id: id.0,
            label: label.to_string(),
            udp: *soa_via == Via::Udp,
            tls: *tls,
            ixfr: *kind == Kind::Ixfr,
        });
        let refresh = match config.refresh {
            Refresh::Soa => None,
            Refresh::Every(seconds) => Some(seconds),
        };
        Self { peers: peers.collect(), refresh, limits: Limits::of(config.limits), approval: config.approval }
    }

    fn config(self) -> Config {
        let peers = self.peers.into_iter().map(|Peer { id, label, udp, tls, ixfr }| PeerConfig {
            id: PeerId(id),
            label: label.into(),
            soa_via: if udp { Via::Udp } else { Via::Stream },
            tls,
            kind: if ixfr { Kind::Ixfr } else { Kind::Axfr },
        });
        let refresh = self.refresh.map_or(Refresh::Soa, Refresh::Every);
        Config { peers: peers.collect(), refresh, limits: self.limits.limits(), approval: self.approval }
    }
}

impl Given {
    pub(super) fn of(input: &Input) -> Self {
        match input {
            Input::Command(Command::Start) => Self::Start,
            Input::Command(Command::Refresh) => Self::Refresh,
            Input::Command(Command::Retransfer) => Self::Retransfer,
            Input::Command(Command::Approve(serial)) => Self::Approve { serial: serial.map(|serial| serial.0) },
            Input::Command(Command::Reject(serial)) => Self::Reject { serial: serial.map(|serial| serial.0) },
            Input::Command(Command::Stop) => Self::Stop,
            Input::Command(Command::Configure(config)) => Self::Configure(Conf::of(config)),
            Input::Timer(TimerId::Check) => Self::Check,
            Input::Timer(TimerId::Expire) => Self::Expire,
            Input::Soa(peer, SoaOutcome::Serial { serial, expire_s }) => {
                Self::Soa { peer: peer.0, serial: serial.0, expire_s: *expire_s }
            }
            Input::Soa(peer, SoaOutcome::Failed(failure)) => {
                Self::SoaFailed { peer: peer.0, failure: Failed::of(failure) }
            }
            Input::Transfer(peer, Outcome::Complete(candidate, ())) => {
                Self::Complete { peer: peer.0, version: Version::of(*candidate) }
            }
            Input::Transfer(peer, Outcome::Current(serial)) => Self::Current { peer: peer.0, serial: serial.0 },
            Input::Transfer(peer, Outcome::Failed(failure)) => {
                Self::TransferFailed { peer: peer.0, failure: Failed::of(failure) }
            }
            Input::Notify { from, source, serial } => {
                Self::Notify { from: from.map(|id| id.0), source: *source, serial: serial.map(|serial| serial.0) }
            }
            Input::Judged(ticket, good) => Self::Judged { ticket: ticket.0, good: *good },
            Input::Stored(ticket, result) => {
                Self::Stored { ticket: ticket.0, fault: result.as_ref().err().map(|fault| fault.words.clone()) }
            }
        }
    }

    pub(super) fn input(self, names: &mut Names) -> Option<Input> {
        Some(match self {
            Self::Start => Input::Command(Command::Start),
            Self::Refresh => Input::Command(Command::Refresh),
            Self::Retransfer => Input::Command(Command::Retransfer),
            Self::Approve { serial } => Input::Command(Command::Approve(serial.map(Serial))),
            Self::Reject { serial } => Input::Command(Command::Reject(serial.map(Serial))),
            Self::Stop => Input::Command(Command::Stop),
            Self::Configure(config) => Input::Command(Command::Configure(config.config())),
            Self::Check => Input::Timer(TimerId::Check),
            Self::Expire => Input::Timer(TimerId::Expire),
            Self::Soa { peer, serial, expire_s } => {
                Input::Soa(PeerId(peer), SoaOutcome::Serial { serial: Serial(serial), expire_s })
            }
            Self::SoaFailed { peer, failure } => Input::Soa(PeerId(peer), SoaOutcome::Failed(failure.failure(names)?)),
            Self::Complete { peer, version } => {
                Input::Transfer(PeerId(peer), Outcome::Complete(version.candidate(), ()))
            }
            Self::Current { peer, serial } => Input::Transfer(PeerId(peer), Outcome::Current(Serial(serial))),
            Self::TransferFailed { peer, failure } => {
                Input::Transfer(PeerId(peer), Outcome::Failed(failure.failure(names)?))
            }
            Self::Notify { from, source, serial } => {
                Input::Notify { from: from.map(PeerId), source, serial: serial.map(Serial) }
            }
            Self::Judged { ticket, good } => Input::Judged(Ticket(ticket), good),
            Self::Stored { ticket, fault } => {
                Input::Stored(Ticket(ticket), fault.map_or(Ok(()), |words| Err(StoreFault { words })))
            }
        })
    }
}

impl Failed {
    fn of(failure: &Failure) -> Self {
        let value = |value: &Arg| match value {
            Arg::Number(number) => Value::Number(*number),
            Arg::Text(text) => Value::Text(text.clone()),
        };
        Self {
            code: failure.code.name.to_owned(),
            args: failure.args.iter().map(|(name, arg)| (name.to_owned(), value(arg))).collect(),
            rcode: failure.rcode.map(|code| code.0),
            tsig_error: failure.tsig_error.map(|code| code.0),
        }
    }

    fn failure(self, names: &mut Names) -> Option<Failure> {
        let mut args = Args::new();
        for (name, value) in self.args {
            let name = names.name(&name)?;
            args = match value {
                Value::Number(number) => args.with(name, number),
                Value::Text(text) => args.with(name, text),
            };
        }
        let (rcode, tsig_error) = (self.rcode.map(Rcode), self.tsig_error.map(Rcode));
        Some(Failure { code: names.code(&self.code)?, args, rcode, tsig_error })
    }
}
