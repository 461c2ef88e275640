//! The `understudy` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    understudy::roles::cli::run(std::env::args_os())
}
