//! `nsd.conf`: `provide-xfr: RANGE KEY|NOKEY|BLOCKED`, `notify: ADDRESS KEY`, of the zone or its pattern.

use super::{Entry, Pasted, Told, Vendor, same};
use crate::product::provider::Range;

pub(super) fn read(text: &str, zone: &str) -> Pasted {
    let mut found = Pasted::new(Vendor::Nsd);
    let lines: Vec<(&str, String)> = text.lines().filter_map(line).collect();
    // Clauses begin with a name and a colon alone.
    let (mut clause, mut name) = (String::new(), String::new());
    let mut kept: Vec<(String, String, &str, String)> = Vec::new();
    for (key, value) in lines {
        if value.is_empty()
            && ["zone", "pattern", "key", "server", "remote-control", "verify", "tls-auth"].contains(&key)
        {
            clause = key.to_owned();
            name.clear();
            continue;
        }
        if key == "name" {
            name.clone_from(&value);
            if clause == "key" {
                found.keys.push(value.clone());
            }
        }
        kept.push((clause.clone(), name.clone(), key, value));
    }
    let own = |clause: &str, name: &str| clause == "zone" && same(name, zone);
    found.has_zone = kept.iter().any(|(c, n, k, _)| *k == "name" && own(c, n));
    let patterns: Vec<String> =
        kept.iter().filter(|(c, n, k, _)| *k == "include-pattern" && own(c, n)).map(|(.., v)| v.clone()).collect();
    for pattern in &patterns {
        if !kept.iter().any(|(c, n, ..)| c == "pattern" && n == pattern) {
            found.unknown.push(pattern.clone());
        }
    }
    for (clause, name, key, value) in &kept {
        if !(own(clause, name) || clause == "pattern" && patterns.contains(name)) {
            continue;
        }
        let mut words = value.split_whitespace();
        let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        match *key {
            "provide-xfr" => match Range::read(first.split('@').next().unwrap_or_default()) {
                Some(range) => found.allow.push(Entry {
                    range: Some(range),
                    key: (!["NOKEY", "BLOCKED"].contains(&second)).then(|| second.to_owned()),
                    denied: second == "BLOCKED",
                }),
                None => found.unknown.push(first.to_owned()),
            },
            "notify" => found.notify.push(Told::at(first)),
            _ => {}
        }
    }
    // NSD asks for BLOCKED first, wherever it stands.
    found.allow.sort_by_key(|e| !e.denied);
    found
}

fn line(line: &str) -> Option<(&str, String)> {
    let (key, value) = line.split('#').next()?.trim().split_once(':')?;
    Some((key.trim(), value.trim().replace('"', "")))
}
