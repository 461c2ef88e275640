//! The provider: its objects, its rules, and the plan that makes it serve a zone.
//!
//! The API is Cloudflare's "DNS Zone Transfers" as of 2026: TSIG keys and peers belong to an account, a zone of type
//! `secondary` carries one `incoming` configuration that links peers to it. [`model`] holds the objects as they go over
//! the wire, [`rules`] what is known about the values a person enters, [`Run`] the calls that make, change or leave
//! alone what the provider has. Nothing here opens a connection: a driver sends what [`Run::next`] gives.

pub mod article;
mod call;
mod cidr;
pub mod cloudflare;
mod date;
pub mod delegate;
mod desired;
mod driven;
pub mod exports;
pub mod failure;
mod fields;
pub mod model;
pub mod pasted;
mod phrase;
mod plan;
mod record;
mod retry;
pub mod rules;
mod run;
mod undo;

pub use call::{Body, Call, Effect, Method, Response};
pub use cidr::Range;
pub use date::Date;
pub use desired::{Desired, DesiredAcl, DesiredOutgoing, DesiredPeer, DnssecMode, Kind, TransferType, ZoneChoice};
pub use driven::Driven;
pub use failure::Failure;
pub use fields::{Difference, Fields};
pub use phrase::Phrase;
pub use plan::{Action, Object, Plan, Shape, Step, StepState};
pub use record::{Change, Entry, EntryState, Record, RecordFault};
pub use run::{Ahead, Made, Mode, Run, State};
pub use undo::{Left, Undo};
