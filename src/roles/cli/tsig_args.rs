//! The flags that give a TSIG key, and reading keys from files: any form that `understudy key show` understands.

use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::output::{cannot, complain};
use crate::engine::diag::{LineIndex, Severity, english};
use crate::engine::limits::TsigLimits;
use crate::engine::tsig::{Key, Understood, understand};

/// The variable that holds a key.
const VARIABLE: &str = "UNDERSTUDY_TSIG";

/// Where a key comes from.
#[derive(clap::Args)]
pub(super) struct TsigArgs {
    /// The key as dig -y takes it; others on this machine can see it. UNDERSTUDY_TSIG holds one unseen
    #[arg(long, value_name = "ALG:NAME:SECRET", conflicts_with = "tsig_file")]
    tsig: Option<String>,
    /// A file that holds the key in any form that `key show` understands; - reads standard input
    #[arg(long, value_name = "FILE")]
    tsig_file: Option<PathBuf>,
}

impl fmt::Debug for TsigArgs {
    /// Only where the key comes from.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TsigArgs(--tsig: {}, --tsig-file: {:?})", self.tsig.is_some(), self.tsig_file)
    }
}

impl TsigArgs {
    /// The key that the flags or else the variable give; none when nothing does.
    pub(super) fn key(&self) -> Result<Option<Key>, String> {
        if let Some(text) = &self.tsig {
            complain(
                "warning: --tsig shows the secret to everybody on this machine; use --tsig-file or UNDERSTUDY_TSIG",
            );
            return single(text, "--tsig").map(Some);
        }
        if let Some(file) = &self.tsig_file {
            return single(&read(file)?, &file.display().to_string()).map(Some);
        }
        match std::env::var(VARIABLE) {
            Ok(text) if !text.is_empty() => single(&Zeroizing::new(text), VARIABLE).map(Some),
            Ok(_) | Err(std::env::VarError::NotPresent) => Ok(None),
            Err(std::env::VarError::NotUnicode(_)) => Err(format!("{VARIABLE} is not UTF-8")),
        }
    }
}

/// The text of `file`, or of standard input for `-`.
pub(super) fn read(file: &Path) -> Result<Zeroizing<String>, String> {
    let mut bytes = Zeroizing::new(Vec::new());
    if file == Path::new("-") {
        io::stdin().lock().read_to_end(&mut bytes).map_err(|e| cannot("read", file, &e))?;
    } else {
        *bytes = std::fs::read(file).map_err(|e| cannot("read", file, &e))?;
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| format!("{} is not UTF-8 text", file.display()))?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// The one key in `text`.
fn single(text: &str, source: &str) -> Result<Key, String> {
    let understood = understand(text, &TsigLimits::default());
    if let Some(key) = understood.single() {
        return Ok(key);
    }
    if let Some(error) = findings(text, &understood).find(|finding| finding.severity == Severity::Error) {
        return Err(format!("{source}:{}:{}: {} [{}]", error.line, error.column, error.message, error.code));
    }
    match understood.keys.as_slice() {
        [_] => Err(format!("{source} holds a secret without a name and an algorithm")),
        keys => Err(format!("{source} holds {} keys, one is wanted", keys.len())),
    }
}

/// A finding about a key's text, with its place and its English.
pub(super) struct Finding {
    pub(super) severity: Severity,
    pub(super) code: &'static str,
    /// From 1.
    pub(super) line: u32,
    /// From 1, in characters.
    pub(super) column: u32,
    pub(super) message: String,
    pub(super) why: String,
}

/// What is wrong with `text`, in its order.
pub(super) fn findings(text: &str, understood: &Understood) -> impl Iterator<Item = Finding> {
    let index = LineIndex::new(text.as_bytes());
    understood.diagnostics.kept().iter().map(move |d| {
        let place = index.position(text.as_bytes(), d.span.start);
        Finding {
            severity: d.severity,
            code: d.code.name,
            line: place.line,
            column: place.column,
            message: english::message(d.code, &d.args),
            why: english::why(d.code, &d.args),
        }
    })
}
