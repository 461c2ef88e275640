//! The engine from outside: goldens, vectors, properties. One `mod` a topic.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::explicit_write,
    missing_docs,
    unreachable_pub,
    reason = "tests say what they expect by failing"
)]

#[path = "support/canary.rs"]
mod canary;
#[path = "engine/content.rs"]
mod content;
#[path = "engine/corpus.rs"]
mod corpus;
#[path = "engine/check.rs"]
mod check;
#[path = "engine/catalogue.rs"]
mod catalogue;
#[path = "engine/locale.rs"]
mod locale;
#[path = "engine/wording.rs"]
mod wording;
#[path = "engine/examples.rs"]
mod examples;
#[path = "engine/dnssec.rs"]
mod dnssec;
#[path = "engine/dnssec_zones.rs"]
mod dnssec_zones;
#[path = "engine/dnssec_peers.rs"]
mod dnssec_peers;
#[path = "engine/answer.rs"]
mod answer;
#[path = "engine/one_fault.rs"]
mod one_fault;
#[path = "engine/threads.rs"]
mod threads;
#[path = "engine/exports.rs"]
mod exports;
#[path = "engine/delegate.rs"]
mod delegate;
#[path = "engine/provider.rs"]
mod provider;
#[path = "engine/receivers.rs"]
mod receivers;
#[path = "engine/fixes.rs"]
mod fixes;
#[path = "engine/rdata.rs"]
mod rdata;
#[path = "engine/tsig.rs"]
mod tsig;
#[path = "engine/message.rs"]
mod message;
#[path = "engine/fuzz.rs"]
mod fuzz;
#[path = "engine/recovery.rs"]
mod recovery;
#[path = "engine/oracles.rs"]
mod oracles;
#[path = "engine/rdata_properties.rs"]
mod rdata_properties;
#[path = "engine/vectors.rs"]
mod vectors;
#[path = "engine/wire.rs"]
mod wire;
#[path = "engine/xfr.rs"]
mod xfr;
#[path = "engine/zone.rs"]
mod zone;
#[path = "engine/zonefile.rs"]
mod zonefile;
#[path = "engine/keys.rs"]
mod keys;
#[path = "engine/mistakes.rs"]
mod mistakes;
#[path = "engine/rehearse_seeds.rs"]
mod rehearse_seeds;
#[path = "engine/rehearse.rs"]
mod rehearse;
#[path = "engine/causes.rs"]
mod causes;
