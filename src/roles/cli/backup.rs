//! `understudy backup`: a consistent copy of the state, while the server runs or not.

use std::path::PathBuf;
use std::process::ExitCode;

use super::output::{answer, unasked};
use super::serve;
use crate::roles::server::store::sqlite;

/// Write a consistent copy of the state to a file, while the server runs or not; it holds the keys' secrets
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where to; a file that is there is replaced once the copy is whole
    file: PathBuf,
    /// Folder of the database; default $XDG_DATA_HOME/understudy
    #[arg(long, value_name = "DIR", env = "UNDERSTUDY_DATA")]
    data: Option<PathBuf>,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> ExitCode {
    let folder = match args.data.clone().map_or_else(serve::default_data, Ok) {
        Ok(folder) => folder,
        Err(why) => return unasked(&why),
    };
    match sqlite::backup(&folder, &args.file) {
        Ok(zones) if answer(&format!("{} holds {zones} zones\n", args.file.display())) => ExitCode::SUCCESS,
        Ok(_) => unasked("cannot write to standard output"),
        Err(fault) => unasked(&fault.to_string()),
    }
}
