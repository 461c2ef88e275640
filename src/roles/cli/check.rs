//! `understudy check`: parses and checks a zone file, and says what is wrong with it and where.

mod files;
mod human;
mod include;

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::ValueEnum;

use super::output::{answer, cannot, coloured, no, told, unasked};
use crate::engine::check::receivers::Receiver;
use crate::engine::check::{self as engine, Options};
use crate::engine::dns::Name;
use crate::engine::zonefile::{Content, Sources};
use crate::product::api::report;
use crate::roles::server::threads::Threads;
use files::Files;
use include::Includes;

/// Parse and check a zone file
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The zone file; - reads standard input
    file: PathBuf,
    /// The zone's name; without it the text says it
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    origin: String,
    /// The time for signatures: RFC 3339 or Unix seconds; default now
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    at: Option<u64>,
    /// Receivers whose refusal is an error
    #[arg(long = "for", value_name = "RECEIVER", value_delimiter = ',', value_parser = parse_receiver)]
    receivers: Vec<Receiver>,
    /// What else makes the answer no
    #[arg(long, value_name = "SEVERITY")]
    deny: Option<Deny>,
    /// Folder that $INCLUDE may also read from; default the working folder
    #[arg(long, value_name = "DIR")]
    include_base: Option<PathBuf>,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    Warnings,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
    Sarif,
    Csv,
    Html,
}

impl Format {
    /// As a report's form; none for what only a terminal shows.
    const fn written(self) -> Option<report::Format> {
        match self {
            Self::Human => None,
            Self::Json => Some(report::Format::Json),
            Self::Sarif => Some(report::Format::Sarif),
            Self::Csv => Some(report::Format::Csv),
            Self::Html => Some(report::Format::Html),
        }
    }
}

/// Runs the command.
pub(super) fn run(args: &Args) -> ExitCode {
    match open(&args.file, &args.origin, args.include_base.as_deref()) {
        Ok(input) => check(args, input),
        Err(why) => unasked(&why),
    }
}

/// The text to check and what its includes may reach.
pub(super) struct Input {
    pub(super) name: String,
    pub(super) content: Content,
    pub(super) origin: Option<Name>,
    pub(super) includes: Includes,
}

/// Opens a zone file, or standard input for `-`. Errors are one line each.
pub(super) fn open(file: &Path, origin: &str, base: Option<&Path>) -> Result<Input, String> {
    let origin = match origin {
        "" => None,
        name => Some(Name::absolute(name).map_err(|_| format!("{name} is no domain name (--origin)"))?),
    };
    let base = base.unwrap_or(Path::new("."));
    let base = base.canonicalize().map_err(|e| cannot("read", base, &e))?;
    if !base.is_dir() {
        return Err(format!("{} is not a folder (--include-base)", base.display()));
    }
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map_err(|e| format!("cannot read standard input: {}", told(&e)))?;
        let includes = Includes::new(None, base, Files::default());
        return Ok(Input { name: "-".to_owned(), content: bytes.into(), origin, includes });
    }
    let mut files = Files::default();
    let content = files.open(file).map_err(|e| cannot("read", file, &e))?;
    let real = file.canonicalize().ok();
    Ok(Input { name: file.display().to_string(), content, origin, includes: Includes::new(real, base, files) })
}

fn check(args: &Args, input: Input) -> ExitCode {
    let Input { name, content, origin, mut includes } = input;
    let options = Options {
        origin,
        at: Some(args.at.unwrap_or_else(now)),
        receivers: args.receivers.clone(),
        ..Options::default()
    };
    let include = &mut |request: &_, sources: &mut _| includes.open(request, sources);
    let threads = Threads::available();
    let found = engine::text_with(Sources::new(name, content), options, &threads, include);
    let counts = found.diagnostics.counts();
    let text = args
        .format
        .written()
        .map_or_else(|| human::render(&found, coloured(), &threads), |form| form.write(&found, ""));
    // The process ends: the system takes its memory back at once, not page by page.
    std::mem::forget(found);
    if let Err(why) = includes.unchanged() {
        return unasked(&why);
    }
    if !answer(&text) {
        return unasked("cannot write the answer to standard output");
    }
    if counts.error > 0 || counts.warning > 0 && args.deny == Some(Deny::Warnings) { no() } else { ExitCode::SUCCESS }
}

/// What `--at` is when it is not given.
#[expect(clippy::disallowed_methods, reason = "the command line is where the engine's time comes from")]
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

fn parse_receiver(name: &str) -> Result<Receiver, String> {
    let known = || Receiver::ALL.map(Receiver::name).join(", ");
    Receiver::from_name(name).ok_or_else(|| format!("known are {}", known()))
}

fn parse_time(text: &str) -> Result<u64, String> {
    if let Ok(seconds) = text.parse() {
        return Ok(seconds);
    }
    let time: jiff::Timestamp = text.parse().map_err(|_| "neither RFC 3339 nor Unix seconds".to_owned())?;
    u64::try_from(time.as_second()).map_err(|_| "before 1970".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_rfc_3339_or_unix_seconds() {
        assert_eq!(parse_time("1764000000"), Ok(1_764_000_000));
        assert_eq!(parse_time("2026-11-23T18:00:00Z"), Ok(1_795_456_800));
        assert_eq!(parse_time("2026-11-23T20:00:00+02:00"), Ok(1_795_456_800));
        assert!(parse_time("tomorrow").is_err());
        assert!(parse_time("1960-01-01T00:00:00Z").is_err());
    }
}
