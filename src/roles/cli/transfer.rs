//! `understudy transfer`: a real transfer from a primary, to zone text.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;

use super::output::{answer, cannot, complain, no, unasked};
use super::{diff, primary, tsig_args};
use crate::engine::diag::{Diagnostic, english};
use crate::engine::dns::{Name, Serial};
use crate::engine::xfr::Kind;
use crate::engine::zone::Snapshot;
use crate::product::api::companion::{Event, Failed, Likelihood, Progress, What};
use crate::roles::server::transfer::{self, Received, Want};

/// Between two lines of progress; most transfers are over before the first.
const PACE: Duration = Duration::from_secs(1);

/// Transfer a zone from a primary
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The zone's name
    zone: String,
    #[command(flatten)]
    primary: primary::Args,
    #[command(flatten)]
    tsig: tsig_args::TsigArgs,
    /// Ask for the changes since this serial (IXFR); the primary may send the whole zone all the same
    #[arg(long, value_name = "SERIAL")]
    ixfr: Option<u32>,
    /// Ask for the changes since the version in this file, and apply them to it
    #[arg(long, value_name = "FILE", conflicts_with = "ixfr")]
    base: Option<PathBuf>,
    /// Write the zone to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> ExitCode {
    let target = args.tsig.key().and_then(|key| args.primary.target(&args.zone, key));
    let target = match target {
        Ok(target) => target,
        Err(why) => return unasked(&why),
    };
    // A transfer may take an hour; where it goes is looked at before.
    let place = match args.out.as_deref().map(Place::of).transpose() {
        Ok(place) => place,
        Err(why) => return unasked(&why),
    };
    let base = match args.base.as_deref().map(|file| base(file, &args.zone)).transpose() {
        Ok(base) => base,
        Err(why) => return unasked(&why),
    };
    let have = base.as_ref().and_then(Snapshot::serial).or(args.ixfr.map(Serial));
    let kind = if have.is_some() { Kind::Ixfr } else { Kind::Axfr };
    let want = Want { target, kind, have, base };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return unasked(&format!("cannot start: {error}")),
    };
    let (events, work) = transfer::once(want);
    let (Received { text, findings, digest }, failed) = runtime.block_on(async { tokio::join!(work, tell(events)) });
    findings.iter().for_each(|finding| complain(&finding_line(finding)));
    if let Some((code, args)) = &digest {
        complain(&format!("{}[{}]: {}", code.severity.word(), code.name, english::message(code, args)));
    }
    // Behind the findings: the last line is the error itself (contracts.md §1).
    failed.iter().for_each(explain);
    let Some(text) = text else { return no() };
    match place {
        None if answer(&text) => ExitCode::SUCCESS,
        None => unasked("cannot write the zone to standard output"),
        Some(place) => match place.write(&text) {
            Ok(()) => ExitCode::SUCCESS,
            Err(why) => unasked(&why),
        },
    }
}

/// The version that differences change.
fn base(file: &Path, zone: &str) -> Result<Snapshot, String> {
    let report = diff::read(file, zone)?;
    diff::warn(file, &report);
    let what = |why: &str| format!("{}: {why} (--base)", file.display());
    let version =
        report.snapshot.filter(|version| version.serial().is_some()).ok_or_else(|| what("no zone with a SOA"))?;
    let is_it = Name::absolute(zone).is_ok_and(|name| name.as_ref() == version.apex());
    if is_it { Ok(version) } else { Err(what(&format!("the zone {}, not {zone}", version.apex()))) }
}

/// A finding of the linter: `warning[ixfr-add-present]: record 4: …`.
pub(super) fn finding_line(finding: &Diagnostic) -> String {
    format!("{}[{}]: {}", finding.severity.word(), finding.code.name, english::message(finding.code, &finding.args))
}

/// Says on stderr how it goes; gives why it failed.
async fn tell(mut events: mpsc::Receiver<Event>) -> Option<Failed> {
    let mut why = None;
    let mut next = Instant::now() + PACE;
    while let Some(event) = events.recv().await {
        match event.what {
            What::Progress(Progress { records, bytes, .. }) if Instant::now() >= next => {
                next = Instant::now() + PACE;
                complain(&format!("{records} records, {bytes} octets"));
            }
            What::Failed(failed) => why = Some(failed),
            What::Started(_) | What::Step(_) | What::Progress(_) | What::Done(_) => {}
        }
    }
    why
}

/// Causes first, so that the last line is the error itself (contracts.md §1).
pub(super) fn explain(failed: &Failed) {
    for cause in &failed.causes {
        let likelihood = match cause.likelihood {
            Likelihood::High => "likely",
            Likelihood::Medium => "perhaps",
            Likelihood::Low => "rarely",
        };
        complain(&format!("{likelihood}: {}", cause.text));
        complain(&format!("    do: {}", cause.remedy));
    }
    complain(&error_line(failed));
}

/// `error[CODE]: message (NOTAUTH, BADSIG)`.
fn error_line(Failed { code, message, rcode, tsig_error, .. }: &Failed) -> String {
    let said: Vec<&str> = [rcode, tsig_error].into_iter().flatten().map(String::as_str).collect();
    let said = if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) };
    format!("error[{code}]: {message}{said}")
}

/// Where the zone goes: beside the file first, then renamed, so that whoever reads it sees the old zone or the new one.
struct Place {
    path: PathBuf,
    beside: PathBuf,
    /// Of the file that is replaced: an operator's choice of who may read it stays.
    mode: Option<fs::Permissions>,
}

impl Place {
    /// Makes sure that the zone can be written there, by making the file that will be renamed.
    fn of(path: &Path) -> Result<Self, String> {
        let mut name =
            path.file_name().ok_or_else(|| format!("{} is no file name (--out)", path.display()))?.to_owned();
        if path.is_dir() {
            return Err(format!("{} is a folder (--out)", path.display()));
        }
        name.push(format!(".{}.tmp", std::process::id()));
        let place = Self {
            path: path.to_owned(),
            beside: path.with_file_name(name),
            mode: fs::metadata(path).ok().map(|replaced| replaced.permissions()),
        };
        fs::File::create(&place.beside).map_err(|error| cannot("write", path, &error))?;
        Ok(place)
    }

    fn write(self, text: &str) -> Result<(), String> {
        let written = fs::File::create(&self.beside).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            if let Some(mode) = &self.mode {
                file.set_permissions(mode.clone())?;
            }
            file.sync_all()
        });
        written.and_then(|()| fs::rename(&self.beside, &self.path)).map_err(|error| cannot("write", &self.path, &error))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // What was begun is of no use; after the rename it is not there.
        let _ = fs::remove_file(&self.beside);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_names_both_codes() {
        let mut failed = Failed {
            code: "x".to_owned(),
            message: "no".to_owned(),
            args: std::collections::BTreeMap::new(),
            rcode: Some("NOTAUTH".to_owned()),
            tsig_error: Some("BADSIG".to_owned()),
            causes: Vec::new(),
        };
        assert_eq!(error_line(&failed), "error[x]: no (NOTAUTH, BADSIG)");
        (failed.rcode, failed.tsig_error) = (None, None);
        assert_eq!(error_line(&failed), "error[x]: no");
    }
}
