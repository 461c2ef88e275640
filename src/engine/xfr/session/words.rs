//! What a driver and a [`Session`](super::Session) say to each other.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use crate::engine::answer::Transport;
use crate::engine::diag::{Args, Code};
use crate::engine::dns::{Name, Serial};
use crate::engine::limits::{SecondaryLimits, TransferLimits};
use crate::engine::tsig::Key;
use crate::engine::xfr::{Approval, Close, Kind, PeerId, Persisted, Refresh, StoreFault, Ticket, Via, ZonemdPolicy};
use crate::engine::zone::Snapshot;

/// How the certificate of a primary is judged (RFC 9103 §9.3, RFC 8310 §5). Nothing ever falls back to TCP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TlsTrust {
    /// It must have this name, and a chain to a trust anchor (RFC 8310 §8.1).
    Name(Arc<str>),
    /// The SHA-256 of its public key's `SubjectPublicKeyInfo` must be one of these (RFC 7858 §4.2).
    Pins(Arc<[[u8; 32]]>),
    /// Any certificate: nobody can listen, but anybody can answer. Only where it was asked for.
    Opportunistic,
}

/// One primary, with all that is needed to reach it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Its number; any, but no two of a zone alike.
    pub id: PeerId,
    /// Where it listens.
    pub address: SocketAddr,
    /// TCP or TLS; SOA queries go over UDP first when this is TCP.
    pub transport: Transport,
    /// The address to ask from; the system's choice when none.
    pub source: Option<IpAddr>,
    /// For TLS: whom to believe. Without it no TLS connection is made.
    pub tls: Option<TlsTrust>,
    /// The transfer to ask for.
    pub kind: Kind,
    /// Signs what is sent to it and verifies what it answers.
    pub key: Option<Arc<Key>>,
}

/// What a session is told at its birth or by [`SessionCommand::Configure`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionConfig {
    /// In order of preference.
    pub peers: Vec<Peer>,
    /// How often to check.
    pub refresh: Refresh,
    /// Bounds on what SOA and NOTIFY may ask of us.
    pub secondary: SecondaryLimits,
    /// Bounds of one transfer.
    pub transfer: TransferLimits,
    /// What a new version must pass before it is served.
    pub approval: Approval,
    /// What carries SOA queries first to peers over TCP. Knot gives a catalog's SOA over the stream alone.
    pub soa_via: Via,
    /// What a digest that does not hold means.
    pub zonemd: ZonemdPolicy,
}

/// One exchange with one peer: a connection, or a socket for datagrams. Never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LinkId(pub u32);

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connect {
    /// The link.
    pub link: LinkId,
    /// The other side.
    pub address: SocketAddr,
    /// What to open. A UDP socket is connected, so that only the peer is heard.
    pub transport: Transport,
    /// The address to come from.
    pub source: Option<IpAddr>,
    /// For TLS: whom to believe.
    pub tls: Option<TlsTrust>,
}

/// Timers that the driver keeps for a session; arming one again moves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SessionTimer {
    /// The next check is due.
    Check,
    /// What is held may be served no more.
    Expire,
    /// The other side has been silent for too long.
    Link,
}

/// What an operator or the provider's API asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionCommand {
    /// Begin.
    Start,
    /// Check now.
    Refresh,
    /// Transfer the whole zone now, whatever its serial.
    Retransfer,
    /// Other primaries or another policy from now on.
    Configure(Box<SessionConfig>),
    /// Serve the version that waits; with a serial only that one.
    Approve(Option<Serial>),
    /// Drop it; with a serial only that one.
    Reject(Option<Serial>),
    /// No more work.
    Stop,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum SessionInput<'a> {
    /// Somebody asks.
    Command(SessionCommand),
    /// An armed timer came due.
    Timer(SessionTimer),
    /// The link must wait for its turn: the time until [`Self::Opening`] is not the primary's. A driver without bounds
    /// says neither.
    Queued(LinkId),
    /// Its turn has come.
    Opening(LinkId),
    /// The link stands: messages can be sent. Said for UDP too.
    Connected(LinkId),
    /// One whole message, without its length prefix.
    Message(LinkId, &'a [u8]),
    /// The link is gone, or never came about.
    Closed(LinkId, Close),
    /// A NOTIFY that [`crate::engine::answer::respond`] let through.
    Notify {
        /// The address it came from.
        source: IpAddr,
        /// The key that signed it.
        key: Option<Name>,
        /// The serial it promises.
        serial: Option<Serial>,
    },
    /// The store answered.
    Stored(Ticket, Result<(), StoreFault>),
}

/// What to do, in this order.
#[derive(Clone, Debug)]
pub enum SessionOutput {
    /// Open a link; answer with `Connected` or `Closed`.
    Connect(Connect),
    /// Send one message over it; streams put its length in front (RFC 1035 §4.2.2).
    Send(LinkId, Vec<u8>),
    /// Close it; nothing more is heard of it.
    Close(LinkId),
    /// Nothing more is heard of it either, but its exchange has ended well, so the connection may be used for another
    /// link to the same place (RFC 7766 §6.2.1). Closing it is right, too.
    Release(LinkId),
    /// Wake me at this time of `mono_ms`.
    Arm(SessionTimer, u64),
    /// Do not.
    Disarm(SessionTimer),
    /// Make the version durable together with what a restart needs, then say `Stored`.
    Store(Ticket, Snapshot, Persisted),
    /// Make this durable when convenient.
    Note(Persisted),
    /// Answer queries from this version; from none: SERVFAIL.
    Serve(Option<Snapshot>),
    /// For the log, the page and the timeline.
    Event(&'static Code, Args),
}
