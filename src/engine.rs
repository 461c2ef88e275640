//! What is true of DNS. Knows nothing of us: no provider, no project, no socket, no clock.
//!
//! Rooms in order of use; a room may use those above it in this list, never one below. `zonefile`, `zone` and `tsig`
//! do not know one another.

#![warn(clippy::cast_possible_truncation, clippy::indexing_slicing)]

pub mod diag;
pub mod limits;
pub mod work;
pub mod dns;
pub mod zonefile;
pub mod zone;
pub mod tsig;
pub mod dnssec;
pub mod check;
pub mod answer;
pub mod xfr;
