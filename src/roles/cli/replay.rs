//! `understudy replay`: gives a trace of `serve --trace` to the machine again and tells what it says.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use super::output::{answer, cannot, complain, no, unasked};
use crate::product::rehearse::Length;
use crate::product::rehearse::trace::{Replayed, replay};

/// Play a trace of a running server again and compare what the machine says with what it said
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The trace, as serve --trace wrote it
    trace: PathBuf,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> ExitCode {
    let text = match fs::read_to_string(&args.trace) {
        Ok(text) => text,
        Err(error) => return unasked(&cannot("read", &args.trace, &error)),
    };
    let replayed = match replay(&text) {
        Ok(replayed) => replayed,
        Err(fault) => {
            return unasked(&format!("{}:{}: no line of a trace: {}", args.trace.display(), fault.line, fault.words));
        }
    };
    if !answer(&told(&replayed)) {
        return unasked("cannot write the answer to standard output");
    }
    let Some(difference) = &replayed.difference else { return ExitCode::SUCCESS };
    complain(&format!("{}:{}: the machine says something else now", args.trace.display(), difference.line));
    for (mark, lines) in [('-', &difference.recorded), ('+', &difference.said)] {
        lines.iter().for_each(|line| complain(&format!("{mark} {line}")));
    }
    no()
}

fn told(replayed: &Replayed) -> String {
    let mut out = String::new();
    let first_ms = replayed.steps.first().map_or(0, |step| step.mono_ms);
    for step in &replayed.steps {
        let at = Length(step.mono_ms.saturating_sub(first_ms)).clock();
        for line in &step.said {
            // Writing to a String does not fail.
            let _ = writeln!(out, "{at:>15} {} {line}", step.zone);
        }
    }
    out
}
