//! PowerDNS: `allow-axfr-ips` and `also-notify` of `pdns.conf`, `pdnsutil set-meta` and `activate-tsig-key` commands.

use super::{Entry, Pasted, Told, Vendor, same};
use crate::product::provider::Range;

pub(super) fn read(text: &str, zone: &str) -> Pasted {
    let mut found = Pasted::new(Vendor::PowerDns);
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or_default().trim().replace(['\'', '"'], "");
        if let Some((name, value)) = line.split_once('=').filter(|(name, _)| !name.contains(' ')) {
            let values = value.split([',', ' ']).map(str::trim).filter(|v| !v.is_empty());
            match name.trim_end_matches('+') {
                "allow-axfr-ips" => {
                    // For all zones of the server.
                    found.has_zone = true;
                    ranges(values, &mut found);
                }
                "also-notify" => found.notify.extend(values.map(host)),
                _ => {}
            }
            continue;
        }
        let mut words = line.split_whitespace();
        if words.next() != Some("pdnsutil") {
            continue;
        }
        let words: Vec<&str> = words.collect();
        match words.as_slice() {
            ["import-tsig-key" | "generate-tsig-key", name, ..] => found.keys.push((*name).to_owned()),
            ["activate-tsig-key", of, name, "primary" | "master" | "producer", ..] if same(of, zone) => {
                found.has_zone = true;
                // A key that is active lets in from anywhere.
                found.allow.push(Entry { key: Some((*name).to_owned()), ..Entry::default() });
            }
            ["set-meta" | "add-meta", of, kind, values @ ..] if same(of, zone) => {
                found.has_zone = true;
                let values = values.iter().flat_map(|v| v.split(',')).filter(|v| !v.is_empty());
                match *kind {
                    "ALLOW-AXFR-FROM" => ranges(values, &mut found),
                    "ALSO-NOTIFY" => found.notify.extend(values.map(host)),
                    "TSIG-ALLOW-AXFR" => {
                        found.allow.extend(values.map(|v| Entry { key: Some(v.to_owned()), ..Entry::default() }));
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    found
}

fn ranges<'a>(values: impl Iterator<Item = &'a str>, found: &mut Pasted) {
    for value in values {
        match Range::read(value) {
            Some(range) => found.allow.push(Entry { range: Some(range), ..Entry::default() }),
            // AUTO-NS: the zone's own name servers.
            None => found.unknown.push(value.to_owned()),
        }
    }
}

/// `192.0.2.1:5300`, `[2001:db8::1]:5300`, or either without the port.
fn host(value: &str) -> Told {
    if let Some((inside, port)) = value.strip_prefix('[').and_then(|v| v.split_once(']')) {
        return Told::new(inside, port.strip_prefix(':'));
    }
    match value.split_once(':') {
        Some((host, port)) if !port.contains(':') => Told::new(host, Some(port)),
        _ => Told::new(value, None),
    }
}
