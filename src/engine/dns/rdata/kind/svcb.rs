//! Service parameters of SVCB and HTTPS (RFC 9460 §2.1, §7): `key=value` words in any order; on the wire by ascending key,
//! each with its length.

mod key;
mod template;
mod value;

use super::super::words::within;
use super::{Diagnostics, Reader, WireFault, Words, string};
use crate::engine::diag::{Code, Span};
use crate::engine::dns::{Token, codes};
use key::Key;

/// One parameter read from text.
struct Param<'a> {
    key: Key,
    value: Vec<u8>,
    token: Token<'a>,
}

pub(super) fn parse(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let mut params: Vec<Param<'_>> = Vec::new();
    while let Some(token) = words.next_if_any() {
        let token = words.unquoted(token, diags)?;
        params.push(param(words, token, diags)?);
    }
    params.sort_by_key(|p| p.key);
    // RFC 9460 §2.1: a key at most once. The sort is stable, so the second is the later one.
    if let Some([_, again]) = params.array_windows().find(|[a, b]| a.key == b.key) {
        diags.push(words.fault(&codes::SVCB_DUPLICATE, again.token.span).arg("key", again.key.to_string()));
        return None;
    }
    if let Some(lack) = lack(|key| params.iter().find(|p| p.key == key).map(|p| p.value.as_slice())) {
        let span = params.iter().find(|p| p.key == lack.by).map_or(Span::NONE, |p| p.token.span);
        diags.push(words.fault(lack.code, span).arg("key", lack.key.to_string()));
        return None;
    }
    for Param { key, value, token } in &params {
        let Ok(len) = u16::try_from(value.len()) else {
            diags.push(words.fault(&codes::RDATA_TOO_LONG, token.span).arg("count", value.len()));
            return None;
        };
        out.extend_from_slice(&key.0.to_be_bytes());
        out.extend_from_slice(&len.to_be_bytes());
        out.extend_from_slice(value);
    }
    Some(())
}

fn param<'a>(words: &Words<'_, '_>, token: Token<'a>, diags: &mut Diagnostics) -> Option<Param<'a>> {
    let split = memchr::memchr(b'=', token.text);
    let (name, text) = match split {
        Some(at) => (token.text.get(..at)?, token.text.get(at + 1..)),
        None => (token.text, None),
    };
    let Some(key) = Key::parse(name) else {
        let fault = words.fault(&codes::SVCB_KEY, within(&token, 0, name.len()));
        diags.push(fault.arg("value", codes::shown(name)));
        return None;
    };
    // RFC 9460 §2.1: the value is a character-string, quoted or not.
    let text = text.unwrap_or_default();
    let inner = text.strip_prefix(b"\"").and_then(|t| t.strip_suffix(b"\""));
    let skipped = token.text.len() - text.len() + usize::from(inner.is_some());
    let text = inner.unwrap_or(text);
    let word = Token { text, quoted: false, span: within(&token, skipped, text.len()) };
    if has_bare_quote(text) {
        diags.push(words.fault(&codes::SVCB_QUOTES, word.span).arg("value", codes::shown(text)));
        return None;
    }
    let mut octets = Vec::with_capacity(text.len());
    if name.starts_with(b"key") || key.takes_escapes() {
        string::unescape_into(words, &word, &mut octets, diags)?;
    } else {
        octets.extend_from_slice(text);
    }
    let named = !name.starts_with(b"key");
    let value = if named { value::parse(key, &octets) } else { Some(octets) };
    // `keyNNNNN` gives the wire form itself, so it is checked as that.
    let value = value.filter(|v| value::is_well_formed(key, v));
    if value.is_none() {
        let (code, span) = match text {
            b"" => (&codes::SVCB_VALUE_MISSING, token.span),
            _ => (key.value_code(), word.span),
        };
        let fault = words.fault(code, span).arg("key", key.to_string());
        diags.push(fault.arg("value", codes::shown(text)));
    }
    Some(Param { key, value: value?, token })
}

/// Whether a quote stands in `text` without a backslash, or a backslash without what it escapes.
fn has_bare_quote(text: &[u8]) -> bool {
    let mut octets = text.iter();
    while let Some(octet) = octets.next() {
        match octet {
            b'"' => return true,
            b'\\' if octets.next().is_none() => return true,
            _ => {}
        }
    }
    false
}

/// A parameter that another needs, and that is not there.
struct Lack {
    code: &'static Code,
    by: Key,
    key: Key,
}

/// RFC 9460 §8: every key that `mandatory` lists is present; §7.1.1: `no-default-alpn` comes with `alpn`.
fn lack<'v>(value: impl Fn(Key) -> Option<&'v [u8]>) -> Option<Lack> {
    let listed = value(Key::MANDATORY).unwrap_or_default().as_chunks().0;
    let missing = listed.iter().map(|octets| Key(u16::from_be_bytes(*octets))).find(|key| value(*key).is_none());
    if let Some(key) = missing {
        return Some(Lack { code: &codes::SVCB_MANDATORY_MISSING, by: Key::MANDATORY, key });
    }
    let alone = value(Key::NO_DEFAULT_ALPN).is_some() && value(Key::ALPN).is_none();
    alone.then_some(Lack { code: &codes::SVCB_ALPN_MISSING, by: Key::NO_DEFAULT_ALPN, key: Key::ALPN })
}

fn read<'a>(reader: &mut Reader<'a>) -> Result<(Key, &'a [u8]), WireFault> {
    let key = Key(reader.u16()?);
    let len = reader.u16()?;
    Ok((key, reader.take(usize::from(len))?))
}

pub(super) fn skip(reader: &mut Reader<'_>) -> Result<(), WireFault> {
    let start = *reader;
    let mut previous = None;
    while reader.left() > 0 {
        let at = reader.offset();
        let (key, value) = read(reader)?;
        // RFC 9460 §2.2: in strictly increasing order.
        if previous.is_some_and(|p| p >= key) {
            return Err(WireFault::new(&codes::SVCB_ORDER, at).arg("key", key.to_string()));
        }
        if key == Key::INVALID || !value::is_well_formed(key, value) {
            return Err(WireFault::new(&codes::SVCB_WIRE, at).arg("key", key.to_string()));
        }
        previous = Some(key);
    }
    let find = |wanted: Key| {
        let mut reader = start;
        std::iter::from_fn(|| read(&mut reader).ok()).find(|(key, _)| *key == wanted).map(|(_, value)| value)
    };
    match lack(find) {
        Some(lack) => Err(WireFault::new(lack.code, start.offset()).arg("key", lack.key.to_string())),
        None => Ok(()),
    }
}

pub(super) fn print(reader: &mut Reader<'_>, out: &mut String) -> Result<(), WireFault> {
    let mut checked = *reader;
    skip(&mut checked)?;
    let mut separator = "";
    while reader.left() > 0 {
        let (key, value) = read(reader)?;
        out.push_str(separator);
        out.push_str(&key.to_string());
        value::print(key, value, out);
        separator = " ";
    }
    Ok(())
}
