//! What a person works on: one zone, its provider, its primaries, its key. A model, actions and a pure reducer.
//!
//! [`Draft`] is what was typed, kept as typed so that nothing is lost; it is what the browser stores. [`Secrets`] stay in
//! memory. [`Workspace`] joins both with what was learnt: checks, probes, transfers, calls. [`steps`] says how far each
//! step is and what the summary shows. [`Shelf`] lists the projects that a browser keeps.

mod applied;
mod draft;
pub mod file;
pub mod mistake;
pub mod outcome;
mod reduce;
mod secrets;
mod shelf;
pub mod steps;
mod tls;
mod undo;
mod workspace;

pub use applied::Applied;
pub use draft::{Draft, DraftFault, Primary, ProviderKind};
pub use file::{ImportFault, Imported, ProjectFile};
pub use reduce::{Action, Field};
pub use secrets::Secrets;
pub use shelf::{Entry, Shelf};
pub use tls::Trust;
pub use undo::{History, Offer};
pub use workspace::{
    Allowed, Checked, Companion, Held, Key, MadeOf, Probe, Reached, RehearsalEnd, Rehearsed, Submission, TransferRun,
    Watched, Workspace,
};
