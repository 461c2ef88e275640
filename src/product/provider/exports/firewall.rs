//! The firewall before the primary: TCP and UDP 53 for the provider's addresses.

use std::fmt::Write;

use super::primary::Setup;

/// A table of its own, for `nft -f`.
pub(super) fn nftables(setup: &Setup) -> String {
    let family = |six: bool| {
        let ranges = setup.sources.iter().map(|(range, _)| range.as_str()).filter(|r| r.contains(':') == six);
        ranges.collect::<Vec<_>>()
    };
    let mut out = String::from(
        "# If another table drops what it does not know, put the rules before that.\ntable inet dns_transfer {\n",
    );
    let mut rules = String::new();
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
        let _ = writeln!(rules, "        {ip} saddr @{set} meta l4proto {{ tcp, udp }} th dport 53 accept");
    }
    let _ = writeln!(
        out,
        "    chain input {{\n        type filter hook input priority filter; policy accept;\n{rules}    }}\n}}"
    );
    out
}

/// `ufw`. Written from memory, not compared with its manual page.
pub(super) fn ufw(setup: &Setup) -> String {
    let mut out = String::from("#!/bin/sh\nset -eu\n");
    for (range, until) in &setup.sources {
        let note = until.map_or_else(String::new, |day| format!(" comment 'until {day}'"));
        for proto in ["tcp", "udp"] {
            let _ = writeln!(out, "ufw allow proto {proto} from {range} to any port 53{note}");
        }
    }
    out
}
