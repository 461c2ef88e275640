//! The flags that say whom to ask: shared by `transfer` and `probe`.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;

use super::output::complain;
use crate::engine::dns::Name;
use crate::engine::limits::TransferLimits;
use crate::engine::tsig::Key;
use crate::engine::xfr::TlsTrust;
use crate::roles::server::ask::Target;
use crate::roles::server::net::{self, Route};

/// The port of DNS.
const DNS: u16 = 53;

/// The port of DNS over TLS (RFC 7858 §3.1, RFC 9103 §7.1).
const DNS_OVER_TLS: u16 = 853;

/// Whom to ask, from where, signed with what.
#[derive(Debug, clap::Args)]
#[group(id = "primary")]
pub(super) struct Args {
    /// The primary: an address or a name, with a port unless it is 53, or 853 with TLS
    #[arg(long, value_name = "HOST[:PORT]")]
    from: String,
    /// Ask over TLS; the name that the primary's certificate must bear
    #[arg(long, value_name = "NAME", conflicts_with_all = ["tls_pin", "tls_any"])]
    tls: Option<String>,
    /// Ask over TLS; the base64 of SHA-256 over the public key (SPKI) that the primary must have; may be given several times
    #[arg(long, value_name = "SHA256", value_parser = pin, conflicts_with = "tls_any")]
    tls_pin: Vec<[u8; 32]>,
    /// Ask over TLS, and take any certificate: nobody can listen, but anybody can answer
    #[arg(long)]
    tls_any: bool,
    /// The local address to ask from
    #[arg(long, value_name = "ADDR")]
    source: Option<IpAddr>,
}

impl Args {
    fn trust(&self) -> Option<TlsTrust> {
        match &self.tls {
            Some(name) => Some(TlsTrust::Name(name.as_str().into())),
            None if self.tls_any => Some(TlsTrust::Opportunistic),
            None if self.tls_pin.is_empty() => None,
            None => Some(TlsTrust::Pins(self.tls_pin.as_slice().into())),
        }
    }

    /// The target that the flags and the zone's name make.
    pub(super) fn target(&self, zone: &str, key: Option<Key>) -> Result<Target, String> {
        let apex = Name::absolute(zone).map_err(|_| format!("{zone} is no domain name"))?;
        let tls = self.trust();
        let to = resolve(&self.from, if tls.is_some() { DNS_OVER_TLS } else { DNS }, self.source)?;
        if self.source.is_some_and(|source| source.is_ipv4() != to.is_ipv4()) {
            return Err(format!("--source must be of the same family as {}", to.ip()));
        }
        let route = Route { to, from: self.source };
        Ok(Target { apex, route, key: key.map(Arc::new), tls, limits: TransferLimits::default() })
    }
}

/// The digest of a key, as `openssl dgst -sha256 -binary | base64` has it; `sha256/` before it is fine.
fn pin(text: &str) -> Result<[u8; 32], String> {
    net::pin(text).ok_or_else(|| "not the base64 of 32 octets".to_owned())
}

/// The first address of a host, of the source's family if there is one.
fn resolve(host: &str, usual: u16, source: Option<IpAddr>) -> Result<SocketAddr, String> {
    let (name, port) = split(host)?;
    let port = port.unwrap_or(usual);
    if let Ok(address) = name.parse::<IpAddr>() {
        return Ok(SocketAddr::new(address, port));
    }
    let found = (name, port).to_socket_addrs().map_err(|e| format!("cannot find {name} (--from): {e}"))?;
    let fits = |a: &SocketAddr| source.is_none_or(|source| source.is_ipv4() == a.is_ipv4());
    let address = found.into_iter().find(fits).ok_or_else(|| format!("{name} (--from) has no usable address"))?;
    complain(&format!("asking {name} at {address}"));
    Ok(address)
}

/// `192.0.2.1`, `192.0.2.1:53`, `2001:db8::1`, `[2001:db8::1]:53`, `ns1.example:53`.
fn split(host: &str) -> Result<(&str, Option<u16>), String> {
    if host.parse::<IpAddr>().is_ok() {
        return Ok((host, None));
    }
    if let Some(name) = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).filter(|n| n.parse::<IpAddr>().is_ok())
    {
        return Ok((name, None));
    }
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) => (name, Some(port.parse().map_err(|_| format!("{port} is no port (--from)"))?)),
        None => (host, None),
    };
    if port == Some(0) {
        return Err("port 0 cannot be asked (--from)".to_owned());
    }
    let name = name.strip_prefix('[').and_then(|n| n.strip_suffix(']')).unwrap_or(name);
    if name.is_empty() { Err("an empty host (--from)".to_owned()) } else { Ok((name, port)) }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn hosts_come_with_and_without_ports() {
        assert_eq!(split("192.0.2.1"), Ok(("192.0.2.1", None)));
        assert_eq!(split("192.0.2.1:5300"), Ok(("192.0.2.1", Some(5300))));
        assert_eq!(split("2001:db8::1"), Ok(("2001:db8::1", None)));
        assert_eq!(split("[2001:db8::1]:5300"), Ok(("2001:db8::1", Some(5300))));
        assert_eq!(split("[2001:db8::1]"), Ok(("2001:db8::1", None)));
        assert!(split("ns1.example:0").is_err() && split("[2001:db8::1]:0").is_err());
        assert_eq!(split("ns1.example:54"), Ok(("ns1.example", Some(54))));
        assert!(split("ns1.example:x").is_err() && split(":53").is_err());
    }
}
