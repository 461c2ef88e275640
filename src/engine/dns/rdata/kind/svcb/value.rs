//! Values of service parameters: text, once unescaped, to wire form and back (RFC 9460 §7, RFC 9461 §5, RFC 9540 §4).

use data_encoding::BASE64;

use super::super::{address, number, string};
use super::key::Key;
use super::template;
use crate::engine::dns::number::decimal;

/// Appends the wire form of a named key's value; none when it is not what the key takes.
pub(super) fn parse(key: Key, text: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let mut parts = text.split(|octet| *octet == b',');
    match key {
        Key::MANDATORY => {
            let mut keys = parts.map(Key::parse).collect::<Option<Vec<_>>>()?;
            keys.sort_unstable();
            keys.iter().for_each(|key| out.extend_from_slice(&key.0.to_be_bytes()));
        }
        Key::ALPN => put_items(text, out)?,
        // No segment at all is the root.
        Key::DOCPATH if text.is_empty() => {}
        Key::DOCPATH => put_items(text, out)?,
        Key::GROUPS => parts.try_for_each(|group| put_u16(group, out))?,
        Key::PORT => put_u16(text, out)?,
        Key::IPV4HINT => parts.all(|part| address::put_ipv4(part, out)).then_some(())?,
        Key::IPV6HINT => parts.all(|part| address::put_ipv6(part, out)).then_some(())?,
        Key::ECH => out.extend(BASE64.decode(text).ok()?),
        _ => out.extend_from_slice(text),
    }
    Some(())
}

fn put_u16(text: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let number = u16::try_from(decimal(text, 65_535).ok()?).ok()?;
    out.extend_from_slice(&number.to_be_bytes());
    Some(())
}

/// RFC 9460 Appendix A.1: a list with commas, in which `\` takes the next character as it is.
fn put_items(text: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let mut octets = text.iter().copied();
    let mut start = out.len();
    out.push(0);
    loop {
        let octet = octets.next();
        match octet {
            Some(b'\\') => out.push(octets.next()?),
            Some(b',') | None => {
                let len = u8::try_from(out.len() - start - 1).ok()?;
                *out.get_mut(start)? = len;
                if octet.is_none() {
                    return Some(());
                }
                start = out.len();
                out.push(0);
            }
            Some(octet) => out.push(octet),
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
        Key::ALPN => !value.is_empty() && are_items(value),
        Key::NO_DEFAULT_ALPN | Key::OHTTP => value.is_empty(),
        Key::PORT => value.len() == 2,
        Key::IPV4HINT => !value.is_empty() && value.len().is_multiple_of(4),
        Key::IPV6HINT => !value.is_empty() && value.len().is_multiple_of(16),
        Key::ECH => !value.is_empty(),
        Key::DOHPATH => template::is_doh_path(value),
        Key::DOCPATH => are_items(value),
        Key::GROUPS => {
            let (groups, rest) = value.as_chunks::<2>();
            let mut sorted = groups.to_vec();
            sorted.sort_unstable();
            rest.is_empty() && !groups.is_empty() && sorted.array_windows().all(|[a, b]| a < b)
        }
        _ => true,
    }
}

/// RFC 9460 §7.1.1: identifiers of 1 to 255 octets behind their lengths; none behind what is no such list.
fn items(value: &[u8]) -> impl Iterator<Item = Option<&[u8]>> {
    let mut rest = Some(value);
    std::iter::from_fn(move || {
        let (&len, behind) = rest?.split_first()?;
        let (item, behind) = behind.split_at_checked(usize::from(len)).filter(|(item, _)| !item.is_empty()).unzip();
        rest = behind;
        Some(item)
    })
}

fn are_items(value: &[u8]) -> bool {
    items(value).all(|item| item.is_some())
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
            for item in items(value).flatten() {
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
