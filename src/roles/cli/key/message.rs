//! `understudy key sign` and `key verify`: one message in hex, to see what goes over the wire and what a server makes of
//! it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use zeroize::Zeroizing;

use super::super::output::no;
use super::super::tsig_args::{TsigArgs, read};
use super::print;
use crate::engine::diag::english;
use crate::engine::dns::message::{Header, Message, MessageBuilder};
use crate::engine::dns::{Class, Name, Opcode, RecordType};
use crate::engine::limits::TsigLimits;
use crate::engine::tsig::{ClientSequence, Key, TsigFault, check_request, sign_request};
use crate::roles::server::clock;

#[derive(Debug, clap::Args)]
pub(super) struct Sign {
    #[command(flatten)]
    tsig: TsigArgs,
    /// The message in hex; - reads standard input. Without it a SOA query
    #[arg(long, value_name = "FILE")]
    message: Option<PathBuf>,
    /// The zone of the SOA query
    #[arg(long, value_name = "NAME", default_value = "example.com.", conflicts_with = "message")]
    zone: String,
    /// The time to sign at, in Unix seconds; default now
    #[arg(long, value_name = "SECONDS")]
    at: Option<u64>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Verify {
    #[command(flatten)]
    tsig: TsigArgs,
    /// The signed message in hex; - reads standard input
    file: PathBuf,
    /// The MAC of the request in hex, when the message answers one
    #[arg(long, value_name = "HEX")]
    request_mac: Option<String>,
    /// The time to verify at, in Unix seconds; default now
    #[arg(long, value_name = "SECONDS")]
    at: Option<u64>,
}

pub(super) fn sign(args: &Sign) -> Result<ExitCode, String> {
    let key = key(&args.tsig)?;
    let mut message = match &args.message {
        Some(file) => message(file)?,
        None => query(&args.zone)?,
    };
    match Message::parse(&message) {
        Ok(parsed) if parsed.tsig_offset().is_some() => return Err("the message is signed already".to_owned()),
        Ok(_) => {}
        Err(fault) => return Err(format!("no DNS message: {}", english::message(fault.code, &fault.args))),
    }
    let _ = sign_request(&key, &mut message, now(args.at), &TsigLimits::default());
    print(&Zeroizing::new(format!("{}\n", HEXLOWER.encode(&message))))
}

pub(super) fn verify(args: &Verify) -> Result<ExitCode, String> {
    let key = key(&args.tsig)?;
    let octets = message(&args.file)?;
    let message =
        Message::parse(&octets).map_err(|f| format!("no DNS message: {}", english::message(f.code, &f.args)))?;
    let (limits, now_s) = (TsigLimits::default(), now(args.at));
    let fault = match &args.request_mac {
        Some(mac) => {
            let mac = hex(mac).ok_or("the MAC is not hex (--request-mac)")?;
            ClientSequence::new(&key, &mac, &limits).message(&message, now_s).err()
        }
        None => match check_request(&message, std::slice::from_ref(&key), now_s, &limits) {
            Ok(Some(_)) => None,
            Ok(None) => Some(TsigFault::Unsigned),
            Err(rejection) => Some(rejection.fault().clone()),
        },
    };
    let Some(fault) = fault else {
        return print(&Zeroizing::new(format!("signed rightly with {} {}\n", key.name, key.algorithm)));
    };
    let (code, values) = (fault.code(), fault.args());
    let text = format!("{}: {}\n{}\n", code.name, english::message(code, &values), english::why(code, &values));
    print(&Zeroizing::new(text))?;
    Ok(no())
}

fn key(args: &TsigArgs) -> Result<Key, String> {
    args.key()?.ok_or_else(|| "no key: give --tsig-file, --tsig or UNDERSTUDY_TSIG".to_owned())
}

fn message(file: &Path) -> Result<Vec<u8>, String> {
    hex(&read(file)?).ok_or_else(|| format!("{} is not hex", file.display()))
}

/// Hex with any white space.
fn hex(text: &str) -> Option<Vec<u8>> {
    let digits: String = text.split_whitespace().collect();
    HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).ok()
}

fn query(zone: &str) -> Result<Vec<u8>, String> {
    let zone = Name::absolute(zone).map_err(|_| format!("{zone} is no domain name (--zone)"))?;
    let mut id = [0; 2];
    getrandom::fill(&mut id).map_err(|e| format!("the system gives no randomness: {e}"))?;
    let mut builder = MessageBuilder::new(Header::query(u16::from_ne_bytes(id), Opcode::QUERY), 512);
    builder.question(zone.as_ref(), RecordType::SOA, Class::IN).map_err(|_| "the query does not fit")?;
    Ok(builder.finish())
}

fn now(at: Option<u64>) -> u64 {
    at.unwrap_or_else(clock::wall_s)
}
