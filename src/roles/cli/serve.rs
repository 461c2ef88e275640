//! `understudy serve`: page, companion, provider API and secondary name server, until it is told to end.

mod options;

pub(super) use options::default_data;

use std::io::{self, IsTerminal};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::output::{answer, complain, no, unasked};
use crate::engine::answer::Rule;
use crate::roles::server::config::{FileFault, Listen, Settings};
use crate::roles::server::token::Token;
use crate::roles::server::{self, Config, Reread, Running};

/// Run the page, the companion, the provider API and a secondary name server
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A configuration file (docs/configuration.md); flags win over it, SIGHUP reads it again
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Say whether the configuration file is right, and end
    #[arg(long, requires = "config")]
    check_config: bool,
    /// Address and port for the page and the APIs, 127.0.0.1:8053 unless given; may be given several times. With a
    /// certificate, HTTPS outside this machine, and on it unless the certificate is for --xot; http:// or https://
    /// before the address says otherwise
    #[arg(long, value_name = "[SCHEME://]ADDR:PORT")]
    listen: Vec<Listen>,
    /// Address and port for DNS over UDP and TCP, 127.0.0.1:5300 unless given; may be given several times
    #[arg(long, value_name = "ADDR:PORT")]
    dns: Vec<SocketAddr>,
    /// Address and port for zone transfers over TLS (RFC 9103); may be given several times
    #[arg(long, value_name = "ADDR:PORT")]
    xot: Vec<SocketAddr>,
    /// The certificate chain for --xot and HTTPS, a PEM file
    #[arg(long, value_name = "FILE")]
    tls_cert: Option<PathBuf>,
    /// Its key, a PEM file
    #[arg(long, value_name = "FILE")]
    tls_key: Option<PathBuf>,
    /// Folder of the database; default $XDG_DATA_HOME/understudy
    #[arg(long, value_name = "DIR", env = "UNDERSTUDY_DATA")]
    data: Option<PathBuf>,
    /// File that holds the access token; without it and UNDERSTUDY_TOKEN one is made
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Who may transfer zones from here, besides this machine: a network, or a network and a key's name
    #[arg(long, value_name = "CIDR[,NAME]", value_parser = options::rule)]
    allow_transfer: Vec<Rule>,
    /// Private networks that primaries may be in when --listen is not loopback
    #[arg(long, value_name = "CIDR", value_parser = options::network)]
    allow_peer: Vec<Rule>,
    /// A host name, besides the listen addresses, that requests may name
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// What the names of the name servers end with that /client/v4 gives to new zones
    #[arg(long, value_name = "NAME", value_parser = options::suffix)]
    ns_suffix: Option<String>,
    /// Folder to serve the page from, instead of the one built in
    #[arg(long, value_name = "DIR")]
    www: Option<PathBuf>,
    /// Write every input of every zone to this file, for understudy replay; no secret is in it
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// Keep the octets of messages in the trace too, not their hashes alone
    #[arg(long, requires = "trace")]
    trace_content: bool,
    /// Let tokens travel without TLS on addresses outside this machine
    #[arg(long)]
    insecure_http: bool,
}

/// Runs the command.
pub(super) fn run(args: Args) -> ExitCode {
    let settings = match args.config.as_deref().map(Settings::read).transpose() {
        Ok(settings) => settings.unwrap_or_default(),
        // The question was whether it is right, and the answer is no.
        Err(FileFault::Wrong(line)) if args.check_config => {
            complain(&format!("error: {line}"));
            return no();
        }
        Err(fault) => return unasked(&fault.to_string()),
    };
    if args.check_config {
        let (zones, keys) = (settings.zones().count(), settings.keys.len());
        let said = answer(&format!("fine: {zones} zones, {keys} keys\n"));
        return if said { ExitCode::SUCCESS } else { unasked("cannot write to standard output") };
    }
    let config = match options::configure(args, &settings) {
        Ok(config) => config,
        Err(why) => return unasked(&why),
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    // The relay's client would tell of its requests; what it carries belongs in no log.
    let filter = ["ureq=off", "ureq_proto=off", "rustls=off"]
        .into_iter()
        .filter_map(|quiet| quiet.parse().ok())
        .fold(filter, EnvFilter::add_directive);
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .with_target(false)
        .init();
    match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => {
            let code = runtime.block_on(serve(config, settings));
            // A commit that was begun ends; nothing else is worth waiting for.
            runtime.shutdown_timeout(std::time::Duration::from_secs(1));
            code
        }
        Err(error) => unasked(&format!("cannot start: {error}")),
    }
}

async fn serve(config: Config, settings: Settings) -> ExitCode {
    // Before anything is bound, so that no signal is missed.
    let [terminate, interrupt, hangup] =
        [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()].map(signal);
    let (Ok(mut terminate), Ok(mut interrupt), Ok(mut hangup)) = (terminate, interrupt, hangup) else {
        return unasked("cannot listen for signals");
    };
    let token = config.token.clone();
    // Restoring large zones takes time, and may be ended too.
    let started = tokio::select! {
        started = server::start(config, settings) => started,
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
            _ = hangup.recv() => reread(&running).await,
        }
    }
    running.stop().await;
    ExitCode::SUCCESS
}

/// A broken file changes nothing; what is wrong with it is said.
async fn reread(running: &Running) {
    match running.reread_certificates().await {
        Ok(0) => {}
        Ok(_) => tracing::info!("SIGHUP: the certificate and its key were read again"),
        Err(why) => tracing::error!("SIGHUP: the certificate stays as it was: {why}"),
    }
    match running.reread().await {
        Ok(Reread::NoFile) => tracing::info!("SIGHUP: there is no configuration file to read again"),
        Ok(Reread::Taken { zones, restart }) => {
            tracing::info!(zones, "SIGHUP: the configuration file was read again");
            if restart {
                tracing::warn!("what [server] says has changed; that takes effect at the next start");
            }
        }
        Err(why) => tracing::error!("SIGHUP: the configuration stays as it was: {why}"),
    }
}

/// The two lines of contracts.md §2, Access: the only place where the token is shown.
fn greeting(running: &Running, token: &Token) -> String {
    let first = |addresses: &[SocketAddr]| addresses.first().map(ToString::to_string).unwrap_or_default();
    format!("DNS {}\nOpen {}/#/?token={}\n", first(running.dns()), running.origin(), token.reveal())
}
