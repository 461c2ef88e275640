//! Zone content: builder, snapshots, versions and the difference of two (docs/decisions/0002-zone-store.md).
//!
//! Records enter through a [`Builder`] and are read through a [`Snapshot`], a handle on one immutable version. A
//! [`Change`] is what turns one version into another; [`Versions`] keeps the last few. How content is laid out is known
//! in this room alone: a persistent map of bytes (`tree`), names as keys (`key`), RRsets as values (`entry`).

mod batch;
mod builder;
pub mod by_rrset;
mod change;
pub mod digest;
mod entry;
mod hashed;
mod key;
mod look;
mod nodes;
mod pieces;
mod rrset;
mod snapshot;
mod soa;
mod sort;
mod tree;
mod type_counts;
mod varint;
mod versions;

pub use batch::{Batch, Wanted, merged};
pub use builder::{Builder, Building, Built, Duplicate, Outside};
pub use change::{ApplyFault, Change, Record};
pub use look::Look;
pub use nodes::{Node, Nodes, Sets};
pub use pieces::Piece;
pub use rrset::{Datum, RRset};
pub use snapshot::{Mark, Snapshot, Walk};
pub use soa::Soa;
pub use type_counts::TypeCounts;
pub use versions::Versions;
