//! What the server is started with. The command line fills it; tests may too, with port 0.
//!
//! [`Settings`] is the configuration file's content, which is read again on SIGHUP.

mod file;
mod settings;

pub use file::{Rule as FileRule, Server};
pub use settings::{FileFault, Settings};

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use super::driver::Trace;
use super::token::Token;
use crate::engine::answer::Rule;

/// Everything `serve` can be told.
#[derive(Debug)]
pub struct Config {
    /// Addresses for HTTP.
    pub listen: Vec<SocketAddr>,
    /// Addresses for DNS, each over UDP and TCP.
    pub dns: Vec<SocketAddr>,
    /// Zone transfers over TLS.
    pub tls: Option<Tls>,
    /// The folder of the database.
    pub data: PathBuf,
    /// Who may transfer every zone, besides this machine itself.
    pub allow_transfer: Vec<Rule>,
    /// Private networks that primaries may be in when HTTP listens outside loopback.
    pub allow_peer: Vec<Rule>,
    /// What the companion and the provider API ask for.
    pub token: Token,
    /// Host names besides the listen addresses and `localhost` that a request may name.
    pub hosts: Vec<String>,
    /// A folder to serve the page from, instead of the embedded one.
    pub www: Option<PathBuf>,
    /// Where every zone's inputs are written down.
    pub trace: Option<Arc<Trace>>,
    /// The configuration file, to be read again when asked.
    pub file: Option<PathBuf>,
}

/// Where zone transfers over TLS are answered, and what shows who we are (RFC 9103).
#[derive(Clone, Debug)]
pub struct Tls {
    /// Addresses.
    pub listen: Vec<SocketAddr>,
    /// The certificate chain, PEM.
    pub chain: PathBuf,
    /// Its key, PEM.
    pub key: PathBuf,
}

impl Config {
    /// A server for this machine alone, on ports that are free.
    #[must_use]
    pub fn local(data: PathBuf, token: Token) -> Self {
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self {
            listen: vec![any],
            dns: vec![any],
            tls: None,
            data,
            allow_transfer: Vec::new(),
            allow_peer: Vec::new(),
            token,
            hosts: Vec::new(),
            www: None,
            trace: None,
            file: None,
        }
    }

    /// Whether a primary at this address may be asked. Whoever can make this server ask reaches what it reaches: with
    /// HTTP open to the outside, loopback and private addresses need [`Self::allow_peer`].
    #[must_use]
    pub fn may_ask(&self, primary: IpAddr) -> bool {
        let primary = primary.to_canonical();
        self.listen.iter().all(|address| address.ip().is_loopback())
            || !is_internal(primary)
            || self.allow_peer.iter().any(|rule| rule.covers(primary))
    }
}

/// Loopback, private, link-local, shared (RFC 6598) and unspecified addresses.
fn is_internal(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            v4.is_loopback()
                || v4.is_private()
                || v4.is_link_local()
                || v4.is_unspecified()
                || v4.is_broadcast()
                || (a == 100 && b & 0xc0 == 64)
        }
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unspecified() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(listen: &str) -> Config {
        Config {
            listen: vec![listen.parse().unwrap()],
            allow_peer: vec!["10.1.0.0/16".parse().unwrap()],
            ..Config::local(PathBuf::new(), Token::given("t").unwrap())
        }
    }

    #[test]
    fn private_primaries_need_leave_when_http_is_open() {
        let may = |listen: &str, primary: &str| config(listen).may_ask(primary.parse().unwrap());
        assert!(may("127.0.0.1:0", "127.0.0.1") && may("[::1]:0", "fd00::1"));
        for inside in ["127.0.0.1", "::1", "10.0.0.1", "::ffff:192.168.0.1", "169.254.169.254", "fe80::1", "100.64.0.1"]
        {
            assert!(!may("192.0.2.1:0", inside), "{inside}");
        }
        assert!(may("192.0.2.1:0", "10.1.2.3") && may("192.0.2.1:0", "198.51.100.1"));
    }
}
