//! The provider's objects as JSON, tolerant of what real answers leave out, add or write as floating-point numbers.
//!
//! Sources: the official schema and SDKs, and recorded answers in public repositories, as of 2026-11. Unknown keys are
//! ignored; absent ones get the value that real answers show for "not set".

mod acl;
mod dnssec;
mod envelope;
mod id;
mod incoming;
mod number;
mod outgoing;
mod peer;
mod permission;
mod record;
mod secret;
mod settings;
mod tsig;
mod zone;

pub use acl::Acl;
pub use dnssec::{Dnssec, DnssecChange};
pub use envelope::{ApiMessage, Envelope, ResultInfo, Source};
pub use id::is_id;
pub use incoming::{Incoming, Link};
pub use number::whole;
pub use outgoing::{Outgoing, OutgoingLink, OutgoingStatus};
pub use peer::Peer;
pub use permission::Permission;
pub use record::{DnsRecord, RecordMeta};
pub use secret::Secret;
pub use settings::{DnsSettings, DnsSettingsChange, NameServers, SoaSettings};
pub use tsig::Tsig;
pub(super) use tsig::same_name;
pub use zone::{Account, Meta, NewZone, Owner, Plan, TokenStatus, Zone};
