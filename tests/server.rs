//! Black-box tests: the real binary between real name servers, judged by dig and named-compilezone.

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
#[path = "server/addresses.rs"]
mod addresses;
#[path = "server/answers.rs"]
mod answers;
#[path = "server/asked.rs"]
mod asked;
#[path = "server/catalogs.rs"]
mod catalogs;
#[path = "server/companion.rs"]
mod companion;
#[path = "server/config.rs"]
mod config;
#[path = "server/diff.rs"]
mod diff;
#[path = "server/exports.rs"]
mod exports;
#[path = "server/http.rs"]
mod http;
#[path = "server/check_output.rs"]
mod check_output;
#[path = "server/check.rs"]
mod check;
#[path = "server/increments.rs"]
mod increments;
#[path = "server/judge.rs"]
mod judge;
#[path = "server/logs.rs"]
mod logs;
#[path = "server/nameservers.rs"]
mod nameservers;
#[path = "server/past.rs"]
mod past;
#[path = "server/peers.rs"]
mod peers;
#[path = "server/plan.rs"]
mod plan;
#[path = "server/primaries.rs"]
mod primaries;
#[path = "server/program.rs"]
mod program;
#[path = "server/provider.rs"]
mod provider;
#[path = "server/quick.rs"]
mod quick;
#[path = "server/rotation.rs"]
mod rotation;
#[path = "server/churn.rs"]
mod churn;
#[path = "server/crowd.rs"]
mod crowd;
#[path = "server/faults.rs"]
mod faults;
#[path = "server/kill.rs"]
mod kill;
#[path = "server/scripted.rs"]
mod scripted;
#[path = "server/secrets.rs"]
mod secrets;
#[path = "server/secondary.rs"]
mod secondary;
#[path = "server/serve.rs"]
mod serve;
#[path = "server/simulate.rs"]
mod simulate;
#[path = "server/signed.rs"]
mod signed;
#[path = "server/trace.rs"]
mod trace;
#[path = "server/transfer.rs"]
mod transfer;
#[path = "server/zone.rs"]
mod zone;
#[path = "server/xot.rs"]
mod xot;
#[path = "server/zonemd.rs"]
mod zonemd;
#[path = "server/tell.rs"]
mod tell;
