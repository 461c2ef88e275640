//! `understudy plan`: what the provider has, what it should have, and the calls between. Changes nothing.

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::calls::{Client, Tell, drive};
use super::output::{Format, answer, complain, no, unasked};
use super::project::{self, Project};
use crate::product::provider::{Action, Desired, Failure, Mode, Record, Run, State, Step};

/// Show what applying a project would change at the provider
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The project, as TOML or JSON
    project: PathBuf,
    /// How to print the plan
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// Runs the command: 0 with nothing to do, 1 with changes, 2 when it could not be asked.
pub(super) fn run(args: &Args) -> ExitCode {
    let (project, client, mut record) = match project::open(&args.project) {
        Ok(opened) => opened,
        Err(why) => return unasked(&why),
    };
    if record.is_unfinished() {
        complain("note: an earlier apply was cut off; applying again finishes what it began, undo takes it back");
    }
    let (mut zones, mut changes) = (Vec::new(), 0);
    for want in &project.wishes {
        let run = match look(&project, &client, want, &record) {
            Ok(run) => run,
            Err(why) => return unasked(&why),
        };
        record = run.record().clone();
        changes += run.plan().map_or(0, |plan| plan.changes());
        if args.format == Format::Human {
            if !answer(&human(&project, want, &run)) {
                return unasked("cannot write the answer to standard output");
            }
        } else {
            zones.push(machine(want, &run));
        }
    }
    let last = match args.format {
        Format::Human if changes == 0 => "Nothing to do.\n".to_owned(),
        Format::Human => format!("{changes} to change. Nothing was changed by this command.\n"),
        Format::Json => {
            json!({ "v": 1, "provider": project.url, "changes": changes, "zones": zones }).to_string() + "\n"
        }
    };
    if !answer(&last) {
        return unasked("cannot write the answer to standard output");
    }
    if changes == 0 { ExitCode::SUCCESS } else { no() }
}

/// Looks at what the provider has for one zone.
///
/// # Errors
/// One line that says why there is no plan.
pub(super) fn look(project: &Project, client: &Client, want: &Desired, record: &Record) -> Result<Run, String> {
    project::advise(want);
    let run = Run::new(want.clone(), Mode::DryRun, project::today());
    let mut run = run.map_err(|found| format!("{}: {}", want.zone, project::refused(&found)))?.resuming(record.clone());
    drive(&mut run, client, project, Tell::Nothing, false)?;
    match run.failure() {
        Some(failure) => Err(format!("{}: {}", want.zone, explained(failure))),
        None if run.state() == State::Done => Ok(run),
        None => Err(format!("{}: the plan is not complete", want.zone)),
    }
}

/// What happened and what to do, on one line.
pub(super) fn explained(failure: &Failure) -> String {
    format!("[{}] {}. {}", failure.diagnostic.code.name, failure.message(), failure.why())
}

/// The plan as a person reads it.
pub(super) fn human(project: &Project, want: &Desired, run: &Run) -> String {
    let mut out = format!("{} at {}\n", want.zone, project.url);
    for step in run.plan().iter().flat_map(|plan| &plan.steps) {
        let verb = verb(step.action);
        let (object, should) = (step.object.said().english(), step.should.said().english());
        out += &format!("  {verb:<7} {object:<10} {should}\n");
        for d in &step.differences {
            out += &format!("                       {}: {} → {}\n", d.field, d.from, d.to);
        }
        for note in step.notes.iter().map(|n| n.english()) {
            out += &format!("                       note: {note}\n");
        }
        if !step.shared.is_empty() {
            out += &format!("                       also used by: {}\n", step.shared.join(", "));
        }
    }
    let ahead = run.ahead();
    if !ahead.is_empty() {
        out += "  calls, in this order:\n";
    }
    for call in ahead {
        out += &format!("    {:<6} {}  ({})\n", call.method.as_str(), call.path, call.why.english());
        for line in call.body.iter().flat_map(|body| body.lines()) {
            out += &format!("           {line}\n");
        }
    }
    out
}

const fn verb(action: Action) -> &'static str {
    match action {
        Action::Keep => "keep",
        Action::Create => "create",
        Action::Change => "change",
        Action::Remove => "remove",
    }
}

fn machine(want: &Desired, run: &Run) -> Value {
    let step = |step: &Step| {
        let differences = step.differences.iter();
        let differences: Vec<_> =
            differences.map(|d| json!({ "field": d.field, "from": d.from, "to": d.to })).collect();
        let notes: Vec<_> = step.notes.iter().map(|n| n.english()).collect();
        let mut value = json!({ "object": step.object, "action": step.action, "should": step.should.said().english() });
        if let (Some(id), Some(map)) = (&step.id, value.as_object_mut()) {
            map.insert("id".to_owned(), json!(id));
        }
        if let (Some(had), Some(map)) = (&step.had, value.as_object_mut()) {
            map.insert("had".to_owned(), json!(had.said().english()));
        }
        let lists = [("differences", json!(differences)), ("notes", json!(notes)), ("shared", json!(step.shared))];
        for (name, list) in lists {
            if let (false, Some(map)) = (list.as_array().is_none_or(Vec::is_empty), value.as_object_mut()) {
                map.insert(name.to_owned(), list);
            }
        }
        value
    };
    let steps: Vec<_> = run.plan().iter().flat_map(|plan| &plan.steps).map(step).collect();
    let calls = run.ahead().into_iter().map(|call| {
        let mut value = json!({ "method": call.method, "path": call.path, "why": call.why.english() });
        let body = call.body.and_then(|body| serde_json::from_str::<Value>(&body).ok());
        if let (Some(body), Some(map)) = (body, value.as_object_mut()) {
            map.insert("body".to_owned(), body);
        }
        value
    });
    json!({ "zone": want.zone, "steps": steps, "calls": calls.collect::<Vec<_>>() })
}
