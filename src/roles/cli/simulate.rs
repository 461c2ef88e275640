//! `understudy simulate`: plays a scenario and prints its timeline.

use std::fmt::Write;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::output::{Format, answer, cannot, complain, unasked};
use crate::engine::diag::{Diagnostic, LineIndex, english};
use crate::product::rehearse::{self, library};

/// Play a scenario: what the secondary would do, when, why, and what would be served meanwhile
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The scenario's file, or the name of one that comes with the program; - reads standard input
    #[arg(required_unless_present = "list")]
    scenario: Option<PathBuf>,
    /// List the scenarios that come with the program
    #[arg(long, conflicts_with = "scenario")]
    list: bool,
    /// Print the scenario itself, to begin one of your own from it
    #[arg(long, conflicts_with = "list")]
    show: bool,
    /// How to print the timeline
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> ExitCode {
    let Some(path) = args.scenario.as_deref() else { return told(&list()) };
    let text = match text(path) {
        Ok(text) => text,
        Err(why) => return unasked(&why),
    };
    if args.show {
        return told(&text);
    }
    match rehearse::read(&text).and_then(|scenario| rehearse::run(&scenario)) {
        Ok(timeline) => told(&match args.format {
            Format::Human => timeline.to_text(),
            Format::Json => serde_json::to_string_pretty(&timeline).unwrap_or_default() + "\n",
        }),
        Err(wrong) => {
            for found in &wrong {
                complain(&line(path, &text, found));
            }
            unasked("the scenario cannot be played")
        }
    }
}

fn told(text: &str) -> ExitCode {
    if answer(text) { ExitCode::SUCCESS } else { unasked("cannot write the answer to standard output") }
}

/// A file holds, else the library.
fn text(path: &Path) -> Result<String, String> {
    if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(|error| cannot("read", path, &error))?;
        return Ok(text);
    }
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) => match path.to_str().and_then(library::find) {
            Some(example) => Ok(example.text.to_owned()),
            None => Err(format!(
                "{}; understudy simulate --list names those that come with it",
                cannot("read", path, &error)
            )),
        },
    }
}

fn list() -> String {
    let mut out = String::new();
    for example in library::ALL {
        let title = rehearse::read(example.text).map_or_else(|_| String::new(), |scenario| scenario.title);
        // Writing to a String does not fail.
        let _ = writeln!(out, "{:<24} {title}", example.name);
    }
    out
}

/// `file:line:column: error[code]: message`.
fn line(path: &Path, text: &str, found: &Diagnostic) -> String {
    let message = english::message(found.code, &found.args);
    let place = if found.span.is_some() {
        let bytes = text.as_bytes();
        let at = LineIndex::new(bytes).position(bytes, found.span.start);
        format!("{}:{}:{}", path.display(), at.line, at.column)
    } else {
        path.display().to_string()
    };
    format!("{place}: error[{}]: {message}", found.code.name)
}
