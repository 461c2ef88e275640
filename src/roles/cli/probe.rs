//! `understudy probe`: what works between here and a primary, before anything depends on it.

use std::process::ExitCode;

use super::output::{Format, answer, coloured, no, unasked};
use super::{primary, transfer, tsig_args};
use crate::engine::dns::Serial;
use crate::engine::xfr::Kind;
use crate::product::api::companion::{Started, Step, StepState, What};
use crate::roles::server::probe;
use crate::roles::server::transfer::Want;

/// What no test from here tells, however well it ends.
const LIMIT: &str = "this was asked from this machine: whether others, such as a provider's addresses, get the zone, \
                     a test from here cannot show; the primary's lists and firewalls say it\n";

/// Try a primary step by step: UDP, TCP, SOA, TSIG, clock, AXFR, IXFR
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The zone's name
    zone: String,
    #[command(flatten)]
    primary: primary::Args,
    #[command(flatten)]
    tsig: tsig_args::TsigArgs,
    /// The transfer that must work is IXFR from this serial
    #[arg(long, value_name = "SERIAL")]
    ixfr: Option<u32>,
    /// How to print the answer; json prints one event a line
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> ExitCode {
    let target = match args.tsig.key().and_then(|key| args.primary.target(&args.zone, key)) {
        Ok(target) => target,
        Err(why) => return unasked(&why),
    };
    let kind = if args.ixfr.is_some() { Kind::Ixfr } else { Kind::Axfr };
    let want = Want { target, kind, have: args.ixfr.map(Serial), base: None };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return unasked(&format!("cannot start: {error}")),
    };
    runtime.block_on(tell(want, args.format))
}

async fn tell(want: Want, format: Format) -> ExitCode {
    let mut events = probe::start(want);
    let mut verdict = no();
    while let Some(event) = events.recv().await {
        let line = match format {
            Format::Human => human(&event.what),
            Format::Json => serde_json::to_string(&event).map(|line| line + "\n").unwrap_or_default(),
        };
        if !answer(&line) {
            return unasked("cannot write the answer to standard output");
        }
        match &event.what {
            What::Failed(failed) if format == Format::Human => transfer::explain(failed),
            What::Done(_) => verdict = ExitCode::SUCCESS,
            What::Failed(_) | What::Started(_) | What::Step(_) | What::Progress(_) => {}
        }
    }
    verdict
}

/// One line an event, as a person reads it; empty for what stderr tells.
fn human(what: &What) -> String {
    match what {
        What::Started(Started { zone, peer, local, .. }) => {
            let from = local.as_ref().map_or_else(String::new, |local| format!(" from {local}"));
            format!("{zone} at {peer}{from}\n")
        }
        What::Step(step) => row(step),
        What::Done(done) => {
            let records = done.records.map_or_else(String::new, |n| format!(", {n} records"));
            format!("ready: serial {}{records}\n{LIMIT}", done.serial)
        }
        What::Progress(_) | What::Failed(_) => String::new(),
    }
}

/// `failed  tsig   what was tried: what came back  (NOTAUTH, BADSIG)  12 ms`.
fn row(step: &Step) -> String {
    let (word, colour) = match step.state {
        StepState::Ok => ("ok", "32"),
        StepState::Failed => ("failed", "31"),
        StepState::Skipped => ("skipped", "90"),
        StepState::Unknown => ("unknown", "33"),
    };
    let id = serde_json::to_value(step.id).ok();
    let id = id.as_ref().and_then(|v| v.as_str()).unwrap_or_default();
    let word = if coloured() { format!("\x1b[{colour}m{word:<7}\x1b[0m") } else { format!("{word:<7}") };
    let said: Vec<&str> = [&step.rcode, &step.tsig_error].into_iter().flatten().map(String::as_str).collect();
    let said = if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) };
    let ms = if step.ms > 0 { format!(", {} ms", step.ms) } else { String::new() };
    format!("{word}  {id:<5} {}: {}{said}{ms}\n", step.tried, step.got)
}
