//! `understudy undo`: takes back exactly what `apply` did, only where it still is as it was left.

use std::path::PathBuf;
use std::process::ExitCode;

use super::calls::{Client, Tell, drive};
use super::output::{answer, complain, no, unasked};
use super::plan::{explained, look};
use super::project::{self, Project};
use crate::product::provider::{Record, State, Undo};

/// Take back what apply did
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The project, as TOML or JSON
    project: PathBuf,
}

/// Runs the command: 0 when nothing of it is left, 1 when something was left alone or failed, 2 when it could not be
/// asked.
pub(super) fn run(args: &Args) -> ExitCode {
    let (project, client, mut record) = match project::open(&args.project) {
        Ok(opened) => opened,
        Err(why) => return unasked(&why),
    };
    if record.is_empty() && !record.is_unfinished() {
        let _ = answer("Nothing to undo.\n");
        return ExitCode::SUCCESS;
    }
    if record.is_unfinished() {
        // Looking tells what became of the calls whose answers were not heard.
        for want in &project.wishes {
            match look(&project, &client, want, &record) {
                Ok(run) => record = run.record().clone(),
                Err(why) => return unasked(&why),
            }
        }
    }
    if record.loses_a_secret() {
        complain("note: a replaced secret cannot be put back: only the process that replaced it knew the old one");
    }
    take_back(&project, &client, record)
}

/// Takes `record` back and says what was left alone.
pub(super) fn take_back(project: &Project, client: &Client, record: Record) -> ExitCode {
    if let Err(why) = project.keep(&record) {
        return unasked(&why);
    }
    let mut undo = Undo::new(record, project.keys(), project.file.kind());
    if let Err(why) = drive(&mut undo, client, project, Tell::All, true) {
        return unasked(&why);
    }
    for left in undo.left() {
        complain(&format!("left alone: {} {}: {}", left.object.said().english(), left.path, left.why.english()));
    }
    if let Some(failure) = undo.failure() {
        complain(&format!("error{}", explained(failure)));
    }
    if undo.state() != State::Done || !undo.left().is_empty() {
        return no();
    }
    let _ = answer("Undone.\n");
    ExitCode::SUCCESS
}
