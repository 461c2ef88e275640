//! What a log line names: the address, the zone, the key. What it does not name gets a word that fits the sentence.

use std::net::IpAddr;

use super::Side;
use crate::engine::diag::Args;
use crate::engine::dns::Name;

/// Every value that a cause's text may name.
pub(super) fn args(line: &str, side: Side) -> Args {
    let other = words(line).find_map(address).map(|ip| ip.to_string());
    let (ip, local) = match side {
        Side::Secondary => (other.unwrap_or_else(|| "the primary".to_owned()), "this machine".to_owned()),
        Side::Primary => ("the primary".to_owned(), other.unwrap_or_else(|| "the secondary".to_owned())),
    };
    let zone = zone(line).unwrap_or_else(|| "the zone".to_owned());
    let key = key(line).unwrap_or_else(|| "that is used".to_owned());
    let algorithm = words(line).filter_map(algorithm).last().unwrap_or("that algorithm");
    Args::new()
        .with("zone", zone)
        .with("peer", ip.as_str())
        .with("ip", ip.as_str())
        .with("port", "53")
        .with("local", local)
        .with("key", key)
        .with("algorithm", algorithm)
        .with("seconds", "")
        .with("direction", "")
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| c.is_whitespace() || "'\"(),;[]<>".contains(c)).filter(|word| !word.is_empty())
}

/// `192.0.2.53#53`, `192.0.2.53@53`, `192.0.2.53:53/tcp`, `2001:db8::1`, `[2001:db8::1]:53`.
fn address(word: &str) -> Option<IpAddr> {
    let word = word.trim_end_matches([':', '.']);
    let bare = word.split(['#', '@', '/']).next().unwrap_or(word);
    let address: IpAddr = bare.parse().ok().or_else(|| bare.rsplit_once(':').and_then(|(ip, _)| ip.parse().ok()))?;
    // BIND's "(source 0.0.0.0#0)" is nobody's.
    (!address.is_unspecified()).then_some(address)
}

/// BIND: `zone example.com/IN:`, `'example.com/AXFR/IN'`; Knot: `[example.com.]`; NSD: `zone example.com`; PowerDNS:
/// `zone: 'example.com'`, `domain 'example.com'`.
fn zone(line: &str) -> Option<String> {
    let named = |word: &str| {
        let bare = word.split('/').next().unwrap_or(word).trim_end_matches([':', ',', '.']);
        let looks = bare.contains('.') && bare.parse::<IpAddr>().is_err() && address(bare).is_none();
        Name::absolute(bare).ok().filter(|_| looks).map(|name| name.to_string())
    };
    let behind = |open: &str, close: &str| {
        line.split(open).skip(1).filter_map(|rest| rest.split_once(close)).find_map(|(word, _)| named(word))
    };
    behind("[", "]").or_else(|| behind("'", "'")).or_else(|| {
        let mut before = "";
        words(line).find_map(|word| {
            let found =
                matches!(before.trim_end_matches(':'), "zone" | "for" | "domain").then(|| named(word)).flatten();
            before = word;
            found
        })
    })
}

/// `hmac-sha256.`; the last of a line is the one that was used, as in PowerDNS's `(hmac-sha256 / hmac-sha512)`.
fn algorithm(word: &str) -> Option<&str> {
    let word = word.trim_end_matches(['.', ':']);
    let is_name = word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (word.starts_with("hmac-") && is_name).then_some(word)
}

/// What follows `key` or `TSIG` where none is named.
const NO_NAMES: [&str; 6] = ["key", "for", "none", "not", "was", "error"];

/// `/key transfer.example`, `key transfer.example`, `TSIG transfer.example`, `TSIG key 'transfer.example'`, `key with name
/// 'transfer.example'`.
fn key(line: &str) -> Option<String> {
    let mut before = ["", "", ""];
    words(line).find_map(|word| {
        let [owner, ttl, last] = before;
        let bare = word.trim_end_matches([':', '.', ',']);
        if matches!(bare, "with" | "name") && last.ends_with("key") {
            return None;
        }
        before = [ttl, last, word];
        let name = match last {
            // dig's line of the record: the owner.
            "ANY" if bare == "TSIG" => owner,
            "key" => bare,
            // "TSIG time delta" and others name none.
            "TSIG" if bare.contains('.') || word.ends_with(':') => bare,
            _ if last.ends_with("/key") => bare,
            _ => return None,
        };
        // A name as keys have them: what dig's -y takes, and base64, may hold the secret.
        let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
        let is_other = algorithm(name).is_some() || NO_NAMES.contains(&name);
        let name = Name::absolute(name).ok().filter(|_| is_name && !is_other)?;
        Some(name.as_ref().without_dot())
    })
}
