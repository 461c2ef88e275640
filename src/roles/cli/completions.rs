//! `understudy completions`: what a shell needs to complete this program's words.

use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

use super::output::{answer, unasked};

/// Print completions for a shell
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// For which
    shell: Shell,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::Cli::command(), "understudy", &mut script);
    match String::from_utf8(script) {
        Ok(script) if answer(&script) => ExitCode::SUCCESS,
        _ => unasked("cannot write to standard output"),
    }
}
