//! A question and a snapshot to a response: SOA, AXFR, and who may ask.

mod access;
mod client;

pub use access::{Access, Rule, RuleFault};
pub use client::{Client, Transport};
