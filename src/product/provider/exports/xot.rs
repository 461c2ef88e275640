//! The primary's side of zone transfers over TLS (RFC 9103), for each server as far as it gives them. What a server cannot
//! do is said where its configuration would stand; versions are those of Debian 12 and 13.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::super::Desired;
use super::Export;
use super::site::Site;

/// What BIND's certificate and key are called in its configuration.
pub(super) const BIND_TLS: &str = "transfer-tls";

/// Whether, and where, the primaries are asked over TLS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum OverTls {
    /// In the clear.
    No,
    /// Wished for, but the provider has no field for it (cloudflare/api.md §1.3).
    Refused,
    /// At these ports.
    At(BTreeSet<u16>),
}

impl OverTls {
    pub(super) fn of(want: &Desired, site: &Site) -> Self {
        let ports: BTreeSet<u16> =
            want.peers.iter().filter(|peer| want.tls.contains(&peer.ip)).map(|peer| peer.port).collect();
        match site.own {
            _ if ports.is_empty() => Self::No,
            None => Self::Refused,
            Some(_) => Self::At(ports),
        }
    }

    /// Whether nothing else shall be given to whoever comes in the clear.
    pub(super) const fn is_on(&self) -> bool {
        matches!(self, Self::At(_))
    }

    /// What stands above the configuration of `server`: statements, and in comments what belongs into a block that the
    /// server has already, or why there is nothing.
    pub(super) fn head(&self, server: Export) -> String {
        let ports = match self {
            Self::No => return String::new(),
            Self::Refused => {
                let sign = server.comment();
                return format!(
                    "{sign} Over TLS the provider asks nobody: its peers have no field for that.\n\
                     {sign} This lets it in in the clear.\n"
                );
            }
            Self::At(ports) => ports,
        };
        let mut out = String::new();
        match server {
            Export::Bind => bind(ports, &mut out),
            Export::Knot => knot(ports, &mut out),
            Export::Nsd => nsd(ports, &mut out),
            other => {
                let why = match other {
                    Export::PowerDns | Export::PowerDnsSql => POWERDNS,
                    Export::Technitium => TECHNITIUM,
                    Export::WindowsDns => WINDOWS,
                    _ => return out,
                };
                for line in why {
                    let _ = writeln!(out, "{} {line}", server.comment());
                }
            }
        }
        out
    }
}

const POWERDNS: [&str; 2] = [
    "PowerDNS gives no transfers over TLS of its own (PowerDNS/pdns, issue 9776): a proxy before it must end TLS, such",
    "as dnsdist, and ask it from an address that is listed here. What follows is in the clear.",
];
const TECHNITIUM: [&str; 2] = [
    "Over TLS: in the settings switch on the optional protocol DNS-over-TLS and give its certificate, by hand; from",
    "memory, not proved here. What follows lets in over either.",
];
const WINDOWS: [&str; 2] = [
    "Windows DNS is not known to give transfers over TLS: a secondary that insists on it gets nothing from there. What",
    "follows is in the clear.",
];

fn bind(ports: &BTreeSet<u16>, out: &mut String) {
    let _ = writeln!(
        out,
        "// Transfers over TLS, BIND 9.18 or newer; the certificate bears the name that the secondary was told.\n\
         tls {BIND_TLS} {{\n    cert-file \"/etc/bind/tls.crt\";\n    key-file \"/etc/bind/tls.key\";\n}};\n\
         // In options. A line of that kind replaces what BIND listens to by itself: where none stands yet, also\n\
         // listen-on {{ any; }}; and listen-on-v6 {{ any; }}; or port 53 is closed."
    );
    for port in ports {
        for listen in ["listen-on", "listen-on-v6"] {
            let _ = writeln!(out, "//     {listen} port {port} tls {BIND_TLS} {{ any; }};");
        }
    }
}

fn knot(ports: &BTreeSet<u16>, out: &mut String) {
    let addresses = ports.iter().flat_map(|port| [format!("0.0.0.0@{port}"), format!("\"::@{port}\"")]);
    let _ = writeln!(
        out,
        "# Transfers over TLS need Knot 3.4 or newer (Debian 13): 3.2 of Debian 12 gives none. By its documentation, not\n\
         # proved here; in the section server (the rules below let in over either):\n#     listen-tls: [ {} ]\n\
         #     cert-file: \"/etc/knot/tls.crt\"\n#     key-file: \"/etc/knot/tls.key\"",
        addresses.collect::<Vec<_>>().join(", ")
    );
}

fn nsd(ports: &BTreeSet<u16>, out: &mut String) {
    out.push_str(
        "# Transfers over TLS need NSD 4.12 or newer (Debian 13): before, such as 4.6 of Debian 12, it does not say that it\n\
         # speaks DNS (ALPN dot, RFC 9103 section 7.1), and a secondary that holds to that turns it away. By its change\n\
         # NLnetLabs/nsd 414, not proved here. The rules below let in over either. In the section server, where an address\n\
         # replaces those that NSD listens to by itself: where none stands yet, also 0.0.0.0 and ::, or port 53 is closed.\n",
    );
    // It has one port for TLS.
    if let Some(port) = ports.first() {
        let _ = writeln!(out, "#     ip-address: 0.0.0.0@{port}\n#     ip-address: ::@{port}\n#     tls-port: {port}");
    }
    out.push_str("#     tls-service-pem: \"/etc/nsd/tls.crt\"\n#     tls-service-key: \"/etc/nsd/tls.key\"\n");
}
