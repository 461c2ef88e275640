//! What to write into the primary's configuration so that it lets the provider in and tells it of changes.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::super::cloudflare::{NOTIFY_TARGETS, SOURCES};
use super::super::{Date, Desired, Range};
use super::site::{Site, bare, json, names, shell};
use super::xot::OverTls;
use super::{Export, SECRET};
use crate::engine::tsig::Algorithm;

/// What the configuration is about.
pub(super) struct Setup<'a> {
    /// The apex without its final dot.
    zone: String,
    /// Name with final dot, algorithm as configurations write it.
    key: Option<(String, String)>,
    /// Whence the provider asks, and until when.
    pub(super) sources: Vec<(String, Option<Date>)>,
    /// Whom to tell.
    notify: Vec<String>,
    /// At which port; none for the usual one.
    port: Option<u16>,
    group: &'static str,
    /// The key's secret in base64, when it shall stand in the text.
    secret: Option<&'a str>,
    /// Where the primaries listen.
    pub(super) ports: BTreeSet<u16>,
    over_tls: OverTls,
}

impl<'a> Setup<'a> {
    pub(super) fn new(want: &Desired, site: &Site, today: Date, secret: Option<&'a str>) -> Self {
        let (zone, _) = names(want);
        let key = want.keys.first().map(|key| {
            let algorithm = Algorithm::from_text(&key.algo);
            let algorithm = algorithm.map_or_else(|| bare(&key.algo), |a| a.config_name().to_owned());
            (format!("{}.", key.name.trim_end_matches('.')), algorithm)
        });
        let mut ports: BTreeSet<u16> = want.peers.iter().map(|peer| peer.port).collect();
        if ports.is_empty() {
            ports.insert(53);
        }
        let over_tls = OverTls::of(want, site);
        if let Some(own) = &site.own {
            let (address, port) = (own.ip().to_string(), Some(own.port()).filter(|port| *port != 53));
            let (sources, notify) = (vec![(address.clone(), None)], vec![address]);
            return Self { zone, key, sources, notify, port, group: "understudy", secret, ports, over_tls };
        }
        let used = SOURCES.iter().filter(|source| source.is_used(today));
        let sources = used.map(|source| (source.range.to_owned(), source.until)).collect();
        let notify = NOTIFY_TARGETS.iter().map(|&n| n.to_owned()).collect();
        Self { zone, key, sources, notify, port: None, group: "cloudflare", secret, ports, over_tls }
    }

    /// Whom to tell, with `sign` between an address and its port where it is not the usual one.
    fn targets(&self, sign: &str) -> Vec<String> {
        let bracketed = |address: &String| match sign {
            // A colon before the port would be part of an IPv6 address.
            ":" if address.contains(':') => format!("[{address}]"),
            _ => address.clone(),
        };
        let target = |address: &String| match self.port {
            Some(port) => format!("{}{sign}{port}", bracketed(address)),
            None => address.clone(),
        };
        self.notify.iter().map(target).collect()
    }

    fn secret(&self) -> &str {
        self.secret.unwrap_or(SECRET)
    }

    /// For a script that reads the secret from its environment: the line that puts it there.
    fn told_secret(&self) -> String {
        self.secret.as_ref().map_or_else(String::new, |secret| format!("TSIG_SECRET={}\n", shell(secret)))
    }

    /// `named.conf`.
    pub(super) fn bind(&self) -> String {
        let (zone, group) = (json(&self.zone), self.group);
        let mut out = self.over_tls.head(Export::Bind);
        if let Some((name, algorithm)) = &self.key {
            let _ = writeln!(
                out,
                "key {} {{\n    algorithm {algorithm};\n    secret \"{}\";\n}};",
                json(name),
                self.secret()
            );
        }
        let _ = writeln!(out, "acl {group} {{");
        for (range, until) in &self.sources {
            let _ = writeln!(out, "    {range};{}", until_note(range, *until, "//"));
        }
        let allow = match &self.key {
            // Both the address and the key: BIND takes the first that matches, so strangers are turned away first.
            Some((name, _)) => format!("!{{ !{group}; any; }};\n        key {};", json(name)),
            None => format!("{group};"),
        };
        let only = if self.over_tls.is_on() { "transport tls " } else { "" };
        let why = match &self.key {
            Some(_) => String::from("    // Only who is in the list, and only with the key.\n"),
            None => String::new(),
        };
        let _ = writeln!(
            out,
            "}};\nzone {zone} {{\n    type primary;\n    file {};\n{why}    allow-transfer {only}{{ {allow} }};",
            json(&format!("{}.zone", self.zone))
        );
        let _ = writeln!(
            out,
            "    notify yes;\n    also-notify {{ {}; }};\n}};",
            self.targets(" port ").join(";\n        ")
        );
        out
    }

    /// `knot.conf`.
    pub(super) fn knot(&self) -> String {
        let group = self.group;
        let mut out = self.over_tls.head(Export::Knot);
        if let Some((name, algorithm)) = &self.key {
            let _ = writeln!(
                out,
                "key:\n  - id: {}\n    algorithm: {algorithm}\n    secret: {}",
                json(name),
                self.secret()
            );
        }
        let _ = writeln!(out, "remote:\n  - id: {group}\n    address: [ {} ]", self.targets("@").join(", "));
        let _ = writeln!(out, "acl:\n  - id: {group}-transfer");
        for (range, until) in &self.sources {
            if let Some(day) = until {
                let _ = writeln!(out, "    # {range} until {day}");
            }
        }
        // Knot takes lists in brackets alone.
        let _ = writeln!(out, "    address: [ {} ]", self.ranges(", "));
        if let Some((name, _)) = &self.key {
            let _ = writeln!(out, "    key: {}", json(name));
        }
        let (zone, file) = (json(&self.zone), json(&format!("{}.zone", self.zone)));
        let _ = writeln!(
            out,
            "    action: transfer\nzone:\n  - domain: {zone}\n    file: {file}\n    notify: {group}\n    acl: {group}-transfer"
        );
        out
    }

    /// `nsd.conf`.
    pub(super) fn nsd(&self) -> String {
        let mut out = self.over_tls.head(Export::Nsd);
        if let Some((name, algorithm)) = &self.key {
            let _ = writeln!(
                out,
                "key:\n    name: \"{name}\"\n    algorithm: {algorithm}\n    secret: \"{}\"",
                self.secret()
            );
        }
        let key = self.key.as_ref().map_or("NOKEY", |(name, _)| name);
        let _ = writeln!(out, "zone:\n    name: \"{0}\"\n    zonefile: \"{0}.zone\"", self.zone);
        for (range, until) in &self.sources {
            let _ = writeln!(out, "    provide-xfr: {range} {key}{}", until_note(range, *until, "#"));
        }
        for target in self.targets("@") {
            let _ = writeln!(out, "    notify: {target} NOKEY");
        }
        out
    }

    fn ranges(&self, between: &str) -> String {
        self.sources.iter().map(|(range, _)| range.as_str()).collect::<Vec<_>>().join(between)
    }

    /// `pdnsutil`. With a key, PowerDNS wants the address or the key, not both: the key alone lets in.
    pub(super) fn pdnsutil(&self) -> String {
        let zone = shell(&self.zone);
        let mut out = String::from("#!/bin/sh\n# pdns.conf needs primary=yes.\n");
        out.push_str(&self.over_tls.head(Export::PowerDns));
        out.push_str("set -eu\n");
        if let Some((name, algorithm)) = &self.key {
            out.push_str(&self.told_secret());
            let name = shell(name.trim_end_matches('.'));
            let _ = writeln!(out, "pdnsutil import-tsig-key {name} {algorithm} \"${{TSIG_SECRET:?}}\"");
            let _ = writeln!(out, "pdnsutil activate-tsig-key {zone} {name} primary");
        }
        let _ = writeln!(out, "pdnsutil set-meta {zone} ALLOW-AXFR-FROM {}", self.ranges(" "));
        let _ = writeln!(out, "pdnsutil set-meta {zone} ALSO-NOTIFY {}", self.targets(":").join(" "));
        out
    }

    /// The same rows in PowerDNS' generic SQL tables.
    pub(super) fn pdns_sql(&self) -> String {
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
        let zone = quoted(&self.zone.to_ascii_lowercase());
        let mut out = String::from("-- pdns.conf needs primary=yes.");
        out.push_str(if self.secret.is_none() { " Put the secret where SECRET stands.\n" } else { "\n" });
        out.push_str(&self.over_tls.head(Export::PowerDnsSql));
        let mut meta = |kind: &str, content: &str| {
            let _ = writeln!(
                out,
                "INSERT INTO domainmetadata (domain_id, kind, content) SELECT id, '{kind}', {} FROM domains WHERE name = {zone};",
                quoted(content)
            );
        };
        for (range, _) in &self.sources {
            meta("ALLOW-AXFR-FROM", range);
        }
        for target in self.targets(":") {
            meta("ALSO-NOTIFY", &target);
        }
        if let Some((name, algorithm)) = &self.key {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            meta("TSIG-ALLOW-AXFR", &name);
            let _ = writeln!(
                out,
                "INSERT INTO tsigkeys (name, algorithm, secret) VALUES ({}, '{algorithm}', {});",
                quoted(&name),
                quoted(self.secret())
            );
        }
        out
    }

    /// Technitium's HTTP API, version 13. The zone's options are those of the vendor's documentation as read 2026-11-26;
    /// how TSIG keys are set is from memory.
    pub(super) fn technitium(&self) -> String {
        let mut out = String::from(
            "#!/usr/bin/env bash\n# Technitium DNS Server 13: a token of the web console in TECHNITIUM_TOKEN.\n",
        );
        out.push_str(&self.over_tls.head(Export::Technitium));
        out.push_str(
            "set -euo pipefail\n: \"${TECHNITIUM_TOKEN:?}\"\napi=${TECHNITIUM_URL:-http://127.0.0.1:5380}/api\n",
        );
        let mut key = String::new();
        if let Some((name, algorithm)) = &self.key {
            let name = name.trim_end_matches('.');
            out.push_str(&self.told_secret());
            out.push_str("# This replaces all TSIG keys of the server: add those it has, separated by |.\n");
            let _ = writeln!(
                out,
                "curl -fsS \"$api/settings/set\" --data-urlencode \"token=$TECHNITIUM_TOKEN\" \\\n  --data-urlencode tsigKeys={}\"|${{TSIG_SECRET:?}}|{algorithm}\"",
                shell(name)
            );
            key = format!(" \\\n  --data-urlencode zoneTransferTsigKeyNames={}", shell(name));
        }
        let _ = writeln!(
            out,
            "curl -fsS \"$api/zones/options/set\" --data-urlencode \"token=$TECHNITIUM_TOKEN\" \\\n  --data-urlencode zone={} --data-urlencode zoneTransfer=UseSpecifiedNetworkACL \\\n  --data-urlencode zoneTransferNetworkACL={}{key} \\\n  --data-urlencode notify=BothZoneAndSpecifiedNameServers --data-urlencode notifyNameServers={}",
            shell(&self.zone),
            self.ranges(","),
            self.targets(":").join(",")
        );
        out
    }

    /// Windows DNS takes addresses, no ranges, and knows no TSIG keys of RFC 8945's shared secrets. Parameters
    /// and their values as in Microsoft's pages on Set-DnsServerPrimaryZone and dnscmd, read 2026-11-26.
    pub(super) fn windows(&self) -> String {
        let single = |text: &str| Range::read(text).filter(|r| r.to_string() == text && !text.contains('/'));
        let (hosts, ranges): (Vec<_>, Vec<_>) = self.sources.iter().partition(|(range, _)| single(range).is_some());
        let hosts: Vec<_> = hosts.iter().map(|(range, _)| range.as_str()).collect();
        let mut out = self.over_tls.head(Export::WindowsDns);
        if self.key.is_some() {
            out.push_str("# Windows DNS has no TSIG keys for transfers: give the peer none at the provider.\n");
        }
        for (range, _) in ranges {
            let _ = writeln!(out, "# {range} cannot be listed: Windows DNS takes single addresses.");
        }
        let zone = self.zone.replace('\'', "''");
        let _ = writeln!(
            out,
            "Set-DnsServerPrimaryZone -Name '{zone}' -SecureSecondaries TransferToSecureServers `\n  -SecondaryServers {} -Notify NotifyServers `\n  -NotifyServers {}",
            hosts.join(","),
            self.notify.join(",")
        );
        let _ = writeln!(
            out,
            "# The same with dnscmd:\n# dnscmd /ZoneResetSecondaries {} /SecureList {} /NotifyList {}",
            self.zone,
            hosts.join(" "),
            self.notify.join(" ")
        );
        out
    }
}

fn until_note(range: &str, until: Option<Date>, sign: &str) -> String {
    let room = 28_usize.saturating_sub(range.len());
    until.map_or_else(String::new, |day| format!("{:room$}  {sign} until {day}", ""))
}
