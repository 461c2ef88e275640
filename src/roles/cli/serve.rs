//! `understudy serve`: page, companion, provider API and secondary name server, until it is told to end.

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs, io};

use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;
use zeroize::Zeroizing;

use super::output::{answer, cannot, unasked};
use crate::engine::answer::Rule;
use crate::roles::server::token::Token;
use crate::roles::server::{self, Config, Running};

/// Run the page, the companion, the provider API and a secondary name server
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Address and port for HTTP; may be given several times
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8053")]
    listen: Vec<SocketAddr>,
    /// Address and port for DNS over UDP and TCP; may be given several times
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:5300")]
    dns: Vec<SocketAddr>,
    /// Folder of the database; default $XDG_DATA_HOME/understudy
    #[arg(long, value_name = "DIR", env = "UNDERSTUDY_DATA")]
    data: Option<PathBuf>,
    /// File that holds the access token; without it and UNDERSTUDY_TOKEN one is made
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Who may transfer zones from here, besides this machine: a network, or a network and a key's name
    #[arg(long, value_name = "CIDR[,NAME]", value_parser = rule)]
    allow_transfer: Vec<Rule>,
    /// Private networks that primaries may be in when --listen is not loopback
    #[arg(long, value_name = "CIDR", value_parser = network)]
    allow_peer: Vec<Rule>,
    /// A host name, besides the listen addresses, that requests may name
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// Folder to serve the page from, instead of the one built in
    #[arg(long, value_name = "DIR")]
    www: Option<PathBuf>,
    /// Let tokens travel without TLS on addresses outside this machine
    #[arg(long)]
    insecure_http: bool,
}

/// Runs the command.
pub(super) fn run(args: Args) -> ExitCode {
    let config = match configure(args) {
        Ok(config) => config,
        Err(why) => return unasked(&why),
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .with_target(false)
        .init();
    match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => {
            let code = runtime.block_on(serve(config));
            // A commit that was begun ends; nothing else is worth waiting for.
            runtime.shutdown_timeout(std::time::Duration::from_secs(1));
            code
        }
        Err(error) => unasked(&format!("cannot start: {error}")),
    }
}

async fn serve(config: Config) -> ExitCode {
    // Before anything is bound, so that no signal is missed.
    let [terminate, interrupt, hangup] =
        [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()].map(signal);
    let (Ok(mut terminate), Ok(mut interrupt), Ok(mut hangup)) = (terminate, interrupt, hangup) else {
        return unasked("cannot listen for signals");
    };
    let token = config.token.clone();
    // Restoring large zones takes time, and may be ended too.
    let started = tokio::select! {
        started = server::start(config) => started,
        _ = terminate.recv() => return ExitCode::SUCCESS,
        _ = interrupt.recv() => return ExitCode::SUCCESS,
    };
    let running = match started {
        Ok(running) => running,
        Err(fault) => return unasked(&fault.to_string()),
    };
    if !answer(&greeting(&running, &token)) {
        running.stop().await;
        return unasked("cannot write to standard output");
    }
    loop {
        tokio::select! {
            _ = terminate.recv() => break tracing::info!("ending on SIGTERM"),
            _ = interrupt.recv() => break tracing::info!("ending on SIGINT"),
            _ = hangup.recv() => tracing::info!("SIGHUP: there is no configuration file to read again"),
        }
    }
    running.stop().await;
    ExitCode::SUCCESS
}

/// The two lines of contracts.md §2, Access: the only place where the token is shown.
fn greeting(running: &Running, token: &Token) -> String {
    let first = |addresses: &[SocketAddr]| addresses.first().map(ToString::to_string).unwrap_or_default();
    format!("DNS {}\nOpen http://{}/#/?token={}\n", first(running.dns()), first(running.http()), token.reveal())
}

fn configure(args: Args) -> Result<Config, String> {
    let given = given_token(args.token_file.as_deref())?;
    if let Some(address) = args.listen.iter().find(|address| !address.ip().is_loopback()) {
        if given.is_none() {
            return Err(format!(
                "{address} is reachable from outside: choose a token (UNDERSTUDY_TOKEN or --token-file)"
            ));
        }
        if !args.insecure_http {
            return Err(format!(
                "{address} is reachable from outside and HTTP here has no TLS: put a TLS proxy before a loopback \
                 address, or accept it with --insecure-http"
            ));
        }
    }
    let token = match given {
        Some(token) => token,
        None => Token::random().map_err(|e| format!("no randomness for a token: {e}"))?,
    };
    if let Some(www) = args.www.as_ref().filter(|www| !www.is_dir()) {
        return Err(format!("{} is not a folder (--www)", www.display()));
    }
    Ok(Config {
        listen: args.listen,
        dns: args.dns,
        data: args.data.map_or_else(default_data, Ok)?,
        allow_transfer: args.allow_transfer,
        allow_peer: args.allow_peer,
        token,
        hosts: args.host,
        www: args.www,
    })
}

fn given_token(file: Option<&std::path::Path>) -> Result<Option<Token>, String> {
    let (text, source) = match file {
        Some(path) => {
            let text = fs::read_to_string(path).map_err(|e| cannot("read", path, &e))?;
            (Zeroizing::new(text), path.display().to_string())
        }
        None => match env::var("UNDERSTUDY_TOKEN") {
            Ok(text) => (Zeroizing::new(text), "UNDERSTUDY_TOKEN".to_owned()),
            Err(_) => return Ok(None),
        },
    };
    match Token::given(text.trim()) {
        Some(token) => Ok(Some(token)),
        None => Err(format!("{source} holds no token: one word of printable ASCII")),
    }
}

/// The XDG Base Directory Specification's place for data of a user's programs.
fn default_data() -> Result<PathBuf, String> {
    let absolute = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = absolute("XDG_DATA_HOME").or_else(|| absolute("HOME").map(|home| home.join(".local/share")));
    base.map(|base| base.join("understudy")).ok_or_else(|| "no home folder: say where with --data".to_owned())
}

/// A primary is asked before it could name a key.
fn network(text: &str) -> Result<Rule, String> {
    if text.contains(',') { Err("a network only, without a key's name".to_owned()) } else { rule(text) }
}

fn rule(text: &str) -> Result<Rule, String> {
    text.parse().map_err(|fault| {
        use crate::engine::answer::RuleFault;
        match fault {
            RuleFault::Address => "not an IPv4 or IPv6 address or network".to_owned(),
            RuleFault::Prefix => "the prefix length does not fit the address".to_owned(),
            RuleFault::Key(_) => "the key's name is no domain name".to_owned(),
        }
    })
}
