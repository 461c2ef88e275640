//! `understudy key show`: what a text holds. The secret shows as its length and fingerprint unless it is asked for.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;
use zeroize::Zeroizing;

use super::super::output::no;
use super::super::tsig_args::{findings, read};
use super::{Format, Written, print};
use crate::engine::limits::TsigLimits;
use crate::engine::tsig::{KeyParts, Understood, understand};
use crate::product::api::key::Keys;

/// What stands where the secret would.
const MASK: &str = "****************";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The text: BIND, Knot, NSD, PowerDNS, dig -y, JSON or bare base64; - reads standard input
    file: PathBuf,
    /// Also write the keys in this form, the secret masked
    #[arg(long, value_enum)]
    form: Option<Written>,
    /// Write the secret out
    #[arg(long)]
    reveal: bool,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, String> {
    let text = read(&args.file)?;
    let understood = understand(&text, &TsigLimits::default());
    let out = match args.format {
        Format::Human => human(args, &text, &understood),
        Format::Json => machine(args, &text, &understood),
    };
    let written = print(&out)?;
    Ok(if understood.diagnostics.counts().error > 0 { no() } else { written })
}

fn human(args: &Args, text: &str, understood: &Understood) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::new());
    for parts in &understood.keys {
        let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "not told".to_owned());
        let algorithm = parts.algorithm.map(|a| a.mnemonic().to_owned());
        // Writing to a string cannot fail.
        let _ = writeln!(out, "form         {}", parts.form.title());
        let _ = writeln!(out, "name         {}", or_none(&parts.name_shown().or_else(|| parts.name_text.clone())));
        let _ = writeln!(out, "algorithm    {}", or_none(&algorithm.or_else(|| parts.algorithm_text.clone())));
        match &parts.secret {
            Some(secret) => {
                let _ = writeln!(out, "secret       {} octets, {} characters", secret.len(), parts.secret_chars);
                let _ = writeln!(out, "fingerprint  {}", secret.fingerprint());
            }
            None => {
                let _ = writeln!(out, "secret       cannot be read");
            }
        }
        if let Some(key) = written(args, parts) {
            let _ = write!(out, "\n{}", key.as_str());
        }
        out.push('\n');
    }
    for finding in findings(text, understood) {
        let (line, column) = (finding.line, finding.column);
        let _ = writeln!(out, "{line}:{column} {}[{}]: {}", finding.severity.word(), finding.code, finding.message);
        if !finding.why.is_empty() {
            let _ = writeln!(out, "    {}", finding.why);
        }
    }
    out
}

fn machine(args: &Args, text: &str, understood: &Understood) -> Zeroizing<String> {
    let mut out = json!(Keys::new(text, understood));
    // The only place where a secret may stand, and only when it was asked for.
    for (place, parts) in understood.keys.iter().enumerate() {
        if let Some(text) = written(args, parts) {
            out["keys"][place]["written"] = text.as_str().into();
        }
    }
    Zeroizing::new(format!("{out}\n"))
}

/// The key in the form asked for; a revealed one without a form is written as BIND has it.
fn written(args: &Args, parts: &KeyParts) -> Option<Zeroizing<String>> {
    let key = parts.key()?;
    match (args.form, args.reveal) {
        (None, false) => None,
        (form, true) => Some(key.write(form.unwrap_or(Written::Bind).form())),
        (Some(form), false) => Some(Zeroizing::new(key.write_masked(form.form(), MASK))),
    }
}
