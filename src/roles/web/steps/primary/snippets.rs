//! What to write into the primary's configuration so that it lets the secondary in and tells it of changes.

use std::fmt::Write;

use crate::product::provider::Date;
use crate::product::provider::cloudflare::{NOTIFY_TARGETS, SOURCES};

/// Which server the primary runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Server {
    /// ISC BIND 9.
    Bind,
    /// Knot DNS.
    Knot,
    /// NLnet Labs NSD.
    Nsd,
    /// PowerDNS Authoritative.
    PowerDns,
}

impl Server {
    /// All of them, as the tabs show them.
    pub(crate) const ALL: [Self; 4] = [Self::Bind, Self::Knot, Self::Nsd, Self::PowerDns];

    /// Its name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Bind => "BIND",
            Self::Knot => "Knot",
            Self::Nsd => "NSD",
            Self::PowerDns => "PowerDNS",
        }
    }

    /// What begins a comment in its configuration.
    pub(crate) const fn comment(self) -> &'static str {
        match self {
            Self::Bind => "//",
            Self::Knot | Self::Nsd | Self::PowerDns => "#",
        }
    }
}

/// What the configuration is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setup {
    /// The apex, with its final dot.
    pub zone: String,
    /// The key's name with its final dot, and its algorithm.
    pub key: Option<(String, String)>,
    /// Whence the secondary asks: range, and the day on which it stops doing so.
    pub sources: Vec<(String, Option<Date>)>,
    /// Whom to NOTIFY.
    pub notify: Vec<String>,
    /// What the group of addresses is called.
    pub group: &'static str,
}

impl Setup {
    /// For Cloudflare as it is on `today`.
    pub(crate) fn cloudflare(zone: String, key: Option<(String, String)>, today: Date) -> Self {
        let used = SOURCES.iter().filter(|source| source.is_used(today));
        let sources = used.map(|source| (source.range.to_owned(), source.until)).collect();
        Self { zone, key, sources, notify: NOTIFY_TARGETS.iter().map(|&n| n.to_owned()).collect(), group: "cloudflare" }
    }

    /// For the companion, which asks from `address` and hears NOTIFY there.
    pub(crate) fn local(zone: String, key: Option<(String, String)>, address: &str) -> Self {
        Self { zone, key, sources: vec![(address.to_owned(), None)], notify: Vec::new(), group: "understudy" }
    }

    /// The configuration for `server`, `secret` standing where the secret does.
    pub(crate) fn write(&self, server: Server, secret: &str) -> String {
        match server {
            Server::Bind => self.bind(secret),
            Server::Knot => self.knot(secret),
            Server::Nsd => self.nsd(secret),
            Server::PowerDns => self.powerdns(secret),
        }
    }

    fn dotless(&self) -> &str {
        self.zone.strip_suffix('.').filter(|name| !name.is_empty()).unwrap_or(&self.zone)
    }

    fn bind(&self, secret: &str) -> String {
        let (zone, group) = (self.dotless(), self.group);
        let mut out = String::new();
        if let Some((name, algorithm)) = &self.key {
            let _ = writeln!(out, "key \"{name}\" {{\n    algorithm {algorithm};\n    secret \"{secret}\";\n}};");
        }
        let _ = writeln!(out, "acl {group} {{");
        for (range, until) in &self.sources {
            let _ = writeln!(out, "    {range};{}", until_note(range, *until, "//"));
        }
        let allow = match &self.key {
            // Both the address and the key: BIND takes the first that matches, so strangers are turned away first.
            Some((name, _)) => format!("!{{ !{group}; any; }}; key \"{name}\";"),
            None => format!("{group};"),
        };
        let _ = writeln!(
            out,
            "}};\nzone \"{zone}\" {{\n    type primary;\n    file \"{zone}.zone\";\n    allow-transfer {{ {allow} }};"
        );
        if !self.notify.is_empty() {
            let _ = writeln!(out, "    notify yes;\n    also-notify {{ {}; }};", self.notify.join(";\n        "));
        }
        out.push_str("};\n");
        out
    }

    fn knot(&self, secret: &str) -> String {
        let group = self.group;
        let mut out = String::new();
        if let Some((name, algorithm)) = &self.key {
            let _ = writeln!(out, "key:\n  - id: {name}\n    algorithm: {algorithm}\n    secret: {secret}");
        }
        if !self.notify.is_empty() {
            let _ = writeln!(out, "remote:\n  - id: {group}\n    address: [ {} ]", self.notify.join(", "));
        }
        let _ = writeln!(out, "acl:\n  - id: {group}-transfer\n    address:");
        for (range, until) in &self.sources {
            let _ = writeln!(out, "      - {range}{}", until_note(range, *until, "#"));
        }
        if let Some((name, _)) = &self.key {
            let _ = writeln!(out, "    key: {name}");
        }
        let zone = self.dotless();
        let _ = writeln!(out, "    action: transfer\nzone:\n  - domain: {zone}\n    file: {zone}.zone");
        if !self.notify.is_empty() {
            let _ = writeln!(out, "    notify: {group}");
        }
        let _ = writeln!(out, "    acl: {group}-transfer");
        out
    }

    fn nsd(&self, secret: &str) -> String {
        let zone = self.dotless();
        let mut out = String::new();
        if let Some((name, algorithm)) = &self.key {
            let _ = writeln!(out, "key:\n    name: \"{name}\"\n    algorithm: {algorithm}\n    secret: \"{secret}\"");
        }
        let key = self.key.as_ref().map_or("NOKEY", |(name, _)| name);
        let _ = writeln!(out, "zone:\n    name: \"{zone}\"\n    zonefile: \"{zone}.zone\"");
        for (range, until) in &self.sources {
            let _ = writeln!(out, "    provide-xfr: {range} {key}{}", until_note(range, *until, "#"));
        }
        for target in &self.notify {
            let _ = writeln!(out, "    notify: {target} NOKEY");
        }
        out
    }

    fn powerdns(&self, secret: &str) -> String {
        let zone = self.dotless();
        let mut out = String::from("# pdns.conf: primary=yes\n");
        if let Some((name, algorithm)) = &self.key {
            let name = name.strip_suffix('.').unwrap_or(name);
            let _ = writeln!(out, "pdnsutil import-tsig-key {name} {algorithm} '{secret}'");
            let _ = writeln!(out, "pdnsutil activate-tsig-key {zone} {name} primary");
        }
        let ranges: Vec<&str> = self.sources.iter().map(|(range, _)| range.as_str()).collect();
        let _ = writeln!(out, "pdnsutil set-meta {zone} ALLOW-AXFR-FROM {}", ranges.join(" "));
        if !self.notify.is_empty() {
            let _ = writeln!(out, "pdnsutil set-meta {zone} ALSO-NOTIFY {}", self.notify.join(" "));
        }
        out
    }
}

fn until_note(range: &str, until: Option<Date>, sign: &str) -> String {
    let room = 28_usize.saturating_sub(range.len());
    until.map_or_else(String::new, |day| format!("{:room$}  {sign} until {day}", ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setup() -> Setup {
        let key = Some(("k.example.".to_owned(), "hmac-sha256".to_owned()));
        Setup::cloudflare("example.com.".into(), key, Date::new(2026, 11, 23))
    }

    #[test]
    fn bind_wants_both_address_and_key() {
        let text = setup().write(Server::Bind, "SECRET");
        assert!(text.contains("allow-transfer { !{ !cloudflare; any; }; key \"k.example.\"; };"), "{text}");
        assert!(text.contains("198.41.144.240/28;") && text.contains("// until 2026-12-01"), "{text}");
        assert!(text.contains("secret \"SECRET\";"), "{text}");
    }

    #[test]
    fn ranges_that_ended_are_left_out() {
        let setup = Setup::cloudflare("example.com.".into(), None, Date::new(2026, 12, 1));
        for server in Server::ALL {
            let text = setup.write(server, "");
            assert!(!text.contains("198.41"), "{text}");
            assert!(text.contains("104.30.167.163"), "{text}");
            assert!(!text.contains("key"), "{text}");
        }
    }

    #[test]
    fn each_server_is_told_zone_and_key() {
        for server in Server::ALL {
            let text = setup().write(server, "SECRET");
            assert!(text.contains("example.com") && text.contains("k.example") && text.contains("SECRET"), "{text}");
        }
    }
}
