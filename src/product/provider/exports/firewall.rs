//! The firewall before the primary: TCP and UDP, at the primaries' ports, for the provider's addresses.

use std::fmt::Write;

use super::primary::Setup;

/// A table of its own, for `nft -f`.
pub(super) fn nftables(setup: &Setup<'_>) -> String {
    let family = |six: bool| {
        let ranges = setup.sources.iter().map(|(range, _)| range.as_str()).filter(|r| r.contains(':') == six);
        ranges.collect::<Vec<_>>()
    };
    let mut out = String::from(
        "# If another table drops what it does not know, put the rules before that.\ntable inet dns_transfer {\n",
    );
    let mut rules = String::new();
    let ports: Vec<_> = setup.ports.iter().map(u16::to_string).collect();
    let ports = match &ports[..] {
        [port] => port.clone(),
        several => format!("{{ {} }}", several.join(", ")),
    };
    for (set, kind, ip, ranges) in
        [("from4", "ipv4_addr", "ip", family(false)), ("from6", "ipv6_addr", "ip6", family(true))]
    {
        if ranges.is_empty() {
            continue;
        }
        let ranges = ranges.join(", ");
        let _ = writeln!(
            out,
            "    set {set} {{\n        type {kind}\n        flags interval\n        elements = {{ {ranges} }}\n    }}"
        );
        let _ = writeln!(rules, "        {ip} saddr @{set} meta l4proto {{ tcp, udp }} th dport {ports} accept");
    }
    let _ = writeln!(
        out,
        "    chain input {{\n        type filter hook input priority filter; policy accept;\n{rules}    }}\n}}"
    );
    out
}

/// `ufw`, by the rule syntax of its manual page (0.36.2), read 2026-11-26.
pub(super) fn ufw(setup: &Setup<'_>) -> String {
    let mut out = String::from("#!/bin/sh\nset -eu\n");
    for (range, until) in &setup.sources {
        let note = until.map_or_else(String::new, |day| format!(" comment 'until {day}'"));
        for (proto, port) in ["tcp", "udp"].iter().flat_map(|proto| setup.ports.iter().map(move |port| (proto, port))) {
            let _ = writeln!(out, "ufw allow proto {proto} from {range} to any port {port}{note}");
        }
    }
    out
}
