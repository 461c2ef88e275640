//! The command line (contracts.md §1): one file a command, each with its `Args` and `run`.
//!
//! Exit codes: 0 fine, 1 the answer is no, 2 it could not be asked.

mod apply;
mod backup;
mod calls;
mod check;
mod completions;
mod delegation;
mod diff;
mod key;
mod output;
mod plan;
mod primary;
mod probe;
mod project;
mod replay;
mod serve;
mod simulate;
mod transfer;
mod trust;
mod tsig_args;
mod undo;
mod zone;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

/// Rehearse, configure and run secondary DNS.
#[derive(Debug, Parser)]
#[command(name = "understudy", version, disable_help_subcommand = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// What can be asked, in the order of the help text.
#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Args),
    Diff(diff::Args),
    Probe(probe::Args),
    Transfer(transfer::Args),
    Simulate(simulate::Args),
    Replay(replay::Args),
    Key(key::Args),
    Plan(plan::Args),
    Apply(apply::Args),
    Undo(undo::Args),
    Serve(serve::Args),
    Zone(zone::Args),
    Backup(backup::Args),
    Completions(completions::Args),
}

/// Runs the command that `arguments` (the program's name first) ask for.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    match Cli::try_parse_from(arguments) {
        Ok(cli) => match cli.command {
            Command::Check(args) => check::run(&args),
            Command::Diff(args) => diff::run(&args),
            Command::Probe(args) => probe::run(&args),
            Command::Transfer(args) => transfer::run(&args),
            Command::Simulate(args) => simulate::run(&args),
            Command::Replay(args) => replay::run(&args),
            Command::Key(args) => key::run(&args),
            Command::Plan(args) => plan::run(&args),
            Command::Apply(args) => apply::run(&args),
            Command::Undo(args) => undo::run(&args),
            Command::Serve(args) => serve::run(args),
            Command::Zone(args) => zone::run(&args),
            Command::Backup(args) => backup::run(&args),
            Command::Completions(args) => completions::run(&args),
        },
        Err(error) => refuse(&error),
    }
}

/// Help and version are answers; anything else is one line and exit code 2.
fn refuse(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return ExitCode::from(if error.print().is_ok() { 0 } else { 2 });
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return output::unasked("no command given; see understudy --help");
    }
    let text = error.to_string();
    let sentence = text.split("\n\n").next().unwrap_or_default();
    let line = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    output::unasked(line.strip_prefix("error: ").unwrap_or(&line))
}
