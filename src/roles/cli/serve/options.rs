//! From the flags of `serve` and a configuration file to what the server starts with.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::{env, fs};

use zeroize::Zeroizing;

use super::super::output::cannot;
use super::Args;
use crate::engine::answer::Rule;
use crate::engine::dns::Name;
use crate::roles::server::config::{FileRule, Listen, NS_SUFFIX, Scheme, Settings, Tls};
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
    let xot = if args.xot.is_empty() { file.xot.clone().unwrap_or_default() } else { args.xot };
    let papers = match (args.tls_cert.or_else(|| file.tls_cert.clone()), args.tls_key.or_else(|| file.tls_key.clone()))
    {
        (None, None) => None,
        (Some(chain), Some(key)) => Some((chain, key)),
        _ => return Err("a certificate and its key belong together (--tls-cert, --tls-key)".to_owned()),
    };
    let secure = |listen: &&Listen| match listen.scheme {
        Some(scheme) => scheme == Scheme::Https,
        None => papers.is_some() && (!listen.at.ip().is_loopback() || xot.is_empty()),
    };
    let insecure_http = args.insecure_http || file.insecure_http.unwrap_or(false);
    for listen in listen.iter().filter(|listen| !listen.at.ip().is_loopback()) {
        let address = listen.at;
        if given.is_none() {
            return Err(format!(
                "{address} is reachable from outside: choose a token (UNDERSTUDY_TOKEN or --token-file)"
            ));
        }
        if !insecure_http && !secure(&listen) {
            return Err(format!(
                "{address} is reachable from outside and has no TLS: give a certificate and its key (--tls-cert, \
                 --tls-key), put a TLS proxy before a loopback address, or accept it with --insecure-http"
            ));
        }
    }
    let https: Vec<_> = listen.iter().filter(secure).map(|listen| listen.at).collect();
    let listen = listen.iter().map(|listen| listen.at).collect();
    let token = match given {
        Some(token) => token,
        None => Token::random().map_err(|e| format!("no randomness for a token: {e}"))?,
    };
    let www = args.www.or_else(|| file.www.clone());
    if let Some(www) = www.as_ref().filter(|www| !www.is_dir()) {
        return Err(format!("{} is not a folder (--www)", www.display()));
    }
    let tls = with_papers(xot, papers.as_ref(), "transfers over TLS need")?;
    let https = with_papers(https, papers.as_ref(), "HTTPS needs")?;
    let ns_suffix = match (args.ns_suffix, &file.ns_suffix) {
        (Some(given), _) => given,
        (None, Some(text)) => suffix(text).map_err(|why| format!("{text} (ns_suffix): {why}"))?,
        (None, None) => NS_SUFFIX.to_owned(),
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
        https,
        dns,
        tls,
        data: args.data.or_else(|| file.data.clone()).map_or_else(default_data, Ok)?,
        allow_transfer: rules(args.allow_transfer, file.allow_transfer.as_ref()),
        allow_peer: rules(args.allow_peer, file.allow_peer.as_ref()),
        token,
        hosts: if args.host.is_empty() { file.hosts.clone().unwrap_or_default() } else { args.host },
        www,
        trace,
        ns_suffix,
        file: args.config,
        relay: Upstream::cloudflare(),
    })
}

/// Where TLS is spoken, with the certificate and key that this needs.
fn with_papers(
    listen: Vec<SocketAddr>,
    papers: Option<&(PathBuf, PathBuf)>,
    who_needs: &str,
) -> Result<Option<Tls>, String> {
    match (listen.is_empty(), papers) {
        (true, _) => Ok(None),
        (false, Some((chain, key))) => Ok(Some(Tls { listen, chain: chain.clone(), key: key.clone() })),
        (false, None) => Err(format!("{who_needs} a certificate and its key (--tls-cert, --tls-key)")),
    }
}

fn either<T: Copy + From<SocketAddr>>(given: Vec<T>, file: Option<&[T]>, usual: SocketAddr) -> Vec<T> {
    match file {
        _ if !given.is_empty() => given,
        Some(file) if !file.is_empty() => file.to_vec(),
        _ => vec![usual.into()],
    }
}

/// A domain name under which name servers have theirs; without its final dot.
pub(super) fn suffix(text: &str) -> Result<String, String> {
    let longest = format!("ns0001.secondary.{}", text.trim_end_matches('.'));
    match Name::absolute(&longest) {
        Ok(_) if !text.trim_matches('.').is_empty() => Ok(text.trim_end_matches('.').to_ascii_lowercase()),
        _ => Err("no domain name that name servers could be under".to_owned()),
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
