//! What goes into a [`Secondary`](super::Secondary) and what comes out.

use super::Persisted;
use crate::engine::diag::{Args, Code};
use crate::engine::dns::Serial;
use crate::engine::xfr::Failure;
use crate::engine::zone::Soa;

/// One of the zone's primaries, by the number its configuration gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PeerId(pub u32);

/// The work of storing one version; the driver hands it back with the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ticket(pub u32);

/// How a zone is transferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The whole zone (RFC 5936).
    Axfr,
    /// The changes since a serial (RFC 1995).
    Ixfr,
}

impl Kind {
    /// The mnemonic of the query type: `AXFR`, `IXFR`.
    #[must_use]
    pub const fn mnemonic(self) -> &'static str {
        match self {
            Self::Axfr => "AXFR",
            Self::Ixfr => "IXFR",
        }
    }
}

/// What carries a SOA query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Via {
    /// One datagram each way.
    Udp,
    /// The peer's own transport: TCP, or TLS where it is set.
    Stream,
}

/// The timers of a SOA record, in seconds (RFC 1035 §3.3.13).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SoaTimers {
    /// Between two checks that succeed.
    pub refresh: u32,
    /// Between two checks after one has failed.
    pub retry: u32,
    /// From the last check that succeeded until the zone is served no more.
    pub expire: u32,
}

/// The version that a transfer brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its serial.
    pub serial: Serial,
    /// Its timers.
    pub timers: SoaTimers,
}

impl Candidate {
    /// What a SOA's RDATA says; none if it is malformed.
    #[must_use]
    pub fn of(rdata: &[u8]) -> Option<Self> {
        let Soa { serial, refresh, retry, expire, .. } = Soa::parse(rdata)?;
        Some(Self { serial, timers: SoaTimers { refresh, retry, expire } })
    }
}

/// How a SOA query ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SoaOutcome {
    /// The primary holds this serial.
    Serial {
        /// It.
        serial: Serial,
        /// Seconds until the zone expires there, when it is a secondary itself and says so (RFC 7314).
        expire_s: Option<u32>,
    },
    /// It did not say.
    Failed(Failure),
}

/// How a transfer ended. `T` is what was received: nothing for the secondary, the records' sink for its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<T = ()> {
    /// A whole version, from its first SOA to its last.
    Complete(Candidate, T),
    /// To an IXFR request: there is nothing newer than this serial (RFC 1995 §2).
    Current(Serial),
    /// Nothing usable.
    Failed(Failure),
}

/// Why the store did not take a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreFault {
    /// The store's words; no zone content, no path.
    pub words: String,
}

/// What an operator or the provider's API asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Begin: arms the timers of what is held, and checks at once when nothing is or the check is due.
    Start,
    /// Check now.
    Refresh,
    /// Transfer the whole zone now, whatever its serial; joins an AXFR that is under way.
    Retransfer,
    /// Other primaries, keys or policy from now on: what is under way begins anew.
    Configure(super::Config),
    /// Serve the version that waits; with a serial only that one.
    Approve(Option<Serial>),
    /// Drop the version that waits, and do not fetch that serial again; with a serial only that one.
    Reject(Option<Serial>),
    /// No more work; timers are disarmed.
    Stop,
}

/// Timers that the driver keeps; arming one again moves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimerId {
    /// The next check is due.
    Check,
    /// What is held may be served no more.
    Expire,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Somebody asks.
    Command(Command),
    /// An armed timer came due.
    Timer(TimerId),
    /// A SOA query ended.
    Soa(PeerId, SoaOutcome),
    /// A transfer ended.
    Transfer(PeerId, Outcome),
    /// A NOTIFY came in (RFC 1996), already found to be signed with a known key or not signed at all.
    Notify {
        /// The peer whose address it came from; none when it is nobody's.
        from: Option<PeerId>,
        /// The address, for the event.
        source: std::net::IpAddr,
        /// The serial it promises, when it does (RFC 1996 §3.7).
        serial: Option<Serial>,
    },
    /// Whether the version of this ticket may be served.
    Judged(Ticket, bool),
    /// The store answered.
    Stored(Ticket, Result<(), StoreFault>),
}

/// What the zone answers with from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Serving {
    /// The version that the driver restored at the start.
    Restored,
    /// The version stored under this ticket.
    Stored(Ticket),
    /// None: it expired. Queries get SERVFAIL.
    Expired,
}

/// What to do, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Ask the peer for its SOA.
    AskSoa {
        /// Whom.
        peer: PeerId,
        /// Over what.
        via: Via,
    },
    /// Begin a transfer.
    Begin {
        /// From whom.
        peer: PeerId,
        /// Of what kind.
        kind: Kind,
        /// The serial held, for IXFR.
        have: Option<Serial>,
    },
    /// Give up whatever is under way with this peer; its outcome is not awaited.
    Abort(PeerId),
    /// Wake me at this time of [`super::super::Now::mono_ms`].
    Arm(TimerId, u64),
    /// Do not.
    Disarm(TimerId),
    /// Judge the version by the conditions of the zone, and say [`Input::Judged`]. It waits until it is served, another
    /// takes its place, or it is dropped: [`super::Secondary::waiting`].
    Judge(Ticket, Candidate),
    /// Make the version durable together with what a restart needs then, and say [`Input::Stored`].
    Store(Ticket, Candidate, Persisted),
    /// Make this durable when convenient; no answer is awaited.
    Note(Persisted),
    /// Answer queries from this.
    Serve(Serving),
    /// For the log, the page and the timeline.
    Event(&'static Code, Args),
}
