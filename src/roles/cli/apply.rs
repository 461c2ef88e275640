//! `understudy apply`: makes the provider have what the project says, and waits for the serial.

use std::io::{self, BufRead, IsTerminal, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use super::calls::{Client, Tell, drive};
use super::delegation;
use super::output::{answer, complain, no, unasked};
use super::plan::{explained, human, look};
use super::project::{self, Project};
use super::undo;
use crate::product::provider::{Mode, Record, Run, State};

/// Make the provider have what a project says
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The project, as TOML or JSON
    project: PathBuf,
    /// Do not ask, not even about what other zones use
    #[arg(long)]
    yes: bool,
    /// When a call fails, take back what this run did, while old secrets are still known
    #[arg(long)]
    undo_on_failure: bool,
    /// Do not ask the assigned name servers at the end
    #[arg(long)]
    no_check: bool,
    /// Who is asked for the parent's DS, instead of the system's resolver
    #[arg(long, value_name = "ADDR:PORT", conflicts_with = "no_check")]
    resolver: Option<SocketAddr>,
}

/// Runs the command: 0 when all is as it should be, 1 when a call failed, 2 when it could not be asked.
pub(super) fn run(args: &Args) -> ExitCode {
    let (project, client, mut record) = match project::open(&args.project) {
        Ok(opened) => opened,
        Err(why) => return unasked(&why),
    };
    let mut applied = Vec::new();
    for want in &project.wishes {
        let dry = match look(&project, &client, want, &record) {
            Ok(run) => run,
            Err(why) => return unasked(&why),
        };
        let plan = dry.plan().cloned().unwrap_or_default();
        if plan.is_empty() {
            record = dry.record().clone();
            if let Err(why) = project.keep(&record) {
                return unasked(&why);
            }
            let _ = answer(&format!("{}: nothing to do\n", want.zone));
            applied.push((want, dry.zone().map(|zone| zone.name_servers.clone()).unwrap_or_default()));
            continue;
        }
        if !answer(&human(&project, want, &dry)) {
            return unasked("cannot write the answer to standard output");
        }
        let shared = plan.shared();
        let asks = io::stdin().is_terminal() && !args.yes;
        if !shared.is_empty() && !args.yes && !asks {
            let zones = shared.join(", ");
            complain(&format!(
                "error[plan-changes-others]: the plan changes what other zones use, too: {zones}; --yes agrees"
            ));
            return no();
        }
        if asks && !agreed(&shared) {
            complain("nothing was changed");
            return no();
        }
        let run = Run::new(want.clone(), Mode::Apply, project::today());
        let Ok(run) = run else { return unasked(&format!("{}: the wish is not complete", want.zone)) };
        let mut run = run.resuming(record).consenting();
        if let Err(why) = drive(&mut run, &client, &project, Tell::All, true) {
            return unasked(&why);
        }
        if run.state() != State::Done {
            return failed(&project, &client, &run, args);
        }
        let serial = run.link().map(|link| format!(", serial {}", link.soa_serial)).unwrap_or_default();
        let servers = run.zone().map(|zone| zone.name_servers.clone()).unwrap_or_default();
        let _ = answer(&format!("{}: applied{serial}; name servers {}\n", want.zone, servers.join(", ")));
        applied.push((want, servers));
        record = run.record().clone();
    }
    for (want, servers) in applied.iter().filter(|(want, _)| !args.no_check && want.is_incoming()) {
        delegation::check(&project, want, servers, args.resolver);
    }
    let _ =
        answer("Check the name servers before you delegate: the provider answers for a zone as soon as it exists.\n");
    ExitCode::SUCCESS
}

fn failed(project: &Project, client: &Client, run: &Run, args: &Args) -> ExitCode {
    if let Some(failure) = run.failure() {
        complain(&format!("error{}", explained(failure)));
    }
    let record: Record = run.record().clone();
    if record.is_empty() {
        return no();
    }
    if args.undo_on_failure {
        // Whatever comes of it, the apply has failed.
        let _ = undo::take_back(project, client, record);
        return no();
    }
    if record.entries.iter().any(|e| e.secret_replaced) {
        complain("note: a secret was replaced, and with this process the old one is forgotten");
    }
    complain(&format!(
        "what was done stands in {}; apply again goes on, undo takes it back",
        project.record_path().display()
    ));
    no()
}

fn agreed(shared: &[&str]) -> bool {
    let others = if shared.is_empty() { String::new() } else { format!(" This changes {}, too.", shared.join(", ")) };
    let mut err = io::stderr().lock();
    // A terminal that cannot be written to gives no consent either.
    let asked = write!(err, "Apply?{others} [y/N] ").and_then(|()| err.flush());
    let mut line = String::new();
    asked.is_ok() && io::stdin().lock().read_line(&mut line).is_ok() && matches!(line.trim(), "y" | "Y" | "yes")
}
