//! The rehearsal: a scenario played through by the machines that run in the server, with a clock and a network that exist
//! on paper only. Same scenario, same timeline, to the octet.
//!
//! [`Scenario`] is the input, a TOML text with versions, faults and settings. [`run`] plays it: the secondary's side is
//! [`crate::engine::xfr::Session`], as in the server, the primaries' side [`crate::engine::answer`]. [`Timeline`] is what
//! happened, why, and what would have been served meanwhile. Nothing here decides what a secondary does.

pub mod carry;
pub mod builder;
mod chance;
mod codes;
mod content;
mod deviation;
mod faults;
mod invariant;
mod length;
pub mod library;
mod notify;
mod operator;
mod outputs;
pub mod preset;
mod primary;
mod read;
mod scenario;
mod settings;
mod text;
mod timeline;
pub mod trace;
mod traffic;
mod world;
mod write;

pub use invariant::Breach;
pub use length::{Length, Offset, spoken};
pub use read::read;
pub use scenario::{
    Action, Deed, Fault, Network, NotifySetting, PrimarySetting, Refresh, Scenario, SecondarySetting, Transfer,
    Transport, VersionSetting, What,
};
pub use timeline::{Actor, Answers, Behind, Entry, Note, Outcome, Served, Severity, State, Timeline, Traffic};
pub use world::{run, watched};
pub use write::write;
