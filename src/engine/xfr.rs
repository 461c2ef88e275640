//! Zone transfer: the client, the secondary and the session that pairs them (RFC 5936, RFC 1995, RFC 1996).
//!
//! Nothing here opens a socket or asks the clock: drivers give messages and [`Now`], and do what comes out.
//! [`Secondary`] decides for one zone, [`Transfer`] reads one answer, [`Session`] pairs them so that a driver takes no
//! decision of its own.

mod approval;
mod announce;
pub mod catalog;
pub mod codes;
mod failure;
mod intake;
mod lint;
mod now;
mod reply;
mod secondary;
mod session;
mod sink;
mod soa;
mod transfer;
mod zonemd;

pub use announce::{Announce, Announcement, listeners};
pub use approval::{Approval, Objection};
pub use failure::{Close, Failure};
pub use intake::{Arrived, Intake};
pub use lint::IxfrLint;
pub use now::Now;
pub use secondary::{
    Candidate, Command, Config, Input, Kind, Outcome, Output, PeerConfig, PeerId, Persisted, Refresh, Secondary,
    Serving, SoaOutcome, SoaTimers, StoreFault, Ticket, TimerId, Via,
};
pub use session::{
    Connect, Decision, LinkId, Peer, Session, SessionCommand, SessionConfig, SessionInput, SessionOutput, SessionTimer,
    TlsTrust, Waiting,
};
pub use sink::{ChangeSink, Part, Tap};
pub use soa::SoaQuery;
pub use transfer::{Flow, Progress, Request, Transfer};
pub use zonemd::{Zonemd, ZonemdPolicy};
