//! Values of service parameters: text, once unescaped, to wire form and back (RFC 9460 §7, RFC 9461 §5, RFC 9540 §4).

use std::net::{Ipv4Addr, Ipv6Addr};

use data_encoding::BASE64;

use super::super::{address, number, string};
use super::key::Key;
use super::template;
use crate::engine::dns::number::decimal;

/// The wire form of a named key's value; none when it is not what the key takes.
pub(super) fn parse(key: Key, text: &[u8]) -> Option<Vec<u8>> {
    match key {
        Key::MANDATORY => {
            let mut keys = text.split(|o| *o == b',').map(Key::parse).collect::<Option<Vec<_>>>()?;
            keys.sort_unstable();
            Some(keys.iter().flat_map(|key| key.0.to_be_bytes()).collect())
        }
        Key::ALPN => items_of(text),
        // No segment at all is the root.
        Key::DOCPATH if text.is_empty() => Some(Vec::new()),
        Key::DOCPATH => items_of(text),
        Key::GROUPS => {
            let groups = text.split(|o| *o == b',').map(|group| u16::try_from(decimal(group, 65_535).ok()?).ok());
            let groups = groups.collect::<Option<Vec<_>>>()?;
            Some(groups.iter().flat_map(|group| group.to_be_bytes()).collect())
        }
        Key::PORT => u16::try_from(decimal(text, 65_535).ok()?).ok().map(|port| port.to_be_bytes().to_vec()),
        Key::IPV4HINT => addresses(text, |a: Ipv4Addr| a.octets().to_vec()),
        Key::IPV6HINT => addresses(text, |a: Ipv6Addr| a.octets().to_vec()),
        Key::ECH => BASE64.decode(text).ok(),
        _ => Some(text.to_vec()),
    }
}

fn addresses<A: std::str::FromStr>(text: &[u8], octets: impl Fn(A) -> Vec<u8>) -> Option<Vec<u8>> {
    let mut wire = Vec::new();
    for item in text.split(|o| *o == b',') {
        wire.extend(octets(std::str::from_utf8(item).ok()?.parse().ok()?));
    }
    Some(wire)
}

/// RFC 9460 Appendix A.1: a list with commas, in which `\` takes the next character as it is.
fn items_of(text: &[u8]) -> Option<Vec<u8>> {
    let mut wire = Vec::with_capacity(text.len() + 1);
    let mut item = Vec::new();
    let mut octets = text.iter().copied();
    loop {
        let octet = octets.next();
        match octet {
            Some(b'\\') => item.push(octets.next()?),
            Some(b',') | None => {
                wire.push(u8::try_from(item.len()).ok()?);
                wire.append(&mut item);
                if octet.is_none() {
                    return Some(wire);
                }
            }
            Some(octet) => item.push(octet),
        }
    }
}

/// Whether the octets are a value of `key`; any octets are one of a key without a name.
pub(super) fn is_well_formed(key: Key, value: &[u8]) -> bool {
    match key {
        // RFC 9460 §8: ascending, each once, itself not among them.
        Key::MANDATORY => {
            let (keys, rest) = value.as_chunks::<2>();
            let keys_ascend = keys.array_windows().all(|[a, b]| a < b);
            rest.is_empty() && keys_ascend && keys.first().is_some_and(|first| *first > [0, 0])
        }
        Key::ALPN => !value.is_empty() && items(value).is_some(),
        Key::NO_DEFAULT_ALPN | Key::OHTTP => value.is_empty(),
        Key::PORT => value.len() == 2,
        Key::IPV4HINT => !value.is_empty() && value.len().is_multiple_of(4),
        Key::IPV6HINT => !value.is_empty() && value.len().is_multiple_of(16),
        Key::ECH => !value.is_empty(),
        Key::DOHPATH => template::is_doh_path(value),
        Key::DOCPATH => items(value).is_some(),
        Key::GROUPS => {
            let (groups, rest) = value.as_chunks::<2>();
            let mut sorted = groups.to_vec();
            sorted.sort_unstable();
            rest.is_empty() && !groups.is_empty() && sorted.array_windows().all(|[a, b]| a < b)
        }
        _ => true,
    }
}

/// RFC 9460 §7.1.1: identifiers of 1 to 255 octets behind their lengths.
fn items(mut value: &[u8]) -> Option<Vec<&[u8]>> {
    let mut items = Vec::new();
    while let Some((&len, rest)) = value.split_first() {
        let (item, rest) = rest.split_at_checked(usize::from(len)).filter(|(item, _)| !item.is_empty())?;
        items.push(item);
        value = rest;
    }
    Some(items)
}

/// Appends `=value`, or nothing where a key has none.
pub(super) fn print(key: Key, value: &[u8], out: &mut String) {
    if value.is_empty() {
        return;
    }
    out.push('=');
    match key {
        Key::MANDATORY => list(value.as_chunks().0, out, |octets, out| {
            out.push_str(&Key(u16::from_be_bytes(*octets)).to_string());
        }),
        Key::ALPN | Key::DOCPATH => {
            let mut text = Vec::with_capacity(value.len());
            for item in items(value).unwrap_or_default() {
                if !text.is_empty() {
                    text.push(b',');
                }
                for &octet in item {
                    if matches!(octet, b',' | b'\\') {
                        text.push(b'\\');
                    }
                    text.push(octet);
                }
            }
            string::print(&text, out);
        }
        Key::PORT | Key::GROUPS => list(value.as_chunks().0, out, |octets, out| {
            number::print(u32::from(u16::from_be_bytes(*octets)), out);
        }),
        Key::IPV4HINT => list(value.as_chunks().0, out, |octets, out| address::print_ipv4(*octets, out)),
        Key::IPV6HINT => list(value.as_chunks().0, out, |octets, out| address::print_ipv6(*octets, out)),
        Key::ECH => BASE64.encode_append(value, out),
        _ => string::print(value, out),
    }
}

fn list<const N: usize>(items: &[[u8; N]], out: &mut String, print: impl Fn(&[u8; N], &mut String)) {
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        print(item, out);
    }
}
