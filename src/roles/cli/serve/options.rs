//! From the flags of `serve` and a configuration file to what the server starts with.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::{env, fs};

use zeroize::Zeroizing;

use super::super::output::cannot;
use super::Args;
use crate::engine::answer::Rule;
use crate::roles::server::config::{FileRule, Settings, Tls};
use crate::roles::server::driver::Trace;
use crate::roles::server::token::Token;
use crate::roles::server::{Config, Upstream};

/// HTTP unless said otherwise.
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8053);
/// DNS unless said otherwise.
const DNS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 5300);

/// What flags and file say together: a flag wins, and where both are silent there is a default.
pub(super) fn configure(args: Args, settings: &Settings) -> Result<Config, String> {
    let file = &settings.server;
    let given = given_token(args.token_file.as_deref().or(file.token_file.as_deref()))?;
    let listen = either(args.listen, file.listen.as_deref(), LISTEN);
    let dns = either(args.dns, file.dns.as_deref(), DNS);
    let insecure_http = args.insecure_http || file.insecure_http.unwrap_or(false);
    if let Some(address) = listen.iter().find(|address| !address.ip().is_loopback()) {
        if given.is_none() {
            return Err(format!(
                "{address} is reachable from outside: choose a token (UNDERSTUDY_TOKEN or --token-file)"
            ));
        }
        if !insecure_http {
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
    let www = args.www.or_else(|| file.www.clone());
    if let Some(www) = www.as_ref().filter(|www| !www.is_dir()) {
        return Err(format!("{} is not a folder (--www)", www.display()));
    }
    let xot = if args.xot.is_empty() { file.xot.clone().unwrap_or_default() } else { args.xot };
    let (chain, key) = (args.tls_cert.or_else(|| file.tls_cert.clone()), args.tls_key.or_else(|| file.tls_key.clone()));
    let tls = match (xot.is_empty(), chain, key) {
        (true, ..) => None,
        (false, Some(chain), Some(key)) => Some(Tls { listen: xot, chain, key }),
        (false, ..) => {
            return Err("transfers over TLS need a certificate and its key (--tls-cert, --tls-key)".to_owned());
        }
    };
    let trace = match &args.trace {
        Some(path) => Some(Arc::new(Trace::create(path, args.trace_content).map_err(|e| cannot("write", path, &e))?)),
        None => None,
    };
    let rules = |given: Vec<Rule>, file: Option<&Vec<FileRule>>| match file {
        Some(file) if given.is_empty() => file.iter().map(|FileRule(rule)| rule.clone()).collect(),
        _ => given,
    };
    Ok(Config {
        listen,
        dns,
        tls,
        data: args.data.or_else(|| file.data.clone()).map_or_else(default_data, Ok)?,
        allow_transfer: rules(args.allow_transfer, file.allow_transfer.as_ref()),
        allow_peer: rules(args.allow_peer, file.allow_peer.as_ref()),
        token,
        hosts: if args.host.is_empty() { file.hosts.clone().unwrap_or_default() } else { args.host },
        www,
        trace,
        file: args.config,
        relay: Upstream::cloudflare(),
    })
}

fn either(given: Vec<SocketAddr>, file: Option<&[SocketAddr]>, usual: SocketAddr) -> Vec<SocketAddr> {
    match file {
        _ if !given.is_empty() => given,
        Some(file) if !file.is_empty() => file.to_vec(),
        _ => vec![usual],
    }
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
pub(in crate::roles::cli) fn default_data() -> Result<PathBuf, String> {
    let absolute = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = absolute("XDG_DATA_HOME").or_else(|| absolute("HOME").map(|home| home.join(".local/share")));
    base.map(|base| base.join("understudy")).ok_or_else(|| "no home folder: say where with --data".to_owned())
}

/// A primary is asked before it could name a key.
pub(super) fn network(text: &str) -> Result<Rule, String> {
    if text.contains(',') { Err("a network only, without a key's name".to_owned()) } else { rule(text) }
}

/// A network, or a network and a key's name.
pub(super) fn rule(text: &str) -> Result<Rule, String> {
    text.parse().map_err(|fault| {
        use crate::engine::answer::RuleFault;
        match fault {
            RuleFault::Address => "not an IPv4 or IPv6 address or network".to_owned(),
            RuleFault::Prefix => "the prefix length does not fit the address".to_owned(),
            RuleFault::Key(_) => "the key's name is no domain name".to_owned(),
        }
    })
}
