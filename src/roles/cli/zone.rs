//! `understudy zone`: the running server's zones, over HTTP.

mod client;
mod show;

use std::process::ExitCode;

use clap::Subcommand;
use serde::Serialize;

use super::output::{Format, answer, complain, no, unasked};
use crate::product::api::zones::{ZoneBody, ZoneDifference, ZoneList};
use client::{Client, Fault};

/// Look at a running server's zones, and tell it what to do with them
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
    /// Where the server's HTTP is
    #[arg(long, global = true, value_name = "URL", default_value = "http://127.0.0.1:8053")]
    url: String,
    /// How to print the answer
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// All zones, a line each
    List,
    /// How a zone stands, or each; exit 1 when one expired, never came or failed last
    Status {
        /// The zone; without it all
        zone: Option<String>,
    },
    /// What waits for approval, beside what is served; when nothing waits, what the last version changed
    Diff {
        /// The zone
        zone: String,
    },
    /// Ask the primaries for the serial now
    Refresh {
        /// The zone
        zone: String,
    },
    /// Transfer the whole zone now, whatever its serial
    Retransfer {
        /// The zone
        zone: String,
    },
    /// Serve the version that waits
    Approve(Judged),
    /// Drop the version that waits; the one served stays
    Reject(Judged),
}

#[derive(Debug, clap::Args)]
struct Judged {
    /// The zone
    zone: String,
    /// The serial that was looked at: another one is left alone
    #[arg(long)]
    serial: Option<u32>,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> ExitCode {
    let client = match Client::new(&args.url) {
        Ok(client) => client,
        Err(why) => return unasked(&why),
    };
    match ask(&client, args) {
        Ok((text, fine)) if answer(&text) => {
            if fine {
                ExitCode::SUCCESS
            } else {
                no()
            }
        }
        Ok(_) => unasked("cannot write the answer to standard output"),
        Err(Fault::No(why)) => {
            complain(&format!("error: {why}"));
            no()
        }
        Err(Fault::Unasked(why)) => unasked(&why),
    }
}

/// What to print, and whether all is well.
fn ask(client: &Client, args: &Args) -> Result<(String, bool), Fault> {
    let told = |text: String| Ok((text, true));
    match &args.command {
        Command::List => {
            let list: ZoneList = client.get("zones")?;
            told(print(args.format, &list, show::list))
        }
        Command::Status { zone: None } => {
            let list: ZoneList = client.get("zones")?;
            let fine = list.zones.iter().all(show::is_well) && list.store_fault.is_none();
            let each = |list: &ZoneList| list.zones.iter().map(show::state).collect::<Vec<_>>().join("\n");
            Ok((print(args.format, &list, each), fine))
        }
        Command::Status { zone: Some(zone) } => {
            let body: ZoneBody = client.get(&client::path(zone, "")?)?;
            let fine = show::is_well(&body.state);
            Ok((print(args.format, &body, |body| show::state(&body.state)), fine))
        }
        Command::Diff { zone } => {
            let body: ZoneDifference = client.get(&client::path(zone, "/difference")?)?;
            told(print(args.format, &body, show::difference))
        }
        Command::Refresh { zone } => order(client, args.format, zone, "/refresh", None, "is checked now"),
        Command::Retransfer { zone } => order(client, args.format, zone, "/retransfer", None, "is transferred now"),
        Command::Approve(Judged { zone, serial }) => {
            order(client, args.format, zone, "/approve", *serial, "is approved")
        }
        Command::Reject(Judged { zone, serial }) => order(client, args.format, zone, "/reject", *serial, "is rejected"),
    }
}

fn order(
    client: &Client,
    format: Format,
    zone: &str,
    what: &str,
    serial: Option<u32>,
    done: &str,
) -> Result<(String, bool), Fault> {
    let body = client.post(&client::path(zone, what)?, serial)?;
    let told = |body: &serde_json::Value| match body.get("serial") {
        Some(serial) => format!("{}: serial {serial} {done}\n", show::name(zone)),
        None => format!("{} {done}\n", show::name(zone)),
    };
    Ok((print(format, &body, told), true))
}

fn print<T: Serialize>(format: Format, value: &T, human: impl FnOnce(&T) -> String) -> String {
    match format {
        Format::Human => human(value),
        Format::Json => serde_json::to_string_pretty(value).unwrap_or_default() + "\n",
    }
}
