//! What the server is started with. The command line fills it; tests may too, with port 0.
//!
//! [`Settings`] is the configuration file's content, which is read again on SIGHUP.

mod catalog;
mod file;
mod settings;

pub use file::{Listen, Rule as FileRule, Scheme, Server};
pub use settings::{FileFault, Settings};

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use super::driver::Trace;
use super::http::Upstream;
use super::token::Token;
use crate::engine::answer::Rule;

/// Under a name that exists nowhere (RFC 6761 §6.2).
pub const NS_SUFFIX: &str = "understudy.test";

/// Everything `serve` can be told.
#[derive(Debug)]
pub struct Config {
    /// Addresses for HTTP and HTTPS.
    pub listen: Vec<SocketAddr>,
    /// Those of them that speak HTTPS, with what shows who we are.
    pub https: Option<Tls>,
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
    /// What the names of the name servers end with that the provider's API gives to new zones, without a final dot.
    pub ns_suffix: String,
    /// The configuration file, to be read again when asked.
    pub file: Option<PathBuf>,
    /// Where the relay goes. Only a test has another than [`Upstream::cloudflare`]: no flag and no file sets it.
    pub relay: Upstream,
}

/// Where TLS is spoken, and what shows who we are: of transfers (RFC 9103), of HTTPS.
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
            https: None,
            dns: vec![any],
            tls: None,
            data,
            allow_transfer: Vec::new(),
            allow_peer: Vec::new(),
            token,
            hosts: Vec::new(),
            www: None,
            trace: None,
            ns_suffix: NS_SUFFIX.to_owned(),
            file: None,
            relay: Upstream::cloudflare(),
        }
    }

    /// Whether a primary at this address may be asked. Whoever can make this server ask reaches what it reaches: with
    /// HTTP open to the outside, loopback and private addresses need [`Self::allow_peer`]; link-local ones, where clouds
    /// keep credentials, and what is no host's address need it always.
    #[must_use]
    pub fn may_ask(&self, primary: IpAddr) -> bool {
        let primary = unwrapped(primary);
        let usual = match reach(primary) {
            Reach::Anywhere => true,
            Reach::Inside => self.listen.iter().all(|address| address.ip().is_loopback()),
            Reach::Special => false,
        };
        usual || self.allow_peer.iter().any(|rule| rule.covers(primary))
    }
}

/// Where an address leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// To a host on the Internet, or in a range for documentation and benchmarks.
    Anywhere,
    /// To this machine, or into its own network.
    Inside,
    /// To a link, to many, to nobody, or to a cloud's own services.
    Special,
}

fn reach(address: IpAddr) -> Reach {
    match address {
        IpAddr::V4(v4) => match v4.octets() {
            // "This network" (RFC 1122 §3.2.1.3), link-local (RFC 3927) with the metadata of most clouds.
            [0, ..] | [169, 254, ..] => Reach::Special,
            // Metadata of two clouds outside the link-local range.
            [100, 100, 100, 200] | [192, 0, 0, 192] => Reach::Special,
            // Multicast and reserved (RFC 5771, RFC 1112 §4).
            [224..=255, ..] => Reach::Special,
            // Loopback, private (RFC 1918), shared (RFC 6598).
            [127 | 10, ..] | [172, 16..=31, ..] | [192, 168, ..] | [100, 64..=127, ..] => Reach::Inside,
            _ => Reach::Anywhere,
        },
        IpAddr::V6(v6) => {
            // A cloud's metadata inside the unique local range.
            let metadata = v6.segments() == [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254];
            if metadata || v6.is_unspecified() || v6.is_multicast() || v6.is_unicast_link_local() {
                Reach::Special
            } else if v6.is_loopback() || v6.is_unique_local() {
                Reach::Inside
            } else {
                Reach::Anywhere
            }
        }
    }
}

/// The IPv4 address that an IPv6 address stands for: mapped (RFC 4291 §2.5.5.2), through NAT64 (RFC 6052 §2.1), 6to4
/// (RFC 3056 §2).
fn unwrapped(address: IpAddr) -> IpAddr {
    let address = address.to_canonical();
    let IpAddr::V6(v6) = address else { return address };
    let v4 = |high: u16, low: u16| IpAddr::from(((u32::from(high) << 16) | u32::from(low)).to_be_bytes());
    match v6.segments() {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => v4(high, low),
        _ => address,
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
        for inside in ["127.0.0.1", "::1", "10.0.0.1", "::ffff:192.168.0.1", "100.64.0.1", "fd00::1", "64:ff9b::a00:1"]
        {
            assert!(!may("192.0.2.1:0", inside), "{inside}");
            assert!(may("127.0.0.1:0", inside) && may("[::1]:0", inside), "{inside}");
        }
        assert!(may("192.0.2.1:0", "10.1.2.3") && may("192.0.2.1:0", "198.51.100.1"));
        assert!(may("192.0.2.1:0", "64:ff9b::c633:6401") && may("192.0.2.1:0", "2001:db8::1"));
    }

    #[test]
    fn links_clouds_and_what_is_no_host_need_leave_always() {
        for special in [
            "169.254.169.254",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "2002:a9fe:a9fe::1",
            "100.100.100.200",
            "192.0.0.192",
            "fd00:ec2::254",
            "fe80::1",
            "0.0.0.0",
            "::",
            "224.0.0.1",
            "ff02::1",
            "255.255.255.255",
        ] {
            let address = special.parse().unwrap();
            assert!(!config("127.0.0.1:0").may_ask(address), "{special}");
            let rule = format!("{}/{}", unwrapped(address), if unwrapped(address).is_ipv4() { 32 } else { 128 });
            let allowed = Config { allow_peer: vec![rule.parse().unwrap()], ..config("127.0.0.1:0") };
            assert!(allowed.may_ask(address), "{special}");
        }
    }
}
