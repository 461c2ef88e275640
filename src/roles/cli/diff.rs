//! `understudy diff`: what differs between two versions of a zone, by RRset, and the IXFR that would carry it.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;

use super::check::open;
use super::output::{answer, complain, no, unasked};
use super::transfer::finding_line;
use crate::engine::check::{self as engine, Options, Report};
use crate::engine::dns::Name;
use crate::engine::xfr::IxfrLint;
use crate::engine::zone::{Change, Record, Snapshot};
use crate::engine::zonefile::{Sources, print_record};
use crate::product::api::difference::{Changed, Difference};

/// Show what differs between two versions of a zone
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The version before; - reads standard input
    old: PathBuf,
    /// The version after; - reads standard input
    new: PathBuf,
    /// The zone's name; without it the texts say it
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    origin: String,
    /// How to print the answer; ixfr prints the records of the transfer in their order
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// Findings about a sequence that are told.
const FINDINGS: usize = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
    Ixfr,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> ExitCode {
    if [&args.old, &args.new].iter().all(|file| *file == Path::new("-")) {
        return unasked("standard input can be one of the two versions, not both");
    }
    let read = |file: &Path| read(file, &args.origin);
    let (old, new) = match (read(&args.old), read(&args.new)) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(why), _) | (_, Err(why)) => return unasked(&why),
    };
    let faulty = [(&args.old, &old), (&args.new, &new)].map(|(file, report)| warn(file, report)).contains(&true);
    let snapshots = old.snapshot.as_ref().zip(new.snapshot.as_ref());
    let Some((change, snapshot)) = snapshots.and_then(|(old, new)| Some((Change::between(old, new)?, new))) else {
        complain(&format!("error: {}", incomparable(&old, &new)));
        return no();
    };
    let difference = Difference::new(&change, snapshot);
    let text = match args.format {
        Format::Human => human(&difference),
        Format::Json => serde_json::to_string_pretty(&difference).unwrap_or_default() + "\n",
        Format::Ixfr if difference.serial_increases => {
            lint(&change, old.snapshot.as_ref());
            ixfr(&change)
        }
        Format::Ixfr => {
            // RFC 1995 §2: a secondary asks from its serial on; nothing leads back.
            let [old, new] = difference.serials;
            complain(&format!("error: no IXFR leads from serial {old} to {new}: raise the serial of the new version"));
            return no();
        }
    };
    if !answer(&text) {
        return unasked("cannot write the answer to standard output");
    }
    if faulty { no() } else { ExitCode::SUCCESS }
}

pub(super) fn read(file: &Path, origin: &str) -> Result<Report, String> {
    let mut input = open(file, origin, None)?;
    let options = Options { origin: input.origin, ..Options::default() };
    let sources = Sources::new(input.name, input.content);
    let report = engine::text(sources, options, &mut |request, sources| input.includes.open(request, sources));
    input.includes.unchanged().map(|()| report)
}

/// Says that a version has errors, so that a record it lost is not taken for one that was removed.
pub(super) fn warn(file: &Path, report: &Report) -> bool {
    let errors = report.diagnostics.counts().error;
    if errors > 0 {
        let (file, s) = (file.display(), if errors == 1 { "" } else { "s" });
        complain(&format!(
            "warning: {file} has {errors} error{s} and is compared without what they cost; see understudy check {file}"
        ));
    }
    errors > 0
}

fn incomparable(old: &Report, new: &Report) -> String {
    let name = |report: &Report| report.origin.as_ref().map(Name::to_string);
    match (name(old), name(new)) {
        (Some(old), Some(new)) if !old.eq_ignore_ascii_case(&new) => {
            format!("these are two zones, {old} and {new}")
        }
        (Some(_), Some(_)) => "a version has no SOA, so there is no difference of two versions".to_owned(),
        _ => "nothing says which zone a version is of; give --origin".to_owned(),
    }
}

/// The difference as a person reads it.
pub(super) fn human(difference: &Difference) -> String {
    let Difference { origin, serials: [from, to], .. } = difference;
    let mut out = String::new();
    // Writing to a String does not fail.
    let _ = match (from == to, difference.serial_increases) {
        (true, _) => writeln!(out, "{origin} serial {from}, the same in both"),
        (_, true) => writeln!(out, "{origin} serial {from} -> {to}"),
        (_, false) => writeln!(out, "{origin} serial {from} -> {to}, which is not later (RFC 1982)"),
    };
    for field in &difference.soa {
        let _ = writeln!(out, "SOA {}: {} -> {}", field.field, field.old, field.new);
    }
    difference.rrsets.iter().for_each(|set| rrset(set, &mut out));
    let count = |kind: &str| difference.rrsets.iter().filter(|set| set.kind == kind).count();
    let _ = match difference.rrsets.len() {
        0 => writeln!(out, "no RRset differs"),
        _ => writeln!(
            out,
            "RRsets: {} added, {} removed, {} changed, {} in their TTL alone, {} in capitals alone",
            count("added"),
            count("removed"),
            count("changed"),
            count("ttl"),
            count("case")
        ),
    };
    if from == to && !(difference.rrsets.is_empty() && difference.soa.is_empty()) {
        out.push_str("The serial is the same: no secondary would take the new version. Raise it.\n");
    }
    out
}

fn rrset(set: &Changed, out: &mut String) {
    let word = match set.kind.as_str() {
        "ttl" => "TTL",
        "case" => "capitals",
        kind => kind,
    };
    let _ = writeln!(out, "\n{} {} ({word})", set.owner, set.rtype);
    for (sign, lines) in [('-', &set.removed), ('+', &set.added)] {
        for line in lines {
            let _ = writeln!(out, "{sign} {} {}", line.ttl, line.data);
        }
    }
    if set.kind == "changed" && set.removed.is_empty() {
        out.push_str("  beside the records that stay\n");
    }
}

/// What a receiver that holds the old version would find in the sequence; one line a finding.
fn lint(change: &Change, old: Option<&Snapshot>) {
    let mut lint = IxfrLint::new(change.new_soa.owner.clone(), old.cloned(), FINDINGS);
    sequence(change, &mut |record| lint.record(record.owner.as_ref(), record.rtype, record.ttl, &record.rdata));
    lint.finish().kept().iter().for_each(|finding| complain(&finding_line(finding)));
}

/// RFC 1995 §4: the new SOA, then the old SOA with what goes, the new SOA with what comes, the new SOA.
fn ixfr(change: &Change) -> String {
    let mut out = String::new();
    sequence(change, &mut |record| {
        print_record(record.owner.as_ref(), record.rtype, record.ttl, &record.rdata, &mut out);
    });
    out
}

fn sequence(change: &Change, put: &mut dyn FnMut(&Record)) {
    put(&change.new_soa);
    put(&change.old_soa);
    change.deletions.iter().for_each(&mut *put);
    put(&change.new_soa);
    change.additions.iter().for_each(&mut *put);
    put(&change.new_soa);
}
