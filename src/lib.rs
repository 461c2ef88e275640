//! Understudy: rehearse, configure and run secondary DNS.
//!
//! The crate has three floors; arrows point down only (ARCHITECTURE.md, held by `tests/architecture.rs`):
//!
//! - [`engine`] — what is true of DNS: names, records, zone files, zone content, TSIG, transfers. No I/O, no clock,
//!   no randomness, no serde.
//! - [`product`] — what Understudy makes of it: providers, projects, causes, messages between the roles. No socket, no
//!   screen.
//! - [`roles`] — who runs it: the page, its worker, the command line, the server. Touches the world.
//!
//! Features are roles and nothing else; the only `cfg` lines on features stand here and in `roles.rs`.

pub mod engine;
pub mod product;
pub mod roles;
