//! Transfers from outside: the secondary's timelines, answers of every kind of fault, whole sessions, other servers'
//! recorded streams.

#[path = "xfr/alike.rs"]
mod alike;
#[path = "xfr/announce.rs"]
mod announce;
#[path = "xfr/captures.rs"]
mod captures;
#[path = "xfr/catalog.rs"]
mod catalog;
#[path = "xfr/chain.rs"]
mod chain;
#[path = "xfr/increment.rs"]
mod increment;
#[path = "xfr/ixfr.rs"]
mod ixfr;
#[path = "xfr/primaries.rs"]
mod primaries;
#[path = "xfr/reliability.rs"]
mod reliability;
#[path = "xfr/incoming.rs"]
mod incoming;
#[path = "xfr/lint.rs"]
mod lint;
#[path = "xfr/secondary.rs"]
mod secondary;
#[path = "xfr/session.rs"]
mod session;
#[path = "xfr/transfer.rs"]
mod transfer;
#[path = "xfr/zonemd.rs"]
mod zonemd;
#[path = "xfr/world.rs"]
mod world;
