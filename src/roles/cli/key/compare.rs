//! `understudy key compare`: two sides of what should be one key.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::json;
use zeroize::Zeroizing;

use super::super::output::no;
use super::super::tsig_args::read;
use super::{Format, print};
use crate::engine::diag::{Severity, english};
use crate::engine::limits::TsigLimits;
use crate::engine::tsig::{Comparison, KeyParts, compare, understand};
use crate::product::api::key as api;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The key as it is held here, in any form; - reads standard input
    here: PathBuf,
    /// The key as the other side holds it, in any form
    there: PathBuf,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, String> {
    if args.here == args.there && args.here == Path::new("-") {
        return Err("only one of the two can be standard input".to_owned());
    }
    let comparison = compare(&one(&args.here)?, &one(&args.there)?);
    let out = match args.format {
        Format::Human => human(&comparison),
        Format::Json => format!("{}\n", json!(api::Comparison::from(&comparison))),
    };
    let written = print(&Zeroizing::new(out))?;
    Ok(if comparison.is_same() { written } else { no() })
}

fn one(file: &Path) -> Result<KeyParts, String> {
    let mut understood = understand(&read(file)?, &TsigLimits::default());
    match (understood.keys.pop(), understood.keys.is_empty()) {
        (Some(parts), true) => Ok(parts),
        (None, _) => Err(format!("{} holds no key", file.display())),
        (Some(_), false) => Err(format!("{} holds {} keys, one is wanted", file.display(), understood.keys.len() + 1)),
    }
}

fn human(comparison: &Comparison) -> String {
    let mut out = format!("{}\n", english::message(comparison.verdict, &comparison.args));
    let why = english::why(comparison.verdict, &comparison.args);
    // Writing to a string cannot fail.
    if !why.is_empty() {
        let _ = writeln!(out, "{why}");
    }
    out.push('\n');
    for row in &comparison.rows {
        let mark = if row.code.severity == Severity::Error { "differs" } else { "same" };
        let mark = if row.here.is_none() || row.there.is_none() { "unknown" } else { mark };
        let side = |text: &Option<String>| text.clone().unwrap_or_else(|| "not told".to_owned());
        let _ = writeln!(out, "{:17}  {mark:7}  here: {}", api::part(row.part), side(&row.here));
        let _ = writeln!(out, "{:17}  {:7} there: {}", "", "", side(&row.there));
    }
    out
}
