//! A question and a snapshot to a response: who may ask, records of a name, whole zones, NOTIFY.
//!
//! [`respond`] takes one message and gives what to send back: one message, or a [`ZoneStream`] that makes the many
//! messages of a transfer one at a time. Nothing here holds a socket or a zone: [`Zones`] and a keyring are lent.

mod access;
mod client;
pub mod codes;
mod denial;
mod edns;
mod increment;
mod rate;
mod lookup;
mod notify;
mod recite;
mod reply;
mod respond;
mod stream;

pub use access::{Access, Rule, RuleFault};
pub use client::{Client, Transport};
pub use notify::Notified;
pub use rate::{Kind, RateLimiter, Verdict, truncated};
pub use recite::{Recital, recite};
pub use respond::{Answer, Response, Server, Zone, Zones, respond};
pub use stream::ZoneStream;
