//! `understudy key`: the TSIG workbench. Makes, reads, converts and compares keys, signs and verifies messages.

mod compare;
mod message;
mod show;

use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use zeroize::Zeroizing;

use super::output::{Format, answer, unasked};
use crate::engine::dns::Name;
use crate::engine::tsig::{Algorithm, Form, Key};

/// Make, read, compare and use TSIG keys
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a new key
    Generate(Generate),
    /// Say what a text holds, in whatever form, and what is wrong with it
    Show(show::Args),
    /// Say how two sides' copies of a key differ; exit 1 if they do
    Compare(compare::Args),
    /// Sign a message, by default a SOA query
    Sign(message::Sign),
    /// Verify a signed message; exit 1 if the signature is wrong
    Verify(message::Verify),
}

/// Runs the command.
pub(super) fn run(args: &Args) -> ExitCode {
    let done = match &args.command {
        Command::Generate(args) => generate(args),
        Command::Show(args) => show::run(args),
        Command::Compare(args) => compare::run(args),
        Command::Sign(args) => message::sign(args),
        Command::Verify(args) => message::verify(args),
    };
    done.unwrap_or_else(|why| unasked(&why))
}

#[derive(Debug, clap::Args)]
struct Generate {
    /// The key's name, the same on both sides
    name: String,
    /// What signs
    #[arg(long, value_enum, default_value_t = Offered::Sha256)]
    algorithm: Offered,
    /// Whose form to write it in
    #[arg(long, value_enum, default_value_t = Written::Bind)]
    form: Written,
}

/// Algorithms for new keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Offered {
    #[value(name = "hmac-sha256", alias = "sha256")]
    Sha256,
    #[value(name = "hmac-sha384", alias = "sha384")]
    Sha384,
    #[value(name = "hmac-sha512", alias = "sha512")]
    Sha512,
}

/// The forms to write a key in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Written {
    Bind,
    Knot,
    Nsd,
    #[value(name = "powerdns", alias = "pdns")]
    PowerDns,
    Dig,
    Json,
}

impl Written {
    const fn form(self) -> Form {
        match self {
            Self::Bind => Form::Bind,
            Self::Knot => Form::Knot,
            Self::Nsd => Form::Nsd,
            Self::PowerDns => Form::PowerDns,
            Self::Dig => Form::Dig,
            Self::Json => Form::Json,
        }
    }
}

fn generate(args: &Generate) -> Result<ExitCode, String> {
    let name = Name::absolute(&args.name).map_err(|_| format!("{} is no domain name", args.name))?;
    let algorithm = match args.algorithm {
        Offered::Sha256 => Algorithm::Sha256,
        Offered::Sha384 => Algorithm::Sha384,
        Offered::Sha512 => Algorithm::Sha512,
    };
    let mut random = vec![0; algorithm.digest_len()];
    getrandom::fill(&mut random).map_err(|e| format!("the system gives no randomness: {e}"))?;
    let key = Key::generate(name, algorithm, random).ok_or("the system gives too little randomness")?;
    print(&key.write(args.form.form()))
}

/// Writes an answer; exit code 0.
fn print(text: &Zeroizing<String>) -> Result<ExitCode, String> {
    if answer(text) { Ok(ExitCode::SUCCESS) } else { Err("cannot write the answer to standard output".to_owned()) }
}
