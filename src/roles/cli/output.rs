//! What all commands share in answering: exit codes, lines on stderr, colour.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::ValueEnum;

/// How to print an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Human,
    Json,
}

/// The answer is no: an error was found, a transfer failed.
#[must_use]
pub(super) fn no() -> ExitCode {
    ExitCode::from(1)
}

/// It could not be asked: a bad flag, no such file, a port in use. Says why in one line on stderr.
#[must_use]
pub(super) fn unasked(why: &str) -> ExitCode {
    complain(&format!("error: {why}"));
    ExitCode::from(2)
}

/// Writes a line to stderr.
pub(super) fn complain(line: &str) {
    // Nothing can be said about a stderr that is closed.
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Writes an answer to stdout. A reader that has gone away, as `head` does, is no fault.
#[must_use]
pub(super) fn answer(text: &str) -> bool {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => true,
        Err(error) => error.kind() == io::ErrorKind::BrokenPipe,
    }
}

/// Whether stdout takes colours: a terminal, and `NO_COLOR` not set (no-color.org).
#[must_use]
pub(super) fn coloured() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
}

/// Why a file could not be used: `cannot read zone.db: permission denied`.
#[must_use]
pub(super) fn cannot(what: &str, path: &Path, error: &io::Error) -> String {
    format!("cannot {what} {}: {}", path.display(), told(error))
}

/// What the operating system says, without the error's number.
#[must_use]
pub(super) fn told(error: &io::Error) -> String {
    let text = error.to_string();
    match text.split_once(" (os error") {
        Some((words, _)) => words.to_lowercase(),
        None => text,
    }
}
